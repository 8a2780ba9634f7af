"""What a question asks of a table, and the plain arithmetic that answers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from index.report import Report, Row, Table


class Operation(StrEnum):
    """What is done with the cells."""

    CELL = "cell"
    SUM = "sum"
    RANK = "rank"
    FILTER = "filter"
    COMPARE = "compare"


class Relation(StrEnum):
    """How a figure must stand to the limit of a filter."""

    OVER = "over"
    AT_LEAST = "at_least"
    UNDER = "under"
    AT_MOST = "at_most"
    EQUAL = "equal"


HOLDS: dict[Relation, Callable[[Decimal, Decimal], bool]] = {
    Relation.OVER: lambda figure, limit: figure > limit,
    Relation.AT_LEAST: lambda figure, limit: figure >= limit,
    Relation.UNDER: lambda figure, limit: figure < limit,
    Relation.AT_MOST: lambda figure, limit: figure <= limit,
    Relation.EQUAL: lambda figure, limit: figure == limit,
}


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
        return sum(known, Decimal(0)) if len(known) == len(values) else None

    @property
    def unit(self) -> str:
        """Return the unit of the first cell."""
        return self.row.cell(self.columns[0]).unit


@dataclass(frozen=True, slots=True)
class Query:
    """A question on figures.

    `targets`: the rows asked for; of a rank or a filter all rows of the table. `count`: how many
    of a rank, after the first `skip`. `limit` and `relation`: of a filter.
    """

    operation: Operation
    targets: tuple[Target, ...]
    is_descending: bool = True
    count: int = 1
    skip: int = 0
    limit: Decimal = Decimal(0)
    relation: Relation = Relation.OVER


def rank_targets(query: Query) -> list[Target]:
    """Return the targets asked for by rank, in order, with all that tie with the last."""
    known = [target for target in query.targets if target.figure is not None]
    ordered = sorted(known, key=_figure, reverse=query.is_descending)
    figures = list(dict.fromkeys(_figure(target) for target in ordered))
    if query.skip:
        wanted = figures[query.skip : query.skip + query.count]
        return [target for target in ordered if _figure(target) in wanted]
    head = ordered[: query.count]
    return [target for target in ordered if head and _figure(target) in {_figure(t) for t in head}]


def filter_targets(query: Query) -> list[Target]:
    """Return the targets whose figure stands to the limit as asked, in the table's order."""
    holds = HOLDS[query.relation]
    return [t for t in query.targets if t.figure is not None and holds(t.figure, query.limit)]


def difference(targets: Sequence[Target]) -> Decimal:
    """Return by how much the larger of two figures is above the smaller."""
    first, second = targets[0].figure, targets[1].figure
    return abs((first or Decimal(0)) - (second or Decimal(0)))


def _figure(target: Target) -> Decimal:
    return target.figure if target.figure is not None else Decimal(0)
