"""What questions ask of the tables of the real report."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.evidence import list_evidence
from bot.question import read_question
from bot.retrieve import Retriever
from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from bot.tables.query import (
    Operation,
    Query,
    Target,
    average,
    filter_targets,
    rank_gaps,
    rank_targets,
    total,
)
from bot.tables.rows import RowFinder
from bot.tables.understand import Reading, understand
from tests.bot.pieces import (
    make_finder,
    make_grid,
    make_passage,
    make_ranking,
    make_report,
    make_section,
)

USED, TRIED, PLANNED = "Käytössä", "Kokeilussa", "Suunnitteilla"
NO_USE = "Ei käytössä, ei suunnitteilla"
STEPS = (USED, TRIED, PLANNED, NO_USE)
LARGE = ("Erittäin suuri", "Suuri")
SIZES = (*LARGE, "Kohtalainen", "Pieni", "Ei merkitystä", "En osaa sanoa")
ROWS = 14
OVER, AT_LEAST, EQUAL = Relation.OVER, Relation.AT_LEAST, Relation.EQUAL
UNDER, AT_MOST, BETWEEN = Relation.UNDER, Relation.AT_MOST, Relation.BETWEEN


class Asker:
    """Asks questions of the real report's tables."""

    def __init__(self, retriever: Retriever, finder: RowFinder) -> None:
        """Take what the real assistant asks with."""
        self._retriever = retriever
        self._finder = finder

    def read(self, text: str) -> Reading:
        """Return how a question is understood."""
        question = read_question(text)
        reading = understand(question, self._retriever.rank(question), self._finder)
        assert reading is not None
        return reading

    def ask(self, text: str) -> Query:
        """Return what a question asks of the tables."""
        return self.read(text).query


@pytest.fixture(scope="module")
def asker(retriever: Retriever, finder: RowFinder) -> Asker:
    """Return what asks the real report."""
    return Asker(retriever, finder)


def ids(targets: Sequence[Target]) -> list[str]:
    """Return the ids of the rows."""
    return [target.row.id for target in targets]


def places(targets: Sequence[Target]) -> list[tuple[str, ...]]:
    """Return the ids of the rows with their columns."""
    return [(target.row.id, *target.columns) for target in targets]


def is_of_all_rows(query: Query, table: str, *columns: str) -> bool:
    """Return whether a query asks all rows of a table in these columns."""
    wanted = [(f"{table}-r{n}", *columns) for n in range(1, ROWS + 1)]
    return places(query.targets) == wanted


CELLS = [
    ("Kuinka monella eSosiaalityö on kokeilussa?", "t1-r13", (TRIED,)),
    ("Kuinka monella sähköinen sosiaalityö on suunnitteilla?", "t1-r13", (PLANNED,)),
    ("Kuinka moni pilotoi etäyhteyksiä asiakastapaamisissa?", "t1-r1", (TRIED,)),
    ("kuinka moni pilotoi etayhteyksia asiakastapaamisissa", "t1-r1", (TRIED,)),
    ("Millä osuudella palvelutarpeen arviointi tiimissä on käytössä?", "t1-r2", (USED,)),
    (
        "Kuinka moni ei käytä eikä suunnittele palvelutarpeen arviointia tiimissä?",
        "t1-r2",
        (NO_USE,),
    ),
    (
        "Kuinka monen mielestä digitaalisen alustan merkitys asiakkaille on pieni?",
        "t2-r13",
        ("Pieni",),
    ),
    (
        "Kuinka moni ei osannut sanoa digitaalisesta alustasta henkilöstön kannalta?",
        "t3-r12",
        ("En osaa sanoa",),
    ),
    ("What share uses remote connections in client meetings?", "t1-r1", (USED,)),
    ("Kuinka moni aikoo ottaa chatin käyttöön?", "t1-r8", (PLANNED,)),
    (
        "Montako digialustaa arvioi suureksi henkilöstölle (toiseksi ylin luokka)?",
        "t3-r12",
        ("Suuri",),
    ),
]


@pytest.mark.parametrize(("asked", "row", "columns"), CELLS, ids=[c[0] for c in CELLS])
def test_cell(asker: Asker, asked: str, row: str, columns: tuple[str, ...]) -> None:
    """One row and the column asked for; the audience tells the table."""
    query = asker.ask(asked)
    assert query.operation is Operation.CELL
    assert places(query.targets) == [(row, *columns)]
    assert (query.claimed, query.is_true) == (None, None)


WHOLE_ROWS = [
    ("Monellako palvelutarve arvioidaan moniammatillisessa tiimissä?", "t1-r2", STEPS),
    ("Kuinka yleistä on, että palvelutarve arvioidaan tiimissä?", "t1-r2", STEPS),
    ("Kuinka yleinen eSosiaalityö on?", "t1-r13", STEPS),
    ("Kuinka tärkeä eSosiaalityö on henkilöstölle?", "t3-r14", SIZES),
    ("Kuinka suuri merkitys digitaalisella alustalla on asiakkaille?", "t2-r13", SIZES),
    ("Mitä taulukko 1 kertoo eSosiaalityöstä?", "t1-r13", STEPS),
    ("Mitä taulukko 3 kertoo eSosiaalityöstä?", "t3-r14", SIZES),
    ("Mitä ”Merkitys henkilöstölle toteutuessaan” kertoo eSosiaalityöstä?", "t3-r14", SIZES),
]


@pytest.mark.parametrize(("asked", "row", "columns"), WHOLE_ROWS, ids=[c[0] for c in WHOLE_ROWS])
def test_whole_row(asker: Asker, asked: str, row: str, columns: tuple[str, ...]) -> None:
    """Where no column is named, or a degree is asked for, the whole row is."""
    query = asker.ask(asked)
    assert query.operation is Operation.CELL
    assert places(query.targets) == [(row, *columns)]


SUMS = [
    (
        "Kuinka monella etäyhteydet asiakastapaamisissa ovat käytössä tai kokeilussa yhteensä?",
        "t1-r1",
        (USED, TRIED),
        84,
    ),
    ("Kuinka moni on kokeillut tai suunnittelee eSosiaalityötä?", "t1-r13", (TRIED, PLANNED), 24),
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


@pytest.mark.parametrize(("asked", "row", "columns", "figure"), SUMS, ids=[c[0] for c in SUMS])
def test_sum(asker: Asker, asked: str, row: str, columns: tuple[str, ...], figure: int) -> None:
    """Several columns of one row are added up."""
    query = asker.ask(asked)
    (target,) = query.targets
    assert (query.operation, target.row.id) == (Operation.SUM, row)
    assert (target.columns, target.figure) == (columns, Decimal(figure))


RANKS = [
    ("Mikä toimintatapa on eniten käytössä?", "t1", USED, ["t1-r1"]),
    ("Mikä on yleisin toimintatapa?", "t1", USED, ["t1-r1"]),
    ("Mikä toimintatapa on toiseksi eniten käytössä?", "t1", USED, ["t1-r2"]),
    ("Mikä on kolmanneksi eniten kokeilussa?", "t1", TRIED, ["t1-r9"]),
    ("Mikä on vähiten käytössä?", "t1", USED, ["t1-r13", "t1-r14"]),
    ("Mikä on toiseksi vähiten käytössä?", "t1", USED, ["t1-r12"]),
    ("Mitkä kaksi toimintatapaa ovat eniten käytössä?", "t1", USED, ["t1-r1", "t1-r2"]),
    (
        "Mitkä kolme toimintatapaa ovat yleisimmin käytössä?",
        "t1",
        USED,
        ["t1-r1", "t1-r2", "t1-r3", "t1-r4", "t1-r5"],
    ),
    ("Mitkä 2 toimintatapaa ovat eniten kokeilussa?", "t1", TRIED, ["t1-r1", "t1-r11"]),
    ("Mikä toimintatapa ei ole useimmin käytössä eikä suunnitteilla?", "t1", NO_USE, ["t1-r14"]),
    (
        "Millä toimintatavalla on henkilöstölle useimmin erittäin suuri merkitys?",
        "t3",
        LARGE[0],
        ["t3-r1", "t3-r3", "t3-r4"],
    ),
    ("Mikä taulukossa 3 on useimmin kohtalainen?", "t3", "Kohtalainen", None),
    ("Mikä on asiakkaille tärkein?", "t2", LARGE[0], ["t2-r2"]),
    ("Mikä on asiakkaille turhin?", "t2", "Ei merkitystä", ["t2-r14"]),
]


FAULTY_RANK = pytest.param(
    "Mikä taulukossa 2 on useimmin erittäin suuri?",
    "t2",
    LARGE[0],
    ["t2-r2"],
)


@pytest.mark.parametrize(("asked", "table", "column", "expected"), [*RANKS, FAULTY_RANK])
def test_rank(
    asker: Asker, asked: str, table: str, column: str, expected: list[str] | None
) -> None:
    """All rows of the table asked of are ranked, in the column named or meant by the word.

    The number of a table is no count.
    """
    query = asker.ask(asked)
    assert query.operation is Operation.RANK
    assert is_of_all_rows(query, table, column)
    if expected is not None:
        assert ids(rank_targets(query)) == expected


def test_rank_of_sums(asker: Asker) -> None:
    """Several columns are added up before they are ranked."""
    query = asker.ask("Mitkä asiat ovat asiakkaille vähintään suuria useimmin?")
    assert query.operation is Operation.RANK
    assert is_of_all_rows(query, "t2", *LARGE)
    assert ids(rank_targets(query)) == ["t2-r1", "t2-r2"]


def test_whole_order(asker: Asker) -> None:
    """An order asked for as such is of all rows."""
    query = asker.ask("Laita toimintatavat järjestykseen sen mukaan, mikä on käytössä")
    assert query.operation is Operation.RANK
    assert len(rank_targets(query)) == ROWS


WITHIN = [
    (
        "Mikä on vähiten käytössä niistä, jotka ovat käytössä yli 20 prosentilla?",
        Direction.LEAST,
        6,
        ["t1-r6"],
    ),
    (
        "Mikä toimintatapa on yleisin niistä, jotka ovat käytössä alle 20 prosentilla?",
        Direction.MOST,
        7,
        ["t1-r8"],
    ),
]


@pytest.mark.parametrize(
    ("asked", "direction", "size", "expected"), WITHIN, ids=[c[0] for c in WITHIN]
)
def test_rank_within_a_limit(
    asker: Asker, asked: str, direction: Direction, size: int, expected: list[str]
) -> None:
    """An order with a limit is of the rows that meet it."""
    query = asker.ask(asked)
    assert (query.operation, query.direction) == (Operation.RANK, direction)
    assert len(query.targets) == size
    assert ids(rank_targets(query)) == expected


OF_ROW = [
    ("Missä vaiheessa etäyhteydet asiakastapaamisissa useimmin ovat?", "t1-r1", STEPS, USED),
    ("Mikä on yleisin vastaus etäyhteyksistä asiakastapaamisissa?", "t1-r1", STEPS, USED),
    (
        "Mikä on harvinaisin vastaus palvelutarpeen arvioinnista tiimissä?",
        "t1-r2",
        STEPS,
        PLANNED,
    ),
    (
        "Mikä on yleisin arvio digitaalisen alustan merkityksestä henkilöstölle?",
        "t3-r12",
        SIZES,
        "Suuri",
    ),
]


@pytest.mark.parametrize(
    ("asked", "row", "columns", "expected"), OF_ROW, ids=[c[0] for c in OF_ROW]
)
def test_rank_of_the_columns_of_a_row(
    asker: Asker, asked: str, row: str, columns: tuple[str, ...], expected: str
) -> None:
    """Where one row is asked of, its most common answer is."""
    query = asker.ask(asked)
    assert query.operation is Operation.RANK
    assert places(query.targets) == [(row, column) for column in columns]
    assert [target.columns for target in rank_targets(query)] == [(expected,)]


FILTERS = [
    ("ovat käytössä yli puolella vastaajista", USED, OVER, 50, [1]),
    ("ovat käytössä enemmistöllä", USED, OVER, 50, [1]),
    ("ovat käytössä alle 10 prosentilla", USED, UNDER, 10, [11, 12, 13, 14]),
    ("ovat käytössä alle 12,5\u00a0%:lla", USED, UNDER, "12.5", [10, 11, 12, 13, 14]),
    ("ovat kokeilussa vähintään 13 %:lla", TRIED, AT_LEAST, 13, [1, 9, 11]),
    ("ovat kokeilussa enintään 6 %:lla", TRIED, AT_MOST, 6, [2, 4, 5, 8, 10, 13, 14]),
    ("ovat suunnitteilla tasan 12 prosentilla", PLANNED, EQUAL, 12, [11, 14]),
    ("ovat käytössä 10–20 prosentilla", USED, BETWEEN, 10, [7, 8, 9, 10]),
    ("ovat käytössä yli joka viidennellä", USED, OVER, 20, [1, 2, 3, 4, 5, 6]),
    ("ovat käytössä vähintään joka viidennellä", USED, AT_LEAST, 20, [1, 2, 3, 4, 5, 6, 7]),
    ("ovat käytössä alle neljänneksellä", USED, UNDER, 25, list(range(3, 15))),
    ("ovat käytössä enintään kymmenesosalla", USED, AT_MOST, 10, [11, 12, 13, 14]),
    ("ovat kokonaan käyttämättä", USED, EQUAL, 0, [13, 14]),
    ("eivät ole kenelläkään käytössä", USED, EQUAL, 0, [13, 14]),
    ("ovat suunnitteilla nollassa", PLANNED, EQUAL, 0, [1, 2]),
    ("ovat jo joidenkin mukaan suunnitteilla", PLANNED, OVER, 0, list(range(3, 15))),
]


@pytest.mark.parametrize(
    ("asked", "column", "relation", "limit", "expected"), FILTERS, ids=[c[0] for c in FILTERS]
)
def test_filter(
    asker: Asker,
    asked: str,
    column: str,
    relation: Relation,
    limit: int | str,
    expected: list[int],
) -> None:
    """A limit is told in per cent or as a part of a whole; nobody is zero, somebody is more."""
    query = asker.ask(f"Mitkä toimintatavat {asked}?")
    assert query.operation is Operation.FILTER
    assert is_of_all_rows(query, "t1", column)
    assert query.limit is not None
    assert (query.limit.relation, query.limit.value) == (relation, Decimal(limit))
    assert [target.row.number for target in filter_targets(query)] == expected


OF_SUMS = [
    ("Missä asioissa yli 90 % pitää merkitystä henkilöstölle vähintään suurena?", OVER, 90, 4),
    ("Mitkä ovat yli 90 prosentin mielestä henkilöstölle vähintään suuria?", OVER, 90, 4),
    ("Mitkä ovat kaikkien mielestä henkilöstölle vähintään suuria?", EQUAL, 100, 3),
]


FAULTY_OF_SUMS = [
    pytest.param(
        f"Mitkä toimintatavat ovat henkilöstölle vähintään suuria {asked} mielestä?",
        relation,
        limit,
        size,
    )
    for asked, relation, limit, size in [
        ("yli 90 prosentin", OVER, 90, 4),
        ("alle 50 prosentin", UNDER, 50, 1),
        ("vähintään 95 prosentin", AT_LEAST, 95, 4),
    ]
]


@pytest.mark.parametrize(("asked", "relation", "limit", "size"), [*OF_SUMS, *FAULTY_OF_SUMS])
def test_filter_of_sums(
    asker: Asker, asked: str, relation: Relation, limit: int, size: int
) -> None:
    """'At least large' tells the columns; the limit's own words tell how it is to be met."""
    query = asker.ask(asked)
    assert query.operation is Operation.FILTER
    assert is_of_all_rows(query, "t3", *LARGE)
    assert query.limit == Limit(relation, Decimal(limit))
    assert len(filter_targets(query)) == size


COUNTS = [
    ("Kuinka moni toimintatapa on käytössä yli 20 prosentilla?", USED, OVER, 20, 6),
    ("Montako toimintatapaa on käytössä yli 20 prosentilla?", USED, OVER, 20, 6),
    ("Montako toimintatapaa on kokeilussa alle 10 prosentilla?", TRIED, UNDER, 10, 7),
    ("Montako toimintatapaa ei ole kenelläkään käytössä?", USED, EQUAL, 0, 2),
]


@pytest.mark.parametrize(
    ("asked", "column", "relation", "limit", "size"), COUNTS, ids=[c[0] for c in COUNTS]
)
def test_count(
    asker: Asker, asked: str, column: str, relation: Relation, limit: int, size: int
) -> None:
    """How many rows meet a limit is counted."""
    query = asker.ask(asked)
    assert query.operation is Operation.COUNT
    assert is_of_all_rows(query, "t1", column)
    assert query.limit == Limit(relation, Decimal(limit))
    assert len(filter_targets(query)) == size


@pytest.mark.parametrize(
    "asked",
    ["Montako toimintatapaa taulukossa on?", "Montako riviä taulukossa 1 on?"],
)
def test_count_of_all_rows(asker: Asker, asked: str) -> None:
    """How many rows a table has is counted without a limit."""
    query = asker.ask(asked)
    assert (query.operation, query.limit) == (Operation.COUNT, None)
    assert len(filter_targets(query)) == ROWS


AVERAGES = [
    ("Kuinka monella toimintatavat ovat keskimäärin käytössä?", "t1", USED, "18.4"),
    ("Mikä on kokeilun keskiarvo?", "t1", TRIED, "9.6"),
    ("Mikä on henkilöstölle erittäin suuren merkityksen keskiarvo?", "t3", LARGE[0], "47.8"),
]


@pytest.mark.parametrize(
    ("asked", "table", "column", "expected"), AVERAGES, ids=[c[0] for c in AVERAGES]
)
def test_average(asker: Asker, asked: str, table: str, column: str, expected: str) -> None:
    """A mean is of all rows in the column named."""
    query = asker.ask(asked)
    assert query.operation is Operation.AVERAGE
    assert is_of_all_rows(query, table, column)
    assert average(query.targets) == Decimal(expected)


@pytest.mark.parametrize(
    ("asked", "column", "expected"),
    [
        ("Paljonko kokeilussa on yhteensä?", TRIED, 134),
        ("Mikä on käytössä-sarakkeen summa?", USED, 258),
    ],
)
def test_total(asker: Asker, asked: str, column: str, expected: int) -> None:
    """A sum without a row is of all rows in the column named."""
    query = asker.ask(asked)
    assert query.operation is Operation.TOTAL
    assert is_of_all_rows(query, "t1", column)
    assert total(query.targets) == expected


PAIRS: list[tuple[str, str, list[tuple[str, ...]]]] = [
    (
        "two rows",
        "Onko palvelutarpeen arviointi tiimissä vai eSosiaalityö yleisemmin käytössä?",
        [("t1-r2", USED), ("t1-r13", USED)],
    ),
    (
        "two rows after the question",
        "Kumpi on yleisempää, etäyhteydet asiakastapaamisissa vai monen toimijan digitaalinen "
        "alusta?",
        [("t1-r1", USED), ("t1-r14", USED)],
    ),
    (
        "two rows to be compared",
        "Vertaa eSosiaalityötä ja palvelutarpeen arviointia tiimissä",
        [("t1-r13", USED), ("t1-r2", USED)],
    ),
    (
        "two columns of a row",
        "Onko etäyhteydet asiakastapaamisissa useammin käytössä vai kokeilussa?",
        [("t1-r1", USED), ("t1-r1", TRIED)],
    ),
    (
        "two columns with 'than'",
        "Onko jaettu ymmärrys hyvistä työkäytännöistä useammin suunnitteilla kuin käytössä?",
        [("t1-r3", PLANNED), ("t1-r3", USED)],
    ),
    (
        "two audiences",
        "Onko digitaalisella alustalla erittäin suuri merkitys useammin asiakkaille vai "
        "henkilöstölle?",
        [("t2-r13", LARGE[0]), ("t3-r12", LARGE[0])],
    ),
    (
        "two viewpoints",
        "Onko työn viemisellä sinne missä ihmiset ovat useammin erittäin suuri merkitys "
        "asiakkaiden kannalta vai henkilöstön kannalta?",
        [("t2-r6", LARGE[0]), ("t3-r11", LARGE[0])],
    ),
    (
        "two audiences by a word for several steps",
        "Onko työn vieminen sinne missä ihmiset ovat tärkeämpää asiakkaiden kannalta vai "
        "henkilöstön kannalta?",
        [("t2-r6", *LARGE), ("t3-r11", *LARGE)],
    ),
    (
        "a column and its denial after a word that opens",
        "No kumpi voittaa, käytössä vai ei käytössä, palvelutarpeen arvioinnissa tiimissä?",
        [("t1-r2", USED), ("t1-r2", NO_USE)],
    ),
    (
        "two columns added up are no two sides",
        "Kumpi on tärkeämpi asiakkaille, jaettu ymmärrys vai digitaalinen alusta? Laske erittäin "
        "suuri ja suuri yhteen.",
        [("t2-r8", *LARGE), ("t2-r13", *LARGE)],
    ),
    (
        "two audiences of which a row names one",
        "Mikä ero on asiakkaiden ja henkilöstön välillä sosiaalityön merkityksellisyydessä "
        "asiakkaille, erittäin suuri?",
        [("t2-r10", LARGE[0]), ("t3-r9", LARGE[0])],
    ),
    (
        "use with importance, as two questions",
        "eSosiaalityö: mikä ero on siinä, kuinka moni pitää sitä erittäin suurena henkilöstölle "
        "ja kuinka moni käyttää sitä?",
        [("t3-r14", LARGE[0]), ("t1-r13", USED)],
    ),
    (
        "how often without a column is use",
        "Tehdäänkö yhteinen suunnitelma useammin kuin arvioidaan palvelutarve tiimissä?",
        [("t1-r5", USED), ("t1-r2", USED)],
    ),
]


FAULTY_PAIR = pytest.param(
    "two rows of which one begins with e",
    "Onko palvelutarpeen arviointi vai eSosiaalityö yleisemmin käytössä?",
    [("t1-r2", USED), ("t1-r13", USED)],
)


@pytest.mark.parametrize(("claim", "asked", "expected"), [*PAIRS, FAULTY_PAIR])
def test_compare(asker: Asker, claim: str, asked: str, expected: list[tuple[str, ...]]) -> None:
    """Two rows, two columns of one row, or one row for two audiences, in the order asked."""
    query = asker.ask(asked)
    assert query.operation is Operation.COMPARE, claim
    assert places(query.targets) == expected, claim


def test_compare_quoted_columns(asker: Asker) -> None:
    """Columns in quotation marks are the two compared."""
    asked = "Kumpi on suurempi eSosiaalityössä asiakkaille, 'Suuri' vai 'Erittäin suuri'?"
    query = asker.ask(asked)
    assert query.operation is Operation.COMPARE
    assert set(places(query.targets)) == {("t2-r14", "Suuri"), ("t2-r14", LARGE[0])}


def test_compare_use_with_importance(asker: Asker) -> None:
    """One row's figures in two tables are compared where each side names a column of its own."""
    query = asker.ask(
        "Moniko käyttää palvelutarpeen arviointia tiimissä verrattuna siihen, moniko pitää sitä "
        "erittäin suurena henkilöstölle?"
    )
    assert query.operation is Operation.COMPARE
    assert set(places(query.targets)) == {("t1-r2", USED), ("t3-r10", LARGE[0])}


def test_both_audiences_are_told_in_print_order(asker: Asker) -> None:
    """Where both audiences are named and nothing is compared, both are told."""
    query = asker.ask("Kuinka suuri merkitys eSosiaalityöllä on henkilöstölle ja asiakkaille?")
    assert query.operation is Operation.CELL
    assert places(query.targets) == [("t2-r14", *SIZES), ("t3-r14", *SIZES)]


TRUTHS = [
    ("Onko jaettu ymmärrys useammin suunnitteilla kuin käytössä?", False),
    ("Onko palvelutarpeen arviointi tiimissä useammin käytössä kuin kokeilussa?", True),
    ("Onko palvelutarpeen arviointi tiimissä vähemmän käytössä kuin kokeilussa?", False),
    ("Onko eSosiaalityö yleisempää kuin palvelutarpeen arviointi tiimissä?", False),
    ("Onko palvelutarpeen arviointi tiimissä yleisempää kuin eSosiaalityö?", True),
    ("Voittaako eSosiaalityö palvelutarpeen arvioinnin tiimissä?", False),
    ("Onko eSosiaalityö harvinaisempi kuin palvelutarpeen arviointi tiimissä?", True),
    ("Onko palvelutarpeen arviointi tiimissä vai eSosiaalityö yleisempää?", None),
    ("Kumpi on yleisempää, palvelutarpeen arviointi tiimissä vai eSosiaalityö?", None),
]


@pytest.mark.parametrize(("asked", "expected"), TRUTHS, ids=[c[0] for c in TRUTHS])
def test_claim_of_a_comparison(asker: Asker, asked: str, expected: bool | None) -> None:
    """A comparison to which one can say yes or no is true or not; which of two is neither."""
    query = asker.ask(asked)
    assert (query.operation, query.is_true) == (Operation.COMPARE, expected)


CLAIMS = [
    ("Onko etäyhteydet asiakastapaamisissa käytössä yli puolella?", OVER, 50, True),
    ("Onko eSosiaalityö käytössä yli puolella?", OVER, 50, False),
    ("Onko eSosiaalityö kokeilussa alle 10 prosentilla?", UNDER, 10, True),
    ("Onko etäyhteydet asiakastapaamisissa käytössä 58 prosentilla?", EQUAL, 58, True),
    ("Onko etäyhteydet asiakastapaamisissa käytössä 40 prosentilla?", EQUAL, 40, False),
    ("Miksi vain 20 % käyttää palvelutarpeen arviointia tiimissä?", EQUAL, 20, None),
    ("Miksi 40 % käyttää palvelutarpeen arviointia tiimissä?", EQUAL, 40, None),
]


@pytest.mark.parametrize(
    ("asked", "relation", "value", "expected"), CLAIMS, ids=[c[0] for c in CLAIMS]
)
def test_claim_on_one_figure(
    asker: Asker, asked: str, relation: Relation, value: int, expected: bool | None
) -> None:
    """What a question says of one figure is held against it; only yes or no is true or not."""
    query = asker.ask(asked)
    assert query.operation is Operation.CELL
    assert query.claimed is not None
    assert (query.claimed.relation, query.claimed.value) == (relation, Decimal(value))
    assert query.is_true is expected


def test_claim_on_a_sum(asker: Asker) -> None:
    """A sum is held against what is said of it, not its parts."""
    query = asker.ask(
        "Onko palvelutarpeen arviointi tiimissä vähintään suuri asiakkaille yli 60 prosentin "
        "mielestä?"
    )
    assert (query.operation, query.is_true) == (Operation.SUM, True)
    assert places(query.targets) == [("t2-r11", *LARGE)]


ASSUMED = [
    ("Kuinka monen mielestä eSosiaalityöllä on erittäin suuri merkitys?", True),
    ("Kuinka monen mielestä palvelutarpeen arvioinnilla on pieni merkitys?", True),
    ("Kuinka monen mielestä eSosiaalityöllä on erittäin suuri merkitys henkilöstölle?", False),
    ("Kuinka monen mielestä eSosiaalityöllä on taulukossa 3 erittäin suuri merkitys?", False),
    ("Kuinka monella eSosiaalityö on kokeilussa?", False),
]


@pytest.mark.parametrize(("asked", "expected"), ASSUMED, ids=[c[0] for c in ASSUMED])
def test_table_is_assumed_where_another_fits_as_well(
    asker: Asker, asked: str, expected: bool
) -> None:
    """A question that names no audience may be of either table; the reader is told which."""
    assert asker.read(asked).is_assumed is expected


def test_others_are_the_row_in_the_other_tables(asker: Asker) -> None:
    """The same row of the other tables comes near, and none twice."""
    reading = asker.read("Kuinka monella palvelutarpeen arviointi tiimissä on käytössä?")
    assert {table.id for _, table in reading.others} == {"t2", "t3"}
    assert all(label.startswith("Palvelutarpeen arviointi") for label, _ in reading.others)
    assert len(set(reading.others)) == len(reading.others)


def test_question_on_all_rows_has_no_others(asker: Asker) -> None:
    """Where no row is asked of, no row comes near."""
    assert asker.read("Mikä toimintatapa on eniten käytössä?").others == ()


FITS = [
    ("Kuinka monella eSosiaalityö on kokeilussa?", True),
    ("Mikä toimintatapa on eniten käytössä?", True),
    ("Mitä taulukko 1 kertoo eSosiaalityöstä?", True),
    ("Kuinka monella koiranpennut ovat käytössä?", False),
    ("Montako lehmää Suomessa on?", False),
    ("Mitä on eSosiaalityö?", False),
    ("esosiaalityö, kokeilussa?", True),
    ("eSosiaalityö?", False),
    ("Mitä mieltä ollaan suurista eSosiaalityön kokeiluista?", False),
]


@pytest.mark.parametrize(("asked", "expected"), FITS, ids=[c[0] for c in FITS])
def test_question_fits_the_tables(asker: Asker, asked: str, expected: bool) -> None:
    """A question fits where figures are asked for, of what the tables have."""
    assert asker.read(asked).fits is expected


SURE = [
    ("Mikä toimintatapa on eniten käytössä?", True),
    ("Mitkä ovat kokeilussa yli 10 prosentilla?", True),
    ("Montako toimintatapaa ei ole kenelläkään käytössä?", True),
    ("Kuinka monella eSosiaalityö on kokeilussa?", True),
    ("Kuinka moni aikoo ottaa chatin käyttöön?", True),
    ("Kuinka moni on sitä mieltä?", False),
    ("Mikä on yleisin?", False),
]


@pytest.mark.parametrize(("asked", "expected"), SURE, ids=[c[0] for c in SURE])
def test_question_on_figures_of_a_column_is_sure(asker: Asker, asked: str, expected: bool) -> None:
    """Figures of a named column, and little else, are beyond doubt asked of the tables."""
    assert asker.read(asked).is_sure is expected


GRANTED = [
    ("Miksi 40 % käyttää palvelutarpeen arviointia tiimissä?", True),
    ("Miksi vain 20 % käyttää palvelutarpeen arviointia tiimissä?", False),
    ("Mikä toimintatapa on eniten käytössä?", False),
]


@pytest.mark.parametrize(("asked", "expected"), GRANTED, ids=[c[0] for c in GRANTED])
def test_what_is_so_is_taken_for_granted(asker: Asker, asked: str, expected: bool) -> None:
    """A figure that the question tells rightly is no news; a wrong one is."""
    assert asker.read(asked).takes_for_granted is expected


LENDING = make_grid(
    ["2019", "2020", "2021"],
    [1500, 1200, None],
    [300, 450, 500],
    title="Lainat",
    unit="",
    labels=("Kirjoja lainattiin autosta", "Satutunteja pidettiin kylillä"),
)


def read_lending(text: str) -> Query:
    """Return what a question asks of a made-up table of numbers by year."""
    ranking = make_ranking([], {}, text)
    reading = understand(ranking.question, ranking, make_finder(LENDING))
    assert reading is not None
    return reading.query


MADE_UP = [
    ("a year is a column", "Paljonko kirjoja lainattiin 2020?", Operation.CELL, ["t1-r1"]),
    ("a rank by year", "Mikä oli suurin vuonna 2020?", Operation.RANK, ["t1-r1", "t1-r2"]),
    ("a filter by year", "Mitkä olivat yli 1 000 vuonna 2020?", Operation.FILTER, None),
    ("a total by year", "Paljonko oli yhteensä vuonna 2020?", Operation.TOTAL, None),
    ("an average by year", "Paljonko oli keskimäärin vuonna 2020?", Operation.AVERAGE, None),
]


@pytest.mark.parametrize(
    ("claim", "asked", "operation", "rows"), MADE_UP, ids=[c[0] for c in MADE_UP]
)
def test_other_table(claim: str, asked: str, operation: Operation, rows: list[str] | None) -> None:
    """Nothing is known of any report: years and counts are asked for as percentages are."""
    query = read_lending(asked)
    assert query.operation is operation, claim
    assert ids(query.targets) == (rows or ["t1-r1", "t1-r2"]), claim
    assert {target.columns for target in query.targets} == {("2020",)}, claim


def test_claim_on_an_empty_cell_is_neither_true_nor_false() -> None:
    """What the report leaves out cannot be held against a claim."""
    query = read_lending("Lainattiinko kirjoja autosta yli 500 vuonna 2021?")
    assert places(query.targets) == [("t1-r1", "2021")]
    assert query.is_true is None


def test_report_without_tables_is_not_asked_for_figures() -> None:
    """Where there are no rows, there is no query."""
    evidence = list_evidence([make_report(make_section(make_passage("Kirjoja on 58 %.")))])
    ranking = make_ranking(evidence, {"s1-1": 1.0}, "Kuinka moni lukee eniten?")
    assert understand(ranking.question, ranking, RowFinder(evidence)) is None


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ("Mikä on henkilöstön taulukon ensimmäinen rivi?", "t3-r1"),
        ("Mikä on asiakkaiden taulukossa alin rivi?", "t2-r14"),
    ],
)
def test_row_by_its_place_in_print(asker: Asker, asked: str, row: str) -> None:
    """A row told by its place in print is shown whole, and nothing else is left to be met."""
    reading = asker.read(asked)
    assert (ids(reading.query.targets), reading.unmet) == ([row], 0.0)
    assert reading.query.operation is Operation.CELL


def test_two_rows_with_no_word_between_them(asker: Asker) -> None:
    """Two rows side by side are compared where one is said to beat the other."""
    query = asker.ask("Voittaako moniammatillinen palvelutarpeen arviointi etätapaamiset käytössä?")
    assert query.operation is Operation.COMPARE
    assert sorted(ids(query.targets)) == ["t1-r1", "t1-r2"]


def test_columns_after_a_denial_count(asker: Asker) -> None:
    """What is denied before 'vaan' is not asked for."""
    query = asker.ask("Monellako digialusta ei ole käytössä, vaan kokeilussa tai suunnitteilla?")
    assert places(query.targets) == [("t1-r14", TRIED, PLANNED)]


def test_all_can_say_is_none_who_cannot(asker: Asker) -> None:
    """'All could say' asks where nobody says that he cannot."""
    query = asker.ask("Missä asioissa kaikki osasivat sanoa mielipiteensä työntekijöiden kannalta?")
    assert query.operation is Operation.FILTER
    assert query.limit == Limit(EQUAL, Decimal(0))
    assert is_of_all_rows(query, "t3", "En osaa sanoa")


def test_which_things_a_column_has_at_all(asker: Asker) -> None:
    """Things asked for without a limit are those with more than nothing."""
    query = asker.ask("Mitkä tavat ovat kokeilussa?")
    assert query.limit == Limit(OVER, Decimal(0))
    assert is_of_all_rows(query, "t1", TRIED)


STAFF_LARGE, CLIENT_LARGE = ("t3", (LARGE[0],)), ("t2", (LARGE[0],))
GAPS = [
    (
        "Missä henkilöstön erittäin suuri -osuus on eniten suurempi kuin asiakkaiden?",
        (STAFF_LARGE, CLIENT_LARGE, True),
        ["t3-r4"],
    ),
    (
        "Minkä erittäin suuri merkitys on asiakkaille eniten suurempi kuin henkilöstölle?",
        (CLIENT_LARGE, STAFF_LARGE, True),
        ["t2-r3"],
    ),
    (
        "Missä käytön ja henkilöstölle erittäin suuren merkityksen välinen kuilu on suurin?",
        (("t1", (USED,)), STAFF_LARGE, False),
        ["t1-r12"],
    ),
    (
        "Missä henkilöstön erittäin suuret arviot voittavat asiakkaiden arviot selvimmin?",
        (STAFF_LARGE, CLIENT_LARGE, True),
        ["t3-r4"],
    ),
]


@pytest.mark.parametrize(("asked", "sides", "expected"), GAPS, ids=[case[0] for case in GAPS])
def test_rank_by_gap(
    asker: Asker, asked: str, sides: tuple[object, object, bool], expected: list[str]
) -> None:
    """All rows are asked of, by how far two columns lie apart or one is above the other."""
    query = asker.ask(asked)
    assert query.operation is Operation.GAP
    ends = [(side[0].table.id, side[0].columns) for side in (query.targets, query.against)]
    assert (*ends, query.is_signed) == sides
    assert [a.row.label for a in query.targets] == [b.row.label for b in query.against]
    assert [first.row.id for first, _ in rank_gaps(query)] == expected


ENDS = [
    ("Paljonko eroa on yleisimmän ja toiseksi yleisimmän välillä?", ["t1-r1", "t1-r2"], USED),
    ("Kuinka paljon yleisempi yleisin on kuin kolmanneksi yleisin?", ["t1-r1", "t1-r3"], USED),
    ("Mikä on eniten ja vähiten suunnitellun ero?", ["t1-r7", "t1-r1"], PLANNED),
]


@pytest.mark.parametrize(("asked", "rows", "column"), ENDS, ids=[case[0] for case in ENDS])
def test_two_places_of_an_order_are_compared(
    asker: Asker, asked: str, rows: list[str], column: str
) -> None:
    """What lies between two places of one order is a comparison of what stands there."""
    query = asker.ask(asked)
    assert query.operation is Operation.COMPARE
    assert places(query.targets) == [(row, column) for row in rows]


def test_which_of_the_first_is_last_compares_nothing(asker: Asker) -> None:
    """Both ends of an order are no comparison where none is asked for."""
    assert asker.ask("Mikä yleisimmistä on vähiten käytössä?").operation is Operation.RANK


ASIDES = [
    ("Missä suuri (ei erittäin suuri) on yleisin asiakkaille?", (LARGE[1],)),
    ("Mikä sai eniten suuri-vastauksia henkilöstölle, ei siis erittäin suuria?", (LARGE[1],)),
    ("Mikä on useimmin ei käytössä, ei suunnitteilla?", (NO_USE,)),
    ("Kuinka moni sanoo jaetusta ymmärryksestä kohtalainen, ei pieni?", ("Kohtalainen",)),
]


@pytest.mark.parametrize(("asked", "columns"), ASIDES, ids=[case[0] for case in ASIDES])
def test_aside_is_not_asked(asker: Asker, asked: str, columns: tuple[str, ...]) -> None:
    """A column that is denied aside is left out; a heading that denies is not."""
    assert asker.ask(asked).targets[0].columns == columns


def test_row_denied_aside_is_not_asked(asker: Asker) -> None:
    """Of two rows alike, the one that is denied aside is not meant."""
    query = asker.ask("Monella on yksi yhteinen suunnitelma, siis se suunnitelma eikä digialusta?")
    assert places(query.targets)[0][0] == "t1-r5"


def test_figure_told_before_but_is_not_asked(asker: Asker) -> None:
    """What a statement says of itself is no part of the question after it."""
    query = asker.ask("Ehkäisevä työ: 60 % ei aio, mutta montako prosenttia käyttää tai kokeilee?")
    assert places(query.targets) == [("t1-r9", USED, TRIED)]
    assert query.claimed is None


def test_audience_within_a_row_is_no_audience(asker: Asker) -> None:
    """A word that stands in a row with the word after it names the row."""
    query = asker.ask(
        "Kumpi saa asiakkaiden kannalta enemmän erittäin suuri -vastauksia, ehkäisevä työ vai "
        "henkilöstön hyvinvointiin panostaminen?"
    )
    assert places(query.targets) == [("t2-r1", LARGE[0]), ("t2-r2", LARGE[0])]


OTHERS = [
    ("Miten alle 30-vuotiaat arvioivat eSosiaalityön merkityksen?", True),
    ("Kuinka yleistä chat on alle 10 000 asukkaan kunnissa?", True),
    ("Miten pienet kunnat arvioivat chatin merkityksen?", True),
    ("Paljonko etäyhteyksien käyttö on lisääntynyt viime vuodesta?", True),
    ("Kuinka monta työtuntia palvelutarpeen arviointi vie?", True),
    ("Millä alueella jaettu ymmärrys on yleisimmin käytössä?", True),
    ("Mitä näistä yli 30 prosenttia käyttää?", False),
    ("Kuinka monta toimintatapaa on käytössä yli 20 prosentilla?", False),
    ("Kuinka moni piti chatin merkitystä asiakkaille pienenä?", False),
]


@pytest.mark.parametrize(("asked", "is_of_others"), OTHERS, ids=[case[0] for case in OTHERS])
def test_what_tables_do_not_tell_apart(asker: Asker, asked: str, is_of_others: bool) -> None:
    """Ages, sizes of towns, change in time and other units are not in the tables."""
    assert asker.read(asked).is_of_others is is_of_others


ORDERS = [
    ("Kolmen kärki käytössä olevista?", 3, 0),
    ("Kärkikolmikko: käytössä plus kokeilussa?", 3, 0),
    ("Mikä on käytössä-listan kolmonen?", 0, 2),
    ("Mikä on seuraavaksi yleisin käytössä?", 0, 1),
    ("Mihin aiotaan seuraavaksi tarttua, siis mikä on yleisimmin suunnitteilla?", 0, 0),
    ("Listaa kolme eniten käytössä olevaa, ja jos kolmannella sijalla on tasan, kerro.", 3, 0),
]


@pytest.mark.parametrize(("asked", "count", "skip"), ORDERS, ids=[case[0] for case in ORDERS])
def test_places_of_an_order(asker: Asker, asked: str, count: int, skip: int) -> None:
    """How many are asked for, and how many come before, by words of every kind."""
    query = asker.ask(asked)
    assert (query.operation, query.count, query.skip) == (Operation.RANK, count, skip)


def test_misspelt_heading_is_still_named(asker: Asker) -> None:
    """One wrong character in a long word of a heading does not hide the column."""
    query = asker.ask("Kuinka monella jalkautuva työ on käytösä tai pilotissa?")
    assert places(query.targets) == [("t1-r6", USED, TRIED)]


def test_step_with_at_least_beside_a_share(asker: Asker) -> None:
    """'At least' before a step of the scale is said of the step, not of the figure after it."""
    query = asker.ask("Mitkä ovat henkilöstölle kaikkien mielestä vähintään suuria, eli 100 %?")
    assert is_of_all_rows(query, "t3", *LARGE)
    assert query.limit == Limit(EQUAL, Decimal(100))
