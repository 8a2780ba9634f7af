"""Finds the questions to ask of a theme: worded from the report, kept where they are answered."""

from collections.abc import Callable, Collection, Iterator

from bot.messages import say
from bot.onboarding.themes import Theme
from bot.phrase import END, is_quoted, leans
from bot.tables.beside import ask_of_row
from index.sentences import split_sentences

QUESTIONS = 3
MIN_WORDS, MAX_WORDS = 2, 14

Cited = Callable[[str], Collection[str]]
"""Returns the addresses that the whole answer to a question cites; none where it is not whole."""


def choose_questions(theme: Theme, cited: Cited) -> tuple[str, ...]:
    """Return up to three questions whose whole answers are from the theme, in order."""
    own = {f"{theme.url.partition('#')[0]}#{e.id}" for e in theme.evidence}
    found: list[str] = []
    for question in _candidates(theme):
        if question not in found and own & set(cited(question)):
            found.append(question)
        if len(found) == QUESTIONS:
            break
    return tuple(found)


def open_question(theme: Theme) -> str:
    """Return the question for all that a theme tells."""
    key = "suggestions.heading" if theme.table is None else "suggestions.table"
    return say(key, heading=theme.title)


def _candidates(theme: Theme) -> Iterator[str]:
    """Yield questions: for the whole, for other headings of the theme, for single passages."""
    yield open_question(theme)
    if theme.table is not None:
        yield from (ask_of_row(row.label, theme.table) for row in theme.table.rows)
        return
    for part in theme.parts:
        yield say("suggestions.heading", heading=part.heading)
    texts = [(e, list(split_sentences(e.text))) for e in theme.evidence]
    # What tells more comes first, what somebody says of himself last.
    texts.sort(key=lambda pair: (is_quoted(pair[0]), len(pair[1]) == 1))
    for text in (sentence.text for _, sentences in texts for sentence in sentences):
        if MIN_WORDS <= len(text.split()) <= MAX_WORDS and "?" not in text and not leans(text):
            key = "onboarding.sentence" if END.search(text) else "onboarding.subject"
            yield say(key, text=text.rstrip("."))
