"""How the keyword index sees words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.grams import SIZE, fold, split_words, text_grams, word_grams

WORDS = [
    ("letters lose their case", "Kirjasto AUKI", ["kirjasto", "auki"]),
    ("ä and ö are typed without dots", "Äiti yöllä Åbo", ["aiti", "yolla", "abo"]),
    ("decomposed letters are the same", "A\u0308iti yo\u0308lla\u0308", ["aiti", "yolla"]),
    ("a soft hyphen is no letter", "kirjasto\u00adtyö", ["kirjastotyo"]),
    ("a hyphen parts", "sote-uudistus", ["sote", "uudistus"]),
    ("so does an underscore", "a_b", ["a", "b"]),
    ("numbers are words", "58\u00a0% on 1 234,5", ["58", "on", "1", "234", "5"]),
    ("marks are none", "– ’ … !", []),
    ("a compatibility letter stays", "ß ø", ["ß", "ø"]),
    ("nothing has no words", "", []),
]


@pytest.mark.parametrize(("claim", "text", "expected"), WORDS, ids=[c[0] for c in WORDS])
def test_words(claim: str, text: str, expected: list[str]) -> None:
    """Words are folded so that those who type without dots find them."""
    assert split_words(text) == expected, claim


GRAMS = [
    ("kirja", ("kirj", "irja", "rja_")),
    ("yo", ("yo_",)),
    ("sote", ("sote", "ote_")),
    ("5", ("5_",)),
]


@pytest.mark.parametrize(("word", "expected"), GRAMS)
def test_grams_of_a_word(word: str, expected: tuple[str, ...]) -> None:
    """A word's n-grams overlap, its end is marked, and a short word is one."""
    assert word_grams(word) == expected


def test_grams_of_a_text_are_those_of_its_words() -> None:
    """No n-gram spans two words."""
    assert text_grams("yö auki") == ["yo_", "auki", "uki_"]


def test_inflected_words_share_grams() -> None:
    """Inflection changes a word's tail, so most of its n-grams stay."""
    shared = set(word_grams("kirjastossa")) & set(word_grams("kirjastosta"))
    assert len(shared) == 6


@given(st.text())
def test_any_text_is_folded_once(text: str) -> None:
    """Folding is stable, and every n-gram is short and within one word."""
    assert fold(fold(text)) == fold(text)
    assert all(0 < len(gram) <= SIZE for gram in text_grams(text))
