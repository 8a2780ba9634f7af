"""The learnt weights. `tests/training/train.py` writes the file; nothing else does."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear model: a weight for each named feature and a constant."""

    names: tuple[str, ...]
    values: Floats
    bias: float

    def apply(self, features: Floats) -> Floats:
        """Return n scores for n × f features."""
        scores: Floats = features @ self.values + np.float32(self.bias)
        return scores


@dataclass(frozen=True, slots=True)
class Probe:
    """A direction in the embedding space of one model, and a constant."""

    values: Floats
    bias: float

    def apply(self, vector: Floats) -> float:
        """Return where a question lies along the direction; 0 for another model's embedding."""
        if vector.shape != self.values.shape:
            return 0.0
        return float(vector @ self.values) + self.bias


@cache
def read_probe(name: str = "probe") -> Probe:
    """Return a direction of the file: "probe", of what reports answer; "press", of pressing."""
    fields = json.loads(FILE.read_text(encoding="utf-8"))[name]
    return Probe(np.array(fields["values"], dtype=np.float32), float(fields["bias"]))


@cache
def read_weights(model: str) -> Weights:
    """Return a model of the file.

    Raises:
        KeyError: there is no such model.
    """
    fields = json.loads(FILE.read_text(encoding="utf-8"))[model]
    weights: dict[str, float] = fields["weights"]
    values = np.array(list(weights.values()), dtype=np.float32)
    return Weights(tuple(weights), values, float(fields["bias"]))
