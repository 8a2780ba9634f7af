"""Shows a quiz item in a conversation, reads which option is chosen, proves the right one."""

import re
from collections.abc import Iterator

from bot.claim import Claim, Source
from bot.cues import Cues
from bot.messages import say
from bot.numbers import unproved_numbers
from bot.onboarding.item import Item, Kind
from bot.onboarding.start import heading_sources
from bot.onboarding.themes import Theme
from bot.phrase import END
from bot.question import language_cues
from index.grams import split_words
from prompts import read_toml

NO_OPTION = -1  # what is chosen is none of the options
MIN_SHARED = 5  # letters at the beginning by which a word said is one of an option
MIN_WORDS = 2  # so many words of an option are no chance; of a short one all


def letter_of(option: int) -> str:
    """Return the letter of the option at a 0-based place."""
    return "abcdefgh"[option]


def show_item(item: Item, theme: Theme) -> list[Claim]:
    """Return the claims that ask an item: the question, its options, how to answer.

    Options are no claims and cite nothing, or they would tell which is right. So an item whose
    figures nothing may prove is not for a conversation: then the list is empty.
    """
    options = [f"{letter_of(i)}) {option}" for i, option in enumerate(item.options)]
    sources = _heading(item, theme)
    quotes = [source.citation.quote for source in sources]
    if unproved_numbers(item.question, quotes) or any(unproved_numbers(o, ()) for o in options):
        return []
    shown = [Claim(option, lead="\n") for option in options]
    return [Claim(item.question, sources), *shown, Claim(say("onboarding.choose"), lead="\n")]


def read_option(text: str, item: Item) -> int | None:
    """Return the 0-based place of the option that a message chooses, by letter, number or words.

    `NO_OPTION` where it names one that is not there; None where it is no answer.
    """
    words = split_words(text)
    beside = language_cues("onboarding", "answer").covered(words)
    said = [word for place, word in enumerate(words) if place not in beside]
    names: list[list[str]] = read_toml("language.toml")["onboarding"]["answer"]["options"]
    named = [i for i, cues in enumerate(names) if len(said) == 1 and Cues(cues).is_in(said)]
    if named:
        return named[0] if named[0] < len(item.options) else NO_OPTION
    if len(said) == 1 and (len(said[0]) == 1 or said[0].isdecimal()):
        return NO_OPTION
    if text.rstrip().endswith("?"):
        return None
    fitting = [i for i, option in enumerate(item.options) if _is_said(words, split_words(option))]
    return fitting[0] if len(fitting) == 1 else None


def prove(item: Item, theme: Theme) -> Iterator[Claim]:
    """Yield what proves the right option, each on a line of its own."""
    for citation in item.citations:
        source = Source(citation)
        if citation.table is not None and theme.table is not None:
            cells = ", ".join(f"{name} {text}" for name, text in (citation.cells or {}).items())
            label = (citation.row or "").rstrip(".")
            text = say("tables.cell", cells=cells, label=label, title=theme.table.title)
            yield Claim(text, (source,), lead="\n")
        else:
            heading = citation.subsection or citation.title
            yield Claim(_framed(item, citation.quote, heading), (source,), lead="\n")


def _framed(item: Item, quote: str, heading: str) -> str:
    if item.kind is Kind.QUOTE:
        return say("frames.worker", text=quote)
    ended = quote if END.search(quote) else f"{quote}."
    if re.search(r"\d", heading):  # which the quote would not prove
        return ended
    return say("frames.under" if ended == quote else "frames.mention", heading=heading, text=ended)


def _heading(item: Item, theme: Theme) -> tuple[Source, ...]:
    """Return the heading that a question names; it proves the figures in its words."""
    citation = item.citations[0]
    if citation.table is not None:
        return ()
    section = theme.report.section(citation.section)
    return heading_sources(theme.report, section, citation.subsection)


def _is_said(words: list[str], option: list[str]) -> bool:
    """Return whether all words of a message are an option's, and enough to be no chance."""
    starts = {other[:MIN_SHARED] for other in option}
    is_enough = len(words) >= min(MIN_WORDS, len(option))
    return is_enough and all(word[:MIN_SHARED] in starts for word in words)
