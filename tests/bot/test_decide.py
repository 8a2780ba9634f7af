"""What is answered and what is barred, by signals alone; no weight is known here."""

import numpy as np
import pytest

from bot.decide import (
    BARS,
    Floats,
    is_answerable,
    is_barred,
    names_other,
    names_other_subject,
)
from bot.signals import SIGNALS
from bot.weights import read_weights

FAR = 100.0  # beyond any constant that could be learnt
OTHER_THINGS = ("year_unmet", "place_unmet", "profession_unmet")


def signals(**values: float) -> Floats:
    """Return signals of these values; all others are 0."""
    assert set(values) <= set(SIGNALS)
    return np.array([values.get(name, 0.0) for name in SIGNALS], dtype=np.float32)


def leaning(direction: float) -> dict[str, float]:
    """Return signals that all speak for an answer (1) or against it (-1), without any bar."""
    weights = read_weights("decide")
    return {
        name: direction * FAR * float(np.sign(weight))
        for name, weight in zip(weights.names, weights.values, strict=True)
        if name not in BARS
    }


@pytest.mark.parametrize("bar", BARS)
def test_bar_is_down_by_its_own_signal_alone(bar: str) -> None:
    """Each bar is enough, and a signal of 0 is none."""
    assert is_barred(signals(**{bar: 1.0}))
    assert not is_barred(signals(**{bar: 0.0}))


@pytest.mark.parametrize("name", [name for name in SIGNALS if name not in BARS])
def test_other_signal_is_no_bar(name: str) -> None:
    """Whatever else is measured may weigh, but bars nothing by itself."""
    assert not is_barred(signals(**{name: FAR}))


@pytest.mark.parametrize("bar", [*OTHER_THINGS, "lacks_number"])
def test_what_must_be_there_is_barred(bar: str) -> None:
    """Another year, place or profession, and a number that is not there, are bars."""
    assert bar in BARS


@pytest.mark.parametrize("bar", BARS)
def test_no_score_lifts_a_bar(bar: str) -> None:
    """However much speaks for it, what the evidence does not hold is not answered."""
    best = leaning(1.0)
    assert is_answerable(signals(**best))
    assert not is_answerable(signals(**best, **{bar: 1.0}))


def test_without_a_bar_the_score_decides() -> None:
    """Where all signals speak against it, nothing is answered."""
    assert not is_answerable(signals(**leaning(-1.0)))


NAMED = [
    *((name, True, True) for name in OTHER_THINGS),
    ("subjects_unmet", False, True),
    ("lacks_number", False, False),
    ("subjects_unknown", False, False),
    ("cosine", False, False),
]


@pytest.mark.parametrize(("name", "is_other", "is_other_subject"), NAMED)
def test_another_thing_is_told_by_its_signals(
    name: str, *, is_other: bool, is_other_subject: bool
) -> None:
    """Year, place and profession name another thing; a telling subject does where it counts."""
    told = signals(**{name: 1.0})
    assert names_other(told) is is_other
    assert names_other_subject(told) is is_other_subject


def test_nothing_named_is_no_other_thing() -> None:
    """Where no signal speaks nothing else is named and nothing barred."""
    nothing = signals()
    assert not names_other(nothing)
    assert not names_other_subject(nothing)
    assert not is_barred(nothing)
