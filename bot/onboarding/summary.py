"""Tells a theme in a few of the report's own sentences, as the assistant writes and proves them."""

from collections.abc import Iterator
from dataclasses import replace

from bot.answer import Answer, Coverage, Mode
from bot.claim import Claim, Reckoning, evidence_source, heading_passage, passage_source
from bot.messages import say
from bot.onboarding.themes import Part, Theme
from bot.phrase import NEXT_WORDS, is_quoted, needs_heading, phrase_pick, pick_sentences
from bot.reply import Reply
from bot.tables.query import Operation, Query, Target
from bot.tables.write import write_query
from bot.telling import Telling

PASSAGES, ITEMS = 3, 5  # so much of a theme's text, or of a list, a summary tells
FIRST_ROWS = 3


def summarise(theme: Theme) -> Answer:
    """Return the summary of a theme with its citations; every sentence is proved."""
    claims, reckonings = tell_theme(theme)
    telling = Telling(Reply(tuple(claims), Coverage.COMPLETE, tuple(reckonings)))
    for claim in claims:
        for _ in telling.tell(claim):
            pass
    (answer,) = (e for e in telling.finish(Mode.EXTRACTIVE, None) if isinstance(e, Answer))
    return answer


def tell_theme(theme: Theme) -> tuple[list[Claim], list[Reckoning]]:
    """Return the claims of a theme's summary, each on a line of its own or going on with one."""
    if theme.table is not None:
        return _largest(theme)
    size = max(PASSAGES // len(theme.parts), 1)
    return [claim for part in theme.parts for claim in _part(part, size)], []


def _largest(theme: Theme) -> tuple[list[Claim], list[Reckoning]]:
    """Return the rows with the largest figures of a table's first column."""
    table = theme.table
    if table is None:
        return [], []
    first = table.columns[:1]
    targets = tuple(Target(theme.report, table, row, first) for row in table.rows)
    return write_query(Query(Operation.RANK, targets, count=FIRST_ROWS))


def _part(part: Part, size: int) -> Iterator[Claim]:
    """Yield the first passages of a part; of one that needs its heading, a list under it."""
    bare = [e for e in part.evidence if needs_heading(e)]
    heading = heading_passage(part.section, part.name)
    if 2 * len(bare) > len(part.evidence) and heading is not None:
        whole = len(bare) == len(part.evidence) <= ITEMS
        source = passage_source(part.report, part.section, heading, heading.text)
        key = "frames.list" if whole else "onboarding.list"
        yield Claim(say(key, heading=part.heading), (source,), lead="\n")
        for e in bare[:ITEMS]:
            quote = pick_sentences(e, {}, NEXT_WORDS).quote
            text = say("frames.worker", text=quote) if is_quoted(e) else quote
            yield Claim(text, (evidence_source(e, quote),), lead="\n- ")
        return
    for e in part.evidence[:size]:
        first, *rest = phrase_pick(pick_sentences(e, {}, NEXT_WORDS))
        yield replace(first, lead="\n")
        yield from rest
