"""What is remembered of a turn, so that the next message may lean on it; kept as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from bot.evidence import Evidence
from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from bot.tables.query import Operation, Query, Target

MAX_ITEMS = 40


@dataclass(frozen=True, slots=True)
class Step:
    """Where a reader is in the onboarding.

    `theme`: the id of the theme that was told last, "" before the first. `item`: the id of the
    quiz item that waits for an answer, "" where none does. `answered`: the ids of those answered.
    `is_over`: the reader has ended it.
    """

    theme: str = ""
    item: str = ""
    answered: tuple[str, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """A turn as the next one sees it.

    `asked`: the question, worded so that it is understood alone. `places`: those of the evidence
    told, in the order told; `items`: of those of which one may say the n-th. `query`: what was
    asked of the tables, where figures answered.
    `is_declined`: the report did not tell. `step`: of a turn of the onboarding.
    """

    asked: str
    places: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    query: Query | None = None
    is_declined: bool = False
    step: Step | None = None


class Memories:
    """Writes memories as text and reads them back, over one set of evidence."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        """Prepare the look-up of evidence by report and id."""
        self._evidence = evidence
        self._place = {(e.report.id, e.id): i for i, e in enumerate(evidence)}

    def place(self, report: str, name: str) -> int | None:
        """Return the place of a passage or row among the evidence, None where there is none."""
        return self._place.get((report, name))

    def write(self, memory: Memory) -> str:
        """Return a memory as JSON; evidence stands in it by report and id."""
        told, items = (
            [self._name(place) for place in places[:MAX_ITEMS]]
            for places in (memory.places, memory.items)
        )
        fields: dict[str, object] = {
            "asked": memory.asked,
            "told": told,
            "items": items,
            "query": None if memory.query is None else _write_query(memory.query),
            "declined": memory.is_declined,
        }
        if memory.step is not None:
            fields["step"] = asdict(memory.step)
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str) -> Memory | None:
        """Return a memory; None where there is none, or it speaks of what the reports lost."""
        if not text:
            return None
        try:
            fields = json.loads(text)
            query = None if fields["query"] is None else self._read_query(fields["query"])
            told, items = (
                tuple(self._place[report, name] for report, name in fields[key])
                for key in ("told", "items")
            )
            is_declined = bool(fields["declined"])
            step = _read_step(fields["step"]) if "step" in fields else None
            return Memory(str(fields["asked"]), told, items, query, is_declined, step)
        except (ValueError, KeyError, TypeError, IndexError, ArithmeticError):
            return None

    def _name(self, place: int) -> tuple[str, str]:
        e = self._evidence[place]
        return e.report.id, e.id

    def _read_query(self, fields: Mapping[str, Any]) -> Query:
        query = Query(
            Operation(fields["operation"]),
            tuple(self._read_target(*target) for target in fields["targets"]),
            Direction(fields["direction"]),
            int(fields["count"]),
            int(fields["skip"]),
            None if fields["limit"] is None else _read_limit(*fields["limit"]),
            against=tuple(self._read_target(*target) for target in fields.get("against", ())),
            is_signed=bool(fields.get("signed")),
        )
        if query.operation is Operation.GAP and len(query.against) != len(query.targets):
            raise ValueError(query.operation)
        return query

    def _read_target(self, report: str, row: str, columns: Sequence[int]) -> Target:
        e = self._evidence[self._place[report, row]]
        if e.table is None or e.row is None:
            raise ValueError(row)
        return Target(e.report, e.table, e.row, tuple(e.table.columns[i] for i in columns))


def _read_step(fields: Mapping[str, Any]) -> Step:
    answered = tuple(str(name) for name in fields["answered"])
    return Step(str(fields["theme"]), str(fields["item"]), answered, bool(fields["is_over"]))


def _write_query(query: Query) -> dict[str, object]:
    limit = query.limit
    return {
        "operation": query.operation.value,
        "targets": [_write_target(target) for target in query.targets],
        "against": [_write_target(target) for target in query.against],
        "signed": query.is_signed,
        "direction": query.direction.value,
        "count": query.count,
        "skip": query.skip,
        "limit": limit
        and [limit.relation.value, str(limit.value), str(limit.upper), limit.is_share],
    }


def _write_target(target: Target) -> list[object]:
    columns = [target.table.columns.index(column) for column in target.columns]
    return [target.report.id, target.row.id, columns]


def _read_limit(relation: str, value: str, upper: str, is_share: bool) -> Limit:
    return Limit(Relation(relation), Decimal(value), Decimal(upper), is_share=is_share)
