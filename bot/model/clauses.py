"""Cuts sentences in clauses, and finds the words of a clause in a sentence of its evidence.

Every telling word must stand there, by itself or in a paraphrase. What part it plays is the
business of `parts.py`, what turns a meaning that of `turns.py`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.model.forms import Word, is_same, terms
from prompts import read_toml

BREAK = re.compile(r"[;:–.]\s|[()]|\s-\s")


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence: those at the places `telling` say something, numbers too.

    `pieces`: for each word the number of the clause in which it stands.
    """

    words: tuple[Word, ...]
    telling: tuple[int, ...]
    pieces: tuple[int, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """Return the words without dots, as cues are met."""
        return tuple(word.folded for word in self.words)


@dataclass(frozen=True, slots=True)
class Match:
    """A clause of a sentence with a sentence that may hold it: `at` maps places of its words."""

    said: Part
    there: Part
    at: dict[int, int]

    @property
    def is_in_order(self) -> bool:
        """Return whether the words stand in the order of the evidence."""
        return all(a < b for a, b in pairwise(self.at.values()))

    def pairs(self) -> Iterator[tuple[Word, Word]]:
        """Yield the words matched."""
        return ((self.said.words[i], self.there.words[j]) for i, j in self.at.items())


def make_part(words: Sequence[Word], telling: Collection[int]) -> Part:
    """Return words as a part, cut in pieces."""
    borders = terms("borders")
    pieces: list[int] = []
    piece, first = 0, ""
    for place, word in enumerate(words):
        is_border = "," in word.gap and (word.text in borders or first in borders)
        is_cut = is_border or bool(BREAK.search(word.gap)) or word.text in terms("splits")
        if is_cut or not place:
            first = word.text
        piece += is_cut and place > 0
        pieces.append(piece)
    return Part(tuple(words), tuple(sorted(telling)), tuple(pieces))


def cut_clauses(text: str) -> list[str]:
    """Return the clauses of a sentence that are to be held each by itself."""
    return [piece for piece in _joints().split(text) if piece.strip()]


@cache
def _joints() -> re.Pattern[str]:
    joints = read_toml("proof.toml")["clauses"]["joints"]
    return re.compile("|".join(map(re.escape, joints)), re.IGNORECASE)


def match_part(said: Part, there: Part, beside: Sequence[Word] = ()) -> Match | None:
    """Return where the telling words of a clause stand in a sentence, None where one does not.

    `beside`: words of the headings over it; they may lend words that stand together.
    """
    at: dict[int, int] = {}
    lent: list[int] = []
    last = -1
    for rank, place in enumerate(said.telling):
        word = said.words[place]
        found = _places(word, there.words)
        is_lent = any(other.text == word.text for other in beside)
        if not found or (is_lent and all(there.words[f].text != word.text for f in found)):
            if not _places(word, beside):
                return None
            lent.append(rank)
            continue
        free = [f for f in found if f not in at.values()] or found
        after = [f for f in free if f > last]
        at[place] = last = after[0] if after else min(free, key=lambda f: abs(f - last))
    if not at or (lent and lent[-1] - lent[0] >= len(lent)):
        return None
    return Match(said, there, at)


def _places(word: Word, words: Sequence[Word]) -> list[int]:
    exact = [i for i, other in enumerate(words) if other.text == word.text]
    return exact or [i for i, other in enumerate(words) if is_same(word, other)]
