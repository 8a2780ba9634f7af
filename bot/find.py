"""Finds the places of a report that fit a search, by the retrieval that answers questions."""

from dataclasses import dataclass

from bot.evidence import Evidence
from bot.personal import mask_personal
from bot.question import clean, read_question
from bot.retrieve import MET, Retriever
from index.grams import WORD, fold

MAX_HITS = 10
# Without a word of the search, a place is found from this cosine on; what has nothing to do with
# the search stays under 0.23 (tried with 15 searches, 5 of them foreign to the report).
NEAR = 0.25
SNIPPET_CHARS = 240


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that fits; `snippet` is its words in pieces, each with whether it was looked for."""

    evidence: Evidence
    snippet: tuple[tuple[str, bool], ...]


def find(retriever: Retriever, search: str, report: str) -> tuple[Hit, ...]:
    """Return up to `MAX_HITS` places of the report with this id, best first; maybe none.

    Raises:
        SearchError: the vector store does not answer.
    """
    text, _ = mask_personal(clean(search))
    question = read_question(text)
    ranking = retriever.rank(question)
    met = retriever.met_words(question)
    best = ranking.matches.max(axis=0, initial=0.0)
    found = [
        retriever.evidence[place]
        for place in ranking.order
        if retriever.evidence[place].report.id == report
        and (best[place] >= MET or ranking.cosines[place] >= NEAR)
    ]
    return tuple(Hit(e, cut_snippet(e.text, met)) for e in found[:MAX_HITS])


def cut_snippet(
    text: str, words: frozenset[str], most_chars: int = SNIPPET_CHARS
) -> tuple[tuple[str, bool], ...]:
    """Return the part of a text where the most of the folded `words` stand, whole words only.

    A text of up to `most_chars` stays whole; `…` stands for what is cut. The pieces joined are the
    part; each tells whether it is one of the words.
    """
    tokens = [(m.start(), m.end()) for m in WORD.finditer(text)]
    hits = [(start, end) for start, end in tokens if fold(text[start:end]) in words]
    first, last = 0, len(text)
    if len(text) > most_chars:
        first, last = _window(text, tokens, hits, most_chars)
    pieces: list[tuple[str, bool]] = [("…", False)] if first else []
    at = first
    for start, end in hits:
        if first <= start and end <= last:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    pieces.append((text[at:last].rstrip(), False))
    pieces += [("…", False)] if last < len(text) else []
    return tuple(piece for piece in pieces if piece[0])


def _window(
    text: str, tokens: list[tuple[int, int]], hits: list[tuple[int, int]], most_chars: int
) -> tuple[int, int]:
    """Return where the part begins and ends that holds the most hits, the first such one."""
    starts = [start for start, _ in hits] or [0]
    best = max(starts, key=lambda s: sum(s <= other < s + most_chars for other in starts))
    lead = best - most_chars // 4  # what comes before the first hit tells what it is about
    first = 0 if lead <= 0 else next(start for start, _ in tokens if start >= lead)
    last = max((end for _, end in tokens if end <= first + most_chars), default=len(text))
    rest = text[last:]
    return first, len(text) if not rest.strip(' .!?:;,)”"') else last
