"""Finds which rows of the tables a question speaks of, by words shared and by meaning."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.evidence import Evidence
from bot.lexicon import Lexicon
from bot.numbers import cardinal
from bot.question import Language, is_function_word
from bot.retrieve import MET
from bot.tables.query import Target
from bot.tables.wording import table_words
from index.grams import fold, shared_start, split_words, text_grams, word_grams
from index.report import Row, Table

Floats = npt.NDArray[np.float32]
MEANING = 0.12  # what one standard deviation of meaning is worth beside all words met
PRECISION = 0.08  # what it is worth that a label has no other words
PHRASE = 0.2  # what two words in a row are worth that are in a row in the label too
MIN_SHARED = 4
ENDING = 3  # characters that two forms of a word differ in at their ends
COMMON = 0.3  # what a word is worth that a table's title has
LONG_START = 9  # characters; words that begin alike for so long are one
SHORT_WORD = 5  # characters; its stem is looked for inside words too
FORM = 0.85  # likeness of two forms of one word
LONG_WORD = 7  # characters; a shorter word tells less
IN_PARTS = 0.9  # what a compound is worth that a label has in parts
ELECTRONIC_WORD = re.compile(r"\be-?[A-ZÅÄÖ]\w*|\be-[a-zåäö]\w*")
MEANING_MOST = 2.0
KEPT_WORDS = 2_048  # of the words last looked up
CLEAR_COVER, CLEAR_SCORE, CLEAR_AHEAD = 0.34, 0.62, 0.12


@dataclass(frozen=True, slots=True)
class RowScores:
    """How well each of e rows fits a question; rows with one label are one, whatever their table.

    `cover`: e, the part of the question's rare words that the label has, 0 to 1. `scores`: e, with
    the meaning added, higher is better.
    """

    cover: Floats
    scores: Floats

    def best(self, among: Sequence[int]) -> int:
        """Return the best of some rows."""
        return max(among, key=lambda row: self.scores[row])

    def is_clear(self, among: Sequence[int]) -> bool:
        """Return whether the best of some rows is named beyond doubt."""
        ordered = sorted((float(self.scores[row]) for row in among), reverse=True)
        best = self.best(among)
        ahead = ordered[0] - ordered[1] if len(ordered) > 1 else ordered[0]
        is_met = bool(self.cover[best] >= CLEAR_COVER)
        return is_met and (ordered[0] >= CLEAR_SCORE or ahead >= CLEAR_AHEAD)


class RowFinder:
    """The distinct row labels of all tables."""

    def __init__(
        self,
        evidence: Sequence[Evidence],
        embed: Callable[[list[str]], list[list[float]]] = lambda texts: [[0.0] for _ in texts],
    ) -> None:
        """Take in the rows of the evidence; `embed` embeds their labels as passages."""
        self._evidence = evidence
        self._places = [i for i, e in enumerate(evidence) if e.row is not None]
        printed = {fold(e.row.label): e.row.label for e in evidence if e.row is not None}
        self.labels = list(printed)
        marked = [found for label in printed.values() for found in ELECTRONIC_WORD.findall(label)]
        self._electronic = {word for text in marked for word in split_words(text)}
        texts = [_spelt_out(label) for label in printed.values()]
        self._lexicon = Lexicon(texts or [""])
        self._words = [split_words(text) for text in texts]
        self._by_start: dict[str, set[str]] = defaultdict(set)  # forms of a word begin alike
        for own in (own for label in self._words for own in label):
            self._by_start[own[:MIN_SHARED]].add(own)
        self._numerals = [own for owns in self._by_start.values() for own in owns if cardinal(own)]
        self._following: dict[str, set[str]] = defaultdict(set)
        for own, after in (pair for label in self._words for pair in pairwise(label)):
            self._following[own].add(after)
        self._vectors = np.array(embed(list(printed.values())), dtype=np.float32)
        self._texts = [fold(text) for text in texts]
        self._grams = [set(text_grams(text)) for text in texts]
        self._held = Counter(gram for grams in self._grams for gram in grams)
        self._place = {e.row.label: self.labels.index(fold(e.row.label)) for e in evidence if e.row}
        self.tables: tuple[Table, ...] = tuple(
            dict.fromkeys(e.table for e in evidence if e.table is not None)
        )
        self.held_words = _words_of(self.tables)
        self.sizes = frozenset(str(len(table.rows)) for table in self.tables)
        # A question's words are looked for in the labels again and again.
        self._forms = lru_cache(maxsize=KEPT_WORDS)(self._find_forms)
        self._matches_of = lru_cache(maxsize=KEPT_WORDS)(self._match)

    def rows_of(self, table: Table) -> list[int]:
        """Return the rows that a table has, in its order."""
        return [self._place[row.label] for row in table.rows]

    def place_of(self, row: Row) -> int:
        """Return which of the labels a row has."""
        return self._place[row.label]

    def target(self, row: int, table: Table, columns: Sequence[str]) -> Target:
        """Return a row of a table in some columns.

        Raises:
            KeyError: the table has no such row.
        """
        for place in self._places:
            e = self._evidence[place]
            if e.table == table and e.row is not None and self._place[e.row.label] == row:
                return Target(e.report, table, e.row, tuple(columns))
        raise KeyError(self.labels[row])

    def score(
        self,
        words: Sequence[str],
        language: Language,
        vector: Floats | None,
        common: Collection[str] = (),
    ) -> RowScores:
        """Return how well the rows fit words of a question.

        `vector`: the embedding of the whole question; None leaves meaning out. `common`: words
        that tell less, as the table's title has them too.
        """
        cover = self._cover(words, language, common)
        if vector is None or not self.labels:
            return RowScores(cover, cover)
        of_row = self._vectors @ vector
        spread = max(float(of_row.std()), 1e-6)
        meaning = ((of_row - of_row.mean()) / spread).clip(-MEANING_MOST, MEANING_MOST)
        return RowScores(cover, cover + MEANING * meaning)

    def cover_of(
        self,
        words: Sequence[str],
        language: Language,
        common: Collection[str],
        rows: Sequence[int],
    ) -> float:
        """Return how much of the rare words the labels of some rows have together, 0 to 1."""
        if not words or not rows:
            return 0.0
        matches = self._matches(words, language)
        rarity = _rarity(words, matches, common)
        best = matches[:, list(rows)].max(axis=1)
        met = np.where(best >= MET, best, 0.5 * best)
        return min(float(rarity @ met) / max(float(rarity.sum()), 1e-6), 1.0)

    def holding(self, word: str) -> int:
        """Return how many labels have a form of a word that begins alike for long."""
        same = {own for own in self._forms(word) if shared_start(word, own) >= LONG_START}
        return sum(not same.isdisjoint(label) for label in self._words)

    def is_electronic(self, word: str) -> bool:
        """Return whether a word is one that a label writes with e- or eA, written small."""
        return any(is_form(word, own) for own in self._electronic)

    def bound(self, words: Sequence[str]) -> frozenset[int]:
        """Return the places of words that stand in a label with the telling word after them."""
        return frozenset(
            place
            for place, (word, following) in enumerate(pairwise(words))
            if not is_function_word(following)
            and any(
                not self._forms(following).isdisjoint(self._following[own])
                for own in self._forms(word)
            )
        )

    def is_met(self, word: str, language: Language, rows: Sequence[int]) -> bool:
        """Return whether the label of any of some rows has a word, or one that means the same."""
        if not rows:
            return False
        matches = np.maximum(self._lexicon.matches([word], language), self._as_forms([word]))
        return bool(matches[0, list(rows)].max() >= MET)

    def _matches(self, words: Sequence[str], language: Language) -> Floats:
        """Return for k words, one at least, and e rows how like the label's best word is: k × e."""
        return np.stack([self._matches_of(word, language) for word in words])

    def _match(self, word: str, language: Language) -> Floats:
        """Return for e rows the best likeness of a word in the label: e."""
        matches = np.maximum(self._lexicon.matches([word], language), self._in_parts([word]))
        found: Floats = np.maximum(matches, self._as_forms([word]))[0]
        return found

    def _cover(self, words: Sequence[str], language: Language, common: Collection[str]) -> Floats:
        if not words or not self.labels:
            return np.zeros(len(self.labels), dtype=np.float32)
        matches = self._matches(words, language)
        rarity = _rarity(words, matches, common)
        met = np.where(matches >= MET, matches, 0.5 * matches)
        cover: Floats = (rarity @ met / max(float(rarity.sum()), 1e-6)).astype(np.float32)
        whole = (matches >= MET).sum(axis=0) / np.array([max(len(w), 1) for w in self._words])
        bonus = PHRASE * self._phrases(words) + PRECISION * np.minimum(whole, 1.0)
        found: Floats = np.minimum(cover + bonus, 1.0).astype(np.float32)
        return np.where(cover > 0, found, 0.0).astype(np.float32)

    def _as_forms(self, words: Sequence[str]) -> Floats:
        """Return for k words and e rows whether the label has a form of the word: FORM or 0."""
        found = np.zeros((len(words), len(self.labels)), dtype=np.float32)
        for i, word in enumerate(words):
            same = self._forms(word)
            forms = [FORM * (not same.isdisjoint(label)) for label in self._words]
            found[i, : len(forms)] = forms
        return found

    def _find_forms(self, word: str) -> frozenset[str]:
        """Return the words of all labels that are forms of a folded word."""
        near = self._numerals if cardinal(word) else ()
        alike = self._by_start.get(word[:MIN_SHARED], ())
        return frozenset(own for own in (*near, *alike) if is_form(word, own))

    def _in_parts(self, words: Sequence[str]) -> Floats:
        """Return for k words and e rows the part of a word's n-grams that the label's words have.

        So a compound meets a label that has its parts apart.
        """
        found = np.zeros((len(words), len(self.labels)), dtype=np.float32)
        for i, word in enumerate(words):
            if len(word) <= SHORT_WORD:
                found[i] = [0.6 / IN_PARTS * (word[:-1] in text) for text in self._texts]
                continue
            grams = set(word_grams(word))
            weights = {g: math.log((1 + len(self.labels)) / (1 + self._held[g])) for g in grams}
            whole = max(sum(weights.values()), 1e-6)
            for j, held in enumerate(self._grams):
                found[i, j] = sum(weights[g] for g in grams & held) / whole
        return IN_PARTS * found

    def _phrases(self, words: Sequence[str]) -> Floats:
        """Return for each row how many words that follow each other do so in its label too."""
        pairs = list(pairwise(words))
        return np.array(
            [
                sum(
                    any(x in self._forms(a) and y in self._forms(b) for x, y in pairwise(label))
                    for a, b in pairs
                )
                for label in self._words
            ],
            dtype=np.float32,
        )


def _rarity(words: Sequence[str], matches: Floats, common: Collection[str]) -> Floats:
    """Return for k words how much each tells of a row: k."""
    holding = (matches >= MET).sum(axis=1)
    size = matches.shape[1] + 1.0
    rarity = np.log(size / (holding + 0.5)) * (holding > 0) + np.log(size) * 0.35 * (holding == 0)
    rarity *= np.array([min(len(word) / LONG_WORD, 1.0) for word in words])
    rarity *= np.array([COMMON if word in common else 1.0 for word in words])
    found: Floats = rarity.astype(np.float32)
    return found


def _words_of(tables: Sequence[Table]) -> frozenset[str]:
    """Return the folded words of some tables: titles, headings, labels and units."""
    texts: set[str] = set()
    for table in tables:
        texts |= {table.title, table.lead, *table.columns, *(row.label for row in table.rows)}
        texts |= {cell.unit for row in table.rows for cell in row.cells}
    return frozenset(word for text in texts for word in split_words(text))


def _spelt_out(label: str) -> str:
    """Return a label with the word for 'electronic' where a word begins with e- or eA."""
    return (
        f"{label} {table_words('electronic', 'word')}" if ELECTRONIC_WORD.search(label) else label
    )


@lru_cache(maxsize=32_768)
def is_form(word: str, other: str) -> bool:
    """Return whether two words are forms of one, as far as their beginnings tell."""
    if cardinal(word) and cardinal(word) == cardinal(other):
        return True
    shared = shared_start(word, other)
    short, long = sorted((len(word), len(other)))
    return shared >= MIN_SHARED and shared >= short - ENDING and shared >= long - ENDING - 2
