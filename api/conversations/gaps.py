"""What the report's owners should know: questions that were declined or voted down, by likeness.

Personal data that has a form of its own was masked before it was stored. Names cannot be found
reliably, so what is told here is to be treated as personal data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, or_, select

from api.conversations.schema import feedback, messages
from bot.answer import Coverage

# Of 32 questions on 8 topics of our own wording, pairs in a group that belong together .83, pairs
# that belong together found .83; without taking their own mean away .76 and .77 at best.
LIKENESS = 0.4  # cosine of centred questions
STEADYING = 16  # general questions that weigh beside the asked ones in their mean
MIN_ASKERS = 3
MAX_QUESTIONS = 4000  # different ones, the newest; their cosines take 64 MB


class Kind(StrEnum):
    """Why a question is told."""

    DECLINED = "declined"
    PARTIAL = "partial"
    VOTED_DOWN = "voted_down"


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not answered well; `conversation` is its number, `reason` a reader's."""

    question: str
    conversation: int
    kind: Kind
    reason: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that are alike; `example` is the one in their middle.

    `size`: questions in all. `askers`: conversations in which they were asked.
    """

    example: str
    size: int
    askers: int
    kinds: tuple[tuple[Kind, int], ...]
    reasons: tuple[str, ...]


def read_misses(connection: Connection, since: datetime) -> list[Miss]:
    """Return what was declined or voted down since then, newest first."""
    query = (
        select(
            messages.c.question,
            messages.c.conversation,
            messages.c.coverage,
            feedback.c.rating,
            feedback.c.reason,
        )
        .outerjoin(feedback)
        .where(
            messages.c.asked >= since,
            or_(
                messages.c.coverage.in_([Coverage.NONE, Coverage.PARTIAL]),
                feedback.c.rating == "down",
            ),
        )
        .order_by(messages.c.asked.desc(), messages.c.number.desc())
    )
    rows = connection.execute(query).all()
    return [
        Miss(row.question, row.conversation, _find_kind(row.coverage, row.rating), row.reason)
        for row in rows
        if row.question
    ]


def find_gaps(misses: Sequence[Miss], groups: Sequence[Sequence[str]]) -> tuple[list[Gap], int]:
    """Return the groups with at least `MIN_ASKERS` askers, largest first, and how many have fewer.

    `groups`: the different questions by likeness, the one in the middle first.
    """
    by_question: dict[str, list[Miss]] = {}
    for miss in misses:
        by_question.setdefault(miss.question, []).append(miss)
    gaps: list[Gap] = []
    for group in groups:
        found = [miss for question in group for miss in by_question[question]]
        askers = len({miss.conversation for miss in found})
        if askers >= MIN_ASKERS:
            counts = tuple((k, n) for k in Kind if (n := sum(miss.kind is k for miss in found)))
            reasons = tuple(dict.fromkeys(miss.reason for miss in found if miss.reason))
            gaps.append(Gap(group[0], len(found), askers, counts, reasons))
    gaps.sort(key=lambda gap: (-gap.askers, -gap.size, gap.example))
    return gaps, len(groups) - len(gaps)


def centre(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return n × d unit vectors without what they all share, of unit length again.

    Questions to one report share its theme, which hides what tells them apart. Their mean is
    drawn towards zero, that of general questions, so that a few questions on one topic stay alike.
    """
    mean = vectors.sum(axis=0) / (len(vectors) + STEADYING)
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    centred: npt.NDArray[np.float32] = moved / np.maximum(length, 1e-9)
    return centred


def group_alike(vectors: npt.NDArray[np.float32], likeness: float = LIKENESS) -> list[list[int]]:
    """Return the rows of n × d unit vectors in groups, the row in the middle of each first.

    Again and again the row with the most neighbours left (cosine at least `likeness`) takes them
    into its group, so that no chain of small steps joins what is not alike.
    """
    cosines = vectors @ vectors.T
    near = cosines >= likeness
    np.fill_diagonal(near, val=True)
    is_left = np.ones(len(vectors), dtype=bool)
    counts = near.sum(axis=1)
    groups: list[list[int]] = []
    while is_left.any():
        middle = int(np.argmax(np.where(is_left, counts, -1)))
        members = np.flatnonzero(near[middle] & is_left)
        is_left[members] = False
        counts -= near[:, members].sum(axis=1)
        inner = cosines[np.ix_(members, members)].sum(axis=1)
        groups.append([int(row) for row in members[np.argsort(-inner, kind="stable")]])
    return groups


def _find_kind(coverage: str | None, rating: str | None) -> Kind:
    if rating == "down":
        return Kind.VOTED_DOWN
    return Kind.DECLINED if coverage == Coverage.NONE else Kind.PARTIAL
