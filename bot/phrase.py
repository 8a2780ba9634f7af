"""Turns the report's sentences into claims: picks what answers first, and frames what needs it.

The words are the report's own. A fixed frame says whose they are, or under which heading they
stand, where the sentence alone would not be understood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.claim import Claim, Source, evidence_source
from bot.evidence import Evidence
from bot.messages import say
from bot.question import language_cues
from index.grams import split_words
from index.report import PassageKind
from index.sentences import Sentence, split_sentences
from prompts import read_toml

FIRST_WORDS, NEXT_WORDS = 46, 28  # so long a passage is shown whole; of a longer one a part
END = re.compile(r"[.!?…][”\")]*$")


@dataclass(frozen=True, slots=True)
class Pick:
    """Sentences of one passage, in order, that lie side by side."""

    evidence: Evidence
    sentences: tuple[Sentence, ...]

    @property
    def quote(self) -> str:
        """Return the words of the passage from the first to the last sentence picked."""
        first, last = self.sentences[0], self.sentences[-1]
        return self.evidence.text[first.start : last.start + len(last.text)]

    @property
    def word_count(self) -> int:
        """Return the number of words picked."""
        return len(self.quote.split())


def pick_sentences(
    evidence: Evidence, scores: dict[int, float], max_words: int = FIRST_WORDS
) -> Pick:
    """Return the sentences of a passage that answer best: the best one and those around it.

    `scores` tells by a sentence's offset how well it fits the question, higher is better; a
    passage of one sentence has none.
    """
    sentences = _telling(evidence, tuple(split_sentences(evidence.text)))
    if len(evidence.text.split()) <= max_words or len(sentences) == 1:
        return Pick(evidence, sentences)
    best = max(range(len(sentences)), key=lambda i: scores.get(sentences[i].start, 0.0))
    first = last = best
    while first > 0 and leans(sentences[first].text):
        first -= 1
    while True:
        grown = _grow(sentences, first, last, scores)
        words = sum(len(s.text.split()) for s in sentences[grown[0] : grown[1] + 1])
        if grown == (first, last) or words > max_words:
            break
        first, last = grown
    return Pick(evidence, sentences[first : last + 1])


def _telling(evidence: Evidence, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return a paragraph's sentences without the questions that it opens with."""
    if evidence.kind != PassageKind.PARAGRAPH.value:
        return sentences
    asked = 0
    while asked < len(sentences) - 1 and sentences[asked].text.endswith("?"):
        asked += 1
    return sentences[asked:]


def _grow(
    sentences: Sequence[Sentence], first: int, last: int, scores: dict[int, float]
) -> tuple[int, int]:
    """Return the span with one sentence more: the next if it leans, else the better neighbour."""
    after = sentences[last + 1] if last + 1 < len(sentences) else None
    before = sentences[first - 1] if first > 0 else None
    if after is not None and (before is None or leans(after.text)):
        return first, last + 1
    if before is None:
        return first, last
    if after is None or scores.get(before.start, 0.0) > scores.get(after.start, 0.0):
        return first - 1, last
    return first, last + 1


def phrase_pick(pick: Pick, told: str | None = None) -> list[Claim]:
    """Return the claims of a pick; `told` is the heading that the claim before it has named."""
    source = evidence_source(pick.evidence, pick.quote)
    frames = _frames(pick, told)
    return [
        _claim(sentence.text, frame, pick.evidence, source)
        for sentence, frame in zip(pick.sentences, frames, strict=True)
    ]


def needs_heading(evidence: Evidence) -> bool:
    """Return whether a passage is not understood without the heading over it."""
    passage = evidence.passage
    if passage is None or passage.kind is not PassageKind.BULLET:
        return False
    forms = read_toml("language.toml")["bare_verb"]
    text = passage.text
    first = text.split(maxsplit=1)[0].lower().rstrip(",:")
    is_bare = first.endswith(tuple(forms["endings"])) or text.startswith(tuple(forms["starts"]))
    return is_bare or not END.search(text) or evidence.section.title.endswith("?")


def heading_of(evidence: Evidence) -> str | None:
    """Return the nearest heading over a passage that a frame may name: one without figures."""
    if evidence.table is not None:
        return evidence.table.title
    names = [name for name in evidence.headings if name and not re.search(r"\d", name)]
    return names[-1] if names else None


def _frames(pick: Pick, told: str | None) -> list[str | None]:
    """Return for each sentence the message that frames it, None for none."""
    evidence, count = pick.evidence, len(pick.sentences)
    passage = evidence.passage
    if passage is not None and is_quoted(evidence):
        if passage.kind is PassageKind.QUOTATION:
            return ["frames.speaker"] * count
        return ["frames.worker", *["frames.worker_more"] * (count - 1)]
    heading = heading_of(evidence)
    if heading is not None and heading != told and needs_heading(evidence):
        frame = "frames.under" if END.search(evidence.text) else "frames.mention"
        return [frame, *[None] * (count - 1)]
    return [None] * count


def _claim(text: str, frame: str | None, evidence: Evidence, source: Source) -> Claim:
    ended = text if END.search(text) or frame in _QUOTING else f"{text}."
    if frame is None:
        return Claim(ended, (source,))
    if frame in _QUOTING:
        return Claim(say(frame, text=text), (source,))
    return Claim(say(frame, heading=heading_of(evidence) or "", text=ended), (source,))


_QUOTING = frozenset({"frames.worker", "frames.worker_more", "frames.speaker"})


def is_quoted(evidence: Evidence) -> bool:
    """Return whether a passage is what somebody said: a quotation, or told by 'I' or 'we'."""
    if evidence.passage is None or evidence.passage.kind is PassageKind.QUOTATION:
        return evidence.passage is not None
    is_bullet = evidence.passage.kind is PassageKind.BULLET
    return is_bullet and language_cues("first_person").is_in(split_words(evidence.text))


def leans(text: str) -> bool:
    """Return whether a sentence is not understood without the one before it."""
    starts: Sequence[str] = read_toml("language.toml")["leaning"]["starts"]
    return text.startswith(tuple(starts))
