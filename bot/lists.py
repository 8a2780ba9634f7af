"""Answers 'which are all …': finds the heading that is asked for and gives its list whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.claim import Claim, Source, evidence_source, heading_passage, passage_source
from bot.evidence import Evidence
from bot.lexicon import Lexicon
from bot.messages import say
from bot.numbers import cardinal
from bot.question import Ask, Question, ask_cues
from bot.retrieve import MET, Ranking
from index.grams import split_words
from index.report import PassageKind, Report, Section

Floats = npt.NDArray[np.float32]
# Measured on tests/training/report_questions.jsonl: questions for a whole list lie above.
HEADING_NEAR, HEADING_AHEAD, HEADING_SHARE = 0.45, 0.12, 0.45
# So many words has a question for the most of what a heading asks for, and such a share of them
# the heading has.
MOST_WORDS, MOST_SHARE = 2, 0.65


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with a list under it: a sub-heading, or a section's title (`name` is None).

    `places` are those of its bullets among the evidence.
    """

    report: Report
    section: Section
    name: str | None
    places: tuple[int, ...]

    @property
    def text(self) -> str:
        """Return the heading's words without its number."""
        return self.section.printed(self.name) if self.name else self.section.title


def list_headings(evidence: Sequence[Evidence]) -> tuple[Heading, ...]:
    """Return all headings that have bullets under them, sections' titles and sub-headings."""
    found: dict[tuple[str, str, str | None], list[int]] = {}
    owners: dict[tuple[str, str, str | None], Evidence] = {}
    for place, e in enumerate(evidence):
        if e.passage is None or e.passage.kind is not PassageKind.BULLET:
            continue
        for name in dict.fromkeys((None, e.passage.subsection)):
            key = (e.report.id, e.section.number, name)
            found.setdefault(key, []).append(place)
            owners.setdefault(key, e)
    return tuple(
        Heading(owners[key].report, owners[key].section, key[2], tuple(places))
        for key, places in found.items()
    )


def embed_headings(
    headings: Sequence[Heading], embed: Callable[[str], list[float]]
) -> tuple[Floats, Floats]:
    """Return the embeddings of n headings as if they were questions: alone, and under their title.

    Both are n × d. A heading that is a question meets questions best as one.
    """
    alone = [embed(heading.text) for heading in headings]
    under = [embed(f"{heading.section.title} {heading.text}") for heading in headings]
    return np.array(alone, dtype=np.float32), np.array(under, dtype=np.float32)


def heading_cosines(ranking: Ranking, embedded: tuple[Floats, Floats]) -> Floats:
    """Return how near the question is to each of n headings, -1 to 1."""
    alone, under = embedded
    nearest: Floats = np.maximum(alone @ ranking.vector, under @ ranking.vector)
    return nearest


def heading_scores(ranking: Ranking, headings: Sequence[Heading], cosines: Floats) -> Floats:
    """Return how well each heading's list answers the question, higher is better.

    It is the share of the evidence found that stands under the heading, and by how much the
    heading itself is nearer to the question than any passage.
    """
    ahead: Floats = cosines - ranking.cosines.max()
    return _shares(ranking, headings) + 2.0 * ahead


def is_asked_whole(ranking: Ranking, heading: Heading, cosine: float) -> bool:
    """Return whether a question asks for the whole of what stands under a heading."""
    is_nearest = cosine - float(ranking.cosines.max()) >= HEADING_AHEAD
    share = float(_shares(ranking, [heading])[0])
    return cosine >= HEADING_NEAR and is_nearest and share >= HEADING_SHARE


def _shares(ranking: Ranking, headings: Sequence[Heading]) -> Floats:
    return np.array([ranking.shares[list(h.places)].sum() for h in headings], dtype=np.float32)


def heading_likeness(question: Question, headings: Lexicon) -> list[float]:
    """Return for each heading how much of the question it meets and is met, 0 to 1 (Dice)."""
    met, asked = _met(question, headings), len(question.words)
    return [float(2 * hit / (asked + size)) for hit, size in zip(met, headings.sizes, strict=True)]


def same_most(question: Question, headings: Sequence[Heading], words: Lexicon) -> int | None:
    """Return the place of the heading that asks for the most of the same things, if one does.

    `words`: those of the headings.
    """
    asked = [word for word in question.words if not cardinal(word)]
    if Ask.MOST not in question.asks or len(asked) < MOST_WORDS:
        return None
    met = _met(question, words) / len(asked)
    asking = [i for i, h in enumerate(headings) if ask_cues(Ask.MOST).is_in(split_words(h.text))]
    best = max(asking, key=lambda i: met[i], default=None)
    return best if best is not None and met[best] >= MOST_SHARE else None


def _met(question: Question, headings: Lexicon) -> Floats:
    """Return how many of the question's words each heading meets, each by its likeness."""
    matches = headings.matches(question.words, question.language)
    met: Floats = (matches * (matches >= MET)).sum(axis=0)
    return met


def write_list(heading: Heading, evidence: Sequence[Evidence]) -> list[Claim]:
    """Return the whole list under a heading, by its sub-headings where it has several."""
    names = heading.section.subsections
    opening = "frames.section" if heading.name is None and names else "frames.list"
    claims = [Claim(say(opening, heading=heading.text), _heading_source(heading, heading.name))]
    told = heading.name
    for place in heading.places:
        e = evidence[place]
        name = e.passage.subsection if e.passage is not None else None
        if name != told:
            told = name
            claims.append(Claim(f"{name}:", _heading_source(heading, name), lead="\n"))
        claims.append(Claim(e.text, (evidence_source(e),), lead="\n- "))
    return claims


def _heading_source(heading: Heading, name: str | None) -> tuple[Source, ...]:
    passage = heading_passage(heading.section, name)
    if passage is None:
        return ()
    return (passage_source(heading.report, heading.section, passage, passage.text),)
