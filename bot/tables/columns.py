"""Finds which columns and which tables a question speaks of, by their own headings."""

import re
from collections.abc import Sequence

from bot.lexicon import synonym_stems
from bot.question import Ask, Language, Question, ask_cues, language_cues
from index.grams import split_words
from index.report import Table
from prompts import read_toml

PREFIX_CHARS = 4  # two words that share so long a beginning, and half of the heading's, are one
AUDIENCE = re.compile(r"lle$")


def find_columns(question: Question, table: Table) -> tuple[str, ...]:
    """Return the columns that a question names, in the table's order; none where none is named.

    A heading that denies ("Ei …") is named only by a question that denies too, and then takes
    the words from the headings that it denies. 'At least' takes a heading and all before it.
    """
    words = _column_words(question)
    if Ask.NEGATION in question.asks and Ask.NOBODY not in question.asks:
        met = {c: _words_met(c, words, question) for c in table.columns if _is_denial(c)}
        most = max(met.values(), default=0)
        if most:
            return tuple(c for c in table.columns if met.get(c) == most)
    named = [c for c in table.columns if not _is_denial(c) and _is_named(c, words, question)]
    if Ask.AT_LEAST in question.asks and named:
        return table.columns[: max(table.columns.index(c) for c in named) + 1]
    return tuple(c for c in named if not _is_part_of_longer(c, named, words, question))


def table_score(question: Question, table: Table) -> float:
    """Return how well a table's title, lead and headings meet a question, higher is better."""
    words = split_words(question.text)
    audience = [w for w in words if AUDIENCE.search(w)] + _before_viewpoint(words)
    title = split_words(table.title)
    spoken = [w for w in title if AUDIENCE.search(w)]
    plain = [w for w in title if not AUDIENCE.search(w)]
    heard = any(_is_met(word, audience, question) for word in spoken)
    told = sum(_is_met(word, words, question) for word in plain)
    return 2.0 * heard + told + len(find_columns(question, table)) * 0.75


def _column_words(question: Question) -> list[str]:
    """Return the question's words but those that only ask how figures stand to each other."""
    words = split_words(question.text)
    asks = (Ask.MOST, Ask.LEAST, Ask.NUMBER, Ask.COMPARE)
    taken = set().union(*(ask_cues(ask).covered(words) for ask in asks))
    return [word for place, word in enumerate(words) if place not in taken]


def _denials() -> list[str]:
    words: list[str] = read_toml("language.toml")["denial"]["words"]
    return words


def _is_denial(column: str) -> bool:
    return split_words(column)[0] in _denials()


def _words_met(column: str, words: Sequence[str], question: Question) -> int:
    """Return how many of a heading's words a question has, denials left out."""
    return sum(_is_met(word, words, question) for word in _told(column))


def _is_named(column: str, words: Sequence[str], question: Question) -> bool:
    return _words_met(column, words, question) == len(_told(column))


def _told(column: str) -> list[str]:
    """Return a heading's words without its denials."""
    return [word for word in split_words(column) if word not in _denials()]


def _is_part_of_longer(
    column: str, named: Sequence[str], words: Sequence[str], question: Question
) -> bool:
    """Return whether a heading is named only as a part of a longer one ('suuri')."""
    own = split_words(column)
    longer = [c for c in named if c != column and set(own) < set(split_words(c))]
    times = sum(_is_met(own[0], [word], question) for word in words)
    return bool(longer) and times < 1 + len(longer)


def _is_met(title_word: str, words: Sequence[str], question: Question) -> bool:
    return any(
        _is_same(title_word, word) or _is_synonym(title_word, word, question.language)
        for word in words
    )


def _is_same(heading_word: str, word: str) -> bool:
    shared = 0
    for a, b in zip(heading_word, word, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= PREFIX_CHARS and shared * 2 >= len(heading_word)


def _is_synonym(heading_word: str, word: str, language: Language) -> bool:
    return any(heading_word.startswith(stem) for stem in synonym_stems(word, language))


def _before_viewpoint(words: Sequence[str]) -> list[str]:
    """Return the words that stand before 'kannalta' and its like."""
    return [words[span[0] - 1] for _, span in language_cues("viewpoint").find(words) if span[0] > 0]
