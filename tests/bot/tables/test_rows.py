"""Which rows of made-up tables the words of a question fit."""

from decimal import Decimal

import numpy as np
import pytest

from bot.evidence import list_evidence
from bot.question import Language
from bot.tables.rows import RowFinder, RowScores
from index.grams import fold, split_words
from tests.bot.pieces import make_finder, make_grid, make_passage, make_report, make_section

CIRCLE = "Lukupiiri kokoontuu joka viikko"
HOME = "Kirjojen kotipalvelu vanhuksille"
TWO = "Satutunti kahdelle lapselle"
EBOOK = "eKirja lainataan verkosta."
COFFEE = "Aamukahvi henkilökunnan kanssa"
BUS = "Kirjasto-auto kulkee kylillä"
COURSE = "Aikuisten kurssi"
LABELS = (CIRCLE, HOME, TWO, EBOOK, COFFEE, BUS)
USE = make_grid(["Usein", "Joskus"], *([n, n + 1] for n in range(6)), labels=LABELS)
MEANING = make_grid(["Suuri"], [58], [26], labels=(COURSE, HOME), number=2, title="Merkitys")
FINDER = make_finder(USE, MEANING)


def score(text: str, *, common: tuple[str, ...] = ()) -> RowScores:
    """Return how the rows fit words, meaning left out."""
    return FINDER.score(split_words(text), Language.FINNISH, None, common)


def cover(text: str, label: str) -> float:
    """Return how much of some words a row has."""
    return float(score(text).cover[row(label)])


def row(label: str) -> int:
    """Return the place of a row among all distinct ones."""
    return FINDER.labels.index(fold(label))


BEST = [
    ("in the same form", "lukupiiri", CIRCLE),
    ("inflected", "lukupiirin", CIRCLE),
    ("in the plural", "lukupiirejä", CIRCLE),
    ("without dots", "aamukahvi henkilokunnan", COFFEE),
    ("with decomposed dots", "henkilo\u0308kunta", COFFEE),
    ("with a soft hyphen", "luku\u00adpiirit", CIRCLE),
    ("mistyped", "lukupiri", CIRCLE),
    ("a synonym", "työntekijät", COFFEE),
    ("a compound by a part", "palvelu", HOME),
    ("a compound by its parts apart", "koti palvelu", HOME),
    ("a compound that the label has apart", "autokirjasto", BUS),
    ("a longer compound", "kotipalvelukirjat", HOME),
    ("a number in words", "kaksi", TWO),
    ("a number in another case", "kahden", TWO),
    ("what begins with e as electronic", "sähköinen kirja", EBOOK),
    ("what begins with e by the rest", "sähköisiä kirjoja verkosta", EBOOK),
    ("a row of the second table", "aikuisten kurssit", COURSE),
]


@pytest.mark.parametrize(("claim", "asked", "expected"), BEST, ids=[c[0] for c in BEST])
def test_best_row_has_the_words(claim: str, asked: str, expected: str) -> None:
    """A row is found by any form of its words, their parts, synonyms and errors, and is sure."""
    found = score(asked)
    everywhere = range(len(FINDER.labels))
    assert found.best(everywhere) == row(expected), claim
    assert found.is_clear(everywhere), claim
    assert 0 < float(found.cover.max()) <= 1, claim


@pytest.mark.parametrize("asked", ["traktori", "", "punainen traktori pellolla"])
def test_words_that_no_row_has_make_none_clear(asked: str) -> None:
    """Where no word is met, no row is named."""
    found = score(asked)
    assert not found.is_clear(range(len(FINDER.labels)))
    assert float(found.cover.max()) < 0.2


def test_words_that_all_rows_share_tell_less() -> None:
    """A rare word outweighs one that several rows have."""
    assert cover("kirja lukupiiri", CIRCLE) > cover("kirja lukupiiri", HOME) > 0


def test_word_that_is_not_met_lowers_the_cover() -> None:
    """A row that lacks a word of the question fits it less."""
    assert cover("lukupiiri", CIRCLE) > cover("lukupiiri traktori", CIRCLE) > 0


def test_words_in_the_order_of_the_label_fit_better() -> None:
    """Two words in a row that are so in the label too are worth more than the two apart."""
    asked = "traktori lukupiiri kokoontuu pellolla"
    apart = "kokoontuu traktori lukupiiri pellolla"
    assert cover(asked, CIRCLE) > cover(apart, CIRCLE) > 0


def test_common_word_tells_less() -> None:
    """A word that the table's title has too weighs less beside others."""
    plain = score("lukupiiri traktori").cover[row(CIRCLE)]
    assert 0 < score("lukupiiri traktori", common=("lukupiiri",)).cover[row(CIRCLE)] < plain


def test_rows_with_one_label_are_one() -> None:
    """A row that two tables share is one of the distinct rows, found in both."""
    assert len(FINDER.labels) == len(LABELS) + 1
    assert FINDER.rows_of(USE) == [row(label) for label in LABELS]
    assert FINDER.rows_of(MEANING) == [row(COURSE), row(HOME)]
    assert row(HOME) in FINDER.rows_of(USE)


def test_tables_are_those_of_the_evidence_each_once() -> None:
    """The tables are told in the order of the report."""
    assert [table.id for table in FINDER.tables] == ["t1", "t2"]


def test_target_is_the_row_of_the_table_asked_for() -> None:
    """One row's label has other figures in each table."""
    used = FINDER.target(row(HOME), USE, ("Joskus",))
    assert (used.row.id, used.columns, used.figure) == ("t1-r2", ("Joskus",), Decimal(2))
    meant = FINDER.target(row(HOME), MEANING, ["Suuri"])
    assert (meant.row.id, meant.columns, meant.figure) == ("t2-r2", ("Suuri",), Decimal(26))


@pytest.mark.parametrize("label", LABELS[:1] + LABELS[2:])
def test_row_that_a_table_does_not_have_is_an_error(label: str) -> None:
    """A row is never taken from another table."""
    with pytest.raises(KeyError):
        FINDER.target(row(label), MEANING, ("Suuri",))


def test_best_and_clear_are_among_the_rows_told() -> None:
    """A row that is left out is not found, however well it fits."""
    found = score("lukupiiri")
    among = [row(COURSE), row(HOME)]
    assert found.best(range(len(FINDER.labels))) == row(CIRCLE)
    assert found.best(among) in among
    assert not found.is_clear(among)


def test_two_rows_that_fit_alike_are_not_clear() -> None:
    """A row needs to be ahead of the next, or to be met in nearly all words."""
    half = np.array([0.5, 0.5, 0.0], dtype=np.float32)
    assert not RowScores(half, half).is_clear(range(3))
    assert RowScores(half, half).is_clear([0, 2])
    assert RowScores(half, half).is_clear([1])
    ahead = np.array([0.5, 0.7, 0.0], dtype=np.float32)
    assert RowScores(ahead, ahead).is_clear(range(3))
    both = np.array([0.9, 0.9, 0.0], dtype=np.float32)
    assert RowScores(both, both).is_clear(range(3))


def test_meaning_without_words_is_not_clear() -> None:
    """A row that only means something near is not named."""
    words = np.array([0.1, 0.0], dtype=np.float32)
    scores = np.array([0.9, 0.0], dtype=np.float32)
    assert not RowScores(words, scores).is_clear(range(2))


def test_meaning_breaks_a_tie_of_words() -> None:
    """Where words tell no more of one row than of another, the nearer in meaning is best."""
    labels = ("Kirjoja kotiin", "Lehtiä kouluun", "Pelejä kylille")
    grid = make_grid(["Usein"], [1], [2], [3], labels=labels)
    evidence = list_evidence([make_report(make_section(), tables=(grid,))])
    axes = {label: [float(i == n) for i in range(3)] for n, label in enumerate(labels)}
    finder = RowFinder(evidence, lambda texts: [axes[text] for text in texts])
    for place in range(3):
        vector = np.array([float(i == place) for i in range(3)], dtype=np.float32)
        found = finder.score(["traktori"], Language.FINNISH, vector)
        assert found.best(range(3)) == place
        assert float(found.cover.max()) == 0
    words = finder.score(["pelit"], Language.FINNISH, np.array([1.0, 0, 0], dtype=np.float32))
    assert words.best(range(3)) == 2


def test_labels_are_embedded_as_printed_each_once() -> None:
    """What is embedded is the label as a reader sees it."""
    seen: list[str] = []

    def embed(texts: list[str]) -> list[list[float]]:
        seen.extend(texts)
        return [[0.0] for _ in texts]

    RowFinder(list_evidence([make_report(make_section(), tables=(USE, MEANING))]), embed)
    assert sorted(seen) == sorted([*LABELS, COURSE])


def test_evidence_without_tables_has_no_rows() -> None:
    """A report of words alone has nothing to find, and nothing fails."""
    finder = RowFinder(list_evidence([make_report(make_section(make_passage("Kirjoja on 58 %.")))]))
    assert (finder.labels, finder.tables) == ([], ())
    assert finder.score(["kirjoja"], Language.FINNISH, None).cover.shape == (0,)
