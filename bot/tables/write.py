"""Tells the answer to a query on tables in Finnish, each figure with its cells and computation."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.claim import Claim, Reckoning, Source, row_source
from bot.messages import join_words, say
from bot.numbers import format_figure
from bot.tables.limit import Relation
from bot.tables.order import Direction
from bot.tables.query import (
    Operation,
    Query,
    Target,
    average,
    difference,
    figure_of,
    filter_targets,
    nearest_target,
    rank_gaps,
    rank_targets,
    total,
)

POINTS = "prosenttiyksikköä"
Told = tuple[list[Claim], list[Reckoning]]


def write_query(query: Query) -> Told:
    """Return the claims that answer a query, and what was computed for them."""
    claims, reckonings = WRITERS.get(query.operation, _cells)(query)
    lead = _verdict(query)
    if lead:
        claims[0] = replace(claims[0], text=say(lead, text=claims[0].text))
    return claims, reckonings


def _verdict(query: Query) -> str | None:
    """Return the message that says whether what the question takes for true is so."""
    if query.is_true is not None:
        return "tables.yes" if query.is_true else "tables.no"
    claimed = query.claimed
    if claimed is None or claimed.relation is not Relation.EQUAL or claimed.is_share:
        return None
    return None if claimed.holds(figure_of(query.targets[0])) else "tables.other_figure"


def assume_table(query: Query) -> Claim:
    """Return the claim that tells which table was assumed to be meant."""
    first = query.targets[0]
    return Claim(say("tables.assumed", title=_title(first)), (_source(first),), lead="\n")


def _cells(query: Query) -> Told:
    claims = [
        Claim(_told(target), (_source(target),), lead="\n" if place else " ")
        for place, target in enumerate(query.targets)
    ]
    return claims, _sums([target for target in query.targets if target.is_sum])


def _told(target: Target) -> str:
    """Return the figures of a target, the row as the report words it, and its table."""
    values = {"label": _label(target), "title": _title(target), "cells": _cell_list(target)}
    if target.is_sum:
        return say("tables.sum", figure=_figure(target), **values)
    return say("tables.cell", **values)


def _cell_list(target: Target) -> str:
    return ", ".join(f"{column} {target.row.cell(column).text}" for column in target.columns)


def _rank(query: Query) -> Told:
    """Return the first of an order, or a list of them, ties named as such."""
    targets = rank_targets(query)
    if not targets:
        return _empty(query)
    first = targets[0]
    if len({target.row.id for target in query.targets}) == 1 and len(first.columns) == 1:
        return _rank_columns(query, targets)
    key = "tables.most" if query.direction is Direction.MOST else "tables.least"
    heading = say(key, columns=_columns(first), title=_title(first))
    claims, reckonings = _listed(targets, heading)
    figures = [figure_of(target) for target in targets]
    distinct = len(set(figures))
    if distinct < len(figures):
        tied = tuple(_source(t) for t in targets if figures.count(figure_of(t)) > 1)
        key = "tables.tied" if distinct == 1 else "tables.some_tied"
        claims.append(Claim(say(key), tied, lead="\n"))
    return claims, reckonings


def _rank_columns(query: Query, targets: Sequence[Target]) -> Told:
    """Return which column of one row has the most or the least."""
    key = "tables.most_of_row" if query.direction is Direction.MOST else "tables.least_of_row"
    first = targets[0]
    cells = join_words([_cell_list(target) for target in targets])
    text = say(key, cells=cells, label=_label(first), title=_title(first))
    whole = replace(first, columns=tuple(target.columns[0] for target in targets))
    return [Claim(text, (_source(whole),))], []


def _filter(query: Query) -> Told:
    targets = filter_targets(query)
    if not targets:
        return _empty(query)
    first = targets[0]
    return _listed(targets, say("tables.such", columns=_columns(first), title=_title(first)))


def _count(query: Query) -> Told:
    """Return how many rows there are that meet the limit, and which."""
    targets = filter_targets(query)
    if not targets:
        return _empty(query)
    first = targets[0]
    amount = Decimal(len(targets))
    key = "tables.count_all" if query.limit is None else "tables.count"
    text = say(
        key,
        count=format_figure(amount, ""),
        columns=_columns(first),
        title=_title(first),
    )
    sources = tuple(_source(target) for target in targets)
    counted = Reckoning("count", tuple(map(figure_of, targets)), amount, "", sources)
    claims, reckonings = _listed(targets, text, is_list=True)
    return claims, [counted, *reckonings]


def _empty(query: Query) -> Told:
    """Return that no row meets the limit, with the one that comes nearest."""
    nearest = nearest_target(query)
    if nearest is None:
        target = query.targets[0]
        return [Claim(say("tables.no_figures", title=_title(target)), (_source(target),))], []
    text = say(
        "tables.no_such",
        columns=_columns(nearest),
        title=_title(nearest),
        figure=_figure(nearest),
        label=_label(nearest),
    )
    return [Claim(text, (_source(nearest),))], _sums([nearest])


def _listed(targets: Sequence[Target], heading: str, *, is_list: bool = False) -> Told:
    """Return one sentence for one target, a list for several."""
    first = targets[0]
    if len(targets) == 1 and not is_list:
        text = say("tables.one", heading=heading, figure=_figure(first), label=_label(first))
        return [Claim(text, (_source(first),))], _sums(targets)
    claims = [Claim(heading, (_source(first),))]
    claims += [Claim(f"{_in_list(t)}: {_label(t)}", (_source(t),), lead="\n- ") for t in targets]
    return claims, _sums(targets)


def _compare(query: Query) -> Told:
    """Return both figures, the larger first, and how far they lie apart."""
    targets = query.targets
    if any(target.figure is None for target in targets) or targets[0].unit != targets[1].unit:
        return [Claim(_told(target), (_source(target),)) for target in targets], _sums(targets)
    ordered = sorted(targets, key=figure_of, reverse=True)
    gap = difference(ordered)
    keys = ("tables.equal", "tables.equal") if gap == 0 else ("tables.larger", "tables.smaller")
    claims = [
        Claim(
            say(
                key,
                told=_figure_told(target),
                label=_label(target),
                title=_title(target),
            ),
            (_source(target),),
            lead="\n" if place else " ",
        )
        for place, (key, target) in enumerate(zip(keys, ordered, strict=True))
    ]
    sources = tuple(_source(target) for target in ordered)
    unit = POINTS if ordered[0].unit == "%" else ordered[0].unit
    if gap:
        claims.append(Claim(say("tables.gap", figure=format_figure(gap, unit)), sources, lead="\n"))
    operands = tuple(figure_of(target) for target in ordered)
    return claims, [*_sums(ordered), Reckoning("difference", operands, gap, unit, sources)]


def _gaps(query: Query) -> Told:
    """Return the rows whose figures in two columns lie farthest apart, or nearest together."""
    pairs = rank_gaps(query)
    if not pairs:
        return _empty(query)
    first, other = pairs[0]
    key = "tables.gap_most" if query.direction is Direction.MOST else "tables.gap_least"
    heading = say(
        key,
        columns=_columns(first),
        title=_title(first),
        other=_columns(other),
        second=_title(other),
    )
    claims = [Claim(heading, (_source(first), _source(other)))]
    reckonings: list[Reckoning] = []
    for pair in pairs:
        sources = tuple(map(_source, pair))
        gap = difference(pair)
        unit = POINTS if pair[0].unit == "%" else pair[0].unit
        told = say(
            "tables.gap_of_row",
            gap=format_figure(gap, unit),
            figure=_in_list(pair[0]),
            other=_in_list(pair[1]),
            label=_label(pair[0]),
        )
        claims.append(Claim(told, sources, lead="\n- "))
        operands = tuple(map(figure_of, pair))
        reckonings += [*_sums(pair), Reckoning("difference", operands, gap, unit, sources)]
    return claims, reckonings


def _of_all(query: Query) -> Told:
    """Return the sum or the mean of a column over all rows."""
    operation = query.operation.value
    known = [target for target in query.targets if target.figure is not None]
    if not known:
        return _empty(query)
    result = total(known) if operation == "total" else average(known)
    sources = tuple(_source(target) for target in known)
    first = known[0]
    text = say(
        f"tables.{operation}",
        figure=format_figure(result, first.unit),
        columns=_columns(first),
        title=_title(first),
    )
    name = "sum" if operation == "total" else operation
    reckoning = Reckoning(name, tuple(map(figure_of, known)), result, first.unit, sources)
    return [Claim(text, sources)], [*_sums(known), reckoning]


def _sums(targets: Sequence[Target]) -> list[Reckoning]:
    """Return the additions that targets of several columns stand for."""
    return [
        Reckoning(
            "sum",
            tuple(target.row.cell(c).value or Decimal(0) for c in target.columns),
            figure_of(target),
            target.unit,
            (_source(target),),
        )
        for target in targets
        if target.is_added
    ]


def _columns(target: Target) -> str:
    return " + ".join(target.columns)


def _label(target: Target) -> str:
    return target.row.label.rstrip(".")


def _title(target: Target) -> str:
    """Return the table's title without figures, which no cited cell would prove."""
    return re.sub(r"\s*[\d–-]*\d", "", target.table.title)


def _figure_told(target: Target) -> str:
    """Return a figure with the columns it stands in, or is added up from."""
    inside = _cell_list(target) if target.is_sum else _columns(target)
    return f"{_figure(target)} ({inside})"


def _in_list(target: Target) -> str:
    """Return a figure as an item of a list has it: a sum with its cells."""
    return f"{_figure(target)} ({_cell_list(target)})" if target.is_sum else _figure(target)


def _figure(target: Target) -> str:
    if len(target.columns) == 1:
        return target.row.cell(target.columns[0]).text
    return format_figure(figure_of(target), target.unit)


def _source(target: Target) -> Source:
    return row_source(target.report, target.table, target.row, target.columns)


WRITERS: dict[Operation, Callable[[Query], Told]] = {
    Operation.COMPARE: _compare,
    Operation.GAP: _gaps,
    Operation.RANK: _rank,
    Operation.FILTER: _filter,
    Operation.COUNT: _count,
    Operation.AVERAGE: _of_all,
    Operation.TOTAL: _of_all,
}
"""Who writes the answer to each operation; cells and sums are written as they are."""
