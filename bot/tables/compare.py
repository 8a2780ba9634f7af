"""Finds the two figures that a question compares: of two rows, columns or tables."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.question import is_function_word
from bot.tables.asked import Asked
from bot.tables.audience import ALLATIVE, BESIDE_COLUMN, audience, spoken_to, table_score
from bot.tables.columns import find_columns, is_same_word
from bot.tables.limit import YEAR
from bot.tables.query import Target, figure_of
from bot.tables.request import COMPARATIVE, Request, dividers, read_request
from bot.tables.rows import RowScores
from index.grams import fold, split_words
from index.report import Table

SURE, HEARD = 0.9, 0.45  # how surely an audience is named: alone, and beside another
MIN_SIDE_COVER = 0.3  # how much of a side's words a row has that the side names
MEANING_SHARE = 0.5  # what the meaning of the whole question is worth for one side
MOST_ALONE = 0.7  # so much of the words one row may have where another is named beside it
MIN_ACROSS = 1.0  # how well a side must meet a table that it alone speaks of

Pair = tuple[Target, Target]
Sides = tuple[range, range]
Place = tuple[int, Sequence[str], Table]
Way = Callable[[Asked], Pair | None]


def find_pair(asked: Asked) -> Pair | None:
    """Return the two things that a question compares, in its order; None if they are not told."""
    sides = _sides(asked)
    ways: tuple[Way, ...] = (
        _two_quoted,
        _two_years,
        *(partial(_two_audiences, sides=parts) for parts in sides),
        *(partial(_two_columns, sides=parts) for parts in sides),
        _two_tables,
        *(partial(_two_sides, sides=parts) for parts in sides),
        _both_audiences,
        *(() if sides else (_side_by_side,)),
    )
    return _first(asked, ways)


def find_columns_apart(asked: Asked) -> Pair | None:
    """Return any row's figures in the two columns or tables whose gap a question asks of all rows.

    None if two are not told.
    """
    sides = _sides(asked)
    ways: tuple[Way, ...] = (
        _two_quoted,
        _two_years,
        *(partial(_two_audiences, sides=parts) for parts in sides),
        _two_tables,
        *(partial(_two_columns, sides=parts, is_of_all=True) for parts in sides),
        *(partial(_across_sides, sides=parts) for parts in sides),
        _both_audiences,
    )
    return _first(asked, ways)


def _first(asked: Asked, ways: Sequence[Way]) -> Pair | None:
    pairs = (way(asked) for way in ways)
    return next((pair for pair in pairs if pair is not None), None)


def is_true(asked: Asked, pair: Pair) -> bool | None:
    """Return whether what a comparison claims is so, None where it claims nothing."""
    request = asked.request
    claims = request.claims_same or request.claims_more is not None
    if not request.is_yes_no or not claims or any(target.figure is None for target in pair):
        return None
    first, second = map(figure_of, pair)
    if request.claims_same:
        return first == second
    return first > second if request.claims_more else first < second


def _sides(asked: Asked) -> list[Sides]:
    """Return the ways to part the words into two sides."""
    words = asked.request.words
    return [
        (range(place), range(place + 1, len(words)))
        for key in ("between", "and")
        for place, word in enumerate(words)
        if word in dividers(key) and 0 < place < len(words) - 1
    ]


def _two_quoted(asked: Asked) -> Pair | None:
    """Return one row's figures in two columns that stand in quotation marks."""
    table = asked.view.table
    quoted = _in_question(asked, [c for c in table.columns if fold(c) in asked.request.quoted])
    if len(quoted) != 2:
        return None
    return _pair(asked, (asked.row, quoted[:1], table), (asked.row, quoted[1:], table))


def _two_years(asked: Asked) -> Pair | None:
    """Return one row's figures in two columns that are years."""
    view = asked.view
    years = _in_question(asked, [c for c in view.choice.columns if YEAR.fullmatch(c)])
    if len(years) != 2 or len(view.choice.columns) != 2:
        return None
    return _pair(asked, *((asked.row, (year,), view.table) for year in years))


def _two_audiences(asked: Asked, sides: Sides) -> Pair | None:
    """Return one row's figures in two tables whose audiences the sides name."""
    heard: list[Table] = []
    borders = (_border(asked, sides[0][::-1]), _border(asked, sides[1]))
    for request, border in zip(_requests(asked, sides), borders, strict=True):
        sure = {v.table: _sureness(asked, request, border, v.table) for v in asked.views}
        # A row may name who the first side names: then the other one is meant.
        left = [t for t in sure if sure[t] >= HEARD and t not in heard]
        if not left:
            return None
        heard.append(max(left, key=lambda table: sure[table]))
    first, second = heard
    named = next((v.choice.columns for v in asked.views if v.table == first and v.choice), ())
    columns = named or first.columns[:1]
    if not set(columns) <= set(second.columns):
        return None
    return _pair(asked, (asked.row, columns, first), (asked.row, columns, second))


def _border(asked: Asked, side: range) -> int:
    """Return the word of a side nearest to what parts it, but for those that only compare."""
    words, request = asked.request.words, asked.request
    columns = asked.view.choice.places
    return next(
        (
            place
            for place in side
            if place not in request.taken | columns
            and not COMPARATIVE.fullmatch(words[place])
            and not is_function_word(words[place])
        ),
        side[0],
    )


def _sureness(asked: Asked, request: Request, border: int, table: Table) -> float:
    """Return how surely a side speaks of a table's audience, 0 to 1; more beside 'or'."""
    spoken = spoken_to(table)
    word = asked.request.words[border]
    stems = [name.removesuffix(ALLATIVE) for name in spoken]
    is_there = any(is_same_word(stem, word, asked.language) for stem in stems)
    columns = find_columns(request, table, asked.language).places
    bound = asked.finder.bound(request.words)
    sure = audience(request, spoken, asked.language, (), columns, bound)
    return max(sure, HEARD * (is_there and border not in asked.bound))


def _two_columns(asked: Asked, sides: Sides, *, is_of_all: bool = False) -> Pair | None:
    """Return one row's figures in two columns of one table that the sides name beyond doubt."""
    if asked.request.is_total:
        return None
    requests = _requests(asked, sides)
    for view in asked.views:
        first, second = (find_columns(r, view.table, asked.language) for r in requests)
        is_sure = first and second and not (first.is_loose or second.is_loose)
        if is_sure and first.columns != second.columns and asked.row in view.rows:
            if not is_of_all and _side_rows(asked, sides, is_strict=True) is not None:
                return None
            return _pair(
                asked,
                (asked.row, first.columns, view.table),
                (asked.row, second.columns, view.table),
            )
    return None


def _two_tables(asked: Asked) -> Pair | None:
    """Return one row's figures in two tables whose own columns the question names."""
    named = [v for v in asked.views if v.choice and not v.choice.is_loose and asked.row in v.rows]
    for other in named:
        if set(other.choice.columns).isdisjoint(named[0].table.columns):
            pair = sorted((named[0], other), key=lambda view: min(view.choice.places, default=0))
            places = ((asked.row, view.choice.columns, view.table) for view in pair)
            return _pair(asked, *places)
    return None


def _both_audiences(asked: Asked) -> Pair | None:
    """Return one row's figures in two tables whose audiences are named beyond doubt anywhere."""
    words = range(len(asked.request.words))
    heard = [
        view.table
        for view in asked.views
        if asked.row in view.rows
        and _sureness(asked, asked.request, words[0], view.table) >= BESIDE_COLUMN
    ]
    columns = asked.view.choice.columns
    if len(heard) != 2 or not columns or spoken_to(heard[0]) == spoken_to(heard[1]):
        return None
    first, second = sorted(heard, key=lambda table: _first_word_for(asked, table))
    return _pair(asked, (asked.row, columns, first), (asked.row, columns, second))


def _first_word_for(asked: Asked, table: Table) -> int:
    """Return the place of the first word for a table's audience; after all words if none is."""
    stems = [name.removesuffix(ALLATIVE) for name in spoken_to(table)]
    words = asked.request.words
    places = (
        i for i, w in enumerate(words) if any(is_same_word(s, w, asked.language) for s in stems)
    )
    return next(places, len(words))


def _two_sides(asked: Asked, sides: Sides) -> Pair | None:
    """Return what the sides name: two rows, two columns of one row, or one row in two tables."""
    view = asked.view
    requests = _requests(asked, sides)
    first, second = (find_columns(r, view.table, asked.language).columns for r in requests)
    differ = bool(first and second and first != second)
    rows = _side_rows(asked, sides, is_strict=differ)
    if rows is not None:
        chosen = view.choice.columns or view.table.columns[:1]
        return _pair(asked, *((row, chosen, view.table) for row in rows))
    if differ:
        return _pair(asked, *((asked.row, columns, view.table) for columns in (first, second)))
    return _across(asked, requests)


def _side_by_side(asked: Asked) -> Pair | None:
    """Return two rows that are named with no word between them ('voittaako A B:n')."""
    words, view = asked.request.words, asked.view
    named = set(asked.row_words)
    if not named or float(asked.scores.cover[asked.row]) > MOST_ALONE:
        return None
    found: list[tuple[float, tuple[int, int]]] = []
    places = [place for place, word in enumerate(words) if word in named]
    for place in places[1:]:
        sides = (range(place), range(place, len(words)))
        rows = _side_rows(asked, sides, is_strict=True)
        if rows is not None:
            scores = [_side_score(asked, side) for side in sides]
            sure = sum(float(s.scores[row]) for s, row in zip(scores, rows, strict=True))
            found.append((sure, rows))
    if not found:
        return None
    chosen = view.choice.columns or view.table.columns[:1]
    return _pair(asked, *((row, chosen, view.table) for row in max(found)[1]))


def _across_sides(asked: Asked, sides: Sides) -> Pair | None:
    return _across(asked, _requests(asked, sides))


def _across(asked: Asked, requests: Sequence[Request]) -> Pair | None:
    """Return one row's figures in two tables where each side names columns of its own."""
    found: list[Place] = []
    for request in requests:
        choices = [find_columns(request, v.table, asked.language) for v in asked.views]
        scores = [
            table_score(request, v.table, asked.language, choice)
            for v, choice in zip(asked.views, choices, strict=True)
        ]
        best = scores.index(max(scores))
        view, choice = asked.views[best], choices[best]
        if scores[best] < MIN_ACROSS or asked.row not in view.rows:
            return None
        found.append((asked.row, choice.columns or view.table.columns[:1], view.table))
    return None if found[0][2] == found[1][2] else _pair(asked, *found)


def _side_rows(asked: Asked, sides: Sides, *, is_strict: bool) -> tuple[int, int] | None:
    """Return the rows that the two sides name, None unless they are two.

    `is_strict`: both must be named beyond doubt, as the sides name columns too.
    """
    among = asked.view.rows
    scores = [_side_score(asked, side) for side in sides]
    rows = [s.best(among) for s in scores]
    sure = [float(s.cover[r]) >= MIN_SIDE_COVER for s, r in zip(scores, rows, strict=True)]
    if not any(sure) or (is_strict and (not all(sure) or rows[0] == rows[1])):
        return None
    if all(sure):
        return _told_apart(among, scores, rows)
    unsure = sure.index(False)
    if not asked.words_at(sides[unsure], [asked.view.choice]):
        return None
    rows[unsure] = asked.scores.best([row for row in among if row != rows[1 - unsure]])
    return rows[0], rows[1]


def _told_apart(
    among: Sequence[int], scores: Sequence[RowScores], rows: list[int]
) -> tuple[int, int] | None:
    """Return two rows; where both sides name one, the side that is less sure takes its next."""
    if rows[0] == rows[1]:
        weaker = int(scores[0].cover[rows[0]] > scores[1].cover[rows[1]])
        following = scores[weaker].best([row for row in among if row != rows[0]])
        if float(scores[weaker].cover[following]) < MIN_SIDE_COVER:
            return None
        rows[weaker] = following
    return rows[0], rows[1]


def _side_score(asked: Asked, side: range) -> RowScores:
    """Return how well the rows fit one side: its words, and the meaning of the whole question."""
    words = asked.words_at(side, [asked.view.choice])
    alone = asked.finder.score(words, asked.language, None, asked.common)
    meaning = asked.scores.scores - asked.scores.cover
    return RowScores(alone.cover, alone.cover + MEANING_SHARE * meaning)


def _in_question(asked: Asked, columns: Sequence[str]) -> list[str]:
    """Return columns in the order in which the question has their words."""
    text = " ".join(asked.request.words)
    return sorted(columns, key=lambda column: text.find(" ".join(split_words(column))))


def _requests(asked: Asked, sides: Sides) -> list[Request]:
    return [read_request(" ".join(asked.request.words[i] for i in side)) for side in sides]


def _pair(asked: Asked, *places: Place) -> Pair:
    first, second = (asked.target(*place) for place in places)
    return first, second
