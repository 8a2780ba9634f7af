"""How answers from tables are told and proved."""

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.messages import say
from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from bot.tables.query import Operation, Query, Target
from bot.tables.write import assume_table, write_query
from index.report import Table
from tests.bot.pieces import make_grid, make_targets, prove

TITLE = "Lukupiirit"
GRID = make_grid(["Usein", "Joskus", "Harvoin"], [58, 26, 16], [22, 11, 67], [22, 0, 78])
MOST, LEAST = Direction.MOST, Direction.LEAST
OVER, EQUAL = Relation.OVER, Relation.EQUAL


def reckoned(query: Query) -> list[tuple[str, list[Decimal], Decimal, str]]:
    """Return what was computed for an answer."""
    return [(r.operation, list(r.operands), r.result, r.unit) for r in write_query(query)[1]]


def cited(query: Query) -> list[list[str]]:
    """Return the rows that each claim of an answer cites."""
    return [[str(s.citation.row) for s in claim.sources] for claim in write_query(query)[0]]


def one(operation: Operation, *columns: str, table: Table = GRID, row: int = 1) -> Query:
    """Return a query on one row."""
    return Query(operation, (make_targets(table, *columns)[row - 1],))


def test_cell() -> None:
    """A cell is told as printed with its row and table, and nothing is computed."""
    query = one(Operation.CELL, "Joskus")
    told = say("tables.cell", cells="Joskus 26 %", label="Rivi a", title=TITLE)
    assert prove(query) == [told]
    assert reckoned(query) == []
    (claim,) = write_query(query)[0]
    assert claim.sources[0].citation.cells == {"Joskus": "26 %"}


def test_whole_row_is_not_added_up() -> None:
    """All columns of a row are told one by one."""
    query = one(Operation.CELL)
    cells = "Usein 58 %, Joskus 26 %, Harvoin 16 %"
    assert prove(query) == [say("tables.cell", cells=cells, label="Rivi a", title=TITLE)]
    assert reckoned(query) == []


def test_empty_cell_is_told_as_printed() -> None:
    """What the report leaves out is no zero."""
    query = one(Operation.CELL, "Usein", table=make_grid(["Usein"], [None]))
    assert prove(query) == [say("tables.cell", cells="Usein –", label="Rivi a", title=TITLE)]


def test_cells_of_several_rows_are_told_one_a_line() -> None:
    """Each row is told and cited by itself."""
    query = Query(Operation.CELL, make_targets(GRID, "Usein")[:2])
    assert prove(query) == [
        say("tables.cell", cells="Usein 58 %", label="Rivi a", title=TITLE),
        "\n" + say("tables.cell", cells="Usein 22 %", label="Rivi b", title=TITLE),
    ]
    assert cited(query) == [["Rivi a."], ["Rivi b."]]


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
    assert prove(query) == [told]
    assert reckoned(query) == [("sum", [Decimal(58), Decimal(26)], Decimal(84), "%")]


def test_sum_of_large_numbers_is_printed_as_finnish_does() -> None:
    """Thousands of what is computed are parted, and decimals have a comma."""
    grid = make_grid(["a", "b", "c"], [1500, Decimal("2.5"), 3], unit="€")
    (text,) = prove(one(Operation.SUM, "a", "b", table=grid))
    cells = "a 1500 €, b 2,5 €"
    assert text == say("tables.sum", figure="1 502,5 €", cells=cells, label="Rivi a", title=TITLE)


def test_sum_with_an_empty_cell_is_not_told() -> None:
    """Where a part is not known, the cells are told and no sum is."""
    grid = make_grid(["Usein", "Joskus", "Harvoin"], [58, None, 16])
    query = one(Operation.SUM, "Usein", "Joskus", table=grid)
    cells = "Usein 58 %, Joskus –"
    assert prove(query) == [say("tables.cell", cells=cells, label="Rivi a", title=TITLE)]
    assert reckoned(query) == []


VERDICTS = [
    (None, Limit(OVER, Decimal(50)), None),
    (True, Limit(OVER, Decimal(50)), "tables.yes"),
    (False, Limit(OVER, Decimal(60)), "tables.no"),
    (None, Limit(EQUAL, Decimal(58)), None),
    (True, Limit(EQUAL, Decimal(58)), "tables.yes"),
    (None, Limit(EQUAL, Decimal(40)), "tables.other_figure"),
    (None, Limit(EQUAL, Decimal(50), is_share=True), None),
    (True, None, "tables.yes"),
    (None, None, None),
]


@pytest.mark.parametrize(("is_true", "claimed", "key"), VERDICTS)
def test_verdict(is_true: bool | None, claimed: Limit | None, key: str | None) -> None:
    """A yes-or-no question gets its word first; a wrong figure taken for true is set right.

    A figure that is so, or that is only about so, needs no word.
    """
    target = make_targets(GRID, "Usein")[0]
    query = Query(Operation.CELL, (target,), claimed=claimed, is_true=is_true)
    told = say("tables.cell", cells="Usein 58 %", label="Rivi a", title=TITLE)
    assert prove(query) == [say(key, text=told) if key else told]
    assert cited(query) == [["Rivi a."]]


@pytest.mark.parametrize(("is_true", "key"), [(True, "tables.yes"), (False, "tables.no")])
def test_verdict_on_a_comparison(is_true: bool, key: str) -> None:
    """The word comes once, before the first sentence."""
    pair = make_targets(GRID, "Usein")[:2]
    first, *rest = prove(Query(Operation.COMPARE, pair, is_true=is_true))
    plain_first, *plain_rest = prove(Query(Operation.COMPARE, pair))
    assert (first, rest) == (say(key, text=plain_first), plain_rest)


def rank(
    *columns: str, count: int = 0, skip: int = 0, direction: Direction = MOST, table: Table = GRID
) -> Query:
    """Return a query on the rank of all rows."""
    return Query(Operation.RANK, make_targets(table, *columns), direction, count, skip)


def single(key: str, columns: str, figure: str, label: str) -> str:
    """Return how one row that meets what is asked is told."""
    heading = say(key, columns=columns, title=TITLE)
    return say("tables.one", heading=heading, figure=figure, label=label)


@pytest.mark.parametrize(
    ("direction", "key", "column", "figure", "label"),
    [
        (MOST, "tables.most", "Usein", "58 %", "Rivi a"),
        (LEAST, "tables.least", "Joskus", "0 %", "Rivi c"),
        (MOST, "tables.most", "Harvoin", "78 %", "Rivi c"),
    ],
)
def test_rank_of_one(direction: Direction, key: str, column: str, figure: str, label: str) -> None:
    """One row is told in one sentence, with its source."""
    query = rank(column, direction=direction)
    assert prove(query) == [single(key, column, figure, label)]
    assert cited(query) == [[f"{label}."]]
    assert reckoned(query) == []


def test_second_of_a_rank_is_told_alone() -> None:
    """What comes before the one asked for is not told."""
    assert prove(rank("Harvoin", skip=1)) == [single("tables.most", "Harvoin", "67 %", "Rivi b")]


def test_ties_are_listed_each_with_its_source_and_named() -> None:
    """Rows that tie are all told, one a line, each cited by its own row, and said to tie."""
    query = rank("Usein", direction=LEAST)
    assert prove(query) == [
        say("tables.least", columns="Usein", title=TITLE),
        "\n- 22 %: Rivi b",
        "\n- 22 %: Rivi c",
        "\n" + say("tables.tied"),
    ]
    assert cited(query)[1:] == [["Rivi b."], ["Rivi c."], ["Rivi b.", "Rivi c."]]


def test_ties_among_others_are_named_as_such() -> None:
    """Where only some of a list tie, that is said of those and they alone are cited for it."""
    query = rank("Usein", count=3)
    assert prove(query) == [
        say("tables.most", columns="Usein", title=TITLE),
        "\n- 58 %: Rivi a",
        "\n- 22 %: Rivi b",
        "\n- 22 %: Rivi c",
        "\n" + say("tables.some_tied"),
    ]
    assert cited(query)[-1] == ["Rivi b.", "Rivi c."]


def test_list_without_ties_says_nothing_of_them() -> None:
    """Rows with figures of their own are only listed."""
    assert prove(rank("Harvoin", count=2)) == [
        say("tables.most", columns="Harvoin", title=TITLE),
        "\n- 78 %: Rivi c",
        "\n- 67 %: Rivi b",
    ]


def test_rank_of_sums_is_computed_for_each_row() -> None:
    """Each sum that is told is told with its cells and computed from them."""
    query = rank("Usein", "Joskus", count=2)
    assert prove(query) == [
        say("tables.most", columns="Usein + Joskus", title=TITLE),
        "\n- 84 % (Usein 58 %, Joskus 26 %): Rivi a",
        "\n- 33 % (Usein 22 %, Joskus 11 %): Rivi b",
    ]
    assert reckoned(query) == [
        ("sum", [Decimal(58), Decimal(26)], Decimal(84), "%"),
        ("sum", [Decimal(22), Decimal(11)], Decimal(33), "%"),
    ]


def test_rank_without_figures_says_so() -> None:
    """A column of empty cells has no most."""
    query = rank("Usein", table=make_grid(["Usein", "Joskus"], [None, 1], [None, 2]))
    assert prove(query) == [say("tables.no_figures", title=TITLE)]
    assert reckoned(query) == []


def rank_of_row(direction: Direction, row: Sequence[int]) -> Query:
    """Return a query on the rank of the columns of one row."""
    grid = make_grid(["Usein", "Joskus", "Harvoin"], row)
    targets = tuple(make_targets(grid, column)[0] for column in grid.columns)
    return Query(Operation.RANK, targets, direction)


@pytest.mark.parametrize(
    ("direction", "row", "key", "cells"),
    [
        (MOST, [58, 26, 16], "tables.most_of_row", "Usein 58 %"),
        (LEAST, [58, 26, 16], "tables.least_of_row", "Harvoin 16 %"),
        (MOST, [40, 20, 40], "tables.most_of_row", "Usein 40 % ja Harvoin 40 %"),
        (LEAST, [33, 33, 33], "tables.least_of_row", "Usein 33 %, Joskus 33 % ja Harvoin 33 %"),
    ],
)
def test_rank_of_the_columns_of_a_row(
    direction: Direction, row: list[int], key: str, cells: str
) -> None:
    """Which answer on one row is the most common is told with all that tie, in one sentence."""
    query = rank_of_row(direction, row)
    assert prove(query) == [say(key, cells=cells, label="Rivi a", title=TITLE)]
    assert reckoned(query) == []


def such(operation: Operation, limit: int, *columns: str, relation: Relation = OVER) -> Query:
    """Return a query on the rows that meet a limit."""
    bound = Limit(relation, Decimal(limit))
    return Query(operation, make_targets(GRID, *columns), limit=bound)


def test_filter() -> None:
    """The rows that meet the limit are listed in the table's order."""
    query = such(Operation.FILTER, 16, "Harvoin")
    assert prove(query) == [
        say("tables.such", columns="Harvoin", title=TITLE),
        "\n- 67 %: Rivi b",
        "\n- 78 %: Rivi c",
    ]
    assert cited(query)[1:] == [["Rivi b."], ["Rivi c."]]


def test_filter_that_one_row_meets_is_one_sentence() -> None:
    """One row needs no list."""
    query = such(Operation.FILTER, 70, "Harvoin")
    assert prove(query) == [single("tables.such", "Harvoin", "78 %", "Rivi c")]


def test_filter_of_sums_is_computed() -> None:
    """Each sum that meets the limit is computed."""
    query = such(Operation.FILTER, 80, "Usein", "Joskus")
    assert prove(query) == [single("tables.such", "Usein + Joskus", "84 %", "Rivi a")]
    assert reckoned(query) == [("sum", [Decimal(58), Decimal(26)], Decimal(84), "%")]


@pytest.mark.parametrize("operation", [Operation.FILTER, Operation.COUNT])
def test_where_nothing_meets_the_limit_the_nearest_is_told(operation: Operation) -> None:
    """That no row meets the limit is said with the one that comes nearest, which is cited."""
    query = such(operation, 90, "Usein")
    nearest = say("tables.no_such", columns="Usein", title=TITLE, figure="58 %", label="Rivi a")
    assert prove(query) == [nearest]
    assert cited(query) == [["Rivi a."]]
    assert reckoned(query) == []


def test_nearest_sum_is_computed() -> None:
    """What is told of the nearest row has its computation too."""
    query = such(Operation.FILTER, 90, "Usein", "Joskus")
    assert "84 %" in prove(query)[0]
    assert reckoned(query) == [("sum", [Decimal(58), Decimal(26)], Decimal(84), "%")]


def test_limit_on_a_column_without_figures() -> None:
    """Where no figure is known, none is the nearest."""
    grid = make_grid(["Usein", "Joskus"], [None, 1], [None, 2])
    limit = Limit(OVER, Decimal(5))
    query = Query(Operation.FILTER, make_targets(grid, "Usein"), limit=limit)
    assert prove(query) == [say("tables.no_figures", title=TITLE)]


def test_count() -> None:
    """How many rows meet the limit is told, computed and cited by each, and they are listed."""
    query = such(Operation.COUNT, 16, "Harvoin")
    assert prove(query) == [
        say("tables.count", count="2", columns="Harvoin", title=TITLE),
        "\n- 67 %: Rivi b",
        "\n- 78 %: Rivi c",
    ]
    assert reckoned(query) == [("count", [Decimal(67), Decimal(78)], Decimal(2), "")]
    (counted,) = write_query(query)[1]
    assert [source.citation.row for source in counted.sources] == ["Rivi b.", "Rivi c."]


def test_count_of_one_is_a_list_too() -> None:
    """The number is told where it is one."""
    assert prove(such(Operation.COUNT, 70, "Harvoin")) == [
        say("tables.count", count="1", columns="Harvoin", title=TITLE),
        "\n- 78 %: Rivi c",
    ]


def test_count_of_all_rows() -> None:
    """Without a limit all rows are counted."""
    first, *lines = prove(Query(Operation.COUNT, make_targets(GRID, "Usein")))
    assert first == say("tables.count_all", count="3", columns="Usein", title=TITLE)
    assert len(lines) == 3


def test_total() -> None:
    """The sum of a column is told in one sentence that all its rows prove."""
    query = Query(Operation.TOTAL, make_targets(GRID, "Usein"))
    assert prove(query) == [say("tables.total", figure="102 %", columns="Usein", title=TITLE)]
    assert reckoned(query) == [("sum", [Decimal(58), Decimal(22), Decimal(22)], Decimal(102), "%")]
    assert cited(query) == [["Rivi a.", "Rivi b.", "Rivi c."]]


def test_average() -> None:
    """The mean of a column is told to one decimal more than its figures have."""
    query = Query(Operation.AVERAGE, make_targets(GRID, "Joskus"))
    assert prove(query) == [say("tables.average", figure="12,3 %", columns="Joskus", title=TITLE)]
    operands = [Decimal(26), Decimal(11), Decimal(0)]
    assert reckoned(query) == [("average", operands, Decimal("12.3"), "%")]


def test_average_of_known_figures_alone() -> None:
    """An empty cell is left out, and its row is not cited."""
    grid = make_grid(["Usein", "Joskus"], [1, 5], [None, 5], [2, 5])
    query = Query(Operation.AVERAGE, make_targets(grid, "Usein"))
    assert "1,5 %" in prove(query)[0]
    assert cited(query) == [["Rivi a.", "Rivi c."]]


@pytest.mark.parametrize("operation", [Operation.AVERAGE, Operation.TOTAL])
def test_column_without_figures_has_no_mean_or_sum(operation: Operation) -> None:
    """Nothing is computed of nothing."""
    grid = make_grid(["Usein", "Joskus"], [None, 1])
    query = Query(operation, make_targets(grid, "Usein"))
    assert prove(query) == [say("tables.no_figures", title=TITLE)]
    assert reckoned(query) == []


def compare(*targets: Target) -> Query:
    """Return a query that compares two targets."""
    return Query(Operation.COMPARE, targets)


def side(key: str, target: Target, told: str) -> str:
    """Return how one side of a comparison is told."""
    label = target.row.label.rstrip(".")
    return say(key, told=told, label=label, title=target.table.title)


@pytest.mark.parametrize("is_larger_first", [True, False])
def test_compare(is_larger_first: bool) -> None:
    """The larger is told first however asked; the gap is in percentage points and computed."""
    larger, smaller, _ = make_targets(GRID, "Usein")
    pair = (larger, smaller) if is_larger_first else (smaller, larger)
    assert prove(compare(*pair)) == [
        side("tables.larger", larger, "58 % (Usein)"),
        "\n" + side("tables.smaller", smaller, "22 % (Usein)"),
        "\n" + say("tables.gap", figure="36 prosenttiyksikköä"),
    ]
    assert reckoned(compare(*pair)) == [
        ("difference", [Decimal(58), Decimal(22)], Decimal(36), "prosenttiyksikköä")
    ]


def test_compare_columns_of_one_row() -> None:
    """Each side has the column that it stands in."""
    (larger,), (smaller,) = (make_targets(GRID, c)[:1] for c in ("Usein", "Harvoin"))
    assert prove(compare(smaller, larger)) == [
        side("tables.larger", larger, "58 % (Usein)"),
        "\n" + side("tables.smaller", smaller, "16 % (Harvoin)"),
        "\n" + say("tables.gap", figure="42 prosenttiyksikköä"),
    ]


def test_gap_is_cited_by_both_sides() -> None:
    """The gap's claim and its computation have both rows as sources."""
    claims, (reckoning,) = write_query(compare(*make_targets(GRID, "Usein")[:2]))
    assert claims[-1].sources == reckoning.sources
    assert [s.citation.row for s in reckoning.sources] == ["Rivi a.", "Rivi b."]


def test_equal_sides_have_no_gap() -> None:
    """Two figures that are the same are told as such."""
    _, second, third = make_targets(GRID, "Usein")
    assert prove(compare(second, third)) == [
        side("tables.equal", second, "22 % (Usein)"),
        "\n" + side("tables.equal", third, "22 % (Usein)"),
    ]


def test_gap_of_other_units_keeps_the_unit() -> None:
    """Only per cent make percentage points."""
    grid = make_grid(["Hinta"], [Decimal("1234.5")], [200], unit="€")
    texts = prove(compare(*make_targets(grid, "Hinta")))
    assert texts[-1] == "\n" + say("tables.gap", figure="1 034,5 €")


def test_compared_sums_are_computed() -> None:
    """Sums are told with their cells and computed before their difference."""
    first, second, _ = make_targets(GRID, "Usein", "Joskus")
    query = compare(first, second)
    assert prove(query)[0] == side("tables.larger", first, "84 % (Usein 58 %, Joskus 26 %)")
    assert [(name, result) for name, _, result, _ in reckoned(query)] == [
        ("sum", Decimal(84)),
        ("sum", Decimal(33)),
        ("difference", Decimal(51)),
    ]


def test_empty_cell_is_not_compared() -> None:
    """A figure that is not known is no zero: no difference is computed."""
    grid = make_grid(["Usein", "Joskus"], [58, 26], [None, 11])
    query = compare(*make_targets(grid, "Usein"))
    first, second = prove(query)
    assert first == say("tables.cell", cells="Usein 58 %", label="Rivi a", title=TITLE)
    assert "Usein –" in second
    assert cited(query) == [["Rivi a."], ["Rivi b."]]
    assert reckoned(query) == []


def test_other_units_are_not_compared() -> None:
    """Per cent and euros have no difference."""
    share = make_targets(make_grid(["Osuus"], [58]), "Osuus")
    price = make_targets(make_grid(["Hinta"], [20], unit="€", number=2), "Hinta")
    query = compare(*share, *price)
    assert len(prove(query)) == 2
    assert reckoned(query) == []


def test_table_that_was_assumed_is_told_and_cited() -> None:
    """The reader sees which table was taken, on a line of its own."""
    query = one(Operation.CELL, "Joskus")
    claim = assume_table(query)
    assert claim.text == say("tables.assumed", title=TITLE)
    assert claim.lead == "\n"
    assert [source.citation.row for source in claim.sources] == ["Rivi a."]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Lainat 2019–2023", "Lainat"),
        ("Lainat 2019", "Lainat"),
        ("Lainat 2019 kunnittain", "Lainat kunnittain"),
        ("Lainat", "Lainat"),
    ],
)
def test_title_is_told_without_numbers(title: str, told: str) -> None:
    """No cell proves a number of the title."""
    grid = make_grid(["Usein"], [58], title=title)
    query = one(Operation.CELL, "Usein", table=grid)
    assert prove(query) == [say("tables.cell", cells="Usein 58 %", label="Rivi a", title=told)]
    assert assume_table(query).text == say("tables.assumed", title=told)


DATED = make_grid(["2019", "2021", "2023"], [10, 20, 30], [15, 20, 25], title="Lainat 2019–2023")
FIRST, SECOND = make_targets(DATED, "2021")
QUERIES: Sequence[tuple[str, Query]] = [
    ("cell", one(Operation.CELL, "2021", table=DATED)),
    ("row", one(Operation.CELL, table=DATED)),
    ("sum", one(Operation.SUM, "2019", "2021", table=DATED)),
    ("rank", rank("2019", table=DATED)),
    ("ties", rank("2021", table=DATED)),
    ("compare", compare(FIRST, SECOND)),
    ("total", Query(Operation.TOTAL, (FIRST, SECOND))),
    ("average", Query(Operation.AVERAGE, (FIRST, SECOND))),
    ("count", Query(Operation.COUNT, (FIRST, SECOND), limit=Limit(OVER, Decimal(5)))),
    ("none", Query(Operation.FILTER, (FIRST, SECOND), limit=Limit(OVER, Decimal(90)))),
]


@pytest.mark.parametrize(("claim", "query"), QUERIES, ids=[c[0] for c in QUERIES])
def test_numbers_in_headings_are_proved(claim: str, query: Query) -> None:
    """A year in a table's headings is proved like any number."""
    assert re.search(r"\b20\d\d\b", "".join(prove(query))), claim


LABELLED = make_grid(["Usein", "Joskus"], [58, 26], labels=["Yli 70-vuotiaat lukevat kolme kirjaa"])


@pytest.mark.parametrize(
    "query",
    [
        one(Operation.CELL, "Usein", table=LABELLED),
        rank("Usein", table=LABELLED),
        Query(Operation.COUNT, make_targets(LABELLED, "Usein"), limit=Limit(OVER, Decimal(5))),
    ],
    ids=["cell", "rank", "count"],
)
def test_numbers_in_labels_are_proved(query: Query) -> None:
    """A number in a row's label, in digits or in words, is proved by the row."""
    assert "70-vuotiaat lukevat kolme" in "".join(prove(query))


def gaps(direction: Direction = MOST, *, is_signed: bool = False) -> Query:
    """Return the query on how far 'Usein' and 'Harvoin' lie apart."""
    return Query(
        Operation.GAP,
        make_targets(GRID, "Usein"),
        direction,
        against=make_targets(GRID, "Harvoin"),
        is_signed=is_signed,
    )


@pytest.mark.parametrize(
    ("query", "key", "row", "figures"),
    [
        (gaps(), "tables.gap_most", "Rivi c", [22, 78, 56]),
        (gaps(LEAST), "tables.gap_least", "Rivi a", [58, 16, 42]),
        (gaps(is_signed=True), "tables.gap_most", "Rivi a", [58, 16, 42]),
    ],
    ids=["farthest", "nearest", "above"],
)
def test_gap_of_rows(query: Query, key: str, row: str, figures: list[int]) -> None:
    """The row farthest apart is told with both figures, and the gap is computed."""
    heading, told = prove(query)
    columns = {"columns": "Usein", "other": "Harvoin", "title": TITLE, "second": TITLE}
    assert heading == say(key, **columns)
    assert row in told
    first, second, gap = map(Decimal, figures)
    assert reckoned(query) == [("difference", [first, second], gap, "prosenttiyksikköä")]


def test_gap_without_figures_says_so() -> None:
    """Rows of which a figure is unknown are not held against each other."""
    grid = make_grid(["Usein", "Harvoin"], [None, 3])
    query = Query(Operation.GAP, make_targets(grid, "Usein"), against=make_targets(grid, "Harvoin"))
    assert prove(query) == [say("tables.no_figures", title=TITLE)]
