"""What was deleted is in no file any more, whatever was done with it before."""

import secrets
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from api.conversations.body import FeedbackRequest
from api.conversations.database import FILE, opened
from api.conversations.schema import now
from api.conversations.sqlite import PRAGMAS
from api.conversations.store import Conversations
from api.errors import MissingError, StoreError
from api.settings import Settings
from tests.api.conversations.talk import answer_with, say

MARK = "salaisuus"
HASTY = ("busy_timeout = 50", *PRAGMAS[1:])
LENGTHS = (1, 40, 400, 4_000, 40_000)  # in a cell, over a page, over many pages


def count_marks(home: Path, mark: str) -> dict[str, int]:
    """Return how often a text stands in the files of the database."""
    files = sorted(home.glob(f"{FILE}*"))
    return {path.name: path.read_bytes().count(mark.encode()) for path in files}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a database whose files can be searched."""
    return Settings(home=tmp_path, rate_limit="0")


async def fill(conversations: Conversations, mark: str, rounds: int) -> str:
    """Talk with a mark in all that is written, others in between; return the id."""
    known: str | None = None
    for number in range(rounds):
        length = LENGTHS[number % len(LENGTHS)]
        text = f"{mark} {secrets.token_hex(length)} {mark}"
        turn = await say(conversations, text[:8000], known, answer_with(text, memory=text))
        known = turn.conversation_id
        await conversations.judge(turn.message_id, FeedbackRequest(rating="down", reason=mark))
        await say(conversations, "Muu", answer=answer_with(secrets.token_hex(length)))
    assert known is not None
    return known


@pytest.mark.anyio
async def test_deleted_conversation_leaves_no_trace(
    conversations: Conversations, settings: Settings
) -> None:
    """Neither its words nor its id are in the file, its log or its index."""
    gone = await fill(conversations, MARK, rounds=30)
    await fill(conversations, "kept", rounds=10)
    assert sum(count_marks(settings.home, MARK).values()) > 30, "the search finds what is there"
    await conversations.delete(gone)
    assert set(count_marks(settings.home, MARK).values()) == {0}
    assert sum(count_marks(settings.home, "kept").values()) > 10


@pytest.mark.anyio
async def test_log_in_use_is_emptied_by_the_next_try(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader of the log is told of, for as long as the words are there."""
    monkeypatch.setattr("api.conversations.sqlite.PRAGMAS", HASTY)
    async with opened(settings) as database:
        conversations = Conversations(database)
        gone = await fill(conversations, MARK, rounds=2)
        with closing(sqlite3.connect(settings.home / FILE)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM messages").fetchall()
            with pytest.raises(StoreError):
                await conversations.delete(gone)
        with pytest.raises(MissingError):
            await conversations.delete(gone)
        assert set(count_marks(settings.home, MARK).values()) == {0}


@pytest.mark.anyio
async def test_id_is_in_no_file(conversations: Conversations, settings: Settings) -> None:
    """Whoever reads the database can open no conversation with what stands there."""
    turn = await say(conversations, "Mitä?")
    assert set(count_marks(settings.home, turn.conversation_id).values()) == {0}


@pytest.mark.anyio
async def test_purged_conversations_leave_no_trace(
    conversations: Conversations, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Retention forgets as a reader's own wish does."""
    await fill(conversations, MARK, rounds=20)
    later = now() + timedelta(days=2)
    monkeypatch.setattr("api.conversations.store.now", lambda: later)
    assert await conversations.purge(1) > 0
    assert set(count_marks(settings.home, MARK).values()) == {0}


@pytest.mark.anyio
async def test_personal_data_reaches_no_file(
    conversations: Conversations, settings: Settings
) -> None:
    """What is masked was never written, not even for a moment."""
    for private in ("131052-308T", "040 123 4567", "aino@esimerkki.fi"):
        turn = await say(conversations, f"Asiakas {private} kysyy apua")
        reason = FeedbackRequest(rating="down", reason=f"Kysyi {private}")
        await conversations.judge(turn.message_id, reason)
        assert set(count_marks(settings.home, private).values()) == {0}
