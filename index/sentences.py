"""Cuts Finnish text into sentences, each with its place in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Common abbreviations of running Finnish, after which a full stop ends no sentence
# (Kielitoimiston ohjepankki, 'Lyhenteet'); a number with a full stop is an ordinal.
ABBREVIATIONS = frozenset(
    (  # noqa: SIM905 - one reads words more easily than a list of strings
        "esim mm ym yms jne ns n ks vrt tms ao em eo ko mrd milj klo nk nro os prof s so tri v vs"
    ).split()
)
END = re.compile(r"[.!?…]+[”\")]*(?=\s+[\"”“(–]?\s?[A-ZÅÄÖ0-9])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the offset of its first character in the text it was cut from."""

    text: str
    start: int


def split_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of `text` in order; nothing for text that is all white space."""
    start = 0
    for end in END.finditer(text):
        if not is_abbreviation(text[start : end.start()], end.group(0)):
            yield from _sentence(text, start, end.end())
            start = end.end()
    yield from _sentence(text, start, len(text))


def is_abbreviation(before: str, stop: str) -> bool:
    """Return whether a stop ends an abbreviation or an ordinal, the last word of `before`."""
    word = re.split(r"[\s(]", before)[-1].lower()
    return stop.startswith(".") and (word in ABBREVIATIONS or word.isdigit())


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the stripped sentence between two offsets unless it is empty."""
    piece = text[start:end]
    if piece.strip():
        yield Sentence(piece.strip(), start + len(piece) - len(piece.lstrip()))
