"""What a question asks of figures, as far as language alone tells: no table is looked at here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from bot.cues import Cues
from bot.numbers import Number, cardinal, find_numbers
from index.grams import WORD, fold
from prompts import read_toml

QUOTED = re.compile(r"[\"”“'’‘»«]([^\"”“'’‘»«]{2,80})[\"”“'’‘»«]")
YEAR = re.compile(r"(?:19|20)\d\d")
# Any adjective's superlative as far as its ending tells; which end it means is then not known.
SUPERLATIVE = re.compile(r"\w{3,}(?:imma|immi|impi|impa)\w*")
COMPARATIVE = re.compile(
    r"\w{2,}(?:mp(?:i|aa|ia|ana|ina|ien|iin|aan)|mm(?:an|at|in|alla|aksi|issa|iksi))"
)
COUNTING = ("yes_no", "counting")
DEGREES = ("use", "high")
NEAR_WORDS = 2  # so far from its number a word such as 'yli' may stand
MAX_COUNT = 100  # so many of a rank are asked for at most
TOLERANCE = Decimal(3)  # 'noin' reaches so far to either side
ALL = 10_000


class Relation(StrEnum):
    """How a figure must stand to a limit."""

    OVER = "over"
    AT_LEAST = "at_least"
    UNDER = "under"
    AT_MOST = "at_most"
    EQUAL = "equal"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Limit:
    """A condition on a figure; `upper` is the other end of BETWEEN.

    `is_share`: the limit is a part of the whole, in per cent.
    """

    relation: Relation
    value: Decimal
    upper: Decimal = Decimal(0)
    is_share: bool = False

    def holds(self, figure: Decimal) -> bool:
        """Return whether a figure meets the condition."""
        return {
            Relation.OVER: figure > self.value,
            Relation.AT_LEAST: figure >= self.value,
            Relation.UNDER: figure < self.value,
            Relation.AT_MOST: figure <= self.value,
            Relation.EQUAL: figure == self.value,
            Relation.BETWEEN: self.value <= figure <= self.upper,
        }[self.relation]


class Direction(StrEnum):
    """Which end of an order is asked for."""

    MOST = "most"
    LEAST = "least"


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a question with the places of their first characters."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def read(cls, text: str) -> "Words":
        """Return the words of a text."""
        folded = fold(text)
        found = list(WORD.finditer(folded))
        return cls(folded, tuple(m.group(0) for m in found), tuple(m.start() for m in found))

    def place_of(self, character: int) -> int:
        """Return the place of the word at or after a character."""
        return next(
            (i for i, start in enumerate(self.starts) if start >= character), len(self.starts)
        )


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: an operation with its numbers; `taken` are the places of the words for it.

    `quoted`: what stands in quotation marks, folded. `limit`: of a filter. `direction`, `count`,
    `skip`: of a rank; `count` 0 is one and its ties. `turns`: all words of a rank with their
    places. `scale`: a step of a scale and all beyond it is meant. `top_steps`: so many of the best
    steps together, 0 where not told. `is_choice`: one of two is asked for ('vai'). `is_yes_no`: yes
    or no is asked for. `degree`: the idea of which it is asked how much ('kuinka yleinen'), ""
    where it is not. `claims_more`: a comparison says that the first is more (False: less, None:
    neither).
    """

    words: tuple[str, ...]
    quoted: frozenset[str]
    limit: Limit | None
    direction: Direction | None
    turns: tuple[tuple[Direction, int], ...]
    count: int
    skip: int
    scale: Relation | None
    top_steps: int
    is_count: bool
    is_total: bool
    is_average: bool
    is_compare: bool
    is_choice: bool
    is_yes_no: bool
    degree: str
    claims_more: bool | None
    taken: frozenset[int]

    @property
    def is_plain(self) -> bool:
        """Return whether nothing more than figures as printed is asked for."""
        return not (self.limit or self.direction or self.is_average or self.is_compare)


def read_request(text: str) -> Request:
    """Return what a question asks of figures."""
    words = Words.read(text)
    numbers = find_numbers(text)
    limit, of_limit = _limit(words, numbers)
    scale, of_scale = _scale(words.words, of_limit)
    turns = tuple(_turns(words.words, of_limit | of_scale))
    direction, of_rank = _direction(words.words, turns, of_limit | of_scale)
    skip, of_skip = _skip(words.words)
    count, of_count = _count(words, numbers, of_limit) if direction or skip else (0, set())
    flags = {
        name: table_cues(*path).covered(words.words)
        for name, path in (
            ("count", ("count", "cues")),
            ("total", ("sum", "whole")),
            ("average", ("average", "cues")),
            ("compare", ("compare", "cues")),
        )
    }
    years = sum(bool(YEAR.fullmatch(word)) for word in words.words)
    is_change = years > 1 and table_cues("compare", "change").is_in(words.words)
    of_compare = flags["compare"] - of_limit
    between = {i for i in of_compare if words.words[i] in table_words("compare", "between")}
    compares = any(table_cues("compare", key).is_in(words.words) for key in ("more", "less"))
    compares = compares or any(map(COMPARATIVE.fullmatch, words.words))
    is_compare = bool(of_compare - between) or (bool(between) and compares) or is_change
    taken = of_limit | of_rank | of_skip | of_count | of_scale
    taken = taken.union(*flags.values())
    return Request(
        words=words.words,
        quoted=frozenset(fold(found).strip() for found in QUOTED.findall(text)),
        limit=limit,
        direction=direction or (Direction.MOST if skip else None),
        turns=turns,
        count=count,
        skip=skip,
        scale=scale,
        top_steps=_top_steps(words.words),
        is_count=bool(flags["count"]),
        is_total=bool(flags["total"]),
        is_average=bool(flags["average"]),
        is_compare=is_compare,
        is_choice=bool(between),
        is_yes_no=bool(words.words) and _is_yes_no(words.words),
        degree=_degree(words.words),
        claims_more=_claims_more(words.words),
        taken=frozenset(taken),
    )


def _is_yes_no(words: Sequence[str]) -> bool:
    """Return whether the first word asks for yes or no: a verb with -ko, or a foreign one."""
    first = words[:1]
    counts = any(table_cues(*path).is_in(first) for path in (("count", "cues"), COUNTING))
    return (words[0].endswith("ko") and not counts) or words[0] in table_words("yes_no", "verbs")


def _degree(words: Sequence[str]) -> str:
    """Return of which idea it is asked how much: how common, how important."""
    following = [
        words[i + 1]
        for i, word in enumerate(words[:-1])
        if word in how_words() and not table_cues("share", "part").is_in(words[i + 2 : i + 3])
    ]
    found = (i for i in DEGREES if table_cues("ideas", i, "asked").is_in(following))
    return next(found, "")


def _top_steps(words: Sequence[str]) -> int:
    """Return n of 'the n highest classes', 2 where no number is told, 0 where none is asked for."""
    for place in sorted(table_cues("strength", "top").covered(words)):
        around = words[max(place - 1, 0) : place + 3]
        if table_cues("strength", "classes").is_in(around):
            return next((n for word in around if (n := cardinal(word))), 2)
    return 0


def _claims_more(words: Sequence[str]) -> bool | None:
    """Return whether a comparison says that the first is more than the second."""
    if not any(word in table_words("compare", "than") for word in words):
        return None
    for key, is_more in (("more", True), ("less", False)):
        if table_cues("compare", key).is_in(words):
            return is_more
    return None


@cache
def how_words() -> frozenset[str]:
    """Return the folded words before a word of whose degree is asked."""
    return frozenset(fold(word) for word in table_words("degree", "how"))


@cache
def table_cues(*path: str) -> Cues:
    """Return the cues at a place of `tables.toml`."""
    return Cues(table_words(*path))


@cache
def table_words(*path: str) -> Any:  # noqa: ANN401 - a file's value is of any kind
    """Return what stands at a place of `tables.toml`."""
    value = read_toml("tables.toml")
    for key in path:
        value = value[key]
    return value


def _limit(words: Words, numbers: Sequence[Number]) -> tuple[Limit | None, set[int]]:
    """Return the condition that a question sets, and the places of its words."""
    spans = list(_relations(words.words))
    for number in numbers:
        if YEAR.fullmatch(words.text[number.start : number.end]):
            continue
        first, last = words.place_of(number.start), words.place_of(number.end) - 1
        last = max(first, last)
        near = _nearest(spans, first, last)
        taken = {*range(first, last + 1)} | {p for _, span in near for p in span}
        taken |= _units(words, last)
        following = [n for n in numbers if n.start > number.end]
        if following and _is_range(words, number, following[0], near):
            end = words.place_of(following[0].end)
            ends = sorted((number.value, following[0].value))
            return Limit(Relation.BETWEEN, ends[0], ends[1]), taken | set(range(first, end + 1))
        if near:
            return _as_limit(near, _in_tables_size(number)), taken
        if number.is_share or (number.unit == "%" and not number.is_word):
            return Limit(Relation.EQUAL, number.value, is_share=number.is_share), taken
    return _share(words.words)


def _in_tables_size(number: Number) -> Number:
    """Return a number as tables print it: thousands in full, millions as millions."""
    return replace(number, value=number.size, unit="") if number.unit == "1000" else number


def _nearest(spans: Sequence[tuple[str, range]], first: int, last: int) -> list[tuple[str, range]]:
    """Return the relations beside a number; of two before it only the one that is nearer."""
    before = [s for s in spans if first - NEAR_WORDS - 1 <= s[1][-1] < first]
    after = [s for s in spans if last < s[1][0] <= last + NEAR_WORDS]
    nearest = max((s[1][-1] for s in before), default=-1)
    return [s for s in before if s[1][-1] == nearest] + after


def _relations(words: Sequence[str]) -> Iterator[tuple[str, range]]:
    for name in ("over", "at_least", "under", "at_most", "equal", "about", "nearly"):
        for _, span in table_cues("limit", name).find(words):
            yield name, span


def _as_limit(near: Sequence[tuple[str, range]], number: Number) -> Limit:
    names = [name for name, _ in near]
    name = next((n for n in names if n not in {"about", "nearly", "equal"}), names[0])
    value, is_share = number.value, number.is_share
    if name == "about":
        return Limit(Relation.BETWEEN, value - TOLERANCE, value + TOLERANCE, is_share)
    if name == "nearly":
        return Limit(Relation.BETWEEN, value - 2 * TOLERANCE, value, is_share)
    return Limit(Relation(name), value, is_share=is_share)


def _units(words: Words, last: int) -> set[int]:
    """Return the places after a number that tell its unit."""
    following = words.words[last + 1 : last + 2]
    return {last + 1} if following and table_cues("limit", "units").is_in(following) else set()


def _is_range(
    words: Words, number: Number, following: Number, near: Sequence[tuple[str, range]]
) -> bool:
    between = words.text[number.end : following.start]
    is_dash = bool(re.fullmatch(r"\s*%?\s*[–-]\s*", between))
    is_told = table_cues("limit", "between").is_in(words.words)
    return (is_dash or (is_told and len(between.split()) <= 3)) and not number.is_share and not near


def _share(words: Sequence[str]) -> tuple[Limit | None, set[int]]:
    """Return the limit that words such as 'ei kukaan' or 'enemmistö' set by themselves."""
    limits = {
        "none": Limit(Relation.EQUAL, Decimal(0)),
        "unused": Limit(Relation.EQUAL, Decimal(0)),
        "most": Limit(Relation.OVER, Decimal(50), is_share=True),
        "few": Limit(Relation.UNDER, Decimal(50), is_share=True),
        "some": Limit(Relation.OVER, Decimal(0)),
    }
    nobody = table_cues("share", "nobody").covered(words)
    denials = table_cues("denied", "deny").covered(words)
    if nobody and denials:
        return limits["none"], nobody | denials
    for name, limit in limits.items():
        places = table_cues("share", name).covered(words)
        if name == "unused":  # its words name the column too
            if places and not superlatives(Direction.MOST).is_in(words):
                return limit, set()
        elif places:
            return limit, places
    return None, set()


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


def _skip(words: Sequence[str]) -> tuple[int, set[int]]:
    """Return how many come before the one asked for: 'toiseksi yleisin' is 1."""
    after: dict[str, int] = {fold(word): n for word, n in table_words("rank", "after").items()}
    found = [(after[word], {place}) for place, word in enumerate(words) if word in after]
    return found[0] if found else (0, set())


def _count(words: Words, numbers: Sequence[Number], taken: set[int]) -> tuple[int, set[int]]:
    """Return how many of a rank are asked for: 'kolme yleisintä', 'top 3'; 0 where not told."""
    places = table_cues("rank", "all").covered(words.words)
    if places:
        return ALL, places
    for number in numbers:
        place = words.place_of(number.start)
        if place and table_cues("numbered", "cues").is_in(words.words[place - 1 : place]):
            continue
        is_whole = number.value == int(number.value) and 1 < number.value <= MAX_COUNT
        if place not in taken and is_whole and not number.unit and number.end - number.start < 12:
            return int(number.value), {place}
    return 0, set()


def _scale(words: Sequence[str], taken: set[int]) -> tuple[Relation | None, set[int]]:
    """Return whether a step of a scale is asked for with all beyond it ('vähintään suuri')."""
    for name, relation in (("at_least", Relation.AT_LEAST), ("at_most", Relation.AT_MOST)):
        places = table_cues("strength", name).covered(words) - taken
        if places and not any(cardinal(words[p + 1]) for p in places if p + 1 < len(words)):
            return relation, places
    return None, set()
