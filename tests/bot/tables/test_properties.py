"""Every answer from made-up tables against plain arithmetic that is written apart from the code.

The reference reads the drawn numbers, never the code under test; figures told are read from the
sentences by an expression of its own.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from bot.tables.query import Operation, Query, Target
from bot.tables.write import write_query
from tests.bot.pieces import make_grid, make_targets, prove

NAMES = ("Usein", "Joskus", "Harvoin", "Ennen", "Kotona")
POINTS = "prosenttiyksikköä"
PLAIN = settings(max_examples=60, deadline=None)
Reckoned = tuple[str, list[Decimal], Decimal, str]


@dataclass(frozen=True)
class Grid:
    """Drawn figures: rows of cells, their unit, and which columns are asked for (0-based)."""

    cells: tuple[tuple[Decimal | None, ...], ...]
    unit: str
    chosen: tuple[int, ...]

    @property
    def is_sum(self) -> bool:
        """Return whether several columns are asked for."""
        return len(self.chosen) > 1

    def parts(self, row: int) -> list[Decimal | None]:
        """Return the cells asked for of a row."""
        return [self.cells[row][column] for column in self.chosen]

    def sums(self) -> dict[int, Decimal]:
        """Return by row what its cells make together, but for rows with an empty one."""
        found = {}
        for row in range(len(self.cells)):
            parts = [part for part in self.parts(row) if part is not None]
            if len(parts) == len(self.chosen):
                found[row] = sum(parts, Decimal(0))
        return found

    def targets(self) -> tuple[Target, ...]:
        """Return all rows as the code takes them."""
        columns = NAMES[: len(self.cells[0])]
        table = make_grid(columns, *self.cells, unit=self.unit)
        return make_targets(table, *(columns[column] for column in self.chosen))

    def told(self, row: int) -> list[Decimal]:
        """Return the figures that one row is told with: its sum and what it is added up from."""
        parts = [part for part in self.parts(row) if part is not None]
        return [sum(parts, Decimal(0)), *parts] if self.is_sum else parts

    def added(self, rows: Iterable[int]) -> list[Reckoned]:
        """Return the additions of rows, none for single cells."""
        if not self.is_sum:
            return []
        parts = {row: [part for part in self.parts(row) if part is not None] for row in rows}
        return [("sum", parts[row], sum(parts[row], Decimal(0)), self.unit) for row in parts]


PERCENT = st.integers(0, 12).map(Decimal)  # few, so that ties are many
COUNTS = st.sampled_from([0, 1, 7, 950, 1050, 1200, 25_000]).map(Decimal)
DECIMALS = st.decimals(-3, 9, places=1, allow_nan=False)
KINDS = st.sampled_from([(PERCENT, "%"), (COUNTS, ""), (DECIMALS, "%"), (DECIMALS, "€")])


@st.composite
def grids(draw: st.DrawFn, *, rows: int = 1, may_be_all: bool = False) -> Grid:
    """Draw a table of at least some rows and the columns asked for: some of them, or all."""
    width = draw(st.integers(1, len(NAMES)))
    values, unit = draw(KINDS)
    row = st.tuples(*[st.one_of(values, values, values, st.none())] * width)
    cells = draw(st.lists(row, min_size=rows, max_size=8))
    most = width if may_be_all else max(width - 1, 1)
    chosen = draw(st.sets(st.integers(0, width - 1), min_size=1, max_size=most))
    return Grid(tuple(cells), unit, tuple(sorted(chosen)))


def read_figures(query: Query) -> list[Decimal]:
    """Return the numbers in an answer's sentences, ascending; each sentence is proved."""
    prove(query)
    text = " | ".join(claim.text for claim in write_query(query)[0])
    found = re.findall(r"-?\d+(?: \d{3})*(?:,\d+)?", text)
    return sorted(Decimal(number.replace(" ", "").replace(",", ".")) for number in found)


def read_reckoned(query: Query) -> list[Reckoned]:
    """Return what was computed for an answer."""
    return [(r.operation, list(r.operands), r.result, r.unit) for r in write_query(query)[1]]


def read_rows(query: Query) -> list[int]:
    """Return the 0-based rows that an answer cites, in order."""
    cited = [s.citation.row or "" for c in write_query(query)[0] for s in c.sources]
    return sorted({ord(label.removeprefix("Rivi ")[0]) - ord("a") for label in cited})


def listed(grid: Grid, rows: Sequence[int]) -> list[Decimal]:
    """Return the figures that rows are told with: one alone is not told with its parts."""
    sums = grid.sums()
    if len(rows) == 1:
        return [sums[rows[0]]]
    return [figure for row in rows for figure in grid.told(row)]


def check(
    query: Query, figures: Iterable[Decimal], reckoned: list[Reckoned], rows: Iterable[int]
) -> None:
    """Assert that an answer tells, computes and cites just what is right."""
    assert read_figures(query) == sorted(figures)
    assert read_reckoned(query) == reckoned
    assert read_rows(query) == sorted(rows)


@PLAIN
@given(grids(may_be_all=True), st.data())
def test_cells_of_one_row(grid: Grid, data: st.DataObject) -> None:
    """A row's cells are told as printed; some of several columns are told with their exact sum."""
    row = data.draw(st.integers(0, len(grid.cells) - 1))
    target = grid.targets()[row]
    is_added = grid.is_sum and len(grid.chosen) < len(grid.cells[0]) and row in grid.sums()
    assert target.figure == grid.sums().get(row)
    assert target.is_sum is is_added
    parts = [part for part in grid.parts(row) if part is not None]
    query = Query(Operation.SUM if is_added else Operation.CELL, (target,))
    check(
        query,
        grid.told(row) if is_added else parts,
        grid.added([row]) if is_added else [],
        [row],
    )
    (claim,) = write_query(query)[0]
    printed = [target.row.cell(NAMES[column]).text for column in grid.chosen]
    assert list((claim.sources[0].citation.cells or {}).values()) == printed


@PLAIN
@given(grids(rows=2), st.data())
def test_cells_of_several_rows(grid: Grid, data: st.DataObject) -> None:
    """Several rows are told one by one, each with its own cells."""
    rows = data.draw(st.lists(st.sampled_from(range(len(grid.cells))), min_size=2, unique=True))
    targets = grid.targets()
    query = Query(Operation.CELL, tuple(targets[row] for row in rows))
    sums = grid.sums()
    parts = {row: [part for part in grid.parts(row) if part is not None] for row in rows}
    figures = [f for row in rows for f in (grid.told(row) if row in sums else parts[row])]
    check(query, figures, grid.added(row for row in rows if row in sums), rows)


@PLAIN
@given(grids(), st.sampled_from(Direction), st.integers(0, 4))
def test_rank(grid: Grid, direction: Direction, count: int) -> None:
    """A row is among the first n where fewer than n rows are ahead of it."""
    sums = grid.sums()
    assume(sums)
    sign = -1 if direction is Direction.MOST else 1
    order = {row: sign * figure for row, figure in sums.items()}
    wanted = [
        row
        for row in sorted(order, key=lambda r: (order[r], r))
        if sum(other < order[row] for other in order.values()) < max(count, 1)
    ]
    query = Query(Operation.RANK, grid.targets(), direction, count)
    check(query, listed(grid, wanted), grid.added(wanted), wanted)


@PLAIN
@given(grids(), st.sampled_from(Direction), st.integers(0, 3), st.integers(1, 3))
def test_later_rank(grid: Grid, direction: Direction, count: int, skip: int) -> None:
    """A row is the second where just one distinct figure is ahead of its own, and so on."""
    sums = grid.sums()
    sign = -1 if direction is Direction.MOST else 1
    order = {row: sign * figure for row, figure in sums.items()}
    skip = min(skip, len(set(order.values())) - 1)
    assume(skip > 0)
    ahead = {r: len({other for other in order.values() if other < order[r]}) for r in order}
    wanted = [
        row
        for row in sorted(order, key=lambda r: (order[r], r))
        if skip <= ahead[row] < skip + max(count, 1)
    ]
    query = Query(Operation.RANK, grid.targets(), direction, count, skip)
    check(query, listed(grid, wanted), grid.added(wanted), wanted)


@PLAIN
@given(grids(), st.sampled_from(Direction), st.data())
def test_rank_of_the_columns_of_a_row(
    grid: Grid, direction: Direction, data: st.DataObject
) -> None:
    """The column with the most of one row is told with all that tie, and nothing is computed."""
    row = data.draw(st.integers(0, len(grid.cells) - 1))
    known = [cell for cell in grid.cells[row] if cell is not None]
    assume(known)
    best = max(known) if direction is Direction.MOST else min(known)
    width = len(grid.cells[0])
    targets = tuple(
        Grid(grid.cells, grid.unit, (column,)).targets()[row] for column in range(width)
    )
    query = Query(Operation.RANK, targets, direction)
    check(query, [cell for cell in known if cell == best], [], [row])
    (claim,) = write_query(query)[0]
    names = {NAMES[column] for column in range(width) if grid.cells[row][column] == best}
    assert set(claim.sources[0].citation.cells or {}) == names


LIMITS = st.builds(
    Limit,
    st.sampled_from(Relation),
    st.integers(-1, 20).map(Decimal),
    st.integers(5, 25).map(Decimal),
)


def meets(figure: Decimal, limit: Limit) -> bool:
    """Return whether a figure stands to a limit as asked."""
    sign = (figure > limit.value) - (figure < limit.value)
    return {
        "over": sign == 1,
        "at_least": sign != -1,
        "under": sign == -1,
        "at_most": sign != 1,
        "equal": sign == 0,
        "between": sign != -1 and not figure > limit.upper,
    }[limit.relation.value]


@PLAIN
@given(grids(), LIMITS)
def test_filter(grid: Grid, limit: Limit) -> None:
    """The rows told are those whose sum stands to the limit as asked, in the table's order."""
    wanted = [row for row, figure in grid.sums().items() if meets(figure, limit)]
    assume(wanted)
    query = Query(Operation.FILTER, grid.targets(), limit=limit)
    check(query, listed(grid, wanted), grid.added(wanted), wanted)
    lines = [claim.sources[0].citation.row for claim in write_query(query)[0]]
    if len(wanted) > 1:
        assert lines[1:] == [f"Rivi {chr(ord('a') + row)}." for row in wanted]


@PLAIN
@given(grids(), LIMITS)
def test_count(grid: Grid, limit: Limit) -> None:
    """The number told is that of the rows that meet the limit, and each is told and cited."""
    sums = grid.sums()
    wanted = [row for row, figure in sums.items() if meets(figure, limit)]
    assume(wanted)
    query = Query(Operation.COUNT, grid.targets(), limit=limit)
    size = Decimal(len(wanted))
    figures = [size, *(figure for row in wanted for figure in grid.told(row))]
    counted: Reckoned = ("count", [sums[row] for row in wanted], size, "")
    check(query, figures, [counted, *grid.added(wanted)], wanted)


@PLAIN
@given(grids(), LIMITS, st.sampled_from([Operation.FILTER, Operation.COUNT]))
def test_nothing_meets_the_limit(grid: Grid, limit: Limit, operation: Operation) -> None:
    """Where no row meets a limit the one that misses it by the least is told and cited."""
    sums = grid.sums()
    assume(sums and not any(meets(figure, limit) for figure in sums.values()))
    assume(limit.relation is not Relation.BETWEEN)
    gaps = {row: abs(figure - limit.value) for row, figure in sums.items()}
    nearest = min(gaps, key=lambda row: (gaps[row], row))
    query = Query(operation, grid.targets(), limit=limit)
    check(query, [sums[nearest]], grid.added([nearest]), [nearest])


@PLAIN
@given(grids())
def test_total(grid: Grid) -> None:
    """A total is the exact sum of all rows that are known, and each of them is cited."""
    sums = grid.sums()
    assume(sums)
    result = sum(sums.values(), Decimal(0))
    query = Query(Operation.TOTAL, grid.targets())
    whole: Reckoned = ("sum", list(sums.values()), result, grid.unit)
    check(query, [result], [*grid.added(sums), whole], sums)


@PLAIN
@given(grids())
def test_average(grid: Grid) -> None:
    """A mean is that of fractions, rounded to one decimal more than the figures have."""
    sums = grid.sums()
    assume(sums)
    exact = sum(map(Fraction, sums.values()), Fraction(0)) / len(sums)
    places = max(len(str(figure).partition(".")[2]) for figure in sums.values()) + 1
    query = Query(Operation.AVERAGE, grid.targets())
    *added, (name, operands, result, unit) = read_reckoned(query)
    assert abs(Fraction(result) - exact) * 2 <= Fraction(1, 10**places)
    assert len(str(result).partition(".")[2]) == places
    assert (name, operands, unit) == ("average", list(sums.values()), grid.unit)
    assert added == grid.added(sums)
    assert read_figures(query) == [result]
    assert read_rows(query) == sorted(sums)


@PLAIN
@given(grids(rows=2), st.data())
def test_compare(grid: Grid, data: st.DataObject) -> None:
    """Both figures are told, the larger first, and how far they lie apart, whatever their order."""
    sums = grid.sums()
    assume(len(sums) > 1)
    pair = data.draw(st.lists(st.sampled_from(sorted(sums)), min_size=2, max_size=2, unique=True))
    targets = grid.targets()
    query = Query(Operation.COMPARE, tuple(targets[row] for row in pair))
    ordered = sorted(pair, key=lambda row: -sums[row])
    gap = max(sums[row] for row in pair) - min(sums[row] for row in pair)
    unit = POINTS if grid.unit == "%" else grid.unit
    figures = [figure for row in pair for figure in grid.told(row)]
    apart: Reckoned = ("difference", [sums[row] for row in ordered], gap, unit)
    check(query, [*figures, *([gap] if gap else [])], [*grid.added(ordered), apart], pair)
    claims = write_query(query)[0]
    assert len(claims) == (3 if gap else 2)
    first = claims[0].sources[0].citation.row
    assert first == f"Rivi {chr(ord('a') + ordered[0])}."


@PLAIN
@given(grids(rows=2))
def test_unknown_figure_is_not_compared(drawn: Grid) -> None:
    """A figure that is not known is no zero: what is known is told and no difference is."""
    grid = Grid(drawn.cells, drawn.unit, drawn.chosen[:1])
    known = [part for row in (0, 1) for part in grid.parts(row) if part is not None]
    assume(len(known) < 2)
    check(Query(Operation.COMPARE, grid.targets()[:2]), known, [], [0, 1])
