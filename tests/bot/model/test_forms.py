"""Words are forms of one only where all that differs is an ending; endings tell case and tense."""

import pytest

from bot.model.forms import cases_of, is_form, is_same, read_words, tenses_of

FORMS = [
    ("kirja", "kirjan", True),
    ("asiakas", "asiakkaan", True),
    ("tapa", "tavan", True),
    ("kehitetään", "kehittäminen", True),
    ("viedään", "vieminen", True),
    ("mahdollisuus", "mahdollisuuden", True),
    ("sosiaalinen", "sosiaalista", True),
    ("yhteydenotto", "yhteydenoton", True),
    ("sosiaalityö", "sosiaaliala", False),
    ("sosiaalityö", "sosiaalihuolto", False),
    ("palvelu", "palvelutarve", False),
    ("asiakas", "asiakastyö", False),
    ("työntekijä", "työnantaja", False),
    ("toimiva", "toimivin", False),
    ("koti", "koditon", False),
    ("muuttuu", "muuttaa", False),
    ("näistä", "naista", False),
]


@pytest.mark.parametrize(
    ("word", "other", "expected"), FORMS, ids=[f"{a}-{b}" for a, b, _ in FORMS]
)
def test_forms_of_one_word(word: str, other: str, expected: bool) -> None:
    """A compound, a derived word or a word with other dots is another word."""
    assert is_form(word, other) is expected
    assert is_form(other, word) is expected


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("asiakkaalle", "allative"),
        ("työssään", "inessive"),
        ("perusarkeaan", "partitive"),
        ("kuntaan", "illative"),
        ("lasten", "genitive"),
        ("tärkeänä", "essive"),
        ("palvelut", "nominative"),
        ("tehdään", "nominative"),
    ],
)
def test_endings_tell_cases(word: str, case: str) -> None:
    """A possessive or a passive ending may hide a case; then several are told."""
    assert case in cases_of(word)


@pytest.mark.parametrize(
    ("word", "tense"),
    [
        ("kerätään", "present"),
        ("kehitettiin", "past"),
        ("seurattu", "perfect"),
        ("ansaitsisivat", "should"),
        ("kohdattava", "must"),
    ],
)
def test_endings_tell_tenses(word: str, tense: str) -> None:
    """What was, is, should be and must be are told apart."""
    assert tense in tenses_of(word)


def test_noun_has_no_past() -> None:
    """A noun that ends like a verb in the past is none."""
    assert not tenses_of("lastenkotiin")


@pytest.mark.parametrize(
    ("text", "there", "expected"),
    [
        ("laitos- ja avopalveluissa", "laitospalveluissa", True),
        ("laitos- ja avopalveluissa", "laitostyössä", False),
        ("laitos ja avopalvelut", "laitospalveluissa", False),
    ],
)
def test_first_part_stands_for_its_compound(text: str, there: str, expected: bool) -> None:
    """A part before a hyphen is the compound that ends like the one it is joined to."""
    assert is_same(read_words(text)[0], read_words(there)[0]) is expected
