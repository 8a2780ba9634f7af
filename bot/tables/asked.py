"""A question beside the tables: what of it names rows, and which table it speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question import Ask, Question, is_function_word
from bot.retrieve import Ranking
from bot.tables.columns import (
    ALLATIVE,
    Choice,
    columns_of,
    find_columns,
    is_joined_to,
    is_same_word,
    spoken_to,
    table_score,
)
from bot.tables.query import Target
from bot.tables.request import read_request
from bot.tables.rows import ELECTRONIC_WORD, RowFinder, RowScores
from bot.tables.wording import table_cues, table_words
from index.grams import fold, split_words
from index.report import Row, Table

MIN_WORD, CASE_OF_UNIT = 2, "lla"  # shorter words name no row; "58 %:lla" is no word of one
DEGREE_WORTH = 2.0  # what it is worth that a table's headings tell how much of what is asked
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

    `row_words`: its words that name neither a column nor an operation. `is_told`: the table is
    named by number or title.
    """

    def __init__(self, question: Question, ranking: Ranking, finder: RowFinder) -> None:
        """Look at the question; `finder` holds at least one table."""
        self.question = question
        self.language = question.language
        self.finder = finder
        self._vector = ranking.vector
        self.request = read_request(question.text)
        marked = ELECTRONIC_WORD.findall(question.text)
        self._electronic = {word for text in marked for word in split_words(text)}
        quoted = self.request.quoted
        told = (t.number for t in finder.tables if fold(t.title) in quoted)
        named = question.named_number(Ask.TABLE) or next(told, None)
        choices = [find_columns(self.request, t, self.language) for t in finder.tables]
        places = range(len(self.request.words))
        self.scores = self._row_scores(self.words_at(places, choices))
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
        self.common = frozenset(word for word in words if self._is_in_title(word))
        return self.finder.score(words, self.language, self._vector, self.common)

    def _view(self, table: Table, choice: Choice) -> View:
        rows = tuple(self.finder.rows_of(table))
        best = self.scores.best(rows)
        label = split_words(self.finder.labels[best])
        own = table_score(self.request, table, self.language, choice, label)
        degree = self.request.degree
        if degree and columns_of(degree, table):
            own += DEGREE_WORTH
        return View(table, choice, own + ROW_WORTH * float(self.scores.cover[best]), rows)

    def words_at(self, places: Sequence[int], choices: Sequence[Choice]) -> list[str]:
        """Return the words at some places that may name a row."""
        request = self.request
        taken = set(request.taken) | table_cues("about", "cues").covered(request.words)
        taken |= table_cues("viewpoint", "after").covered(request.words)
        for choice in choices:
            taken |= choice.places
        titles = [word for table in self.finder.tables for word in spoken_to(table)]
        found: list[str] = []
        for place in places:
            word = request.words[place]
            stems = [title.removesuffix(ALLATIVE) for title in titles]
            is_audience = any(is_same_word(stem, word, self.language) for stem in stems)
            if any(is_joined_to(stem, word) for stem in stems):
                continue
            if len(word) < MIN_WORD or word == CASE_OF_UNIT:
                continue
            if place in taken or is_function_word(word) or (is_audience and self._is_view(place)):
                continue
            found.append(word)
        spelt = [word for word in found if word in self._electronic]
        if spelt:
            found.append(split_words(table_words("electronic", "word"))[0])
        return list(dict.fromkeys(found))

    def _is_in_title(self, word: str) -> bool:
        return any(
            is_same_word(own, word, self.language)
            for table in self.finder.tables
            for own in split_words(table.title)
            if not is_function_word(own)
        )

    def _is_view(self, place: int) -> bool:
        words = self.request.words
        after = table_cues("viewpoint", "after").is_in(words[place + 1 : place + 2])
        before = place > 0 and table_cues("viewpoint", "before").is_in(words[place - 1 : place])
        if self.question.is_foreign:
            return before or words[place].endswith(tuple(table_words("viewpoint", "foreign")))
        return after or words[place].endswith((ALLATIVE, "t"))

    def all_rows(self, columns: Sequence[str], table: Table | None = None) -> tuple[Target, ...]:
        """Return all rows of a table, or else of the one spoken of, in these columns.

        In its first column where there are none.
        """
        whole = table or self.view.table
        chosen = tuple(columns) or whole.columns[:1]
        return tuple(self.target(row, chosen, whole) for row in self.finder.rows_of(whole))

    def cover_of(self, rows: Sequence[Row]) -> float:
        """Return how much of what may name a row some rows have together, 0 to 1."""
        places = [self.finder.place_of(row) for row in rows]
        return self.finder.cover_of(self.row_words, self.language, self.common, places)

    def target(self, row: int, columns: Sequence[str], table: Table | None = None) -> Target:
        """Return a row of a table, or else of the one spoken of, in these columns."""
        return self.finder.target(row, table or self.view.table, columns)
