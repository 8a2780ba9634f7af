"""Joins the addresses printed below a list to the items they belong to, where that is certain."""

import re
import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from index.report import Link, Passage, PassageKind

STEM_CHARS = 5  # Finnish endings change the tail of a word; a shared head of five tells it
PART_CHARS = 8  # a part this long in the middle of a compound tells it too
MIN_WORDS = 2  # words of an address that must stand in an item; a host's whole name is enough
MIN_WORD_CHARS = 4


def join_links(passages: list[Passage]) -> list[Passage]:
    """Return the passages, each bullet of a list with the links that belong to it.

    An address belongs to a bullet of the list last printed above it when it shares more words
    with that bullet than with any other, and at least two (or the whole of its host's name).
    An address that fits none or several stays a link of the list alone.
    """
    joined = list(passages)
    for passage in passages:
        if passage.kind is not PassageKind.LINK:
            continue
        owner = _owner(passage.text, _list_above(joined, passage))
        if owner is not None:
            index = joined.index(owner)
            link = Link(passage.text, passage.page)
            joined[index] = replace(owner, links=(*owner.links, link))
    return joined


def _list_above(passages: list[Passage], link: Passage) -> list[Passage]:
    """Return the bullets under the same sub-heading as the link."""
    return [p for p in passages if p.kind is PassageKind.BULLET and p.subsection == link.subsection]


def _owner(url: str, items: list[Passage]) -> Passage | None:
    scores = sorted(((_shared(url, item.text), item) for item in items), key=lambda s: -s[0])
    if not scores or scores[0][0] < MIN_WORDS:
        return None
    is_tied = len(scores) > 1 and scores[1][0] == scores[0][0]
    return None if is_tied else scores[0][1]


def _shared(url: str, text: str) -> int:
    """Return how many words of the address stand in the text; a matching host counts as two."""
    parts = urlsplit(url)
    slug = parts.path.rstrip("/").rsplit("/", maxsplit=1)[-1]
    words = _words(text)
    shared = sum(
        any(_is_same(told, word) for word in words)
        for told in set(_words(slug))
        if len(told) >= MIN_WORD_CHARS
    )
    host = parts.netloc.removeprefix("www.").split(".")[0]
    return shared + MIN_WORDS * (host in "".join(words))


def _is_same(told: str, word: str) -> bool:
    """Return whether two words begin alike or share a long part, as compounds do."""
    if word.startswith(told[:STEM_CHARS]):
        return True
    parts = (told[i : i + PART_CHARS] for i in range(len(told) - PART_CHARS + 1))
    return any(part in word for part in parts)


def _words(text: str) -> list[str]:
    """Return the words in lower case without dots and rings, as addresses are written."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain)
