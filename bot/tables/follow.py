"""Reads a question that goes on from the one before it: 'Entä henkilöstölle?'."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.numbers import cardinal
from bot.question import Ask, Question
from bot.retrieve import Ranking
from bot.tables.asked import Asked
from bot.tables.audience import ALLATIVE, audience, spoken_to
from bot.tables.columns import columns_of, is_same_word
from bot.tables.compare import is_true
from bot.tables.query import Operation, Query, Target, filter_targets, rank_targets
from bot.tables.request import COMPARATIVE, dividers
from bot.tables.rows import RowFinder
from bot.tables.understand import Reading, ask_of_all
from bot.tables.wording import table_cues, table_words
from index.grams import fold
from index.report import Row, Table

HEARD = 0.45  # how surely an audience must be named
MET_ROW = 0.6  # so much of a question's words a row must have that is all it names
MUCH = "high"  # the idea of the columns that say much
OF_ALL = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})
OTHER_ASKS = frozenset({Ask.REASON, Ask.PERSON, Ask.PLACE, Ask.TIME, Ask.LINK})


def follow(
    question: Question,
    ranking: Ranking,
    finder: RowFinder,
    before: Sequence[Query],
    *,
    leans: bool = False,
) -> Reading | None:
    """Return the reading of a question that leaves out what those before it asked for.

    `leans`: other words tell that it goes on from them. None where it stands alone.
    """
    if not before or not finder.tables or question.asks & OTHER_ASKS:
        return None
    asked = Asked(question, ranking, finder)
    earlier = before[-1]
    is_of_one = _points_at_one(asked.request.words)
    names_row = _names_row(asked) and not _adds(asked)
    query = _following(asked, earlier)
    if query is None and names_row:
        query = _against(asked, earlier, leans=leans)
        if query is None and not is_of_one:
            query = _other_row(asked, earlier, leans=leans)
    if query is None and (is_of_one or not names_row):
        query = _gap(asked, before) or _added(asked, before) or _carried(asked, earlier)
    return None if query is None else read_query(query)


def follow_row(
    question: Question, ranking: Ranking, finder: RowFinder, earlier: Query, row: Row
) -> Reading:
    """Return the reading of a question on a row that was told before: its cells, or what is asked.

    Where no column is named all cells of the row are meant.
    """
    asked = Asked(question, ranking, finder)
    table = _table(asked, earlier)
    label = fold(row.label)
    if _of_row(asked, label, table, ()) is None:
        table = earlier.targets[0].table
    columns = next((v.choice.columns for v in asked.views if v.table == table), ())
    target = _of_row(asked, label, table, columns or table.columns)
    if target is None:
        raise ValueError(row.label)
    return read_query(_cells((target,)), is_column_named=bool(columns))


def whole_rows(finder: RowFinder, row: Row, first: Table) -> Query:
    """Return the query on all cells of a row in all tables that have it, `first` first."""
    tables = sorted(finder.tables, key=lambda table: table != first)
    place = finder.place_of(row)
    targets = [
        finder.target(place, table, table.columns)
        for table in tables
        if place in finder.rows_of(table)
    ]
    return Query(Operation.CELL, tuple(targets))


def read_query(query: Query, *, is_column_named: bool = True) -> Reading:
    """Return the reading of a message that asks for just this."""
    return Reading(
        query=query,
        unmet=0.0,
        left=0,
        is_named=True,
        is_column_named=is_column_named,
        asks=True,
        is_table_told=True,
    )


def _points_at_one(words: Sequence[str]) -> bool:
    """Return whether a word stands for what was told, and opens no clause ('se, että …')."""
    return any(_clauses().isdisjoint(after) for after in _after_one(words))


def _opens_clause(words: Sequence[str]) -> bool:
    """Return whether a clause tells what is asked about ('entä se, että …')."""
    return any(not _clauses().isdisjoint(after) for after in _after_one(words))


def _after_one(words: Sequence[str]) -> list[Sequence[str]]:
    """Return the word after each word that may stand for what was told."""
    return [words[i + 1 : i + 2] for i in table_cues("compare", "one").covered(words)]


@cache
def _clauses() -> frozenset[str]:
    return frozenset(fold(word) for word in table_words("compare", "clause"))


def _names_row(asked: Asked) -> bool:
    """Return whether words are left that are no audience's, no number and do not only compare."""
    stems = [w.removesuffix(ALLATIVE) for t in asked.finder.tables for w in spoken_to(t)]
    return any(
        not any(is_same_word(stem, word, asked.language) for stem in stems)
        and not (asked.request.is_compare and COMPARATIVE.fullmatch(word))
        and not cardinal(word)
        for word in asked.row_words
    )


def _following(asked: Asked, earlier: Query) -> Query | None:
    """Return the rank that goes on where the earlier one ended ('mikä tulee seuraavana?')."""
    request = asked.request
    cues = table_cues("rank", "following").covered(request.words)
    beside = {word for i, word in enumerate(request.words) if i not in cues}
    names_row = any(word in beside for word in asked.row_words)
    compares = request.is_compare and request.order.skip > earlier.skip
    if earlier.operation not in {Operation.RANK, Operation.GAP} or names_row:
        return None
    columns = asked.view.choice.columns
    if not (cues or compares) or (columns and columns != earlier.targets[0].columns):
        return None
    skip = request.order.skip if compares else earlier.skip + max(earlier.count, 1)
    further = replace(earlier, skip=skip, count=request.order.count)
    compares = compares or table_cues("compare", "gap").is_in(request.words)
    if compares and earlier.operation is Operation.RANK:
        pair = (*rank_targets(earlier)[:1], *rank_targets(further)[:1])
        return Query(Operation.COMPARE, pair) if len(pair) == 2 else None
    return further


def _against(asked: Asked, earlier: Query, *, leans: bool) -> Query | None:
    """Return the comparison of the row that a question names with the row of before."""
    request = asked.request
    targets = rank_targets(earlier) if earlier.operation is Operation.RANK else earlier.targets
    points_back = table_cues("compare", "that").is_in(request.words)
    compares = request.claims_more is not None and points_back
    sets_beside = leans and (request.is_compare or request.is_choice)
    if not (compares or sets_beside) or not targets:
        return None
    table = _table(asked, earlier)
    if not asked.scores.is_clear(asked.finder.rows_of(table)):
        return None
    columns = _columns(asked, earlier, table)
    named = asked.target(asked.scores.best(asked.finder.rows_of(table)), columns, table)
    other = _of_row(asked, fold(targets[0].row.label), table, columns)
    if other is None or other.row == named.row:
        return None
    is_first = dividers("than").isdisjoint(request.words)
    pair = (named, other) if is_first else (other, named)
    return Query(Operation.COMPARE, pair, is_true=is_true(asked, pair))


def _other_row(asked: Asked, earlier: Query, *, leans: bool) -> Query | None:
    """Return the earlier cell of the row that is all a question names ('Entä etäyhteyksiä?')."""
    request = asked.request
    goes_on = leans or table_cues("viewpoint", "more").is_in(request.words[:1])
    if not (goes_on and request.is_plain) or (asked.view.choice and not leans):
        return None
    table = _table(asked, earlier, is_bare=False)
    rows = asked.finder.rows_of(table)
    best = asked.scores.best(rows)
    if not asked.scores.is_clear(rows) or float(asked.scores.cover[best]) < MET_ROW:
        return None
    # A row told in a clause ('entä se, että …') has verbs that may look like columns.
    is_clause = _opens_clause(request.words) and set(earlier.targets[0].columns) <= set(
        table.columns
    )
    columns = earlier.targets[0].columns if is_clause else _columns(asked, earlier, table)
    return _cells((asked.target(best, columns, table),))


def _gap(asked: Asked, before: Sequence[Query]) -> Query | None:
    """Return how far the last two figures lie apart, where only that is asked for."""
    if not asked.request.is_compare:
        return None
    choice = asked.view.choice
    told = [tuple(map(_narrow, _told(query))) for query in before[-2:]]
    same = {column for target in told[-1] for column in target.columns}
    if choice and not choice.is_loose and not same.issuperset(choice.columns):
        return None
    if len(told[-1]) == 2:
        return Query(Operation.COMPARE, told[-1])
    if len(before) < 2 or not all(len(targets) == 1 for targets in told):
        return None
    return Query(Operation.COMPARE, (*told[0], *told[1]))


def _narrow(target: Target) -> Target:
    """Return of a whole row the columns that say much, else its first; any other as it is."""
    table = target.table
    if target.columns != table.columns:
        return target
    return replace(target, columns=columns_of(MUCH, table) or table.columns[:1])


def _told(query: Query) -> tuple[Target, ...]:
    """Return the figures that the answer to a query told."""
    if query.operation is Operation.RANK:
        return tuple(rank_targets(query))
    return tuple(filter_targets(query)) if query.operation is Operation.FILTER else query.targets


def _added(asked: Asked, before: Sequence[Query]) -> Query | None:
    """Return the sum of the last two figures where both are of one row, and only that is asked."""
    if not asked.request.is_total or asked.view.choice or len(before) < 2:
        return None
    first, second = (query.targets[0] for query in before[-2:])
    is_single = all(len(query.targets) == 1 for query in before[-2:])
    if not is_single or first.row != second.row or first.columns == second.columns:
        return None
    both = {*first.columns, *second.columns}
    columns = tuple(column for column in first.table.columns if column in both)
    return Query(Operation.SUM, (replace(first, columns=columns),))


def _carried(asked: Asked, earlier: Query) -> Query | None:
    """Return the earlier query with what the question changes in it; None if it changes nothing."""
    table = _table(asked, earlier)
    columns = _columns(asked, earlier, table)
    request = asked.request
    if earlier.operation is Operation.GAP and request.direction and not asked.view.choice:
        order = request.order
        return replace(earlier, direction=request.direction, count=order.count, skip=order.skip)
    if request.direction or request.limit:
        return ask_of_all(asked, table, columns)
    if earlier.operation is Operation.COUNT and Ask.LIST in asked.question.asks:
        return replace(earlier, operation=Operation.FILTER)
    if earlier.operation is Operation.FILTER and request.is_count and not asked.view.choice:
        return replace(earlier, operation=Operation.COUNT)
    is_other = table != earlier.targets[0].table or columns != earlier.targets[0].columns
    if not is_other and not request.is_total:
        return None
    if earlier.operation in OF_ALL:
        is_of_one = table_cues("compare", "one").is_in(request.words)
        if Ask.NUMBER not in asked.question.asks and not is_of_one:
            return replace(earlier, targets=asked.all_rows(columns, table))
        rows = [target.row.label for target in rank_targets(earlier)[:1]]
    else:
        rows = list(dict.fromkeys(target.row.label for target in earlier.targets))
    found = (_of_row(asked, fold(label), table, columns) for label in rows)
    targets = tuple(target for target in found if target is not None)
    if not targets:
        return None
    if len(targets) == 2 and earlier.operation is Operation.COMPARE:
        return Query(Operation.COMPARE, targets)
    return _cells(targets)


def _cells(targets: tuple[Target, ...]) -> Query:
    """Return the query on some cells: a sum where they are of one row, and not all of it."""
    is_sum = len(targets) == 1 and targets[0].is_sum
    return Query(Operation.SUM if is_sum else Operation.CELL, targets)


def _table(asked: Asked, earlier: Query, *, is_bare: bool = True) -> Table:
    """Return the table that a question names by its audience or columns, or else the earlier.

    `is_bare`: the audience may be named by its bare word.
    """
    table = earlier.targets[0].table
    if asked.is_told:
        return asked.view.table
    heard = [
        max(
            audience(asked.request, spoken_to(v.table), asked.language),
            is_bare * _bare(asked, v.table),
        )
        for v in asked.views
    ]
    if max(heard) >= HEARD:
        return asked.views[heard.index(max(heard))].table
    choice = asked.view.choice
    is_there = set(choice.columns) <= set(table.columns)
    return table if is_there else asked.view.table


def _bare(asked: Asked, table: Table) -> float:
    """Return HEARD where an audience is named by its bare word ('entä henkilöstö?')."""
    stems = [word.removesuffix(ALLATIVE) for word in spoken_to(table)]
    words = asked.request.words
    return HEARD * any(is_same_word(s, w, asked.language) for s in stems for w in words)


def _columns(asked: Asked, earlier: Query, table: Table) -> tuple[str, ...]:
    """Return the columns that a question names in a table, or else those asked for before."""
    named = next((v.choice.columns for v in asked.views if v.table == table), ())
    before: Sequence[str] = earlier.targets[0].columns
    if _adds(asked) and set(before) <= set(table.columns):
        return tuple(c for c in table.columns if c in {*before, *named})
    if named:
        return named
    if asked.request.is_total:
        before = [c for target in earlier.targets for c in target.columns]
    kept = tuple(c for c in table.columns if c in before)
    return kept or table.columns[: None if earlier.operation is Operation.CELL else 1]


def _adds(asked: Asked) -> bool:
    """Return whether the columns named are to be added to those of before ('suuri mukaan')."""
    words = asked.request.words
    is_added = all(table_cues("sum", key).is_in(words) for key in ("add", "into"))
    return is_added and bool(asked.view.choice)


def _of_row(asked: Asked, label: str, table: Table, columns: Sequence[str]) -> Target | None:
    """Return the row of a table that has a folded label, None where it has none."""
    rows = asked.finder.rows_of(table)
    found = (row for row in rows if asked.finder.labels[row] == label)
    return next((asked.finder.target(row, table, columns) for row in found), None)
