"""Questions to begin with, for each role: made from the structure of the reports, then tried.

Headings, tables and rows give the questions by general templates; the meaning of what a role cares
for (`prompts/messages.fi.toml`, roles) chooses among them; only what is answered whole is kept.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.messages import say
from bot.retrieve import Retriever
from index.report import Report, Section, Table
from prompts import read_toml

PER_ROLE = 3
TRIED = 5  # so many questions of a kind are tried at most; each takes about 30 ms
LABEL_WORDS = 7  # a longer label of a row makes a question that nobody would ask


class Place(NamedTuple):
    """Where the answer has to come from: a section, under a sub-heading or in a table of it."""

    report: str
    section: str
    subsection: str | None = None
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, the kind of place that it is about, its subject in words, and the place."""

    text: str
    kind: str
    subject: str
    place: Place

    def is_about(self, cited: Sequence[Place]) -> bool:
        """Return whether an answer that cites these places comes from where it should."""
        if self.kind == "section":
            return bool(cited) and all(c[:2] == self.place[:2] for c in cited)
        return self.place in cited


@dataclass(frozen=True, slots=True)
class Examples:
    """The questions for one role, as people call it; those that fit it best come first."""

    role: str
    questions: tuple[str, ...]


def ask_of_heading(heading: str) -> str:
    """Return the question what stands under a heading; a heading that asks is one itself.

    What stands before a colon only labels the rest, and is left out.
    """
    if heading.endswith("?"):
        return heading
    return say("suggestions.heading", heading=heading.rpartition(": ")[2])


def ask_of_section(report: Report, section: Section) -> str:
    """Return a question on a section: its heading's, or its first table's where it holds tables."""
    table = next((t for t in report.tables if t.section == section.number), None)
    if table is not None:
        return say("suggestions.table", heading=table.title)
    return ask_of_heading(section.title)


def list_candidates(report: Report) -> Iterator[Candidate]:
    """Yield the questions that a report's headings, tables and rows give, in its order."""
    holding = {table.section for table in report.tables}
    for section in report.sections:
        place = Place(report.id, section.number)
        if section.number not in holding:
            yield Candidate(ask_of_heading(section.title), "section", section.title, place)
        for name in section.subsections:
            subject = f"{section.title}: {name}"
            yield Candidate(
                ask_of_heading(name), "heading", subject, place._replace(subsection=name)
            )
    for table in report.tables:
        yield from _of_table(table, Place(report.id, table.section, table=table.number))


def _of_table(table: Table, place: Place) -> Iterator[Candidate]:
    text = say("suggestions.table", heading=table.title)
    yield Candidate(text, "table", table.title, place)
    for row in table.rows:
        label = row.label.rstrip(".")
        if len(label.split()) <= LABEL_WORDS:
            text = say("tables.other", title=table.title, label=label)
            yield Candidate(text, "row", label, place)


def rank_candidates(retriever: Retriever, reports: Sequence[Report]) -> dict[str, list[Candidate]]:
    """Return for each role all candidates, what it cares for more than others do first.

    Empty where there are no reports.
    """
    candidates = [candidate for report in reports for candidate in list_candidates(report)]
    if not candidates:
        return {}
    roles = read_toml("messages.fi.toml")["roles"]
    subjects = np.array(retriever.embed_passages([c.subject for c in candidates]))
    interests = np.array([retriever.embed(role["interest"]) for role in roles])
    cosines = subjects @ interests.T
    liking = cosines - cosines.mean(axis=1, keepdims=True) / 2
    return {
        role["name"]: [candidates[i] for i in np.argsort(-liking[:, n], kind="stable")]
        for n, role in enumerate(roles)
    }


async def choose(
    ranked: dict[str, list[Candidate]], is_answered: Callable[[Candidate], Awaitable[bool]]
) -> tuple[Examples, ...]:
    """Return up to `PER_ROLE` questions on different kinds of places for each role.

    No subject is asked for twice. A role for which nothing is answered is left out.
    """
    used: set[str] = set()
    found: list[Examples] = []
    for role, candidates in ranked.items():
        chosen: list[Candidate] = []
        for kind in dict.fromkeys(c.kind for c in candidates):
            fresh = [c for c in candidates if c.kind == kind and c.subject not in used][:TRIED]
            chosen += await _first_answered(fresh, is_answered)
        kept = sorted(chosen, key=candidates.index)[:PER_ROLE]
        used.update(c.subject for c in kept)
        found += [Examples(role, tuple(c.text for c in kept))] if kept else []
    return tuple(found)


async def _first_answered(
    candidates: Sequence[Candidate], is_answered: Callable[[Candidate], Awaitable[bool]]
) -> list[Candidate]:
    """Return the first candidate that is answered, alone; nothing where none is."""
    for candidate in candidates:
        if await is_answered(candidate):
            return [candidate]
    return []
