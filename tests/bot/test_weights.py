"""The learnt weights fit the features that they weigh."""

import numpy as np
import pytest

from bot.retrieve import FEATURES
from bot.signals import SIGNALS
from bot.weights import Probe, Weights, read_probe, read_weights


@pytest.mark.parametrize(
    ("model", "names"), [("rank", FEATURES), ("rank_foreign", FEATURES), ("decide", SIGNALS)]
)
def test_each_feature_has_its_weight(model: str, names: tuple[str, ...]) -> None:
    """The file names the features that the code measures, in the same order."""
    assert read_weights(model).names == names


def test_unknown_model_fails() -> None:
    """There are no weights for what was not learnt."""
    with pytest.raises(KeyError):
        read_weights("nothing")


def test_score_is_the_weighted_sum() -> None:
    """For n × f features there are n scores: the weighted sum and the constant."""
    weights = Weights(("a", "b"), np.array([2.0, -1.0], dtype=np.float32), 0.5)
    scores = weights.apply(np.array([[1.0, 1.0], [0.0, 3.0]], dtype=np.float32))
    assert scores.tolist() == [1.5, -2.5]


def test_probe_tells_nothing_of_another_embedding() -> None:
    """A direction learnt in one space is not used in another."""
    probe = Probe(np.array([1.0, 2.0], dtype=np.float32), 0.5)
    assert probe.apply(np.array([1.0, 1.0], dtype=np.float32)) == 3.5
    assert probe.apply(np.array([1.0, 1.0, 1.0], dtype=np.float32)) == 0.0
    assert np.isfinite(read_probe().values).all()
