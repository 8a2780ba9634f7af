"""What may be cited."""

import pytest

from bot.evidence import list_evidence
from index.report import PassageKind, Report
from tests.bot.pieces import (
    make_evidence,
    make_passage,
    make_report,
    make_row_evidence,
    make_section,
    make_table,
)


def test_evidence_is_all_but_headings_in_order() -> None:
    """Passages come in the report's order, then the tables' rows; headings are no evidence."""
    first = make_section(make_passage("Yksi.", name="s1-1"), make_passage("Kaksi.", name="s1-2"))
    second = make_section(make_passage("Kolme.", name="s2-1", section="2"), number="2")
    found = list_evidence([make_report(first, second, tables=(make_table(),))])
    assert [e.id for e in found] == ["s1-1", "s1-2", "s2-1", "t1-r1"]
    assert [e.kind for e in found] == ["bullet", "bullet", "bullet", "row"]


def test_no_report_has_no_evidence() -> None:
    """Nothing comes of nothing."""
    assert list_evidence([]) == ()


def test_real_report_is_whole(report: Report) -> None:
    """Every passage but headings and every row of the real report is evidence, once."""
    found = list_evidence([report])
    passages = [p.id for p in report.passages() if p.kind is not PassageKind.HEADING]
    rows = [row.id for table in report.tables for row in table.rows]
    assert sorted(e.id for e in found) == sorted(passages + rows)
    assert all(e.text for e in found)


def test_passage_speaks_with_its_own_words() -> None:
    """The text of a passage is verbatim, and its headings are those over it."""
    evidence = make_evidence("Luen kirjoja.", subsection="Lainaajat")
    assert evidence.text == "Luen kirjoja."
    assert evidence.kind == "bullet"
    assert evidence.headings == ("Arki kirjastossa", "Lainaajat")


def test_row_speaks_in_words() -> None:
    """The text of a row tells the table, the label and each figure under its column."""
    evidence = make_row_evidence()
    assert evidence.kind == "row"
    assert evidence.passage is None
    for part in (
        "Toimintatavat",
        "Kirjoja viedään",
        "Usein 58 %",
        "Joskus 26 %",
        "Ei koskaan 16 %",
    ):
        assert part in evidence.text
    assert "Taulukko 1. Toimintatavat" in evidence.headings


@pytest.mark.parametrize("kind", [k for k in PassageKind if k is not PassageKind.HEADING])
def test_kind_is_the_passages(kind: PassageKind) -> None:
    """Evidence of a passage is of the passage's kind."""
    assert make_evidence("Luen.", kind).kind == kind.value
