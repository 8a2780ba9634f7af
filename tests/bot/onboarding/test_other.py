"""A report of other words, shapes and units is taught and asked just as truly."""

import hashlib
from pathlib import Path

import pytest

from bot.onboarding.item import Item, Kind
from bot.onboarding.quiz import make_quiz
from bot.onboarding.summary import summarise
from bot.onboarding.themes import Theme, list_themes
from index.catalogue import read_reports
from index.report import Report
from tests.bot.onboarding.proof import true_options
from tests.test_other_report import OTHER, TEXT, TOML


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Return the made-up report, read alone."""
    folder: Path = tmp_path_factory.mktemp("reports") / OTHER
    folder.mkdir()
    text = folder / "report.txt"
    text.write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    (folder / "report.toml").write_text(TOML.format(id=OTHER, sha256=digest), encoding="utf-8")
    (found,) = read_reports(folder.parent)
    return found


@pytest.fixture(scope="module")
def other_themes(other: Report) -> tuple[Theme, ...]:
    """Return its themes."""
    return list_themes(other)


@pytest.fixture(scope="module")
def other_quiz(other_themes: tuple[Theme, ...]) -> tuple[Item, ...]:
    """Return its quiz."""
    return make_quiz(other_themes)


def test_themes_are_its_headings(other_themes: tuple[Theme, ...]) -> None:
    """Two sections and four tables."""
    assert [theme.title for theme in other_themes] == [
        "Ovet aukeavat ilman vahtimestaria",
        "Ohjaajan työ muuttuu",
        "Liikuntapaikkojen käyttö",
        "Liikuntapalvelujen menot",
        "Liikuntakerrat viikossa",
        "Asiakkaiden tyytyväisyys",
    ]


def test_every_theme_is_told_and_cited(other_themes: tuple[Theme, ...]) -> None:
    """Each has a summary with a source."""
    for theme in other_themes:
        assert summarise(theme).citations, theme.title


def test_exactly_one_option_is_true(other: Report, other_quiz: tuple[Item, ...]) -> None:
    """Amounts, counts, decimals, shares: all items are true, and of each table there are some."""
    wrong = [
        item.id
        for item in other_quiz
        if true_options(other, item.question, item.options) != [item.options[item.right]]
    ]
    assert wrong == []
    asked = {item.theme for item in other_quiz if item.kind is not Kind.STATEMENT}
    assert len(asked) == len(other.tables)


def test_ties_and_gaps_are_not_asked(other_quiz: tuple[Item, ...]) -> None:
    """No item hangs on an empty cell or on two equal figures."""
    for item in other_quiz:
        assert "–" not in item.options
        assert not (item.kind is Kind.CELL and len(set(item.options)) < len(item.options))
