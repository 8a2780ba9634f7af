"""Questions to begin with come from the report's structure, and each is answered from its place."""

import pytest

from bot.answer import Coverage
from bot.assistant import Assistant
from bot.examples import Candidate, Place, ask_of_heading, choose, list_candidates
from index.report import Report


def candidate(text: str, kind: str = "heading", subject: str = "") -> Candidate:
    """Return a question on a place."""
    return Candidate(text, kind, subject or text, Place("r", "1", text))


@pytest.mark.anyio
async def test_every_example_is_answered_whole(assistant: Assistant) -> None:
    """Four roles have two questions at least, none twice."""
    examples = await assistant.list_examples()
    assert len(examples) == 4
    assert all(len(example.questions) >= 2 for example in examples)
    questions = [question for example in examples for question in example.questions]
    assert len(questions) == len(set(questions))
    for question in questions:
        answer = await assistant.ask(question)
        assert answer.coverage is Coverage.COMPLETE
        assert answer.citations


def test_candidates_name_what_stands_in_the_report(report: Report) -> None:
    """Headings and tables of the report are asked about, in its own words."""
    texts = [c.text for c in list_candidates(report)]
    assert len(texts) == len(set(texts))
    assert all(any(table.title in text for text in texts) for table in report.tables)


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Mikä muuttuu?", "Mikä muuttuu?"),
        ("Etätyö", "Mitä kohdassa ”Etätyö” sanotaan?"),
        ("Kunta 2020: Tuki jatkuu", "Mitä kohdassa ”Tuki jatkuu” sanotaan?"),
    ],
)
def test_heading_becomes_a_question(heading: str, question: str) -> None:
    """A heading that asks is one; a label before a colon is left out."""
    assert ask_of_heading(heading) == question


@pytest.mark.anyio
async def test_what_is_not_answered_is_left_out() -> None:
    """The next of its kind takes its place; nothing is asked for two roles."""
    first, second, third = candidate("a"), candidate("b"), candidate("c", "table")

    async def is_answered(candidate: Candidate) -> bool:
        return candidate.text != "a"

    ranked = {"johto": [first, second, third], "hr": [second, third], "muu": [first]}
    chosen = await choose(ranked, is_answered)
    assert [(e.role, e.questions) for e in chosen] == [("johto", ("b", "c"))]


def test_answer_has_to_come_from_the_place() -> None:
    """An answer from elsewhere is no answer to a question on a heading."""
    of_heading = candidate("a")
    assert of_heading.is_about([Place("r", "1", "a")])
    assert not of_heading.is_about([Place("r", "1", "b")])
    of_section = Candidate("s", "section", "s", Place("r", "1"))
    assert of_section.is_about([Place("r", "1", "b"), Place("r", "1")])
    assert not of_section.is_about([Place("r", "1"), Place("r", "2")])
    assert not of_section.is_about([])
