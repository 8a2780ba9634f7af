"""Finds cue words in a question. The cues themselves stand in `prompts/language.toml`."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.grams import fold


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

    def spans(self, words: Sequence[str]) -> list[range]:
        """Return the places in `words` where the cue is met."""
        size = len(self.words)
        starts = range(len(words) - size + 1)
        return [range(i, i + size) for i in starts if self._fits(words[i : i + size])]

    def _fits(self, words: Sequence[str]) -> bool:
        return all(
            word == cue if whole else word.startswith(cue)
            for word, cue, whole in zip(words, self.words, self.is_whole, strict=True)
        )


def parse_cues(texts: Sequence[str]) -> tuple[Cue, ...]:
    """Return the cues of a list in `language.toml`."""
    return tuple(Cue.parse(text) for text in texts)


def has_cue(words: Sequence[str], cues: Sequence[Cue]) -> bool:
    """Return whether any cue is met in the folded words."""
    return any(cue.spans(words) for cue in cues)


def covered(words: Sequence[str], cues: Sequence[Cue]) -> set[int]:
    """Return the places of all words that belong to a cue that is met."""
    return {place for cue in cues for span in cue.spans(words) for place in span}
