"""Which words meet: inflected, compound, mistyped, synonymous, foreign."""

import pytest

from bot.lexicon import Lexicon, synonym_stems
from bot.question import Language
from bot.retrieve import MET
from index.grams import fold

TEXTS = (
    "Kirjastojen henkilöstö siirtyi etätyöhön.",
    "Lukemisen osaaminen korostuu.",
    "Lapset ja nuoret lukevat satukirjoja.",
    "Vapaaehtoiset auttavat vanhuksia.",
    "Johtaja päättää rahoituksesta.",
)
LIBRARY, READING, YOUNG, HELP, MONEY = range(5)
FINNISH, SWEDISH, ENGLISH = Language.FINNISH, Language.SWEDISH, Language.ENGLISH

MEETINGS = [
    ("the word itself", "etätyöhön", FINNISH, LIBRARY),
    ("another case", "kirjastossa", FINNISH, LIBRARY),
    ("another number", "kirjasto", FINNISH, LIBRARY),
    ("another stem grade", "johtajien", FINNISH, MONEY),
    ("a verb's other form", "päättävät", FINNISH, MONEY),
    ("a part of a compound", "kirjoja", FINNISH, YOUNG),
    ("a longer compound", "etätyöskentely", FINNISH, LIBRARY),
    ("a letter missing", "henkilstö", FINNISH, LIBRARY),
    ("a letter doubled", "vapaaehtoisset", FINNISH, HELP),
    ("letters swapped", "rahoitusksesta", FINNISH, MONEY),
    ("no dots on letters", "etatyohon", FINNISH, LIBRARY),
    ("capitals", "ETÄTYÖHÖN", FINNISH, LIBRARY),
    ("a synonym", "kompetenssi", FINNISH, READING),
    ("a colloquial synonym", "etäduuni", FINNISH, LIBRARY),
    ("a synonym inflected", "seniorien", FINNISH, HELP),
    ("a Swedish word", "bibliotek", SWEDISH, LIBRARY),
    ("a Swedish compound", "distansarbete", SWEDISH, LIBRARY),
    ("a Swedish word inflected", "ungdomarna", SWEDISH, YOUNG),
    ("an English word", "library", ENGLISH, LIBRARY),
    ("an English plural", "volunteers", ENGLISH, HELP),
    ("another English word", "funding", ENGLISH, MONEY),
]


@pytest.mark.parametrize(
    ("claim", "word", "language", "text"), MEETINGS, ids=[c[0] for c in MEETINGS]
)
def test_word_meets_its_text(claim: str, word: str, language: Language, text: int) -> None:
    """A word counts as met in the text that holds it in some form, and there best."""
    (likeness,) = Lexicon(TEXTS).matches([fold(word)], language)
    assert likeness[text] >= MET, claim
    assert likeness.argmax() == text, claim


STRANGERS = [
    ("a word of another subject", "traktori", FINNISH),
    ("no word at all", "qwxz", FINNISH),
    ("a number", "2018", FINNISH),
    ("a Swedish word of another subject", "traktor", SWEDISH),
    ("an English word of another subject", "tractor", ENGLISH),
    ("a Swedish word where Finnish is asked", "ungdomar", FINNISH),
    ("a shared ending alone", "porkkanoitaminen", FINNISH),
    ("a short word inside another", "ara", FINNISH),
    ("nothing", "", FINNISH),
]


@pytest.mark.parametrize(("claim", "word", "language"), STRANGERS, ids=[c[0] for c in STRANGERS])
def test_stranger_meets_nothing(claim: str, word: str, language: Language) -> None:
    """A word that no text holds is met nowhere, however its ending may look."""
    assert Lexicon(TEXTS).matches([fold(word)], language).max() < MET, claim


def test_matches_are_words_by_texts() -> None:
    """For k words and m texts the matches are k × m, between 0 and 1; 1 is the same word."""
    found = Lexicon(TEXTS).matches(["kirjastojen", "qwxz", "lapset"], FINNISH)
    assert found.shape == (3, len(TEXTS))
    assert found.min() >= 0.0
    assert found.max() <= 1.0
    assert found[0, LIBRARY] == pytest.approx(1.0)


def test_no_words_match_nothing() -> None:
    """Without words there are no rows, but all texts are still there."""
    assert Lexicon(TEXTS).matches([], FINNISH).shape == (0, len(TEXTS))


def test_exact_word_beats_a_synonym() -> None:
    """A text that says the word itself is met better than one that says it otherwise."""
    lexicon = Lexicon(["Kompetenssi kasvaa.", "Osaaminen kasvaa."])
    (likeness,) = lexicon.matches(["osaaminen"], FINNISH)
    assert likeness[1] > likeness[0] >= MET


@pytest.mark.parametrize(
    "texts", [("",), ("–", "?!"), ()], ids=["one empty text", "texts of marks", "no text"]
)
def test_texts_without_words_meet_nothing(texts: tuple[str, ...]) -> None:
    """A report may have no table and no list: what is empty meets no word, and nothing fails."""
    found = Lexicon(texts).matches(["kirja"], FINNISH)
    assert found.shape == (1, len(texts))
    assert not found.any()


def test_empty_text_holds_no_word_of_the_others() -> None:
    """An empty text among others meets nothing."""
    (likeness,) = Lexicon(["aamu kello", ""]).matches(["aamu"], FINNISH)
    assert likeness.tolist() == [pytest.approx(1.0), 0.0]


STEMS = [
    ("a word of the thesaurus stands for itself", "etatyo", FINNISH, "etatyo", 1.0),
    ("and for its group", "etaduuni", FINNISH, "etatyo", 1.0),
    ("an inflected one as surely", "etaduunissa", FINNISH, "etatyo", 1.0),
    ("a foreign word for its Finnish stem", "bibliotek", SWEDISH, "kirjasto", 1.0),
    ("in English too", "library", ENGLISH, "kirjasto", 1.0),
]


@pytest.mark.parametrize(
    ("claim", "word", "language", "stem", "strength"), STEMS, ids=[c[0] for c in STEMS]
)
def test_stems_stand_for_the_same_idea(
    claim: str, word: str, language: Language, stem: str, strength: float
) -> None:
    """The thesaurus and the glossaries tell stems, with how surely they are meant."""
    assert synonym_stems(word, language).get(stem) == pytest.approx(strength), claim


def test_part_of_a_compound_is_told_less_surely() -> None:
    """Where more than an ending is left of a word, a stem stands for a part of it only."""
    whole = synonym_stems("etatyo", FINNISH)["etatyo"]
    part = synonym_stems("etatyoskentelymahdollisuus", FINNISH)["etatyo"]
    assert 0.0 < part < whole


@pytest.mark.parametrize("word", ["qwxz", "x", ""])
def test_unknown_word_has_no_stems(word: str) -> None:
    """What no list holds stands for nothing else."""
    for language in Language:
        assert synonym_stems(word, language) == {}
