"""A database that does not answer makes 503s that say when to come back, never a 500."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.conversations.database import FILE
from api.settings import Settings
from tests.api.fake import FakeAssistant, await_ready
from tests.api.test_stream import read_events

NOWHERE = "postgresql://nobody:salaisuus@127.0.0.1:1/none"
HEI = {"message": "Hei"}
REQUESTS = [
    ("POST", "/api/chat", HEI),
    ("POST", "/api/chat/stream", HEI),
    ("POST", "/api/chat", {**HEI, "conversation_id": "a"}),
    ("GET", "/api/conversations/a", None),
    ("DELETE", "/api/conversations/a", None),
    ("POST", "/api/messages/a/feedback", {"rating": "up"}),
]


@pytest.fixture
def unreached(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of a service whose database is not there."""
    settings = Settings(home=tmp_path, database_url=NOWHERE, rate_limit="0")
    with TestClient(create_app(settings, FakeAssistant())) as client:
        await_ready(client)
        yield client


@pytest.mark.parametrize(("method", "path", "body"), REQUESTS)
def test_service_without_database_asks_to_come_back(
    unreached: TestClient, method: str, path: str, body: object
) -> None:
    """It is ready, for its index answers, but a message that cannot be kept is not answered."""
    response = unreached.request(method, path, json=body)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert response.headers["content-type"] == "application/problem+json"
    assert "tallennus" in response.json()["detail"]


def test_page_and_report_need_no_database(unreached: TestClient) -> None:
    """What keeps nothing goes on."""
    assert unreached.get("/", params={"kysymys": "Hei"}).status_code == 200
    assert unreached.get("/api/reports").status_code == 200


def test_password_is_not_logged(unreached: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """The log names the setting."""
    unreached.post("/api/chat", json=HEI)
    assert "salaisuus" not in caplog.text


def test_database_that_breaks_under_way(tmp_path: Path) -> None:
    """An answer that cannot be stored is not sent whole, and nothing breaks."""
    assistant = FakeAssistant()
    with TestClient(create_app(Settings(home=tmp_path, rate_limit="0"), assistant)) as client:
        await_ready(client)
        assert client.post("/api/chat", json=HEI).status_code == 200
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            connection.execute("ALTER TABLE messages RENAME COLUMN memory TO gone")
        for method, path, body in REQUESTS[:2]:
            response = client.request(method, path, json=body)
            assert response.status_code == 503
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            connection.execute("ALTER TABLE messages RENAME COLUMN gone TO memory")
        assert client.post("/api/chat", json=HEI).status_code == 200


def test_answer_that_cannot_be_stored_is_not_sent_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream ends in an error in place of `done`."""
    with TestClient(create_app(Settings(home=tmp_path, rate_limit="0"), FakeAssistant())) as client:
        await_ready(client)
        monkeypatch.setattr("api.conversations.store.describe_work", lambda *_: object())
        name, data = read_events(client.post("/api/chat/stream", json=HEI).text)[-1]
        assert name == "error"
        assert data["status"] == 503
        assert client.post("/api/chat", json=HEI).status_code == 503
