"""What is proved before it is shown, and each way to fail."""

from decimal import Decimal

import pytest

from bot.answer import Citation, Computation, Sentence
from bot.verify import verify
from index.errors import UnprovedAnswerError


def cite(number: int, quote: str) -> Citation:
    """Return a citation of which only number and quote matter."""
    return Citation(number, "kirjasto-2020", "1", None, "Arki", 1, quote, "/raportti/x#s1-1")


CITATIONS = (cite(1, "58 % lukee paljon"), cite(2, "26 % lukee 1 234,5 kirjaa"))
COMPUTED = (Computation("sum", (Decimal(58), Decimal(26)), Decimal(84), "%", (1, 2)),)

HOLDS = [
    ("a number of its citation", "58 % lukee. [1]", ()),
    ("numbers of two citations", "58 % ja 26 % lukee. [1] [2]", ()),
    ("a number written otherwise", "1\u00a0234,5 kirjaa. [2]", ()),
    ("no number", "Moni lukee. [1]", ()),
    ("no number and no citation", "Raportti ei kerro tätä.", ()),
    ("a computed number", "Yhteensä 84 % lukee. [1] [2]", COMPUTED),
    ("what it was computed from", "58 + 26 = 84. [1]", COMPUTED),
    ("white space before it", "\n- 58 % lukee. [1]", ()),
    ("an empty sentence", "", ()),
]


@pytest.mark.parametrize(("claim", "text", "computed"), HOLDS, ids=[c[0] for c in HOLDS])
def test_proved_sentence_passes(claim: str, text: str, computed: tuple[Computation, ...]) -> None:
    """A sentence whose markers and numbers all have a source is shown."""
    verify(Sentence(text), CITATIONS, computed)


FAILS = [
    ("a marker without a citation", "Moni lukee. [3]"),
    ("one marker of two without", "Moni lukee. [1] [3]"),
    ("a number of no citation", "59 % lukee. [1]"),
    ("a number of a citation that it does not mark", "26 % lukee. [1]"),
    ("a number without any marker", "58 % lukee."),
    ("a number that was not computed", "Yhteensä 84 % lukee. [1] [2]"),
    ("a rounded number", "1 235 kirjaa. [2]"),
    ("a number that is part of another", "8 % lukee. [1]"),
]


@pytest.mark.parametrize(("claim", "text"), FAILS, ids=[c[0] for c in FAILS])
def test_unproved_sentence_fails(claim: str, text: str) -> None:
    """One marker or number without a source and the sentence is never shown."""
    with pytest.raises(UnprovedAnswerError):
        verify(Sentence(text), CITATIONS)


def test_marker_needs_citations() -> None:
    """Without citations no marker resolves."""
    with pytest.raises(UnprovedAnswerError):
        verify(Sentence("Moni lukee. [1]"), ())
