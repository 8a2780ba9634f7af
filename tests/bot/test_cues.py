"""Where cue words are met in a question."""

import pytest

from bot.cues import Cue, Cues
from index.grams import split_words

MET = [
    ("a cue begins a word", ["kirja"], "Kirjastossa on hiljaista", True),
    ("not in the middle of one", ["kirja"], "Lastenkirjat ovat täällä", False),
    ("a full stop asks for the whole word", ["kirja."], "Kirjastossa on hiljaista", False),
    ("the whole word is met", ["kirja."], "Mikä kirja?", True),
    ("case does not matter", ["KIRJA."], "mikä kirja?", True),
    ("dots on letters do not matter", ["päivä."], "Hyva paiva", True),
    ("nor do they in the cue", ["paiva."], "Hyvä päivä", True),
    ("decomposed letters are the same", ["paiva."], "Hyva\u0308 pa\u0308iva\u0308", True),
    ("several words stand in a row", ["kuinka moni"], "Kuinka monia niitä on?", True),
    ("not apart", ["kuinka moni"], "Kuinka se on moni?", False),
    ("nor the other way round", ["kuinka moni"], "Moni kuinka?", False),
    ("the first word may go on too", ["kirja hylly"], "Kirjaton hyllykkö", True),
    ("each word may be whole", ["hyvin. moni."], "hyvin monta", False),
    ("a hyphen parts words", ["loma-aika"], "Milloin on loma-aikaa?", True),
    ("any cue will do", ["auto", "kirja"], "Mikä kirja?", True),
    ("two cues may begin alike", ["kirja.", "kirjasto."], "Mikä kirjasto?", True),
    ("no cue is none", [], "Mikä kirja?", False),
    ("no word meets none", ["kirja"], "", False),
    ("a cue longer than the text is not met", ["hyvää päivää taas"], "hyvää päivää", False),
]


@pytest.mark.parametrize(("claim", "cues", "text", "expected"), MET, ids=[c[0] for c in MET])
def test_cue_is_met(claim: str, cues: list[str], text: str, expected: bool) -> None:
    """A cue is met by words that begin like it, in a row, however they are written."""
    assert Cues(cues).is_in(split_words(text)) is expected, claim


COVERED = [
    ("all places of a cue", ["kuinka moni"], "No kuinka moni tuli", {1, 2}, 2),
    ("each time that it is met", ["kirja"], "kirjat ja kirjasto", {0, 2}, 1),
    ("cues that overlap", ["hyvää päivää", "päivää taas"], "hyvää päivää taas", {0, 1, 2}, 2),
    ("the longest of those met", ["hyvää", "hyvää päivää"], "hyvää päivää", {0, 1}, 2),
    ("nothing of a cue half met", ["hyvää päivää"], "hyvää iltaa", set(), 0),
    ("nothing of nothing", ["hyvää"], "", set(), 0),
]


@pytest.mark.parametrize(
    ("claim", "cues", "text", "places", "longest"), COVERED, ids=[c[0] for c in COVERED]
)
def test_words_of_a_cue_are_covered(
    claim: str, cues: list[str], text: str, places: set[int], longest: int
) -> None:
    """The places of all words that belong to a met cue are told, and the length of the longest."""
    words = split_words(text)
    assert Cues(cues).covered(words) == places, claim
    assert Cues(cues).longest(words) == longest, claim


def test_cues_are_told_with_their_places() -> None:
    """Each cue met comes with the place of its words, in the order of the text."""
    found = Cues(["lehti.", "kirja"]).find(split_words("Kirjat ja lehti"))
    assert list(found) == [
        (Cue.parse("kirja"), range(0, 1)),
        (Cue.parse("lehti."), range(2, 3)),
    ]
