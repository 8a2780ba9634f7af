"""Makes quiz items from a table: cells, the largest and smallest of a column, two rows compared.

Every item is on one column of one table, so that equal figures of others make no option true.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.claim import Source, row_source
from bot.messages import say
from bot.onboarding.item import Item, Kind, make_item, order_key
from bot.onboarding.themes import Theme
from index.report import Cell, Report, Row, Table

CELLS, COMPARISONS, ROWS = 6, 3, 3  # so many items of a kind a table gives at most
WRONG = 3  # wrong options of an item, at most
MIN_WRONG = 2


@dataclass(frozen=True, slots=True)
class Column:
    """The figures of one column: rows that have one, with their values, in the table's order."""

    theme: str
    report: Report
    table: Table
    name: str
    rows: tuple[tuple[Row, Decimal], ...]

    @property
    def id(self) -> str:
        """Return the column's place in the table, 1-based, as text."""
        return str(self.table.columns.index(self.name) + 1)

    def source(self, row: Row) -> Source:
        """Return what proves the figure of a row."""
        return row_source(self.report, self.table, row, (self.name,))

    def ask(self, key: str, **values: str) -> str:
        """Return a question of the quiz on this column."""
        return say(f"quiz.{key}", title=self.table.title, column=self.name, **values)


def ask_table(theme: Theme) -> Iterator[Item]:
    """Yield the items of a theme that is a table; none where its rows cannot be told apart."""
    table = theme.table
    if table is None or not _is_askable(theme.report, table):
        return
    columns = [column for name in table.columns if (column := _column(theme, table, name))]
    yield from list(_cells(columns))[:CELLS]
    for column in columns:
        yield from _extremes(column)
    yield from [item for c in _mixed(columns) for item in _comparison(c)][:COMPARISONS]
    yield from [item for c in _mixed(columns) for item in _row(c)][:ROWS]


def label_of(row: Row) -> str:
    """Return a row's label as a quiz quotes it, without the stop at its end."""
    return row.label.rstrip(".")


def _is_askable(report: Report, table: Table) -> bool:
    """Return whether title, columns and labels each name one thing."""
    titles = [one.title for one in report.tables]
    labels = [label_of(row) for row in table.rows]
    is_clear = len(set(labels)) == len(labels) and len(set(table.columns)) == len(table.columns)
    return is_clear and titles.count(table.title) == 1


def _column(theme: Theme, table: Table, name: str) -> Column | None:
    """Return a column whose figures are all of one unit, None where they are not."""
    cells = [(row, row.cell(name)) for row in table.rows]
    rows = tuple((row, cell.value) for row, cell in cells if cell.value is not None)
    units = {cell.unit for _, cell in cells if cell.value is not None}
    return Column(theme.id, theme.report, table, name, rows) if len(units) == 1 else None


def _mixed(columns: Sequence[Column]) -> list[Column]:
    return sorted(columns, key=lambda c: order_key(c.report.id, c.table.id, c.name))


def _cells(columns: Sequence[Column]) -> Iterator[Item]:
    """Yield an item on one of the two largest figures of each row, the rows mixed."""
    table_rows = {row.id: row for column in columns for row, _ in column.rows}
    for name in sorted(table_rows, key=order_key):
        row = table_rows[name]
        holding = [(dict(_values(c))[name], c) for c in columns if name in dict(_values(c))]
        ranked = sorted(holding, key=lambda pair: (-pair[0], pair[1].id))[:2]
        column = min((c for _, c in ranked), key=lambda c: order_key(name, c.name))
        yield from _cell(column, row)


def _values(column: Column) -> list[tuple[str, Decimal]]:
    return [(row.id, value) for row, value in column.rows]


def _cell(column: Column, row: Row) -> Iterator[Item]:
    """Yield the item on a cell; wrong are other figures of its row, then of its column."""
    cell = row.cell(column.name)
    others = [c for c in row.cells if c.column != column.name]
    beside = sorted((r.cell(column.name) for r, _ in column.rows), key=lambda c: _gap(c, cell))
    options = [cell.text]
    known = {cell.value}
    for other in (*others, *beside):
        if other.unit == cell.unit and other.value is not None and other.value not in known:
            known.add(other.value)
            options.append(other.text)
    if len(options) <= MIN_WRONG:
        return
    yield make_item(
        (column.report.id, row.id, column.id),
        Kind.CELL,
        column.theme,
        column.ask("cell", label=label_of(row)),
        options[: WRONG + 1],
        (column.source(row),),
        is_ordered=True,
    )


def _gap(one: Cell, other: Cell) -> Decimal:
    return abs((one.value or Decimal(0)) - (other.value or Decimal(0)))


def _extremes(column: Column) -> Iterator[Item]:
    """Yield which row has the largest figure, and which the smallest, where it has it alone."""
    ranked = sorted(column.rows, key=lambda pair: -pair[1])
    for key, rows in (("most", ranked), ("least", ranked[::-1])):
        values = [value for _, value in rows]
        if len(rows) > MIN_WRONG and values.count(values[0]) == 1:
            yield _choice(column, key, Kind.EXTREME, [row for row, _ in rows[: WRONG + 1]])


def _comparison(column: Column) -> Iterator[Item]:
    """Yield which of two rows has the larger figure, the rows chosen as if by chance."""
    mixed = sorted(column.rows, key=lambda pair: order_key(column.id, pair[0].id))
    for (row, value), (other, least) in pairwise(mixed):
        if value != least:
            rows = [row, other] if value > least else [other, row]
            yield _choice(column, "compare", Kind.COMPARE, rows, proof=rows)
            return


def _row(column: Column) -> Iterator[Item]:
    """Yield which row has a figure that no other row of the column has."""
    values = [value for _, value in column.rows]
    mixed = sorted(column.rows, key=lambda pair: order_key(pair[0].id, column.id))
    inner = [(r, v) for r, v in mixed if v not in {max(values), min(values)}]
    for row, value in inner:
        if values.count(value) == 1:
            others = [other for other, _ in mixed if other.id != row.id][:WRONG]
            figure = row.cell(column.name).text
            yield _choice(column, "row", Kind.ROW, [row, *others], figure=figure)
            return


def _choice(
    column: Column,
    key: str,
    kind: Kind,
    rows: Sequence[Row],
    proof: Sequence[Row] = (),
    **values: str,
) -> Item:
    """Return an item whose options are rows, the first of them right."""
    return make_item(
        (column.report.id, column.table.id, column.id, key),
        kind,
        column.theme,
        column.ask(key, **values),
        [label_of(row) for row in rows],
        [column.source(row) for row in (proof or rows[:1])],
    )
