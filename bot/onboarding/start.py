"""Begins the onboarding in a conversation: names the themes and leads on."""

from collections.abc import Iterator, Sequence

from bot.answer import Coverage
from bot.claim import Claim, heading_passage, passage_source, row_source
from bot.messages import say
from bot.onboarding.questions import open_question
from bot.onboarding.themes import Theme, list_themes
from bot.question import language_cues
from bot.reply import Reply
from index.grams import split_words
from index.report import Report


def is_onboarding(message: str) -> bool:
    """Return whether a message asks to begin the onboarding, and nothing else."""
    words = split_words(message)
    asked = language_cues("onboarding").covered(words)
    beside = language_cues("onboarding", "filler").covered(words)
    return bool(asked) and len(asked | beside) == len(words)


def begin_onboarding(reports: Sequence[Report]) -> Reply:
    """Return the themes of the reports as a list, and how to go on."""
    themes = [theme for report in reports for theme in list_themes(report)]
    claims = [Claim(say("onboarding.start")), *(c for t in themes for c in _named(t))]
    claims.append(Claim(say("onboarding.next"), lead="\n"))
    told = tuple(claims)
    questions = tuple(open_question(theme) for theme in _plain(themes))
    return Reply(told, Coverage.COMPLETE, suggestions=questions, musts=told)


def _plain(themes: Sequence[Theme]) -> Iterator[Theme]:
    """Yield the themes that are a list under a short name: their question reads best."""
    named = (theme for theme in themes if theme.parts and theme.parts[0].name == theme.title)
    yield from named


def _named(theme: Theme) -> Iterator[Claim]:
    """Yield the item of the list that names a theme, with its place in the report."""
    if theme.table is not None:
        table = theme.table
        source = row_source(theme.report, table, table.rows[0], table.columns[:1])
        yield Claim(theme.title, (source,), lead="\n- ")
        return
    part = next(part for part in theme.parts if part.heading == theme.title)
    heading = heading_passage(part.section, part.name)
    if heading is not None:
        source = passage_source(part.report, part.section, heading, heading.text)
        yield Claim(theme.title, (source,), lead="\n- ")
