"""Proves a sentence before it is shown: its markers resolve, its numbers have a source."""

from collections.abc import Sequence

from bot.answer import Citation, Computation, Sentence
from bot.numbers import MARKER, unproved_numbers
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
    proofs = [known[n].quote for n in numbers]
    figures = [c.result for c in computed] + [v for c in computed for v in c.operands]
    missing = unproved_numbers(sentence.text, proofs, figures)
    if missing:
        raise UnprovedAnswerError(f"luvuilla ei ole lähdettä: {sorted(missing)}")
