"""Reads a question that goes on from the one before it: 'Entä henkilöstölle?'."""

from collections.abc import Sequence
from dataclasses import replace

from bot.question import Ask, Question
from bot.retrieve import Ranking
from bot.tables.asked import Asked
from bot.tables.audience import ALLATIVE, audience, spoken_to
from bot.tables.columns import is_same_word
from bot.tables.query import Operation, Query, Target, rank_targets
from bot.tables.rows import RowFinder
from bot.tables.understand import Reading, ask_of_all, understand
from bot.tables.wording import table_cues
from index.grams import fold
from index.report import Table

HEARD = 0.45  # how surely an audience must be named
OF_ALL = frozenset({Operation.RANK, Operation.FILTER, Operation.COUNT})
OTHER_ASKS = frozenset({Ask.REASON, Ask.PERSON, Ask.PLACE, Ask.TIME, Ask.LINK})


def follow(
    question: Question, ranking: Ranking, finder: RowFinder, before: Sequence[Reading]
) -> Reading | None:
    """Return the reading of a question that names no row, from those before it in the message.

    None where there are none, or where it stands alone.
    """
    if not before or not finder.tables or question.asks & OTHER_ASKS:
        return None
    asked = Asked(question, ranking, finder)
    earlier = before[-1].query
    if _names_row(asked):
        query = _other_row(asked, earlier)
    else:
        query = _gap(asked, before) or _carried(asked, earlier)
    if query is None:
        return None
    alone = understand(question, ranking, finder)
    if alone is None:
        return None
    return replace(
        alone,
        query=query,
        unmet=0.0,
        left=0,
        is_named=True,
        is_table_told=True,
        asks=True,
        is_assumed=False,
        others=(),
    )


def _names_row(asked: Asked) -> bool:
    """Return whether words are left that are no audience's."""
    stems = [w.removesuffix(ALLATIVE) for t in asked.finder.tables for w in spoken_to(t)]
    return any(
        not any(is_same_word(stem, word, asked.language) for stem in stems)
        for word in asked.row_words
    )


def _other_row(asked: Asked, earlier: Query) -> Query | None:
    """Return the earlier cell of the row that is all a question names ('Entä etäyhteyksiä?')."""
    request = asked.request
    goes_on = table_cues("viewpoint", "more").is_in(request.words[:1])
    is_cell = earlier.operation in {Operation.CELL, Operation.SUM}
    if not (goes_on and is_cell and request.is_plain) or asked.view.choice:
        return None
    table = _table(asked, earlier)
    rows = asked.finder.rows_of(table)
    if not asked.scores.is_clear(rows):
        return None
    target = asked.target(asked.scores.best(rows), _columns(asked, earlier, table), table)
    return Query(earlier.operation, (target,))


def _gap(asked: Asked, before: Sequence[Reading]) -> Query | None:
    """Return how far the last two figures lie apart, where only that is asked for."""
    if not asked.request.is_compare or asked.view.choice or len(before) < 2:
        return None
    pair = tuple(reading.query.targets[0] for reading in before[-2:])
    is_single = all(len(reading.query.targets) == 1 for reading in before[-2:])
    return Query(Operation.COMPARE, pair) if is_single else None


def _carried(asked: Asked, earlier: Query) -> Query | None:
    """Return the earlier query with what the question changes in it; None if it changes nothing."""
    table = _table(asked, earlier)
    columns = _columns(asked, earlier, table)
    request = asked.request
    if request.direction or request.limit:
        return ask_of_all(asked, table, columns)
    is_other = table != earlier.targets[0].table or columns != earlier.targets[0].columns
    if not is_other and not request.is_total:
        return None
    if earlier.operation in OF_ALL:
        if Ask.NUMBER not in asked.question.asks:
            return replace(earlier, targets=asked.all_rows(columns, table))
        rows = [target.row.label for target in rank_targets(earlier)[:1]]
    else:
        rows = list(dict.fromkeys(target.row.label for target in earlier.targets))
    found = (_of_row(asked, label, table, columns) for label in rows)
    targets = tuple(target for target in found if target is not None)
    if not targets:
        return None
    if len(targets) == 2 and earlier.operation is Operation.COMPARE:
        return Query(Operation.COMPARE, targets)
    is_sum = len(targets) == 1 and targets[0].is_sum
    return Query(Operation.SUM if is_sum else Operation.CELL, targets)


def _table(asked: Asked, earlier: Query) -> Table:
    """Return the table that a question names by its audience or columns, or else the earlier."""
    table = earlier.targets[0].table
    if asked.is_told:
        return asked.view.table
    heard = [
        max(audience(asked.request, spoken_to(v.table), asked.language), _bare(asked, v.table))
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
    if named:
        return named
    before: Sequence[str] = earlier.targets[0].columns
    if asked.request.is_total:
        before = [c for target in earlier.targets for c in target.columns]
    kept = tuple(c for c in table.columns if c in before)
    return kept or table.columns[: None if earlier.operation is Operation.CELL else 1]


def _of_row(asked: Asked, label: str, table: Table, columns: Sequence[str]) -> Target | None:
    """Return the row of a table that has a label, None where it has none."""
    rows = asked.finder.rows_of(table)
    found = (row for row in rows if asked.finder.labels[row] == fold(label))
    return next((asked.finder.target(row, table, columns) for row in found), None)
