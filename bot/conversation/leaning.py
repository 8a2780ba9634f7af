"""Tells how a message leans on what was said before; knows only language, no report.

The words stand in `prompts/follow.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from bot.cues import Cues
from bot.numbers import ordinal
from bot.question import Ask, ask_cues, content_words, is_function_word
from index.grams import fold, split_words
from prompts import read_lines, read_toml

MOST_OWN = 3  # words of its own from which on a message is understood alone
MOST_OWN_BACK = 4
MOST_OWN_ITEM = 5
MAX_ITEM = 40
LAST = -1
NOT_OWN = (
    "opening",
    "filler",
    "more",
    "example",
    "where",
    "again",
    "back",
    "last",
    "first",
    "item",
)


class Lean(StrEnum):
    """In which way a message goes on from the one before."""

    ALONE = "alone"
    ON = "on"
    MORE = "more"
    EXAMPLE = "example"
    WHERE = "where"
    AGAIN = "again"
    ITEM = "item"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a message leans.

    `own`: the folded words by which it names something itself. `item`: which of the things told is
    meant, 1 the first, -1 the last, 0 none. `pronouns`: the words that stand for what was spoken
    of. `opens`: it begins as one who goes on begins.
    """

    lean: Lean
    own: tuple[str, ...] = ()
    item: int = 0
    pronouns: tuple[str, ...] = ()
    opens: bool = False


def read_leaning(text: str) -> Leaning:
    """Return how a message leans on the one before, as far as its words tell."""
    words = split_words(text)
    opens = 0 in follow_cues("opening").covered(words[:2])
    own = own_words(words)
    pronouns = _pronouns(words)
    item, is_named, is_beside = _item(words)
    is_question = asks_text(words) and not pronouns
    most = MOST_OWN if is_named or opens else MOST_OWN + 1
    most = MOST_OWN_ITEM if is_beside else most
    lean = Lean.ALONE
    if (follow_cues("back").is_in(words) or _points_back(words)) and len(own) <= MOST_OWN_BACK:
        lean = Lean.BACK
    elif follow_cues("where").is_in(words) and not own:
        lean = Lean.WHERE
    elif item and len(own) <= most:
        lean = Lean.ITEM
    elif follow_cues("again").is_in(words) and not own:
        lean = Lean.AGAIN
    elif follow_cues("example").is_in(words) and not own:
        lean = Lean.EXAMPLE
    elif follow_cues("more").is_in(words) and not ask_cues(Ask.REASON).is_in(words):
        lean = Lean.MORE
    elif ((opens or pronouns) and len(own) <= MOST_OWN - is_question) or not own:
        lean = Lean.ON
    return Leaning(lean, own, item, pronouns, opens=opens)


def asks_text(words: Sequence[str]) -> bool:
    """Return whether folded words begin a question of their own, other than one for a figure."""
    taken = follow_cues("opening").covered(words) | follow_cues("filler").covered(words)
    first = next((i for i in range(len(words)) if i not in taken), 0)
    is_figure = ask_cues(Ask.NUMBER).is_in(words)
    return first in follow_cues("question").covered(words) and not is_figure


def own_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the folded words by which a message names something itself, each once, in order.

    Not among them: function words, words that only frame, and those that tell how it leans.
    """
    taken = light_words().covered(words)
    taken |= {place for place, word in enumerate(words) if word in pronoun_cases()}
    for name in NOT_OWN:
        taken |= follow_cues(name).covered(words)
    for ask in (Ask.REASON, Ask.NUMBER, Ask.TIME, Ask.PERSON):
        taken |= ask_cues(ask).covered(words)
    kept = (
        w for i, w in enumerate(words) if i not in taken and not place_of(w) and not w.isdigit()
    )
    return content_words(list(kept))


@cache
def light_words() -> Cues:
    """Return the words that frame what is said without naming anything."""
    return Cues(read_lines("light_words.fi.txt"))


@cache
def follow_cues(name: str) -> Cues:
    """Return the cues of a list in `follow.toml`."""
    return Cues(read_toml("follow.toml")[name])


def _points_back(words: Sequence[str]) -> bool:
    """Return whether a message begins with what was spoken of before ('siitä rahasta vielä')."""
    pronoun, noun = (*words[:2], "", "")[:2]
    is_named = is_naming(noun) and case_of(noun) == pronoun_cases().get(pronoun)
    return is_named and follow_cues("still").is_in(words[2:3])


def _pronouns(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that stand for something; before a noun in their case they only point."""
    cases, found = pronoun_cases(), []
    for word, after in pairwise((*words, "")):
        is_noun = is_naming(after) or ask_cues(Ask.REPORT).is_in([after])
        points = is_noun and case_of(after) == cases.get(word)
        if word in cases and (not points or is_verb(after)):
            found.append(word)
    return tuple(found)


def _item(words: Sequence[str]) -> tuple[int, bool, bool]:
    """Return which of several things is meant, and whether 'thing' is said at all and beside it.

    The n-th of a noun that follows it is none of those told ('kolmas sektori').
    """
    is_named = follow_cues("item").is_in(words)
    for place, word in enumerate(words):
        beside = words[max(place - 1, 0) : place + 2]
        is_by_item = follow_cues("item").is_in(beside)
        if word.isdigit() and 0 < int(word) <= MAX_ITEM and is_by_item:
            return int(word), True, True
        after = words[place + 1] if place + 1 < len(words) else ""
        if place_of(word) and (is_by_item or not _is_noun_after(word, after)):
            return place_of(word), is_named, is_by_item
    return 0, is_named, False


@lru_cache(maxsize=4_096)
def place_of(word: str) -> int:
    """Return n of a folded word for the n-th of what was told, -1 for the last, 0 if it is none."""
    if follow_cues("last").is_in([word]):
        return LAST
    if follow_cues("first").is_in([word]):
        return 1
    named: dict[str, list[str]] = read_toml("follow.toml")["places"]
    places = (int(n) for n, cues in named.items() if Cues(cues).is_in([word]))
    return next(places, ordinal(word))


def item_places(words: Sequence[str]) -> frozenset[int]:
    """Return the places of the words that point at one of several things, pronouns too."""
    point = {i for i, word in enumerate(words) if place_of(word) or word in pronoun_cases()}
    return frozenset(point) | follow_cues("item").covered(words)


def _is_noun_after(word: str, after: str) -> bool:
    return bool(after) and is_naming(after) and case_of(after) == case_of(word)


def is_naming(word: str) -> bool:
    """Return whether a folded word may name something: no function word, none that only frames."""
    return bool(word) and not is_function_word(word) and not light_words().is_in([word])


@cache
def pronoun_cases() -> dict[str, str]:
    """Return the folded words that stand for something, each with its case."""
    by_case: dict[str, list[str]] = read_toml("follow.toml")["pronouns"]
    return {fold(word): case for case, words in by_case.items() for word in words}


def is_verb(word: str) -> bool:
    """Return whether a folded word ends as verbs do."""
    return word.endswith(tuple(read_toml("follow.toml")["verb_endings"]))


def case_of(word: str) -> str:
    """Return the case that a folded word's ending tells, "nominative" where it tells none."""
    cases: dict[str, list[str]] = read_toml("follow.toml")["cases"]
    found = (
        (len(ending), case)
        for case, endings in cases.items()
        for ending in endings
        if word.endswith(ending) and len(word) > len(ending) + 1
    )
    return max(found, default=(0, "nominative"))[1]
