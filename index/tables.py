"""From the lines of a report's table part to typed tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.errors import ReportError
from index.pages import Line, join_lines, split_blocks
from index.report import Cell, Row, Table

TABLE_TITLE = re.compile(r"^Taulukko (\d{1,2})\. (.+)$")
UNIT = r"%|milj\. €|milj\. euroa|€|euroa|t€|kpl|henkilöä|hlö|tuntia|vuotta|tonnia|m²"
# Thousands are parted by a blank only where a unit follows: `120 230` may be two counts.
GROUPED = rf"[-−–]?\d{{1,3}}(?: \d{{3}})+(?:,\d+)?(?=\s?(?:{UNIT})(?:\s|$))"
NUMBER = rf"{GROUPED}|[-−–]?\d+(?:,\d+)?"
CELL = re.compile(rf"({NUMBER})\s?({UNIT})?(?=\s|$)|([–-])(?=\s|$)")
FIGURE = re.compile(rf"([-−–]?\d+(?: \d{{3}})*(?:,\d+)?)\s?({UNIT})?")
CELLS_ONLY = re.compile(rf"^(?:(?:{NUMBER})?\s?(?:{UNIT})?|[–-]|\s)+$")
# A whole row on one line: its label, then two cells or more.
LABEL_AND_CELLS = re.compile(
    rf"^(.*?[^\W\d_].*?)\s+((?:(?:{NUMBER})\s?(?:{UNIT})?(?:\s+|$)|[–-](?:\s+|$)){{2,}})$"
)
YEAR = re.compile(r"(?:19|20)\d\d")
YEARS = re.compile(r"^(?:(?:19|20)\d\d\s*){2,}$")
LEAD_END = re.compile(r"(?<=[?.:…])\s+(?=[A-ZÅÄÖ0-9])")
BARE_NUMBER = re.compile(r"(?<!\S)(?!(?:19|20)\d\d(?!\S))\d+(?!\S)")
MAX_WAYS = 256  # so many ways to read one row are looked at
WHOLE, THOUSAND = (
    re.compile(r"[-−–]?\d{1,3}(?: \d{3})*"),
    re.compile(rf"\d{{3}}(?:,\d+)?\s?(?:{UNIT})?"),
)


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
    lead, columns = _columns(header, _column_count(header, drafts), number)
    for draft in drafts:
        draft.cells = _grouped(draft.cells, len(columns))
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
        if not drafts and not header and len(waiting) <= 1 and YEARS.match(_joined(block)):
            header = [line for lines in (*waiting, block) for line in lines]
            waiting = []
            continue
        cells = [match.group(0) for match in CELL.finditer(_joined(block))]
        if not waiting and drafts:
            whole = _joined_text([*drafts[-1].cells, *(line.text for line in block)])
            drafts[-1].cells = [match.group(0) for match in CELL.finditer(whole)]
            continue
        if not drafts:
            header = header or [line for lines in waiting[:-1] for line in lines]
        else:
            drafts[-1].label += [line for lines in waiting[:-1] for line in lines]
        drafts.append(_Draft(list(waiting[-1]) if waiting else [], cells))
        waiting = []
    if drafts:
        drafts[-1].label += [line for lines in waiting for line in lines]
    return header, drafts


def _label_and_cells(blocks: list[list[Line]]) -> Iterator[list[Line]]:
    """Yield the blocks, those parted that hold lines of a label and then cells."""
    for block in blocks:
        part: list[Line] = []
        for line in (piece for whole in block for piece in _parted(whole)):
            is_cells = bool(CELLS_ONLY.match(line.text))
            if part and is_cells != bool(CELLS_ONLY.match(part[-1].text)):
                yield part
                part = []
            part.append(line)
        if part:
            yield part


def _parted(line: Line) -> list[Line]:
    """Return a line that holds a whole row as two, its label and its cells."""
    found = LABEL_AND_CELLS.match(line.text)
    if found is None:
        return [line]
    return [replace(line, text=found.group(1)), replace(line, text=found.group(2).strip())]


def _joined(block: list[Line]) -> str:
    return _joined_text(line.text for line in block)


def _joined_text(parts: list[str] | Iterator[str]) -> str:
    return " ".join(parts)


def _column_count(header: list[Line], drafts: list[_Draft]) -> int:
    """Return how many columns there are: what the rows agree on, or else what the header tells.

    Where blanks may part thousands as well as cells, a row alone does not tell.
    """
    ways = [_groupings(draft.cells, None) for draft in drafts]
    sure = {len(way[0]) for way in ways if len(way) == 1}
    if len(sure) == 1:
        return sure.pop()
    told = len(_headings(_after_lead(header)))
    shared = set.intersection(*({len(cells) for cells in way} for way in ways))
    return told if told in shared else max(shared, default=len(drafts[0].cells))


def _grouped(cells: list[str], count: int) -> list[str]:
    """Return a row's cells, thousands joined where that alone makes as many as there are columns.

    Of several ways the one is taken whose longest number is shortest; as they are where none fits.
    """
    fitting = sorted(_groupings(cells, count), key=lambda way: max(map(len, way)))
    if not fitting:
        return cells
    if len(fitting) > 1 and max(map(len, fitting[0])) == max(map(len, fitting[1])):
        raise ReportError(
            f"taulukon rivin '{' '.join(cells)}' lukuja ei voi erottaa toisistaan; kirjoita "
            "yksikkö lukujen perään"
        )
    return fitting[0]


def _groupings(cells: list[str], count: int | None) -> list[list[str]]:
    """Return the ways to read a row's numbers with or without blanks that part thousands."""
    ways: list[list[str]] = [[]]
    for cell in cells:
        grown: list[list[str]] = []
        for way in ways:
            is_joint = bool(way and WHOLE.fullmatch(way[-1]) and THOUSAND.fullmatch(cell))
            if is_joint and not way[-1].lstrip("-−–").startswith("0"):
                grown.append([*way[:-1], f"{way[-1]} {cell}"])
            if not (is_joint and cell.startswith("0") and len(cell) > 1):
                grown.append([*way, cell])
        ways = grown[:MAX_WAYS]
    return [way for way in ways if count is None or len(way) == count]


def _headings(text: str, *, years_begin: bool = True) -> list[str]:
    """Return the headings of columns: each begins with a capital or, as a rule, is a year."""
    found: list[str] = []
    for word in text.split():
        is_year = years_begin and bool(YEAR.fullmatch(word))
        if found and not (word[:1].isupper() or is_year):
            found[-1] += " " + word
        else:
            found.append(word)
    return found


def _after_lead(header: list[Line]) -> str:
    """Return what stands after the last word that ends a sentence."""
    return LEAD_END.split(_joined(header))[-1]


def _columns(header: list[Line], count: int, number: int) -> tuple[str, tuple[str, ...]]:
    """Return the words above the columns and the columns' headings.

    What is over before the last `count` headings is the lead.
    """
    text = _joined(header)
    joined = _headings(text, years_begin=False)
    headings = joined if len(joined) == count else _headings(text)
    last = headings[-count:]
    if len(set(last)) < len(last) or any(BARE_NUMBER.search(name) for name in last):
        raise ReportError(
            f"taulukon {number} otsikoissa {last} on sama otsikko kahdesti tai luku; "
            "tarkista otsikot ja ensimmäisen rivin luvut"
        )
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
    match = FIGURE.fullmatch(printed)
    if match is None:
        return Cell(column, printed, None, "")
    number, unit = match.group(1), match.group(2) or ""
    digits = number.replace(" ", "").replace(",", ".")
    value = Decimal(digits.replace("−", "-").replace("–", "-"))
    return Cell(column, f"{number} {unit}".strip(), value, unit)
