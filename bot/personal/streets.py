"""Finds street addresses: a word that ends as streets do, a house number, what comes after it.

The endings, and the words that only look like streets, are language: `prompts/streets.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.grams import fold
from prompts import read_lines, read_toml

LETTER = r"[^\W\d_]"
HOUSE = re.compile(
    rf"(?<![\w#@-])(?P<street>{LETTER}++(?:-{LETTER}++)*+)[ \n]{{0,2}}"
    r"(?P<number>[1-9]\d{0,3})(?!\d)(?![.:/]\d|,\d{1,4}(?!\d)| ?%)"
)
DOOR = re.compile(
    r"(?:[ ]?-[ ]?\d{1,4}(?!\d|[.,]\d))?"
    r"(?:(?P<flat>[ ]?[A-Za-z][ ]?\d{1,3}(?!\w))|(?:[a-z]|[ ]?[A-Z])(?!\w))?"
    r"(?:,?[ ](?:as|bst|lgh)\.?[ ]?\d{1,3}(?!\w))?"
    rf"(?::{LETTER}{{1,5}}\b)?"
)
POST = re.compile(rf",?[ \n]{{0,2}}(?:FI-)?\d{{5}}(?!\d)(?:[ ]{LETTER}{{3,}}(?:-{LETTER}+)?)?")
UNIT = re.compile(rf"[ ]({LETTER}+)")
YEAR = re.compile(r"(?:19|20)\d\d")
BEFORE = re.compile(r"([A-ZÅÄÖ][^\W\d_]*\.?)[ ]$")
LOOK_BACK = 40  # characters, for the word before
MAX_FIRST = 24  # letters of a word before its ending
MAX_BEFORE = 3  # words of a street before its last
PARTITIVE, NO_PARTITIVE = ("a", "ä"), ("va", "vä")


@dataclass(frozen=True, slots=True)
class Streets:
    """How streets look, folded.

    `named` are endings of names only, `alone` whole names, `before` words before a name; `common`
    says for endings that begin so with which first parts a word is no street; `towns[n]` are starts
    of towns of more than n letters.
    """

    endings: tuple[str, ...]
    named: tuple[str, ...]
    alone: frozenset[str]
    common: tuple[tuple[tuple[str, ...], frozenset[str]], ...]
    before: frozenset[str]
    units: frozenset[str]
    towns: tuple[tuple[str, ...], ...]


def find_street_addresses(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where street addresses stand, in order, with the postal code and town after them."""
    done = 0
    for match in HOUSE.finditer(plain):
        start = _street_start(plain, match, done)
        if start is None:
            continue
        door = DOOR.match(plain, match.end())
        end = door.end() if door else match.end()
        post = POST.match(plain, end)
        is_whole = post is not None or (door is not None and door["flat"] is not None)
        if not is_whole and _is_other(plain, match):
            continue
        done = post.end() if post else end
        yield start, done


def _street_start(plain: str, match: re.Match[str], done: int) -> int | None:
    """Return where the street before a house number begins, None where there is no street."""
    word, streets = match["street"], _streets()
    name, is_name = fold(word), word[0].isupper()
    endings = streets.endings + streets.named if is_name else streets.endings
    if not name.endswith(endings):
        return None
    first = _words_before(plain, match.start(), done)
    if name in streets.alone and (is_name or first):
        return first[0][0] if first else match.start()
    if name in endings:  # a word of its own, after somebody's name
        is_owned = bool(first) and fold(first[-1][1]).endswith("n")
        return first[0][0] if is_owned else None
    starts = [start for start, text in first if fold(text) in streets.before]
    return starts[0] if starts else match.start()


def _is_common(name: str, ending: str) -> bool:
    """Return whether a word that ends as streets do is a common word, a road or a town."""
    first, streets = name.removesuffix(ending), _streets()
    is_common = any(
        ending.startswith(starts) and first in firsts for starts, firsts in streets.common
    )
    return is_common or name.startswith(streets.towns[min(len(first), MAX_FIRST - 1)])


def _words_before(plain: str, place: int, done: int) -> list[tuple[int, str]]:
    """Return up to three words with a capital just before a place, in order, with their starts."""
    found: list[tuple[int, str]] = []
    while len(found) < MAX_BEFORE:
        window = max(done, place - LOOK_BACK)
        match = BEFORE.search(plain[window:place])
        if match is None:
            break
        place = window + match.start(1)
        found.insert(0, (place, match.group(1)))
    return found


def _is_other(plain: str, match: re.Match[str]) -> bool:
    """Return whether a word and a number are rather a common word, a year or a count."""
    name, streets = fold(match["street"]), _streets()
    endings = [e for e in streets.endings + streets.named if name.endswith(e)]
    is_common = any(_is_common(name, ending) for ending in endings)
    return is_common or YEAR.fullmatch(match["number"]) is not None or _is_counted(plain, match)


def _is_counted(plain: str, match: re.Match[str]) -> bool:
    """Return whether the number counts what comes after it ('3 vaihetta')."""
    after = UNIT.match(plain, match.end())
    if after is None:
        return False
    unit = after.group(1)
    is_partitive = unit.endswith(PARTITIVE) and not unit.endswith(NO_PARTITIVE) and len(unit) > 3
    return fold(unit) in _streets().units or (match["street"].islower() and is_partitive)


@cache
def _streets() -> Streets:
    places = [fold(line).rstrip(".") for line in read_lines("places.fi.txt")]
    read = dict(read_toml("streets.toml"))
    common = read.pop("common")
    table = {key: tuple(fold(text).split()) for key, text in read.items()}
    return Streets(
        endings=table["endings"],
        named=table["named"],
        alone=frozenset(table["alone"]),
        common=tuple(
            (tuple(map(fold, entry["endings"])), frozenset(fold(entry["first"]).split()))
            for entry in common
        ),
        before=frozenset(table["before"]),
        units=frozenset(table["units"]),
        towns=tuple(tuple(p for p in places if len(p) > n) for n in range(MAX_FIRST)),
    )
