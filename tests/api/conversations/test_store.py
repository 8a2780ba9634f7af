"""What is kept of a conversation, and what its id opens."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from api.conversations import turns
from api.conversations.body import FeedbackRequest
from api.conversations.database import Database, opened
from api.conversations.schema import now
from api.conversations.store import Conversations
from api.errors import FullError, MissingError, StoreError
from api.settings import Settings
from api.wire import ChatAnswer, write_answer
from bot.turn import Turn
from tests.api.conversations.talk import DECLINE, TABLE_ANSWER, answer_with, say

UNKNOWN = ["0" * 32, "", "a", "Ä", "\x00", "\ud800", "a/b", "x" * 10_000, "' OR 1=1 --"]


@pytest.mark.anyio
async def test_conversation_is_read_as_it_was_told(conversations: Conversations) -> None:
    """Questions and answers in order, each answer the object that was sent."""
    began = now()
    first = await say(conversations, "Moniko käyttää? – ”58 %”")
    second = await say(conversations, "Entä 😀?", first.conversation_id, DECLINE)
    found = await conversations.read(first.conversation_id)
    assert found.conversation_id == second.conversation_id == first.conversation_id
    assert [m.question for m in found.messages] == ["Moniko käyttää? – ”58 %”", "Entä 😀?"]
    assert [m.message_id for m in found.messages] == [first.message_id, second.message_id]
    assert {m.status for m in found.messages} == {"answered"}
    sent = [
        write_answer(answer, turn.conversation_id, turn.message_id)
        for answer, turn in ((TABLE_ANSWER, first), (DECLINE, second))
    ]
    assert [m.answer for m in found.messages] == sent
    assert all(isinstance(m.answer, ChatAnswer) for m in found.messages)
    assert began <= found.created <= found.messages[0].asked <= found.messages[1].asked <= now()


@pytest.mark.anyio
async def test_ids_cannot_be_guessed(conversations: Conversations) -> None:
    """128 random bits, another one each time."""
    told = [await say(conversations, "Hei") for _ in range(5)]
    ids = [turn.conversation_id for turn in told] + [turn.message_id for turn in told]
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in ids)
    assert len(set(ids)) == 10


@pytest.mark.anyio
async def test_assistant_gets_back_what_was_answered(conversations: Conversations) -> None:
    """Oldest first, with its memory, personal data masked; failed turns are left out."""
    first = await say(
        conversations, "Soita 040 123 4567. Mitä?", answer=answer_with("Yksi.", '{"a": 1}')
    )
    known = first.conversation_id
    async with conversations.turn(known, "Tämä jää kesken"):
        pass
    await say(conversations, "Kaksi?", known, answer_with("Kaksi."))
    async with conversations.turn(known, "Kolme?") as turn:
        assert turn.history == (
            Turn("Soita. Mitä?", "Yksi.", '{"a": 1}'),
            Turn("Kaksi?", "Kaksi.", ""),
        )
        assert turn.message == "Kolme?"


@pytest.mark.anyio
async def test_history_is_bounded(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last turns are the ones that matter."""
    monkeypatch.setattr(turns, "MAX_HISTORY", 3)
    known = (await say(conversations, "0")).conversation_id
    for number in range(1, 6):
        await say(conversations, str(number), known)
    async with conversations.turn(known, "6") as turn:
        assert [before.question for before in turn.history] == ["3", "4", "5"]


@pytest.mark.anyio
async def test_memory_is_not_shown(conversations: Conversations) -> None:
    """It is the assistant's own."""
    turn = await say(conversations, "Mitä?", answer=answer_with("Yksi.", "salainen"))
    shown = (await conversations.read(turn.conversation_id)).model_dump_json()
    assert "salainen" not in shown
    assert "took_ms" not in shown


@pytest.mark.anyio
async def test_personal_data_is_masked_before_it_is_stored(conversations: Conversations) -> None:
    """The assistant gets what was sent, so that it can say that it was masked."""
    async with conversations.turn(None, "Miten 131052-308T voi?") as turn:
        assert turn.message == "Miten 131052-308T voi?"
        await turn.finish(TABLE_ANSWER)
    (message,) = (await conversations.read(turn.conversation_id)).messages
    assert message.question == "Miten voi?"


@pytest.mark.anyio
@pytest.mark.parametrize("unknown", UNKNOWN)
async def test_unknown_conversation_is_missing(conversations: Conversations, unknown: str) -> None:
    """It is not read, continued, deleted or made."""
    await say(conversations, "Hei")
    with pytest.raises(MissingError):
        await conversations.read(unknown)
    with pytest.raises(MissingError):
        await conversations.delete(unknown)
    with pytest.raises(MissingError):
        await say(conversations, "Hei", unknown)
    with pytest.raises(MissingError):
        await conversations.read(unknown)


@pytest.mark.anyio
async def test_message_id_opens_no_conversation(conversations: Conversations) -> None:
    """It is good for feedback alone."""
    turn = await say(conversations, "Hei")
    with pytest.raises(MissingError):
        await conversations.read(turn.message_id)


@pytest.mark.anyio
async def test_conversation_has_an_end(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond its bound a conversation takes no more messages, but can be read."""
    monkeypatch.setattr(turns, "MAX_MESSAGES", 3)
    known = (await say(conversations, "1")).conversation_id
    await say(conversations, "2", known)
    await say(conversations, "3", known)
    with pytest.raises(FullError):
        await say(conversations, "4", known)
    assert len((await conversations.read(known)).messages) == 3


@pytest.mark.anyio
async def test_deleted_conversation_is_gone(conversations: Conversations) -> None:
    """With its messages and feedback; others stay."""
    gone, kept = await say(conversations, "Yksi"), await say(conversations, "Kaksi")
    await conversations.judge(gone.message_id, FeedbackRequest(rating="down"))
    await conversations.delete(gone.conversation_id)
    with pytest.raises(MissingError):
        await conversations.read(gone.conversation_id)
    with pytest.raises(MissingError):
        await conversations.delete(gone.conversation_id)
    with pytest.raises(MissingError):
        await conversations.judge(gone.message_id, FeedbackRequest(rating="up"))
    assert len((await conversations.read(kept.conversation_id)).messages) == 1


@pytest.mark.anyio
async def test_answer_of_a_deleted_conversation_is_not_stored(
    conversations: Conversations,
) -> None:
    """Who deletes while an answer is made gets no answer, and nothing comes back."""
    known = (await say(conversations, "Yksi")).conversation_id
    async with conversations.turn(known, "Kaksi") as turn:
        await conversations.delete(known)
        with pytest.raises(StoreError):
            await turn.finish(TABLE_ANSWER)
    with pytest.raises(MissingError):
        await conversations.read(known)


@pytest.mark.anyio
async def test_feedback_given_again_replaces(conversations: Conversations) -> None:
    """The last word counts; personal data in it is masked."""
    turn = await say(conversations, "Mitä?")
    await conversations.judge(turn.message_id, FeedbackRequest(rating="up"))
    again = FeedbackRequest(rating="down", reason="Väärin, soita 040 123 4567")
    await conversations.judge(turn.message_id, again)
    (message,) = (await conversations.read(turn.conversation_id)).messages
    assert message.feedback is not None
    assert message.feedback.model_dump() == {"rating": "down", "reason": "Väärin, soita"}


@pytest.mark.anyio
@pytest.mark.parametrize("unknown", UNKNOWN)
async def test_feedback_on_an_unknown_message_is_missing(
    conversations: Conversations, unknown: str
) -> None:
    """Whatever the id looks like."""
    with pytest.raises(MissingError):
        await conversations.judge(unknown, FeedbackRequest(rating="up"))


@pytest.mark.anyio
async def test_old_conversations_are_purged(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Age counts from the last message."""
    old, going_on = await say(conversations, "Vanha"), await say(conversations, "Jatkuva")
    later = now() + timedelta(days=8)
    monkeypatch.setattr(turns, "now", lambda: later)
    await say(conversations, "Uusi", going_on.conversation_id)
    monkeypatch.setattr("api.conversations.store.now", lambda: later)
    assert await conversations.purge(9) == 0
    assert await conversations.purge(7) == 1
    assert len((await conversations.read(going_on.conversation_id)).messages) == 2
    with pytest.raises(MissingError):
        await conversations.read(old.conversation_id)


@pytest.mark.anyio
async def test_conversation_begins_under_an_id_of_its_caller(conversations: Conversations) -> None:
    """A channel makes ids of its own: the first message begins, the next one goes on."""
    for message in ("Eka", "Toka"):
        async with conversations.turn("kanavan-oma", message, may_begin=True) as turn:
            await turn.finish(TABLE_ANSWER)
    told = await conversations.read("kanavan-oma")
    assert [message.question for message in told.messages] == ["Eka", "Toka"]


@pytest.mark.anyio
async def test_event_is_taken_once(conversations: Conversations, settings: Settings) -> None:
    """However many take it at once, in one process or in two, one of them has it."""
    async with opened(settings) as database:
        stores = [conversations, Conversations(database)] * 5
        taken = await asyncio.gather(*(store.take("Ev1") for store in stores))
    assert sorted(taken) == [False] * 9 + [True]
    assert await conversations.take("Ev2")


@pytest.mark.anyio
async def test_old_events_are_forgotten(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day later the vendor sends nothing again, so nothing is kept."""
    assert await conversations.take("Ev1")
    assert await conversations.purge(90) == 0
    assert not await conversations.take("Ev1")
    monkeypatch.setattr("api.conversations.store.now", lambda: now() + timedelta(hours=25))
    await conversations.purge(90)
    monkeypatch.undo()
    assert await conversations.take("Ev1")


@pytest.mark.anyio
async def test_store_that_is_not_open_says_so(settings: Settings) -> None:
    """A database that does not answer is an error that passes, whoever asks."""
    nowhere = "postgresql://nobody:salaisuus@127.0.0.1:1/none"
    database = Database(settings.model_copy(update={"database_url": nowhere}))
    with pytest.raises(StoreError, match="MURROS_DATABASE_URL") as told:
        await database.open()
    assert "salaisuus" not in str(told.value)
    with pytest.raises(StoreError):
        await say(Conversations(database), "Hei")
    await database.close()


@pytest.mark.anyio
async def test_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the machine reads what was asked, the log neither."""
    home = tmp_path / "deep" / "store"
    async with opened(Settings(home=home)) as database:
        await say(Conversations(database), "Hei")
        modes = {path.name: path.stat().st_mode & 0o777 for path in home.glob("conversations.db*")}
    modes.pop("conversations.db.lock", None)  # empty
    assert modes == dict.fromkeys(
        ["conversations.db", "conversations.db-shm", "conversations.db-wal"], 0o600
    )
