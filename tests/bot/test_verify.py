"""What is proved before it is shown, and each way to fail."""

from decimal import Decimal

import pytest

from bot.answer import Citation, Computation, Sentence
from bot.verify import computed_proofs, verify
from index.errors import UnprovedAnswerError


def cite(number: int, quote: str) -> Citation:
    """Return a citation of which only number and quote matter."""
    return Citation(number, "kirjasto-2020", "1", None, "Arki", 1, quote, "/raportti/x#s1-1")


CITATIONS = (cite(1, "58 % lukee paljon"), cite(2, "26 % lukee 1 234,5 kirjaa, 17.5.2021"))
COMPUTED = (Computation("sum", (Decimal(58), Decimal(26)), Decimal(84), "%", (1, 2)),)
GAP = (Computation("difference", (Decimal(58), Decimal(26)), Decimal(32), "prosenttiyksikköä", ()),)

HOLDS: list[tuple[str, str, tuple[Computation, ...]]] = [
    ("a number of its citation", "58 % lukee. [1]", ()),
    ("numbers of two citations", "58 % ja 26 % lukee. [1] [2]", ()),
    ("a number written otherwise", "1\u00a0234,5 kirjaa. [2]", ()),
    ("a unit written otherwise", "58 prosenttia lukee. [1]", ()),
    ("a date of its citation", "Se oli 17.5.2021. [2]", ()),
    ("the year of a date", "Vuonna 2021. [2]", ()),
    ("a part that is true of its citation", "Yli puolet lukee. [1]", ()),
    ("no number", "Moni lukee. [1]", ()),
    ("no number and no citation", "Raportti ei kerro tätä.", ()),
    ("a computed number", "Yhteensä 84 % lukee. [1] [2]", COMPUTED),
    ("a part that is true of a computed number", "Yli neljä viidesosaa. [1] [2]", COMPUTED),
    ("what it was computed from", "58 + 26 = 84. [1]", COMPUTED),
    ("a computed gap", "Ero on 32 prosenttiyksikköä. [1] [2]", GAP),
    ("white space before it", "\n- 58 % lukee. [1]", ()),
    ("an empty sentence", "", ()),
]


@pytest.mark.parametrize(("claim", "text", "computed"), HOLDS, ids=[c[0] for c in HOLDS])
def test_proved_sentence_passes(claim: str, text: str, computed: tuple[Computation, ...]) -> None:
    """A sentence whose markers and numbers all have a source is shown."""
    verify(Sentence(text), CITATIONS, computed)


FAILS: list[tuple[str, str, tuple[Computation, ...]]] = [
    ("a marker without a citation", "Moni lukee. [3]", ()),
    ("one marker of two without", "Moni lukee. [1] [3]", ()),
    ("a number of no citation", "59 % lukee. [1]", ()),
    ("a number of a citation that it does not mark", "26 % lukee. [1]", ()),
    ("a number without any marker", "58 % lukee.", ()),
    ("a number that was not computed", "Yhteensä 84 % lukee. [1] [2]", ()),
    ("a number that was computed in another unit", "Yhteensä 84 € [1] [2]", COMPUTED),
    ("a gap told in per cent", "Ero on 32 %. [1] [2]", GAP),
    ("a rounded number", "1 235 kirjaa. [2]", ()),
    ("a number that is part of another", "8 % lukee. [1]", ()),
    ("another unit than its citation has", "58 € [1]", ()),
    ("a unit that its citation does not have", "1 234,5 % [2]", ()),
    ("a number in words of no citation", "Kolme lukee. [1]", ()),
    ("a part that is not true of its citation", "Alle puolet lukee. [1]", ()),
    ("a part without any marker", "Yli puolet lukee.", ()),
    ("another date", "Se oli 18.5.2021. [2]", ()),
    ("the number of its own marker", "1 lukee. [1]", ()),
]


@pytest.mark.parametrize(("claim", "text", "computed"), FAILS, ids=[c[0] for c in FAILS])
def test_unproved_sentence_fails(claim: str, text: str, computed: tuple[Computation, ...]) -> None:
    """One marker or number without a source and the sentence is never shown."""
    with pytest.raises(UnprovedAnswerError):
        verify(Sentence(text), CITATIONS, computed)


def test_error_tells_the_numbers_as_written() -> None:
    """Whoever reads the error finds the numbers in the sentence."""
    with pytest.raises(UnprovedAnswerError, match=r"59\s%.*1 235"):
        verify(Sentence("59 % ja 58 % lukee 1 235 kirjaa. [1]"), CITATIONS)


def test_marker_needs_citations() -> None:
    """Without citations no marker resolves."""
    with pytest.raises(UnprovedAnswerError):
        verify(Sentence("Moni lukee. [1]"), ())


def test_proofs_of_computations_are_results_and_operands() -> None:
    """Each figure of a computation is a proof, in its unit."""
    assert list(computed_proofs((*COMPUTED, *GAP))) == [
        "84 %",
        "58 %",
        "26 %",
        "32 prosenttiyksikköä",
        "58 prosenttiyksikköä",
        "26 prosenttiyksikköä",
    ]
    assert list(computed_proofs(())) == []
