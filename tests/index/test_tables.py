"""The report's tables cell by cell, and tables of other shapes."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from index.errors import ReportError
from index.pages import split_lines
from index.report import Report, Table
from index.tables import read_tables

TYPED: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("cells.toml").read_text(encoding="utf-8")
)["table"]
ROWS = [(table, number) for table in TYPED for number in range(1, len(table["row"]) + 1)]


def read(text: str) -> Table:
    """Return the only table of a text."""
    (table,) = read_tables(split_lines(text), "9")
    return table


def figures(table: Table) -> list[list[str]]:
    """Return the cells as printed, row by row."""
    return [[cell.text for cell in row.cells] for row in table.rows]


# --- the real report -------------------------------------------------------------------------


def test_typed_cells_are_all() -> None:
    """The file that a person typed has 3 tables, 42 rows and 224 cells."""
    assert len(TYPED) == 3
    assert len(ROWS) == 42
    assert sum(len(row["values"]) for table in TYPED for row in table["row"]) == 224


@pytest.mark.parametrize("typed", TYPED, ids=[f"t{t['number']}" for t in TYPED])
def test_table_is_as_printed(report: Report, typed: dict[str, Any]) -> None:
    """Each table has the printed title, columns, page and number of rows."""
    table = report.tables[typed["number"] - 1]
    assert table.title == typed["title"].removesuffix(".")
    assert list(table.columns) == typed["columns"]
    assert (table.id, table.number, table.page) == (
        f"t{typed['number']}",
        typed["number"],
        typed["page"],
    )
    assert table.section == "9"
    assert len(table.rows) == len(typed["row"])


@pytest.mark.parametrize(
    ("typed", "number"), ROWS, ids=[f"t{t['number']}-r{number}" for t, number in ROWS]
)
def test_row_is_as_printed(report: Report, typed: dict[str, Any], number: int) -> None:
    """Each row has the printed label and page and each cell its figure, unit and column."""
    row = report.tables[typed["number"] - 1].rows[number - 1]
    expected = typed["row"][number - 1]
    assert (row.id, row.number) == (f"t{typed['number']}-r{number}", number)
    assert (row.label, row.page) == (expected["label"], expected["page"])
    assert [cell.value for cell in row.cells] == [Decimal(v) for v in expected["values"]]
    assert [cell.text for cell in row.cells] == [f"{v} %" for v in expected["values"]]
    assert [cell.column for cell in row.cells] == typed["columns"]
    assert {cell.unit for cell in row.cells} == {"%"}


def test_lead_is_the_words_above_the_columns(report: Report) -> None:
    """Table 1 asks a question above its columns, the others do not."""
    assert [table.lead for table in report.tables] == ["Ovatko toimintatavat teillä…", "", ""]


def test_cell_is_had_by_its_column(report: Report) -> None:
    """A row gives the cell under a column and knows no other column."""
    row = report.tables[0].rows[0]
    assert row.cell("Kokeilussa").value == 26
    with pytest.raises(KeyError):
        row.cell("Käytössä ")


# --- tables of other shapes ------------------------------------------------------------------

SHAPES = [
    (
        "counts with no unit, three columns",
        "Taulukko 1. Lainat kirjastoittain. \n\nKirjat Lehdet Pelit \n\nPääkirjasto \n\n"
        "120 230 350 \n\nSivukirjasto \nsatamassa \n\n45 3 120 \n",
        ("Kirjat", "Lehdet", "Pelit"),
        ["Pääkirjasto", "Sivukirjasto satamassa"],
        [["120", "230", "350"], ["45", "3", "120"]],
    ),
    (
        "euros with decimals and thousands",
        "Taulukko 2. Kulut. \n\nAineisto Palkat \n\nVuosi alussa \n\n1 234,5 € 980 € \n\n"
        "Vuosi lopussa \n\n12\u00a0000 € 0,25 € \n",
        ("Aineisto", "Palkat"),
        ["Vuosi alussa", "Vuosi lopussa"],
        [["1 234,5 €", "980 €"], ["12 000 €", "0,25 €"]],
    ),
    (
        "a hard space or none before the sign",
        "Taulukko 3. Osuudet. \n\nKyllä Ei \n\nAuki \n\n58\u00a0% 42% \n\nKiinni \n\n7 % 93 % \n",
        ("Kyllä", "Ei"),
        ["Auki", "Kiinni"],
        [["58 %", "42 %"], ["7 %", "93 %"]],
    ),
    (
        "headings broken over lines and empty lines",
        "Taulukko 4. Mielipiteet. \n\nTäysin \nsamaa \n\nmieltä Jokseenkin eri mieltä En \n\n"
        "tiedä \n\nTilat \n\n50 % 30 % 20 % \n",
        ("Täysin samaa mieltä", "Jokseenkin eri mieltä", "En tiedä"),
        ["Tilat"],
        [["50 %", "30 %", "20 %"]],
    ),
    (
        "a label broken at a page with its figures in the middle",
        "Taulukko 5. Tavat. \n\nKyllä Ei \n\nLainataan \nkirjoja \n\n60 % 40 % \n"
        " ja lehtiä \n\nLuetaan \n\n70 % 30 % \n",
        ("Kyllä", "Ei"),
        ["Lainataan kirjoja ja lehtiä", "Luetaan"],
        [["60 %", "40 %"], ["70 %", "30 %"]],
    ),
    (
        "the last label goes on after its figures",
        "Taulukko 6. Tavat. \n\nKyllä Ei \n\nLainataan \n\n60 % 40 % \n joka päivä \n",
        ("Kyllä", "Ei"),
        ["Lainataan joka päivä"],
        [["60 %", "40 %"]],
    ),
    (
        "a cell broken between its number and its sign",
        "Taulukko 7. Tavat. \n\nKyllä Ei Ehkä \n\nLainataan \n\n50 % 11 \n% \n\n39 % \n",
        ("Kyllä", "Ei", "Ehkä"),
        ["Lainataan"],
        [["50 %", "11 %", "39 %"]],
    ),
    (
        "a dash where nothing is known",
        "Taulukko 8. Tavat. \n\nKyllä Ei \n\nLainataan \n\n– 40 % \n\nLuetaan \n\n10 % - \n",
        ("Kyllä", "Ei"),
        ["Lainataan", "Luetaan"],
        [["–", "40 %"], ["10 %", "-"]],
    ),
    (
        "figures right below the label",
        "Taulukko 9. Tavat. \n\nKyllä Ei \n\nLainataan \n60 % 40 % \n\nLuetaan \n70 % 30 % \n",
        ("Kyllä", "Ei"),
        ["Lainataan", "Luetaan"],
        [["60 %", "40 %"], ["70 %", "30 %"]],
    ),
    (
        "a label with a number in it",
        "Taulukko 10. Tavat. \n\nKyllä Ei \n\nYli 65 vuotta \ntäyttäneet \n\n60 % 40 % \n",
        ("Kyllä", "Ei"),
        ["Yli 65 vuotta täyttäneet"],
        [["60 %", "40 %"]],
    ),
]


@pytest.mark.parametrize(
    ("claim", "text", "columns", "labels", "cells"), SHAPES, ids=[c[0] for c in SHAPES]
)
def test_shape(
    claim: str, text: str, columns: tuple[str, ...], labels: list[str], cells: list[list[str]]
) -> None:
    """Tables with other headings, units and breaks are read as printed."""
    table = read(text)
    assert table.columns == columns, claim
    assert [row.label for row in table.rows] == labels, claim
    assert figures(table) == cells, claim


VALUES = [
    ("1 234,5 €", Decimal("1234.5"), "€"),
    ("–12 %", Decimal(-12), "%"),
    ("−3,5", Decimal("-3.5"), ""),
    ("1 000 000 euroa", Decimal(1_000_000), "euroa"),
    ("14 kpl", Decimal(14), "kpl"),
    ("–", None, ""),
]


@pytest.mark.parametrize(("printed", "value", "unit"), VALUES)
def test_cell_has_value_and_unit(printed: str, value: Decimal | None, unit: str) -> None:
    """A figure is a number and a unit; a dash is no number, and not zero."""
    table = read(f"Taulukko 1. Luvut. \n\nMäärä \n\nRivi \n\n{printed} \n")
    (cell,) = table.rows[0].cells
    assert (cell.text, cell.value, cell.unit) == (printed, value, unit)


def test_tables_follow_one_another() -> None:
    """Each title begins a new table, on the page where it stands."""
    text = (
        " Taulukko 1. A. \n\nKyllä Ei \n\nX \n\n1 % 2 % \n Taulukko 2. B. \n\nEi Kyllä Ehkä \n\n"
        "Y \n\n3 % 4 % 5 % \n"
    )
    tables = read_tables(split_lines(text), "4")
    assert [(t.id, t.title, t.page, len(t.columns)) for t in tables] == [
        ("t1", "A", 1, 2),
        ("t2", "B", 2, 3),
    ]


ERRORS = [
    ("Taulukko 1. A. \n\nKyllä Ei \n", "taulukossa 1 ei ole rivejä"),
    ("Taulukko 2. A. \n\nKyllä \n\nX \n\n1 % 2 % \n", "2 saraketta mutta 1 otsikkoa"),
    (
        "Taulukko 3. A. \n\nKyllä Ei \n\nX \n\n1 % 2 % \n\nY \n\n3 % \n",
        r"taulukon 3 rivillä 2 \('Y'\) on 1 lukua, sarakkeita on 2",
    ),
]


@pytest.mark.parametrize(("text", "message"), ERRORS)
def test_broken_table_is_an_error(text: str, message: str) -> None:
    """What cannot be read for certain is an error that names table and row, never a guess."""
    with pytest.raises(ReportError, match=message):
        read_tables(split_lines(text), "9")
