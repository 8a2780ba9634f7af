"""Meets the words of a question with the words of the evidence.

Words meet when they share n-grams (inflection, compounds, typing errors) or stand for the same
idea in the general thesaurus (`prompts/synonyms.fi.txt`) or a glossary (`prompts/glossary.*.txt`).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from bot.question import Language
from index.grams import fold, split_words, word_grams
from prompts import read_lines

Floats = npt.NDArray[np.float32]
SYNONYM = 0.85  # a word of the same group of the thesaurus
TAIL_ONLY = 0.75  # the first part of a compound tells most: so much is left where it is not met
ENDING_CHARS = 5  # what inflection adds to a stem at most, as a rule
MIN_STEM = 4  # a shorter stem is a whole word
MIN_STEM_INSIDE = 5  # shorter stems are met only at the beginning of a word
NONE = np.zeros(1, dtype=np.float32)
NOBODY = np.array([], dtype=np.int64)


class Lexicon:
    """The distinct words of m texts and where they stand; `sizes` is how many each text has."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take in the texts; the vocabulary is sorted, v words."""
        words_of = [set(split_words(text)) for text in texts]
        self.words = sorted(set().union(*words_of))
        place = {word: i for i, word in enumerate(self.words)}
        postings: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.words):
            for gram in set(word_grams(word)):
                postings[gram].append(i)
        self._postings = {gram: np.array(ids) for gram, ids in postings.items()}
        size = 1.0 + len(self.words)
        self._weights = {g: float(np.log(size / (1.0 + len(ids)))) for g, ids in postings.items()}
        self._weight_of_none = float(np.log(size))
        nothing = [len(self.words)]  # the place after the last word: like no word
        self._ids = np.array(
            [i for words in words_of for i in sorted(place[w] for w in words) or nothing],
            dtype=np.int64,
        )
        self.sizes = [max(len(words), 1) for words in words_of]
        self._starts = np.array([0, *accumulate(self.sizes)][:-1], dtype=np.int64)
        self._joined = "\n".join(self.words)
        lengths = [len(word) + 1 for word in self.words]
        self._offsets = [0, *accumulate(lengths[:-1])]

    def likeness(self, word: str, language: Language) -> Floats:
        """Return how like a folded word is to each of the v words: 0 to 1, 1 is the same.

        It is the part of the word's n-grams that the other word has, each weighed by how few
        words have it, so that a shared ending tells little.
        """
        shared = np.zeros(len(self.words), dtype=np.float32)
        total = 0.0
        grams = word_grams(word)
        for gram in set(grams):
            weight = self._weights.get(gram, self._weight_of_none)
            if gram in self._postings:
                shared[self._postings[gram]] += weight
            total += weight
        like = shared / max(total, 1e-6)
        if len(grams) > 1:
            begins_alike = np.zeros(len(self.words), dtype=bool)
            begins_alike[self._postings.get(grams[0], NOBODY)] = True
            like = np.where(begins_alike, like, like * TAIL_ONLY)
        for stem, strength in synonym_stems(word, language).items():
            meets = self._words_with(stem)
            like[meets] = np.maximum(like[meets], SYNONYM * strength)
        return like

    def _words_with(self, stem: str) -> list[int]:
        """Return the words that begin with a stem, or hold a long one as a part."""
        first = bisect_left(self.words, stem)
        last = bisect_left(self.words, stem + "\uffff")
        found = list(range(first, last))
        if len(stem) >= MIN_STEM_INSIDE:
            at = self._joined.find(stem)
            while at >= 0:
                found.append(bisect_right(self._offsets, at) - 1)
                at = self._joined.find(stem, at + 1)
        return found

    def matches(self, words: Sequence[str], language: Language) -> Floats:
        """Return for k words and m texts the best likeness of the word in the text: k × m."""
        rows = [
            np.maximum.reduceat(
                np.append(self.likeness(word, language), NONE)[self._ids], self._starts
            )
            for word in words
        ]
        return np.stack(rows) if rows else np.zeros((0, len(self.sizes)), dtype=np.float32)


def synonym_stems(word: str, language: Language) -> dict[str, float]:
    """Return the stems that stand for the same idea as a folded word, with how surely, 0 to 1.

    Of a foreign word the longest stem in the glossary tells; of a Finnish one all its stems in the
    thesaurus do. A stem of three letters or fewer is a whole word. Where more is left of the word
    than an ending, it is a compound, and the stem stands for a part of it only.
    """
    lookup = _thesaurus() if language is Language.FINNISH else _glossary(language)
    found: dict[str, float] = {}
    for size in range(len(word), 0, -1):
        if size < MIN_STEM and size < len(word):
            break
        strength = min(1.0, (size + ENDING_CHARS) / len(word))
        for stem in lookup.get(word[:size], ()):
            found[stem] = max(found.get(stem, 0.0), strength)
        if found and language is not Language.FINNISH:
            break
    return found


@cache
def _thesaurus() -> dict[str, frozenset[str]]:
    """Return for each stem the stems of all groups in which it stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in read_lines("synonyms.fi.txt"):
        group = [stem for stem in _entries(line, ",") if " " not in stem]
        for stem in group:
            found[stem].update(group)
    return {stem: frozenset(stems) for stem, stems in found.items()}


@cache
def _glossary(language: Language) -> dict[str, frozenset[str]]:
    """Return for each foreign stem its Finnish stems."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in read_lines(f"glossary.{language.value}.txt"):
        left, _, right = line.partition("=")
        finnish = [stem for stem in _entries(right, ",") if " " not in stem]
        for source in _entries(left, "|"):
            if " " not in source:
                found[source].update(finnish)
    return {source: frozenset(stems) for source, stems in found.items()}


def _entries(line: str, separator: str) -> Iterable[str]:
    return (fold(entry).strip() for entry in line.split(separator) if entry.strip())
