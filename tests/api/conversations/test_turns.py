"""Messages of one conversation are put in order, whatever process they come to."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from api.conversations import turns
from api.conversations.database import opened
from api.conversations.schema import Status, now
from api.conversations.store import MAX_WAITING, Conversations
from api.errors import StoreError
from api.settings import Settings
from index.errors import BusyError
from tests.api.conversations.talk import TABLE_ANSWER, answer_with, say

SHORT = timedelta(milliseconds=300)


@pytest.fixture
async def others(settings: Settings, conversations: Conversations) -> AsyncIterator[Conversations]:
    """Return the same database as another process has it."""
    del conversations  # it has made the schema
    async with opened(settings) as database:
        yield Conversations(database)


@pytest.mark.anyio
async def test_messages_at_once_are_put_in_order(
    conversations: Conversations, others: Conversations
) -> None:
    """Each sees the answers before it, in one process and in two."""
    known = (await say(conversations, "0", answer=answer_with("0"))).conversation_id
    under_way = 0

    async def talk(store: Conversations, number: int) -> int:
        nonlocal under_way
        async with store.turn(known, str(number)) as turn:
            under_way += 1
            assert under_way == 1
            await asyncio.sleep(0.02)
            under_way -= 1
            await turn.finish(answer_with(str(number)))
        return len(turn.history)

    stores = [conversations, others] * 4
    seen = await asyncio.gather(*(talk(store, n) for n, store in enumerate(stores, 1)))
    assert sorted(seen) == list(range(1, 9))
    told = (await conversations.read(known)).messages
    assert all(m.answer is not None and m.answer.answer == m.question for m in told)
    order = sorted(range(8), key=lambda n: seen[n])
    assert [m.question for m in told[1:]] == [str(n + 1) for n in order]


@pytest.mark.anyio
async def test_first_come_first_served(conversations: Conversations) -> None:
    """In one process the line is a line."""
    known = (await say(conversations, "0")).conversation_id
    await asyncio.gather(*(say(conversations, str(n), known) for n in range(1, MAX_WAITING + 2)))
    told = (await conversations.read(known)).messages
    assert [m.question for m in told] == [str(n) for n in range(MAX_WAITING + 2)]


@pytest.mark.anyio
async def test_crowd_in_one_conversation_is_told_to_come_back(
    conversations: Conversations,
) -> None:
    """One conversation cannot take all places of the service."""
    known = (await say(conversations, "0")).conversation_id
    results = await asyncio.gather(
        *(say(conversations, str(n), known) for n in range(20)), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, BusyError)]
    assert len(refused) == 20 - MAX_WAITING - 1


@pytest.mark.anyio
async def test_turn_that_fails_is_marked(conversations: Conversations) -> None:
    """The question stays, without an answer, and the next message works at once."""
    known = (await say(conversations, "Yksi")).conversation_id

    async def fail() -> None:
        async with conversations.turn(known, "Kaksi"):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        await fail()
    started_s = time.monotonic()
    await say(conversations, "Kolme", known)
    assert time.monotonic() - started_s < turns.LEASE.total_seconds() / 2
    told = (await conversations.read(known)).messages
    assert [m.status for m in told] == [Status.ANSWERED, Status.FAILED, Status.ANSWERED]
    assert told[1].answer is None


@pytest.mark.anyio
@pytest.mark.parametrize("after_s", [0.0, 0.001, 0.005, 0.02, 0.1])
async def test_turn_that_is_cancelled_blocks_nobody(
    conversations: Conversations, after_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that goes away at any moment leaves a conversation that works."""
    monkeypatch.setattr(turns, "LEASE", SHORT)
    known = (await say(conversations, "Yksi")).conversation_id

    async def ask() -> None:
        async with conversations.turn(known, "Kaksi"):
            await asyncio.sleep(30)

    asking = asyncio.create_task(ask())
    await asyncio.sleep(after_s)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await say(conversations, "Kolme", known)
    told = (await conversations.read(known)).messages
    assert told[-1].question == "Kolme"
    assert Status.UNDER_WAY not in {m.status for m in told}


@pytest.mark.anyio
async def test_turn_of_a_dead_process_is_taken_over(
    conversations: Conversations, others: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its claim runs out; its message is failed, and its late answer is refused."""
    monkeypatch.setattr(turns, "LEASE", SHORT)
    known = (await say(conversations, "Yksi")).conversation_id
    async with others.turn(known, "Kaksi") as late:  # it never beats in this time
        await say(conversations, "Kolme", known)
        with pytest.raises(StoreError):
            await late.finish(TABLE_ANSWER)
    told = (await conversations.read(known)).messages
    assert [m.status for m in told] == [Status.ANSWERED, Status.FAILED, Status.ANSWERED]


@pytest.mark.anyio
async def test_long_turn_keeps_its_claim(
    conversations: Conversations, others: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model may take long; nobody else takes the conversation meanwhile."""
    lease_s = 1.0
    monkeypatch.setattr(turns, "LEASE", timedelta(seconds=lease_s))
    monkeypatch.setattr("api.conversations.store.BEAT_S", lease_s / 10)
    known = (await say(conversations, "Yksi")).conversation_id
    async with conversations.turn(known, "Kaksi") as turn:
        asking = asyncio.create_task(say(others, "Kolme", known))
        await asyncio.sleep(1.5 * lease_s)
        assert not asking.done()
        await turn.finish(TABLE_ANSWER)
    assert (await asking).history[-1].question == "Kaksi"


@pytest.mark.anyio
async def test_abandoned_turns_are_failed_by_the_purge(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no further message comes to their conversation."""
    async with conversations.turn(None, "Kesken") as turn:
        await conversations.purge(1)
        alive = await conversations.read(turn.conversation_id)
        assert alive.messages[0].status is Status.UNDER_WAY
        later = now() + timedelta(minutes=1)
        monkeypatch.setattr("api.conversations.store.now", lambda: later)
        await conversations.purge(1)
        dead = await conversations.read(turn.conversation_id)
        assert dead.messages[0].status is Status.FAILED
