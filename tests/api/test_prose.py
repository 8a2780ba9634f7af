"""An answer is cut into paragraphs, lists and marks; numbers are written as Finnish does."""

from dataclasses import replace
from decimal import Decimal

import pytest

from api.prose import Block, describe_place, split_answer
from bot.numbers import format_number
from tests.api.fake import ROW


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("Yksi. [1]", [Block(False, (("Yksi. ", 1),))]),
        ("Yksi.\nKaksi.", [Block(False, (("Yksi.",),)), Block(False, (("Kaksi.",),))]),
        (
            "Nämä:\n- a [1]\n- b [2][3]\n\nLoppu.",
            [
                Block(False, (("Nämä:",),)),
                Block(True, (("a ", 1), ("b ", 2, 3))),
                Block(False, (("Loppu.",),)),
            ],
        ),
        ("Etu- ja taka-", [Block(False, (("Etu- ja taka-",),))]),
        ("[a] [1234]", [Block(False, (("[a] [1234]",),))]),
    ],
)
def test_answer_is_cut_into_blocks(text: str, blocks: list[Block]) -> None:
    """Lines are paragraphs, lines that begin with a dash a list."""
    assert split_answer(text) == blocks


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("58", "58"),
        ("84.0", "84"),
        ("1234.5", "1\u00a0234,5"),
        ("1E+2", "100"),
        ("-3.25", "-3,25"),
        ("0", "0"),
    ],
)
def test_number_is_written_in_finnish(value: str, text: str) -> None:
    """Decimal comma, hard space between thousands, no zeros for show."""
    assert format_number(Decimal(value)) == text


def test_place_is_told_in_words() -> None:
    """A passage by its section, a table by its title, both with the page."""
    passage = replace(ROW, table=None, section="3", title="Mikä muuttuu?", subsection="Etätyö")
    assert describe_place(passage) == "3. Mikä muuttuu?, Etätyö, sivu 13"
    assert describe_place(replace(passage, section="0", subsection=None, figure=2)) == (
        "Mikä muuttuu?, kuva 2, sivu 13"
    )
    assert describe_place(ROW) == "Taulukko 1. Toimintatapojen arviointi, sivu 13"
