"""What stands around an answer in every channel."""

from dataclasses import replace

import pytest

from api.channels.links import Links
from api.channels.view import describe_chart, list_notes, list_sources, shorten
from bot.answer import Coverage
from bot.messages import say
from tests.api.fake import DECLINE, TABLE_ANSWER

PARTIAL = replace(TABLE_ANSWER, coverage=Coverage.PARTIAL, notice="Malliin ei saatu yhteyttä.")


def test_sources_tell_place_and_quote() -> None:
    """They link into the report where that can be opened."""
    (source,) = list_sources(TABLE_ANSWER, Links("https://apuri.kunta.fi"))
    assert source.place == "Taulukko 1. Toimintatapojen arviointi, sivu 13"
    assert source.quote == TABLE_ANSWER.citations[0].quote
    assert source.link == "https://apuri.kunta.fi/raportti/sosiaalityo-2021#t1-r1"
    (bare,) = list_sources(TABLE_ANSWER, Links(""))
    assert bare.link is None


def test_notes_are_what_is_beside_the_sentences() -> None:
    """A part only, a computation, a notice, in this order."""
    part, computed, notice = list_notes(PARTIAL)
    assert part == say("channels.partial")
    assert "84 %" in computed
    assert notice == PARTIAL.notice
    assert list_notes(DECLINE) == ()


def test_chart_is_told_in_words() -> None:
    """Who cannot see it gets its figures."""
    assert describe_chart(TABLE_ANSWER) == ""
    drawn = replace(TABLE_ANSWER, chart="/raportti/r/taulukko/1.svg")
    assert "58 %" in describe_chart(drawn)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Lyhyt.", 6, "Lyhyt."),
        ("Pitkä lause, joka katkeaa", 14, "Pitkä lause…"),
        ("Yhdyssanahirviö", 8, "Yhdyssa…"),
        ("a – b", 4, "a…"),
    ],
)
def test_text_is_cut_at_a_word(text: str, most: int, short: str) -> None:
    """No half words, and never longer than may be."""
    assert shorten(text, most) == short
    assert len(shorten(text, most)) <= most
