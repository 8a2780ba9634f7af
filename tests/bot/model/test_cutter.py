"""Sentences are cut as soon as they are whole, and never inside an abbreviation or a number."""

import pytest

from bot.model.cutter import SentenceCutter


def cut(text: str, size: int = 1) -> list[str]:
    """Return the sentences of a text that comes in pieces of so many characters."""
    cutter = SentenceCutter()
    found = [s for at in range(0, len(text), size) for s in cutter.feed(text[at : at + size])]
    return [sentence.strip() for sentence in (*found, *cutter.finish())]


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize(
    "sentences",
    [
        ["Työ muuttuu [1].", "Uutta on paljon [2]."],
        ["Työ muuttuu. [1] [2]", "Uutta on paljon. [2]"],
        ["Käytössä on esim. chat, etävastaanotto ym. palveluja [1].", "Muuta ei ole [1]."],
        ["Kysely päättyi 17.5.2021 ja 3. luku alkaa siitä [1].", "Osuus on 12,5 % [2]."],
        ["Mitä tehdään?", "”Ei mitään!” [1]", "Niin sanotaan… [2]"],
        ["Keinoja on kolme:", "- Tavataan asiakkaita [1]", "- Kuullaan heitä [2]", "Siinä ne [3]."],
        ["Ääkköset ja ”lainaus” säilyvät [1].", "Élan vital [2]."],
    ],
)
def test_sentences_are_whole(sentences: list[str], size: int) -> None:
    """However the text is cut up on its way, the sentences are the same."""
    joint = "\n" if any(s.startswith("- ") for s in sentences) else " "
    assert cut(joint.join(sentences), size) == sentences


def test_sentence_leaves_before_the_next_begins() -> None:
    """A sentence whose marker stands before its stop waits for nothing."""
    assert list(SentenceCutter().feed("Työ muuttuu [1].")) == ["Työ muuttuu [1]."]


def test_line_break_is_kept_for_the_next_sentence() -> None:
    """What begins a line can be told from what goes on in it."""
    cutter = SentenceCutter()
    found = [*cutter.feed("Keinoja on kaksi [1]:\n- Toinen [1]\n- Toinen [2]\n"), *cutter.finish()]
    assert found == ["Keinoja on kaksi [1]:", "\n- Toinen [1]", "\n- Toinen [2]"]


@pytest.mark.parametrize("rest", ["Työ muut", "Työ muuttuu ja", "  \n", "[1]", "- "])
def test_broken_off_sentence_is_none(rest: str) -> None:
    """Nothing is made of half a sentence at the end."""
    assert cut(f"Työ muuttuu [1]. {rest}") == ["Työ muuttuu [1]."]


def test_sentence_without_end_is_let_go() -> None:
    """A model that never ends a sentence does not fill the memory."""
    cutter = SentenceCutter()
    found = [sentence for _ in range(10_000) for sentence in cutter.feed("ja vielä ")]
    assert found
    assert max(map(len, found)) < 2_000
