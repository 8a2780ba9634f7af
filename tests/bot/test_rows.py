"""What is told from a row of a table."""

import pytest

from bot.answer import Citation, Sentence
from bot.claim import number_claims
from bot.rows import write_row
from bot.verify import verify
from tests.bot.pieces import make_evidence, make_row_evidence


def test_row_is_told_with_all_its_figures() -> None:
    """The claim holds the row's label and each figure as printed, cited with its cells."""
    (claim,) = write_row(make_row_evidence())
    for part in ("Kirjoja viedään lainaajien koteihin", "58 %", "26 %", "16 %"):
        assert part in claim.text
    citation = claim.sources[0].citation
    assert citation.cells == {"Usein": "58 %", "Joskus": "26 %", "Ei koskaan": "16 %"}
    assert (citation.table, citation.page) == (1, 5)


def test_row_is_proved() -> None:
    """Every number of the sentence stands in its citation."""
    events = list(number_claims(write_row(make_row_evidence())))
    citations = [e for e in events if isinstance(e, Citation)]
    for sentence in (e for e in events if isinstance(e, Sentence)):
        verify(sentence, citations)


def test_sentence_has_no_double_full_stop() -> None:
    """A label that ends in a full stop is told inside a sentence without it."""
    (claim,) = write_row(make_row_evidence())
    assert ".:" not in claim.text
    assert ".." not in claim.text


def test_passage_is_no_row() -> None:
    """A passage has no figures under columns."""
    with pytest.raises(ValueError, match="no row"):
        write_row(make_evidence("Luen."))
