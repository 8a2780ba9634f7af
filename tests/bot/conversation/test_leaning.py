"""How a message leans on the one before, by its words alone."""

import pytest

from bot.conversation.leaning import Lean, case_of, own_words, place_of, read_leaning
from index.grams import split_words

LEANS = [
    ("Entä kirjastoille?", Lean.ON),
    ("entäs johtajat", Lean.ON),
    ("no mites kirjastot", Lean.ON),
    ("Miksi?", Lean.ON),
    ("Mistä se johtuu?", Lean.ON),
    ("Paljonko se maksaa?", Lean.ON),
    ("Kenelle se oli tarkoitettu?", Lean.ON),
    ("Mitä heiltä puuttuu?", Lean.ON),
    ("Kerro lisää", Lean.MORE),
    ("mitä muuta siitä sanotaan?", Lean.MORE),
    ("Entä koko rivi?", Lean.MORE),
    ("anna esimerkkejä", Lean.EXAMPLE),
    ("onko siitä esimerkkiä?", Lean.EXAMPLE),
    ("Missä se sanotaan?", Lean.WHERE),
    ("millä sivulla?", Lean.WHERE),
    ("mistä tiedät?", Lean.WHERE),
    ("oletko varma?", Lean.AGAIN),
    ("Kerro toisesta kohdasta lisää", Lean.ITEM),
    ("entä kolmas?", Lean.ITEM),
    ("se viimeinen", Lean.ITEM),
    ("kerro kohdasta 4", Lean.ITEM),
    ("kuinka moni käyttää ensimmäistä?", Lean.ITEM),
    ("palataan kirjastoihin", Lean.BACK),
    ("Takaisin siihen kirjastoasiaan, entä johtajille?", Lean.BACK),
    ("Mitä uimahallien kahviloista kerrotaan?", Lean.ALONE),
    ("Mikä on kolmas sektori?", Lean.ALONE),
    ("Entä mitä uimahallien kahviloista ja kirjastoista kerrotaan?", Lean.ALONE),
    ("Miten se kirjasto on muuttunut?", Lean.ALONE),
    ("Luettele kunnan uudet palvelut", Lean.ALONE),
]


@pytest.mark.parametrize(("text", "lean"), LEANS)
def test_lean(text: str, lean: Lean) -> None:
    """Each way of going on is told apart, and a whole question stands alone."""
    assert read_leaning(text).lean is lean


ITEMS = [
    ("toisesta", 2),
    ("kolmas", 3),
    ("kolmannen", 3),
    ("kakkonen", 2),
    ("kolmosesta", 3),
    ("ensimmainen", 1),
    ("eka", 1),
    ("viimeinen", -1),
    ("jalkimmainen", -1),
    ("kirjasto", 0),
    ("seka", 0),
]


@pytest.mark.parametrize(("word", "place"), ITEMS)
def test_place(word: str, place: int) -> None:
    """The n-th is told in all its forms; other words are none."""
    assert place_of(word) == place


CASES = [
    ("kirjastosta", "elative"),
    ("kirjastoissa", "inessive"),
    ("asiakkaille", "allative"),
    ("asiakkaisiin", "illative"),
    ("henkilostoon", "illative"),
    ("kirjastoa", "partitive"),
    ("hyotya", "partitive"),
    ("kirjaston", "genitive"),
    ("kirjasto", "nominative"),
    ("se", "nominative"),
]


@pytest.mark.parametrize(("word", "case"), CASES)
def test_case(word: str, case: str) -> None:
    """A word's ending tells its case."""
    assert case_of(word) == case


def test_own_words_are_what_is_named() -> None:
    """Words that ask, frame or point name nothing."""
    words = split_words("No entä sitten, kerro vielä siitä, miten kirjastoissa kävi?")
    assert own_words(words) == ("kirjastoissa", "kavi")
