"""Reads which places of an order a question asks for: 'toiseksi yleisin', 'kolme tärkeintä'."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.cues import Cues
from bot.numbers import Number
from bot.tables.wording import Words, table_cues, table_words
from index.grams import fold

# Any adjective's superlative as far as its ending tells; which end it means is then not known.
SUPERLATIVE = re.compile(r"\w{3,}(?:imma|immi|impi|impa)\w*")
MAX_COUNT = 100  # so many of a rank are asked for at most
ALL = 10_000


class Direction(StrEnum):
    """Which end of an order is asked for."""

    MOST = "most"
    LEAST = "least"


@dataclass(frozen=True, slots=True)
class Order:
    """Which places of an order are asked for; `taken` are the places of the words for it.

    `count`: how many, 0 for one and its ties. `skip`: so many come before. `turns`: all
    superlatives, as (end, place). `line`: a row by its place in print, 1 the first, -1 the last,
    0 where none is asked for.
    """

    direction: Direction | None = None
    turns: tuple[tuple[Direction, int], ...] = ()
    count: int = 0
    skip: int = 0
    line: int = 0
    taken: frozenset[int] = frozenset()


def read_order(words: Words, numbers: Sequence[Number], closed: set[int]) -> Order:
    """Return which places of an order a question asks for; `closed` words mean something else."""
    closed = closed | table_cues("rank", "idioms").covered(words.words) | _of_steps(words.words)
    line, of_line = _line(words.words)
    if line:
        return Order(line=line, taken=frozenset(of_line))
    turns = tuple(_turns(words.words, closed))
    direction, of_rank = _direction(words.words, turns, closed)
    skip, of_skip = _skip(words.words, closed, is_ordered=direction is not None)
    if direction is None and not skip:
        return Order()
    of_list = _beside_order(words, numbers, of_rank)
    if skip and of_list:  # 'kolme yleisintä' asks for a list, whatever place is named besides
        skip, of_skip = 0, set()
    is_one = bool(skip) or (bool(turns) and _asks_one(words.words))
    count, of_count = _count(words, numbers, closed | of_skip, is_one=is_one)
    taken = frozenset(of_rank | of_skip | of_count)
    return Order(direction or Direction.MOST, turns, count, skip, taken=taken)


def _of_steps(words: Sequence[str]) -> set[int]:
    """Return the places of words that tell a step of a scale by its place, not a row of an order.

    So 'toiseksi ylin luokka', in a scale's words.
    """
    classes = table_cues("strength", "classes").covered(words)
    ends = set().union(*(superlatives(d).covered(words) for d in Direction))
    ends |= table_cues("strength", "top").covered(words)
    after = _folded("after")
    told = {p for p in ends if p + 1 in classes and p and words[p - 1] in after}
    return told | {p - 1 for p in told}


def _beside_order(words: Words, numbers: Sequence[Number], of_rank: set[int]) -> bool:
    """Return whether the word before a word of order is a number: 'kolme yleisintä'."""
    places = (words.place_of(n.start) for n in numbers if not n.unit and n.value > 1)
    return any(place + 1 in of_rank and not place_told(words.words[place]) for place in places)


def _line(words: Sequence[str]) -> tuple[int, set[int]]:
    """Return which row is asked for by its place in print ('alin rivi', 'rivi 3'), 0 if none."""
    for row in sorted(table_cues("print", "row").covered(words)):
        around = [p for p in range(row - 2, row + 3) if p != row and 0 <= p < len(words)]
        for told in (_end_of_print, _place_in_print):
            for place in around:
                line = told(words, place)
                if line:
                    return line, {row, place}
    return 0, set()


def _end_of_print(words: Sequence[str], place: int) -> int:
    """Return 1 for the first, -1 for the last, -2 for the last but one, 0 if none is told."""
    if table_cues("print", "last").is_in(words[place : place + 1]):
        return -max(place_told(words[place - 1]) if place else 0, 1)
    return int(table_cues("print", "first").is_in(words[place : place + 1]))


def _place_in_print(words: Sequence[str], place: int) -> int:
    """Return n for the n-th, 0 if none is told."""
    word = words[place]
    if not word.isdigit():
        return place_told(word)
    is_of_table = table_cues("numbered", "tables").is_in(words[max(place - 1, 0) : place])
    return 0 if is_of_table or int(word) >= MAX_COUNT else int(word)


def place_told(word: str) -> int:
    """Return n of a folded word that tells the n-th place ('toiseksi' is 2), 0 if none."""
    after = _folded("after") | _folded("after_loose")
    return after[word] + 1 if word in after else 0


def _direction(
    words: Sequence[str], turns: Sequence[tuple[Direction, int]], taken: set[int]
) -> tuple[Direction | None, set[int]]:
    """Return which end of an order a superlative asks for; the least where both are named."""
    for direction in (Direction.LEAST, Direction.MOST):
        places = {place for turn, place in turns if turn is direction}
        if places:
            return direction, places
    places = table_cues("rank", "all").covered(words)
    places |= {i for i, word in enumerate(words) if SUPERLATIVE.fullmatch(word)} - taken
    return (Direction.MOST, places) if places else (None, set())


def _turns(words: Sequence[str], taken: set[int]) -> Iterator[tuple[Direction, int]]:
    """Yield the ends of an order that superlatives name, with their places."""
    for direction in Direction:
        for place in sorted(superlatives(direction).covered(words) - taken):
            yield direction, place


@cache
def superlatives(direction: Direction) -> Cues:
    """Return the superlatives of a direction: each stem with each ending, and those as they are."""
    stems: list[str] = table_words("rank", f"{direction.value}_stems")
    endings: list[str] = table_words("rank", "endings")
    whole: list[str] = table_words("rank", direction.value)
    return Cues([*whole, *(stem + ending for stem in stems for ending in endings)])


def _skip(words: Sequence[str], closed: set[int], *, is_ordered: bool) -> tuple[int, set[int]]:
    """Return how many come before the one asked for: 'toiseksi yleisin' is 1.

    A word that means more than that ('toisena') tells it beside an order or where one stands.
    """
    after: dict[str, int] = _folded("after")
    for place, word in ((p, w) for p, w in enumerate(words) if p not in closed):
        if word in after:
            return after[word], {place}
        if word in _folded("after_before") and _is_order(words[place + 1 : place + 2]):
            return _folded("after_before")[word], {place}
    loose = _folded("after_loose")
    for place, word in enumerate(words):
        stands = table_cues("rank", "stands").is_in(words[max(place - 1, 0) : place])
        if word in loose and (is_ordered or stands):
            return loose[word], {place}
    seats = table_cues("rank", "seat").covered(words)
    for place in sorted(seats):
        for other in (place - 1, place + 1):
            word = words[other] if 0 <= other < len(words) else ""
            if word.isdigit() and 1 < int(word) <= MAX_COUNT:
                return int(word) - 1, {place, other}
            if word in loose:
                return loose[word], {place, other}
    return 0, set()


def _is_order(words: Sequence[str]) -> bool:
    is_told = any(superlatives(direction).is_in(words) for direction in Direction)
    return is_told or any(SUPERLATIVE.fullmatch(word) for word in words)


@cache
def _folded(key: str) -> dict[str, int]:
    return {fold(word): n for word, n in table_words("rank", key).items()}


def _asks_one(words: Sequence[str]) -> bool:
    """Return whether one thing is asked for: 'mikä', not 'mitkä'."""
    return table_cues("rank", "one").is_in(words)


def _count(
    words: Words, numbers: Sequence[Number], taken: set[int], *, is_one: bool
) -> tuple[int, set[int]]:
    """Return how many of a rank are asked for: 'kolme yleisintä', 'top 3'; 0 where not told."""
    places = table_cues("rank", "all").covered(words.words)
    for number in numbers:
        place = words.place_of(number.start)
        if place and table_cues("numbered", "cues").is_in(words.words[place - 1 : place]):
            continue
        is_whole = number.value == int(number.value) and 1 < number.value <= MAX_COUNT
        if place not in taken and is_whole and not number.unit and number.end - number.start < 12:
            return int(number.value), {place} | places
    groups: dict[str, int] = _folded("groups")
    told = [n for word in words.words for stem, n in groups.items() if stem in word]
    if told:
        return told[0], places
    if places and not is_one:
        return ALL, places
    return 0, places
