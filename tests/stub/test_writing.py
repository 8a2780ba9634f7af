"""What the stub writes is made of the evidence, and each lie is a lie."""

import re

import numpy as np
import pytest

from tests.stub.vectors import embed
from tests.stub.writing import Lie, cut, english, lie, mark, read_evidence, tell, unmark

PROMPT = """Aineisto:

Tärkein:
[1] Etätyö > Taulukko 1
Etätyö on käytössä 58 %:lla, mm. Turussa. Se jatkuu! Kolmas virke.

[12] Johtaminen
Johto tukee
työntekijöitä.
[13] Heti perään
Palvelut muuttuvat.

Aineisto päättyy.

Kysymys: Mitä [2] etätyöstä kerrotaan?"""


def test_evidence_is_read_by_number() -> None:
    """A piece ends at an empty line or at the next piece; other lines are none."""
    assert read_evidence(PROMPT) == {
        1: "Etätyö on käytössä 58 %:lla, mm. Turussa. Se jatkuu! Kolmas virke.",
        12: "Johto tukee\ntyöntekijöitä.",
        13: "Palvelut muuttuvat.",
    }
    assert read_evidence("Kysymys ilman aineistoa [1]") == {}
    assert read_evidence("[1] \nTeksti.") == {1: "Teksti."}


def test_honest_answer_is_marked() -> None:
    """The first sentences of the first pieces are told, each with its own marker."""
    told = tell(PROMPT, pieces=2)
    first = "Etätyö on käytössä 58 %:lla, mm. Turussa"
    assert mark(told[:2]) == f"{first} [1]. Se jatkuu [1]."
    assert mark(told[:2], is_after_stop=True) == f"{first}. [1] Se jatkuu. [1]"
    assert unmark(told[:2]) == f"{first}. Se jatkuu."
    assert [t.number for t in told] == [1, 1, 12]


def test_lies_are_lies() -> None:
    """Each differs from the honest answer in what its name says."""
    honest = mark(tell(PROMPT))
    assert "69 %" in lie(Lie.FIGURES, PROMPT)
    assert "58" not in lie(Lie.FIGURES, PROMPT)
    numbers = [int(n) for n in re.findall(r"\[(\d+)\]", lie(Lie.MARKERS, PROMPT))]
    assert numbers == [12, 12, 13, 1]
    assert "[2]" in lie(Lie.MARKERS, "[1] Ainoa\nTeksti.")
    assert "Kelalle" in lie(Lie.FACTS, PROMPT)
    assert "<img" in lie(Lie.INJECTED, PROMPT)
    assert f"**{honest}**" in lie(Lie.MARKUP, PROMPT)
    assert "work [1]" in english(PROMPT)


@pytest.mark.parametrize("kind", Lie)
def test_lies_need_no_evidence(kind: Lie) -> None:
    """A prompt without evidence is answered all the same."""
    assert isinstance(lie(kind, "Hei"), str)


@pytest.mark.parametrize("text", ["", "Etätyö 1\u00a0234,5 [12].", "Ta\u0308ma\u0308 – 👩\u200d🔬"])
def test_tokens_are_the_text(text: str) -> None:
    """Tokens have 1 to 6 characters and make up the text again."""
    tokens = list(cut(text))
    assert "".join(tokens) == text
    assert all(1 <= len(token) <= 6 for token in tokens)


def test_like_texts_are_near() -> None:
    """Embeddings have unit length, and inflected words meet."""
    vectors = np.array([embed(t, 64) for t in ("etätyö kotona", "etätyön tekeminen", "talous", "")])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
