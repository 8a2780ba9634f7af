"""A process killed in the middle of its work loses nothing that it has acknowledged."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing

import pytest

from api.conversations.database import FILE, opened
from api.conversations.schema import Status
from api.conversations.store import Conversations
from api.settings import Settings
from index.settings import ROOT
from tests.api.conversations.talk import say

ACKNOWLEDGED, TALKERS, KILLS = 100, 8, 2
AT_ONCE_S = 8.0  # a claim of five seconds has to run out


def write_until_killed(settings: Settings) -> list[tuple[str, str, str]]:
    """Kill a writer amid its work; return what it had acknowledged."""
    command = [sys.executable, "-m", "tests.api.conversations.writer"]
    arguments = [str(settings.home), settings.database_url, str(TALKERS)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(ACKNOWLEDGED)]
        process.kill()
        lines += process.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(known, message, text) for known, message, text in whole]


@pytest.mark.anyio
async def test_killed_writer_loses_nothing_acknowledged(settings: Settings) -> None:
    """Every acknowledged answer is there, the database is whole, and the talk goes on."""
    told: list[tuple[str, str, str]] = []
    for _ in range(KILLS):
        told += await asyncio.to_thread(write_until_killed, settings)
    assert len(told) >= KILLS * ACKNOWLEDGED
    by_conversation: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for known, message, text in told:
        by_conversation[known].append((message, text))
    async with opened(settings) as database:
        conversations = Conversations(database)
        started_s = time.monotonic()
        await asyncio.gather(*(say(conversations, "Ja nyt?", known) for known in by_conversation))
        assert time.monotonic() - started_s < AT_ONCE_S
        for known, acknowledged in by_conversation.items():
            messages = (await conversations.read(known)).messages
            stored = [(m.message_id, m.answer.answer) for m in messages if m.answer is not None]
            assert stored[: len(acknowledged)] == acknowledged
            assert len(stored) <= len(acknowledged) + 2, "at most the one in flight, and ours"
            assert Status.UNDER_WAY not in {m.status for m in messages}
    if not settings.database_url:
        with closing(sqlite3.connect(settings.home / FILE)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
