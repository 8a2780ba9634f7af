"""Learns the weights in `bot/weights.json` from `training.jsonl`. Run by `make train`.

Method: each question gives the features of all evidence (bot/retrieve.py); a softmax over a linear
score is fitted so that the evidence that holds a gold quote gets the most of it (listwise
cross-entropy, L2). One question in four is held back and never fitted; its figures are printed.
"""

import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.question import clean, read_question
from bot.retrieve import FEATURES, Retriever
from bot.weights import FILE
from index.settings import IndexSettings
from index.store import ensure_index

TRAINING = Path(__file__).with_name("training.jsonl")
RANK_L2, FOREIGN_L2 = 2.0, 6.0
Floats = npt.NDArray[np.float64]


def main() -> None:
    """Fit all models, print the held-back figures, write the weights."""
    retriever = Retriever(ensure_index(IndexSettings()))
    questions = [json.loads(line) for line in TRAINING.read_text("utf-8").splitlines()]
    folded = [" ".join(e.text.split()) for e in retriever.evidence]
    cases = []
    for position, item in enumerate(questions):
        if not item["answerable"] or item["list"]:
            continue
        gold = np.array([holds(text, item["quotes"]) for text in folded])
        if gold.any():
            ranking = retriever.rank(read_question(clean(item["question"])))
            cases.append((ranking, gold, position % 4 == 0))
    models = {}
    for name, is_foreign, l2 in (("rank", False, RANK_L2), ("rank_foreign", True, FOREIGN_L2)):
        chosen = [c for c in cases if c[0].question.is_foreign == is_foreign]
        fitted = [(r.features.astype(np.float64), gold) for r, gold, held in chosen if not held]
        weights = fit_ranking(fitted, l2)
        models[name] = {"weights": dict(zip(FEATURES, weights.round(3).tolist(), strict=True)), "bias": 0.0}
        for part, is_held in (("fitted", False), ("held back", True)):
            ranks = [first(r.features @ weights, g) for r, g, held in chosen if held == is_held]
            report(f"{name} {part}", ranks)
    FILE.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")


def holds(text: str, quotes: list[str]) -> bool:
    """Return whether a text holds one of the quotes."""
    return any(quote in text or text in quote for quote in (" ".join(q.split()) for q in quotes))


def fit_ranking(cases: list[tuple[Floats, npt.NDArray[np.bool_]]], l2: float) -> Floats:
    """Return f weights that give the gold evidence the largest share of a softmax."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = 0.5 * l2 * float(weights @ weights), l2 * weights
        for features, gold in cases:
            scores = features @ weights
            powers = np.exp(scores - scores.max())
            shares = powers / powers.sum()
            right = shares[gold].sum() + 1e-12
            total -= float(np.log(right))
            gradient = gradient + features.T @ (shares - np.where(gold, shares / right, 0.0))
        return total, gradient

    start = np.zeros(cases[0][0].shape[1])
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def first(scores: Floats, gold: npt.NDArray[np.bool_]) -> int:
    """Return the 1-based rank of the best gold evidence."""
    order = np.argsort(-scores, kind="stable")
    return int(np.flatnonzero(gold[order])[0]) + 1


def report(name: str, ranks: list[int]) -> None:
    """Print the share of questions whose gold evidence is in the first 1, 2, 3, 5, 10."""
    found = np.array(ranks)
    shares = "  ".join(f"@{k} {(found <= k).mean():.3f}" for k in (1, 2, 3, 5, 10))
    sys.stdout.write(f"{name:24} n={len(found):3}  {shares}\n")


if __name__ == "__main__":
    main()
