"""A message that leaves something out is worded so that it is understood alone."""

import pytest

from bot.conversation.leaning import read_leaning
from bot.conversation.rephrase import stand_alone, topic_of, without

CASES = [
    ("Entä kirjastoista?", "Mitä uimahalleista sanotaan?", "Mitä kirjastoista sanotaan?"),
    ("Entä kirjastoihin?", "Miten raha vaikutti kouluihin?", "Miten raha vaikutti kirjastoihin?"),
    ("Entä haitta?", "Mikä on etäopetuksen hyöty?", "Mikä on etäopetuksen haitta?"),
    ("Miksi?", "Mitä uimahalleista sanotaan?", "Miksi uimahalleista?"),
    ("Paljonko se maksaa?", "Mikä on uimahalli?", "Paljonko uimahalli maksaa?"),
    ("Ja Vaasassa?", "Paljonko uimahalli maksaa?", "Paljonko uimahalli maksaa Vaasassa?"),
    ("Anna esimerkki", "Mitä uimahalleista sanotaan?", "esimerkki uimahalleista"),
]


@pytest.mark.parametrize(("message", "asked", "alone"), CASES)
def test_stand_alone(message: str, asked: str, alone: str) -> None:
    """What is left out comes from the question before."""
    assert stand_alone(message, read_leaning(message), asked, topic_of(asked)) == alone


def test_words_are_taken_out_whole() -> None:
    """Known words and cues go, all others stay as they were written."""
    assert without("Palataan niihin kirjastoihin: entä hinnat?", {"kirjastoihin"}, {0, 1}) == (
        "entä hinnat?"
    )
