"""BM25 over word n-grams."""

from pathlib import Path

import numpy as np
import pytest

from index.grams import text_grams
from index.keywords import Keywords

TEXTS = ["Kirjasto on auki sunnuntaisin.", "Museo on kiinni.", "Uimahalli avataan pian."]


@pytest.fixture(scope="module")
def keywords() -> Keywords:
    """Return the index of three short texts."""
    return Keywords.build(TEXTS)


QUESTIONS = [
    ("the word itself", "kirjasto", 0),
    ("an inflected form", "kirjastossakin", 0),
    ("a typing error", "kirjsto auki", 0),
    ("no dots on letters", "sunnuntaisin", 0),
    ("another text's word", "museoita", 1),
    ("a part of a compound", "uimahallissa", 2),
]


@pytest.mark.parametrize(("claim", "question", "best"), QUESTIONS, ids=[c[0] for c in QUESTIONS])
def test_best_text_comes_first(keywords: Keywords, claim: str, question: str, best: int) -> None:
    """The text that shares most with the question scores highest."""
    scores = keywords.scores(text_grams(question))
    assert scores.shape == (len(TEXTS),)
    assert int(np.argmax(scores)) == best, claim
    assert scores.min() >= 0


@pytest.mark.parametrize("question", ["", "xyzzy", "???"])
def test_unknown_words_score_nothing(keywords: Keywords, question: str) -> None:
    """A question of no known n-gram scores 0 everywhere, and is no error."""
    scores = keywords.scores(text_grams(question))
    assert scores.shape == (len(TEXTS),)
    assert not scores.any()


def test_best_score_is_a_bound(keywords: Keywords) -> None:
    """No text scores more than the bound, and an unknown word raises the bound."""
    grams = text_grams("kirjasto museo auki")
    assert keywords.scores(grams).max() <= keywords.best_score(grams)
    assert keywords.best_score([*grams, "zzzz"]) > keywords.best_score(grams)
    assert keywords.best_score([]) == 0


def test_saved_index_is_the_same(keywords: Keywords, tmp_path: Path) -> None:
    """What is saved and loaded scores as before."""
    keywords.save(tmp_path)
    loaded = Keywords.load(tmp_path)
    for question in ("kirjasto", "museo pian", "xyzzy"):
        grams = text_grams(question)
        np.testing.assert_array_equal(loaded.scores(grams), keywords.scores(grams))
        assert loaded.best_score(grams) == keywords.best_score(grams)


def test_missing_index_is_an_os_error(tmp_path: Path) -> None:
    """Loading from an empty folder fails as its docstring says."""
    with pytest.raises(OSError, match="params"):
        Keywords.load(tmp_path)
