"""Decides whether the evidence found answers a question, or the report does not tell.

A linear model over `bot/signals.py`, learnt (`bot/weights.py`), and six bars that no score lifts.
Pressing or repeating changes nothing: the decision depends on the question and the evidence alone.
"""

import numpy as np
import numpy.typing as npt

from bot.signals import SIGNALS
from bot.weights import read_weights

Floats = npt.NDArray[np.float32]
# Signals that alone decide: a year, a place or a profession that the evidence does not hold, a
# number or a thing with a name asked for that it does not give, or how something is done of which
# there is but the title. Of the training questions that a report answers they touch 1 in 100, of
# the others 35.
BARS = (
    "year_unmet",
    "place_unmet",
    "profession_unmet",
    "lacks_number",
    "lacks_thing",
    "lacks_detail",
)
_BAR_PLACES = [SIGNALS.index(name) for name in BARS]


def is_answerable(signals: Floats) -> bool:
    """Return whether the evidence with these signals answers the question.

    The learnt constant puts the line where as few answers as possible are lost on either side.
    """
    score = float(read_weights("decide").apply(signals[None, :])[0])
    return score >= 0.0 and not is_barred(signals)


def names_other(signals: Floats) -> bool:
    """Return whether a year, place or profession is named that the evidence does not hold."""
    return bool((signals[_BAR_PLACES[:3]] > 0).any())


def names_other_subject(signals: Floats) -> bool:
    """Return whether a telling subject is named that the best evidence does not hold."""
    return names_other(signals) or bool(signals[SIGNALS.index("subjects_unmet")] > 0)


def is_barred(signals: Floats) -> bool:
    """Return whether any of the bars is down."""
    return bool((signals[_BAR_PLACES] > 0).any())
