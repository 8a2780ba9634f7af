"""The themes and the quiz of the real report."""

import pytest

from bot.onboarding.item import Item
from bot.onboarding.quiz import make_quiz
from bot.onboarding.themes import Theme, list_themes
from index.report import Report


@pytest.fixture(scope="session")
def themes(report: Report) -> tuple[Theme, ...]:
    """Return the themes of the real report."""
    return list_themes(report)


@pytest.fixture(scope="session")
def quiz(themes: tuple[Theme, ...]) -> tuple[Item, ...]:
    """Return all quiz items of the real report."""
    return make_quiz(themes)
