"""Decides whether the evidence found answers a question, or the report does not tell.

A linear model over `bot/signals.py`, learnt (`bot/weights.py`), and four bars that no score lifts.
Pressing or repeating changes nothing: the decision depends on the question and the evidence alone.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.evidence import Evidence
from bot.retrieve import Ranking
from bot.signals import SIGNALS, measure
from bot.weights import read_weights

# Signals that alone decide: a year, a place or a profession that the evidence does not hold, or a
# number asked for that it does not give. Of the training questions that a report answers they
# touch 2 in 100, of the others 25.
BARS = ("year_unmet", "place_unmet", "profession_unmet", "lacks_number")
_BAR_PLACES = [SIGNALS.index(name) for name in BARS]


def is_answerable(ranking: Ranking, evidence: Sequence[Evidence]) -> bool:
    """Return whether the evidence answers the question.

    The learnt constant puts the line where as few answers as possible are lost on either side.
    """
    signals = measure(ranking, evidence)
    score = float(read_weights("decide").apply(signals[None, :])[0])
    return score >= 0.0 and not is_barred(signals)


def names_other(ranking: Ranking, evidence: Sequence[Evidence]) -> bool:
    """Return whether a year, place or profession is named that the evidence does not hold."""
    signals = measure(ranking, evidence)
    return bool((signals[_BAR_PLACES[:3]] > 0).any())


def is_barred(signals: npt.NDArray[np.float32]) -> bool:
    """Return whether any of the bars is down."""
    return bool((signals[_BAR_PLACES] > 0).any())
