"""Proves a sentence of a language model before it is shown, or says why it is not."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache

from bot.claim import Claim, Reckoning, evidence_url
from bot.evidence import Evidence
from bot.messages import say
from bot.model.exhibit import Exhibit
from bot.model.figures import FigureCheck
from bot.model.support import is_empty, is_supported, telling_words
from bot.numbers import MARKER, Number, find_numbers, unproved_numbers
from bot.phrase import heading_of, is_quoted, needs_heading
from bot.question import Language, detect_language, language_cues
from index.grams import fold, split_words
from index.sentences import is_abbreviation
from prompts import read_toml

UNSEEN = frozenset({"Cf", "Co", "Cn", "Cs"})  # characters that turn or hide what one reads
QUOTES = ('"', "”")  # Finnish opens and closes with the same
MIN_WORDS = 2
MENDED_WORDS = 3  # so many telling words show where a sentence is from
MAX_WORDS = 60  # of a sentence that one can check at a glance
EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|^\s*(?:#+|>)\s+")
LIST_MARK = re.compile(r"^\s*(?:(?:[-*•–]|\d{1,2}[.)](?=\s+[A-ZÅÄÖ”(]))\s+)+")
MARKUP = re.compile(r"[<>\[\]{}\\`~*|^]|[!?]{2,}|\b0\d+ ?%|&#?\w+;|[\u0660-\u0669\uff10-\uff19‰]")
# Addresses of any kind: a scheme, an at sign, two words with nothing but a stop between them.
LINK = re.compile(
    r"\S*(?:://|@|mailto:|tel:)\S*|\bwww\.\S+|[^\W\d_][\w-]*[.\u3002\uff0e\uff61][^\W\d_]{2,}\S*"
)
SPACE_BEFORE = re.compile(r"\s+(?=[.,;:!?])")
DOUBLE_STOP = re.compile(r"([.!?…:][”\")]*)\.$")  # what is left of a stop after a marker
STOP = re.compile(r"[.!?…:][”\")]*$")


class Fault(StrEnum):
    """Why a sentence is not shown."""

    EMPTY = "empty"  # no sentence: a fragment, or nothing that tells
    MARKUP = "markup"
    LINK = "link"
    LANGUAGE = "language"
    LONG = "long"
    UNMARKED = "unmarked"
    NUMBER = "number"
    FIGURES = "figures"
    UNSUPPORTED = "unsupported"
    REPEATED = "repeated"
    LEANING = "leaning"  # on a sentence that is not there


class Prover:
    """Proves sentences against the evidence of one index."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        """Take in all that may be cited."""
        self._figures = FigureCheck(evidence)
        self._evidence = tuple(evidence)
        self._headings = {evidence_url(e): heading for e in evidence if (heading := heading_of(e))}
        self._quoted = {evidence_url(e) for e in evidence if is_quoted(e)}
        self._bare = {evidence_url(e) for e in evidence if needs_heading(e)}

    def prove(
        self, sentence: str, exhibits: Sequence[Exhibit], reckonings: Sequence[Reckoning] = ()
    ) -> Claim | Fault:
        """Return a sentence with the sources that prove it, or why none do.

        A marker counts only where its exhibit supports the sentence; where none of them does and
        another one does, that one takes their place.
        """
        text, lead = tidy(sentence)
        fault = _fault_of_form(text)
        if fault is not None:
            return fault
        numbers = dict.fromkeys(int(n) - 1 for n in MARKER.findall(sentence))
        marked = [exhibits[n] for n in numbers if 0 <= n < len(exhibits)]
        first = Fault.UNMARKED
        if marked:
            alone = [e for e in marked if self._check(text, [e], reckonings) is None]
            found = None if alone else self._check(text, marked, reckonings)
            if found is None:
                sources = [source for e in alone or marked for source in e.sources]
                return Claim(text, tuple({s.key: s for s in sources}.values()), lead)
            first = found
        is_telling = len(telling_words(text)) >= MENDED_WORDS
        others = (e for e in exhibits if self._check(text, [e], reckonings) is None)
        mended = next(others, None) if is_telling else None
        return first if mended is None else Claim(text, mended.sources, lead)

    def frame(self, claim: Claim, before: Claim | None) -> Claim:
        """Return a claim with what tells how it is meant: whose words, or under which heading.

        The claim before it may have told the same heading.
        """
        urls = [source.citation.url for source in claim.sources]
        is_spoken = language_cues("first_person").is_in(split_words(claim.text))
        if is_spoken and self._quoted & set(urls):
            return replace(claim, text=say("frames.worker", text=claim.text))
        heading = self._headings.get(urls[0]) if urls and urls[0] in self._bare else None
        if heading is None or (before is not None and heading in self._told(before)):
            return claim
        return replace(claim, text=say("frames.under", heading=heading, text=claim.text))

    def _told(self, claim: Claim) -> set[str | None]:
        return {self._headings.get(source.citation.url) for source in claim.sources}

    def _check(
        self, text: str, cited: Sequence[Exhibit], reckonings: Sequence[Reckoning]
    ) -> Fault | None:
        """Return why exhibits together do not prove a sentence, None where they do."""
        sources = [source for exhibit in cited for source in exhibit.sources]
        proofs = _proofs(cited)
        if not _links(text) <= _links(" ".join(proofs)):
            return Fault.LINK
        if unproved_numbers(text, proofs) or not _are_exact(text, proofs):
            return Fault.NUMBER
        if any(_is_verbatim(text, proof) for proof in proofs):
            return None
        if not self._figures.is_right(text, sources, reckonings):
            return Fault.FIGURES
        return None if is_supported(text, cited, self._evidence) else Fault.UNSUPPORTED


def tidy(sentence: str) -> tuple[str, str]:
    """Return a sentence without markers, emphasis and list mark, and what is to stand before it."""
    is_item = bool(LIST_MARK.match(sentence))
    is_line = sentence.startswith("\n")
    plain = EMPHASIS.sub("", MARKER.sub("", LIST_MARK.sub("", sentence)))
    text = DOUBLE_STOP.sub(r"\1", SPACE_BEFORE.sub("", " ".join(plain.split())))
    if text and not STOP.search(text):
        text += "" if is_item else "."
    return text, "\n- " if is_item else "\n" if is_line else " "


def _proofs(cited: Sequence[Exhibit]) -> list[str]:
    """Return the quotes of exhibits, and what was computed from them."""
    quotes = [source.citation.quote for exhibit in cited for source in exhibit.sources]
    return [*quotes, *(exhibit.told for exhibit in cited if exhibit.told)]


def _links(text: str) -> set[str]:
    """Return the addresses in a text, without the stops after them."""
    return {link.rstrip(".,;:!?)”") for link in LINK.findall(text)}


def _are_exact(text: str, proofs: Sequence[str]) -> bool:
    """Return whether numbers in digits stand in the proofs with their units, signs and bounds."""
    there = [number for proof in proofs for number in find_numbers(proof)]
    known = {(number.value, number.unit) for number in there}
    bounds = {(b.lower(), n.value) for proof in proofs for b, n in _bounded(proof)}
    return all(
        (n.value, n.unit) in known or n.unit == "date" for n in find_numbers(text) if not n.is_word
    ) and all((bound.lower(), number.value) in bounds for bound, number in _bounded(text))


def _bounded(text: str) -> Iterator[tuple[str, Number]]:
    """Yield the words before numbers that make them bounds, with the numbers."""
    starts = {number.start: number for number in find_numbers(text)}
    for match in _bounds().finditer(text):
        if match.end() in starts:
            yield match.group(1), starts[match.end()]


@cache
def _bounds() -> re.Pattern[str]:
    words = "|".join(read_toml("proof.toml")["bound"]["words"])
    return re.compile(rf"\b({words})\s+(?=\d)", re.IGNORECASE)


def _is_verbatim(text: str, quote: str) -> bool:
    """Return whether a sentence is one or more whole sentences of a quote."""
    if is_abbreviation(text.rstrip("."), "."):
        return False
    said = re.escape(fold(text).rstrip(" .!?…"))
    return re.search(rf"(?:^|[.!?…:”\"]\s+){said}(?=\s*(?:[.!?…]|$))", fold(quote)) is not None


def _fault_of_form(text: str) -> Fault | None:
    """Return what is wrong with a sentence whatever it says."""
    words = split_words(text)
    if is_empty(text) or len(words) < MIN_WORDS or text[:2].islower():
        return Fault.EMPTY
    if text.count("(") != text.count(")") or any(text.count(mark) % 2 for mark in QUOTES):
        return Fault.MARKUP
    if MARKUP.search(text) or any(unicodedata.category(c) in UNSEEN for c in text):
        return Fault.MARKUP
    if len(words) > MAX_WORDS:
        return Fault.LONG
    return None if detect_language(words) is Language.FINNISH else Fault.LANGUAGE
