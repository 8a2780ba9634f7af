"""What is told of the report itself."""

import pytest

from bot.about import is_about_report, opening_lexicon, write_about
from bot.evidence import Evidence, list_evidence
from bot.messages import say
from bot.question import read_question
from index.report import PassageKind, Section
from tests.bot.pieces import make_passage, make_ranking, make_report, make_section

TITLE, DATE, PARAGRAPH = PassageKind.TITLE, PassageKind.DATE, PassageKind.PARAGRAPH


@pytest.fixture
def evidence() -> tuple[Evidence, ...]:
    """Return a report with an opening part and one section."""
    opening = Section(
        "0",
        "Mistä on kysymys?",
        1,
        (
            make_passage("Alan kuvaus 3: Kirjastotyön arki", TITLE, name="s0-1", section="0"),
            make_passage("Päivitetty 3.2.2020", DATE, name="s0-2", section="0"),
            make_passage("Mistä?", PassageKind.HEADING, name="s0-3", section="0"),
            make_passage("Kuvauksen on laatinut Liitto.", PARAGRAPH, name="s0-4", section="0"),
            make_passage("Se perustuu lukijakyselyyn.", PARAGRAPH, name="s0-5", section="0"),
        ),
    )
    section = make_section(make_passage("Liitto kyselee päivittäin.", name="s1-1"))
    return list_evidence([make_report(opening, section)])


TOLD = [
    ("the title whatever is found", "title", "s1-1", "Alan kuvaus 3: Kirjastotyön arki."),
    ("the date whatever is found", "date", "s1-1", "Päivitetty 3.2.2020."),
    ("who made it", "author", "s0-4", "Kuvauksen on laatinut Liitto."),
    ("what it comes of", "method", "s0-5", "Se perustuu lukijakyselyyn."),
]


@pytest.mark.parametrize(("claim", "kind", "found", "text"), TOLD, ids=[c[0] for c in TOLD])
def test_fact_of_the_report_is_told_from_its_opening(
    evidence: tuple[Evidence, ...], claim: str, kind: str, found: str, text: str
) -> None:
    """Of the report's opening part the best passage answers, never one of another part."""
    claims = write_about(kind, make_ranking(evidence, {found: 1.0}), evidence)
    assert [c.text for c in claims] == [text], claim
    assert claims[0].sources[0].citation.section == "0"


def test_other_part_does_not_tell_of_the_report(evidence: tuple[Evidence, ...]) -> None:
    """However well a passage elsewhere fits, it is not the report's own word on itself."""
    claims = write_about("author", make_ranking(evidence, {"s1-1": 1.0, "s0-4": 0.1}), evidence)
    assert claims[0].sources[0].citation.section == "0"


def test_report_without_a_date_tells_none(evidence: tuple[Evidence, ...]) -> None:
    """What the opening part lacks is not told."""
    left = tuple(e for e in evidence if e.kind != "date")
    assert write_about("date", make_ranking(left, {}), left) == []


def test_overview_is_title_and_sections(evidence: tuple[Evidence, ...]) -> None:
    """What the report is about are the titles of its sections, each cited; no opening part."""
    claims = write_about("overview", make_ranking(evidence, {}), evidence)
    assert [c.lead + c.text for c in claims] == [
        " " + say("frames.overview", title="Kirjastotyön arki"),
        "\n- Arki kirjastossa",
    ]
    assert all(len(c.sources) == 1 for c in claims)


ABOUT = [
    ("nothing but the report", "author", "Kuka on tehnyt raportin?", True),
    ("in Swedish", "author", "Vem har gjort rapporten?", True),
    ("in English", "date", "When was the report updated?", True),
    ("what the opening part speaks of", "method", "Mihin lukijakysely raportissa perustuu?", True),
    ("another subject", "author", "Kuka on tehnyt raportin traktorista?", False),
    ("two other subjects", "date", "Milloin raportin traktori ja vene maalattiin?", False),
]


@pytest.mark.parametrize(("claim", "kind", "asked", "expected"), ABOUT, ids=[c[0] for c in ABOUT])
def test_question_with_another_subject_is_not_on_the_report(
    evidence: tuple[Evidence, ...], claim: str, kind: str, asked: str, expected: bool
) -> None:
    """A question is on the report itself where it names nothing that its opening part lacks."""
    opening = opening_lexicon(evidence)
    assert is_about_report(read_question(asked), kind, opening) is expected, claim
