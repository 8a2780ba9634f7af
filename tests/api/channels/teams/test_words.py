"""Texts of Teams, in and out."""

import pytest

from api.channels.teams.words import escape, lay_out, read_reason, strip_mentions
from tests.api.channels.teams.double import unescape

OWN = "<at>Murrosapuri</at>"
SENTENCES = ("Raportti kertoo: [1]", "\n- ensin *tämä*. [1]", "\n- sitten. [2]", "\nLopuksi. [2]")


@pytest.mark.parametrize(
    ("text", "own", "plain"),
    [
        (f"{OWN} Kysymys", [OWN], "Kysymys"),
        (f"{OWN}&nbsp;Kysymys\n", [OWN], "Kysymys"),
        (f"Kysymys {OWN}", [OWN], "Kysymys"),
        (f"{OWN} Mitä <at>Matti</at> tekee?", [OWN], "Mitä Matti tekee?"),
        (f"{OWN} Kysymys", [], "Kysymys"),
        ('<at id="0">Murrosapuri</at> Kysymys', [], "Kysymys"),
        ("Onko 3 < 5 & 5 > 3?", [], "Onko 3 < 5 & 5 > 3?"),
        (OWN, [OWN], ""),
    ],
)
def test_mentions_of_us_are_no_words(text: str, own: list[str], plain: str) -> None:
    """What is left is the question."""
    assert strip_mentions(text, own) == plain


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ('{"feedbackText": " Väärin "}', "Väärin"),
        ("", ""),
        ("{}", ""),
        ("[]", ""),
        ("{", ""),
        ('{"feedbackText": 5}', ""),
        ("[" * 100_000, ""),
    ],
)
def test_reason_is_read_from_json(told: str, reason: str) -> None:
    """What is not written so is none."""
    assert read_reason(told) == reason


def test_answer_keeps_its_lines_in_markdown() -> None:
    """A line after a list is a paragraph, not the end of its last item."""
    assert lay_out("".join(SENTENCES)) == (
        "Raportti kertoo: [1]\n\n- ensin \\*tämä\\*. [1]\n- sitten. [2]\n\nLopuksi. [2]"
    )


def test_beginnings_stay_beginnings() -> None:
    """Teams wants each post of a stream to begin as the one before."""
    whole = lay_out("".join(SENTENCES))
    for count in range(len(SENTENCES)):
        assert whole.startswith(lay_out("".join(SENTENCES[:count])))


@pytest.mark.parametrize(
    "text",
    [
        "58 % – ”lainaus”, ä ö",
        "*tähti* _viiva_ `koodi` ~yli~ <b>html</b> \\",
        "# otsikko",
        "https://sivu.example.invalid/a_b_c/~x?y=*z*",
        "sana_sanassa",
    ],
)
def test_words_are_shown_as_they_are(text: str) -> None:
    """Nothing of them becomes layout; addresses stay whole."""
    assert unescape(escape(text)) == text
    for address in (word for word in text.split() if word.startswith("https")):
        assert address in escape(text)
