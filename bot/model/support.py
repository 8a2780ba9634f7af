"""Tells whether what a sentence says stands in the evidence that it cites, clause by clause.

What holds the words of a sentence is one sentence of a passage, or the label of a table's row; the
headings over it may lend words. A row's figures are the business of `figures.py`.
"""

from collections.abc import Sequence
from functools import cache

from bot.cues import Cues
from bot.evidence import Evidence
from bot.model.clauses import is_held, split_clauses
from bot.model.exhibit import Exhibit
from bot.numbers import find_numbers
from bot.question import Language, content_words
from bot.tables.columns import find_columns
from bot.tables.request import read_request
from bot.tables.wording import Words
from index.grams import split_words
from index.report import Table
from index.sentences import split_sentences
from prompts import read_lines

MIN_TELLING = 2  # words: fewer stand in too many places


def is_supported(text: str, cited: Sequence[Exhibit], evidence: Sequence[Evidence]) -> bool:
    """Return whether each clause of a sentence without markers is held by what it cites."""
    pieces = [evidence[p] for p in sorted({p for exhibit in cited for p in exhibit.places})]
    tables = tuple(dict.fromkeys(e.table for e in pieces if e.table is not None))
    labels = [e.row.label for e in pieces if e.row is not None]
    texts = labels or [exhibit.text for exhibit in cited]
    sentences = [split_words(s.text) for whole in texts for s in split_sentences(whole)]
    beside = split_words(" ".join(heading for e in pieces for heading in e.headings))
    telling = telling_words(text, tables)
    if len(telling) < (1 if labels else MIN_TELLING):
        return False
    clauses = split_clauses(text, telling, is_of_figures=bool(labels))
    return all(
        any(is_held(clause, sentence, beside) for sentence in sentences) for clause in clauses
    )


def telling_words(text: str, tables: Sequence[Table] = ()) -> tuple[str, ...]:
    """Return the folded words of a sentence that its evidence must hold, each once, in order.

    Not among them: numbers, words that only frame or join, and of a sentence on tables those that
    name columns or what is done with figures.
    """
    words = split_words(text)
    light = light_words().covered(words) | _in_numbers(text)
    taken: set[str] = set()
    if tables:
        request = read_request(text)
        choices = [find_columns(request, table, Language.FINNISH) for table in tables]
        places = request.taken.union(*(choice.places for choice in choices))
        taken = {request.words[place] for place in places}
    told = content_words([word for place, word in enumerate(words) if place not in light])
    return tuple(word for word in told if word not in taken)


def _in_numbers(text: str) -> set[int]:
    """Return the places of words that are numbers: another check proves those."""
    words = Words.read(text)
    return {
        place
        for number in find_numbers(text)
        for place, start in enumerate(words.starts)
        if number.start <= start < number.end
    }


@cache
def light_words() -> Cues:
    """Return the words that a sentence may use though its evidence does not."""
    return Cues(read_lines("light_words.fi.txt"))
