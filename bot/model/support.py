"""Tells whether what a sentence says stands in the passages that it cites, clause by clause."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from bot.evidence import Evidence
from bot.model.clauses import Part, cut_clauses, make_part, match_part
from bot.model.exhibit import Exhibit
from bot.model.forms import Word, read_words, terms
from bot.model.parts import keeps_parts
from bot.model.rows import are_named
from bot.model.turns import keeps_turns, turning, turning_places
from bot.numbers import find_numbers
from bot.phrase import is_quoted
from index.sentences import split_sentences
from prompts import read_lines, read_toml

MIN_TELLING = 2  # words: fewer stand in too many places
FIRST_WORDS = 2  # a pronoun among them speaks of the sentence before


def is_supported(text: str, cited: Sequence[Exhibit], evidence: Sequence[Evidence]) -> bool:
    """Return whether each clause of a sentence without markers is held by what it cites.

    A row's figures are the business of `figures.py`.
    """
    pieces = [evidence[p] for p in sorted({p for exhibit in cited for p in exhibit.places})]
    rows = [e for e in pieces if e.row is not None]
    body = strip_frame(text, is_told=any(map(is_quoted, pieces)))
    if rows:
        return are_named(body, rows, evidence, _naming_places(body))
    held = [_Passage.read(exhibit, evidence) for exhibit in cited]
    clauses = [read_part(clause) for clause in cut_clauses(body)]
    whole = read_part(body)
    if len(whole.telling) < MIN_TELLING:
        return False
    if any(passage.holds(whole) for passage in held):
        return True
    if len(clauses) < 2 or any(len(clause.telling) < MIN_TELLING for clause in clauses):
        return False
    holders = [{k for k, passage in enumerate(held) if passage.holds(c)} for c in clauses]
    return all(holders) and all(
        not _leans(clause) or bool(before & here)
        for clause, (before, here) in zip(clauses[1:], pairwise(holders), strict=True)
    )


class _Passage:
    """The sentences of an exhibit, and the words of the headings over it."""

    def __init__(self, sentences: Sequence[Part], beside: Sequence[Word]) -> None:
        self._sentences = sentences
        self._beside = beside

    @classmethod
    def read(cls, exhibit: Exhibit, evidence: Sequence[Evidence]) -> "_Passage":
        names = [name for p in exhibit.places for name in evidence[p].headings if name]
        return cls(_sentences(exhibit.text), read_words(". ".join(names)))

    def holds(self, clause: Part) -> bool:
        """Return whether one of the sentences holds a clause."""
        for sentence in self._sentences:
            match = match_part(clause, sentence, self._beside)
            if match is not None and keeps_parts(match) and keeps_turns(match, self._beside):
                return True
        return False


@lru_cache(maxsize=2_048)
def _sentences(text: str) -> tuple[Part, ...]:
    """Return the sentences of a text, and those that speak of the one before with that one."""
    sentences = [s.text for s in split_sentences(text)]
    parts = [read_part(sentence) for sentence in sentences]
    pairs = zip(pairwise(sentences), parts[1:], strict=True)
    joined = [read_part(" ".join(pair)) for pair, part in pairs if _leans(part)]
    return (*parts, *joined)


def _leans(part: Part) -> bool:
    return any(word.text in terms("pronouns") for word in part.words[:FIRST_WORDS])


def read_part(text: str) -> Part:
    """Return a text as a part with the words that its evidence must hold."""
    words = read_words(text)
    digits = {k for k, word in enumerate(words) if word.text.isdigit()}
    return make_part(words, set(telling_places(text)) | digits)


def strip_frame(text: str, *, is_told: bool) -> str:
    """Return a sentence without what only says who says so; a speaker only where somebody does."""
    frames = read_toml("proof.toml")["frames"]
    names = [*frames["any"], *(frames["speaker"] if is_told else ())]
    body = text
    while frame := re.match("|".join(names), body, re.IGNORECASE):
        body = body[frame.end() :]
        body = re.sub(rf"^{frames['that']}", "", body, flags=re.IGNORECASE)
    return body


def is_empty(text: str) -> bool:
    """Return whether a sentence has nothing but words that frame and join, and numbers."""
    words = read_words(text)
    return not set(range(len(words))) - _light_places(words) - _number_places(text, words)


def telling_words(text: str) -> tuple[str, ...]:
    """Return the words of a sentence that its evidence must hold, each once, in order."""
    words = read_words(text)
    return tuple(dict.fromkeys(words[k].text for k in telling_places(text)))


def telling_places(text: str) -> list[int]:
    """Return the places of the words that tell something, but numbers and what turns a meaning."""
    words = read_words(text)
    out = _light_places(words) | turning_places(words) | _number_places(text, words)
    return [k for k in range(len(words)) if k not in out]


def _naming_places(text: str) -> list[int]:
    """Return the places of the words of a sentence on figures that a row's name must hold."""
    words = read_words(text)
    proof = read_toml("proof.toml")
    figures, held = proof["figures"], set(proof["figures"]["held"])
    bounds = tuple(f"{word}." for word in proof["bound"]["words"])
    out = _light_places(words) - turning_places(words, held)
    out |= turning_places(words, set(turning()) - held) | _number_places(text, words)
    out |= _covered(words, (*figures["words"], *bounds))
    out -= _covered(words, tuple(figures["never"]))
    return [k for k in range(len(words)) if k not in out]


def _light_places(words: Sequence[Word]) -> set[int]:
    """Return the places of words that a sentence may use though its evidence does not."""
    return _covered(words, read_lines("light_words.fi.txt"))


def _covered(words: Sequence[Word], lines: tuple[str, ...]) -> set[int]:
    """Return the places of words that a list has, with their dots."""
    starts: list[int] = []
    joined = ""
    for word in words:
        starts.append(len(joined))
        joined += word.text + " "
    spans = [match.span() for match in _pattern(lines).finditer(joined)]
    return {k for k, start in enumerate(starts) if any(a <= start < b for a, b in spans)}


@cache
def _pattern(lines: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(lines, key=len, reverse=True)
    forms = [re.escape(w[:-1]) if w.endswith(".") else re.escape(w) + r"[^\s]*" for w in longest]
    return re.compile(rf"(?<!\S)(?:{'|'.join(forms)})(?!\S)")


def _number_places(text: str, words: Sequence[Word]) -> set[int]:
    """Return the places of words that are numbers: another check proves those."""
    found: set[int] = set()
    end = 0
    spans = [(number.start, number.end) for number in find_numbers(text)]
    low = text.lower()
    for k, word in enumerate(words):
        start = low.find(word.text, end)
        end = start + len(word.text)
        if any(a <= start < b for a, b in spans):
            found.add(k)
    return found
