"""Finds cue words in a question. The cues themselves stand in the files of `prompts/`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.grams import fold

RECALLED = 32  # rows of words: one question is looked at for the same cues again and again


@dataclass(frozen=True, slots=True)
class Cue:
    """Words to be met in a row; a word that is not whole needs only to begin alike."""

    words: tuple[str, ...]
    is_whole: tuple[bool, ...]

    @classmethod
    def parse(cls, text: str) -> "Cue":
        """Return the cue written as in `language.toml`: a full stop ends a whole word."""
        words = fold(text).replace("-", " ").split()
        return cls(tuple(w.rstrip(".") for w in words), tuple(w.endswith(".") for w in words))

    def fits(self, words: Sequence[str]) -> bool:
        """Return whether the words begin with the cue."""
        return len(words) >= len(self.words) and all(
            word == cue if whole else word.startswith(cue)
            for word, cue, whole in zip(words, self.words, self.is_whole, strict=False)
        )


@lru_cache(maxsize=4_096)
def _beginnings(word: str) -> frozenset[str]:
    return frozenset(word[:size] for size in range(1, len(word) + 1))


class Cues:
    """A list of cues, looked up by the beginning of a word."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Parse the cues of a list, each written as `Cue.parse` takes it."""
        self._by_stem: dict[str, list[Cue]] = defaultdict(list)
        for text in texts:
            cue = Cue.parse(text)
            self._by_stem[cue.words[0]].append(cue)
        self._found = lru_cache(maxsize=RECALLED)(self._find)

    def find(self, words: Sequence[str]) -> Iterator[tuple[Cue, range]]:
        """Yield each cue met in the folded words with its place, by place."""
        yield from self._found(tuple(words))

    def _find(self, words: tuple[str, ...]) -> tuple[tuple[Cue, range], ...]:
        return tuple(
            (cue, range(start, start + len(cue.words)))
            for start, word in enumerate(words)
            for stem in self._by_stem.keys() & _beginnings(word)
            for cue in self._by_stem[stem]
            if cue.fits(words[start : start + len(cue.words)])
        )

    def is_in(self, words: Sequence[str]) -> bool:
        """Return whether any cue is met."""
        return next(self.find(words), None) is not None

    def covered(self, words: Sequence[str]) -> set[int]:
        """Return the places of all words that belong to a cue that is met."""
        return {place for _, span in self.find(words) for place in span}

    def longest(self, words: Sequence[str]) -> int:
        """Return the number of words of the longest cue met, 0 where none is."""
        return max((len(span) for _, span in self.find(words)), default=0)
