"""From the lines of a report's table part to typed tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from index.errors import ReportError
from index.pages import Line, join_lines, split_blocks
from index.report import Cell, Row, Table

TABLE_TITLE = re.compile(r"^Taulukko (\d{1,2})\. (.+)$")
UNIT = r"%|€|euroa|kpl|henkilöä|tuntia|vuotta"
# Thousands are parted by a blank only where a unit follows: `120 230` may be two counts.
GROUPED = rf"[-−–]?\d{{1,3}}(?: \d{{3}})+(?:,\d+)?(?=\s?(?:{UNIT})(?:\s|$))"
NUMBER = rf"{GROUPED}|[-−–]?\d+(?:,\d+)?"
CELL = re.compile(rf"({NUMBER})\s?({UNIT})?(?=\s|$)|([–-])(?=\s|$)")
CELLS_ONLY = re.compile(rf"^(?:(?:{NUMBER})?\s?(?:{UNIT})?|[–-]|\s)+$")


@dataclass(slots=True)
class _Draft:
    """A row in the making: the lines of its label and the text of its cells."""

    label: list[Line]
    cells: list[str] = field(default_factory=list)


def read_tables(lines: list[Line], section: str, known: str = "") -> tuple[Table, ...]:
    """Return the tables printed in `lines`, the first of which is a table's title.

    Raises:
        ReportError: a table has no row, or a row has another number of cells than columns.
    """
    starts = [i for i, line in enumerate(lines) if TABLE_TITLE.match(line.text)]
    ends = [*starts[1:], len(lines)]
    return tuple(
        _read_table(lines[start:end], section, known)
        for start, end in zip(starts, ends, strict=True)
    )


def _read_table(lines: list[Line], section: str, known: str) -> Table:
    title = TABLE_TITLE.match(lines[0].text)
    if title is None:
        raise ReportError(f"taulukon otsikko puuttuu: '{lines[0].text}'")
    number = int(title.group(1))
    header, drafts = _split_rows(list(split_blocks(lines[1:])))
    if not drafts:
        raise ReportError(f"taulukossa {number} ei ole rivejä; tarkista raportin tiedosto")
    lead, columns = _columns(header, len(drafts[0].cells), number)
    rows = tuple(
        _row(draft, position, number, columns, known) for position, draft in enumerate(drafts, 1)
    )
    return Table(
        id=f"t{number}",
        number=number,
        title=title.group(2).strip().removesuffix("."),
        lead=lead,
        section=section,
        page=lines[0].page,
        columns=columns,
        rows=rows,
    )


def _split_rows(blocks: list[list[Line]]) -> tuple[list[Line], list[_Draft]]:
    """Return the header's lines and the rows.

    A row is a block of label lines and the cells after it. Between the cells of one row and the
    next, the last block is the next label; a block before it goes on with the label above (a row
    whose cells stand in the middle of its label, at a page break).
    """
    header: list[Line] = []
    drafts: list[_Draft] = []
    waiting: list[list[Line]] = []
    for block in _label_and_cells(blocks):
        if not CELLS_ONLY.match(" ".join(line.text for line in block)):
            waiting.append(block)
            continue
        cells = [match.group(0) for match in CELL.finditer(_joined(block))]
        if not waiting and drafts:
            whole = _joined_text([*drafts[-1].cells, *(line.text for line in block)])
            drafts[-1].cells = [match.group(0) for match in CELL.finditer(whole)]
            continue
        if not drafts:
            header = [line for lines in waiting[:-1] for line in lines]
        else:
            drafts[-1].label += [line for lines in waiting[:-1] for line in lines]
        drafts.append(_Draft(list(waiting[-1]) if waiting else [], cells))
        waiting = []
    if drafts:
        drafts[-1].label += [line for lines in waiting for line in lines]
    return header, drafts


def _label_and_cells(blocks: list[list[Line]]) -> Iterator[list[Line]]:
    """Yield the blocks, those parted that hold a label's lines and then cells."""
    for block in blocks:
        cut = next((i for i, line in enumerate(block) if CELLS_ONLY.match(line.text)), len(block))
        if cut:
            yield block[:cut]
        if cut < len(block):
            yield block[cut:]


def _joined(block: list[Line]) -> str:
    return _joined_text(line.text for line in block)


def _joined_text(parts: list[str] | Iterator[str]) -> str:
    return " ".join(parts)


def _columns(header: list[Line], count: int, number: int) -> tuple[str, tuple[str, ...]]:
    """Return the words above the columns and the columns' headings.

    A heading begins with a capital; its next words do not. What is over before the last `count`
    headings is the lead.
    """
    headings: list[str] = []
    for word in _joined(header).split():
        if headings and not word[:1].isupper():
            headings[-1] += " " + word
        else:
            headings.append(word)
    if len(headings) < count:
        raise ReportError(
            f"taulukossa {number} on {count} saraketta mutta {len(headings)} otsikkoa: {headings}"
        )
    cut = len(headings) - count
    return " ".join(headings[:cut]), tuple(headings[cut:])


def _row(draft: _Draft, position: int, table: int, columns: tuple[str, ...], known: str) -> Row:
    label, pages = join_lines(draft.label, known)
    if len(draft.cells) != len(columns):
        raise ReportError(
            f"taulukon {table} rivillä {position} ('{label[:40]}') on {len(draft.cells)} lukua, "
            f"sarakkeita on {len(columns)}"
        )
    return Row(
        id=f"t{table}-r{position}",
        number=position,
        label=label,
        page=pages[0][1] if pages else 1,
        cells=tuple(_cell(c, text) for c, text in zip(columns, draft.cells, strict=True)),
    )


def _cell(column: str, printed: str) -> Cell:
    match = CELL.fullmatch(printed)
    if match is None or match.group(1) is None:
        return Cell(column, printed, None, "")
    digits = match.group(1).replace(" ", "").replace(",", ".")
    value = Decimal(digits.replace("−", "-").replace("–", "-"))
    return Cell(
        column, f"{match.group(1)} {match.group(2) or ''}".strip(), value, match.group(2) or ""
    )
