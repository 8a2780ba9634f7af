"""Centres embeddings, so that what all texts share does not hide what tells them apart.

E5's cosines all lie near 0.8 because questions share one direction and passages another. Taking
the mean of each away before comparing them lifts the right passage from first in .50 to .57, from
the first three in .69 to .72 of the questions in tests/training/report_questions.jsonl (compare
Mu & Viswanath 2018, "All-but-the-Top").
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from index.errors import SearchError

Vector = npt.NDArray[np.float32]
BATCH = 16
FILE = "space.npz"


class CentredEmbeddings(Embeddings):
    """An embedding model whose questions and passages are centred and of unit length again."""

    def __init__(self, model: Embeddings, question_mean: Vector, passage_mean: Vector) -> None:
        """Wrap `model`; both means are vectors of its d dimensions."""
        self._model = model
        self._question_mean = question_mean
        self._passage_mean = passage_mean
        self._known: dict[str, Vector] = {}

    @classmethod
    def fit(
        cls,
        model: Embeddings,
        questions: Sequence[str],
        passages: Sequence[str],
        on_progress: Callable[[int], None],
    ) -> "CentredEmbeddings":
        """Measure the means on general questions and on the passages to be indexed.

        `on_progress` is told how many texts were embedded since it was last called. The
        passages' embeddings are kept, so that indexing them next costs nothing.
        """
        asked = []
        for question in questions:
            asked.append(model.embed_query(question))
            on_progress(1)
        rows: list[list[float]] = []
        for start in range(0, len(passages), BATCH):
            batch = list(passages[start : start + BATCH])
            rows += model.embed_documents(batch)
            on_progress(len(batch))
        table = np.asarray(rows, dtype=np.float32)
        question_mean = np.asarray(asked, dtype=np.float32).mean(axis=0)
        space = cls(model, question_mean, table.mean(axis=0))
        centred = _unit(table - space._passage_mean)
        space._known = dict(zip(passages, centred, strict=True))
        return space

    @classmethod
    def load(cls, model: Embeddings, folder: Path) -> "CentredEmbeddings":
        """Return the space that `save` wrote.

        Raises:
            OSError, ValueError, KeyError: the file is missing or damaged.
        """
        with np.load(folder / FILE) as means:
            return cls(model, means["question"], means["passage"])

    def save(self, folder: Path) -> None:
        """Write the two means into `folder`."""
        np.savez(folder / FILE, question=self._question_mean, passage=self._passage_mean)

    @property
    def dimension(self) -> int:
        """Return the number of dimensions d."""
        return int(self._question_mean.shape[0])

    def embed_query(self, text: str) -> list[float]:
        """Return the centred embedding of a question: d floats of unit length.

        Raises:
            SearchError: the model gives vectors of another size than those that were indexed.
        """
        vector = np.asarray(self._model.embed_query(text), dtype=np.float32)
        if vector.shape != self._question_mean.shape:
            raise SearchError(
                f"upotusmalli antaa {vector.size} ulottuvuutta, hakemistossa on {self.dimension}; "
                "aja 'murros index --force'"
            )
        centred: list[float] = _unit(vector - self._question_mean).tolist()
        return centred

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the centred embeddings of passages: n × d floats, rows of unit length."""
        missing = [text for text in texts if text not in self._known]
        fresh: dict[str, Vector] = {}
        if missing:
            table = np.asarray(self._model.embed_documents(missing), dtype=np.float32)
            fresh = dict(zip(missing, _unit(table - self._passage_mean), strict=True))
        return [(fresh[t] if t in fresh else self._known[t]).tolist() for t in texts]


def _unit(vectors: Vector) -> Vector:
    """Return vectors of length 1; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vector = vectors / np.maximum(length, 1e-9)
    return scaled
