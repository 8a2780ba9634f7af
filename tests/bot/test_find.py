"""A search finds what fits, marks the words and cuts at words; else it finds nothing."""

import pytest

from bot.assistant import Assistant
from bot.find import MAX_HITS, cut_snippet, find
from bot.retrieve import Retriever
from index.report import Report
from index.store import Index


@pytest.fixture(scope="module")
def retriever(built_index: Index) -> Retriever:
    """Return the retrieval over the real report."""
    return Retriever(built_index)


@pytest.mark.parametrize(
    ("search", "place", "marked"),
    [
        ("pankkitunnukset", "s3-21", "pankkitunnuksia"),
        ("PANKKITUNNUS", "s3-21", "pankkitunnuksia"),
        ("pankkitunuksia", "s3-21", "pankkitunnuksia"),
        ("a\u0308lypuhelin", "s2-11", "älypuhelimen"),
        ("58 %", "t1-r1", "58"),
    ],
)
def test_best_hit_holds_the_word(
    retriever: Retriever, report: Report, search: str, place: str, marked: str
) -> None:
    """Inflected, mistyped, decomposed or a figure of a table."""
    hits = find(retriever, search, report.id)
    assert hits[0].evidence.id == place
    assert marked in [text for text, is_met in hits[0].snippet if is_met]
    assert len(hits) <= MAX_HITS


@pytest.mark.parametrize("search", ["zzzzzz", "qwrtp xkcdw", "kvanttifysiikka"])
def test_nothing_is_found_where_nothing_fits(
    retriever: Retriever, report: Report, search: str
) -> None:
    """Words that have nothing to do with the report."""
    assert find(retriever, search, report.id) == ()


def test_other_reports_are_left_out(retriever: Retriever) -> None:
    """A search stays in one report."""
    assert find(retriever, "etätyö", "toinen") == ()


@pytest.mark.anyio
async def test_assistant_finds_in_its_threads(assistant: Assistant, report: Report) -> None:
    """The way in for all channels gives the same."""
    hits = await assistant.find("pankkitunnukset", report.id)
    assert hits[0].evidence.id == "s3-21"


LONG = (
    "Ensin tulee pitkä alku, jossa ei ole mitään. " * 8
    + "Sitten etätyötä ja lisää. "
    + "Loppu. " * 60
)


def test_snippet_is_the_part_with_the_words() -> None:
    """It begins and ends at words, and says what is cut."""
    pieces = cut_snippet(LONG, frozenset({"etatyota"}), 100)
    text = "".join(piece for piece, _ in pieces)
    assert [piece for piece, is_met in pieces if is_met] == ["etätyötä"]
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= 102
    assert set(text.strip("…").split()) <= {*LONG.split(), "Loppu", "mitään"}


@pytest.mark.parametrize("words", [frozenset[str](), frozenset({"puuttuu"})])
def test_snippet_without_words_is_the_beginning(words: frozenset[str]) -> None:
    """Where a place fits by meaning alone."""
    pieces = cut_snippet(LONG, words, 100)
    assert not any(is_met for _, is_met in pieces)
    assert pieces[0][0].startswith("Ensin tulee")


def test_short_text_stays_whole() -> None:
    """Nothing is cut, nothing is lost."""
    text = "Etätyö, etätyö – ja muu."
    pieces = cut_snippet(text, frozenset({"etatyo"}))
    assert "".join(piece for piece, _ in pieces) == text
    assert sum(is_met for _, is_met in pieces) == 2
