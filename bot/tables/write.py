"""Tells the answer to a query on tables in Finnish, each figure with its cells and computation."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.claim import Claim, Reckoning, Source, row_source
from bot.messages import say
from bot.numbers import format_number
from bot.tables.query import (
    Operation,
    Query,
    Target,
    difference,
    filter_targets,
    rank_targets,
)


def write_query(query: Query) -> tuple[list[Claim], list[Reckoning]]:
    """Return the claims that answer a query, and what was computed for them."""
    if query.operation is Operation.COMPARE:
        return _compare(query.targets)
    if query.operation is Operation.RANK:
        key = "tables.most" if query.is_descending else "tables.least"
        return _listed(rank_targets(query), key)
    if query.operation is Operation.FILTER:
        return _listed(filter_targets(query), "tables.such")
    target = query.targets[0]
    claims = [Claim(_told(target), (_source(target),))]
    return claims, _sums([target])


def format_figure(value: Decimal, unit: str) -> str:
    """Return a figure as Finnish prints it: `58 %`, `1 234,5 €`."""
    return f"{format_number(value, blank=' ')} {unit}".strip()


def _told(target: Target) -> str:
    """Return the figures of a target, the row as the report words it, and its table."""
    label = target.row.label.rstrip(".")
    cells = ", ".join(f"{c} {target.row.cell(c).text}" for c in target.columns)
    if _is_sum(target):
        return say(
            "tables.sum", figure=_figure(target), cells=cells, label=label, title=_title(target)
        )
    return say("tables.cell", cells=cells, label=label, title=_title(target))


def _listed(targets: Sequence[Target], key: str) -> tuple[list[Claim], list[Reckoning]]:
    """Return one sentence for one target, a list for several."""
    if not targets:
        return [Claim(say("tables.no_such"))], []
    first = targets[0]
    heading = say(key, columns=" + ".join(first.columns), title=_title(first))
    if len(targets) == 1:
        text = f"{heading} {_figure(first)}, ”{first.row.label.rstrip('.')}”."
        return [Claim(text, (_source(first),))], _sums(targets)
    claims = [Claim(heading, (_source(first),))]
    claims += [
        Claim(f"{_figure(t)}: {t.row.label.rstrip('.')}", (_source(t),), lead="\n- ")
        for t in targets
    ]
    return claims, _sums(targets)


def _compare(targets: Sequence[Target]) -> tuple[list[Claim], list[Reckoning]]:
    if any(target.figure is None for target in targets):
        return [Claim(_told(target), (_source(target),)) for target in targets], []
    ordered = sorted(targets, key=lambda t: t.figure or Decimal(0), reverse=True)
    gap = difference(ordered)
    keys = ("tables.equal", "tables.equal") if gap == 0 else ("tables.larger", "tables.smaller")
    claims = [
        Claim(
            say(
                key,
                figure=_figure(target),
                columns=" + ".join(target.columns),
                label=target.row.label.rstrip("."),
                title=_title(target),
            ),
            (_source(target),),
        )
        for key, target in zip(keys, ordered, strict=True)
    ]
    sources = tuple(_source(target) for target in ordered)
    operands = tuple(target.figure or Decimal(0) for target in ordered)
    unit = "prosenttiyksikköä" if ordered[0].unit == "%" else ordered[0].unit
    if gap:
        claims.append(Claim(say("tables.gap", figure=format_figure(gap, unit)), sources))
    reckoning = Reckoning("difference", operands, gap, unit, sources)
    return claims, [*_sums(ordered), reckoning]


def _sums(targets: Sequence[Target]) -> list[Reckoning]:
    """Return the additions that targets of several columns stand for."""
    return [
        Reckoning(
            "sum",
            tuple(target.row.cell(c).value or Decimal(0) for c in target.columns),
            target.figure or Decimal(0),
            target.unit,
            (_source(target),),
        )
        for target in targets
        if _is_sum(target)
    ]


def _is_sum(target: Target) -> bool:
    is_part = 1 < len(target.columns) < len(target.table.columns)
    return is_part and target.figure is not None


def _title(target: Target) -> str:
    """Return the table's title without figures, which no cited cell would prove."""
    return re.sub(r"\s*[\d–-]*\d", "", target.table.title)


def _figure(target: Target) -> str:
    return format_figure(target.figure or Decimal(0), target.unit)


def _source(target: Target) -> Source:
    return row_source(target.report, target.table, target.row, target.columns)
