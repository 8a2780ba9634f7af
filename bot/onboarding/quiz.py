"""All quiz items of a report; nothing here depends on chance, time or what was answered before."""

from collections.abc import Sequence

from bot.onboarding.figures import ask_table
from bot.onboarding.item import Item
from bot.onboarding.statements import ask_numbers, ask_statements
from bot.onboarding.themes import Theme


def make_quiz(themes: Sequence[Theme]) -> tuple[Item, ...]:
    """Return the items of all themes of a report, those of a theme together, in its order."""
    items = [*ask_statements(themes), *ask_numbers(themes)]
    for theme in themes:
        items += ask_table(theme)
    place = {theme.id: i for i, theme in enumerate(themes)}
    return tuple(sorted(items, key=lambda item: place[item.theme]))
