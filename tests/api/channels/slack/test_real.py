"""The real assistant: Slack shows what HTTP answers to the same message."""

from pathlib import Path

import httpx
import pytest

from api.settings import Settings
from bot.assistant import Assistant
from index.store import Index
from tests.api.channels.slack.deliver import send_direct
from tests.api.channels.slack.double import Double
from tests.api.channels.slack.shown import read_answer

MESSAGES = [
    "Kuinka moni arvioi työyhteisön selviytyneen hyvin koronasta?",
    "Mitä taulukossa on eniten käytössä?",
    "Paljonko etätapaamiset ovat käytössä ja kokeilussa yhteensä?",
    "Mitkä asiat saavat aikaan muutosta sosiaalityössä?",
    "Mikä on sosiaalityöntekijän palkka?",
    "Hei!",
    "Olen Maija, 040 123 4567. Mitä etätyöstä kerrotaan?",
    "Mitä *etätyöstä* & <digiloikasta> `kerrotaan`_? [1](x)",
]


@pytest.fixture
def assistant(built_index: Index) -> Assistant:
    """Return the assistant over the real report."""
    return Assistant(built_index)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Return settings with a public address that ends in a path."""
    return settings.model_copy(update={"public_url": "https://kunta.example/apuri"})


def test_slack_shows_what_http_answers(address: str, double: Double) -> None:
    """Sentences, sources, suggestions, coverage and notices."""
    for message in MESSAGES:
        told = httpx.post(f"{address}/api/chat", json={"message": message}, timeout=60).json()
        shown = read_answer(double, send_direct(address, message.replace("&", "&amp;")))
        assert shown.text == told["answer"], message
        assert (shown.coverage, shown.answered) == (told["coverage"], told["answered"])
        cited = [
            (c["number"], c["quote"], f"https://kunta.example/apuri{c['url']}")
            for c in told["citations"]
        ]
        assert [(s.number, s.quote, s.link) for s in shown.sources] == cited
        assert list(shown.suggestions) == told["suggestions"]
        assert told["notice"] in {None, *shown.notes}
        assert (shown.chart is None) == (told["chart"] is None)
    assert double.beyond == []
