"""Checks what a sentence says of figures against the rows of tables that it cites.

A number that stands in a cited row may still be told of another column, row or audience, or put
in the wrong order. Which columns and tables a sentence speaks of is read as of a question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.claim import Reckoning, Source, evidence_url
from bot.evidence import Evidence
from bot.model.forms import is_same, read_words, tenses_of
from bot.numbers import Number, find_numbers, format_figure, unproved_numbers
from bot.question import Language, content_words
from bot.tables.audience import audience, spoken_to
from bot.tables.columns import columns_of, find_columns, read_heading
from bot.tables.order import ALL
from bot.tables.query import Operation, Query, Target, figure_of, rank_targets
from bot.tables.request import COMPARATIVE, read_request
from index.grams import split_words
from index.report import Row, Table

FINNISH = Language.FINNISH
HEARD = 0.5  # from which on an audience is named
STEM_CHARS = 5
POINTS = "pp"
USE = "use"  # the idea of a column
TOLD = frozenset({"present", "perfect"})  # forms of verbs in the names of rows
OF_MANY = frozenset({"difference", "count", "average", "total"})


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited row with the columns of it that are cited."""

    evidence: Evidence
    table: Table
    row: Row
    columns: tuple[str, ...]

    def target(self, columns: Sequence[str]) -> Target:
        """Return some cells of the row as a target of a query."""
        return Target(self.evidence.report, self.table, self.row, tuple(columns))


class FigureCheck:
    """Knows all rows of the tables that may be cited."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        """Take in the rows."""
        self._rows = {evidence_url(e): e for e in evidence if e.row is not None}
        self._tables = list(dict.fromkeys(e.table for e in self._rows.values() if e.table))

    def is_right(
        self, text: str, sources: Sequence[Source], reckonings: Sequence[Reckoning] = ()
    ) -> bool:
        """Return whether what a sentence says of figures is so, as far as it cites rows.

        It is not where it tells no figure, or of no column: then nothing can be held against it.
        """
        cited = list(self._cited(sources))
        if not cited:
            return True
        numbers = [n for n in find_numbers(text) if n.unit not in {POINTS, "date"}]
        return (
            bool(numbers)
            and _names_column(text, cited)
            and self._are_in_place(text, numbers, cited, reckonings)
            and self._is_in_order(text, numbers, cited)
            and self._is_extreme(text, cited)
        )

    def _cited(self, sources: Sequence[Source]) -> Iterator[Cited]:
        for source in sources:
            e = self._rows.get(source.citation.url)
            if e is not None and e.table is not None and e.row is not None:
                yield Cited(e, e.table, e.row, tuple(source.citation.cells or {}))

    def _are_in_place(
        self,
        text: str,
        numbers: Sequence[Number],
        cited: Sequence[Cited],
        reckonings: Sequence[Reckoning],
    ) -> bool:
        """Return whether each number stands where the words before or after it say."""
        results = [r for r in reckonings if r.operation in OF_MANY]
        told = [format_figure(r.result, r.unit) for r in results]
        sums = {r.result for r in reckonings if r.operation == "sum"}
        return any(
            all(
                not unproved_numbers(piece, [*told, *self._proofs(piece, text, cited, sums)])
                for piece in pieces
            )
            for pieces in _cut_at(text, numbers)
        )

    def _proofs(
        self, piece: str, text: str, cited: Sequence[Cited], sums: set[Decimal]
    ) -> Iterator[str]:
        """Yield the figures that a piece of a sentence may tell: those of what it names.

        What is one and the same for the whole sentence need not be named in each piece.
        """
        heard = self._heard(text, cited)
        if len({c.table for c in heard}) > 1:
            heard = self._heard(piece, heard) if self._names_audience(piece, heard) else []
        for c in _named_rows(piece, heard):
            among = [name for name in _told_columns(piece, text, c) if name in c.columns]
            yield c.row.label
            if len(among) == 1:
                yield c.row.cell(among[0]).text
            whole = c.target(among)
            if whole.is_added and figure_of(whole) in sums:
                yield format_figure(figure_of(whole), whole.unit)

    def _audiences(self, text: str, cited: Sequence[Cited]) -> dict[Table, float]:
        """Return how surely a text speaks of those for whom each table is."""
        request = read_request(text)
        label = {word for c in cited for word in split_words(c.row.label)}
        spoken = {table: spoken_to(table) for table in self._tables}
        return {
            table: audience(request, words, FINNISH, tuple(label))
            for table, words in spoken.items()
            if words
        }

    def _names_audience(self, text: str, cited: Sequence[Cited]) -> bool:
        return max(self._audiences(text, cited).values(), default=0.0) >= HEARD

    def _heard(self, text: str, cited: Sequence[Cited]) -> list[Cited]:
        """Return the cited rows of the tables whose audience a text names, all if it names none."""
        heard = self._audiences(text, cited)
        if max(heard.values(), default=0.0) < HEARD:
            heard = self._audiences(text, ())  # a row's own words may speak of them
        if max(heard.values(), default=0.0) < HEARD:
            return list(cited)
        return [c for c in cited if heard.get(c.table, HEARD) >= HEARD]

    def _is_in_order(self, text: str, numbers: Sequence[Number], cited: Sequence[Cited]) -> bool:
        """Return whether of two things compared the one called larger is."""
        request = read_request(text)
        if request.claims_more is None:
            compares = any(map(COMPARATIVE.fullmatch, request.words))
            return request.direction is not None or not compares
        values = [n.value for n in numbers if not n.is_share]
        if len(values) < 2:
            rows = sorted(cited, key=lambda c: _first_place(text, c, cited))
            targets = [c.target(_columns(text, c)) for c in rows]
            values = [figure_of(target) for target in targets if target.figure is not None]
        if len(values) < 2 or values[0] == values[1]:
            return len(values) < 2
        return (values[0] > values[1]) == request.claims_more

    def _is_extreme(self, text: str, cited: Sequence[Cited]) -> bool:
        """Return whether what is called the most or the least of its table is."""
        order = read_request(text).order
        if order.direction is None:
            return True
        first = min(cited, key=lambda c: _first_place(text, c, cited))
        columns = _columns(text, first)
        count = ALL if len(cited) > 2 else max(order.count, 1)
        rows = tuple(
            Target(first.evidence.report, first.table, r, columns) for r in first.table.rows
        )
        query = Query(Operation.RANK, rows, direction=order.direction, count=count, skip=order.skip)
        return any(target.row == first.row for target in rank_targets(query))


def _columns(text: str, cited: Cited) -> tuple[str, ...]:
    """Return the columns of a cited row that a text names, all cited ones where it names none."""
    return _named(text, cited.table) or cited.columns


def _named(text: str, table: Table) -> tuple[str, ...]:
    """Return the columns that a text names; a number in it sets no limit, as in a question."""
    plain = text
    for number in find_numbers(text):
        if not number.is_word:
            plain = plain[: number.start] + " " * (number.end - number.start) + plain[number.end :]
    return find_columns(read_request(plain), table, FINNISH).columns


def _told_columns(piece: str, text: str, cited: Cited) -> tuple[str, ...]:
    """Return the columns of which a piece of a sentence tells, none where it leaves that open."""
    whole = _named(text, cited.table) or _understood(text, cited)
    is_one = len(whole) < 2 or read_request(text).scale is not None
    return _named(piece, cited.table) or (whole if is_one else ())


def _names_column(text: str, cited: Sequence[Cited]) -> bool:
    return any(_named(text, c.table) or _understood(text, c) for c in cited)


def _understood(text: str, cited: Cited) -> tuple[str, ...]:
    """Return the column that is meant where a sentence tells a row's own verb: that it is in use.

    None where the table has no such column.
    """
    verbs = [word for word in read_words(cited.row.label) if tenses_of(word.text) & TOLD]
    said = read_words(text)
    if not any(is_same(word, verb) for verb in verbs for word in said):
        return ()
    return tuple(c for c in columns_of(USE, cited.table) if not read_heading(c).is_denial)


def _cut_at(text: str, numbers: Sequence[Number]) -> Iterator[list[str]]:
    """Yield a text cut in one piece for each number: what names it stands before it, or after."""
    ends = [0, *(n.end for n in numbers[:-1]), len(text)]
    yield [text[start:end] for start, end in pairwise(ends)]
    starts = [0 if len(numbers) == 1 else numbers[0].start, *(n.start for n in numbers[1:])]
    yield [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _named_rows(text: str, cited: Sequence[Cited]) -> list[Cited]:
    """Return the cited rows that a text names by words which no other cited row has."""
    if len({c.row.label for c in cited}) < 2:
        return list(cited)
    counts = [len(_own_places(text, c, cited)) for c in cited]
    most = max(counts)
    return [c for c, count in zip(cited, counts, strict=True) if count == most > 0]


def _first_place(text: str, cited: Cited, among: Sequence[Cited]) -> int:
    """Return the place of the first word that names a row and no other, far off for none."""
    return min(_own_places(text, cited, among), default=ALL)


def _own_places(text: str, cited: Cited, among: Sequence[Cited]) -> list[int]:
    def stems(row: Row) -> set[str]:
        return {word[:STEM_CHARS] for word in content_words(split_words(row.label))}

    others = set().union(*(stems(c.row) for c in among if c.row.label != cited.row.label))
    own = stems(cited.row) - others
    return [i for i, word in enumerate(split_words(text)) if word[:STEM_CHARS] in own]
