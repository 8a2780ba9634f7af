"""Ranks the evidence for a question: by meaning, by keyword and by the words they share.

The features are general; their weights are learnt (`bot/weights.py`).
"""

from collections.abc import Callable, Collection, Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from bot.evidence import Evidence, list_evidence
from bot.lexicon import Lexicon, synonym_stems
from bot.quantity import asked_quantities, tells_quantity
from bot.question import OPERATIONS, Ask, Question
from bot.weights import read_weights
from index.chunks import Chunk, ChunkKind
from index.grams import word_grams
from index.report import PassageKind, Report
from index.store import Index
from index.vectors import chunk_key

Floats = npt.NDArray[np.float32]
MEASURES = (
    "passage",
    "sentence",
    "list",
    "keyword",
    "keyword_best",
    "keyword_wide",
    "cover",
    "cover_text",
)
KINDS = ("row", "caption", "link", "quotation", "title", "date")
ROW_WANTED = ("row_number", "row_operation", "row_heading")
QUANTITY = "quantity"
FEATURES = (*MEASURES, *KINDS, *ROW_WANTED, QUANTITY)
MET = 0.5  # likeness from which on two words count as the same
FAVOUR = 2.0  # what it is worth that the conversation is there; the best leads by 2 as a rule
ALL_CHUNKS = 2_000  # so many are compared; more than any one series of reports holds


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well each of m pieces of evidence fits a question of k words.

    `vector`: the question's embedding. `scores`: m, higher is better; `shares`: m, 0 to 1, in all
    1. `features`: m × f, what the scores come of. `matches`: k × m, the best likeness of each word
    in the evidence and its headings, 0 to 1; `rarity`: k, 1 for a word that no evidence holds, near
    0 for one that all do.
    `cosines`: m, -1 to 1, the better of the passage and its best sentence. `keyword_share`: m, 0
    to 1, the part reached of the keyword score that all words together could give.
    `sentences`: the cosine of each sentence by (report, passage) and offset.
    """

    question: Question
    vector: Floats
    features: Floats
    scores: Floats
    shares: Floats
    matches: Floats
    rarity: Floats
    cosines: Floats
    keyword_share: Floats
    sentences: dict[tuple[str, str], dict[int, float]]

    @property
    def order(self) -> list[int]:
        """Return the places of the evidence, best first."""
        return [int(i) for i in np.argsort(-self.scores, kind="stable")]

    def sentence_scores(self, evidence: Evidence) -> dict[int, float]:
        """Return the cosine of each sentence of a passage by offset; empty if it has but one."""
        return self.sentences.get((evidence.report.id, evidence.id), {})


class Retriever:
    """Searches one index."""

    def __init__(self, index: Index) -> None:
        """Prepare what does not depend on the question."""
        self.evidence: tuple[Evidence, ...] = list_evidence(index.reports)
        self._index = index
        self._embed: Callable[[str], list[float]] = index.embeddings.embed_query
        self._ranked: Callable[[Question, tuple[str, ...]], Ranking] = self._rank
        full = [" ".join((*e.headings, e.text)) for e in self.evidence]
        self._lexicon = Lexicon([*full, *(e.text for e in self.evidence)])
        self._kinds = np.array(
            [[e.kind == kind for kind in KINDS] for e in self.evidence], dtype=np.float32
        )
        tables = list(dict.fromkeys(e.table for e in self.evidence if e.table is not None))
        self._tables = Lexicon([" ".join((t.title, t.lead, *t.columns)) for t in tables] or [""])
        self._table_of = np.array(
            [-1 if e.table is None else tables.index(e.table) for e in self.evidence]
        )
        self._place = {(e.report.id, e.id): i for i, e in enumerate(self.evidence)}
        self._keys = {chunk_key(chunk): chunk.position for chunk in index.chunks}
        self._sentence_chunks = tuple(self._chunks(ChunkKind.SENTENCE))
        self._sentence_chunk = np.array([c.position for c in self._sentence_chunks], dtype=np.int64)
        self._sentence_owner = np.array(
            [self._place[c.report, c.target] for c in self._sentence_chunks], dtype=np.int64
        )
        whole = (ChunkKind.PASSAGE, ChunkKind.ROW)
        self._chunk_of = np.zeros(len(self.evidence), dtype=np.int64)
        for chunk in self._chunks(*whole):
            self._chunk_of[self._place[chunk.report, chunk.target]] = chunk.position
        lists = {(c.report, c.target): c.position for c in self._chunks(ChunkKind.LIST)}
        headings = dict(pair for report in index.reports for pair in _headings(report))
        self._list_of = np.array(
            [
                lists.get((e.report.id, headings.get((e.report.id, e.id), "")), -1)
                for e in self.evidence
            ]
        )

    def recalling(self) -> "Retriever":
        """Return one like it, for a single request: it embeds and ranks the same text but once."""
        other = copy(self)
        other._embed, other._ranked = cache(self._embed), cache(other._rank)
        return other

    def rank(self, question: Question, hints: tuple[str, ...] = ()) -> Ranking:
        """Return the ranking of the evidence; `hints` are folded words to look for besides.

        Raises:
            SearchError: the vector store does not answer.
        """
        return self._ranked(question, hints)

    def _rank(self, question: Question, hints: tuple[str, ...]) -> Ranking:
        size = len(self.evidence)
        vector = self.embed(question.text)
        cosines = self._cosines(vector)
        found = self._index.keywords.scores(_grams(question, hints))
        wide = self._index.keywords.scores(_synonym_grams(question, hints))
        matches = self._lexicon.matches((*question.words, *hints), question.language)
        rarity = _rarity(matches[:, :size])
        passage, sentence = self._by_evidence(cosines)
        keyword, keyword_best = self._by_evidence(found)
        _, keyword_wide = self._by_evidence(wide)
        in_list = np.where(self._list_of >= 0, cosines[self._list_of], passage.mean())
        cover, cover_text = (rarity @ half for half in (matches[:, :size], matches[:, size:]))
        by_word = (keyword, keyword_best, keyword_wide, cover, cover_text)
        measures = (passage, sentence, in_list, *by_word)
        wanted = (self._row_wanted(question), self._tells_quantity(question))
        columns = (*map(_standard, measures), self._kinds, *wanted)
        features = np.column_stack(columns).astype(np.float32)
        scores = read_weights("rank_foreign" if question.is_foreign else "rank").apply(features)
        best = np.maximum(passage, sentence)
        return Ranking(
            question=question,
            vector=np.asarray(vector, dtype=np.float32),
            features=features,
            scores=scores,
            shares=_softmax(scores),
            matches=matches[:, :size],
            rarity=rarity,
            cosines=best,
            keyword_share=keyword_best / max(self._best_keyword_score(question, hints), 1e-6),
            sentences=self._sentence_cosines(cosines),
        )

    def met_words(self, question: Question) -> frozenset[str]:
        """Return the folded words of the evidence that count as one of the question's."""
        likeness = [self._lexicon.likeness(w, question.language) for w in question.words]
        best = np.max(likeness, axis=0, initial=0.0) if likeness else np.zeros(0)
        return frozenset(self._lexicon.words[i] for i in np.flatnonzero(best >= MET))

    def embed(self, text: str) -> list[float]:
        """Return the embedding of a question."""
        return self._embed(text)

    def embed_passages(self, texts: list[str]) -> list[list[float]]:
        """Return the embeddings of texts as what is searched."""
        return self._index.embeddings.embed_documents(texts)

    def _row_wanted(self, question: Question) -> Floats:
        """Return m × 3: number asked for, operation asked for, headings met; 0 but for rows."""
        met = self._tables.matches(question.words, question.language).max(axis=0, initial=0.0)
        is_row = self._table_of >= 0
        asks = is_row * float(Ask.NUMBER in question.asks)
        operates = is_row * float(bool(OPERATIONS & question.asks))
        return np.stack([asks, operates, np.where(is_row, met[self._table_of], 0.0)], axis=1)

    def _tells_quantity(self, question: Question) -> Floats:
        """Return m: 1 for text that tells how much there is of what is asked, else 0."""
        asks = bool(asked_quantities(question))
        told = [asks and tells_quantity(question, e) for e in self.evidence]
        return np.array(told, dtype=np.float32)

    def _chunks(self, *kinds: ChunkKind) -> Iterator[Chunk]:
        return (chunk for chunk in self._index.chunks if chunk.kind in kinds)

    def _cosines(self, vector: list[float]) -> Floats:
        """Return the cosine of the question to each of the n chunks; -1 where not compared."""
        near = self._index.vectors.search(vector, ALL_CHUNKS)
        cosines = np.full(len(self._index.chunks), -1.0, dtype=np.float32)
        for key, cosine in near.items():
            cosines[self._keys[key]] = cosine
        return cosines

    def _by_evidence(self, values: Floats) -> tuple[Floats, Floats]:
        """Return m values of the whole passages, and m of their best sentences."""
        whole: Floats = values[self._chunk_of]
        best = np.full(len(self.evidence), -np.inf, dtype=np.float32)
        np.maximum.at(best, self._sentence_owner, values[self._sentence_chunk])
        return whole, np.where(np.isinf(best), whole, best)

    def _sentence_cosines(self, cosines: Floats) -> dict[tuple[str, str], dict[int, float]]:
        found: dict[tuple[str, str], dict[int, float]] = {}
        for chunk in self._sentence_chunks:
            of_passage = found.setdefault((chunk.report, chunk.target), {})
            of_passage[chunk.start] = float(cosines[chunk.position])
        return found

    def _best_keyword_score(self, question: Question, hints: tuple[str, ...]) -> float:
        """Return what the keyword score would be of a text that holds all of the question."""
        return self._index.keywords.best_score(_grams(question, hints))


def favour(ranking: Ranking, places: Collection[int]) -> Ranking:
    """Return a ranking in which the evidence at some places gets `FAVOUR` more."""
    if not places:
        return ranking
    scores = ranking.scores.copy()
    scores[list(places)] += FAVOUR
    return replace(ranking, scores=scores, shares=_softmax(scores))


def _grams(question: Question, hints: tuple[str, ...]) -> list[str]:
    """Return the n-grams to look for; of a foreign question also those of its glossary words."""
    grams = [gram for word in (*question.words, *hints) for gram in word_grams(word)]
    return grams + _synonym_grams(question, hints) if question.is_foreign else grams


def _synonym_grams(question: Question, hints: tuple[str, ...]) -> list[str]:
    """Return the n-grams of all stems that stand for the same ideas as the question's words."""
    words = (*question.words, *hints)
    stems = set().union(*(synonym_stems(word, question.language) for word in words))
    return [g for stem in sorted(stems) for g in word_grams(stem) if not g.endswith("_")]


def _headings(report: Report) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield for each passage of a report the id of the heading above it."""
    for section in report.sections:
        above = ""
        for passage in section.passages:
            if passage.kind is PassageKind.HEADING:
                above = passage.id
            yield (report.id, passage.id), above


def _rarity(matches: Floats) -> Floats:
    """Return for k words how rare each is: log(m / (1 + texts that hold it)) / log(m), 0 to 1."""
    size = max(matches.shape[1], 2)
    holding = (matches >= MET).sum(axis=1)
    rarity: Floats = (np.log(size / (1.0 + holding)) / np.log(size)).clip(0.0, 1.0)
    return rarity.astype(np.float32)


def _standard(values: Floats) -> Floats:
    """Return values less their mean, over their standard deviation."""
    spread = max(float(values.std()), 1e-6)
    scaled: Floats = (values - values.mean()) / spread
    return scaled


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    shares: Floats = powers / powers.sum()
    return shares
