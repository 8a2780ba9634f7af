"""The plain arithmetic on tables."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tables.query import (
    Operation,
    Query,
    Relation,
    Target,
    difference,
    filter_targets,
    rank_targets,
)
from tests.bot.pieces import make_grid, make_targets

Values = Sequence[Decimal | int | None]


def targets_of(*values: Decimal | int | None) -> tuple[Target, ...]:
    """Return the rows of a table of one column."""
    return make_targets(make_grid(["Usein"], *([value] for value in values)))


def numbers(targets: Sequence[Target]) -> list[int]:
    """Return the 1-based numbers of the rows."""
    return [target.row.number for target in targets]


RANKS = [
    ("the most", [20, 58, 40], True, 1, 0, [2]),
    ("the least", [20, 58, 40], False, 1, 0, [1]),
    ("three most in order", [20, 58, 40, 30], True, 3, 0, [2, 3, 4]),
    ("two least in order", [20, 58, 40, 30], False, 2, 0, [1, 4]),
    ("a tie at the top is told whole, in print order", [40, 58, 58], True, 1, 0, [2, 3]),
    ("a tie with the last is told whole", [22, 58, 22, 22, 5], True, 2, 0, [2, 1, 3, 4]),
    ("a tie within is no reason for more", [58, 58, 22, 5], True, 2, 0, [1, 2]),
    ("the second", [20, 58, 40], True, 1, 1, [3]),
    ("the second after a tie at the top", [58, 58, 40, 20], True, 1, 1, [3]),
    ("all that tie for the second", [40, 58, 40, 20], True, 1, 1, [1, 3]),
    ("the third", [20, 58, 40], True, 1, 2, [1]),
    ("the second from below", [20, 58, 40], False, 1, 1, [3]),
    ("the two after the first", [20, 58, 40, 30], True, 2, 1, [3, 4]),
    ("a second that is not there", [58, 58], True, 1, 1, []),
    ("more than there are", [20, 58], True, 5, 0, [2, 1]),
    ("an empty cell has no rank", [None, 58, 40], False, 1, 0, [3]),
    ("zero has a rank", [0, 58, None], False, 1, 0, [1]),
    ("decimals", [Decimal("1.5"), Decimal("1.25"), 1], True, 2, 0, [1, 2]),
    ("1.50 ties with 1.5", [Decimal("1.50"), Decimal("1.5"), 1], True, 1, 0, [1, 2]),
    ("nothing but empty cells", [None, None], True, 1, 0, []),
    ("no rows", [], True, 1, 0, []),
]


@pytest.mark.parametrize(
    ("claim", "values", "is_descending", "count", "skip", "expected"),
    RANKS,
    ids=[c[0] for c in RANKS],
)
def test_rank(
    claim: str, values: Values, is_descending: bool, count: int, skip: int, expected: list[int]
) -> None:
    """A rank is told in order with all that tie with the last."""
    query = Query(Operation.RANK, targets_of(*values), is_descending, count, skip)
    assert numbers(rank_targets(query)) == expected


FILTERS = [
    (Relation.OVER, 50, [1]),
    (Relation.AT_LEAST, 50, [1, 3]),
    (Relation.UNDER, 50, [4, 5]),
    (Relation.AT_MOST, 50, [3, 4, 5]),
    (Relation.EQUAL, 50, [3]),
    (Relation.EQUAL, 0, [5]),
    (Relation.OVER, 0, [1, 3, 4]),
    (Relation.OVER, 58, []),
]


@pytest.mark.parametrize(("relation", "limit", "expected"), FILTERS)
def test_filter(relation: Relation, limit: int, expected: list[int]) -> None:
    """A filter keeps the table's order; an empty cell meets none."""
    targets = targets_of(58, None, 50, 20, 0)
    query = Query(Operation.FILTER, targets, limit=Decimal(limit), relation=relation)
    assert numbers(filter_targets(query)) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [((58, 26), 32), ((26, 58), 32), ((22, 22), 0), ((Decimal("0.3"), Decimal("0.1")), "0.2")],
)
def test_difference(values: Values, expected: int | str) -> None:
    """A difference has no sign, and is exact."""
    assert difference(targets_of(*values)) == Decimal(expected)


def test_figure_is_the_sum_of_the_columns_asked_for() -> None:
    """Columns that are not asked for are not added; the sum is exact."""
    grid = make_grid(["a", "b", "c"], [Decimal("0.1"), Decimal("0.2"), 16])
    assert make_targets(grid, "a", "b")[0].figure == Decimal("0.3")
    assert make_targets(grid)[0].figure == Decimal("16.3")
    assert make_targets(grid, "c")[0].figure == 16


def test_figure_with_an_empty_cell_is_none() -> None:
    """A sum of which a part is not known is not known."""
    grid = make_grid(["a", "b"], [58, None])
    assert make_targets(grid, "a", "b")[0].figure is None
    assert make_targets(grid, "b")[0].figure is None
    assert make_targets(grid, "a")[0].figure == 58


def test_unit_is_that_of_the_cells() -> None:
    """The unit is what stands in the cells, and may be none."""
    assert make_targets(make_grid(["a"], [5], unit="€"))[0].unit == "€"
    assert make_targets(make_grid(["a"], [5], unit=""))[0].unit == ""


COLUMNS = ("a", "b", "c")
CELLS = st.one_of(
    st.none(), st.integers(0, 12), st.decimals(0, 12, places=1, allow_nan=False)
)  # few, so that ties are many
GRIDS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=9)
CHOSEN = st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3, unique=True)


def plain_sums(grid: Sequence[Values], chosen: Sequence[str]) -> dict[int, Decimal]:
    """Return by row number the sums of all rows that have no empty cell."""
    found: dict[int, Decimal] = {}
    for number, values in enumerate(grid, 1):
        total = Decimal(0)
        for column, value in zip(COLUMNS, values, strict=True):
            if column in chosen:
                if value is None:
                    break
                total += value
        else:
            found[number] = total
    return found


@given(GRIDS, CHOSEN)
def test_sums_are_those_of_plain_addition(grid: Sequence[Values], chosen: list[str]) -> None:
    """Each row's figure is the sum of its cells, none where a cell is empty."""
    figures = {t.row.number: t.figure for t in make_targets(make_grid(COLUMNS, *grid), *chosen)}
    sums = plain_sums(grid, chosen)
    assert figures == {number: sums.get(number) for number in range(1, len(grid) + 1)}


@given(GRIDS, CHOSEN, st.booleans(), st.integers(1, 5))
def test_rank_is_that_of_plain_counting(
    grid: Sequence[Values], chosen: list[str], is_descending: bool, count: int
) -> None:
    """A row is among the first n where fewer than n rows are ahead of it."""
    targets = make_targets(make_grid(COLUMNS, *grid), *chosen)
    found = rank_targets(Query(Operation.RANK, targets, is_descending, count))
    sign = -1 if is_descending else 1
    sums = {number: sign * figure for number, figure in plain_sums(grid, chosen).items()}
    wanted = {n for n, own in sums.items() if sum(s < own for s in sums.values()) < count}
    assert numbers(found) == sorted(wanted, key=lambda n: (sums[n], n))


@given(GRIDS, CHOSEN, st.booleans(), st.integers(1, 3), st.integers(1, 4))
def test_later_rank_is_that_of_plain_counting(
    grid: Sequence[Values], chosen: list[str], is_descending: bool, count: int, skip: int
) -> None:
    """A row is the second where just one distinct figure is ahead of its own, and so on."""
    targets = make_targets(make_grid(COLUMNS, *grid), *chosen)
    found = rank_targets(Query(Operation.RANK, targets, is_descending, count, skip))
    sign = -1 if is_descending else 1
    sums = {number: sign * figure for number, figure in plain_sums(grid, chosen).items()}
    ahead = {n: len({s for s in sums.values() if s < own}) for n, own in sums.items()}
    wanted = {n for n in sums if skip <= ahead[n] < skip + count}
    assert numbers(found) == sorted(wanted, key=lambda n: (sums[n], n))


@given(GRIDS, CHOSEN, st.sampled_from(Relation), st.integers(0, 24))
def test_filter_is_that_of_plain_comparison(
    grid: Sequence[Values], chosen: list[str], relation: Relation, limit: int
) -> None:
    """The rows kept are those whose sum compares to the limit as asked, in order."""
    targets = make_targets(make_grid(COLUMNS, *grid), *chosen)
    query = Query(Operation.FILTER, targets, limit=Decimal(limit), relation=relation)
    signs = {
        Relation.OVER: {1},
        Relation.AT_LEAST: {0, 1},
        Relation.UNDER: {-1},
        Relation.AT_MOST: {-1, 0},
        Relation.EQUAL: {0},
    }[relation]
    sums = plain_sums(grid, chosen)
    wanted = [n for n, s in sums.items() if (s > limit) - (s < limit) in signs]
    assert numbers(filter_targets(query)) == wanted
