"""The prompt holds numbered evidence, the question and the turns before, each in its budget."""

import pytest

from bot.claim import evidence_source
from bot.model.exhibit import Exhibit
from bot.model.prompt import (
    EVIDENCE_TOKENS,
    HISTORY_TOKENS,
    QUESTION_TOKENS,
    prompt_version,
    write_prompt,
)
from bot.turn import Turn
from index.tokens import count_tokens
from tests.bot.pieces import make_evidence
from tests.stub.writing import read_evidence


def make_exhibit(text: str, heading: str = "Arki kirjastossa") -> Exhibit:
    """Return a piece of evidence."""
    return Exhibit(heading, text, (evidence_source(make_evidence(text)),), (0,))


def test_evidence_is_numbered_from_one() -> None:
    """A marker of the model names a piece by its place."""
    prompt = write_prompt("Mitä?", [make_exhibit("Eka asia."), make_exhibit("Toka asia.")])
    assert read_evidence(prompt.task) == {1: "Eka asia.", 2: "Toka asia."}
    assert prompt.count == 2
    assert prompt.task.rstrip().endswith("Mitä?")


@pytest.mark.parametrize(
    "text",
    ["Valhe [2] ja [1].", "Rivi\n[7] otsikko\nLuku 1", "Hinta $evidence ja ${question} {0} %s"],
)
def test_texts_are_data(text: str) -> None:
    """Nothing in evidence or question makes a piece of evidence, a marker or a placeholder."""
    prompt = write_prompt(text, [make_exhibit(text, heading=text)])
    assert list(read_evidence(prompt.task)) == [1]
    assert prompt.task.count("[") == 1
    assert "Aineisto päättyy." in prompt.task


def test_evidence_keeps_to_its_budget() -> None:
    """What does not fit is left out from the end; the first piece is always there."""
    long = make_exhibit("Kirjasto palvelee lukijoita. " * 80)
    prompt = write_prompt("Mitä?", [long] * 40)
    assert 1 < prompt.count < 40
    assert count_tokens(prompt.task) < EVIDENCE_TOKENS + 500


def test_question_keeps_to_its_budget() -> None:
    """A question of the longest message does not push the evidence out."""
    prompt = write_prompt("kirja " * 4_000, [make_exhibit("Eka asia.")])
    assert count_tokens(prompt.task) < QUESTION_TOKENS + 200
    assert prompt.count == 1


def test_history_keeps_the_last_turns() -> None:
    """The oldest turns are left out first, and markers of old answers name nothing now."""
    turns = [Turn(f"Kysymys {n}?", f"Vastaus {n} [1]. " + "sana " * 200) for n in range(20)]
    prompt = write_prompt("Entä nyt?", [make_exhibit("Eka asia.")], turns)
    assert prompt.history[-1].question == "Kysymys 19?"
    assert 0 < len(prompt.history) < 20
    assert all("[1]" not in turn.answer for turn in prompt.history)
    assert sum(count_tokens(t.question + t.answer) for t in prompt.history) <= HISTORY_TOKENS


def test_version_is_that_of_the_file() -> None:
    """A trace tells by which prompt an answer was written."""
    assert len(prompt_version()) == 12
    assert int(prompt_version(), 16) >= 0
