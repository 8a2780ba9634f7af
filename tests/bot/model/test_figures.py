"""What a sentence says of figures must be so of the column, the row and the audience it names."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.claim import Reckoning, Source, evidence_source, row_source
from bot.evidence import list_evidence
from bot.model.figures import FigureCheck
from bot.tables.query import Operation, Query
from bot.tables.write import write_query
from index.report import Table
from tests.bot.pieces import make_evidence, make_grid, make_report, make_section, make_targets

CLUBS, TALES, POEMS = range(3)
USE = make_grid(
    ("Käytössä", "Kokeilussa", "Suunnitteilla"),
    (58, 26, 16),
    (21, 11, 68),
    (11, 5, 84),
    title="Tapojen arviointi",
    labels=(
        "Kirjastossa pidetään avoimia lukupiirejä.",
        "Satutunteja järjestetään päiväkodeissa.",
        "Runoiltoja vietetään torilla.",
    ),
)
STEPS = ("Erittäin suuri", "Suuri", "Kohtalainen", "Pieni", "En osaa sanoa")
LABELS = ("Avoimia lukupiirejä pidetään.", "Satutunteja järjestetään.")
CLIENTS = make_grid(
    STEPS,
    (35, 20, 15, 10, 20),
    (70, 25, 5, 0, 0),
    title="Merkitys asiakkaille",
    number=2,
    labels=LABELS,
)
STAFF = make_grid(
    STEPS,
    (25, 40, 10, 5, 20),
    (75, 20, 5, 0, 0),
    title="Merkitys henkilöstölle",
    number=3,
    labels=LABELS,
)
REPORT = make_report(make_section(), tables=(USE, CLIENTS, STAFF))


def row(table: Table, place: int, *columns: str) -> Source:
    """Return the source that is a row of a table in some columns, in all where none is told."""
    return row_source(REPORT, table, table.rows[place], columns or table.columns)


def used(*places: int) -> list[Source]:
    """Return the sources that are rows of the first table."""
    return [row(USE, place) for place in places]


def is_right(text: str, sources: Sequence[Source], reckonings: Sequence[Reckoning] = ()) -> bool:
    """Return what the check says over the rows of all tables."""
    return FigureCheck(list_evidence([REPORT])).is_right(text, sources, reckonings)


ONE_ROW = [
    ("Lukupiirit ovat käytössä 58 prosentilla.", True),
    ("Lukupiirit ovat käytössä 58\u00a0%:lla.", True),
    ("Lukupiirejä kokeilee 26 %.", True),
    ("Lukupiirit ovat kokeilussa 58 prosentilla.", False),
    ("Lukupiirejä suunnittelee 26 %.", False),
    ("Lukupiirit ovat käytössä 99 %:lla.", False),
    ("Lukupiirit ovat käytössä 58 prosentilla ja 26 prosentilla.", False),
    ("Lukupiirit ovat käytössä yli puolella.", True),
    ("Lukupiirit ovat käytössä alle puolella.", False),
    ("Lukupiirit ovat käytössä yli 50 prosentilla.", False),
    ("Lukupiirit ovat käytössä 58 prosentilla vuonna 2020.", False),
]


@pytest.mark.parametrize(("text", "expected"), ONE_ROW, ids=[c[0] for c in ONE_ROW])
def test_figure_stands_in_the_column_named(text: str, expected: bool) -> None:
    """A figure of the row is right of its own column and of no other."""
    assert is_right(text, used(CLUBS)) is expected


TWO_COLUMNS = [
    ("Lukupiirit ovat käytössä 58 %:lla ja kokeilussa 26 %:lla.", True),
    ("Lukupiirit ovat kokeilussa 26 %:lla ja käytössä 58 %:lla.", True),
    ("58 % käyttää ja 26 % kokeilee lukupiirejä.", True),
    ("26 % kokeilee ja 58 % käyttää lukupiirejä.", True),
    ("Lukupiirit ovat käytössä 58 %:lla, kokeilussa 26 %:lla ja suunnitteilla 16 %:lla.", True),
    ("Lukupiirit ovat käytössä 26 %:lla ja kokeilussa 58 %:lla.", False),
    ("Lukupiirit ovat kokeilussa 58 %:lla ja käytössä 26 %:lla.", False),
    ("26 % käyttää ja 58 % kokeilee lukupiirejä.", False),
    ("58 % kokeilee ja 26 % käyttää lukupiirejä.", False),
    ("Lukupiirit ovat suunnitteilla 58 %:lla, kokeilussa 26 %:lla ja käytössä 16 %:lla.", False),
]


@pytest.mark.parametrize(("text", "expected"), TWO_COLUMNS, ids=[c[0] for c in TWO_COLUMNS])
def test_each_figure_has_the_column_beside_it(text: str, expected: bool) -> None:
    """Columns named before their figures or after them may not be exchanged."""
    assert is_right(text, used(CLUBS)) is expected


TWO_ROWS = [
    ("Lukupiirit ovat käytössä 58 %:lla ja satutunnit 21 %:lla.", True),
    ("Satutunnit ovat käytössä 21 %:lla ja lukupiirit 58 %:lla.", True),
    ("58 % käyttää lukupiirejä ja 21 % satutunteja.", True),
    ("Lukupiirit ovat käytössä 58 %:lla ja satutunnit kokeilussa 11 %:lla.", True),
    ("Lukupiirit ovat käytössä 21 %:lla ja satutunnit 58 %:lla.", False),
    ("Satutunnit ovat käytössä 58 %:lla ja lukupiirit 21 %:lla.", False),
    ("21 % käyttää lukupiirejä ja 58 % satutunteja.", False),
    ("Lukupiirit ovat käytössä 58 %:lla ja satutunnit kokeilussa 21 %:lla.", False),
]


@pytest.mark.parametrize(("text", "expected"), TWO_ROWS, ids=[c[0] for c in TWO_ROWS])
def test_each_figure_has_the_row_beside_it(text: str, expected: bool) -> None:
    """Rows told in one sentence may not exchange their figures."""
    assert is_right(text, used(CLUBS, TALES)) is expected


def test_only_cited_columns_prove() -> None:
    """A figure of a column that is not cited is not proved by the row."""
    cited = [row(USE, CLUBS, "Käytössä")]
    assert is_right("Lukupiirejä käyttää 58 %.", cited)
    assert not is_right("Lukupiirejä kokeilee 26 %.", cited)


def test_only_cited_rows_prove() -> None:
    """A figure of a row that is not cited is not proved, though the table has it."""
    assert not is_right("Satutunteja käyttää 21 %.", used(CLUBS))
    assert is_right("Satutunteja käyttää 21 %.", used(TALES))


AUDIENCES = [
    ("Lukupiirien merkitys asiakkaille on erittäin suuri 35 %:n mielestä.", True),
    ("Lukupiirien merkitys henkilöstölle on erittäin suuri 25 %:n mielestä.", True),
    ("Lukupiirien merkitys henkilöstölle on erittäin suuri 35 %:n mielestä.", False),
    ("Lukupiirien merkitys asiakkaille on erittäin suuri 25 %:n mielestä.", False),
    ("Merkitys asiakkaille on erittäin suuri 35 %:n ja henkilöstölle 25 %:n mielestä.", True),
    ("Merkitys henkilöstölle on erittäin suuri 25 %:n ja asiakkaille 35 %:n mielestä.", True),
    ("Merkitys asiakkaille on erittäin suuri 25 %:n ja henkilöstölle 35 %:n mielestä.", False),
    ("Merkitys henkilöstölle on erittäin suuri 35 %:n ja asiakkaille 25 %:n mielestä.", False),
    ("Lukupiirien merkitys on erittäin suuri 35 %:n mielestä.", False),
]


@pytest.mark.parametrize(("text", "expected"), AUDIENCES, ids=[c[0] for c in AUDIENCES])
def test_figure_is_told_of_its_audience(text: str, expected: bool) -> None:
    """Where two tables say alike of two audiences, each figure is of the one that is named."""
    sources = [row(table, 0) for table in (CLIENTS, STAFF)]
    assert is_right(text, sources) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lukupiirien merkitys asiakkaille on erittäin suuri 35 %:n mielestä.", True),
        ("Lukupiirien merkitys on erittäin suuri 35 %:n mielestä.", True),
        ("Lukupiirien merkitys henkilöstölle on erittäin suuri 35 %:n mielestä.", False),
    ],
)
def test_only_the_audience_cited_may_be_named(text: str, expected: bool) -> None:
    """A sentence that cites one audience's table may leave the audience out, not name another."""
    assert is_right(text, [row(CLIENTS, 0)]) is expected


def added(table: Table, place: int, *columns: str) -> list[Reckoning]:
    """Return the reckoning of a sum of some cells of a row, as an answer computes it."""
    target = make_targets(table, *columns)[place]
    assert target.figure is not None
    values = tuple(target.row.cell(column).value or Decimal(0) for column in columns)
    source = row(table, place, *columns)
    return [Reckoning("sum", values, target.figure, "%", (source,))]


SUMS = [
    ("Lukupiirit ovat käytössä tai kokeilussa 84 prosentilla.", True),
    ("Lukupiirit ovat käytössä 84 prosentilla.", False),
    ("Lukupiirit ovat käytössä tai suunnitteilla 84 prosentilla.", False),
    ("Lukupiirit ovat käytössä tai suunnitteilla 74 prosentilla.", False),
]


@pytest.mark.parametrize(("text", "expected"), SUMS, ids=[c[0] for c in SUMS])
def test_sum_is_told_of_what_was_added(text: str, expected: bool) -> None:
    """A sum that was computed is right of just the columns that it is made of."""
    reckonings = added(USE, CLUBS, "Käytössä", "Kokeilussa")
    assert is_right(text, used(CLUBS), reckonings) is expected


@pytest.mark.parametrize("text", [text for text, _ in SUMS])
def test_no_sum_without_its_reckoning(text: str) -> None:
    """A sentence adds nothing up by itself, even where it adds up right."""
    assert not is_right(text, used(CLUBS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Merkitys asiakkaille on vähintään suuri 55 %:n mielestä.", True),
        ("Merkitys asiakkaille on suuri tai erittäin suuri 55 %:n mielestä.", True),
        ("Merkitys asiakkaille on suuri 55 %:n mielestä.", False),
        ("Merkitys asiakkaille on erittäin suuri 55 %:n mielestä.", False),
        ("Merkitys asiakkaille on vähintään kohtalainen 55 %:n mielestä.", False),
        ("Merkitys henkilöstölle on vähintään suuri 55 %:n mielestä.", False),
    ],
)
def test_step_and_all_beyond_it(text: str, expected: bool) -> None:
    """'At least large' stands for the sum of the steps from large on, of its own table."""
    reckonings = added(CLIENTS, 0, "Erittäin suuri", "Suuri")
    assert is_right(text, [row(CLIENTS, 0)], reckonings) is expected
    assert not is_right(text, [row(CLIENTS, 0)])


def test_difference_counts_where_it_was_computed() -> None:
    """A gap in percentage points beside a figure needs the reckoning that gives it."""
    _, reckonings = write_query(
        Query(Operation.COMPARE, make_targets(USE, "Käytössä")[CLUBS : TALES + 1])
    )
    text = "Lukupiirit ovat käytössä 58 %:lla, 37 prosenttiyksikköä useammalla kuin satutunnit."
    assert is_right(text, used(CLUBS, TALES), reckonings)
    assert not is_right(text, used(CLUBS, TALES))
    assert not is_right(text.replace("37", "36"), used(CLUBS, TALES), reckonings)


COMPARED = [
    ("Lukupiirit (58 %) ovat käytössä yleisempiä kuin satutunnit (21 %).", True),
    ("Lukupiirit ovat käytössä useammalla (58 %) kuin satutunnit (21 %).", True),
    ("Satutunnit ovat käytössä harvemmalla (21 %) kuin lukupiirit (58 %).", True),
    ("Satutunnit (21 %) ovat käytössä harvinaisempia kuin lukupiirit (58 %).", True),
    ("Lukupiirejä käyttää 58 %, mikä on enemmän kuin satutunteja käyttävien 21 %.", True),
    ("Lukupiirien käyttö on yleisempää kuin satutuntien: 58 %.", True),
    ("Satutunnit (21 %) ovat käytössä yleisempiä kuin lukupiirit (58 %).", False),
    ("Satutunnit ovat käytössä useammalla (21 %) kuin lukupiirit (58 %).", False),
    ("Lukupiirit ovat käytössä harvemmalla (58 %) kuin satutunnit (21 %).", False),
    ("Lukupiirejä käytetään vähemmän (58 %) kuin satutunteja (21 %).", False),
    ("Satutunteja käyttää 21 %, mikä on enemmän kuin lukupiirejä käyttävien 58 %.", False),
    ("Satutuntien käyttö on yleisempää kuin lukupiirien: 21 %.", False),
]


@pytest.mark.parametrize(("text", "expected"), COMPARED, ids=[c[0] for c in COMPARED])
def test_what_is_called_more_is_more(text: str, expected: bool) -> None:
    """Of two rows compared the one called larger has the larger figure."""
    assert is_right(text, used(CLUBS, TALES)) is expected


EXTREMES = [
    ("Eniten käytössä ovat lukupiirit, 58 %.", CLUBS, True),
    ("Yleisimmin käytössä ovat lukupiirit (58 %).", CLUBS, True),
    ("Vähiten käytössä ovat runoillat (11 %).", POEMS, True),
    ("Harvimmin käytössä ovat runoillat (11 %).", POEMS, True),
    ("Toiseksi eniten käytössä ovat satutunnit, 21 %.", TALES, True),
    ("Eniten suunnitellaan runoiltoja, 84 %.", POEMS, True),
    ("Runoilloista eniten on suunnitteilla, 84 %.", POEMS, True),
    ("Eniten käytössä ovat runoillat, 11 %.", POEMS, False),
    ("Yleisimmin käytössä ovat satutunnit (21 %).", TALES, False),
    ("Vähiten käytössä ovat lukupiirit (58 %).", CLUBS, False),
    ("Toiseksi eniten käytössä ovat runoillat, 11 %.", POEMS, False),
    ("Eniten suunnitellaan lukupiirejä, 16 %.", CLUBS, False),
    ("Satutunneista eniten on kokeilussa, 11 %.", TALES, False),
]


@pytest.mark.parametrize(("text", "place", "expected"), EXTREMES, ids=[c[0] for c in EXTREMES])
def test_what_is_called_most_is_most(text: str, place: int, expected: bool) -> None:
    """What is called the most or the least is that of its column, or of its row."""
    assert is_right(text, used(place)) is expected


def test_all_that_tie_are_the_most() -> None:
    """Each of the rows with the largest figure may be called the most common."""
    tied = make_grid(
        ("Käytössä", "Kokeilussa"), (40, 3), (40, 9), (7, 1), labels=[r.label for r in USE.rows]
    )
    report = make_report(make_section(), tables=(tied,))
    check = FigureCheck(list_evidence([report]))
    for place, name in ((0, "lukupiirit"), (1, "satutunnit")):
        text = f"Yleisimmin käytössä ovat {name} (40 %)."
        assert check.is_right(text, [row_source(report, tied, tied.rows[place], tied.columns)])


@pytest.mark.parametrize(
    "text", ["Lukupiirit ovat käytössä.", "Lukupiirit ovat käytössä eniten.", "Yksi niistä."]
)
def test_sentence_without_a_figure_is_not_right(text: str) -> None:
    """Where a sentence cites a row and tells no figure, nothing can be held against it."""
    assert not is_right(text, used(CLUBS))


@pytest.mark.parametrize("text", ["Lukupiirejä on 58 %.", "58 % on paljon.", "Luku on 26 %."])
def test_sentence_without_a_column_is_not_right(text: str) -> None:
    """A figure that is told of no column is not proved, though the row has it."""
    assert not is_right(text, used(CLUBS))


def test_sentence_that_cites_no_row_is_left_to_others() -> None:
    """Of what cites passages alone, or nothing that is known, this check has nothing to say."""
    passage = evidence_source(make_evidence("Luemme viisi kirjaa."))
    assert is_right("Lukupiirit ovat käytössä 99 %:lla.", [passage])
    assert is_right("Lukupiirit ovat käytössä 99 %:lla.", [])


def test_row_is_checked_though_a_passage_is_cited_too() -> None:
    """A passage beside a row does not take the check away."""
    passage = evidence_source(make_evidence("Luemme viisi kirjaa."))
    assert not is_right("Lukupiirit ovat kokeilussa 58 %:lla.", [passage, *used(CLUBS)])
