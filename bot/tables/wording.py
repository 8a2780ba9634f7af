"""The words of a question, and the words that `tables.toml` has for what people ask of tables."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.cues import Cues
from index.grams import WORD, fold
from prompts import read_toml


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
