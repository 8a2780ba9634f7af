"""Holds each clause of a sentence against one sentence of its evidence, word by word.

What a clause says must stand there: every telling word in some form, negations and words of degree
on the same words, nothing told more firmly, numbers in the same order. Words in other order prove
who does what to whom only where their forms and neighbours stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.question import language_cues
from bot.tables.wording import table_cues
from index.grams import shared_start, split_words
from prompts import read_toml

BREAK = r"[;:(]\s|\s[–-]\s"
CARITIVE = re.compile(r"tto(?:m\w+|mi?en)$|[^t]ton$")  # 'without', of a folded word
YEAR = re.compile(r"(?:19|20)\d\d")
STEM_CHARS = 5
FORM_SHARE = 0.55  # of the longer of two forms of a word, so much is their common beginning
MIN_SHARED, MAX_ENDING = 3, 4
NEXT_WORDS = 5  # so far after it a negation or a word of degree may stand from what it belongs to
BESIDE = 3  # words between two that stand beside each other, and one
TURNING = ("negation", "strong")


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a sentence: all its folded words, and those that tell something, numbers too.

    `is_firm`: nothing in the whole sentence says that what it tells may, should or could be.
    """

    words: tuple[str, ...]
    telling: tuple[str, ...]
    is_firm: bool = True


def split_clauses(text: str, telling: Sequence[str], *, is_of_figures: bool) -> list[Clause]:
    """Return the clauses of a sentence; one that tells little goes with its neighbour."""
    known = set(telling)
    is_firm = not _has("mood", split_words(text))
    pieces = _breaks(is_of_figures=is_of_figures).split(text)
    clauses: list[Clause] = []
    for piece in pieces:
        words = tuple(split_words(piece))
        told = tuple(w for w in words if w in known or (w.isdigit() and not is_of_figures))
        if clauses and min(len(told), len(clauses[-1].telling)) < 2:
            last = clauses.pop()
            words, told = last.words + words, last.telling + told
        clauses.append(Clause(words, told, is_firm))
    return clauses


def is_held(clause: Clause, sentence: Sequence[str], beside: Sequence[str] = ()) -> bool:
    """Return whether a sentence's folded words hold a clause; `beside`: words of its headings."""
    places: list[int] = []
    for word in clause.telling:
        found = _places(word, sentence)
        if not found and not _places(word, beside):
            return False
        if found:
            later = [place for place in found if not places or place >= places[-1]]
            places.append(later[0] if later else found[0])
    return (
        all(_turns_same(kind, clause, sentence) for kind in TURNING)
        and not (clause.is_firm and _is_softened(clause, sentence))
        and _has("cause", clause.words) <= _has("cause", sentence)
        and _counts_same(clause, sentence)
        and (places == sorted(places) or _may_move(clause, sentence))
    )


def is_form(word: str, other: str) -> bool:
    """Return whether two folded words are forms of one, as far as their beginnings tell."""
    if word == other or not (word.isalpha() and other.isalpha()):
        return word == other
    if bool(CARITIVE.search(word)) != bool(CARITIVE.search(other)):
        return False
    shared = shared_start(word, other)
    short, long = sorted((len(word), len(other)))
    is_ending = shared == short >= MIN_SHARED and long - short <= MAX_ENDING
    return is_ending or (shared > MIN_SHARED and shared >= FORM_SHARE * long)


def _is_softened(clause: Clause, sentence: Sequence[str]) -> bool:
    """Return whether a sentence says only that what a clause tells may, should or could be."""
    stems = {word[:STEM_CHARS] for word in clause.telling}
    return any(group & stems for group in _turned("mood", sentence))


def _counts_same(clause: Clause, sentence: Sequence[str]) -> bool:
    """Return whether what is counted is the same: the word after each number, years apart."""
    for number, word in pairwise((*clause.words, "")):
        is_unit = table_cues("limit", "units").is_in((word,))
        if not number.isdigit() or YEAR.fullmatch(number) or is_unit:
            continue
        following = [after for before, after in pairwise((*sentence, "")) if before == number]
        if not any(after == word or (word and is_form(word, after)) for after in following):
            return False
    return True


def _places(word: str, words: Sequence[str]) -> list[int]:
    exact = [i for i, other in enumerate(words) if other == word]
    return exact or [i for i, other in enumerate(words) if is_form(word, other)]


def _may_move(clause: Clause, sentence: Sequence[str]) -> bool:
    """Return whether words in other order say the same: forms and neighbours are as they were."""
    numbers = [word for word in clause.telling if word.isdigit()]
    if numbers != [word for word in sentence if word in set(numbers)]:
        return False
    there = set(sentence)
    if any(word not in there for word in clause.telling):
        return False
    return all(
        any(abs(i - j) <= BESIDE for i in _places(a, sentence) for j in _places(b, sentence))
        for a, b in pairwise(clause.telling)
    )


def _turns_same(kind: str, clause: Clause, sentence: Sequence[str]) -> bool:
    """Return whether words that turn a meaning stand before the same words on both sides."""
    said, there = _turned(kind, clause.words), _turned(kind, sentence)
    stems = {word[:STEM_CHARS] for word in clause.telling}
    known = {stem for group in there for stem in group}
    return all(group & known & stems for group in said) and all(
        not (group & stems) or any(group & stems & other for other in said) for group in there
    )


def _turned(kind: str, words: Sequence[str]) -> list[set[str]]:
    """Return for each cue of a kind the stems of the words after it."""
    return [
        {word[:STEM_CHARS] for word in words[span[-1] + 1 : span[-1] + 1 + NEXT_WORDS]}
        for _, span in language_cues("support", kind).find(words)
    ]


@cache
def _breaks(*, is_of_figures: bool) -> re.Pattern[str]:
    """Return what parts clauses; where figures are told of two things, what joins them too."""
    words = read_toml("language.toml")["support"]
    going_on = "|".join(words["subordinate"]["words"])
    joints = "|".join(words["joint"]["words"])
    parts = rf"{BREAK}|,\s(?!(?:{going_on})\b)"
    return re.compile(rf"{parts}|,?\s(?:{joints})\s" if is_of_figures else parts, re.IGNORECASE)


def _has(kind: str, words: Sequence[str]) -> bool:
    return language_cues("support", kind).is_in(words)
