"""Words and their 4-character n-grams: how the keyword index sees text.

Finnish words are inflected and compounded so freely that whole words seldom meet; their n-grams
do, and they survive typing errors (measured in design.md: better than stems and lemmas).
"""

import re
import unicodedata
from functools import lru_cache

SIZE = 4
SOFT_HYPHEN = "\u00ad"
WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return lower-case text without the marks on letters: `ä` is `a`, as many type it.

    Soft hyphens go too: they are no part of a word.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if c != SOFT_HYPHEN and not unicodedata.combining(c))


def split_words(text: str) -> list[str]:
    """Return the folded words and numbers of a text, in order."""
    return WORD.findall(fold(text))


def shared_start(word: str, other: str) -> int:
    """Return how many characters two words have in common at their beginning."""
    for place, (a, b) in enumerate(zip(word, other, strict=False)):
        if a != b:
            return place
    return min(len(word), len(other))


@lru_cache(maxsize=16_384)
def word_grams(word: str) -> tuple[str, ...]:
    """Return the n-grams of one folded word, its end marked; a short word is one gram."""
    marked = word + "_"
    return tuple(marked[i : i + SIZE] for i in range(max(1, len(marked) - SIZE + 1)))


def text_grams(text: str) -> list[str]:
    """Return the n-grams of all words of a text, in order."""
    return [gram for word in split_words(text) for gram in word_grams(word)]
