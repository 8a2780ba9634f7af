"""The answer, as every channel renders it: sentences, citations, computations, coverage."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Coverage(StrEnum):
    """How much of a message the report answers."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


class Mode(StrEnum):
    """Who wrote the answer."""

    EXTRACTIVE = "extractive"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place of a report that proves a claim.

    `quote` is verbatim (white space folded); of a table it is the row's label and the cells used.
    `page` is 1-based, that of the quote's first word. `cells` is column → figure as printed.
    """

    number: int
    report: str
    section: str
    subsection: str | None
    title: str
    page: int
    quote: str
    url: str
    table: int | None = None
    row: str | None = None
    cells: dict[str, str] | None = None
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """A figure that was computed from cited cells; `citations` are citations' numbers."""

    operation: str
    operands: tuple[Decimal, ...]
    result: Decimal
    unit: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of the answer that is proved: with its markers, and the white space before it.

    All sentences of an answer joined without anything between them are its text.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. Every `[n]` in `text` is the number of a citation, and each is used.

    `memory`: what the assistant wants back in the next turn (`Turn.memory`); opaque to others.
    """

    text: str
    answered: bool
    coverage: Coverage
    citations: tuple[Citation, ...] = ()
    computed: tuple[Computation, ...] = ()
    suggestions: tuple[str, ...] = ()
    chart: str | None = None
    mode: Mode = Mode.EXTRACTIVE
    notice: str | None = None
    memory: str = ""


Event = Citation | Sentence | Answer
"""What an assistant yields: citations before the sentence that first uses them; the answer last."""
