"""Tells how a message leans on what was said before; knows only language, no report.

The words stand in `prompts/follow.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.cues import Cues
from bot.model.support import light_words
from bot.numbers import ordinal
from bot.question import Ask, ask_cues, content_words
from index.grams import split_words
from prompts import read_toml

MOST_OWN = 3  # words of its own from which on a message is understood alone
MOST_OWN_BACK = 4
MAX_ITEM = 40
LAST = -1
NOT_OWN = ("more", "example", "where", "again", "back")


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
    opens = follow_cues("opening").is_in(words[:2]) and _begins(words)
    own = own_words(words)
    pronouns = _pronouns(words, own)
    item, is_named = _item(words)
    lean = Lean.ALONE
    if follow_cues("back").is_in(words) and len(own) <= MOST_OWN_BACK:
        lean = Lean.BACK
    elif follow_cues("where").is_in(words) and not own:
        lean = Lean.WHERE
    elif item and len(own) <= (MOST_OWN if is_named or opens else 1):
        lean = Lean.ITEM
    elif follow_cues("again").is_in(words) and not own:
        lean = Lean.AGAIN
    elif follow_cues("example").is_in(words) and not own:
        lean = Lean.EXAMPLE
    elif follow_cues("more").is_in(words) and not ask_cues(Ask.REASON).is_in(words):
        lean = Lean.MORE
    elif ((opens or pronouns) and len(own) <= MOST_OWN) or not own:
        lean = Lean.ON
    return Leaning(lean, own, item, pronouns, opens=opens)


def own_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the folded words by which a message names something itself, each once, in order.

    Not among them: function words, words that only frame, and those that tell how it leans.
    """
    taken = light_words().covered(words)
    for name in (*NOT_OWN, "opening", "pronoun", "last", "next", "first", "item"):
        taken |= follow_cues(name).covered(words)
    for ask in (Ask.REASON, Ask.NUMBER, Ask.TIME, Ask.PERSON):
        taken |= ask_cues(ask).covered(words)
    kept = (w for i, w in enumerate(words) if i not in taken and not _place(w) and not w.isdigit())
    return content_words(list(kept))


def is_push(words: Sequence[str], known: Sequence[str]) -> bool:
    """Return whether a message only presses for an answer; `known`: words that add nothing."""
    taken = follow_cues("push").covered(words) | light_words().covered(words)
    left = content_words([word for place, word in enumerate(words) if place not in taken])
    return all(word in known for word in left)


@cache
def follow_cues(name: str) -> Cues:
    """Return the cues of a list in `follow.toml`."""
    return Cues(read_toml("follow.toml")[name])


def _begins(words: Sequence[str]) -> bool:
    """Return whether the first word is one of an opening."""
    return 0 in follow_cues("opening").covered(words[:2])


def _pronouns(words: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Return the words that stand for something; before a noun they only point at it."""
    endings = tuple(read_toml("follow.toml")["verb_endings"])
    found = []
    for place in sorted(follow_cues("pronoun").covered(words)):
        after = words[place + 1] if place + 1 < len(words) else ""
        if after not in own or after.endswith(endings):
            found.append(words[place])
    return tuple(found)


def _item(words: Sequence[str]) -> tuple[int, bool]:
    """Return which of several things is meant, and whether a word for 'thing' stands by it."""
    is_named = follow_cues("item").is_in(words)
    for place, word in enumerate(words):
        beside = words[max(place - 1, 0) : place + 2]
        if word.isdigit() and 0 < int(word) <= MAX_ITEM and follow_cues("item").is_in(beside):
            return int(word), True
        if _place(word):
            return _place(word), is_named
    for name, item in (("last", LAST), ("first", 1)):
        if follow_cues(name).is_in(words):
            return item, is_named
    return 0, is_named


def _place(word: str) -> int:
    """Return n of a folded word for the n-th, 0 if it is none."""
    return ordinal(word)
