"""Cuts a text that is still being written into sentences, each as soon as it is whole."""

import re
from collections.abc import Iterator

from index.sentences import is_abbreviation

MARKERS = r"(?:[ \t]*\[\d+\])*"
# A sentence ends at a line break; at a stop after a marker; at a stop, perhaps with markers after
# it, before a blank and what may begin a sentence.
END = re.compile(
    r"\n+"
    r"|(?<=\])[ \t]?[.!?…]+"
    rf"|[.!?…]+[”\")]*{MARKERS}(?=[ \t]+[\"”“(–-]?[ \t]?[A-ZÅÄÖ0-9])"
)
WHOLE = re.compile(r"[^\W\d].*(?:[.!?…:][”\")]*|\])\s*$", re.DOTALL)
MAX_CHARS = 1_500  # longer than any sentence that one reads


class SentenceCutter:
    """Takes pieces of text, gives sentences. What follows a stop tells whether it is an end."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rest = ""
        self._has_cut = False

    def feed(self, piece: str) -> Iterator[str]:
        """Yield the sentences that are whole now, with the line break or blank before each."""
        self._rest += piece
        for sentence in self._cut():
            self._has_cut = True
            yield sentence

    def finish(self) -> Iterator[str]:
        """Yield what is left at the end of the text: all of it, or a sentence not broken off."""
        rest, self._rest = self._rest, ""
        if WHOLE.search(rest) or (rest.strip() and not self._has_cut):
            yield rest

    def _cut(self) -> Iterator[str]:
        at = 0
        while end := END.search(self._rest, at):
            at = end.end()
            sentence = self._rest[:at]
            if not sentence.strip():
                continue
            if not end.group(0).strip():  # the line break leads the next sentence
                yield self._rest[: end.start()]
                self._rest, at = self._rest[end.start() :], end.end() - end.start()
            elif not is_abbreviation(self._rest[: end.start()], end.group(0)):
                yield sentence
                self._rest, at = self._rest[at:], 0
        if len(self._rest) > MAX_CHARS:
            yield self._rest
            self._rest = ""
