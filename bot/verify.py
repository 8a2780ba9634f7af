"""Proves a sentence before it is shown: its markers resolve, its numbers have a source."""

from collections.abc import Iterable, Iterator, Sequence

from bot.answer import Citation, Computation, Sentence
from bot.numbers import MARKER, format_figure, unproved_numbers
from index.errors import UnprovedAnswerError


def verify(
    sentence: Sentence, citations: Sequence[Citation], computed: Sequence[Computation] = ()
) -> None:
    """Check a sentence against the citations that it marks and the computations.

    Raises:
        UnprovedAnswerError: a marker has no citation, or a number no source.
    """
    known = {citation.number: citation for citation in citations}
    numbers = [int(n) for n in MARKER.findall(sentence.text)]
    if any(n not in known for n in numbers):
        raise UnprovedAnswerError(f"viitteellä ei ole lähdettä: {numbers}")
    proofs = [known[n].quote for n in numbers] + list(computed_proofs(computed))
    missing = unproved_numbers(sentence.text, proofs)
    if missing:
        raise UnprovedAnswerError(f"luvuilla ei ole lähdettä: {missing}")


def computed_proofs(computed: Iterable[Computation]) -> Iterator[str]:
    """Yield the figures of computations as text: each result and what it was computed from."""
    for computation in computed:
        unit = computation.unit
        for value in (computation.result, *computation.operands):
            yield format_figure(value, unit)
