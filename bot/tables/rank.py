"""Reads a question on an order of rows: by their figures, or by how far two of them lie apart."""

from dataclasses import replace

from bot.tables.asked import Asked, is_sure
from bot.tables.columns import columns_of
from bot.tables.compare import find_columns_apart
from bot.tables.limit import Relation
from bot.tables.order import Direction
from bot.tables.query import Operation, Query, Target, filter_targets, rank_targets
from bot.tables.wording import table_cues, table_words
from index.grams import fold


def find_gaps(asked: Asked) -> Query | None:
    """Return the query on how far figures in two columns lie apart, row by row; None if not asked.

    A word such as 'larger' asks in which rows the first is above the second.
    """
    request = asked.request
    if request.direction is None or not request.is_compare or is_sure(asked, asked.bare_words):
        return None
    pair = find_columns_apart(asked)
    if pair is None:
        return None
    more = request.claims_more
    first, second = pair if more is not False else pair[::-1]
    ranked = rank_rows(asked, asked.all_rows(first.columns, first.table))
    labels = {asked.finder.place_of(row): row for row in second.table.rows}
    kept = [t for t in ranked.targets if asked.finder.place_of(t.row) in labels]
    against = [
        asked.target(asked.finder.place_of(t.row), second.columns, second.table) for t in kept
    ]
    if not kept:
        return None
    return replace(
        ranked,
        operation=Operation.GAP,
        targets=tuple(kept),
        against=tuple(against),
        is_signed=more is not None,
    )


def find_ends(asked: Asked) -> Query | None:
    """Return the comparison of two places of one order ('yleisimmän ja toiseksi yleisimmän ero').

    None if not asked.
    """
    request = asked.request
    is_gap = table_cues("compare", "gap").is_in(request.words)
    apart = is_gap or (request.is_compare and request.claims_more is not None)
    ends = [direction for direction, _ in request.order.turns]
    skip = request.order.skip
    is_two = len(ends) == 2 and (ends[0] is not ends[1] or bool(skip))
    if not (apart and is_two) or is_sure(asked, asked.row_words):
        return None
    targets = asked.all_rows(asked.view.choice.columns or meant_columns(asked))
    first = Query(Operation.RANK, targets, direction=ends[0])
    second = replace(first, direction=ends[1], skip=skip)
    pair = (*rank_targets(first)[:1], *rank_targets(second)[:1])
    return Query(Operation.COMPARE, pair) if len(pair) == 2 else None


def rank_rows(asked: Asked, targets: tuple[Target, ...]) -> Query:
    """Return the query on the places of an order that a question asks for."""
    order = asked.request.order
    return Query(Operation.RANK, targets, direction=_end(asked), count=order.count, skip=order.skip)


def within(asked: Asked, targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Return the targets that meet the limit which a question on an order sets besides."""
    limit = asked.request.limit
    if limit is None or (limit.relation is Relation.EQUAL and limit.value):
        return targets  # among equals there is no order
    kept = filter_targets(Query(Operation.FILTER, targets, limit=limit))
    return tuple(kept) or targets


def meant_columns(asked: Asked) -> tuple[str, ...]:
    """Return the column that a superlative alone means: its own, or else the first."""
    table = asked.view.table
    means: dict[str, str] = table_words("rank", "means")
    for word in asked.request.words:
        for stem, idea in means.items():
            if word.startswith(fold(stem)) and columns_of(idea, table):
                return columns_of(idea, table)
    return table.columns[:1]


def _end(asked: Asked) -> Direction:
    """Return which end is asked for; 'the most useless' is the most of a column that says so.

    Where both ends are named, the one that stands nearer to the column's words.
    """
    request, choice = asked.request, asked.view.choice
    meant = meant_columns(asked)
    unwanted = [columns_of(idea, asked.view.table) for idea in table_words("rank", "unwanted")]
    if choice.columns in unwanted and table_cues("rank", "worst").is_in(request.words):
        return Direction.MOST
    if meant != asked.view.table.columns[:1] and choice.columns in {(), meant}:
        return Direction.MOST
    if len({direction for direction, _ in request.order.turns}) > 1 and choice.places:
        nearest = min(
            request.order.turns, key=lambda turn: min(abs(turn[1] - p) for p in choice.places)
        )
        return nearest[0]
    return request.direction or Direction.MOST
