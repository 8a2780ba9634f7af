"""Themes come from the report's headings; each has a proved summary and questions it answers."""

import re

import pytest

from bot.answer import Coverage, Sentence
from bot.assistant import Assistant
from bot.onboarding.course import Lesson, make_lesson
from bot.onboarding.questions import QUESTIONS
from bot.onboarding.summary import summarise
from bot.onboarding.themes import Theme, list_themes, merge_alike
from bot.question import language_cues
from bot.verify import verify
from index.grams import split_words
from index.report import Report


def test_themes_are_the_reports_headings(report: Report, themes: tuple[Theme, ...]) -> None:
    """Every title is a heading or a table's title, once; ids are too."""
    printed = {section.title for section in report.sections}
    printed |= {name for section in report.sections for name in section.subsections}
    printed |= {table.title for table in report.tables}
    titles = [theme.title for theme in themes]
    assert set(titles) <= printed
    assert len(set(titles)) == len(titles)
    assert len({theme.id for theme in themes}) == len(themes)
    assert {"Etätyö", "Digitalisaation hyödyntäminen", "Korona-ajan kokemuksia"} <= set(titles)


def test_alike_headings_make_one_theme(themes: tuple[Theme, ...]) -> None:
    """Headings of one subject in two sections are one theme; others stay apart."""
    parts = {theme.title: [part.heading for part in theme.parts] for theme in themes}
    assert parts["Päätöksenteko"] == [
        "Poliittinen päätöksenteko ja kuntien erilaisuus",
        "Päätöksenteko",
    ]
    assert parts["Etätyö"] == ["Etätyö"]


def test_no_parts_make_no_theme() -> None:
    """A report without text has none."""
    assert merge_alike([]) == []


def test_every_passage_is_of_one_theme_at_most(themes: tuple[Theme, ...]) -> None:
    """Nothing is taught twice."""
    ids = [e.id for theme in themes for e in theme.evidence]
    assert len(set(ids)) == len(ids)


@pytest.fixture(scope="module")
def lessons(themes: tuple[Theme, ...], assistant: Assistant) -> dict[str, Lesson]:
    """Return the lessons by the ids of their themes."""
    return {theme.id: make_lesson(theme, assistant.cite) for theme in themes}


def test_summaries_are_cited(themes: tuple[Theme, ...], report: Report) -> None:
    """Each is short, proved, and quotes the report."""
    texts = " ".join(p.text for p in report.passages())
    for theme in themes:
        summary = summarise(theme)
        assert summary.coverage is Coverage.COMPLETE
        assert summary.citations, theme.title
        assert len(summary.text.split()) <= 250, theme.title
        verify(Sentence(summary.text), summary.citations, summary.computed)
        assert all(c.table is not None or c.quote in texts for c in summary.citations)


@pytest.mark.anyio
async def test_three_questions_are_answered_whole(
    lessons: dict[str, Lesson], assistant: Assistant
) -> None:
    """The assistant answers each question that a theme suggests, all of it."""
    for name, lesson in lessons.items():
        assert len(set(lesson.questions)) == QUESTIONS, name
        for question in lesson.questions:
            answer = await assistant.ask(question)
            assert answer.coverage is Coverage.COMPLETE, question
            assert answer.citations, question


def test_themes_are_the_same_every_time(report: Report, themes: tuple[Theme, ...]) -> None:
    """An address of a theme stays."""
    assert list_themes(report) == themes


def test_nobody_speaks_as_we(themes: tuple[Theme, ...]) -> None:
    """What a quoted worker says of himself is told as his, in a list too."""
    for theme in (theme for theme in themes if theme.table is None):
        for line in summarise(theme).text.split("\n"):
            plain = re.sub("”[^”]*”", "", line)
            assert not language_cues("first_person", "act").is_in(split_words(plain)), line
