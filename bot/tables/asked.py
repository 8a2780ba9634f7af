"""A question beside the tables: what of it names rows, and which table it speaks of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.question import Ask, Question, is_function_word
from bot.retrieve import Ranking
from bot.tables.audience import ALLATIVE, is_joined_to, spoken_to, table_score
from bot.tables.columns import Choice, columns_of, find_columns, is_same_word
from bot.tables.focus import focus
from bot.tables.query import Target
from bot.tables.request import dividers, read_request
from bot.tables.rows import ELECTRONIC_WORD, RowFinder, RowScores
from bot.tables.wording import table_cues, table_words
from index.grams import fold, split_words
from index.report import Row, Table

MIN_WORD = 2  # characters; shorter words name no row
LONGEST_CASE = 3  # characters: "58 %:lla", "näistä 14:stä"
DEGREE_WORTH = 2.0  # what it is worth that a table's headings tell how much of what is asked
USE = "use"  # the idea that counts how often
FEW = 0.15  # of all labels; a word that so few have names a row
SURE_ROW = 0.6  # so much of a question's words are met where a row alone is spoken of
ROW_WORTH = 2.0  # what a row met in all words is worth beside a word of the title


@dataclass(frozen=True, slots=True)
class View:
    """A table as a question sees it."""

    table: Table
    choice: Choice
    score: float
    rows: tuple[int, ...]


class Asked:
    """A question with its request, the tables best first, and how well each row fits.

    `row_words`: its words that name neither a column nor an operation; `bare_words`: those that
    name no column of any table. `is_told`: the table is named by number or title. `degree`: the
    idea of which it is asked how much, in how many places the thing is in use too; "" where none.
    """

    def __init__(self, question: Question, ranking: Ranking, finder: RowFinder) -> None:
        """Look at the question; `finder` holds at least one table."""
        self.question = question
        self.language = question.language
        self.finder = finder
        self._vector = ranking.vector
        text = focus(question.text, finder.tables, self.language, self._is_row)
        self.request = read_request(text)
        self.bound = finder.bound(self.request.words)
        marked = ELECTRONIC_WORD.findall(question.text)
        self._electronic = {word for text in marked for word in split_words(text)}
        quoted = self.request.quoted
        told = (t.number for t in finder.tables if fold(t.title) in quoted)
        named = question.named_number(Ask.TABLE) or next(told, None)
        choices = [find_columns(self.request, t, self.language) for t in finder.tables]
        often = table_cues("degree", "often").is_in(self.request.words) and not any(choices)
        self.degree = USE if often else self.request.degree
        places = range(len(self.request.words))
        self.bare_words = self.words_at(places, choices)
        self.scores = self._row_scores(self.bare_words)
        of_row = [word for word in self.scored if not self._is_audience(word)]
        self._named = finder.score(of_row, self.language, None).cover
        self.views = sorted(
            map(self._view, finder.tables, choices),
            key=lambda view: (view.table.number != named, -view.score),
        )
        self.is_told = named is not None
        self.row_words = self.words_at(places, [self.views[0].choice])
        self.scores = self._row_scores(self.row_words)

    @property
    def view(self) -> View:
        """Return the table that the question speaks of."""
        return self.views[0]

    @property
    def row(self) -> int:
        """Return the row of that table that fits best."""
        return self.scores.best(self.view.rows)

    def _row_scores(self, words: Sequence[str]) -> RowScores:
        self.scored = tuple(words)
        self.common = frozenset(word for word in words if self._is_in_title(word))
        return self.scores_of(words)

    def scores_of(self, words: Sequence[str]) -> RowScores:
        """Return how well each row fits some words and the meaning of the whole question."""
        return self.finder.score(words, self.language, self._vector, self.common)

    def _view(self, table: Table, choice: Choice) -> View:
        rows = tuple(self.finder.rows_of(table))
        best = self.scores.best(rows)
        label = split_words(self.finder.labels[best]) if self._named[best] > 0 else []
        own = table_score(self.request, table, self.language, choice, label, self.bound)
        if self.degree and columns_of(self.degree, table):
            own += DEGREE_WORTH
        return View(table, choice, own + ROW_WORTH * float(self.scores.cover[best]), rows)

    def _is_row(self, words: Sequence[str]) -> bool:
        """Return whether words alone name a row of any table beyond doubt."""
        content = [word for word in words if not is_function_word(word)]
        scores = self.finder.score(content, self.language, None)
        return bool(content) and scores.is_clear(range(len(self.finder.labels)))

    def words_at(self, places: Sequence[int], choices: Sequence[Choice]) -> list[str]:
        """Return the words at some places that may name a row."""
        request = self.request
        light = table_cues("about", "cues").covered(request.words)
        light |= table_cues("viewpoint", "after").covered(request.words)
        taken = {p for p in light if not self._tells_row(request.words[p])} | request.taken
        taken |= {p for p, word in enumerate(request.words) if word in dividers("between")}
        for choice in choices:
            taken |= choice.places
        stems = [s.removesuffix(ALLATIVE) for t in self.finder.tables for s in spoken_to(t)]
        found: list[str] = []
        for place in places:
            word = request.words[place]
            is_audience = self._is_audience(word) and self._is_view(place, choices)
            if any(is_joined_to(stem, word) for stem in stems):
                continue
            if len(word) < MIN_WORD or self._is_count(place):
                continue
            if place in taken or is_function_word(word) or is_audience:
                continue
            found.append(word)
        spelt = [w for w in found if w in self._electronic or self.finder.is_electronic(w)]
        if spelt:
            found.append(split_words(table_words("electronic", "word"))[0])
        return list(dict.fromkeys(found))

    def _is_count(self, place: int) -> bool:
        """Return whether a word is how many rows a table has, or the case ending of a number."""
        word, before = self.request.words[place], self.request.words[max(place - 1, 0)]
        return word in self.finder.sizes or (before.isdigit() and len(word) <= LONGEST_CASE)

    def _tells_row(self, word: str) -> bool:
        """Return whether a word stands in few labels, in no title, and whole: it names a row."""
        held = self.finder.holding(word)
        return 0 < held <= len(self.finder.labels) * FEW and not self._is_in_title(word)

    def _is_in_title(self, word: str) -> bool:
        return any(
            is_same_word(own, word, self.language)
            for table in self.finder.tables
            for own in split_words(table.title)
            if not is_function_word(own)
        )

    def _is_audience(self, word: str) -> bool:
        """Return whether a word is one of those that any table's title names as its audience."""
        stems = [s.removesuffix(ALLATIVE) for t in self.finder.tables for s in spoken_to(t)]
        return any(is_same_word(stem, word, self.language) for stem in stems)

    def _is_view(self, place: int, choices: Sequence[Choice]) -> bool:
        """Return whether a word for an audience stands where it tells whose view is asked for."""
        words = self.request.words
        columns = frozenset().union(*(c.places for c in choices if self._is_for_someone(c)))
        if place not in self.bound and self._is_beside(place, columns):
            return True
        after = table_cues("viewpoint", "after").is_in(words[place + 1 : place + 2])
        before = place > 0 and table_cues("viewpoint", "before").is_in(words[place - 1 : place])
        if self.question.is_foreign:
            return before or words[place].endswith(tuple(table_words("viewpoint", "foreign")))
        return after or words[place].endswith(tuple(table_words("viewpoint", "cases")))

    def _is_for_someone(self, choice: Choice) -> bool:
        """Return whether the first table that has some columns tells for whom it is."""
        tables = (t for t in self.finder.tables if set(choice.columns) <= set(t.columns))
        return any(spoken_to(table) for table in tables)

    def _is_beside(self, place: int, columns: Collection[int]) -> bool:
        """Return whether a column's word is next to a word, or an audience joined to it."""
        words = self.request.words
        if not {place - 1, place + 1}.isdisjoint(columns):
            return True
        joined = dividers("and") | dividers("between")
        if place == len(words) - 1 and words[place - 1] in dividers("between"):
            return True
        return any(
            0 <= place + 2 * step < len(words)
            and words[place + step] in joined
            and self._is_audience(words[place + 2 * step])
            for step in (-1, 1)
        )

    def all_rows(self, columns: Sequence[str], table: Table | None = None) -> tuple[Target, ...]:
        """Return all rows of a table, or else of the one spoken of, in these columns.

        In its first column where there are none.
        """
        whole = table or self.view.table
        chosen = tuple(columns) or whole.columns[:1]
        return tuple(self.target(row, chosen, whole) for row in self.finder.rows_of(whole))

    def cover_of(self, rows: Sequence[Row], words: Sequence[str]) -> float:
        """Return how much of some words some rows have together, 0 to 1; 1 of none."""
        places = [self.finder.place_of(row) for row in rows]
        if not words:
            return 1.0
        return self.finder.cover_of(words, self.language, self.common, places)

    def is_met(self, word: str, rows: Sequence[Row]) -> bool:
        """Return whether some rows have a word, or another that means the same."""
        places = [self.finder.place_of(row) for row in rows]
        return self.finder.is_met(word, self.language, places)

    def target(self, row: int, columns: Sequence[str], table: Table | None = None) -> Target:
        """Return a row of a table, or else of the one spoken of, in these columns."""
        return self.finder.target(row, table or self.view.table, columns)


def is_sure(asked: Asked, words: Sequence[str]) -> bool:
    """Return whether the row that fits best has most of some words."""
    return bool(words) and float(asked.scores_of(words).cover[asked.row]) >= SURE_ROW
