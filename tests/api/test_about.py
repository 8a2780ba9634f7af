"""'How this works' tells what is so: figures of the saved run, how long things are kept."""

import json
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import about
from api.app import create_app
from api.cli import main
from api.render import format_percent
from api.scores import SCORES, read_scores, save_scores
from api.settings import Settings
from index.errors import SettingError
from prompts import read_toml
from tests.api.fake import EXAMPLES, FakeAssistant
from tests.api.test_page import Page

SUMMARY = {
    "kinds": {
        "fact": {"n": 3, "tuning": 0.5, "held": 1.0},
        "uusi": {"n": 1, "tuning": 1, "held": None},
    },
    "answers_where_it_must": 0.975,
    "declines_where_it_must": None,
    "contract": 1.0,
    "median_words": 26,
    "faults": [{"question": "salainen"}],
}


def test_saved_figures_are_read_again(tmp_path: Path) -> None:
    """What is saved is what is shown; no question is in the file."""
    path = tmp_path / "evaluation.json"
    save_scores(SUMMARY, date(2026, 3, 1), path)
    assert "salainen" not in path.read_text(encoding="utf-8")
    scores = read_scores(path)
    assert scores is not None
    assert (scores.date, scores.questions) == (date(2026, 3, 1), 4)
    assert about.list_kinds(scores) == [("tosiasiat", 3, 0.5, 1.0), ("uusi", 1, 1.0, None)]


@pytest.mark.parametrize("text", [None, "", "{}", '{"date": "eilen"}', "[]"])
def test_missing_or_broken_figures_are_none(tmp_path: Path, text: str | None) -> None:
    """The page goes without them."""
    path = tmp_path / "evaluation.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert read_scores(path) is None


def test_page_goes_without_figures(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that there are none."""
    monkeypatch.setattr(about, "read_scores", lambda: None)
    response = client.get("/tietoa")
    assert response.status_code == 200
    assert "murros eval --save" in response.text


def test_page_shows_the_figures_of_the_release(client: TestClient) -> None:
    """They are those of the file, each kind under a Finnish name."""
    saved = json.loads(SCORES.read_text(encoding="utf-8"))
    text = Page(client.get("/tietoa").text).text
    assert format_percent(saved["answers_where_it_must"]) in text
    assert set(saved["kinds"]) <= set(read_toml("messages.fi.toml")["kinds"])


def test_figures_that_cannot_be_saved_are_told(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(SettingError, match="evaluation"):
        save_scores(SUMMARY, date(2026, 3, 1), tmp_path / "ei" / "evaluation.json")


@pytest.mark.parametrize("more", [["--live"], ["--kind", "fact"], ["--part", "tuning"]])
def test_only_a_whole_run_is_saved(capsys: pytest.CaptureFixture[str], more: list[str]) -> None:
    """Figures of a part would pass for those of the whole."""
    before = SCORES.read_bytes()
    assert main(["eval", "--save", *more]) == 1
    assert capsys.readouterr().err.startswith("murros: ")
    assert SCORES.read_bytes() == before


def test_privacy_follows_the_settings(tmp_path: Path) -> None:
    """How long things are kept, and whether a question leaves the service."""
    settings = Settings(home=tmp_path, rate_limit="0", retention_days=17, model="openai:malli")
    with TestClient(create_app(settings, FakeAssistant())) as client:
        text = " ".join(Page(client.get("/tietoa").text).text.split())
    assert "17 päiväksi" in text
    assert "kielimallia (openai:malli)" in text
    assert "ei lähetetä muihin" not in text


def test_nothing_leaves_by_default(client: TestClient) -> None:
    """Without a remote model or embedding the page promises it."""
    assert "ei lähetetä muihin" in client.get("/tietoa").text


def test_front_page_shows_questions_by_role(client: TestClient) -> None:
    """Each question is a link that asks it."""
    page = Page(client.get("/").text)
    assert EXAMPLES[0].role in page.text
    assert "/?kysymys=Mik%C3%A4%20muuttuu%3F" in page.values("href")
