"""`POST /api/chat/stream` sends an answer as it is proved."""

import asyncio
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import stream
from api.stream import write_events
from index.errors import SearchError
from tests.api.fake import FakeAssistant, make_turn

HEI = {"message": "Hei"}


def read_events(text: str) -> list[tuple[str, Any]]:
    """Return the events of a stream as (name, data); comments are left out."""
    events = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line[:1].isalpha())
        if fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def test_events_come_in_the_order_of_the_contract(client: TestClient) -> None:
    """A citation stands before the sentence that uses it; the whole answer comes last."""
    response = client.post("/api/chat/stream", json=HEI)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = read_events(response.text)
    assert [name for name, _ in events] == ["start", "citation", "sentence", "sentence", "done"]
    assert events[0][1]["conversation_id"] == events[-1][1]["conversation_id"]


def test_stream_says_what_the_whole_answer_says(client: TestClient) -> None:
    """Sentences joined are the answer, and `done` is the object that `/api/chat` gives."""
    events = read_events(client.post("/api/chat/stream", json=HEI).text)
    start, done = events[0][1], events[-1][1]
    whole = client.post(
        "/api/chat", json={**HEI, "conversation_id": start["conversation_id"]}
    ).json()
    assert "".join(data["text"] for name, data in events if name == "sentence") == whole["answer"]
    assert done.pop("message_id") == start["message_id"]
    assert whole.pop("message_id")
    assert done == whole


@pytest.mark.parametrize(("error", "status"), [(SearchError("x"), 503), (ValueError("x"), 500)])
def test_error_ends_the_stream(
    client: TestClient, assistant: FakeAssistant, error: Exception, status: int
) -> None:
    """An error after the start is an event, for the response has begun."""
    assistant.error = error
    name, data = read_events(client.post("/api/chat/stream", json=HEI).text)[-1]
    assert name == "error"
    assert set(data) == {"status", "title", "detail"}
    assert data["status"] == status


def test_bad_request_is_a_problem_not_a_stream(client: TestClient) -> None:
    """What is wrong before the start has a status of its own."""
    response = client.post("/api/chat/stream", json={"message": ""})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.anyio
async def test_silence_is_filled_with_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proxies do not cut a stream that says nothing yet."""
    monkeypatch.setattr(stream, "PING_S", 0.01)
    frames = [frame async for frame in write_events(FakeAssistant(delay_s=0.05), make_turn())]
    assert frames.count(stream.PING) >= 3
    assert frames[-1].startswith(b"event: done")


@pytest.mark.anyio
async def test_too_slow_an_answer_ends_in_an_error() -> None:
    """Nobody waits for ever, and the work is stopped."""
    assistant = FakeAssistant(delay_s=30)
    frames = [frame async for frame in write_events(assistant, make_turn(), max_s=0.05)]
    assert b'"status": 503' in frames[-1]
    assert (assistant.under_way, assistant.stopped) == (0, 1)


@pytest.mark.anyio
async def test_closed_stream_stops_the_work() -> None:
    """A client that goes away stops what was being done for it."""
    assistant = FakeAssistant(delay_s=0.01)
    events = write_events(assistant, make_turn())
    for _ in range(2):
        await anext(events)
    assert assistant.under_way == 1
    await events.aclose()
    assert (assistant.under_way, assistant.stopped) == (0, 1)


@pytest.mark.anyio
async def test_cancelled_stream_stops_the_work() -> None:
    """The server cancels the response of a client that hangs up."""
    assistant = FakeAssistant(delay_s=30)

    async def listen() -> None:
        async for _ in write_events(assistant, make_turn()):
            pass

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0.05)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert (assistant.under_way, assistant.stopped) == (0, 1)
