"""Whether a question asks what tables do not tell apart: ages, sizes of towns, change in time."""

from bot.numbers import find_numbers
from bot.tables.asked import Asked
from bot.tables.columns import columns_of
from bot.tables.limit import YEAR
from bot.tables.wording import Words, table_cues

CHANGES = ("grown", "shrunk", "unchanged")
PARTITIVE = "a"


def is_of_others(asked: Asked) -> bool:
    """Return whether a question asks of a group, a change or things of which no table tells."""
    words = Words.read(asked.question.text)
    return _names_group(asked, words) or _has_other_unit(asked, words) or _counts_other(asked)


def _names_group(asked: Asked, words: Words) -> bool:
    """Return whether a group of people or places is named, or a change, that no table has."""
    held = asked.finder.held_words
    groups = [span for _, span in table_cues("others", "groups").find(words.words)]
    if not _tells_change(asked):
        groups += [span for _, span in table_cues("others", "change").find(words.words)]
    return any(not all(_is_held(words.words[place], held) for place in span) for span in groups)


def _tells_change(asked: Asked) -> bool:
    return any(
        any(columns_of(idea, table) for idea in CHANGES)
        or sum(bool(YEAR.search(column)) for column in table.columns) > 1
        for table in asked.finder.tables
    )


def _has_other_unit(asked: Asked, words: Words) -> bool:
    """Return whether a number has a unit that no table has ('yli 60-vuotiaat')."""
    held = asked.finder.held_words
    for number in find_numbers(asked.question.text):
        if number.unit:
            continue
        place = words.place_of(number.end)
        after = words.words[place : place + 1]
        if table_cues("others", "units").is_in(after) and not _is_held(after[0], held):
            return True
    return False


def _counts_other(asked: Asked) -> bool:
    """Return whether it is asked how many there are of a thing that no table has."""
    words = asked.request.words
    ends = [span.stop for _, span in table_cues("others", "how_many").find(words)]
    for place in ends:
        if place >= len(words) or not words[place].endswith(PARTITIVE):
            continue
        is_thing = table_cues("others", "units").is_in([words[place]])
        if is_thing and not _is_held(words[place], asked.finder.held_words):
            return True
    return False


def _is_held(word: str, held: frozenset[str]) -> bool:
    """Return whether a word of the tables begins as a word does."""
    size = max(len(word) - 3, 4)
    return any(own.startswith(word[:size]) for own in held)
