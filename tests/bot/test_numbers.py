"""Numbers in Finnish text, and which have no source."""

from decimal import Decimal

import pytest

from bot.numbers import find_numbers, unproved_numbers

FORMS = [
    ("with a space before %", "58 % vastasi", ["58"]),
    ("without one", "58% vastasi", ["58"]),
    ("with a hard space", "58\u00a0% vastasi", ["58"]),
    ("thousands", "68 000 henkilöä", ["68000"]),
    ("thousands with a hard space", "68\u00a0000 henkilöä", ["68000"]),
    ("thousands with a narrow space", "68\u202f000 henkilöä", ["68000"]),
    ("millions", "1 234 567 kirjaa", ["1234567"]),
    ("thousands and decimals", "1 234,5 kirjaa", ["1234.5"]),
    ("decimals", "0,5 kirjaa", ["0.5"]),
    ("a comma after a number is none of it", "Vuonna 2018, siis", ["2018"]),
    ("a full stop neither", "Vuonna 2018. Siis", ["2018"]),
    ("a date is its parts", "Päivitetty 17.5.2021", ["17", "5", "2021"]),
    ("a range is its ends", "10–20 kirjaa", ["10", "20"]),
    ("a range with spaces too", "10 – 20 kirjaa", ["10", "20"]),
    ("a year and a number are two", "Vuonna 2020 300 kirjaa", ["2020", "300"]),
    ("a number in a compound", "yli 70-vuotiaat, Kirja2030", ["70", "2030"]),
    ("a sign is none of it", "−5 astetta, -6 astetta", ["5", "6"]),
    ("zeros after the comma change nothing", "58,0 %", ["58"]),
    ("markers are none", "Puolet lukee. [1] [23]", []),
    ("a number beside a marker is one", "58 % [1]", ["58"]),
    ("words are none", "kaksi kirjaa", []),
    ("nothing has none", "", []),
]


@pytest.mark.parametrize(("claim", "text", "expected"), FORMS, ids=[c[0] for c in FORMS])
def test_numbers_are_read_as_finns_write_them(claim: str, text: str, expected: list[str]) -> None:
    """Spaces group thousands, a comma parts decimals, and markers are no numbers."""
    assert find_numbers(text) == {Decimal(n) for n in expected}, claim


def test_number_before_a_year_is_another() -> None:
    """A space groups only three digits: four are a number of their own."""
    assert find_numbers("Kohdassa 1 2021 luettiin") == {Decimal(1), Decimal(2021)}


PROOFS = [
    ("in the proof", "58 % lukee", ["58 % lukee kirjoja"], [], []),
    ("in another way of writing", "68 000 kirjaa", ["68\u00a0000 kirjaa"], [], []),
    ("in one proof of two", "58 % ja 26 %", ["58 %", "26 %"], [], []),
    ("computed", "yhteensä 84 %", [], [84], []),
    ("in no proof", "58 % lukee", ["57 % lukee"], [], [58]),
    ("part of another number", "5 kirjaa", ["58 kirjaa"], [], [5]),
    ("two of three", "1, 2 ja 3", ["2"], [], [1, 3]),
    ("no proof at all", "58 %", [], [], [58]),
    ("no number needs none", "Puolet lukee", [], [], []),
]


@pytest.mark.parametrize(
    ("claim", "text", "proofs", "computed", "expected"), PROOFS, ids=[c[0] for c in PROOFS]
)
def test_number_needs_a_source(
    claim: str, text: str, proofs: list[str], computed: list[int], expected: list[int]
) -> None:
    """A number stands in a proof or was computed; all others are told."""
    found = unproved_numbers(text, proofs, [Decimal(n) for n in computed])
    assert found == {Decimal(n) for n in expected}, claim
