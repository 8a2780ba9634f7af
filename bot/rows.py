"""Answers from a table's row: the figures that the row holds, as printed."""

from bot.claim import Claim, row_source
from bot.evidence import Evidence
from bot.messages import say


def write_row(evidence: Evidence) -> list[Claim]:
    """Return the claim that tells a row with all its figures."""
    table, row = evidence.table, evidence.row
    if table is None or row is None:
        raise ValueError(f"{evidence.id} is no row of a table")
    cells = ", ".join(f"{cell.column} {cell.text}" for cell in row.cells)
    text = say("frames.row", title=table.title, label=row.label.rstrip("."), cells=cells)
    return [Claim(text, (row_source(evidence.report, table, row, table.columns),))]
