"""The plain arithmetic on tables."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from bot.tables.query import (
    Operation,
    Query,
    Target,
    average,
    difference,
    filter_targets,
    nearest_target,
    rank_gaps,
    rank_targets,
    total,
)
from tests.bot.pieces import make_grid, make_targets

Values = Sequence[Decimal | int | None]
MOST, LEAST = Direction.MOST, Direction.LEAST


def targets_of(*values: Decimal | int | None) -> tuple[Target, ...]:
    """Return the rows of a table of one column."""
    return make_targets(make_grid(["Usein"], *([value] for value in values)))


def numbers(targets: Sequence[Target]) -> list[int]:
    """Return the 1-based numbers of the rows."""
    return [target.row.number for target in targets]


RANKS = [
    ("the most", [20, 58, 40], MOST, 1, 0, [2]),
    ("the least", [20, 58, 40], LEAST, 1, 0, [1]),
    ("one where no count is told", [20, 58, 40], MOST, 0, 0, [2]),
    ("three most in order", [20, 58, 40, 30], MOST, 3, 0, [2, 3, 4]),
    ("two least in order", [20, 58, 40, 30], LEAST, 2, 0, [1, 4]),
    ("a tie at the top is told whole, in print order", [40, 58, 58], MOST, 1, 0, [2, 3]),
    ("a tie where no count is told", [40, 58, 58], MOST, 0, 0, [2, 3]),
    ("a tie with the last is told whole", [22, 58, 22, 22, 5], MOST, 2, 0, [2, 1, 3, 4]),
    ("a tie within is no reason for more", [58, 58, 22, 5], MOST, 2, 0, [1, 2]),
    ("the second", [20, 58, 40], MOST, 0, 1, [3]),
    ("the second after a tie at the top", [58, 58, 40, 20], MOST, 1, 1, [3]),
    ("all that tie for the second", [40, 58, 40, 20], MOST, 1, 1, [1, 3]),
    ("the third", [20, 58, 40], MOST, 1, 2, [1]),
    ("the second from below", [20, 58, 40], LEAST, 1, 1, [3]),
    ("the two after the first", [20, 58, 40, 30], MOST, 2, 1, [3, 4]),
    ("a second that is not there", [58, 58], MOST, 1, 1, []),
    ("more than there are", [20, 58], MOST, 5, 0, [2, 1]),
    ("an empty cell has no rank", [None, 58, 40], LEAST, 1, 0, [3]),
    ("zero has a rank", [0, 58, None], LEAST, 1, 0, [1]),
    ("below zero is least", [0, -5, 58], LEAST, 1, 0, [2]),
    ("decimals", [Decimal("1.5"), Decimal("1.25"), 1], MOST, 2, 0, [1, 2]),
    ("1.50 ties with 1.5", [Decimal("1.50"), Decimal("1.5"), 1], MOST, 1, 0, [1, 2]),
    ("nothing but empty cells", [None, None], MOST, 1, 0, []),
    ("no rows", [], MOST, 1, 0, []),
]


@pytest.mark.parametrize(
    ("claim", "values", "direction", "count", "skip", "expected"), RANKS, ids=[c[0] for c in RANKS]
)
def test_rank(
    claim: str, values: Values, direction: Direction, count: int, skip: int, expected: list[int]
) -> None:
    """A rank is told in order with all that tie with the last."""
    query = Query(Operation.RANK, targets_of(*values), direction, count, skip)
    assert numbers(rank_targets(query)) == expected, claim


FILTERS = [
    (Relation.OVER, 50, 0, [1]),
    (Relation.AT_LEAST, 50, 0, [1, 3]),
    (Relation.UNDER, 50, 0, [4, 5]),
    (Relation.AT_MOST, 50, 0, [3, 4, 5]),
    (Relation.EQUAL, 50, 0, [3]),
    (Relation.EQUAL, 0, 0, [5]),
    (Relation.OVER, 0, 0, [1, 3, 4]),
    (Relation.OVER, 58, 0, []),
    (Relation.BETWEEN, 20, 50, [3, 4]),
    (Relation.BETWEEN, 21, 49, []),
]


@pytest.mark.parametrize(("relation", "limit", "upper", "expected"), FILTERS)
@pytest.mark.parametrize("operation", [Operation.FILTER, Operation.COUNT])
def test_filter(
    operation: Operation, relation: Relation, limit: int, upper: int, expected: list[int]
) -> None:
    """A filter keeps the table's order; an empty cell meets none."""
    bound = Limit(relation, Decimal(limit), Decimal(upper))
    query = Query(operation, targets_of(58, None, 50, 20, 0), limit=bound)
    assert numbers(filter_targets(query)) == expected


def test_without_a_limit_all_rows_are_kept() -> None:
    """Nothing is left out where nothing is asked of the figures."""
    assert numbers(filter_targets(Query(Operation.COUNT, targets_of(58, 0, 20)))) == [1, 2, 3]


NEAREST = [
    ("just below", [58, 40, 20], Relation.OVER, 90, 1),
    ("just above", [58, 40, 20], Relation.UNDER, 5, 3),
    ("beside", [58, 40, 20], Relation.EQUAL, 43, 2),
    ("the first of two as near", [30, 50], Relation.EQUAL, 40, 1),
    ("not an empty cell", [None, 58], Relation.EQUAL, 0, 2),
    ("nothing known", [None, None], Relation.EQUAL, 0, None),
]


@pytest.mark.parametrize(
    ("claim", "values", "relation", "limit", "expected"), NEAREST, ids=[c[0] for c in NEAREST]
)
def test_nearest(
    claim: str, values: Values, relation: Relation, limit: int, expected: int | None
) -> None:
    """The row that misses a limit by the least is the nearest."""
    query = Query(Operation.FILTER, targets_of(*values), limit=Limit(relation, Decimal(limit)))
    nearest = nearest_target(query)
    assert (nearest.row.number if nearest else None) == expected, claim


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((58, 26), 32),
        ((26, 58), 32),
        ((22, 22), 0),
        ((5, -3), 8),
        ((Decimal("0.3"), Decimal("0.1")), "0.2"),
    ],
)
def test_difference(values: Values, expected: int | str) -> None:
    """A difference has no sign, and is exact."""
    assert difference(targets_of(*values)) == Decimal(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((58, 26, 16), "100"),
        ((Decimal("0.1"), Decimal("0.2")), "0.3"),
        ((58, None, 2), "60"),
        ((5, -8), "-3"),
        ((), "0"),
    ],
)
def test_total(values: Values, expected: str) -> None:
    """A sum is exact, and an empty cell adds nothing."""
    assert total(targets_of(*values)) == Decimal(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((58, 26, 16), "33.3"),
        ((1, 2), "1.5"),
        ((1, None, 2), "1.5"),
        ((10, 20), "15.0"),
        ((Decimal("0.1"), Decimal("0.2")), "0.15"),
        ((Decimal("1.5"), 2, 2), "1.83"),
        ((5, -8), "-1.5"),
        ((7,), "7.0"),
    ],
)
def test_average(values: Values, expected: str) -> None:
    """A mean has one decimal more than the figures; an empty cell is no zero."""
    assert str(average(targets_of(*values))) == expected


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


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(("a",), False), (("a", "b"), True), (("a", "c"), False), (("a", "b", "c"), False)],
)
def test_sum_is_of_some_columns_that_are_known(columns: tuple[str, ...], expected: bool) -> None:
    """One column is a cell, all are the row, and what is not known is not added."""
    (target,) = make_targets(make_grid(["a", "b", "c"], [58, 26, None]), *columns)
    assert target.is_sum is expected


def test_unit_is_that_of_the_cells() -> None:
    """The unit is what stands in the first cell that has one, and may be none."""
    assert make_targets(make_grid(["a"], [5], unit="€"))[0].unit == "€"
    assert make_targets(make_grid(["a"], [5], unit=""))[0].unit == ""
    assert make_targets(make_grid(["a", "b"], [None, 5], unit="%"))[0].unit == "%"
    assert make_targets(make_grid(["a"], [None], unit="%"))[0].unit == ""


GAPS = [
    ("the farthest apart, whichever is above", [50, 10, 30], [20, 60, 30], MOST, False, [2]),
    ("the nearest together", [50, 10, 30], [20, 60, 30], LEAST, False, [3]),
    ("the farthest above alone where that is asked", [50, 10, 30], [20, 60, 30], MOST, True, [1]),
    ("ties are told together", [50, 10, 30], [10, 50, 30], MOST, False, [1, 2]),
    ("what is not known is left out", [50, None, 30], [20, 60, None], LEAST, False, [1]),
]


@pytest.mark.parametrize(
    ("claim", "first", "second", "direction", "is_signed", "expected"),
    GAPS,
    ids=[c[0] for c in GAPS],
)
def test_rank_gaps(
    claim: str,
    first: Values,
    second: Values,
    direction: Direction,
    is_signed: bool,
    expected: list[int],
) -> None:
    """Rows are ranked by how far two figures of theirs lie apart."""
    query = Query(
        Operation.GAP,
        targets_of(*first),
        direction,
        against=targets_of(*second),
        is_signed=is_signed,
    )
    assert numbers([target for target, _ in rank_gaps(query)]) == expected, claim
