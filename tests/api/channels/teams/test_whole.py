"""The real assistant in Teams says what it says over HTTP."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.prose import describe_place
from api.settings import Settings
from bot.answer import Citation
from bot.assistant import Assistant
from tests.api.channels.teams.double import Double, Talk, channel, read_answer, serve_app
from tests.api.fake import await_ready

QUESTIONS = (
    "Kuinka moni hoitaa asiakastapaamisia etäyhteyksillä?",
    "Mitä digitalisaation hyödyntämisestä kerrotaan?",
    "Mistä löydän lisää Tampereen talousneuvolasta?",
    "Mikä on sosiaalityöntekijän palkka?",
    "Montako prosenttia on yhteensä käytössä ja kokeilussa, kun tapaamiset hoidetaan etänä?",
    "Soita numeroon 040 123 4567 ja kerro, mitä etätyöstä sanotaan",
    "Mitä <b>etätyöstä</b> & *palavereista* sanotaan?",
    "Hei!",
)


@pytest.fixture
def served(settings: Settings, assistant: Assistant) -> Iterator[str]:
    """Return the address of the service over the real report."""
    with serve_app(create_app(settings, assistant)) as address:
        with httpx.Client(base_url=address) as client:
            await_ready(client)
        yield address


@pytest.fixture
def assistant(built_index: Any) -> Assistant:  # noqa: ANN401 - as the fixture gives it
    """Return the real one, not the fake of the other tests."""
    return Assistant(built_index)


@pytest.fixture
def settings(tmp_path: Path, double: Double) -> Settings:
    """Return settings with a public address, so that there are links."""
    return Settings(
        home=tmp_path / "store",
        rate_limit="0",
        public_url="https://apuri.kunta.fi",
        **double.settings(),
    )


def fold(text: str) -> str:
    """Return a text with white space folded."""
    return re.sub(r"\s+", " ", text).strip()


def test_teams_shows_what_http_answers(double: Double, served: str) -> None:
    """Sentences in order, sources, coverage, notice and what to ask next, in both kinds of room."""
    for number, question in enumerate(QUESTIONS):
        told = httpx.post(f"{served}/api/chat", json={"message": question}, timeout=30).json()
        rooms = (Talk(f"a:huone-{number}"), channel(str(number)))
        for asked in [double.send(served, question, room) for room in rooms]:
            shown = read_answer(double, asked)
            assert fold(shown.text) == fold(told["answer"])
            assert shown.coverage == told["coverage"]
            assert shown.more["answered"] == told["answered"]
            assert shown.suggestions == tuple(told["suggestions"])
            assert [notice for notice in shown.notes if notice == told["notice"]] == [
                notice for notice in [told["notice"]] if notice
            ]
            assert [
                (source.number, source.place, source.quote, source.link) for source in shown.sources
            ] == [
                (c["number"], describe_place(Citation(**c)), c["quote"], _link(c["url"]))
                for c in told["citations"]
            ]


def _link(url: str) -> str:
    return f"https://apuri.kunta.fi{url}"
