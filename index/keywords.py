"""The keyword index: BM25 over word n-grams, by bm25s."""

import logging
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt

from index.grams import text_grams

Scores = npt.NDArray[np.float32]
# Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework", usual values.
K1, B = 1.5, 0.75


class Keywords:
    """BM25 scores of n texts, in the order they were given."""

    def __init__(self, retriever: Any) -> None:  # noqa: ANN401 - bm25s carries no types
        """Wrap a retriever that `build` or `load` made."""
        self._retriever = retriever
        self._vocabulary: dict[str, int] = retriever.vocab_dict
        self._best = _highest_of_each(retriever.scores)

    @classmethod
    def build(cls, texts: Sequence[str]) -> "Keywords":
        """Return the index of `texts`."""
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        retriever = bm25s.BM25(k1=K1, b=B, method="lucene")
        retriever.index([text_grams(text) for text in texts], show_progress=False)
        return cls(retriever)

    @classmethod
    def load(cls, folder: Path) -> "Keywords":
        """Return the index that `save` wrote.

        Raises:
            OSError: a file is missing; ValueError or KeyError: one is damaged.
        """
        return cls(bm25s.BM25.load(folder, load_corpus=False))

    def save(self, folder: Path) -> None:
        """Write the index into `folder`."""
        self._retriever.save(folder, show_progress=False)

    def scores(self, grams: Sequence[str]) -> Scores:
        """Return n BM25 scores, 0 and up, higher is better; all 0 where no gram is known."""
        known = [gram for gram in grams if gram in self._vocabulary]
        if not known:
            return np.zeros(self._retriever.scores["num_docs"], dtype=np.float32)
        found: Scores = self._retriever.get_scores(known)
        return found

    def best_score(self, grams: Sequence[str]) -> float:
        """Return a bound for what a text can score: each known gram in the text that has it most.

        A gram that no text holds counts as much as the rarest that one does.
        """
        best = self._best
        rarest = float(best.max(initial=0.0))
        known = self._vocabulary
        return sum(float(best[known[g]]) if g in known else rarest for g in grams)


def _highest_of_each(scores: dict[str, Any]) -> Scores:
    """Return for each gram of the vocabulary the highest score it gives to any text."""
    starts = np.asarray(scores["indptr"], dtype=np.int64)
    data = np.asarray(scores["data"], dtype=np.float32)
    best = np.zeros(len(starts) - 1, dtype=np.float32)
    for gram, (start, end) in enumerate(pairwise(starts)):
        best[gram] = data[start:end].max(initial=0.0)
    return best
