"""What a question asks of a table, and the plain arithmetic that answers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from index.report import Report, Row, Table

Item = TypeVar("Item")


class Operation(StrEnum):
    """What is done with the cells."""

    CELL = "cell"
    SUM = "sum"
    TOTAL = "total"
    AVERAGE = "average"
    RANK = "rank"
    FILTER = "filter"
    COUNT = "count"
    COMPARE = "compare"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Target:
    """A row of a table and the columns asked for; several columns are added up."""

    report: Report
    table: Table
    row: Row
    columns: tuple[str, ...]

    @property
    def figure(self) -> Decimal | None:
        """Return the sum of the cells asked for, None where one is empty."""
        values = [self.row.cell(column).value for column in self.columns]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(values) else None

    @property
    def unit(self) -> str:
        """Return the unit of the first cell that has one, "" where none has."""
        return next((u for c in self.columns if (u := self.row.cell(c).unit)), "")

    @property
    def is_sum(self) -> bool:
        """Return whether the figure is added up from some, not all, of the row's cells."""
        return self.is_added and len(self.columns) < len(self.table.columns)

    @property
    def is_added(self) -> bool:
        """Return whether the figure is added up from several cells."""
        return len(self.columns) > 1 and self.figure is not None


@dataclass(frozen=True, slots=True)
class Query:
    """A question on figures.

    `targets`: the rows asked for; of a rank, filter, count, total or average all rows of the table
    (of a rank also the columns of one row). `direction`, `count` (0: one, with its ties) and `skip`
    (so many come before): of a rank. `against`: of a gap, what each target is held against, row by
    row; `is_signed`: only how far a target is above it counts. `limit`: of a filter or count; None
    counts all. `claimed`: the limit that a question on one row takes for true. `is_true`: the
    answer to a yes-or-no question.
    """

    operation: Operation
    targets: tuple[Target, ...]
    direction: Direction = Direction.MOST
    count: int = 0
    skip: int = 0
    limit: Limit | None = None
    claimed: Limit | None = None
    is_true: bool | None = None
    against: tuple[Target, ...] = ()
    is_signed: bool = False


def rank_targets(query: Query) -> list[Target]:
    """Return the targets asked for by rank, in order, with all that tie with the last."""
    known = [target for target in query.targets if target.figure is not None]
    return _ranked(query, known, figure_of)


def rank_gaps(query: Query) -> list[tuple[Target, Target]]:
    """Return the pairs asked for by how far they lie apart, in order, with all that tie."""

    def apart(pair: tuple[Target, Target]) -> Decimal:
        gap = figure_of(pair[0]) - figure_of(pair[1])
        return gap if query.is_signed else abs(gap)

    pairs = zip(query.targets, query.against, strict=True)
    known = [(a, b) for a, b in pairs if a.figure is not None and b.figure is not None]
    return _ranked(query, known, apart)


def _ranked(query: Query, items: Sequence[Item], measure: Callable[[Item], Decimal]) -> list[Item]:
    """Return the items that a query asks for by rank, in order, with all that tie."""
    ordered = sorted(items, key=measure, reverse=query.direction is Direction.MOST)
    figures = list(dict.fromkeys(measure(item) for item in ordered))
    count = max(query.count, 1)
    if query.skip:
        wanted = figures[query.skip : query.skip + count]
        return [item for item in ordered if measure(item) in wanted]
    last = {measure(item) for item in ordered[:count]}
    return [item for item in ordered if measure(item) in last]


def filter_targets(query: Query) -> list[Target]:
    """Return the targets whose figure meets the limit, in the table's order; all without one."""
    known = [target for target in query.targets if target.figure is not None]
    limit = query.limit
    return known if limit is None else [t for t in known if limit.holds(figure_of(t))]


def nearest_target(query: Query) -> Target | None:
    """Return the target that comes nearest to the limit, None where no figure is known."""
    limit = query.limit
    known = [target for target in query.targets if target.figure is not None]
    if limit is None or not known:
        return None
    ends = (limit.value, limit.upper) if limit.relation is Relation.BETWEEN else (limit.value,)
    return min(known, key=lambda target: min(abs(figure_of(target) - end) for end in ends))


def difference(targets: Sequence[Target]) -> Decimal:
    """Return by how much the larger of two figures is above the smaller."""
    return abs(figure_of(targets[0]) - figure_of(targets[1]))


def total(targets: Sequence[Target]) -> Decimal:
    """Return the sum of all figures that are known."""
    return sum((figure_of(target) for target in targets), Decimal(0))


def average(targets: Sequence[Target]) -> Decimal:
    """Return the mean of all figures that are known, to one decimal more than they have.

    Raises:
        ValueError: no figure is known.
    """
    figures = [target.figure for target in targets if target.figure is not None]
    if not figures:
        raise ValueError("ei lukuja, joista laskea keskiarvo")
    places = max(-int(figure.as_tuple().exponent) for figure in figures)
    mean = sum(figures, Decimal(0)) / len(figures)
    return mean.quantize(Decimal(1).scaleb(-max(places, 0) - 1))


def figure_of(target: Target) -> Decimal:
    """Return a target's figure, 0 where it is not known."""
    return target.figure if target.figure is not None else Decimal(0)
