"""What is taken out of a message before anything is looked for."""

import pytest

from bot.personal import mask_personal

MASKED = [
    ("a full stop after it", "Soita 040 123 4567. Miten?", "Soita . Miten?"),
    ("an identity code", "Asiakas 010203-123A lukee", "Asiakas lukee"),
    ("one of this century", "Asiakas 010203A123B lukee", "Asiakas lukee"),
    ("an address of mail", "Kirjoita aho.leena@kirjasto.example nyt", "Kirjoita nyt"),
    ("a phone number", "Soita 040 123 4567 nyt", "Soita nyt"),
    ("one from abroad", "Soita +358 40 1234567 nyt", "Soita nyt"),
    ("one with hyphens", "Soita 040-123-4567 nyt", "Soita nyt"),
    ("an account", "Tili FI21 1234 5600 0007 85 täällä", "Tili täällä"),
    ("two at once", "a@b.example ja c@d.example", "ja"),
]


@pytest.mark.parametrize(("claim", "text", "expected"), MASKED, ids=[c[0] for c in MASKED])
def test_personal_data_is_taken_out(claim: str, text: str, expected: str) -> None:
    """What has the form of personal data goes, and it is told that it was there."""
    assert mask_personal(text) == (expected, True), claim


KEPT = [
    "Montako kirjaa on?",
    "68 000 henkilöä vuonna 2018",
    "1 234,5 kirjaa ja 58 % lukijoista",
    "Päivitetty 17.5.2021",
    "Kunta-ala 2030, iPad 105",
    "Kuva 2 ja taulukko 3\nuusi rivi",
    "@kirjasto",
    "",
]


@pytest.mark.parametrize("text", KEPT)
def test_other_text_stays(text: str) -> None:
    """Figures, years and dates are no personal data, and the text stays as it was."""
    assert mask_personal(text) == (text, False)
