"""Decides whether the evidence found answers a question, or the report does not tell.

A good passage comes up for almost any question; what tells is which of the question's words the
best evidence leaves unmet, and whether it holds the kind of thing that is asked for. The weights
are learnt (`bot/weights.py`); pressing or repeating changes nothing.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from bot.cues import Cue, covered, parse_cues
from bot.evidence import Evidence
from bot.question import NUMBER, Ask, Question
from bot.retrieve import MET, Ranking
from bot.weights import read_weights
from index.grams import split_words
from prompts import read_lines

Floats = npt.NDArray[np.float32]
SIGNALS = (
    "cosine",
    "cosine_peak",
    "cosine_standard",
    "share",
    "score",
    "keyword_share",
    "cover",
    "cover_near",
    "worst_unmet",
    "unknown",
    "words",
    "number_unmet",
    "place_unmet",
    "profession_unmet",
    "asks_number",
    "lacks_number",
    "lacks_time",
    "asks_person",
    "asks_reason",
    "foreign",
    "foreign_cosine",
)
NEAR = 3  # the best pieces of evidence that are looked at together
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
TIME = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\d{1,2}\.|\w+(?:kuu|vuosi|vuoden|vuode|syksy|kevä|talve|kesä)\w*")
WHOLE_YES = 0.5


def answer_chance(ranking: Ranking, evidence: Sequence[Evidence]) -> float:
    """Return how likely it is that the evidence answers the question, 0 to 1."""
    weights = read_weights("decide")
    scores = weights.apply(signals(ranking, evidence)[None, :])
    return float(1.0 / (1.0 + np.exp(-scores[0])))


def is_answerable(ranking: Ranking, evidence: Sequence[Evidence]) -> bool:
    """Return whether the evidence answers the question."""
    return answer_chance(ranking, evidence) >= WHOLE_YES


def signals(ranking: Ranking, evidence: Sequence[Evidence]) -> Floats:
    """Return the values of SIGNALS for a ranking."""
    question, order = ranking.question, ranking.order
    near = order[:NEAR]
    top = order[0]
    weight = ranking.rarity + 0.05
    total = float(weight.sum())
    met_near = ranking.matches[:, near].max(axis=1)
    met_any = ranking.matches.max(axis=1)
    cosines = np.sort(ranking.cosines)[::-1]
    best_text = " ".join(evidence[i].text for i in near)
    unmet = weight * (1.0 - met_near)
    values = {
        "cosine": float(cosines[0]),
        "cosine_peak": float(cosines[0] - cosines[min(9, len(cosines) - 1)]),
        "cosine_standard": float((cosines[0] - cosines.mean()) / (cosines.std() + 1e-6)),
        "share": float(ranking.shares[top]),
        "score": float(ranking.scores[top] - ranking.scores.mean()),
        "keyword_share": float(ranking.keyword_share[top]),
        "cover": float(weight @ ranking.matches[:, top]) / total,
        "cover_near": float(weight @ met_near) / total,
        "worst_unmet": float(unmet.max()),
        "unknown": float(weight @ (met_any < MET)) / total,
        "words": float(np.log1p(len(question.words))),
        "number_unmet": float(_numbers_unmet(question, best_text)),
        "place_unmet": float(_unmet_subject(question, ranking, near, "places.fi.txt")),
        "profession_unmet": float(_unmet_subject(question, ranking, near, "professions.fi.txt")),
        "asks_number": float(Ask.NUMBER in question.asks),
        "lacks_number": float(
            Ask.NUMBER in question.asks and not NUMBER.search(evidence[top].text)
        ),
        "lacks_time": float(Ask.TIME in question.asks and not TIME.search(evidence[top].text)),
        "asks_person": float(Ask.PERSON in question.asks),
        "asks_reason": float(Ask.REASON in question.asks),
        "foreign": float(question.is_foreign),
        "foreign_cosine": float(question.is_foreign) * float(cosines[0]),
    }
    return np.array([values[name] for name in SIGNALS], dtype=np.float32)


def _numbers_unmet(question: Question, text: str) -> bool:
    """Return whether the question names a number that the evidence does not hold."""
    digits = set(re.findall(r"\d+", text))
    return any(part not in digits for n in question.numbers for part in re.findall(r"\d+", n))


def _unmet_subject(question: Question, ranking: Ranking, near: Sequence[int], file: str) -> bool:
    """Return whether a place or a profession is named that the evidence does not hold."""
    words = split_words(question.text)
    named = {words[place] for place in covered(words, _subjects(file))}
    met = ranking.matches[:, list(near)].max(axis=1)
    return any(
        word in named and met[i] < MET for i, word in enumerate(question.words)
    )


@cache
def _subjects(file: str) -> tuple[Cue, ...]:
    return parse_cues(read_lines(file))
