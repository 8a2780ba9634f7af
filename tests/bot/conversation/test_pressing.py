"""Messages that only press for an answer, by their words; conversations are in test_follower."""

import pytest

from bot.conversation.pressing import is_push
from index.grams import split_words


@pytest.mark.parametrize("word", split_words("arvaa arvaus vastaisit silti varmasti pomoni"))
def test_words_of_pressing(word: str) -> None:
    """Words by which people press are known in their forms."""
    assert is_push(word)


@pytest.mark.parametrize("word", split_words("kirjasto uimahalli etäopetus talonmies"))
def test_topics_press_nobody(word: str) -> None:
    """A word that names a topic is none of those."""
    assert not is_push(word)
