"""Centring of embeddings, on a model whose vectors one can see."""

from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from index.space import CentredEmbeddings


class LetterEmbeddings(Embeddings):
    """A model of 3 dimensions: how many a, b and c a text has; remembers what it was asked."""

    def __init__(self) -> None:
        """Begin with no calls."""
        self.calls: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        """Return the counts, shifted by what all questions share."""
        return [float(text.count(letter)) + 5 for letter in "abc"]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the counts of each text."""
        self.calls += texts
        return [[float(text.count(letter)) for letter in "abc"] for text in texts]


@pytest.fixture
def model() -> LetterEmbeddings:
    """Return a fresh model."""
    return LetterEmbeddings()


@pytest.fixture
def space(model: LetterEmbeddings) -> CentredEmbeddings:
    """Return a space fitted on two questions and three passages."""
    return CentredEmbeddings.fit(model, ["aa", "bb"], ["aaa", "bbb", "abc"], lambda _count: None)


def test_means_are_taken_away(space: CentredEmbeddings) -> None:
    """A question as far from the mean as another on the other side points the other way."""
    first, second = space.embed_query("aa"), space.embed_query("bb")
    np.testing.assert_allclose(first, np.negative(second), atol=1e-6)


def test_vectors_are_of_unit_length(space: CentredEmbeddings) -> None:
    """Centred vectors have length 1 again."""
    vectors = [space.embed_query("abb"), *space.embed_documents(["aaa", "c"])]
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert space.dimension == 3


def test_text_at_the_mean_stays_zero(space: CentredEmbeddings) -> None:
    """A question at the very mean has no direction, and that is no error."""
    assert space.embed_query("ab") == [0, 0, 0]


def test_fitted_passages_are_not_embedded_again(
    model: LetterEmbeddings, space: CentredEmbeddings
) -> None:
    """Indexing right after fitting embeds only what is new, in the order asked."""
    model.calls.clear()
    fitted = space.embed_documents(["abc", "ccc", "aaa"])
    assert model.calls == ["ccc"]
    np.testing.assert_allclose(fitted[1], space.embed_documents(["ccc"])[0])
    assert not np.allclose(fitted[0], fitted[2])


def test_saved_space_is_the_same(
    model: LetterEmbeddings, space: CentredEmbeddings, tmp_path: Path
) -> None:
    """What is saved and loaded embeds as before."""
    space.save(tmp_path)
    loaded = CentredEmbeddings.load(model, tmp_path)
    assert loaded.embed_query("abb") == space.embed_query("abb")
    np.testing.assert_allclose(
        loaded.embed_documents(["aaa"]), space.embed_documents(["aaa"]), atol=1e-6
    )


def test_missing_space_is_an_os_error(model: LetterEmbeddings, tmp_path: Path) -> None:
    """Loading from an empty folder fails as its docstring says."""
    with pytest.raises(OSError, match="space"):
        CentredEmbeddings.load(model, tmp_path)


def test_progress_counts_every_text(model: LetterEmbeddings) -> None:
    """Progress adds up to all questions and passages."""
    told: list[int] = []
    CentredEmbeddings.fit(model, ["a"] * 3, [f"b{i}" for i in range(40)], told.append)
    assert sum(told) == 43
