"""What goes beside an answer on figures: its picture, and questions that come near."""

from urllib.parse import urlencode

from bot.claim import report_url
from bot.messages import say
from bot.tables.query import Operation, Query, filter_targets
from bot.tables.understand import Reading
from index.report import Table

OF_COLUMNS = {
    Operation.RANK,
    Operation.GAP,
    Operation.FILTER,
    Operation.COUNT,
    Operation.AVERAGE,
    Operation.TOTAL,
}
LABEL_WORDS = 9  # so much of a row's label a suggestion has


def chart_url(query: Query) -> str | None:
    """Return the address of the picture of a query's figures; None where no row meets it.

    Rows and columns are 1-based; columns are left out where all are asked for.
    """
    first = query.targets[0]
    is_of_row = len({target.row.id for target in query.targets}) == 1
    if query.limit is not None and not filter_targets(query):
        return None
    parts: list[tuple[str, int]] = []
    if query.operation not in OF_COLUMNS or is_of_row:
        rows = {t.row.number for t in query.targets if t.table == first.table}
        parts += [("rivi", number) for number in sorted(rows)]
    columns = first.table.columns if is_of_row else first.columns
    if len(columns) < len(first.table.columns):
        parts += [("palsta", first.table.columns.index(c) + 1) for c in columns]
    address = f"{report_url(first.report)}/taulukko/{first.table.number}.svg"
    return f"{address}?{urlencode(parts)}" if parts else address


def suggest(reading: Reading) -> tuple[str, ...]:
    """Return the questions that come near: the row in another table, a row nearly as good."""
    return tuple(ask_of_row(label, table) for label, table in reading.others)


def ask_of_row(label: str, table: Table) -> str:
    """Return the question what a table tells of a row."""
    words = label.rstrip(".").split()
    short = " ".join(words[:LABEL_WORDS]) + ("…" if len(words) > LABEL_WORDS else "")
    return say("tables.other", title=table.title, label=short)
