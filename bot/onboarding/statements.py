"""Makes quiz items from running text: what stands under a heading, which figure a sentence has."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.claim import evidence_source
from bot.messages import say
from bot.numbers import Number, find_numbers, format_figure
from bot.onboarding.facts import Statement, begins_alike, is_alike, is_kin, list_statements
from bot.onboarding.item import Item, Kind, make_item, order_key
from bot.onboarding.themes import Part, Theme
from bot.phrase import END
from bot.question import content_words
from index.grams import split_words
from index.report import Report

PER_HEADING = 3  # so many items a heading gives at most
WRONG, MIN_WRONG = 3, 2
TELLING_CHARS = 6  # so long a word of the title over a sub-heading tells what it is about
GAP = "____"
PERCENT = "%"  # the one unit of which a report has figures enough to choose among


def ask_statements(themes: Sequence[Theme]) -> Iterator[Item]:
    """Yield the items on what stands under the headings of the themes' text."""
    # A sentence whose figure is asked for may not tell it before.
    statements = [s for s in list_statements(themes) if _figure(s) is None]
    parts = [part for theme in themes for part in theme.parts]
    for part in parts:
        inside = [s for s in statements if s.part == part]
        told = {s.theme for s in inside}
        names = _names(part)
        texts = [content_words(split_words(e.text)) for e in part.evidence]
        outside = [
            s
            for s in statements
            if s.theme not in told and not _is_below(s, part) and not _is_near(s, names, texts)
        ]
        # What the report says comes before what it quotes.
        mixed = sorted(inside, key=lambda s: (s.is_quoted, order_key(part.heading, s.text)))
        items = (item for right in mixed for item in _statement(right, outside))
        yield from [item for item, _ in zip(items, range(PER_HEADING), strict=False)]


def ask_numbers(themes: Sequence[Theme]) -> Iterator[Item]:
    """Yield the items on sentences with one percentage, which is to be found."""
    for statement in list_statements(themes):
        figure = None if statement.is_quoted else _figure(statement)
        if figure is not None:
            yield from _number(statement, figure)


def _figure(statement: Statement) -> Number | None:
    """Return the one percentage of a statement, None where it has none or several."""
    found = [n for n in find_numbers(statement.text) if n.unit == PERCENT]
    is_plain = len(found) == 1 and not found[0].is_share and not found[0].is_word
    return found[0] if is_plain else None


def _names(part: Part) -> tuple[str, ...]:
    """Return the words of a part's heading, and the telling ones of the title over it."""
    above = split_words(part.section.title) if part.name else []
    above = [word for word in above if len(word) >= TELLING_CHARS]
    return content_words([*split_words(part.heading), *above])


def _is_below(statement: Statement, part: Part) -> bool:
    """Return whether a statement stands under a sub-heading of the section that a part opens."""
    return part.name is None and statement.part.section == part.section


def _is_near(statement: Statement, names: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    """Return whether a statement could be said to stand under a heading.

    It shares a word with the heading, or many with one of the texts that stand there.
    """
    words = statement.words
    is_named = any(begins_alike(word, n) or is_kin(word, n) for word in words for n in names)
    return is_named or any(is_alike(words, text) for text in texts)


def _statement(right: Statement, outside: Sequence[Statement]) -> Iterator[Item]:
    """Yield the item on a statement; wrong ones are as long and as worded, of other themes."""
    name = right.evidence.id
    ranked = sorted(
        (s for s in outside if s.is_quoted == right.is_quoted),
        key=lambda s: (
            bool(END.search(s.text)) != bool(END.search(right.text)),
            abs(len(s.words) - len(right.words)) // 3,
            order_key(name, s.text),
        ),
    )
    first_of_part = {id(s.part): s for s in reversed(ranked)}
    apart = [s for s in ranked if first_of_part[id(s.part)] is s]
    beside = [s for s in ranked if s not in apart]
    # Of one heading only as many as are needed to have a choice.
    wrong = apart[:WRONG] if len(apart) >= MIN_WRONG else [*apart, *beside][:MIN_WRONG]
    if len(wrong) < MIN_WRONG:
        return
    yield make_item(
        (right.part.report.id, name, order_key(right.text)[:6]),
        Kind.QUOTE if right.is_quoted else Kind.STATEMENT,
        right.theme,
        say(f"quiz.{'quote' if right.is_quoted else 'statement'}", heading=right.part.heading),
        [right.shown, *(other.shown for other in wrong)],
        (evidence_source(right.evidence, right.text),),
    )


def _number(statement: Statement, number: Number) -> Iterator[Item]:
    report = statement.part.report
    told = {n.value for n in find_numbers(statement.evidence.text)}
    others = sorted(
        (value for value in _percentages(report) if value not in told),
        key=lambda value: (abs(value - number.value), value),
    )
    wrong = others[2 : 2 + 2 * WRONG : 2]  # not so near that it were a matter of rounding
    if len(wrong) < MIN_WRONG:
        return
    text = statement.text
    gap = f"{text[: number.start]}{GAP} {PERCENT}{text[number.end :]}"
    yield make_item(
        (report.id, statement.evidence.id),
        Kind.NUMBER,
        statement.theme,
        say("quiz.number", text=gap),
        [format_figure(value, PERCENT) for value in (number.value, *wrong)],
        (evidence_source(statement.evidence, text),),
        is_ordered=True,
    )


def _percentages(report: Report) -> set[Decimal]:
    """Return all percentages of a report's tables."""
    cells = (cell for table in report.tables for row in table.rows for cell in row.cells)
    return {cell.value for cell in cells if cell.unit == PERCENT and cell.value is not None}
