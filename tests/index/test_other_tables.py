"""Tables that the first report does not have: counts, euros, decimals, years, rows on one line."""

from decimal import Decimal

import pytest

from index.errors import ReportError
from index.pages import split_lines
from index.report import Table
from index.tables import read_tables

Values = list[list[str | None]]


def read(text: str) -> Table:
    """Return the only table of a text."""
    (table,) = read_tables(split_lines(text), "4")
    return table


def values(table: Table) -> list[list[Decimal | None]]:
    """Return the cells as numbers, row by row."""
    return [[cell.value for cell in row.cells] for row in table.rows]


def decimals(rows: Values) -> list[list[Decimal | None]]:
    """Return typed figures as numbers."""
    return [[None if v is None else Decimal(v) for v in row] for row in rows]


FIGURES: list[tuple[str, str, tuple[str, ...], Values, set[str]]] = [
    (
        "a thousand and two counts",
        "Kirjat Lehdet Pelit \n\nPääkirjasto \n\n1 234 56 98 \n\nSivukirjasto \n\n12 7 3 \n",
        ("Kirjat", "Lehdet", "Pelit"),
        [["1234", "56", "98"], ["12", "7", "3"]],
        {""},
    ),
    (
        "a thousand and two counts in the only row",
        "Kirjat Lehdet Pelit \n\nPääkirjasto \n\n1 234 56 98 \n",
        ("Kirjat", "Lehdet", "Pelit"),
        [["1234", "56", "98"]],
        {""},
    ),
    (
        "thousands in all cells of one row, in none of the other",
        "Kirjat Lehdet Pelit \n\nPääkirjasto \n\n12 450 1 230 2 640 \n\nSivukirjasto \n\n"
        "310 41 5 \n",
        ("Kirjat", "Lehdet", "Pelit"),
        [["12450", "1230", "2640"], ["310", "41", "5"]],
        {""},
    ),
    (
        "a thousand in the last column",
        "Kirjat Lehdet Pelit \n\nPääkirjasto \n\n12 56 1 234 \n\nSivukirjasto \n\n12 7 3 \n",
        ("Kirjat", "Lehdet", "Pelit"),
        [["12", "56", "1234"], ["12", "7", "3"]],
        {""},
    ),
    (
        "a million",
        "Kirjat Lehdet \n\nKaupunki \n\n1 234 567 12 \n\nKylä \n\n5 6 \n",
        ("Kirjat", "Lehdet"),
        [["1234567", "12"], ["5", "6"]],
        {""},
    ),
    (
        "three digits in each cell are no thousands",
        "Kirjat Lehdet Pelit \n\nPääkirjasto \n\n123 456 789 \n\nSivukirjasto \n\n1 2 3 \n",
        ("Kirjat", "Lehdet", "Pelit"),
        [["123", "456", "789"], ["1", "2", "3"]],
        {""},
    ),
    (
        "a zero begins no thousand",
        "Kirjat Lehdet \n\nPääkirjasto \n\n0 123 \n\nSivukirjasto \n\n12 0 \n",
        ("Kirjat", "Lehdet"),
        [["0", "123"], ["12", "0"]],
        {""},
    ),
    (
        "hard blanks in thousands",
        "Kirjat Kulut \n\nPää \n\n12\u00a0450 1\u00a0200 \n\nSivu \n\n7 800 \n",
        ("Kirjat", "Kulut"),
        [["12450", "1200"], ["7", "800"]],
        {""},
    ),
    (
        "thousands with decimals",
        "Kirjat Lehdet \n\nPää \n\n1 234,5 12,5 \n\nSivu \n\n12,5 0,5 \n",
        ("Kirjat", "Lehdet"),
        [["1234.5", "12.5"], ["12.5", "0.5"]],
        {""},
    ),
    (
        "euros with thousands and millions",
        "Talousarvio Toteutuma \n\nPalkat \n\n1 250 000 € 1 312 400 € \n\nTilat \n\n"
        "980 € 1 000,50 € \n",
        ("Talousarvio", "Toteutuma"),
        [["1250000", "1312400"], ["980", "1000.50"]],
        {"€"},
    ),
    (
        "millions of euros",
        "Talousarvio Toteutuma \n\nPalkat \n\n1,2 milj. € 13 milj. € \n\nTilat \n\n"
        "0,5 milj. € 0,4 milj. € \n",
        ("Talousarvio", "Toteutuma"),
        [["1.2", "13"], ["0.5", "0.4"]],
        {"milj. €"},
    ),
    (
        "a unit for each column",
        "Pinta-ala Paino Väki Hinta \n\nPää \n\n1 200 m² 3 tonnia 15 henkilöä 4 t€ \n\nSivu \n\n"
        "200 m² 1 tonnia 5 henkilöä 40 t€ \n",
        ("Pinta-ala", "Paino", "Väki", "Hinta"),
        [["1200", "3", "15", "4"], ["200", "1", "5", "40"]],
        {"m²", "tonnia", "henkilöä", "t€"},
    ),
    (
        "decimals under years",
        "2019 2021 2023 \n\nAikuiset \n\n8,4 7,9 9,1 \n\nLapset \n\n14,2 12,8 15,6 \n",
        ("2019", "2021", "2023"),
        [["8.4", "7.9", "9.1"], ["14.2", "12.8", "15.6"]],
        {""},
    ),
    (
        "counts with thousands under years",
        "2019 2021 \n\nAikuiset \n\n1 204 987 \n\nLapset \n\n2 110 1 340 \n",
        ("2019", "2021"),
        [["1204", "987"], ["2110", "1340"]],
        {""},
    ),
    (
        "a word beside years",
        "2019 2021 Yhteensä \n\nAikuiset \n\n1 2 3 \n\nLapset \n\n10 6 16 \n",
        ("2019", "2021", "Yhteensä"),
        [["1", "2", "3"], ["10", "6", "16"]],
        {""},
    ),
    (
        "figures below zero",
        "Lapset Aikuiset \n\nPää \n\n–3,5 % 12 % \n\nSivu \n\n−7 % -8 % \n",
        ("Lapset", "Aikuiset"),
        [["-3.5", "12"], ["-7", "-8"]],
        {"%"},
    ),
    (
        "empty cells at any place",
        "Kirjat Lehdet Pelit \n\nPää \n\n– 12 – \n\nSivu \n\n7 – – \n\nAuto \n\n1 2 – \n",
        ("Kirjat", "Lehdet", "Pelit"),
        [[None, "12", None], ["7", None, None], ["1", "2", None]],
        {""},
    ),
    (
        "an empty cell between thousands",
        "Kirjat Lehdet Pelit \n\nPää \n\n1 234 – 5 678 \n\nSivu \n\n7 8 9 \n",
        ("Kirjat", "Lehdet", "Pelit"),
        [["1234", None, "5678"], ["7", "8", "9"]],
        {""},
    ),
]


@pytest.mark.parametrize(
    ("claim", "body", "columns", "expected", "units"), FIGURES, ids=[c[0] for c in FIGURES]
)
def test_figures_are_as_printed(
    claim: str, body: str, columns: tuple[str, ...], expected: Values, units: set[str]
) -> None:
    """Whatever its headings and units, each cell has its own figure under its own heading."""
    table = read("Taulukko 3. Luvut. \n\n" + body)
    assert table.columns == columns, claim
    assert values(table) == decimals(expected), claim
    assert {c.unit for row in table.rows for c in row.cells if c.value is not None} == units
    assert all([c.column for c in row.cells] == list(columns) for row in table.rows)


LINES: list[tuple[str, str, list[str], Values]] = [
    (
        "shares",
        "Usein Harvoin \n\nLapset 8 % 92 % \nAikuiset 12 % 88 % \n",
        ["Lapset", "Aikuiset"],
        [["8", "92"], ["12", "88"]],
    ),
    (
        "counts with thousands and an empty cell",
        "Kirjat Lehdet Pelit \n\nPääkirjasto 12 450 1 230 640 \nSivukirjasto 310 41 – \n",
        ["Pääkirjasto", "Sivukirjasto"],
        [["12450", "1230", "640"], ["310", "41", None]],
    ),
    (
        "euros",
        "Talousarvio Toteutuma \n\nPalkat 1 250 000 € 980 € \nTilat ja laitteet 12 € 7,5 € \n",
        ["Palkat", "Tilat ja laitteet"],
        [["1250000", "980"], ["12", "7.5"]],
    ),
    (
        "under years",
        "2019 2021 2023 \n\nAikuiset 8,4 7,9 9,1 \nLapset – 12,8 15,6 \n",
        ["Aikuiset", "Lapset"],
        [["8.4", "7.9", "9.1"], [None, "12.8", "15.6"]],
    ),
    (
        "a label over two lines, its figures after the second",
        "Kirjat Lehdet \n\nKirjasto, joka on \nkaukana 12 41 \nLähellä oleva 3 4 \n",
        ["Kirjasto, joka on kaukana", "Lähellä oleva"],
        [["12", "41"], ["3", "4"]],
    ),
    (
        "empty lines between rows",
        "Kirjat Lehdet \n\nKeskusta 12 41 \n\nSatama 3 4 \n",
        ["Keskusta", "Satama"],
        [["12", "41"], ["3", "4"]],
    ),
    (
        "one row on a line, one over blocks",
        "Kirjat Lehdet \n\nKeskusta 12 41 \n\nSatama \n\n3 4 \n",
        ["Keskusta", "Satama"],
        [["12", "41"], ["3", "4"]],
    ),
    (
        "a number in the label",
        "Kirjat Lehdet \n\n18–25-vuotiaat 12 41 \nYli 65-vuotiaat 3 4 \n",
        ["18–25-vuotiaat", "Yli 65-vuotiaat"],
        [["12", "41"], ["3", "4"]],
    ),
]


@pytest.mark.parametrize(("claim", "body", "labels", "expected"), LINES, ids=[c[0] for c in LINES])
def test_rows_on_one_line(claim: str, body: str, labels: list[str], expected: Values) -> None:
    """A row may stand on one line, its cells after its label."""
    table = read("Taulukko 3. Luvut. \n\n" + body)
    assert [row.label for row in table.rows] == labels, claim
    assert values(table) == decimals(expected), claim


LEADS = [
    ("Kuinka usein käytte? \n\nUsein Harvoin \n\n", "Kuinka usein käytte?", ("Usein", "Harvoin")),
    ("Kuinka usein \nkäytte? Usein \nHarvoin \n\n", "Kuinka usein käytte?", ("Usein", "Harvoin")),
    ("Lainat vuosittain \n\n2019 2021 \n\n", "Lainat vuosittain", ("2019", "2021")),
    ("Lainat vuosittain \n2019 2021 \n\n", "Lainat vuosittain", ("2019", "2021")),
    ("Usein Harvoin \n\n", "", ("Usein", "Harvoin")),
    ("Menot (€) Tulot (€) \n\n", "", ("Menot (€)", "Tulot (€)")),
]


@pytest.mark.parametrize(("header", "lead", "columns"), LEADS)
def test_lead_is_no_heading(header: str, lead: str, columns: tuple[str, ...]) -> None:
    """What stands above the headings is kept as the lead, and takes no column's place."""
    table = read(f"Taulukko 3. Luvut. \n\n{header}Lapset \n\n8 92 \n\nAikuiset \n\n12 88 \n")
    assert (table.lead, table.columns) == (lead, columns)
    assert values(table) == decimals([["8", "92"], ["12", "88"]])


AMBIGUOUS = [
    "Kirjat Lehdet \n\nPää \n\n123 456 789 \n\nSivu \n\n12 7 \n",
    "Kirjat Lehdet \n\nPää 123 456 789 \nSivu 12 7 \n",
    "2019 2021 \n\nPää \n\n123 456 789 \n\nSivu \n\n12 7 \n",
]


@pytest.mark.parametrize("body", AMBIGUOUS)
def test_ambiguous_row_is_an_error_that_says_so(body: str) -> None:
    """Where a blank may part cells or thousands alike, nothing is guessed; the row is named."""
    with pytest.raises(ReportError, match=r"'123 456 789' lukuja ei voi erottaa.*yksikkö"):
        read("Taulukko 3. Luvut. \n\n" + body)


def test_unit_parts_what_blanks_do_not() -> None:
    """What is ambiguous alone is not, once the unit stands after each figure, as the error says."""
    body = "Kirjat Lehdet \n\nPää \n\n123 456 kpl 789 kpl \n\nSivu \n\n12 kpl 7 kpl \n"
    table = read("Taulukko 3. Luvut. \n\n" + body)
    assert values(table) == decimals([["123456", "789"], ["12", "7"]])


# --- a whole table, damaged in each place --------------------------------------------------------

HEADINGS = ["Talousarvio", "Toteutuma", "Erotus"]
ROWS = [
    ("Palkat", ["1 250 000 €", "1 312 400 €", "–62 400 €"]),
    ("Tilat", ["620 000 €", "655 900 €", "–35 900 €"]),
    ("Välineet", ["41 500 €", "39 825 €", "1 675 €"]),
]
PLACES = [(row, cell) for row in range(3) for cell in range(3)]


def write(headings: list[str], rows: list[tuple[str, list[str]]]) -> str:
    """Return a table as the series prints it."""
    blocks = [" ".join(headings), *(part for label, c in rows for part in (label, " ".join(c)))]
    return "Taulukko 3. Menot. \n\n" + " \n\n".join(blocks) + " \n"


def with_row(place: int, cells: list[str]) -> list[tuple[str, list[str]]]:
    """Return the rows, one of them with other cells."""
    return [(label, cells if i == place else old) for i, (label, old) in enumerate(ROWS)]


def test_whole_table_is_read() -> None:
    """The table that the next tests damage is sound."""
    table = read(write(HEADINGS, ROWS))
    assert [[c.text for c in row.cells] for row in table.rows] == [cells for _, cells in ROWS]


@pytest.mark.parametrize(("row", "cell"), PLACES)
def test_lost_cell_is_an_error(row: int, cell: int) -> None:
    """A row that lacks a cell is not filled up from its neighbours."""
    cells = [text for place, text in enumerate(ROWS[row][1]) if place != cell]
    with pytest.raises(ReportError, match="taulu"):
        read(write(HEADINGS, with_row(row, cells)))


@pytest.mark.parametrize(("row", "cell"), PLACES)
def test_cell_too_many_is_an_error(row: int, cell: int) -> None:
    """A figure too many moves no other under a wrong heading."""
    cells = [*ROWS[row][1][:cell], "7 €", *ROWS[row][1][cell:]]
    with pytest.raises(ReportError, match="taulu"):
        read(write(HEADINGS, with_row(row, cells)))


@pytest.mark.parametrize("lost", range(3))
def test_lost_heading_is_an_error(lost: int) -> None:
    """Figures without a heading are not read under another."""
    headings = [name for place, name in enumerate(HEADINGS) if place != lost]
    with pytest.raises(ReportError, match="3 saraketta mutta 2 otsikkoa"):
        read(write(headings, ROWS))


def test_lost_label_is_an_error() -> None:
    """A row whose label is lost gives its figures to no other row."""
    with pytest.raises(ReportError, match="taulu"):
        read(write(HEADINGS, [ROWS[0], ("", ROWS[1][1]), ROWS[2]]))


DAMAGED = {
    "no heading": ("Pää \n\n34 12 5 \n\nSivu \n\n7 8 9 \n", "3 saraketta mutta 0 otsikkoa"),
    "too few headings": ("Kirjat Lehdet \n\nPää \n\n34 12 5 \n\nSivu \n\n7 8 9 \n", "2 otsikkoa"),
    "a count lost": ("Kirjat Lehdet Pelit \n\nPää \n\n34 12 \n\nSivu \n\n7 8 9 \n", "lukua"),
    "years only": ("2019 2021 2023 \n", "ei ole rivejä"),
    "a decimal lost": ("2019 2021 \n\nPää \n\n8,4 7,9 \n\nSivu \n\n7,5 \n", "1 lukua"),
    "a cell too many on a line": ("Kirjat Lehdet \n\nPää 1 2 \nSivu 3 4 5 \n", "3 lukua"),
    "nothing below the title": ("", "ei ole rivejä"),
}


@pytest.mark.parametrize(("body", "message"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_table_is_an_error(body: str, message: str) -> None:
    """What is damaged is an error that names the table, never a wrong figure."""
    with pytest.raises(ReportError, match=f"taulu.* 3 .*{message}"):
        read("Taulukko 3. Luvut. \n\n" + body)
