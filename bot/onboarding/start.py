"""Begins the onboarding in a conversation: names the themes and leads on."""

from collections.abc import Iterator, Sequence

from bot.answer import Coverage
from bot.claim import Claim, Source, heading_passage, passage_source, row_source
from bot.conversation.memory import Step
from bot.messages import say
from bot.onboarding.questions import open_question
from bot.onboarding.themes import Theme
from bot.question import language_cues
from bot.reply import Reply
from index.grams import split_words
from index.report import Report, Section


def is_onboarding(message: str) -> bool:
    """Return whether a message asks to begin the onboarding, and nothing else."""
    words = split_words(message)
    asked = language_cues("onboarding").covered(words)
    beside = language_cues("onboarding", "filler").covered(words)
    return bool(asked) and len(asked | beside) == len(words)


def begin_onboarding(themes: Sequence[Theme]) -> Reply:
    """Return the themes as a list, and how to go on."""
    claims = [Claim(say("onboarding.start"))]
    claims += [Claim(theme.title, name_sources(theme), lead="\n- ") for theme in themes]
    claims.append(Claim(say("onboarding.next"), lead="\n"))
    told = tuple(claims)
    questions = (say("onboarding.say_first"), *(open_question(theme) for theme in _plain(themes)))
    return Reply(told, Coverage.COMPLETE, suggestions=questions, musts=told, step=Step())


def _plain(themes: Sequence[Theme]) -> Iterator[Theme]:
    """Yield the themes that are a list under a short name: their question reads best."""
    named = (theme for theme in themes if theme.parts and theme.parts[0].name == theme.title)
    yield from named


def name_sources(theme: Theme) -> tuple[Source, ...]:
    """Return the place in the report that a theme has its name from."""
    if theme.table is not None:
        table = theme.table
        return (row_source(theme.report, table, table.rows[0], table.columns[:1]),)
    part = next(part for part in theme.parts if part.heading == theme.title)
    return heading_sources(part.report, part.section, part.name)


def heading_sources(report: Report, section: Section, name: str | None) -> tuple[Source, ...]:
    """Return the source that is a heading: the sub-heading `name`, or the section's title."""
    heading = heading_passage(section, name)
    return () if heading is None else (passage_source(report, section, heading, heading.text),)
