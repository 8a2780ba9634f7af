"""What goes beside an answer on figures."""

from decimal import Decimal

import pytest

from bot.messages import say
from bot.tables.beside import ask_of_row, chart_url, suggest
from bot.tables.limit import Limit, Relation
from bot.tables.query import Operation, Query, Target
from bot.tables.understand import Reading
from index.report import Table
from tests.bot.pieces import make_grid, make_targets

COLUMNS = ["Usein", "Joskus", "Harvoin"]
GRID = make_grid(COLUMNS, [58, 26, 16], [22, 11, 67], [22, 0, 78], number=4)
OTHER = make_grid(COLUMNS, [1, 2, 3], [4, 5, 6], number=5, title="Merkitys")
BASE = "/raportti/kirjasto-2020/taulukko/4.svg"
LIMIT = Limit(Relation.OVER, Decimal(50))
NO_LIMIT = Limit(Relation.OVER, Decimal(99))


def rows(*columns: str, table: Table = GRID) -> tuple[Target, ...]:
    """Return all rows of a table."""
    return make_targets(table, *columns)


OF_ROW = tuple(rows(column)[1] for column in COLUMNS)
CHARTS = [
    ("a cell is shown with its row", Query(Operation.CELL, rows("Usein")[1:2]), "?rivi=2"),
    ("a whole row", Query(Operation.CELL, rows()[:1]), "?rivi=1"),
    ("a sum", Query(Operation.SUM, rows("Usein", "Joskus")[2:]), "?rivi=3"),
    ("cells of two rows", Query(Operation.CELL, rows("Joskus")[1:]), "?rivi=2&rivi=3&palsta=2"),
    ("a rank", Query(Operation.RANK, rows("Joskus")), "?palsta=2"),
    ("a rank of sums", Query(Operation.RANK, rows("Usein", "Harvoin")), "?palsta=1&palsta=3"),
    ("a rank of the columns of a row", Query(Operation.RANK, OF_ROW), "?rivi=2"),
    ("a filter", Query(Operation.FILTER, rows("Harvoin"), limit=LIMIT), "?palsta=3"),
    ("a count", Query(Operation.COUNT, rows("Usein"), limit=LIMIT), "?palsta=1"),
    ("a count of all", Query(Operation.COUNT, rows()), ""),
    ("a total", Query(Operation.TOTAL, rows("Usein")), "?palsta=1"),
    ("an average", Query(Operation.AVERAGE, rows("Usein")), "?palsta=1"),
    (
        "two rows compared",
        Query(Operation.COMPARE, rows("Usein")[:2]),
        "?rivi=1&rivi=2&palsta=1",
    ),
    (
        "two rows compared in the order of the table",
        Query(Operation.COMPARE, rows("Usein")[2:] + rows("Usein")[:1]),
        "?rivi=1&rivi=3&palsta=1",
    ),
    (
        "two columns of a row compared",
        Query(Operation.COMPARE, (rows("Usein")[0], rows("Harvoin")[0])),
        "?rivi=1",
    ),
    (
        "two tables compared: the first",
        Query(Operation.COMPARE, (rows("Usein")[2], rows("Usein", table=OTHER)[0])),
        "?rivi=3&palsta=1",
    ),
]


@pytest.mark.parametrize(("claim", "query", "expected"), CHARTS, ids=[c[0] for c in CHARTS])
def test_chart_shows_the_rows_and_columns_asked_for(
    claim: str, query: Query, expected: str
) -> None:
    """An order or a limit shows all rows in its columns; what is asked of some rows shows those.

    A single row is shown with all its columns.
    """
    assert chart_url(query) == BASE + expected, claim


@pytest.mark.parametrize("operation", [Operation.FILTER, Operation.COUNT])
def test_no_chart_where_nothing_meets_the_limit(operation: Operation) -> None:
    """A picture of what is not so would mislead."""
    assert chart_url(Query(operation, rows("Usein"), limit=NO_LIMIT)) is None


def reading(*others: tuple[str, Table]) -> Reading:
    """Return a reading with others that come near."""
    return Reading(
        Query(Operation.CELL, rows("Usein")[:1]),
        unmet=0.0,
        left=1,
        is_named=True,
        is_column_named=True,
        asks=True,
        others=others,
    )


def test_suggestions_are_the_readings_that_come_near() -> None:
    """Each suggestion asks what a table tells of a row, in order."""
    assert suggest(reading(("Rivi b.", GRID), ("Rivi a.", OTHER))) == (
        say("tables.other", title="Lukupiirit", label="Rivi b"),
        say("tables.other", title="Merkitys", label="Rivi a"),
    )
    assert suggest(reading()) == ()


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Rivi a.", "Rivi a"),
        ("yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän", None),
        (
            "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen.",
            "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän…",
        ),
    ],
)
def test_long_label_is_cut_in_a_suggestion(label: str, told: str | None) -> None:
    """A suggestion fits a button; what is left out is marked."""
    assert ask_of_row(label, OTHER) == say("tables.other", title="Merkitys", label=told or label)
