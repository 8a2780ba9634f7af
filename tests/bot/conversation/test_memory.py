"""What is remembered of a turn comes back as it was, and nothing else is taken for it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.memory import MAX_ITEMS, Memories, Memory, Step
from bot.reply import Responder
from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from bot.tables.query import Operation, Query, Target


@pytest.fixture(scope="module")
def memories(responder: Responder) -> Memories:
    """Return what writes memories over the real report."""
    return Memories(responder.evidence)


@pytest.fixture(scope="module")
def targets(responder: Responder) -> tuple[Target, ...]:
    """Return all rows of the real tables, in two columns each."""
    return tuple(
        Target(e.report, e.table, e.row, e.table.columns[:2])
        for e in responder.evidence
        if e.table is not None and e.row is not None
    )


QUERIES = [
    {"operation": Operation.CELL},
    {"operation": Operation.RANK, "direction": Direction.LEAST, "count": 3, "skip": 2},
    {
        "operation": Operation.FILTER,
        "limit": Limit(Relation.BETWEEN, Decimal("10.5"), Decimal(20), is_share=True),
    },
]


@pytest.mark.parametrize("fields", QUERIES)
def test_query_comes_back(
    memories: Memories, targets: tuple[Target, ...], fields: dict[str, object]
) -> None:
    """A query on tables is the same after it was kept."""
    query = Query(targets=targets[:4], **fields)  # type: ignore[arg-type] # of a table of cases
    memory = Memory("Kuinka moni?", (1, 5), (5,), query, is_declined=True)
    assert memories.read(memories.write(memory)) == memory


@given(asked=st.text(), places=st.lists(st.integers(0, 30), max_size=MAX_ITEMS, unique=True))
def test_text_comes_back(memories: Memories, asked: str, places: list[int]) -> None:
    """Whatever was asked and told is the same after it was kept."""
    memory = Memory(asked, tuple(places), tuple(places[:3]))
    assert memories.read(memories.write(memory)) == memory


@pytest.mark.parametrize("step", [Step(), Step("t", "i", ("a", "b")), Step(is_over=True)])
def test_step_comes_back(memories: Memories, step: Step) -> None:
    """Where a reader of the onboarding is; without it a memory reads as it always did."""
    memory = Memory("", step=step)
    assert memories.read(memories.write(memory)) == memory
    assert "step" not in memories.write(Memory("Kuinka moni?"))


def test_gap_comes_back_only_with_its_other_side(
    memories: Memories, targets: tuple[Target, ...]
) -> None:
    """What figures are held against is kept; a gap that has lost it is forgotten."""
    gap = Query(Operation.GAP, targets[:2], against=targets[2:4], is_signed=True)
    kept = memories.write(Memory("Missä ero on suurin?", (1, 5), (5,), gap))
    found = memories.read(kept)
    assert found is not None
    assert found.query == gap
    assert memories.read(kept.replace('"against"', '"lost"')) is None


BROKEN = [
    "",
    "null",
    "[]",
    "{}",
    "{",
    '{"asked":"x","told":[["a","b"]],"items":[],"query":null,"declined":false}',
    '{"asked":"x","told":[],"items":[],"query":{"operation":"drop"},"declined":false}',
    '{"asked":"x","told":[],"items":[],"query":{"operation":"cell","targets":[["a","b",[0]]],'
    '"direction":"most","count":0,"skip":0,"limit":null},"declined":false}',
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_the_reports_lost_is_forgotten(memories: Memories, text: str) -> None:
    """A memory that speaks of what is not there is none, and breaks nothing."""
    assert memories.read(text) is None


def test_column_that_is_gone_is_forgotten(memories: Memories, targets: tuple[Target, ...]) -> None:
    """A table that lost a column is not asked for it."""
    kept = memories.write(Memory("x", query=Query(Operation.CELL, targets[:1])))
    assert memories.read(kept.replace("[0,1]", "[0,99]")) is None
