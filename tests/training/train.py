"""Learns the weights in `bot/weights.json`. Run by `make train`; prints held-back figures.

Four models, all linear, all fitted here and nowhere else:

rank     a softmax over the evidence of each question, fitted so that the evidence that holds a
         gold quote gets the most of it (listwise cross-entropy, L2); one for Finnish, one for
         questions in other languages.
probe    logistic regression on the question's embedding: is it of a kind that such reports
         answer? `kind_questions.jsonl`, by writers who had read no report.
press    logistic regression on a message's embedding: does it only press for an answer that was
         declined? `after_declines.jsonl`, by other writers, beside questions of the other files.
decide   logistic regression on `bot/signals.py`: does the best evidence answer the question?

Questions: `report_questions.jsonl`, and of the fixed set only the part for tuning. One question in
four is held back from fitting, and its figures are printed; the weights written are those fitted
without it.
"""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.decide import is_barred
from bot.evaluation import read_cases
from bot.evidence import Evidence
from bot.question import clean, is_unclear, read_question, split_message
from bot.retrieve import FEATURES, Ranking, Retriever
from bot.signals import SIGNALS, measure
from bot.tables.rows import RowFinder
from bot.tables.understand import Reading, understand
from bot.weights import FILE, read_probe, read_weights
from index.settings import ROOT, IndexSettings
from index.store import ensure_index

HERE = Path(__file__).parent
RANK_L2, FOREIGN_L2, PROBE_L2, PRESS_L2, DECIDE_L2 = 2.0, 6.0, 300.0, 3.0, 3.0
QUESTIONS_EVERY = 3  # so many of the questions stand beside the messages that press
HELD_EVERY = 4
# Of the questions fitted that the report's running text answers, so many are answered.
ANSWER_SHARE = 0.945
TABLES = "9"  # the section of the report's tables
# Follow-ups are asked of a conversation; the others are no questions to the report.
LEFT_OUT = frozenset({"follow-up", "smalltalk", "malformed", "injection", "personal-data"})
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the evidence that answers it: m truths, None where it is not known."""

    ranking: Ranking
    reading: Reading | None
    gold: Bools | None
    is_answerable: bool
    is_held: bool
    is_own: bool
    is_table: bool


def main() -> None:
    """Fit all models in turn, print their figures, write the weights."""
    retriever = Retriever(ensure_index(IndexSettings()))
    examples = read_examples(retriever)
    models = json.loads(FILE.read_text(encoding="utf-8"))
    models["rank"] = fit_rank(examples, is_foreign=False, l2=RANK_L2)
    models["rank_foreign"] = fit_rank(examples, is_foreign=True, l2=FOREIGN_L2)
    models["probe"] = fit_probe(retriever)
    models["press"] = fit_press(retriever)
    write(models)
    examples = read_examples(retriever)
    models["decide"] = fit_decide(examples, retriever.evidence)
    write(models)


def read_examples(retriever: Retriever) -> list[Example]:
    """Return all questions with one part, ranked by the weights as they are now."""
    texts = [" ".join(e.text.split()) for e in retriever.evidence]
    examples: list[Example] = []
    rows = RowFinder(retriever.evidence, retriever.embed_passages)
    lines = (HERE / "report_questions.jsonl").read_text(encoding="utf-8").splitlines()
    for position, line in enumerate(lines):
        item = json.loads(line)
        ranking = rank(retriever, item["question"])
        quotes = [" ".join(quote.split()) for quote in item["quotes"]]
        gold = None
        if item["answerable"] and not item["list"]:
            gold = np.array([any(q in t or t in q for q in quotes) for t in texts])
        if ranking is not None:
            is_held = position % HELD_EVERY == 0
            reading = understand(ranking.question, ranking, rows)
            examples.append(
                Example(
                    ranking,
                    reading,
                    gold,
                    item["answerable"],
                    is_held,
                    is_own=True,
                    is_table=item["section"] == TABLES,
                )
            )
    for case in read_cases(ROOT / "tests" / "questions"):
        if case.part != "tuning" or case.kind in LEFT_OUT or case.answerable == "partial":
            continue
        ranking = rank(retriever, case.question)
        gold = None
        if case.answerable and any("table" in gold for gold in case.citations):
            gold = np.array([_is_row_of(e, case.citations) for e in retriever.evidence])
        elif case.facts and case.kind not in {"list", "link"}:
            gold = np.array(
                [all(re.search(f, t, re.IGNORECASE) for f in case.facts) for t in texts]
            )
        if ranking is not None:
            reading = understand(ranking.question, ranking, rows)
            answerable = bool(case.answerable)
            is_table = any("table" in gold for gold in case.citations)
            examples.append(
                Example(ranking, reading, gold, answerable, False, is_own=False, is_table=is_table)
            )
    return examples


def rank(retriever: Retriever, message: str) -> Ranking | None:
    """Return the ranking of a message with one question, None of any other."""
    text = clean(message)
    parts = [] if is_unclear(text) else split_message(text)
    return retriever.rank(read_question(parts[0])) if len(parts) == 1 else None


def _is_row_of(evidence: Evidence, citations: Sequence[dict[str, object]]) -> bool:
    return evidence.row is not None and any(
        evidence.table is not None
        and evidence.table.number == gold.get("table")
        and evidence.row.label.startswith(str(gold.get("row", "-")))
        for gold in citations
    )


def fit_rank(examples: Sequence[Example], *, is_foreign: bool, l2: float) -> dict[str, object]:
    """Return the fitted ranking model and print where it puts the gold evidence."""
    chosen = [
        e
        for e in examples
        if e.gold is not None and e.gold.any() and e.ranking.question.is_foreign == is_foreign
    ]
    cases = [(e.ranking.features.astype(np.float64), np.asarray(e.gold)) for e in chosen]
    fitted = [case for case, e in zip(cases, chosen, strict=True) if not e.is_held]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = 0.5 * l2 * float(weights @ weights), l2 * weights
        for features, gold in fitted:
            scores = features @ weights
            powers = np.exp(scores - scores.max())
            shares = powers / powers.sum()
            right = shares[gold].sum() + 1e-12
            total -= float(np.log(right))
            gradient = gradient + features.T @ (shares - np.where(gold, shares / right, 0.0))
        return total, gradient

    weights: Floats = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    for name, is_held in (("fitted", False), ("held back", True)):
        ranks = [
            first(features @ weights, gold)
            for (features, gold), e in zip(cases, chosen, strict=True)
            if e.is_held == is_held
        ]
        shares = "  ".join(f"@{k} {np.mean(np.array(ranks) <= k):.3f}" for k in (1, 2, 3, 5, 10))
        say(f"rank{' foreign' * is_foreign} {name:10} n={len(ranks):3}  {shares}")
    return model(FEATURES, weights, 0.0)


def first(scores: Floats, gold: Bools) -> int:
    """Return the 1-based rank of the best gold evidence."""
    order = np.argsort(-scores, kind="stable")
    return int(np.flatnonzero(gold[order])[0]) + 1


def fit_probe(retriever: Retriever) -> dict[str, object]:
    """Return the probe, fitted on embeddings of questions by writers who had read no report."""
    items = _read("kind_questions.jsonl")
    vectors = np.array([retriever.embed(clean(item["question"])) for item in items])
    truth = np.array([item["answerable"] for item in items])
    held = np.arange(len(items)) % HELD_EVERY == 0
    weights, bias = fit_logistic(vectors[~held] * 10.0, truth[~held], PROBE_L2)
    scores = vectors * 10.0 @ weights + bias
    say(f"probe: area under curve, held back {area(scores[held], truth[held]):.3f}")
    return {"values": (weights * 10.0).round(4).tolist(), "bias": round(bias, 4)}


def fit_press(retriever: Retriever) -> dict[str, object]:
    """Return the direction in which messages lie that press for an answer, bring nothing new."""
    told = _read("after_declines.jsonl")
    asked = [*_read("kind_questions.jsonl")[::QUESTIONS_EVERY], *_read("report_questions.jsonl")]
    texts = [item["message"] for item in told] + [item["question"] for item in asked]
    truth = np.array([item["presses"] for item in told] + [False] * len(asked))
    vectors = np.array([retriever.embed(clean(text)) for text in texts])
    held = np.arange(len(texts)) % HELD_EVERY == 0
    weights, bias = fit_logistic(vectors[~held], truth[~held], PRESS_L2)
    scores = vectors @ weights + bias
    say(f"press: area under curve, held back {area(scores[held], truth[held]):.3f}")
    return {"values": weights.round(4).tolist(), "bias": round(bias, 4)}


def _read(name: str) -> list[dict[str, Any]]:
    """Return the lines of a file of questions or messages."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def fit_decide(examples: Sequence[Example], evidence: Sequence[Evidence]) -> dict[str, object]:
    """Return the deciding model; its constant is set so that ANSWER_SHARE is answered."""
    signals = np.array(
        [measure(e.ranking, evidence, e.reading) for e in examples], dtype=np.float64
    )
    truth = np.array([e.is_answerable for e in examples])
    held = np.array([e.is_held for e in examples])
    own = np.array([e.is_own for e in examples])
    mean, spread = signals[~held].mean(axis=0), signals[~held].std(axis=0) + 1e-6
    scaled = (signals - mean) / spread
    weights, bias = fit_logistic(scaled[~held], truth[~held], DECIDE_L2)
    scores = scaled @ weights + bias
    barred = np.array([is_barred(row.astype(np.float32)) for row in signals])
    table = np.array([e.is_table for e in examples])
    line = float(np.quantile(scores[~held & truth & ~barred & ~table], 1.0 - ANSWER_SHARE))
    answered = (scores >= line) & ~barred
    for name, chosen in (
        ("fitted, training questions", ~held & own),
        ("fitted, fixed set's tuning part", ~own),
        ("held back, training questions", held),
    ):
        yes, no = answered[chosen & truth], ~answered[chosen & ~truth]
        say(
            f"decide: {name:32} answers {yes.mean():.3f}  declines {no.mean():.3f}  "
            f"area {area(scores[chosen], truth[chosen]):.3f}  n={chosen.sum()}"
        )
    raw = weights / spread
    return model(SIGNALS, raw, float(bias - line - mean @ raw))


def fit_logistic(rows: Floats, truth: Bools, l2: float) -> tuple[Floats, float]:
    """Return weights and constant of a logistic regression, both classes weighing the same."""
    signs = np.where(truth, 1.0, -1.0)
    share = np.where(truth, 0.5 / truth.mean(), 0.5 / (~truth).mean())

    def loss(point: Floats) -> tuple[float, Floats]:
        margins = signs * (rows @ point[:-1] + point[-1])
        pull = -signs * share / (1.0 + np.exp(np.clip(margins, -50, 50)))
        total = float((share * np.logaddexp(0.0, -margins)).sum())
        gradient = np.append(rows.T @ pull + l2 * point[:-1], pull.sum())
        return total + 0.5 * l2 * float(point[:-1] @ point[:-1]), gradient

    found: Floats = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return found[:-1], float(found[-1])


def area(scores: Floats, truth: Bools) -> float:
    """Return the area under the ROC curve: the share of pairs in the right order."""
    yes, no = scores[truth], scores[~truth]
    return float(np.mean(yes[:, None] > no[None, :]))


def model(names: Sequence[str], weights: Floats, bias: float) -> dict[str, object]:
    """Return a model as the file holds it."""
    return {"weights": dict(zip(names, weights.round(4).tolist(), strict=True)), "bias": bias}


def write(models: dict[str, object]) -> None:
    """Write the models, and forget those read before."""
    FILE.write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")
    read_weights.cache_clear()
    read_probe.cache_clear()


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
