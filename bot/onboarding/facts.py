"""Finds what a report says, or who it quotes, that a quiz may ask: what is understood alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.evidence import Evidence
from bot.onboarding.themes import Part, Theme
from bot.phrase import is_quoted, leans
from bot.question import content_words, language_cues
from index.grams import shared_start, split_words
from index.report import PassageKind
from index.sentences import split_sentences

MIN_WORDS, MAX_WORDS = 3, 28
STEM_SHARE = 0.6  # of the longer word's characters, from which on two words have one stem
MIN_STEM, MIN_FAMILY = 5, 4
MIN_PART = 7  # letters in a row, from which on two compounds have a part in common
MIN_QUOTED = 5  # words: less of what somebody says is not understood alone


@dataclass(frozen=True, slots=True)
class Statement:
    """A bullet, or the sentence of a passage that is understood alone; verbatim.

    `is_quoted`: somebody whom the report quotes says it of himself, so it is no statement of ours.
    """

    theme: str
    part: Part
    evidence: Evidence
    text: str
    words: tuple[str, ...]
    is_quoted: bool = False

    @property
    def shown(self) -> str:
        """Return the words as an option of a quiz: in quotation marks, or without a last stop."""
        return f"”{self.text}”" if self.is_quoted else self.text.rstrip(".")


def list_statements(themes: Sequence[Theme]) -> list[Statement]:
    """Return all statements of the themes that are text, in the report's order."""
    return [
        Statement(theme.id, part, e, text, content_words(split_words(text)), is_quoted(e))
        for theme in themes
        for part in theme.parts
        for e in part.evidence
        for text in (_quoted(e) if is_quoted(e) else _statements(e))
    ]


def is_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether two texts have a third of the words of the shorter in common, by stems."""
    short, long = sorted((words, others), key=len)
    met = sum(any(is_kin(word, other) for other in long) for word in short)
    return 3 * met >= len(short)


def is_kin(word: str, other: str) -> bool:
    """Return whether two folded words have a stem or a part of a compound in common."""
    begins_so = word[:MIN_STEM] == other[:MIN_STEM]  # else the slower look is in vain
    return (begins_so and has_stem(word, other)) or not _runs(word).isdisjoint(_runs(other))


@lru_cache(maxsize=16_384)
def _runs(word: str) -> frozenset[str]:
    """Return all runs of `MIN_PART` letters of a word."""
    return frozenset(word[i : i + MIN_PART] for i in range(len(word) - MIN_PART + 1))


def has_stem(word: str, other: str) -> bool:
    """Return whether two folded words begin with the same stem, as far as letters tell."""
    shared = shared_start(word, other)
    return word == other or (
        shared >= MIN_STEM and shared >= STEM_SHARE * max(len(word), len(other))
    )


def begins_alike(word: str, other: str) -> bool:
    """Return whether two folded words may be parts of one family: their first letters are alike."""
    return word == other or shared_start(word, other) >= MIN_FAMILY


def _statements(evidence: Evidence) -> Iterator[str]:
    """Yield a bullet's first sentence, all of a paragraph, where they stand alone."""
    passage = evidence.passage
    if passage is None or passage.kind is PassageKind.QUOTATION:
        return
    sentences = [sentence.text for sentence in split_sentences(passage.text)]
    first = sentences[:1] if passage.kind is PassageKind.BULLET else sentences
    for text in first:
        size = len(text.split())
        is_whole = MIN_WORDS <= size <= MAX_WORDS and "?" not in text
        if is_whole and not leans(text):
            yield text


def _quoted(evidence: Evidence) -> Iterator[str]:
    """Yield the first sentence in which a quoted bullet's speaker tells what he does."""
    passage = evidence.passage
    if passage is None or passage.kind is not PassageKind.BULLET:
        return
    for sentence in split_sentences(passage.text):
        is_whole = MIN_QUOTED <= len(sentence.text.split()) <= MAX_WORDS
        is_own = language_cues("first_person", "act").is_in(split_words(sentence.text))
        if is_whole and is_own and "?" not in sentence.text and not leans(sentence.text):
            yield sentence.text
            return
