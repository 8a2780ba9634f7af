"""`murros purge` and `murros export`, and the service that deletes by itself."""

import asyncio
import io
import json
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.conversations.database import opened
from api.conversations.schema import now
from api.conversations.store import Conversations
from api.settings import Settings
from tests.api.conversations.talk import say
from tests.api.fake import FakeAssistant, await_ready


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of the database that the commands use."""
    path = tmp_path / "talk.db"
    monkeypatch.setenv("MURROS_DATABASE_URL", f"sqlite:///{path}")
    return path


def talk(path: Path, message: str) -> str:
    """Ask, and return the conversation's id."""

    async def work() -> str:
        async with opened(Settings(database_url=f"sqlite:///{path}")) as database:
            return (await say(Conversations(database), message)).conversation_id

    return asyncio.run(work())


def age(path: Path, days: int) -> None:
    """Make all conversations older."""
    old = (now() - timedelta(days=days)).replace(tzinfo=None)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE conversations SET last_message = ?", (old.isoformat(" "),))


@pytest.mark.parametrize("by_stdin", [False, True])
def test_export_prints_the_conversation(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    by_stdin: bool,
) -> None:
    """As JSON, by its id as an argument or on the input."""
    known = talk(path, "Mitä etätyöstä?")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{known}\n"))
    assert main(["export", "-" if by_stdin else known]) == 0
    told = capsys.readouterr().out
    assert json.loads(told)["messages"][0]["question"] == "Mitä etätyöstä?"
    assert "etätyöstä" in told, "letters stay letters"


def test_export_of_the_unknown_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, without the id."""
    talk(path, "Mitä?")
    assert main(["export", "tuntematon"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "tuntematon" not in error


def test_purge_tells_how_many_it_deleted(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Older ones go, others stay."""
    talk(path, "Vanha"), talk(path, "Vanha")
    age(path, days=91)
    fresh = talk(path, "Uusi")
    assert main(["purge"]) == 0
    assert " 2 " in capsys.readouterr().out.replace(":", "").replace("(", " ")
    assert main(["export", fresh]) == 0


@pytest.mark.parametrize("value", ["0", "-1", "x", ""])
def test_retention_is_at_least_a_day(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """A setting that would delete all at once is refused."""
    monkeypatch.setenv("MURROS_RETENTION_DAYS", value)
    assert main(["purge"]) == 1
    assert "MURROS_RETENTION_DAYS" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["purge"], ["export", "a"], ["gaps"], ["serve", "--port", "0"]]
)
def test_newer_database_is_told_in_one_line(
    path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """By every command that would use it, before anything is done."""
    talk(path, "Mitä?")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "päivitä" in error


def test_service_deletes_what_is_too_old(path: Path) -> None:
    """At its start, and then day by day, without being asked."""
    known = talk(path, "Vanha")
    age(path, days=91)
    settings = Settings(database_url=f"sqlite:///{path}")
    with TestClient(create_app(settings, FakeAssistant())) as client:
        await_ready(client)
        end_s = time.monotonic() + 10
        while client.get(f"/api/conversations/{known}").status_code != 404:
            assert time.monotonic() < end_s
    assert b"Vanha" not in path.read_bytes()
