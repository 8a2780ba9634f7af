"""How answers from tables are told and proved."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.answer import Citation, Sentence
from bot.claim import number_claims
from bot.messages import say
from bot.tables.query import Operation, Query, Relation, Target
from bot.tables.write import format_figure, write_query
from bot.verify import verify
from index.report import Table
from tests.bot.pieces import make_grid, make_targets

TITLE = "Lukupiirit"
GRID = make_grid(["Usein", "Joskus", "Harvoin"], [58, 26, 16], [22, 11, 67], [22, 0, 78])


def proved(query: Query) -> list[str]:
    """Return the sentences of an answer without markers, each proved as it would be shown."""
    claims, reckonings = write_query(query)
    parts = list(number_claims(claims))
    citations = [part for part in parts if isinstance(part, Citation)]
    computed = [reckoning.number(citations) for reckoning in reckonings]
    for part in parts:
        if isinstance(part, Sentence):
            verify(part, citations, computed)
    known = {citation.number for citation in citations}
    assert all(c.citations and set(c.citations) <= known for c in computed)
    return [claim.lead.lstrip(" ") + claim.text for claim in claims]


def reckoned(query: Query) -> list[tuple[str, list[Decimal], Decimal, str]]:
    """Return what was computed for an answer."""
    return [(r.operation, list(r.operands), r.result, r.unit) for r in write_query(query)[1]]


def one(operation: Operation, *columns: str, table: Table = GRID, row: int = 1) -> Query:
    """Return a query on one row."""
    return Query(operation, (make_targets(table, *columns)[row - 1],))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("58", "%", "58 %"),
        ("58.0", "%", "58 %"),
        ("0", "%", "0 %"),
        ("0.00", "%", "0 %"),
        ("100", "%", "100 %"),
        ("12.5", "%", "12,5 %"),
        ("1234.50", "€", "1 234,5 €"),
        ("1000000", "€", "1 000 000 €"),
        ("1E+3", "", "1 000"),
        ("7", "", "7"),
        ("32", "prosenttiyksikköä", "32 prosenttiyksikköä"),
    ],
)
def test_figure_is_printed_as_finnish_does(value: str, unit: str, expected: str) -> None:
    """Thousands are parted by a space, decimals by a comma, and zeros at the end left out."""
    assert format_figure(Decimal(value), unit).replace("\u00a0", " ") == expected


def test_cell() -> None:
    """A cell is told as printed with its row and table, and nothing is computed."""
    query = one(Operation.CELL, "Joskus")
    told = say("tables.cell", cells="Joskus 26 %", label="Rivi a", title=TITLE)
    assert proved(query) == [told]
    assert reckoned(query) == []
    (claim,) = write_query(query)[0]
    assert claim.sources[0].citation.cells == {"Joskus": "26 %"}


def test_whole_row_is_not_added_up() -> None:
    """All columns of a row are told one by one."""
    query = one(Operation.CELL)
    cells = "Usein 58 %, Joskus 26 %, Harvoin 16 %"
    assert proved(query) == [say("tables.cell", cells=cells, label="Rivi a", title=TITLE)]
    assert reckoned(query) == []


def test_sum() -> None:
    """A sum is told with its parts, and computed from them."""
    query = one(Operation.SUM, "Usein", "Joskus")
    told = say(
        "tables.sum",
        figure="84 %",
        cells="Usein 58 %, Joskus 26 %",
        label="Rivi a",
        title=TITLE,
    )
    assert proved(query) == [told]
    assert reckoned(query) == [("sum", [Decimal(58), Decimal(26)], Decimal(84), "%")]


def test_sum_with_an_empty_cell_is_not_told() -> None:
    """Where a part is not known, the cells are told and no sum is."""
    grid = make_grid(["Usein", "Joskus", "Harvoin"], [58, None, 16])
    query = one(Operation.SUM, "Usein", "Joskus", table=grid)
    cells = "Usein 58 %, Joskus –"
    assert proved(query) == [say("tables.cell", cells=cells, label="Rivi a", title=TITLE)]
    assert reckoned(query) == []


def rank(*columns: str, count: int = 1, is_descending: bool = True, table: Table = GRID) -> Query:
    """Return a query on the rank of all rows."""
    return Query(Operation.RANK, make_targets(table, *columns), is_descending, count)


@pytest.mark.parametrize(
    ("is_descending", "key", "column", "figure"),
    [(True, "tables.most", "Usein", "58 %"), (False, "tables.least", "Joskus", "0 %")],
)
def test_rank_of_one(is_descending: bool, key: str, column: str, figure: str) -> None:
    """One row is told in one sentence, with its source."""
    query = rank(column, is_descending=is_descending)
    (text,) = proved(query)
    assert text.startswith(say(key, columns=column, title=TITLE))
    assert figure in text
    assert ("Rivi a" if is_descending else "Rivi c") in text
    assert reckoned(query) == []


def test_ties_are_listed_each_with_its_source() -> None:
    """Rows that tie are all told, one a line, and each line is cited by its own row."""
    query = rank("Usein", is_descending=False)
    assert proved(query) == [
        say("tables.least", columns="Usein", title=TITLE),
        "\n- 22 %: Rivi b",
        "\n- 22 %: Rivi c",
    ]
    lines = write_query(query)[0][1:]
    assert [claim.sources[0].citation.row for claim in lines] == ["Rivi b.", "Rivi c."]


def test_rank_of_sums_is_computed_for_each_row() -> None:
    """Each sum that is told is computed from its own cells."""
    query = rank("Usein", "Joskus", count=2)
    assert proved(query) == [
        say("tables.most", columns="Usein + Joskus", title=TITLE),
        "\n- 84 %: Rivi a",
        "\n- 33 %: Rivi b",
    ]
    assert reckoned(query) == [
        ("sum", [Decimal(58), Decimal(26)], Decimal(84), "%"),
        ("sum", [Decimal(22), Decimal(11)], Decimal(33), "%"),
    ]


def such(limit: int, *columns: str) -> Query:
    """Return a query on the rows above a limit."""
    targets = make_targets(GRID, *columns)
    return Query(Operation.FILTER, targets, limit=Decimal(limit), relation=Relation.OVER)


def test_filter() -> None:
    """The rows that meet the limit are listed in the table's order."""
    assert proved(such(16, "Harvoin")) == [
        say("tables.such", columns="Harvoin", title=TITLE),
        "\n- 67 %: Rivi b",
        "\n- 78 %: Rivi c",
    ]
    (text,) = proved(such(70, "Harvoin"))
    assert text.startswith(say("tables.such", columns="Harvoin", title=TITLE))


def test_filter_that_nothing_meets_says_so() -> None:
    """Where no row meets the limit, that is the answer."""
    assert proved(such(90, "Usein")) == [say("tables.no_such")]
    assert reckoned(such(90, "Usein")) == []


def compare(*targets: Target) -> Query:
    """Return a query that compares two targets."""
    return Query(Operation.COMPARE, targets)


def side(key: str, target: Target, figure: str) -> str:
    """Return how one side of a comparison is told."""
    columns, label = " + ".join(target.columns), target.row.label.rstrip(".")
    return say(key, figure=figure, columns=columns, label=label, title=target.table.title)


@pytest.mark.parametrize("is_larger_first", [True, False])
def test_compare(is_larger_first: bool) -> None:
    """The larger is told first however asked; the gap is in percentage points and computed."""
    larger, smaller, _ = make_targets(GRID, "Usein")
    pair = (larger, smaller) if is_larger_first else (smaller, larger)
    assert proved(compare(*pair)) == [
        side("tables.larger", larger, "58 %"),
        side("tables.smaller", smaller, "22 %"),
        say("tables.gap", figure="36 prosenttiyksikköä"),
    ]
    assert reckoned(compare(*pair)) == [
        ("difference", [Decimal(58), Decimal(22)], Decimal(36), "prosenttiyksikköä")
    ]


def test_gap_is_cited_by_both_sides() -> None:
    """The gap's claim and its computation have both rows as sources."""
    claims, (reckoning,) = write_query(compare(*make_targets(GRID, "Usein")[:2]))
    assert claims[-1].sources == reckoning.sources
    assert [s.citation.row for s in reckoning.sources] == ["Rivi a.", "Rivi b."]


def test_equal_sides_have_no_gap() -> None:
    """Two figures that are the same are told as such."""
    _, second, third = make_targets(GRID, "Usein")
    assert proved(compare(second, third)) == [
        side("tables.equal", second, "22 %"),
        side("tables.equal", third, "22 %"),
    ]


def test_gap_of_other_units_keeps_the_unit() -> None:
    """Only per cent make percentage points."""
    grid = make_grid(["Hinta"], [Decimal("1234.5")], [200], unit="€")
    texts = proved(compare(*make_targets(grid, "Hinta")))
    assert texts[-1] == say("tables.gap", figure=format_figure(Decimal("1034.5"), "€"))


def test_compared_sums_are_computed() -> None:
    """Sums are computed before their difference."""
    first, second, _ = make_targets(GRID, "Usein", "Joskus")
    query = compare(first, second)
    assert len(proved(query)) == 3
    assert [(name, result) for name, _, result, _ in reckoned(query)] == [
        ("sum", Decimal(84)),
        ("sum", Decimal(33)),
        ("difference", Decimal(51)),
    ]


def test_empty_cell_is_not_compared() -> None:
    """A figure that is not known is no zero: no difference is computed."""
    grid = make_grid(["Usein", "Joskus"], [58, 26], [None, 11])
    query = compare(*make_targets(grid, "Usein"))
    assert proved(query)
    assert reckoned(query) == []


DATED = make_grid(["2019", "2021", "2023"], [10, 20, 30], [15, 20, 25], title="Lainat 2019–2023")
FIRST, SECOND = make_targets(DATED, "2021")
QUERIES: Sequence[tuple[str, Query]] = [
    ("cell", one(Operation.CELL, "2021", table=DATED)),
    ("row", one(Operation.CELL, table=DATED)),
    ("sum", one(Operation.SUM, "2019", "2021", table=DATED)),
    ("rank", rank("2019", table=DATED)),
    ("ties", rank("2021", table=DATED)),
    ("compare", compare(FIRST, SECOND)),
]


@pytest.mark.parametrize(("claim", "query"), QUERIES, ids=[c[0] for c in QUERIES])
def test_numbers_in_titles_and_headings_are_proved(claim: str, query: Query) -> None:
    """A year in a table's title or headings is proved like any number."""
    assert proved(query)
