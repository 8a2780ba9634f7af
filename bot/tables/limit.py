"""Reads the condition that a question sets on figures: 'yli puolella', '10–20 %', 'ei kukaan'."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.numbers import Number
from bot.tables.order import SUPERLATIVE, Direction, superlatives
from bot.tables.wording import Words, table_cues, table_words
from index.grams import fold

YEAR = re.compile(r"(?:19|20)\d\d")
NEAR_WORDS = 2  # so far from its number a word such as 'yli' may stand
TOLERANCE = Decimal(3)  # 'noin' reaches so far to either side


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


NONE = Limit(Relation.EQUAL, Decimal(0))
SOME = Limit(Relation.OVER, Decimal(0))
LIMITS = {
    "none": NONE,
    "unused": NONE,
    "most": Limit(Relation.OVER, Decimal(50), is_share=True),
    "few": Limit(Relation.UNDER, Decimal(50), is_share=True),
    "some": SOME,
}
"""What the words of `share` in `tables.toml` say of a figure."""


def read_limit(words: Words, numbers: Sequence[Number]) -> tuple[Limit | None, set[int]]:
    """Return the condition that a question sets, and the places of its words."""
    left_out = _left_out(words.words)
    if left_out:
        return SOME, left_out
    spans = list(_relations(words.words))
    for number in sorted(numbers, key=lambda n: n.is_share):
        if YEAR.fullmatch(words.text[number.start : number.end]):
            continue
        first, last = words.place_of(number.start), words.place_of(number.end) - 1
        last = max(first, last)
        if _is_side(words.words, first):
            continue
        near = _nearest(words.words, spans, first, last)
        taken = {*range(first, last + 1)} | {p for _, span in near for p in span}
        taken |= _units(words, last)
        if any(
            table_cues("limit", "not_even").is_in(words.words[s.start : s.stop]) for _, s in near
        ):
            taken |= table_cues("denied", "deny").covered(words.words)
        following = [n for n in numbers if n.start > number.end]
        if following and _is_range(words, number, following[0], near):
            end = words.place_of(following[0].end)
            ends = sorted((number.value, following[0].value))
            return Limit(Relation.BETWEEN, ends[0], ends[1]), taken | set(range(first, end + 1))
        if near:
            return _as_limit(near, _in_tables_size(number)), taken
        if number.is_share or number.unit == "%":
            return Limit(Relation.EQUAL, number.value, is_share=number.is_share), taken
    return _share(words.words)


def _is_side(words: Sequence[str], place: int) -> bool:
    """Return whether 'half' means somebody's side: after a genitive ('kuntalaisten puolella')."""
    before = words[max(place - 1, 0)]
    is_view = table_cues("viewpoint", "after").is_in(words[place : place + 1])
    genitives = tuple(fold(ending) for ending in table_words("viewpoint", "genitives"))
    return is_view and place > 0 and before.endswith(genitives)


def _in_tables_size(number: Number) -> Number:
    """Return a number as tables print it: thousands in full, millions as millions."""
    return replace(number, value=number.size, unit="") if number.unit == "1000" else number


def _nearest(
    words: Sequence[str], spans: Sequence[tuple[str, range]], first: int, last: int
) -> list[tuple[str, range]]:
    """Return the relations beside a number; of two before it only the one that is nearer."""
    before = [
        s
        for s in spans
        if first - NEAR_WORDS - 1 <= s[1][-1] < first and not is_of_scale(words, s[1].stop)
    ]
    after = [s for s in spans if last < s[1][0] <= last + NEAR_WORDS]
    nearest = max((s[1][-1] for s in before), default=-1)
    return [s for s in before if s[1][-1] == nearest] + after


def is_of_scale(words: Sequence[str], place: int) -> bool:
    """Return whether a word is a step of a scale: 'at least' before it is said of the step."""
    following = words[place : place + 1]
    if table_cues("strength", "very").is_in(following):
        return True
    steps: list[str] = table_words("strength", "steps")
    return any(table_cues("ideas", step, "asked").is_in(following) for step in steps)


def _relations(words: Sequence[str]) -> Iterator[tuple[str, range]]:
    for name in ("over", "at_least", "under", "at_most", "equal", "about", "nearly"):
        for _, span in table_cues("limit", name).find(words):
            yield name, span
    if table_cues("denied", "deny").is_in(words):
        for _, span in table_cues("limit", "not_even").find(words):
            yield "under", span


def _as_limit(near: Sequence[tuple[str, range]], number: Number) -> Limit:
    names = [name for name, _ in sorted(near, key=lambda told: -len(told[1]))]
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


def _left_out(words: Sequence[str]) -> set[int]:
    """Return the places of words that leave out what is at zero: 'nollat pois lukien'."""
    away = table_cues("share", "left_out").covered(words)
    zero = table_cues("share", "zero").covered(words)
    return away | zero if away and zero else set()


def _share(words: Sequence[str]) -> tuple[Limit | None, set[int]]:
    """Return the limit that words such as 'ei kukaan' or 'enemmistö' set by themselves."""
    more = table_cues("share", "not_none").covered(words)
    if more:
        return SOME, more
    nobody = table_cues("share", "nobody").covered(words)
    denials = table_cues("denied", "deny").covered(words)
    if nobody and denials:
        near = {p for p in denials if any(abs(p - n) <= NEAR_WORDS for n in nobody)}
        return NONE, nobody | (near or denials)
    not_at_all = table_cues("share", "not_at_all").covered(words)
    if not_at_all and denials and asks_for_things(words):
        return NONE, not_at_all | denials
    for name, limit in LIMITS.items():
        places = table_cues("share", name).covered(words)
        if name == "unused":  # its words name the column too
            if places and not superlatives(Direction.MOST).is_in(words):
                return limit, set()
        elif places and not (name == "most" and _asks_for_one(words, places)):
            return limit, places
    return None, set()


def _asks_for_one(words: Sequence[str], places: set[int]) -> bool:
    """Return whether one thing is asked for of which 'most people' say something: the first."""
    is_one = table_cues("rank", "single").is_in(words[:2])
    return is_one and all(SUPERLATIVE.fullmatch(words[place]) for place in places)


def asks_for_things(words: Sequence[str]) -> bool:
    """Return whether it is asked which things there are, or how many."""
    counts = table_cues("count", "cues").is_in(words) and table_cues("count", "things").is_in(words)
    which = table_cues("filter", "which").is_in(words[:3])
    several = which and table_cues("filter", "things").is_in(words)
    return counts or several or table_cues("filter", "several").is_in(words[:2])
