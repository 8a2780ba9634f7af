"""Answers what is asked of the report itself: who made it, when, how often, what it covers."""

from collections.abc import Sequence

import numpy as np

from bot.claim import Claim, heading_passage, passage_source
from bot.evidence import Evidence
from bot.lexicon import Lexicon
from bot.messages import say
from bot.phrase import phrase_pick, pick_sentences
from bot.question import Question, subject_words
from bot.retrieve import MET, Ranking
from index.report import Report

OPENING = "0"  # the part of a report of the series that tells of the report itself
LENIENT = frozenset({"title", "date", "overview"})  # asked in words that tell of nothing else
KIND_OF = {"title": ("title",), "date": ("date",)}


def write_about(kind: str, ranking: Ranking, evidence: Sequence[Evidence]) -> list[Claim]:
    """Return the claims that answer a question of this kind (`prompts/language.toml`, meta)."""
    if kind == "overview":
        return _overview(evidence[ranking.order[0]].report)
    places = [i for i, e in enumerate(evidence) if _is_about(e, KIND_OF.get(kind))]
    if not places:
        return []
    best = places[int(np.argmax(ranking.scores[places]))]
    e = evidence[best]
    return phrase_pick(pick_sentences(e, ranking.sentence_scores(e)))


def opening_lexicon(evidence: Sequence[Evidence]) -> Lexicon:
    """Return the words of all reports' opening parts, as one text."""
    return Lexicon([" ".join(e.text for e in evidence if e.section.number == OPENING)])


def is_about_report(question: Question, kind: str, opening: Lexicon) -> bool:
    """Return whether a question names no other subject than the opening part tells of."""
    subject = subject_words(question)
    unmet = (opening.matches(subject, question.language) < MET).sum()
    return bool(unmet <= (1 if kind in LENIENT else 0))


def _is_about(evidence: Evidence, kinds: tuple[str, ...] | None) -> bool:
    if evidence.section.number != OPENING:
        return False
    return evidence.kind in kinds if kinds else evidence.kind not in {"title", "date"}


def _overview(report: Report) -> list[Claim]:
    """Return the report's title and the titles of its sections."""
    opening = report.section(OPENING)
    title = opening.passages[0]
    name = title.text.split(": ", maxsplit=1)[-1]
    source = passage_source(report, opening, title, title.text)
    claims = [Claim(say("frames.overview", title=name), (source,))]
    for section in report.sections:
        heading = heading_passage(section, None)
        if section.number != OPENING and heading is not None:
            source = passage_source(report, section, heading, heading.text)
            claims.append(Claim(section.title, (source,), lead="\n- "))
    return claims
