"""How claims and their sources become sentences and citations."""

import pytest

from bot.answer import Citation, Sentence
from bot.claim import (
    Claim,
    Source,
    evidence_source,
    heading_passage,
    number_claims,
    passage_source,
    row_source,
)
from bot.evidence import Evidence
from index.report import PassageKind
from tests.bot.pieces import (
    make_evidence,
    make_passage,
    make_report,
    make_row_evidence,
    make_section,
    make_table,
)


def sources(*quotes: str) -> list[Source]:
    """Return a source for each quote, all of one passage."""
    passage = make_passage(" ".join(quotes))
    section = make_section(passage)
    return [passage_source(make_report(section), section, passage, quote) for quote in quotes]


A, B = sources("Luen kirjoja.", "Luen lehtiä.")

TEXTS = [
    ("one sentence", [Claim("Luen.", (A,))], ["Luen. [1]"]),
    ("two sources", [Claim("Luen.", (A, B))], ["Luen. [1] [2]"]),
    ("one source twice", [Claim("Luen.", (A, A))], ["Luen. [1]"]),
    ("no source", [Claim("En tiedä.")], ["En tiedä."]),
    ("a number of its own each", [Claim("A.", (A,)), Claim("B.", (B,))], ["A. [1]", " B. [2]"]),
    ("the same number again", [Claim("A.", (A,)), Claim("B.", (A,))], ["A. [1]", " B. [1]"]),
    (
        "numbers in the order of use",
        [Claim("A.", (B,)), Claim("B.", (A, B))],
        ["A. [1]", " B. [2] [1]"],
    ),
    (
        "list items on lines of their own",
        [Claim("Näin:", (A,)), Claim("yksi", (B,), lead="\n- ")],
        ["Näin: [1]", "\n- yksi [2]"],
    ),
    ("no white space before the first", [Claim("yksi", (A,), lead="\n- ")], ["- yksi [1]"]),
    (
        "nor a line break",
        [Claim("En tiedä.", lead="\n"), Claim("A.", (A,))],
        ["En tiedä.", " A. [1]"],
    ),
    ("nothing of nothing", [], []),
]


@pytest.mark.parametrize(("claim", "claims", "expected"), TEXTS, ids=[c[0] for c in TEXTS])
def test_claims_become_marked_sentences(
    claim: str, claims: list[Claim], expected: list[str]
) -> None:
    """Markers stand after each claim, numbers count sources, white space leads."""
    found = [event.text for event in number_claims(claims) if isinstance(event, Sentence)]
    assert found == expected, claim


@pytest.mark.parametrize("claims", [c[1] for c in TEXTS], ids=[c[0] for c in TEXTS])
def test_citation_comes_once_before_its_first_use(claims: list[Claim]) -> None:
    """When a sentence comes, all citations that it marks have come, and none comes twice."""
    told: list[int] = []
    for event in number_claims(claims):
        if isinstance(event, Citation):
            assert event.number not in told
            told.append(event.number)
        else:
            assert all(f"[{n}]" not in event.text for n in range(len(told) + 1, 9))
    assert told == list(range(1, len(told) + 1))


PAGES = ((0, 3), (13, 4))  # 'Luen kirjoja. ' ends page 3

QUOTES = [
    ("before the break", "Luen kirjoja.", 3),
    ("after it", "Luen lehtiä.", 4),
    ("over it", "Luen kirjoja. Luen lehtiä.", 3),
    ("from the middle over it", "kirjoja. Luen", 3),
    ("within the next page", "lehtiä.", 4),
]


@pytest.mark.parametrize(("claim", "quote", "page"), QUOTES, ids=[c[0] for c in QUOTES])
def test_page_is_that_of_the_first_word(claim: str, quote: str, page: int) -> None:
    """Where a passage goes over a page break the quote's first word tells the page."""
    passage = make_passage("Luen kirjoja. Luen lehtiä.", pages=PAGES)
    section = make_section(passage)
    source = passage_source(make_report(section), section, passage, quote)
    assert source.citation.page == page, claim
    assert source.citation.quote == quote


def test_citation_tells_the_place_of_a_passage() -> None:
    """Report, section, sub-heading, title, figure and address are the passage's."""
    passage = make_passage(
        "Kuva 2. Lukijat.", PassageKind.CAPTION, subsection="Lainaajat", figure=2, name="s4-7"
    )
    section = make_section(passage, number="4")
    found = passage_source(make_report(section), section, passage, passage.text).citation
    assert (found.report, found.section, found.subsection) == ("kirjasto-2020", "4", "Lainaajat")
    assert (found.title, found.figure) == ("Arki kirjastossa", 2)
    assert found.url == "/raportti/kirjasto-2020#s4-7"
    assert (found.table, found.row, found.cells) == (None, None, None)


def test_citation_tells_the_place_of_a_row() -> None:
    """A row's citation holds its label, the cells used as printed, and both in its quote."""
    table = make_table()
    report = make_report(make_section(), tables=(table,))
    found = row_source(report, table, table.rows[0], ["Usein", "Ei koskaan"]).citation
    assert (found.table, found.row, found.page) == (1, table.rows[0].label, 5)
    assert (found.section, found.subsection) == ("1", None)
    assert found.title == "Taulukko 1. Toimintatavat"
    assert found.cells == {"Usein": "58 %", "Ei koskaan": "16 %"}
    assert found.quote == f"{table.rows[0].label}: Usein 58 %, Ei koskaan 16 %"
    assert found.url == "/raportti/kirjasto-2020#t1-r1"


def test_other_cells_of_a_row_are_another_source() -> None:
    """What is quoted makes a source: other cells of the same row get a number of their own."""
    table = make_table()
    report = make_report(make_section(), tables=(table,))
    pair = [row_source(report, table, table.rows[0], [c]) for c in ("Usein", "Joskus")]
    numbers = [
        e.number for e in number_claims([Claim("A.", tuple(pair))]) if isinstance(e, Citation)
    ]
    assert numbers == [1, 2]


def test_unknown_column_fails() -> None:
    """A cell that the table does not have is never cited."""
    table = make_table()
    with pytest.raises(KeyError):
        row_source(make_report(make_section()), table, table.rows[0], ["Aina"])


def test_evidence_is_cited_whole_or_in_part() -> None:
    """Without a quote a passage is quoted whole; of a row all cells are."""
    evidence = make_evidence("Luen kirjoja. Luen lehtiä.")
    assert evidence_source(evidence).citation.quote == "Luen kirjoja. Luen lehtiä."
    assert evidence_source(evidence, "Luen lehtiä.").citation.quote == "Luen lehtiä."
    cells = evidence_source(make_row_evidence()).citation.cells
    assert cells == {"Usein": "58 %", "Joskus": "26 %", "Ei koskaan": "16 %"}


def test_evidence_of_nothing_fails() -> None:
    """Evidence that is neither passage nor row is a mistake, not an empty citation."""
    section = make_section()
    with pytest.raises(ValueError, match="neither"):
        evidence_source(Evidence(make_report(section), section))


def test_heading_of_a_section_is_found() -> None:
    """A sub-heading by its name, else the section's title; none where nothing is printed."""
    name = make_passage("Lainaajat", PassageKind.HEADING, name="s1-1", subsection="Lainaajat")
    section = make_section(name)
    assert heading_passage(section, "Lainaajat") is name
    assert heading_passage(section, None) is section.passages[0]
    assert heading_passage(section, "Tuntematon") is section.passages[0]
    bare = make_section()
    assert heading_passage(type(bare)("1", "Arki", 1, ()), None) is None
