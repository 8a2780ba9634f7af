"""Scores answers against a question set, and checks what the contract promises of every answer."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from bot.answer import Answer, Citation, Coverage
from bot.numbers import MARKER, unproved_numbers
from bot.turn import Turn
from bot.verify import computed_proofs
from index.report import Report

MARKED_SENTENCE = re.compile(r"(?:[^\[\n]|\[(?!\d+\]))*(?:\s?\[\d+\])+")
MARKUP = re.compile(r"<\w+|</\w+|&\w+;")
MAX_WORDS = 90


class Talking(Protocol):
    """What answers the messages of a conversation."""

    async def ask(self, message: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the whole answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its gold data; `answerable` is True, False or "partial"."""

    id: str
    kind: str
    part: str
    turns: tuple[str, ...]
    answerable: bool | str
    citations: tuple[dict[str, Any], ...] = ()
    facts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """Return the message that is judged: the last one."""
        return self.turns[-1]


@dataclass(frozen=True, slots=True)
class Result:
    """How an answer did: what is wrong with it, by the gold data and by the contract."""

    case: Case
    answer: Answer
    faults: tuple[str, ...] = ()
    broken: tuple[str, ...] = field(default=())

    @property
    def is_right(self) -> bool:
        """Return whether the answer is right by the gold data."""
        return not self.faults


def read_cases(folder: Path) -> list[Case]:
    """Return the questions of all `*.jsonl` files in `folder` that have gold data.

    Raises:
        OSError: the folder cannot be read. ValueError: a line is no question.
    """
    cases: list[Case] = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            if "turns" in fields:
                cases.append(_case(fields))
    return cases


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges answers over one report; `printed` is its text as `fold_report` returns it."""

    report: Report
    printed: str

    def judge(self, case: Case, answer: Answer) -> Result:
        """Return how an answer did."""
        faults = tuple(_faults(case, answer))
        return Result(case, answer, faults, tuple(broken(answer, self.report, self.printed)))


async def hold(assistant: Talking, turns: Sequence[str]) -> Answer:
    """Return the answer to the last message of a conversation; none may be empty."""
    history: list[Turn] = []
    for message in turns[:-1]:
        answer = await assistant.ask(message, history)
        history.append(Turn(message, answer.text, answer.memory))
    return await assistant.ask(turns[-1], history)


def fold_report(text: str) -> str:
    """Return a report's text with white space folded and page furniture and line-end hyphens gone.

    Written apart from the reader, so that each checks the other.
    """
    lines = [line for line in text.splitlines() if not re.match(r"^\S.*, sivu \d+\s*$", line)]
    whole = re.sub(r"(\w-)\s*\n\s*(?!ja\b|tai\b|sekä\b|eli\b)(?=\w)", r"\1", "\n".join(lines))
    return " ".join(whole.split())


def broken(answer: Answer, report: Report, printed: str) -> Iterable[str]:
    """Yield what an answer breaks of the contract."""
    used = {int(n) for n in MARKER.findall(answer.text)}
    given = {citation.number for citation in answer.citations}
    if used != given:
        yield f"markers {sorted(used)} are not citations {sorted(given)}"
    if answer.answered == (answer.coverage is Coverage.NONE):
        yield "answered and coverage disagree"
    if not answer.answered and answer.citations:
        yield "a decline has citations"
    if MARKUP.search(answer.text):
        yield "markup in the answer"
    for citation in answer.citations:
        yield from _broken_citation(citation, report, printed)
    yield from _broken_numbers(answer)


def _case(fields: dict[str, Any]) -> Case:
    names = ("turns", "citations", "facts", "never")
    lists = {name: tuple(fields.get(name, ())) for name in names}
    return Case(
        id=fields["id"],
        kind=fields["kind"],
        part=fields.get("part", "tuning"),
        answerable=fields["answerable"],
        **lists,
    )


def _faults(case: Case, answer: Answer) -> Iterable[str]:
    """Yield what is wrong with an answer by the gold data."""
    if case.answerable is False:
        if answer.answered:
            yield "answered what the report does not tell"
        yield from _said(case, answer)
        return
    if not answer.answered:
        yield "declined what the report tells"
        return
    missing = [fact for fact in case.facts if not re.search(fact, answer.text, re.IGNORECASE)]
    if missing:
        yield f"facts missing: {missing}"
    if case.citations and not any(
        _fits(citation, gold) for citation in answer.citations for gold in case.citations
    ):
        yield "no citation at an acceptable place"
    yield from _said(case, answer)


def _said(case: Case, answer: Answer) -> Iterable[str]:
    said = [p for p in case.never if re.search(p, answer.text, re.IGNORECASE)]
    if said:
        yield f"says what it must not: {said}"


def _fits(citation: Citation, gold: dict[str, Any]) -> bool:
    """Return whether a citation is at a gold place; only the gold's own keys are compared."""
    for key, wanted in gold.items():
        found = getattr(citation, key)
        if key == "row":
            if not (found or "").startswith(str(wanted)):
                return False
        elif found != wanted:
            return False
    return True


def _broken_citation(citation: Citation, report: Report, printed: str) -> Iterable[str]:
    name = f"citation {citation.number}"
    if not 1 <= citation.page <= report.page_count:
        yield f"{name} is on page {citation.page}"
    if citation.table is None:
        if citation.quote not in printed:
            yield f"{name} is not verbatim: {citation.quote[:60]}"
        return
    cells = citation.cells or {}
    if not citation.quote.startswith(citation.row or "-"):
        yield f"{name} does not begin with its row"
    for column, text in cells.items():
        if f"{column} {text}" not in citation.quote:
            yield f"{name} lacks a cell in its quote: {column}"


def _broken_numbers(answer: Answer) -> Iterable[str]:
    """Yield sentences with a number that stands in no citation of theirs and was not computed."""
    quotes = {c.number: c.quote for c in answer.citations}
    computed = list(computed_proofs(answer.computed))
    for piece in _marked_sentences(answer.text):
        proofs = [quotes.get(int(n), "") for n in MARKER.findall(piece)]
        if unproved_numbers(piece, [*proofs, *computed]):
            yield f"a number without a source: {piece.strip()[:80]}"


def _marked_sentences(text: str) -> Sequence[str]:
    """Return the pieces of an answer that each end in their markers, and what is left over."""
    pieces = [match.group(0) for match in MARKED_SENTENCE.finditer(text)]
    rest = MARKED_SENTENCE.sub("\n", text)
    return [*pieces, *(line for line in rest.splitlines() if line.strip())]
