"""Conversations over HTTP, as the contract says, on both databases."""

import asyncio
import json
import logging
import threading
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.conversations.body import REASON_MAX_CHARS
from index.errors import SearchError
from tests.api.fake import DECLINE, FakeAssistant
from tests.api.test_gate import until_ready
from tests.api.test_problems import BAD_BODIES
from tests.api.test_stream import read_events

PROBLEM = "application/problem+json"
CLIENTS, MESSAGES = 20, 10
UNKNOWN = ["0" * 32, "a", "%00", "%ED%A0%80", "%2e%2e%2f", "x" * 5000, "%20", "'%20OR%201=1"]
BAD_FEEDBACK: list[dict[str, Any]] = [
    {},
    {"rating": None},
    {"rating": "UP"},
    {"rating": "sala"},
    {"rating": 1},
    {"rating": True},
    {"rating": ["up"]},
    {"rating": {"up": 1}},
    {"reason": "sala"},
    {"rating": "up", "reason": 1},
    {"rating": "up", "reason": ["sala"]},
    {"rating": "up", "reason": {"sala": 1}},
    {"rating": "up", "reason": "\ud800"},
    {"rating": "up", "reason": "a" * (REASON_MAX_CHARS + 1)},
    {"rating": "up", "reason": "ä" * 8001},
]


def ask(client: TestClient, message: str, conversation_id: str | None = None) -> dict[str, Any]:
    """Return the answer to a message."""
    body = {"message": message, "conversation_id": conversation_id}
    response = client.post("/api/chat", json=body)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def test_conversation_is_read_back(client: TestClient, assistant: FakeAssistant) -> None:
    """In order, with the same answer objects that were sent, whole or as a stream."""
    first = ask(client, "Yksi?")
    known = first["conversation_id"]
    client.post(f"/api/messages/{first['message_id']}/feedback", json={"rating": "up"})
    assistant.answer = DECLINE
    body = {"message": "Kaksi?", "conversation_id": known}
    second = read_events(client.post("/api/chat/stream", json=body).text)[-1][1]
    found = client.get(f"/api/conversations/{known}").json()
    assert found["conversation_id"] == known
    assert found["created"]
    assert [m["question"] for m in found["messages"]] == ["Yksi?", "Kaksi?"]
    assert [m["answer"] for m in found["messages"]] == [first, second]
    assert [m["feedback"] for m in found["messages"]] == [{"rating": "up", "reason": None}, None]


def test_assistant_gets_what_went_before(client: TestClient, assistant: FakeAssistant) -> None:
    """By both ways of asking, and nothing of other conversations."""
    known = ask(client, "Yksi?")["conversation_id"]
    ask(client, "Muu?")
    body = {"message": "Kaksi?", "conversation_id": known}
    client.post("/api/chat/stream", json=body)
    ask(client, "Kolme?", known)
    asked = [[turn.question for turn in history] for history in assistant.histories]
    assert asked == [[], [], ["Yksi?"], ["Yksi?", "Kaksi?"]]


def test_failed_answer_is_stored_as_failed(client: TestClient, assistant: FakeAssistant) -> None:
    """The question stays; the next message works."""
    known = ask(client, "Yksi?")["conversation_id"]
    assistant.error = SearchError("x")
    body = {"message": "Kaksi?", "conversation_id": known}
    assert client.post("/api/chat", json=body).status_code == 503
    assert read_events(client.post("/api/chat/stream", json=body).text)[-1][0] == "error"
    assistant.error = None
    ask(client, "Kolme?", known)
    found = client.get(f"/api/conversations/{known}").json()["messages"]
    assert [m["status"] for m in found] == ["answered", "failed", "failed", "answered"]
    assert found[1]["answer"] is None


def test_deleted_conversation_is_404(client: TestClient) -> None:
    """Read, continued, judged or deleted again."""
    answer = ask(client, "Yksi?")
    path = f"/api/conversations/{answer['conversation_id']}"
    response = client.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    body = {"message": "Kaksi?", "conversation_id": answer["conversation_id"]}
    feedback = f"/api/messages/{answer['message_id']}/feedback"
    again = [
        client.delete(path),
        client.get(path),
        client.post("/api/chat", json=body),
        client.post("/api/chat/stream", json=body),
        client.post(feedback, json={"rating": "up"}),
    ]
    for response in again:
        assert response.status_code == 404
        assert response.headers["content-type"] == PROBLEM
        assert "poistaa" in response.json()["detail"]


def test_full_conversation_is_a_409(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is told to begin a new one."""
    monkeypatch.setattr("api.conversations.turns.MAX_MESSAGES", 1)
    known = ask(client, "Yksi?")["conversation_id"]
    body = {"message": "Kaksi?", "conversation_id": known}
    for path in ("/api/chat", "/api/chat/stream"):
        response = client.post(path, json=body)
        assert response.status_code == 409
        assert response.headers["content-type"] == PROBLEM
        assert "uusi" in response.json()["detail"]


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_unknown_id_is_a_404(client: TestClient, unknown: str) -> None:
    """Whatever its form, nothing of it is repeated."""
    path = f"/api/conversations/{unknown}"
    feedback = f"/api/messages/{unknown}/feedback"
    for response in (
        client.get(path),
        client.delete(path),
        client.post(feedback, json={"rating": "up"}),
    ):
        assert response.status_code == 404
        assert response.headers["content-type"] == PROBLEM
        assert unknown not in response.text or len(unknown) == 1


@pytest.mark.parametrize("fields", BAD_FEEDBACK, ids=lambda fields: str(fields)[:40])
def test_bad_feedback_is_a_422(client: TestClient, fields: dict[str, Any]) -> None:
    """What is wrong is told, not repeated, and nothing is kept."""
    answer = ask(client, "Yksi?")
    response = client.post(
        f"/api/messages/{answer['message_id']}/feedback",
        content=json.dumps(fields),
        headers={"content-type": "application/json"},
    )
    assert response.status_code == 422
    assert response.headers["content-type"] == PROBLEM
    assert "sala" not in response.text
    found = client.get(f"/api/conversations/{answer['conversation_id']}").json()
    assert found["messages"][0]["feedback"] is None


def test_bad_body_of_feedback_is_a_422(client: TestClient) -> None:
    """Bodies are read as strictly as those of questions."""
    path = f"/api/messages/{ask(client, 'Yksi?')['message_id']}/feedback"
    for body in BAD_BODIES.values():
        response = client.post(path, content=body, headers={"content-type": "application/json"})
        assert response.status_code == 422
    assert client.post(path, content=b'{"rating": "up"}').status_code == 422
    assert client.post(path, content=b" " * 70_000).status_code == 413


@pytest.mark.parametrize("reason", [None, "", "  ", "Väärä luku", "a" * REASON_MAX_CHARS, "\x00b"])
def test_feedback_is_a_204(client: TestClient, reason: str | None) -> None:
    """With a reason or without."""
    path = f"/api/messages/{ask(client, 'Yksi?')['message_id']}/feedback"
    response = client.post(path, json={"rating": "down", "reason": reason})
    assert (response.status_code, response.content) == (204, b"")


def test_clients_at_once_get_their_own(address: str) -> None:
    """Twenty clients in twenty conversations: no error, no message in a wrong conversation."""
    faults: list[str] = []

    def talk(number: int) -> None:
        with httpx.Client(base_url=address, timeout=30) as client:
            known: str | None = None
            for count in range(MESSAGES):
                body = {"message": f"{number}:{count}", "conversation_id": known}
                response = client.post("/api/chat", json=body)
                if response.status_code != 200:
                    faults.append(response.text)
                    return
                known = response.json()["conversation_id"]
            found = client.get(f"/api/conversations/{known}").json()["messages"]
            asked = [message["question"] for message in found]
            if asked != [f"{number}:{count}" for count in range(MESSAGES)]:
                faults.append(str(asked))

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_logs_hold_no_id_and_no_word(
    client: TestClient, assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    """The access log names patterns; errors name kinds."""
    with caplog.at_level(logging.DEBUG):
        answer = ask(client, "salaisuus")
        known = answer["conversation_id"]
        ask(client, "salaisuus", known)
        assistant.error = RuntimeError("salaisuus")
        client.post("/api/chat", json={"message": "salaisuus", "conversation_id": known})
        client.post("/api/chat/stream", json={"message": "salaisuus", "conversation_id": known})
        path = f"/api/messages/{answer['message_id']}/feedback"
        client.post(path, json={"rating": "down", "reason": "salaisuus"})
        client.get(f"/api/conversations/{known}")
        client.delete(f"/api/conversations/{known}")
        client.get(f"/api/conversations/{known}")
    records = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    lines = "\n".join(f"{r.getMessage()} {r.exc_info or ''}" for r in records)
    assert "GET /api/conversations/{conversation_id} 404" in lines
    assert "DELETE /api/conversations/{conversation_id} 204" in lines
    assert known not in lines
    assert "salaisuus" not in lines


@pytest.mark.anyio
async def test_client_that_hangs_up_blocks_nobody(app: FastAPI, assistant: FakeAssistant) -> None:
    """Its turn is failed at once, and the conversation goes on."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        await until_ready(client)
        known = (await client.post("/api/chat", json={"message": "1"})).json()["conversation_id"]
        assistant.delay_s = 30
        body = {"message": "2", "conversation_id": known}
        asking = asyncio.create_task(client.post("/api/chat", json=body))
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if assistant.under_way:
                break
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assistant.delay_s = 0
        async with asyncio.timeout(2):
            await client.post("/api/chat", json={"message": "3", "conversation_id": known})
        found = (await client.get(f"/api/conversations/{known}")).json()["messages"]
    assert [m["status"] for m in found] == ["answered", "failed", "answered"]
