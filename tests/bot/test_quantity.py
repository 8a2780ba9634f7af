"""Which quantity a question asks for, and which a text tells."""

import pytest

from bot.assistant import Assistant
from bot.evidence import Evidence, list_evidence
from bot.quantity import (
    asked_quantities,
    counts_other,
    measures,
    tells_quantity,
    told_quantities,
)
from bot.question import read_question
from index.report import PassageKind
from tests.bot.pieces import make_passage, make_report, make_section


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("Paljonko rahaa museo saa?", {"money"}),
        ("Kuinka monta ihmistä museossa on töissä?", {"workers"}),
        ("Kauanko näyttely on auki?", {"time"}),
        ("Minkä ikäisille näyttely on?", {"age"}),
        ("Hur mycket pengar får museet?", {"money"}),
        ("Kuinka moni käy museossa?", set()),
        ("Kuka maksaa museon?", set()),  # who, not how much
    ],
)
def test_kind_of_quantity_is_heard(asked: str, kinds: set[str]) -> None:
    """Money, workers, time and age are told from other numbers, and only where one is asked for."""
    assert asked_quantities(read_question(asked)) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Museo saa noin 4 miljoonaa euroa vuodessa.", {"money"}),
        ("Museossa työskenteli 68 000 henkilöä vuonna 2018.", {"workers"}),
        ("Johtaja on ollut talossa kolmekymmentä vuotta.", {"time"}),
        ("Näyttely on yli 70-vuotiaille.", {"age"}),
        ("Museo avattiin vuonna 2018.", set()),  # a year is no length of time
        ("Rahaa saa museo, henkilöä ei.", set()),
    ],
)
def test_quantity_is_a_number_with_its_unit(text: str, kinds: set[str]) -> None:
    """A unit without a number, and a number without one, tell no quantity."""
    assert told_quantities(text) == kinds


def test_share_of_those_who_answered_is_no_amount() -> None:
    """Who asks how many say something asks for no money, though money is spoken of."""
    assert measures(read_question("Paljonko rahaa museo saa?"))
    assert not measures(read_question("Kuinka moni sanoo, että museo maksaa liikaa?"))


@pytest.fixture
def funded() -> Evidence:
    """Return a passage that tells money."""
    text = "Museo saa 4 miljoonaa euroa."
    section = make_section(make_passage(text, PassageKind.PARAGRAPH))
    return list_evidence([make_report(section)])[0]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Paljonko rahaa museo saa?", True),
        ("Kauanko museo on auki?", False),
        ("Paljonko rahaa ABC saa?", False),  # the money is another's
    ],
)
def test_text_tells_what_is_asked_of_its_own_names(
    funded: Evidence, asked: str, expected: bool
) -> None:
    """A name that the text lacks asks for the quantity of somebody else."""
    assert tells_quantity(read_question(asked), funded) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Montako taulua museossa on?", False),
        ("Montako maalausta museossa on?", True),
        ("Hur många tavlor finns det?", True),
        ("Kuinka moni käy museossa?", False),  # nothing is named that is counted
    ],
)
def test_thing_that_no_number_counts_is_another(asked: str, expected: bool) -> None:
    """A text counts what stands by its numbers, and nothing else that it speaks of."""
    assert (
        counts_other(read_question(asked), "Museossa on 105 taulua, myös maalauksia.") is expected
    )


@pytest.mark.parametrize(
    ("asked", "figure"),
    [
        ("Paljonko rahaa osaamiskeskuksille pitäis turvata vuodessa?", "4 miljoonaa"),
        ("kuin paljon väkeä sosiaalihuollossa on töissä", "68 000"),
        ("Kuinka vanhoille Helsinki-apua annettiin?", "70"),
    ],
)
async def test_amount_is_told_from_the_text(assistant: Assistant, asked: str, figure: str) -> None:
    """An amount that the text tells is found, and no table of shares answers for it."""
    assert figure in (await assistant.ask(asked)).text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "asked", ["Paljonko rahaa sosiaalityöhön käytetään?", "Kuinka paljon rahaa sote-uudistus vie?"]
)
async def test_amount_that_is_not_told_is_declined(assistant: Assistant, asked: str) -> None:
    """Shares of those who answered are no money."""
    assert not (await assistant.ask(asked)).answered
