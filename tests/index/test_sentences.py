"""Where Finnish sentences end."""

import pytest

from index.report import Report
from index.sentences import split_sentences

CASES = [
    ("two sentences", "Luen. Kirjoitan.", ["Luen.", "Kirjoitan."]),
    ("other marks end too", "Mitä? Ei! Niin… Juu.", ["Mitä?", "Ei!", "Niin…", "Juu."]),
    ("an abbreviation ends nothing", "Luen esim. Aleksis Kiveä.", ["Luen esim. Aleksis Kiveä."]),
    ("so does none in brackets", "Kirja (ks. Liite 2) on.", ["Kirja (ks. Liite 2) on."]),
    ("an ordinal ends nothing", "Se on 3. Kirja on tuolla.", ["Se on 3. Kirja on tuolla."]),
    ("a date ends nothing", "Päivitetty 17.5.2021 taas.", ["Päivitetty 17.5.2021 taas."]),
    ("a decimal ends nothing", "Kasvu oli 2.5 vuodessa.", ["Kasvu oli 2.5 vuodessa."]),
    ("small letters go on", "Luen ym. kirjoja.", ["Luen ym. kirjoja."]),
    ("a figure may begin one", "Luen. 58 % lukee.", ["Luen.", "58 % lukee."]),
    ("quotation marks belong to it", "”Luen.” Hän luki.", ["”Luen.”", "Hän luki."]),
    ("so may a quotation", "Hän luki. ”Luen.”", ["Hän luki.", "”Luen.”"]),
    ("a dash may begin one", "Hän luki. – Luen.", ["Hän luki.", "– Luen."]),
    ("a bracket may begin one", "Hän luki. (Ei aina.)", ["Hän luki.", "(Ei aina.)"]),
    ("no end mark is needed", "Kirjastot auki", ["Kirjastot auki"]),
    ("white space around goes", "  Luen.   Kirjoitan. ", ["Luen.", "Kirjoitan."]),
    ("nothing is no sentence", "", []),
    ("white space is none either", " \n ", []),
]


@pytest.mark.parametrize(("claim", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_sentences_end_where_a_reader_ends_them(claim: str, text: str, expected: list[str]) -> None:
    """Full stops of abbreviations, ordinals and numbers end no sentence."""
    assert [sentence.text for sentence in split_sentences(text)] == expected, claim


def test_sentences_stand_where_they_say(report: Report) -> None:
    """Each sentence of the report is found at its offset, and none of its words are lost."""
    for passage in report.passages():
        sentences = list(split_sentences(passage.text))
        for sentence in sentences:
            assert passage.text.startswith(sentence.text, sentence.start)
        assert "".join(s.text for s in sentences).split() == passage.text.split() or (
            " ".join(s.text for s in sentences).split() == passage.text.split()
        )
