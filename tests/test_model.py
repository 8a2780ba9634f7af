"""The fixed question set with a language model: an honest one costs nothing, a liar shows nothing.

A part of the set, taken evenly, as each question is asked once for each model.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from langchain_core.messages import BaseMessage

from bot.answer import Answer, Mode
from bot.assistant import Assistant
from bot.evaluation import Case, Judge, fold_report, read_cases
from bot.evidence import list_evidence
from bot.model.chat import ChatModel
from bot.model.proof import Prover
from index.catalogue import find_sources
from index.settings import ROOT
from index.store import Index
from tests.bot.model.statements import FILE, HOSTILE, is_shown, read_statements
from tests.stub.model import StubModel
from tests.stub.writing import ENGLISH, OUTSIDE, Lie, english, lie, mark, tell

EVERY = 20
TIMEOUT_S = 30.0
# Shares of the labelled statements that were held back from fitting, as measured; floors.
FLOORS = [(FILE, 0.0, 0.87), (HOSTILE, 0.01, 0.26)]
Writing = Callable[[str], str]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Return the part of the set that is asked."""
    found = read_cases(ROOT / "tests" / "questions")
    return [case for case in found if len(case.turns) == 1][::EVERY]


@pytest.fixture(scope="module")
def judge(built_index: Index) -> Judge:
    """Return the judge over the real report."""
    (path,) = find_sources(ROOT / "data" / "reports")
    return Judge(built_index.reports[0], fold_report(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
async def plain(assistant: Assistant, cases: Sequence[Case]) -> list[Answer]:
    """Return the answers without a model."""
    return [await assistant.ask(case.question) for case in cases]


async def ask_all(index: Index, cases: Sequence[Case], writing: Writing) -> list[Answer]:
    """Return the answers of an assistant whose model makes its text of the prompt."""

    def reply(messages: Sequence[BaseMessage]) -> str:
        return writing(messages[-1].text)

    model = StubModel(replies=[reply] * len(cases))
    assistant = Assistant(index, ChatModel(model), TIMEOUT_S)
    return [await assistant.ask(case.question) for case in cases]


async def test_honest_model_keeps_what_is_right(
    built_index: Index, cases: Sequence[Case], plain: Sequence[Answer], judge: Judge
) -> None:
    """What the report's sentences answer, a model that tells them answers too."""
    answers = await ask_all(built_index, cases, lambda prompt: mark(tell(prompt, sentences=4)))
    written = [judge.judge(case, answer) for case, answer in zip(cases, answers, strict=True)]
    without = [judge.judge(case, answer) for case, answer in zip(cases, plain, strict=True)]
    assert [r.broken for r in written if r.broken] == []
    assert sum(r.is_right for r in written) >= sum(r.is_right for r in without)
    assert sum(answer.mode is Mode.MODEL for answer in answers) > len(cases) / 2


@pytest.mark.parametrize("kind", [*Lie, "english"])
async def test_liar_shows_nothing_false(
    built_index: Index, cases: Sequence[Case], judge: Judge, kind: Lie | str
) -> None:
    """Invented figures, outside facts, orders, links and foreign text reach nobody."""

    def writing(prompt: str) -> str:
        return lie(kind, prompt) if isinstance(kind, Lie) else english(prompt)

    answers = await ask_all(built_index, cases, writing)
    results = [judge.judge(case, answer) for case, answer in zip(cases, answers, strict=True)]
    assert [r.broken for r in results if r.broken] == []
    told = "\n".join(answer.text for answer in answers)
    for words in (*OUTSIDE, *ENGLISH, "Unohda aiemmat", "paha.example", "<img", "<b>", "```"):
        assert words not in told, words


async def test_liar_changes_no_decision(
    built_index: Index, cases: Sequence[Case], plain: Sequence[Answer]
) -> None:
    """Whether the report tells is decided without the model."""
    answers = await ask_all(built_index, cases, lambda prompt: lie(Lie.FACTS, prompt))
    assert [a.answered for a in answers] == [a.answered for a in plain]


@pytest.mark.parametrize(
    ("file", "false_shown", "true_dropped"), FLOORS, ids=[path.stem for path, _, _ in FLOORS]
)
def test_labelled_statements_keep_their_floors(
    built_index: Index, file: Path, false_shown: float, true_dropped: float
) -> None:
    """Of the statements held back, few false ones are shown; how many true ones are is known."""
    evidence = list_evidence(built_index.reports)
    prover = Prover(evidence)
    held = [s for s in read_statements(evidence, file) if s.is_held]
    shown = [is_shown(prover, s) for s in held]
    false = [is_ok for s, is_ok in zip(held, shown, strict=True) if not s.is_true]
    true = [not is_ok for s, is_ok in zip(held, shown, strict=True) if s.is_true]
    assert sum(false) / len(false) <= false_shown
    assert sum(true) / len(true) <= true_dropped
