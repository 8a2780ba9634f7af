"""Tells whether a sentence on figures names the rows of tables that it cites, and nothing else."""

import re
from collections.abc import Sequence

from bot.evidence import Evidence
from bot.model.clauses import Match, make_part
from bot.model.forms import Word, is_same, read_words, terms
from bot.model.parts import are_exchanged
from bot.question import Language
from bot.tables.columns import find_columns
from bot.tables.request import read_request
from bot.tables.wording import table_cues
from index.report import Table

MIN_NAMING = 2  # words name a row,
NAMING_SHARE = 0.5  # or so many of its words where it has few
ASIDE = re.compile(r"\([^)]*\)")


def are_named(
    text: str, rows: Sequence[Evidence], evidence: Sequence[Evidence], telling: Sequence[int]
) -> bool:
    """Return whether each telling word of a sentence names a cited row, and each row is named.

    A row is named by words that together no other row of its table has. `telling`: their places.
    """
    words = read_words(text)
    tables = tuple(dict.fromkeys(e.table for e in rows if e.table is not None))
    taken = _of_figures(text, words, tables)
    naming = [k for k in telling if k not in taken and not words[k].text.isdigit()]
    titles = [w for t in tables for text in (t.title, *t.columns) for w in read_words(text)]
    labels = [read_words(e.row.label) for e in rows if e.row is not None]
    for k in naming:
        if not any(_is_in(words[k], label) for label in labels) and not _is_of(words, k, titles):
            return False
    if any(_is_share_of(words, k) for k in naming):
        return False
    return all(_is_named([words[k] for k in naming], e, evidence) for e in rows)


def _is_in(word: Word, words: Sequence[Word]) -> bool:
    return any(is_same(word, other) for other in words)


def _is_of(words: Sequence[Word], place: int, titles: Sequence[Word]) -> bool:
    """Return whether a word is of a table's title: in its case, or told as a point of view."""
    after = [word.folded for word in words[place + 1 : place + 2]]
    is_view = table_cues("viewpoint", "after").is_in(after)
    return any(
        is_same(words[place], title)
        and (is_view or "allative" not in title.cases or "allative" in own)
        for title in titles
        for own in (words[place].cases,)
    )


def _of_figures(text: str, words: Sequence[Word], tables: Sequence[Table]) -> set[int]:
    """Return the places of words that name columns or what is done with figures."""
    request = read_request(text)
    choices = [find_columns(request, table, Language.FINNISH) for table in tables]
    taken = request.taken.union(*(choice.places for choice in choices))
    places = [k for k, word in enumerate(words) if word.text != "%"]
    return {places[place] for place in taken if place < len(places)}


def _is_share_of(words: Sequence[Word], place: int) -> bool:
    """Return whether a word tells of what a figure is a share: '-sta 58 %'."""
    after = words[place + 1 : place + 3]
    return (
        "elative" in words[place].cases
        and len(after) > 1
        and after[0].text.isdigit()
        and is_same(after[1], Word("%", "%"))
    )


def _is_named(naming: Sequence[Word], e: Evidence, evidence: Sequence[Evidence]) -> bool:
    if e.row is None:
        return False
    label = read_words(ASIDE.sub("", e.row.label))
    at = _match(naming, label)
    if len(at) < MIN_NAMING and len(at) < NAMING_SHARE * len(label):
        return False
    own = [naming[k] for k in at]
    for other in evidence:
        if other.row is None or other.table != e.table or other.row.label == e.row.label:
            continue
        rival = _match(own, read_words(other.row.label))
        if len(rival) == len(own) and _span(rival) <= _span(at):
            return False
    match = Match(make_part(naming, ()), make_part(label, ()), at)
    rises = any(
        naming[k].cases == {"nominative"}
        and label[j].cases == {"genitive"}
        and not {word.text for word in label[j + 1 : j + 2]} & terms("means")
        for k, j in at.items()
    )
    return not rises and not are_exchanged(match)


def _match(words: Sequence[Word], label: Sequence[Word]) -> dict[int, int]:
    """Return where words stand in a label, each as near to the one before it as may be."""
    at: dict[int, int] = {}
    for k, word in enumerate(words):
        found = [j for j, other in enumerate(label) if is_same(word, other)]
        free = [j for j in found if j not in at.values()]
        last = max(at, default=-1)
        if free:
            at[k] = min(free, key=lambda j: abs(j - at.get(last, 0)))
    return at


def _span(at: dict[int, int]) -> int:
    return max(at.values()) - min(at.values())
