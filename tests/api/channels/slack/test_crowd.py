"""Many at once: everybody is acknowledged, answered once, and in their own conversation."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Sequence

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from bot.answer import Answer, Coverage, Event, Sentence
from bot.turn import Turn
from tests.api.channels.slack.deliver import PATH, make_direct, make_mention, sign_headers, wrap
from tests.api.channels.slack.double import Double
from tests.api.channels.slack.shown import read_message
from tests.api.fake import FakeAssistant, await_ready

EVENTS = 50


class Echo(FakeAssistant):
    """Says what was asked, and what was asked before in the same conversation."""

    async def stream(self, message: str, history: Sequence[Turn] = ()) -> AsyncGenerator[Event]:
        """Yield two sentences and the answer."""
        before = ", ".join(turn.question for turn in history)
        await asyncio.sleep(0.02)
        yield Sentence(message)
        await asyncio.sleep(0.02)
        yield Sentence(f" < {before}")
        yield Answer(f"{message} < {before}", answered=True, coverage=Coverage.COMPLETE)


@pytest.fixture
def assistant() -> FakeAssistant:
    """Return the one that repeats."""
    return Echo()


async def send_all(address: str, events: list[dict[str, object]]) -> list[int]:
    """Send all at once; return how each was acknowledged."""
    limits = httpx.Limits(max_connections=EVENTS * 2)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        bodies = [json.dumps(event).encode() for event in events]
        sent = [client.post(PATH, content=b, headers=sign_headers(b)) for b in bodies]
        return [response.status_code for response in await asyncio.gather(*sent)]


def test_everybody_is_acknowledged_and_answered_once(address: str, double: Double) -> None:
    """Each event comes twice at the same time, as to two workers; one answer is made."""
    events = [make_direct(f"Kysymys {n}", user=f"U{n}", channel=f"D{n}") for n in range(EVENTS)]
    wrapped = [wrap(event) for event in events]
    assert asyncio.run(send_all(address, wrapped + wrapped)) == [200] * EVENTS * 2
    answers = double.await_answers(EVENTS)
    assert Counter(answer.channel for answer in answers) == {f"D{n}": 1 for n in range(EVENTS)}
    for answer in answers:
        number = answer.channel.removeprefix("D")
        assert read_message(answer).text.strip() == f"Kysymys {number} <"
    assert double.beyond == []


def test_conversations_of_people_threads_and_channels_stay_apart(
    address: str, double: Double
) -> None:
    """Two people in one thread share it; other threads, channels and teams do not."""
    threads = [(team, channel, thread) for team in "TS" for channel in "CD" for thread in "12"]
    events = [
        wrap(make_mention(f"{team}{channel}{thread} {user}", f"{thread}.0", f"U{user}", channel))
        | {"team_id": team}
        for team, channel, thread in threads
        for user in "ab"
    ]
    assert asyncio.run(send_all(address, events)) == [200] * len(events)
    answers = [read_message(answer).text for answer in double.await_answers(len(events))]
    assert len(set(answers)) == len(events)
    for answer in answers:
        asked, _, before = answer.partition(" < ")
        assert all(
            earlier.split()[0] == asked.split()[0] for earlier in before.split(", ") if earlier
        )
    assert sum(bool(answer.partition(" < ")[2]) for answer in answers) == len(threads)


def test_event_to_two_workers_is_answered_by_one(settings: Settings, double: Double) -> None:
    """They share the database, and nothing else."""
    with (
        TestClient(create_app(settings, Echo())) as one,
        TestClient(create_app(settings, Echo())) as other,
    ):
        await_ready(one)
        await_ready(other)
        for worker in (one, other, other, one):
            body = json.dumps(wrap(make_direct("Sama"), "EvSama")).encode()
            assert worker.post(PATH, content=body, headers=sign_headers(body)).status_code == 200
        body = json.dumps(wrap(make_direct("Muu"))).encode()
        assert other.post(PATH, content=body, headers=sign_headers(body)).status_code == 200
        answers = double.await_answers(2)
    assert sorted(read_message(answer).text for answer in answers) == ["Muu < ", "Sama < "]
