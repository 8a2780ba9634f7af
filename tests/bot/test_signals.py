"""What is measured of a question and its evidence, on small texts made by hand."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from bot.evidence import Evidence
from bot.lexicon import Lexicon
from bot.signals import NEAR, SIGNALS, measure
from bot.tables.query import Operation, Query
from bot.tables.understand import Reading
from index.report import PassageKind
from tests.bot.pieces import (
    make_evidence,
    make_passage,
    make_ranking,
    make_report,
    make_section,
    make_table,
    make_targets,
)

FILLER = "Hyllyssä on tilaa."


def signals(
    question: str,
    texts: Sequence[str],
    reading: Reading | None = None,
    *,
    title: str = "Arki kirjastossa",
    rarity: float = 1.0,
) -> dict[str, float]:
    """Return the signals of a question on texts, best first; all its words are as rare."""
    evidence = [replaced(make_evidence(text, title=title), n) for n, text in enumerate(texts)]
    shares = {e.id: 1.0 - n / len(evidence) for n, e in enumerate(evidence)}
    ranking = make_ranking(evidence, shares, question)
    asked = ranking.question
    words = [" ".join((*e.headings, e.text)) for e in evidence]
    ranking = replace(
        ranking,
        matches=Lexicon(words).matches(asked.words, asked.language),
        rarity=np.full(len(asked.words), rarity, dtype=np.float32),
    )
    return dict(zip(SIGNALS, measure(ranking, evidence, reading).tolist(), strict=True))


def replaced(evidence: Evidence, number: int) -> Evidence:
    """Return evidence whose passage has an id of its own."""
    assert evidence.passage is not None
    return replace(evidence, passage=replace(evidence.passage, id=f"s1-{number}"))


def reading(unmet: float, *, is_named: bool = True, asks: bool = True) -> Reading:
    """Return a reading of a question on the one row of a table."""
    query = Query(Operation.CELL, make_targets(make_table()))
    return Reading(query, unmet, left=1, is_named=is_named, is_column_named=is_named, asks=asks)


BARS = [
    ("a name", "lacks_thing", "Kuka on nimeltään johtaja?", ["Johtaja on Anna Aho."], 0),
    ("no name there", "lacks_thing", "Kuka on nimeltään johtaja?", ["Johtaja lainasi kirjan."], 1),
    ("another year", "year_unmet", "Mitä lainattiin vuonna 2015?", ["Vuonna 2018 lainattiin."], 1),
    ("the same year", "year_unmet", "Mitä lainattiin vuonna 2018?", ["Vuonna 2018 lainattiin."], 0),
    ("no year asked", "year_unmet", "Mitä lainattiin?", ["Vuonna 2018 lainattiin."], 0),
    ("a number that is no year", "year_unmet", "Mitä 1500 ihmistä lainasi?", [FILLER], 0),
    (
        "one year of two",
        "year_unmet",
        "Mitä lainattiin vuosina 2015 ja 2018?",
        ["Vuonna 2018 lainattiin."],
        1,
    ),
    (
        "a year in the last of the nearest",
        "year_unmet",
        "Mitä lainattiin vuonna 2018?",
        [*[FILLER] * (NEAR - 1), "Vuonna 2018 lainattiin."],
        0,
    ),
    (
        "a year beyond the nearest",
        "year_unmet",
        "Mitä lainattiin vuonna 2018?",
        [*[FILLER] * NEAR, "Vuonna 2018 lainattiin."],
        1,
    ),
    ("a place", "place_unmet", "Mitä Tampereella lainataan?", ["Kirjoja lainataan."], 1),
    (
        "another place",
        "place_unmet",
        "Mitä Tampereella lainataan?",
        ["Turussa lainataan kirjoja."],
        1,
    ),
    (
        "the same place in another form",
        "place_unmet",
        "Mitä Tampereella lainataan?",
        ["Tampereen kirjasto lainaa kirjoja."],
        0,
    ),
    ("no place asked", "place_unmet", "Mitä lainataan?", ["Turussa lainataan kirjoja."], 0),
    ("a profession", "profession_unmet", "Mitä opettajat lainaavat?", ["Kirjoja lainataan."], 1),
    (
        "another profession",
        "profession_unmet",
        "Mitä opettajat lainaavat?",
        ["Toimittajat lainaavat kirjoja."],
        1,
    ),
    (
        "the same profession in another form",
        "profession_unmet",
        "Mitä opettajat lainaavat?",
        ["Kirjoja lainataan opettajille."],
        0,
    ),
    (
        "the asker's own profession",
        "profession_unmet",
        "Kysyn toimittajana, mitä täällä lainataan?",
        ["Kirjoja lainataan."],
        0,
    ),
    (
        "a profession beside the asker's own",
        "profession_unmet",
        "Kysyn toimittajana, mitä opettajat lainaavat?",
        ["Kirjoja lainataan."],
        1,
    ),
    (
        "a profession only in the second",
        "profession_unmet",
        "Mitä opettajat lainaavat?",
        ["Kirjoja lainataan.", "Opettajat opettavat."],
        1,
    ),
    ("no profession asked", "profession_unmet", "Mitä lainataan?", ["Opettajat lainaavat."], 0),
    ("no number there", "lacks_number", "Montako kirjaa lainattiin?", ["Kirjoja lainattiin."], 1),
    ("a number there", "lacks_number", "Montako kirjaa lainattiin?", ["Kirjoja meni 1 234."], 0),
    (
        "a number only in the second",
        "lacks_number",
        "Montako kirjaa lainattiin?",
        ["Kirjoja lainattiin.", "Kirjoja meni 1 234."],
        1,
    ),
    ("no number asked", "lacks_number", "Miksi kirjoja lainattiin?", ["Kirjoja lainattiin."], 0),
]


@pytest.mark.parametrize(
    ("claim", "name", "question", "texts", "expected"), BARS, ids=[c[0] for c in BARS]
)
def test_what_is_not_there_is_told(
    claim: str, name: str, question: str, texts: list[str], expected: float
) -> None:
    """Whether the nearest evidence has the year, place, profession or number is measured."""
    assert signals(question, texts)[name] == expected, claim


@pytest.mark.parametrize("rarity", [0.1, 1.0])
def test_everyday_word_of_the_report_bars_nothing(rarity: float) -> None:
    """A profession that the report has everywhere is no other thing."""
    told = signals("Mitä opettajat lainaavat?", ["Kirjoja lainataan."], rarity=rarity)
    assert told["profession_unmet"] == float(rarity > 0.5)


def test_heading_may_name_the_place() -> None:
    """What stands over a passage is held by it."""
    question, texts = "Mitä Tampereella lainataan?", ["Kirjoja lainataan."]
    assert signals(question, texts, title="Kirjastot Tampereella")["place_unmet"] == 0
    assert signals(question, texts, title="Kirjastot Turussa")["place_unmet"] == 1


DETAILS = [
    ("how", "Miten lukupiiri kokoontuu?", "Turun lukupiiri", 1),
    ("yes or no", "Maksaako lukupiiri mitään?", "Turun lukupiiri", 1),
    ("whether there is any", "Onko lukupiiriä?", "Turun lukupiiri", 0),
    ("whether any does it", "Pidetäänkö jossain lukupiiriä?", "Turun lukupiiri", 0),
    ("what", "Mikä lukupiiri on Turussa?", "Turun lukupiiri", 0),
    ("how, of a sentence", "Miten lukupiiri kokoontuu?", "Lukupiiri kokoontuu Turussa.", 0),
]


@pytest.mark.parametrize(
    ("claim", "question", "text", "expected"), DETAILS, ids=[c[0] for c in DETAILS]
)
@pytest.mark.parametrize("is_linked", [True, False])
def test_title_of_what_is_linked_tells_no_detail(
    claim: str, question: str, text: str, expected: float, is_linked: bool
) -> None:
    """The title of an example tells that there is one; how it is done stands behind its link."""
    link = make_passage("https://kirjasto.example.invalid", PassageKind.LINK, name="s1-9")
    item = make_passage(text)
    section = make_section(item, *[link] * is_linked)
    evidence = [Evidence(make_report(section), section, item)]
    told = measure(make_ranking(evidence, {}, question), evidence)
    assert told[SIGNALS.index("lacks_detail")] == expected * is_linked, claim


FIGURES = [
    ("no tables", None, (0, 0, 0)),
    ("all of the row is there", reading(0.0), (1, 0, 1)),
    ("some of it is not", reading(0.25), (1, 0.25, 1)),
    ("most of it is not", reading(0.75), (1, 0.75, 0)),
    ("no figures asked", reading(0.25, asks=False), (0, 0, 0)),
    ("no column or operation named", reading(0.25, is_named=False), (0, 0, 0)),
]


@pytest.mark.parametrize(("claim", "read", "expected"), FIGURES, ids=[c[0] for c in FIGURES])
def test_figures_are_measured(
    claim: str, read: Reading | None, expected: tuple[float, float, float]
) -> None:
    """Figures count where they are asked for and named; they fit where the row is there."""
    told = signals("Moniko lainaa kirjoja?", ["Kirjoja lainataan."], read)
    names = ("figures", "figures_unmet", "figures_fit")
    assert tuple(told[name] for name in names) == expected, claim


FITS = [(reading(0.25), 0), (reading(0.75), 1), (reading(0.25, asks=False), 1), (None, 1)]


@pytest.mark.parametrize(("read", "expected"), FITS)
def test_figure_that_fits_is_the_number_asked_for(read: Reading | None, expected: float) -> None:
    """A number is not lacking where a table has it, whatever passage comes first."""
    told = signals("Moniko lainaa kirjoja?", ["Kirjoja lainataan."], read)
    assert told["lacks_number"] == expected
    assert told["asks_number"] == 1


@pytest.mark.parametrize("question", ["Mitä kirjoja lainataan?", "What is borrowed?", "58 %"])
def test_each_signal_is_a_number(question: str) -> None:
    """Whatever is asked, there is one finite value for each signal."""
    told = signals(question, ["Kirjoja lainataan.", FILLER])
    assert list(told) == list(SIGNALS)
    assert np.isfinite(list(told.values())).all()
