"""Messages that only press for an answer, by their words; conversations are in test_follower."""

import pytest

from bot.conversation.leaning import read_leaning
from bot.conversation.pressing import Pressing, is_push
from bot.weights import read_probe
from index.grams import split_words


@pytest.mark.parametrize("word", split_words("arvaa arvaus vastaisit silti varmasti pomoni"))
def test_words_of_pressing(word: str) -> None:
    """Words by which people press are known in their forms."""
    assert is_push(word)


@pytest.mark.parametrize("word", split_words("kirjasto uimahalli etäopetus talonmies"))
def test_topics_press_nobody(word: str) -> None:
    """A word that names a topic is none of those."""
    assert not is_push(word)


MESSAGES = [
    ("yes or no", "Kyllä vai ei: yli puolet lukee?", 5.0, True),
    ("nothing asked, near to pressing", "Joku voisi tulla linjoille", 0.5, True),
    ("nothing asked, a little like a new one", "Joku voisi tulla linjoille", -0.5, True),
    ("nothing asked, surely a new one", "Kirjastojen aukiolot", -2.0, False),
    ("a question, a little like a new one", "Tuleeko joku linjoille?", -0.5, False),
    ("a request, a little like a new one", "Kuvaile linjoja", -0.5, False),
]


@pytest.mark.parametrize(
    ("claim", "message", "likeness", "expected"), MESSAGES, ids=[c[0] for c in MESSAGES]
)
def test_who_asks_nothing_presses(
    claim: str, message: str, likeness: float, expected: bool
) -> None:
    """A message that asks for nothing presses, unless it is surely of another kind."""
    probe = read_probe("press")
    along = probe.values / (probe.values @ probe.values) * (likeness - probe.bias)
    away = [0.0] * len(probe.values)
    embed = {message: along.tolist(), "Paljonko maksaa?": away}.__getitem__
    presses = Pressing([]).presses(message, read_leaning(message), "Paljonko maksaa?", embed)
    assert presses is expected, claim
