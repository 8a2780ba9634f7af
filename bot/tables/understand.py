"""Turns a question into a typed query on the tables of the reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.question import Ask, Question, is_function_word
from bot.retrieve import Ranking
from bot.tables.asked import SURE_ROW, Asked, is_sure
from bot.tables.audience import audience, spoken_to
from bot.tables.columns import columns_of
from bot.tables.compare import SURE, find_pair, is_true
from bot.tables.limit import NONE, SOME, Limit, Relation, asks_for_things
from bot.tables.order import ALL
from bot.tables.others import is_of_others
from bot.tables.query import Operation, Query, figure_of
from bot.tables.rank import find_ends, find_gaps, meant_columns, rank_rows, within
from bot.tables.rows import RowFinder
from bot.tables.wording import table_cues
from index.report import Table

MOST_LEFT = 2  # words of a question on all rows that may stand beside column and operation
LEAST_UNMET = 0.3  # of a question's words that name a row; below it, nothing else is meant
MOST_UNMET = 0.66  # of a question's words that name a row; above it, it is another thing
NEAR_TABLE, NEAR_ROW = 0.05, 0.1  # so near are scores of two that fit alike
MAX_OTHERS = 3
MOST_IN_TELEGRAM = 7  # words of a question that is told in catchwords
CLAIMED_COVER = 0.25  # so much of a question's words the row has of which a figure is claimed
OF_ROWS = frozenset({Operation.CELL, Operation.SUM, Operation.COMPARE})
WHOLE = Limit(Relation.EQUAL, Decimal(100))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question on figures was understood.

    `unmet`: 0 to 1, how much of what is left of the question the row does not have; 0 where all
    words ask for columns and operations. `left`: how many of its words do not. `is_named`: the
    question names a column, an operation or the table. `asks`: it asks for figures. `is_assumed`:
    another table fits as well as the one chosen. `is_of_others`: a group, a change or a unit is
    asked for that no table has. `unmet_words`: those that tell neither column nor row asked for.
    `others`: readings that come near, as (row label, table).
    """

    query: Query
    unmet: float
    left: int
    is_named: bool
    is_column_named: bool
    asks: bool
    is_table_told: bool = False
    is_assumed: bool = False
    is_of_others: bool = False
    unmet_words: frozenset[str] = frozenset()
    others: tuple[tuple[str, Table], ...] = ()

    @property
    def is_sure(self) -> bool:
        """Return whether a question asks for figures of a column, and for little else."""
        if self.is_of_others or not self.asks or not (self.is_column_named or self.is_table_told):
            return False
        asks_rows = self.query.operation in {Operation.RANK, Operation.FILTER, Operation.COUNT}
        return self.left <= MOST_LEFT if asks_rows else self.unmet <= LEAST_UNMET

    @property
    def takes_for_granted(self) -> bool:
        """Return whether a question on one figure says of it what is so: the figure is no news."""
        query = self.query
        if query.operation not in {Operation.CELL, Operation.SUM} or len(query.targets) > 1:
            return False
        return query.claimed is None or query.claimed.holds(figure_of(query.targets[0]))

    @property
    def fits(self) -> bool:
        """Return whether figures are asked for, and of what the tables have."""
        return self.asks and self.is_named and self.unmet <= MOST_UNMET


def understand(question: Question, ranking: Ranking, finder: RowFinder) -> Reading | None:
    """Return what a question asks of the tables, None where there are none."""
    if not finder.tables:
        return None
    asked = Asked(question, ranking, finder)
    request = asked.request
    chooses = request.is_choice and bool(asked.view.choice) and not asked.view.choice.is_loose
    query = (
        find_ends(asked)
        or find_gaps(asked)
        or (_compared(asked) if request.is_compare or chooses else None)
    )
    asked_for = query or _query(asked)
    is_of_row = asked_for.operation in {Operation.CELL, Operation.SUM}
    is_told = asked.is_told or bool(request.order.line)
    unmet = _unmet(asked, asked_for)
    is_plain = request.is_plain or (unmet > MOST_UNMET and _is_said_by_the_way(asked))
    is_other = not is_plain or query is not None or bool(asked.degree) or is_told
    return Reading(
        asked_for,
        unmet=unmet,
        left=len(asked.row_words),
        is_named=bool(asked.view.choice) or is_other,
        is_column_named=bool(asked.view.choice) or _is_degree(asked),
        is_table_told=is_told,
        asks=Ask.NUMBER in question.asks or is_other or _is_telegram(asked, unmet),
        is_assumed=query is None and _is_assumed(asked),
        is_of_others=is_of_others(asked),
        unmet_words=_unmet_words(asked, asked_for),
        others=tuple(_others(asked)) if is_of_row else (),
    )


def _is_telegram(asked: Asked, unmet: float) -> bool:
    """Return whether a few words name a row and a column, and nothing else ('chatti, suuri?')."""
    words, choice = asked.request.words, asked.view.choice
    is_named = bool(choice) and not choice.is_loose and bool(asked.row_words)
    is_short = len(words) <= MOST_IN_TELEGRAM and not is_function_word(words[0])
    return is_named and is_short and unmet <= LEAST_UNMET


def _is_said_by_the_way(asked: Asked) -> bool:
    """Return whether a word such as 'some' or 'nobody' stands beside nothing of the tables."""
    request = asked.request
    is_by_word = request.limit in (NONE, SOME) and replace(request, limit=None).is_plain
    return is_by_word and not asked.view.choice


def _unmet(asked: Asked, query: Query) -> float:
    """Return how much of what is left of a question the rows asked for do not have, 0 to 1."""
    if not asked.row_words or asked.request.order.line:
        return 0.0
    if query.operation is Operation.COMPARE:
        words = asked.row_words if len({t.table for t in query.targets}) == 1 else asked.bare_words
        return 1.0 - asked.cover_of([target.row for target in query.targets], words)
    return 1.0 - float(asked.scores.cover[asked.row])


def _unmet_words(asked: Asked, query: Query) -> frozenset[str]:
    """Return the words of a question that tell neither what is asked for nor a row asked for."""
    rows = [query.targets[0].row, query.targets[-1].row]
    if query.operation not in OF_ROWS:
        rows = []
    return frozenset(word for word in asked.row_words if not asked.is_met(word, rows))


def _is_degree(asked: Asked) -> bool:
    """Return whether it is asked how much of an idea that the table has a column for."""
    degree = asked.degree
    return bool(degree) and bool(columns_of(degree, asked.view.table))


def _compared(asked: Asked) -> Query | None:
    pair = find_pair(asked)
    return Query(Operation.COMPARE, pair, is_true=is_true(asked, pair)) if pair else None


def _query(asked: Asked) -> Query:
    """Return the query; what is asked of all rows comes before what is asked of one."""
    request, view = asked.request, asked.view
    columns = view.choice.columns
    is_clear = bool(asked.row_words) and asked.scores.is_clear(view.rows)
    if request.is_average and not (request.limit or request.direction or _is_sure_row(asked)):
        return Query(Operation.AVERAGE, asked.all_rows(columns))
    if _is_total(asked, is_clear=is_clear):
        return Query(Operation.TOTAL, asked.all_rows(columns))
    both = _printed(asked) or _both_audiences(asked)
    if both is not None:
        return both
    if (is_clear or _claims_one(asked)) and not _asks_for_rows(asked):
        if request.direction is not None and not columns:
            return rank_rows(
                asked, tuple(asked.target(asked.row, (c,)) for c in view.table.columns)
            )
        return _of_row(asked, request.limit)
    if request.direction is not None and not (request.limit and request.limit.is_share):
        return ask_of_all(asked, view.table, columns or meant_columns(asked))
    is_all = asked.is_told and not asked.row_words and not columns and request.is_plain
    if is_all and not _is_counted(asked):
        return Query(Operation.RANK, asked.all_rows(()), count=ALL)
    if request.limit or _whole(asked) or _is_counted(asked) or _asks_for_any(asked):
        return ask_of_all(asked, view.table, columns)
    return _of_row(asked, None)


def ask_of_all(asked: Asked, table: Table, columns: Sequence[str]) -> Query:
    """Return the query on all rows of a table: a rank, a filter or a count."""
    request = asked.request
    targets = asked.all_rows(columns, table)
    if request.direction is not None and not (request.limit and request.limit.is_share):
        return rank_rows(asked, within(asked, targets))
    operation = Operation.COUNT if request.is_count else Operation.FILTER
    limit = request.limit or _whole(asked)
    if limit is None and _asks_for_any(asked):
        limit = SOME
    return Query(operation, targets, limit=limit)


def _printed(asked: Asked) -> Query | None:
    """Return the query on the row that a question tells by its place in print, if any."""
    line, rows = asked.request.order.line, asked.view.rows
    if not line or abs(line) > len(rows):
        return None
    columns = asked.view.choice.columns or asked.view.table.columns
    row = rows[line - 1 if line > 0 else line]
    return Query(Operation.CELL, (asked.target(row, columns),))


def _is_total(asked: Asked, *, is_clear: bool) -> bool:
    """Return whether a column is to be added up; per cents of several rows make no sum."""
    request, columns = asked.request, asked.view.choice.columns
    if not request.is_total or request.direction is not None or len(columns) != 1:
        return False
    cells = [row.cell(columns[0]) for row in asked.view.table.rows]
    if any(cell.unit == "%" for cell in cells):
        return not is_clear
    return not _is_sure_row(asked)


def _is_sure_row(asked: Asked) -> bool:
    """Return whether most of what is left of a question names one row."""
    return is_sure(asked, asked.row_words)


def _of_row(asked: Asked, claimed: Limit | None) -> Query:
    """Return the query on the cells of one row; `claimed`: what the question says of them."""
    target = asked.target(asked.row, asked.view.choice.columns or asked.view.table.columns)
    operation = Operation.SUM if target.is_sum else Operation.CELL
    is_single = len(target.columns) == 1 or target.is_sum
    if claimed is None or not is_single or target.figure is None:
        return Query(operation, (target,))
    is_so = claimed.holds(target.figure) if asked.request.is_yes_no else None
    return Query(operation, (target,), claimed=claimed, is_true=is_so)


def _both_audiences(asked: Asked) -> Query | None:
    """Return one row's figures in all tables whose audiences a question names together."""
    if not asked.request.is_plain or asked.is_told:
        return None
    heard = [
        view
        for view in asked.views
        if asked.row in view.rows
        and audience(asked.request, spoken_to(view.table), asked.language) >= SURE
    ]
    if len({tuple(spoken_to(view.table)) for view in heard}) < 2:
        return None
    in_print = sorted(heard, key=lambda view: view.table.number)
    targets = tuple(
        asked.target(asked.row, view.choice.columns or view.table.columns, view.table)
        for view in in_print
    )
    return Query(Operation.CELL, targets)


def _claims_one(asked: Asked) -> bool:
    """Return whether a question says a figure of one thing ('vain 30 % pitää sitä …')."""
    limit = asked.request.limit
    is_told = limit is not None and limit.relation is Relation.EQUAL and not limit.is_share
    return is_told and limit != NONE and float(asked.scores.cover[asked.row]) >= CLAIMED_COVER


def _asks_for_rows(asked: Asked) -> bool:
    """Return whether the question asks which rows, whatever row its words may name."""
    request = asked.request
    if request.direction is not None:
        is_told = bool(asked.view.choice.columns or request.order.skip or request.order.count)
        return is_told or not _asks_for_column(asked)
    which = table_cues("filter", "which").is_in(request.words[:2])
    which = which or table_cues("filter", "things").is_in(request.words)
    counts = table_cues("count", "cues").is_in(request.words[:3])
    limit = request.limit or _whole(asked)
    is_of_row = _is_sure_row(asked) and len(asked.row_words) > 1
    if limit is None or (request.limit is None and is_of_row):
        return limit is None and _asks_for_any(asked)
    claims = request.is_yes_no or limit.relation is Relation.EQUAL
    if request.is_yes_no and is_of_row:
        return False
    return which or counts or not (claims or is_of_row)


def _asks_for_any(asked: Asked) -> bool:
    """Return whether it is asked which things a column has at all ('mitkä ovat suunnitteilla')."""
    choice = asked.view.choice
    is_named = bool(choice) and not choice.is_loose and asked.request.is_plain
    return is_named and asks_for_things(asked.request.words) and not _is_sure_row(asked)


def _asks_for_column(asked: Asked) -> bool:
    """Return whether a superlative asks which answer on one row is the most common."""
    asks = table_cues("rank", "of_row").is_in(asked.request.words)
    return asks or (len(asked.row_words) > 1 and float(asked.scores.cover.max()) >= SURE_ROW)


def _whole(asked: Asked) -> Limit | None:
    """Return the limit that 'all' sets on a column: none says 'I cannot say' where all can."""
    choice = asked.view.choice
    cells = [cell for row in asked.view.table.rows for cell in row.cells if cell.unit]
    is_share = bool(cells) and all(cell.unit == "%" for cell in cells)
    if not (choice and is_share and table_cues("share", "all").is_in(asked.request.words)):
        return None
    is_unsure = choice.columns == columns_of("unsure", asked.view.table)
    no = table_cues("denied", "deny").is_in(asked.request.words)
    return NONE if is_unsure and not no else WHOLE


def _is_counted(asked: Asked) -> bool:
    """Return whether the number of a table's rows is asked for."""
    request = asked.request
    things = table_cues("count", "things").is_in(request.words)
    return request.is_count and things and not asked.view.choice and request.direction is None


def _is_assumed(asked: Asked) -> bool:
    """Return whether another table with the same columns named fits just as well."""
    if asked.is_told or len(asked.views) < 2 or _both_audiences(asked) is not None:
        return False
    first, second = asked.views[:2]
    is_alike = abs(first.score - second.score) < NEAR_TABLE
    return is_alike and first.choice.columns == second.choice.columns


def _others(asked: Asked) -> list[tuple[str, Table]]:
    """Return the readings that come near: a row nearly as good, the same row elsewhere."""
    if not asked.row_words:
        return []
    view = asked.view
    found = [(_label(asked, asked.row), v.table) for v in asked.views[1:] if asked.row in v.rows]
    left = [row for row in view.rows if row != asked.row]
    if left:
        second = asked.scores.best(left)
        if asked.scores.scores[asked.row] - asked.scores.scores[second] < NEAR_ROW:
            found.insert(0, (_label(asked, second), view.table))
    return found[:MAX_OTHERS]


def _label(asked: Asked, row: int) -> str:
    return asked.target(row, ()).row.label if row in asked.view.rows else ""
