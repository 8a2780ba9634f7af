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
PART = 0.9  # a word that is a whole part of the other
SYNONYM = 0.85  # a word of the same group of the thesaurus
MIN_PART_GRAMS = 3
MIN_STEM_INSIDE = 5  # shorter stems are met only at the beginning of a word


class Lexicon:
    """The distinct words of m texts and where they stand."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take in the texts; the vocabulary is sorted, v words."""
        words_of = [set(split_words(text)) for text in texts]
        self.words = sorted(set().union(*words_of))
        place = {word: i for i, word in enumerate(self.words)}
        self._lengths = np.array([len(word_grams(w)) for w in self.words], dtype=np.float32)
        postings: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.words):
            for gram in set(word_grams(word)):
                postings[gram].append(i)
        self._postings = {gram: np.array(ids) for gram, ids in postings.items()}
        self._ids = np.concatenate(
            [np.array(sorted(place[w] for w in words) or [0], dtype=np.int64) for words in words_of]
        )
        counts = [max(len(words), 1) for words in words_of]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        self.size = len(texts)
        self._joined = "\n".join(self.words)
        lengths = [len(word) + 1 for word in self.words]
        self._offsets = [0, *accumulate(lengths[:-1])]

    def likeness(self, word: str, language: Language) -> Floats:
        """Return how like a folded word is to each of the v words: 0 to 1, 1 is the same."""
        grams = set(word_grams(word))
        shared = np.zeros(len(self.words), dtype=np.float32)
        for gram in grams:
            if gram in self._postings:
                shared[self._postings[gram]] += 1.0
        like = shared / len(grams)
        if len(grams) >= MIN_PART_GRAMS:
            is_part = self._lengths >= MIN_PART_GRAMS
            like = np.maximum(like, np.where(is_part, PART * shared / self._lengths, 0.0))
        for stem in synonym_stems(word, language):
            meets = self._words_with(stem)
            like[meets] = np.maximum(like[meets], SYNONYM)
        return like.astype(np.float32)

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
            np.maximum.reduceat(self.likeness(word, language)[self._ids], self._starts)
            for word in words
        ]
        return np.stack(rows) if rows else np.zeros((0, self.size), dtype=np.float32)


def synonym_stems(word: str, language: Language) -> frozenset[str]:
    """Return the stems that stand for the same idea as a folded word, in Finnish."""
    stems: set[str] = set()
    if language is Language.FINNISH:
        groups, lookup = _thesaurus()
        for size in range(len(word), 2, -1):
            for group in lookup.get(word[:size], ()):
                stems |= groups[group]
    else:
        glossary = _glossary(language)
        for size in range(len(word), 2, -1):
            stems |= glossary.get(word[:size], frozenset())
    return frozenset(stems)


@cache
def _thesaurus() -> tuple[tuple[frozenset[str], ...], dict[str, tuple[int, ...]]]:
    """Return the groups of one-word stems, and for each stem its groups."""
    groups = tuple(
        frozenset(stem for stem in _entries(line, ",") if " " not in stem)
        for line in read_lines("synonyms.fi.txt")
    )
    lookup: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for stem in group:
            lookup[stem].append(number)
    return groups, {stem: tuple(numbers) for stem, numbers in lookup.items()}


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

