"""Turns a question into a typed query on the tables of the reports."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from bot.cues import Cues
from bot.evidence import Evidence
from bot.question import Ask, Question, read_question
from bot.retrieve import Ranking, Retriever
from bot.tables.columns import find_columns, table_score
from bot.tables.query import Operation, Query, Relation, Target
from index.grams import split_words
from index.report import Table
from prompts import read_toml

BETWEEN = re.compile(r"\s+(?:vai|kuin|verrattuna|eller|or|than)\s+", re.IGNORECASE)
FIGURE = re.compile(r"(\d+(?:,\d+)?)\s*(?:%|pros|prosent|percent|procent)", re.IGNORECASE)
INCLUSIVE = re.compile(
    r"(?:vähintään|ainakin|at least|minst|enintään|korkeintaan|at most)"
    r"\s+(?:\d|puol|kolma|neljä|viide|kymmene|joka|half|hälft)",
    re.IGNORECASE,
)


def understand(
    question: Question, ranking: Ranking, evidence: Sequence[Evidence], retriever: Retriever
) -> Query | None:
    """Return what a question asks of the tables, None where no row comes up for it."""
    rows = [i for i in ranking.order if evidence[i].row is not None]
    if not rows:
        return None
    tables = _tables(question, evidence, rows)
    asks = question.asks
    limit = _limit(question)
    if Ask.COMPARE in asks and limit is None:
        pair = _pair(ranking, tables, evidence, retriever)
        if pair is not None:
            return Query(Operation.COMPARE, pair)
    chosen = tables[0]
    if limit is not None or Ask.NOBODY in asks or Ask.SOMEBODY in asks:
        return _filter(question, chosen, evidence, limit)
    if asks & {Ask.MOST, Ask.LEAST} or _skip(question):
        targets = _all_rows(question, chosen, evidence)
        skip = _skip(question)
        is_most = Ask.LEAST not in asks
        return Query(Operation.RANK, targets, is_most, _count(question), skip)
    best = next(i for i in rows if evidence[i].table == chosen)
    target = _target(evidence[best], find_columns(question, chosen))
    is_sum = 1 < len(target.columns) < len(chosen.columns)
    return Query(Operation.SUM if is_sum else Operation.CELL, (target,))


def _tables(question: Question, evidence: Sequence[Evidence], rows: Sequence[int]) -> list[Table]:
    """Return the tables, the one that is asked of first; the order of the rows breaks a tie."""
    tables = list(dict.fromkeys(t for i in rows if (t := evidence[i].table) is not None))
    in_print = sorted(tables, key=lambda table: table.number)
    named = question.named_number(Ask.TABLE)
    return sorted(
        in_print, key=lambda table: (table.number != named, -table_score(question, table))
    )


def _target(evidence: Evidence, columns: Sequence[str]) -> Target:
    if evidence.table is None or evidence.row is None:
        raise ValueError(f"{evidence.id} is no row of a table")
    table, row = evidence.table, evidence.row
    return Target(evidence.report, table, row, tuple(columns) or table.columns)


def _all_rows(question: Question, table: Table, evidence: Sequence[Evidence]) -> tuple[Target, ...]:
    """Return all rows of a table, with the column asked for or else its first."""
    columns = find_columns(question, table) or table.columns[:1]
    return tuple(_target(e, columns) for e in evidence if e.table == table)


def _filter(
    question: Question, table: Table, evidence: Sequence[Evidence], limit: Decimal | None
) -> Query:
    targets = _all_rows(question, table, evidence)
    if limit is None:
        is_some = Ask.SOMEBODY in question.asks
        relation = Relation.OVER if is_some else Relation.EQUAL
        return Query(Operation.FILTER, targets, limit=Decimal(0), relation=relation)
    is_inclusive = bool(INCLUSIVE.search(question.text))
    if Ask.UNDER in question.asks:
        relation = Relation.AT_MOST if is_inclusive else Relation.UNDER
    else:
        relation = Relation.AT_LEAST if is_inclusive else Relation.OVER
    return Query(Operation.FILTER, targets, limit=limit, relation=relation)


def _pair(
    ranking: Ranking, tables: Sequence[Table], evidence: Sequence[Evidence], retriever: Retriever
) -> tuple[Target, ...] | None:
    """Return the two targets that a question compares: two rows, two columns or two tables."""
    question = ranking.question
    pieces = [piece for piece in BETWEEN.split(question.text) if split_words(piece)]
    if len(pieces) != 2:
        return None
    parts = [replace(read_question(piece), language=question.language) for piece in pieces]
    both = find_columns(question, tables[0])
    sides = [find_columns(part, tables[0]) for part in parts]
    heard = [max(tables, key=lambda table, p=part: table_score(p, table)) for part in parts]  # type: ignore[misc]
    if len(both) > 1 and all(len(side) == 1 for side in sides) and sides[0] != sides[1]:
        row = _best_row(ranking, tables[0], evidence)
        return tuple(_target(row, side) for side in sides)
    if heard[0] != heard[1] and _is_audience(parts[1], heard[1]):
        columns = both or tables[0].columns[:1]
        rows = [_best_row(ranking, table, evidence) for table in heard]
        return tuple(_target(row, columns) for row in rows)
    first, second = (_best_row(retriever.rank(part), tables[0], evidence) for part in parts)
    if first is second:
        return None
    columns = both[:1] or tables[0].columns[:1]
    return (_target(first, columns), _target(second, columns))


def _is_audience(part: Question, table: Table) -> bool:
    """Return whether a side of a comparison is told by a table's title alone."""
    return table_score(part, table) >= 2.0 and len(part.words) <= 3


def _best_row(ranking: Ranking, table: Table, evidence: Sequence[Evidence]) -> Evidence:
    places = [i for i, e in enumerate(evidence) if e.table == table]
    return evidence[places[int(np.argmax(ranking.scores[places]))]]


def _limit(question: Question) -> Decimal | None:
    """Return the limit of a filter: a figure in per cent, or a part of a whole in words."""
    if not question.asks & {Ask.OVER, Ask.UNDER}:
        return None
    figure = FIGURE.search(question.text)
    if figure:
        return Decimal(figure.group(1).replace(",", "."))
    shares: dict[str, int] = read_toml("language.toml")["numbers"]["shares"]
    words = split_words(question.text)
    for text, share in shares.items():
        if Cues((text,)).is_in(words):
            return Decimal(share)
    return None


def _count(question: Question) -> int:
    """Return how many are asked for: 'kolme yleisintä' is 3; 1 where nothing tells."""
    numbers: dict[str, int] = read_toml("language.toml")["numbers"]["words"]
    words = question.text.lower().split()
    told = [numbers[w.strip("?,.")] for w in words if w.strip("?,.") in numbers]
    digits = [int(n) for n in question.numbers if n.isdigit() and 1 < int(n) <= 14]
    named = question.named_number(Ask.TABLE)
    return (told or [n for n in digits if n != named] or [1])[0]


def _skip(question: Question) -> int:
    """Return how many come before the one asked for: 'toiseksi yleisin' is 1."""
    after: dict[str, int] = read_toml("language.toml")["numbers"]["after"]
    return next((after[w] for w in split_words(question.text) if w in after), 0)
