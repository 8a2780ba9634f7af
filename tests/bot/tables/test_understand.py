"""What questions ask of the tables of the real report."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.evidence import list_evidence
from bot.question import read_question
from bot.retrieve import Retriever
from bot.tables.query import Operation, Query, Relation, Target, filter_targets, rank_targets
from bot.tables.understand import understand
from tests.bot.pieces import make_passage, make_ranking, make_report, make_section

NO_USE = "Ei käytössä, ei suunnitteilla"
LARGE = ("Erittäin suuri", "Suuri")
ROWS = 14


def ask(retriever: Retriever, text: str) -> Query:
    """Return what a question asks of the real report's tables."""
    question = read_question(text)
    query = understand(question, retriever.rank(question), retriever.evidence, retriever)
    assert query is not None
    return query


def ids(targets: Sequence[Target]) -> list[str]:
    """Return the ids of the rows."""
    return [target.row.id for target in targets]


CELLS = [
    ("Kuinka monella eSosiaalityö on kokeilussa?", "t1-r13", ("Kokeilussa",)),
    ("Kuinka moni pilotoi etäyhteyksiä asiakastapaamisissa?", "t1-r1", ("Kokeilussa",)),
    ("Monellako palvelutarve arvioidaan moniammatillisessa tiimissä?", "t1-r2", None),
    ("Millä osuudella palvelutarpeen arviointi tiimissä on käytössä?", "t1-r2", ("Käytössä",)),
    ("Kuinka moni ei käytä eikä suunnittele palvelutarpeen arviointia tiimissä?", "t1-r2", NO_USE),
    ("What share uses remote connections in client meetings?", "t1-r1", None),
]


@pytest.mark.parametrize(("asked", "row", "columns"), CELLS)
def test_cell(
    retriever: Retriever, asked: str, row: str, columns: tuple[str, ...] | str | None
) -> None:
    """One row and the column asked for, the whole row where no column is named."""
    query = ask(retriever, asked)
    assert (query.operation, ids(query.targets)) == (Operation.CELL, [row])
    (target,) = query.targets
    told = (columns,) if isinstance(columns, str) else columns
    assert target.columns == (told or target.table.columns)


SUMS = [
    (
        "Kuinka monella etäyhteydet asiakastapaamisissa ovat käytössä tai kokeilussa yhteensä?",
        "t1-r1",
        ("Käytössä", "Kokeilussa"),
        84,
    ),
    (
        "Kuinka moni pitää työn viemistä sinne missä ihmiset ovat vähintään suurena asiakkaille?",
        "t2-r6",
        LARGE,
        90,
    ),
    (
        "Kuinka moni pitää digitaalista alustaa vähintään suurena henkilöstölle?",
        "t3-r12",
        LARGE,
        60,
    ),
]


@pytest.mark.parametrize(("asked", "row", "columns", "figure"), SUMS)
def test_sum(
    retriever: Retriever, asked: str, row: str, columns: tuple[str, ...], figure: int
) -> None:
    """Several columns of one row are added up; the audience tells the table."""
    query = ask(retriever, asked)
    (target,) = query.targets
    assert (query.operation, target.row.id) == (Operation.SUM, row)
    assert (target.columns, target.figure) == (columns, Decimal(figure))


RANKS = [
    ("Mikä toimintatapa on eniten käytössä?", "Käytössä", ["t1-r1"]),
    ("Mikä toimintatapa on toiseksi eniten käytössä?", "Käytössä", ["t1-r2"]),
    ("Mikä on kolmanneksi eniten kokeilussa?", "Kokeilussa", ["t1-r9"]),
    ("Mikä on vähiten käytössä?", "Käytössä", ["t1-r13", "t1-r14"]),
    ("Mitkä kaksi toimintatapaa ovat eniten käytössä?", "Käytössä", ["t1-r1", "t1-r2"]),
    (
        "Mitkä kolme toimintatapaa ovat yleisimmin käytössä?",
        "Käytössä",
        ["t1-r1", "t1-r2", "t1-r3", "t1-r4", "t1-r5"],
    ),
    ("Mitkä 2 toimintatapaa ovat eniten kokeilussa?", "Kokeilussa", ["t1-r1", "t1-r11"]),
    (
        "Millä toimintatavalla on henkilöstölle useimmin erittäin suuri merkitys?",
        "Erittäin suuri",
        ["t3-r1", "t3-r3", "t3-r4"],
    ),
    (
        "Mikä toimintatapa ei ole useimmin käytössä eikä suunnitteilla?",
        NO_USE,
        ["t1-r14"],
    ),
    ("Mikä taulukossa 3 on useimmin erittäin suuri?", LARGE[0], ["t3-r1", "t3-r3", "t3-r4"]),
    ("Mikä taulukossa 2 on useimmin erittäin suuri?", LARGE[0], ["t2-r2"]),
]


@pytest.mark.parametrize(("asked", "column", "expected"), RANKS)
def test_rank(retriever: Retriever, asked: str, column: str, expected: list[str]) -> None:
    """All rows of the table asked of are ranked; counts and ordinals are told in words or digits.

    The number of a table is no count.
    """
    query = ask(retriever, asked)
    assert (query.operation, len(query.targets)) == (Operation.RANK, ROWS)
    assert {target.columns for target in query.targets} == {(column,)}
    assert ids(rank_targets(query)) == expected


FILTERS = [
    ("ovat käytössä yli puolella vastaajista", "Käytössä", Relation.OVER, 50),
    ("ovat käytössä yli puolet ajasta", "Käytössä", Relation.OVER, 50),
    ("ovat käytössä alle 10 prosentilla", "Käytössä", Relation.UNDER, 10),
    ("ovat käytössä alle 12,5\u00a0%:lla", "Käytössä", Relation.UNDER, "12.5"),
    ("ovat kokeilussa vähintään 13 %:lla", "Kokeilussa", Relation.AT_LEAST, 13),
    ("ovat kokeilussa enintään 6 %:lla", "Kokeilussa", Relation.AT_MOST, 6),
    ("ovat käytössä yli joka viidennellä", "Käytössä", Relation.OVER, 20),
    ("ovat käytössä vähintään joka viidennellä", "Käytössä", Relation.AT_LEAST, 20),
    ("ovat käytössä alle neljänneksellä", "Käytössä", Relation.UNDER, 25),
    ("ovat käytössä vähintään kolmasosalla", "Käytössä", Relation.AT_LEAST, 33),
    ("ovat käytössä vähintään neljäsosalla", "Käytössä", Relation.AT_LEAST, 25),
    ("ovat käytössä enintään kymmenesosalla", "Käytössä", Relation.AT_MOST, 10),
    ("ovat kokonaan käyttämättä", "Käytössä", Relation.EQUAL, 0),
    ("eivät ole kenelläkään käytössä", "Käytössä", Relation.EQUAL, 0),
    ("ovat suunnitteilla nollassa", "Suunnitteilla", Relation.EQUAL, 0),
    ("ovat jo joidenkin mukaan suunnitteilla", "Suunnitteilla", Relation.OVER, 0),
]


@pytest.mark.parametrize(("asked", "column", "relation", "limit"), FILTERS)
def test_filter(
    retriever: Retriever, asked: str, column: str, relation: Relation, limit: int | str
) -> None:
    """A limit is told in per cent or as a part of a whole; nobody is zero, somebody is more."""
    query = ask(retriever, f"Mitkä toimintatavat {asked}?")
    assert (query.operation, len(query.targets)) == (Operation.FILTER, ROWS)
    assert {target.columns for target in query.targets} == {(column,)}
    assert (query.relation, query.limit) == (relation, Decimal(limit))


BOTH = [
    ("vähintään suuria yli 90 prosentin mielestä", Relation.OVER, 90, 4),
    ("vähintään suuria alle puolen mielestä", Relation.UNDER, 50, 1),
    ("vähintään suuria vähintään 95 prosentin mielestä", Relation.AT_LEAST, 95, 4),
]


@pytest.mark.parametrize(("asked", "relation", "limit", "size"), BOTH)
def test_filter_of_sums(
    retriever: Retriever, asked: str, relation: Relation, limit: int, size: int
) -> None:
    """'At least large' tells the columns; the limit's own words tell how it is to be met."""
    query = ask(retriever, f"Mitkä toimintatavat ovat henkilöstölle {asked}?")
    assert query.operation is Operation.FILTER
    assert {target.columns for target in query.targets} == {LARGE}
    assert (query.relation, query.limit) == (relation, Decimal(limit))
    assert len(filter_targets(query)) == size


PAIRS = [
    (
        "Onko palvelutarpeen arviointi vai eSosiaalityö yleisemmin käytössä?",
        [("t1-r2", "Käytössä"), ("t1-r13", "Käytössä")],
    ),
    (
        "Kumpi on yleisempää, etäyhteydet asiakastapaamisissa vai monen toimijan digitaalinen "
        "alusta?",
        [("t1-r1", "Käytössä"), ("t1-r14", "Käytössä")],
    ),
    (
        "Onko etäyhteydet asiakastapaamisissa useammin käytössä vai kokeilussa?",
        [("t1-r1", "Käytössä"), ("t1-r1", "Kokeilussa")],
    ),
    (
        "Onko jaettu ymmärrys hyvistä työkäytännöistä useammin suunnitteilla kuin käytössä?",
        [("t1-r3", "Suunnitteilla"), ("t1-r3", "Käytössä")],
    ),
    (
        "Onko digitaalisella alustalla erittäin suuri merkitys useammin asiakkaille vai "
        "henkilöstölle?",
        [("t2-r13", "Erittäin suuri"), ("t3-r12", "Erittäin suuri")],
    ),
    (
        "Onko työn vieminen sinne missä ihmiset ovat tärkeämpää asiakkaiden kannalta vai "
        "henkilöstön kannalta?",
        [("t2-r6", "Erittäin suuri"), ("t3-r11", "Erittäin suuri")],
    ),
]


@pytest.mark.parametrize(("asked", "expected"), PAIRS)
def test_compare(retriever: Retriever, asked: str, expected: list[tuple[str, str]]) -> None:
    """Two rows, two columns of one row, or one row for two audiences, in the order asked."""
    query = ask(retriever, asked)
    assert query.operation is Operation.COMPARE
    assert [(t.row.id, *t.columns) for t in query.targets] == expected


def test_report_without_tables_is_not_asked_for_figures(retriever: Retriever) -> None:
    """Where no row comes up, there is no query."""
    evidence = list_evidence([make_report(make_section(make_passage("Kirjoja on 58 %.")))])
    ranking = make_ranking(evidence, {"s1-1": 1.0}, "Kuinka moni lukee eniten?")
    assert understand(ranking.question, ranking, evidence, retriever) is None
