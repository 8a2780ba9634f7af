"""Decides whether the evidence found answers a question, or the report does not tell.

A linear model over `bot/signals.py`, learnt (`bot/weights.py`). Pressing or repeating changes
nothing: the decision depends on the question and the evidence alone.
"""

from collections.abc import Sequence

import numpy as np

from bot.evidence import Evidence
from bot.retrieve import Ranking
from bot.signals import measure
from bot.weights import read_weights


def answer_chance(ranking: Ranking, evidence: Sequence[Evidence]) -> float:
    """Return how likely it is that the evidence answers the question, 0 to 1."""
    score = read_weights("decide").apply(measure(ranking, evidence)[None, :])[0]
    return float(1.0 / (1.0 + np.exp(-score)))


def is_answerable(ranking: Ranking, evidence: Sequence[Evidence]) -> bool:
    """Return whether the evidence answers the question.

    The learnt constant puts the line where as few answers as possible are lost on either side.
    """
    return answer_chance(ranking, evidence) >= 0.5
