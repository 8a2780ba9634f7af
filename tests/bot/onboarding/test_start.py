"""The onboarding begins in a conversation, and only when asked for."""

import pytest

from bot.answer import Coverage
from bot.assistant import Assistant
from bot.onboarding.start import is_onboarding
from bot.onboarding.themes import Theme
from bot.turn import Turn


@pytest.mark.parametrize(
    "message",
    ["Aloita perehdytys", "aloita perehdytys!", "Haluan aloittaa perehdytyksen", "Perehdytä minut"],
)
def test_begins_when_asked(message: str) -> None:
    """However one puts it."""
    assert is_onboarding(message)


@pytest.mark.parametrize(
    "message",
    ["Miten uusi työntekijä perehdytetään?", "Aloita", "Mitä raportti sanoo perehdytyksestä?", ""],
)
def test_questions_on_it_are_questions(message: str) -> None:
    """What the report is asked is not taken for the start."""
    assert not is_onboarding(message)


@pytest.mark.anyio
async def test_names_the_themes_and_leads_on(
    assistant: Assistant, themes: tuple[Theme, ...]
) -> None:
    """All themes are listed with their places; what is suggested is answered."""
    answer = await assistant.ask("Aloita perehdytys")
    assert answer.coverage is Coverage.COMPLETE
    for theme in themes:
        assert f"- {theme.title} [" in answer.text
    assert "/perehdytys" in answer.text
    assert answer.suggestions
    history = [Turn("Aloita perehdytys", answer.text, answer.memory)]
    for question in answer.suggestions:
        assert (await assistant.ask(question, history)).coverage is Coverage.COMPLETE
