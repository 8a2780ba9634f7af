"""How the report's sentences become claims."""

import pytest

from bot.claim import Claim
from bot.evidence import Evidence
from bot.messages import say
from bot.phrase import heading_of, needs_heading, phrase_pick, pick_sentences
from index.report import PassageKind
from index.sentences import split_sentences
from tests.bot.pieces import make_evidence

MAX_WORDS = 46
BULLET, PARAGRAPH, QUOTATION = PassageKind.BULLET, PassageKind.PARAGRAPH, PassageKind.QUOTATION
TEN = "Kirjastossa on kymmenen hyllyä ja kaksikymmentä tuolia {} lukijaa varten."  # ten words


def long_evidence(*sentences: str, kind: PassageKind = PARAGRAPH) -> Evidence:
    """Return a passage that is too long to be shown whole."""
    text = " ".join(sentences)
    assert len(text.split()) > MAX_WORDS, "the passage is long"
    return make_evidence(text, kind)


def picked(evidence: Evidence, best: str) -> list[str]:
    """Return the sentences picked where `best` fits the question best."""
    scores = {s.start: float(s.text == best) for s in split_sentences(evidence.text)}
    pick = pick_sentences(evidence, scores, MAX_WORDS)
    return [sentence.text for sentence in pick.sentences]


def claims_of(evidence: Evidence, told: str | None = None) -> list[Claim]:
    """Return the claims of a short passage."""
    return phrase_pick(pick_sentences(evidence, {}), told)


def test_short_passage_is_whole() -> None:
    """A short passage is shown to its last word, a claim for each sentence, with one quote."""
    evidence = make_evidence("Luen kirjoja. Luen myös lehtiä! Kuka muu lukee?", PARAGRAPH)
    claims = claims_of(evidence)
    assert [c.text for c in claims] == ["Luen kirjoja.", "Luen myös lehtiä!", "Kuka muu lukee?"]
    assert {c.sources[0].citation.quote for c in claims} == {evidence.text}
    assert all(len(c.sources) == 1 for c in claims)


NUMBERED = [TEN.format(name) for name in ("yhtä", "kahta", "kolmea", "neljää", "viittä", "kuutta")]


@pytest.mark.parametrize("best", range(6), ids=["1st", "2nd", "3rd", "4th", "5th", "6th"])
def test_span_of_a_long_passage_holds_the_best_sentence(best: int) -> None:
    """Of a long passage the best sentence is shown with neighbours, side by side and in bounds."""
    found = picked(long_evidence(*NUMBERED), NUMBERED[best])
    assert NUMBERED[best] in found
    assert " ".join(found) in " ".join(NUMBERED)
    assert len(" ".join(found).split()) <= MAX_WORDS
    assert len(found) > 1


def test_span_is_quoted_verbatim() -> None:
    """The quote of a span is the passage's own text from its first to its last sentence."""
    evidence = long_evidence(*NUMBERED)
    pick = pick_sentences(evidence, {})
    assert pick.quote in evidence.text
    assert pick.quote == " ".join(s.text for s in pick.sentences)
    assert pick.word_count == len(pick.quote.split())
    assert {c.sources[0].citation.quote for c in phrase_pick(pick)} == {pick.quote}


def test_one_long_sentence_is_whole() -> None:
    """What cannot be cut is shown whole, however long."""
    text = "Kirjastossa luetaan " + "ja luetaan " * MAX_WORDS + "aina."
    assert picked(make_evidence(text, PARAGRAPH), "") == [text]


def test_leaning_sentence_brings_the_one_before() -> None:
    """A sentence that is not understood alone is shown with what it leans on."""
    leaning = "Se näkyy hyvin jokaisessa kirjaston huoneessa joka ikinen päivä."
    sentences = [*NUMBERED[:2], NUMBERED[2], leaning, *NUMBERED[3:5]]
    found = picked(long_evidence(*sentences), leaning)
    assert found.index(NUMBERED[2]) == found.index(leaning) - 1


def test_leaning_sentences_bring_all_up_to_the_first() -> None:
    """One may lean on another that leans itself."""
    second, third = "Se näkyy hyvin joka huoneessa.", "Siksi kaikki lukevat siellä."
    sentences = [*NUMBERED[:3], second, third, *NUMBERED[3:]]
    found = picked(long_evidence(*sentences), third)
    assert NUMBERED[2] in found
    assert second in found


def test_leaning_sentence_after_the_best_is_taken_first() -> None:
    """What goes on with the best sentence is nearer to it than what stands before."""
    leaning = "Se näkyy hyvin jokaisessa kirjaston huoneessa joka ikinen päivä."
    sentences = [*NUMBERED[:2], NUMBERED[2], leaning, *NUMBERED[3:]]
    found = picked(long_evidence(*sentences), NUMBERED[2])
    assert leaning in found


RHETORICAL = [
    ("opening questions go", PARAGRAPH, "Mitä luetaan? Missä? Luen kirjoja.", "Luen kirjoja."),
    ("a question at the end stays", PARAGRAPH, "Luen. Luetko sinä?", "Luen. Luetko sinä?"),
    ("a question alone stays", PARAGRAPH, "Mitä luetaan?", "Mitä luetaan?"),
    ("of questions alone the last stays", PARAGRAPH, "Mitä? Missä luetaan?", "Missä luetaan?"),
    ("a bullet is whole", BULLET, "Mitä luetaan? Luetaan kirjoja.", None),
    ("a quotation is whole", QUOTATION, "Mitä luetaan? Kirjoja luetaan.", None),
]


@pytest.mark.parametrize(
    ("claim", "kind", "text", "expected"), RHETORICAL, ids=[c[0] for c in RHETORICAL]
)
def test_rhetorical_questions_are_dropped(
    claim: str, kind: PassageKind, text: str, expected: str | None
) -> None:
    """A paragraph's opening questions tell nothing; None expects the whole text."""
    assert pick_sentences(make_evidence(text, kind), {}).quote == (expected or text), claim


def test_worker_speaks_in_a_frame() -> None:
    """A bullet in the first person is framed as a worker's words, and goes on as such."""
    claims = claims_of(make_evidence("Olen lukija. Luen meillä kirjoja."))
    assert [c.text for c in claims] == [
        say("frames.worker", text="Olen lukija."),
        say("frames.worker_more", text="Luen meillä kirjoja."),
    ]


def test_speaker_is_quoted() -> None:
    """Each sentence of a quotation stands as the speaker's words."""
    claims = claims_of(make_evidence("Luen kirjoja. Se on hyvä, sanoo Aho.", QUOTATION))
    assert [c.text for c in claims] == [
        say("frames.speaker", text="Luen kirjoja."),
        say("frames.speaker", text="Se on hyvä, sanoo Aho."),
    ]


FRAMES = [
    ("a paragraph needs none", PARAGRAPH, "Olen lukija.", "Lainaajat", None, None),
    ("a whole sentence needs none", BULLET, "Kirjasto on auki.", "Lainaajat", None, None),
    ("a fragment is mentioned", BULLET, "Iltojen lukupiirit", "Lainaajat", None, "mention"),
    ("a bare verb stands under it", BULLET, "Avataan ovet aikaisin.", "Lainaajat", None, "under"),
    ("a denial too", BULLET, "Ei avata ovia iltaisin.", "Lainaajat", None, "under"),
    ("not where it was just told", BULLET, "Avataan ovet.", "Lainaajat", "Lainaajat", None),
    ("but where another was", BULLET, "Avataan ovet.", "Lainaajat", "Lehdet", "under"),
    ("the section's title where no other is", BULLET, "Avataan ovet.", None, None, "under"),
]


@pytest.mark.parametrize(
    ("claim", "kind", "text", "heading", "told", "frame"), FRAMES, ids=[c[0] for c in FRAMES]
)
def test_frame_names_the_heading_where_it_is_needed(
    claim: str,
    kind: PassageKind,
    text: str,
    heading: str | None,
    told: str | None,
    frame: str | None,
) -> None:
    """A fragment or an order is told under its heading; what is understood alone is not."""
    (found,) = claims_of(make_evidence(text, kind, subsection=heading), told)
    ended = text if text.endswith(".") else f"{text}."
    name = heading or "Arki kirjastossa"
    expected = ended if frame is None else say(f"frames.{frame}", heading=name, text=ended)
    assert found.text == expected, claim


def test_heading_that_asks_is_told() -> None:
    """An answer to a heading's question is not understood without the question."""
    evidence = make_evidence("Kirjasto on auki.", title="Mikä auttaa lukijaa?")
    assert needs_heading(evidence)
    (found,) = claims_of(evidence)
    text = "Kirjasto on auki."
    assert found.text == say("frames.under", heading="Mikä auttaa lukijaa?", text=text)


def test_only_the_first_sentence_has_the_frame() -> None:
    """The heading is told once for all sentences of a passage."""
    first, second = claims_of(make_evidence("Avataan ovet. Kaikki pääsevät sisään."))
    assert first.text == say("frames.under", heading="Arki kirjastossa", text="Avataan ovet.")
    assert second.text == "Kaikki pääsevät sisään."


HEADINGS = [
    ("the nearest", "Arki kirjastossa", "Lainaajat", "Lainaajat"),
    ("the title where it is the only one", "Arki kirjastossa", None, "Arki kirjastossa"),
    ("not one with figures", "Arki kirjastossa", "Top 6 lainaajat", "Arki kirjastossa"),
    ("none where all have figures", "Vuosi 2020", "Top 6 lainaajat", None),
]


@pytest.mark.parametrize(
    ("claim", "title", "name", "expected"), HEADINGS, ids=[c[0] for c in HEADINGS]
)
def test_heading_with_figures_is_not_named(
    claim: str, title: str, name: str | None, expected: str | None
) -> None:
    """A frame brings no number into a sentence that its citation would not prove."""
    evidence = make_evidence("Iltojen lukupiirit", title=title, subsection=name)
    assert heading_of(evidence) == expected, claim
    (found,) = claims_of(evidence)
    assert not any(c.isdigit() for c in found.text)
    assert "Iltojen lukupiirit" in found.text


ENDS = [
    ("a full stop is added", "Kuva. Lukijat hyllyllä", "Lukijat hyllyllä."),
    ("not a second one", "Kuva. Lukijat hyllyllä.", "Lukijat hyllyllä."),
    ("nor after another mark", "Kuva. Lukijat hyllyllä!", "Lukijat hyllyllä!"),
    ("nor after a quotation", "Kuva. ”Luen aina.”", "”Luen aina.”"),
    ("nor after a bracket that ends one", "Kuva. Lukijat. (Luen aina.)", "(Luen aina.)"),
]


@pytest.mark.parametrize(("claim", "text", "expected"), ENDS, ids=[c[0] for c in ENDS])
def test_claims_end_as_sentences_do(claim: str, text: str, expected: str) -> None:
    """A claim ends in a mark, and in one only."""
    assert claims_of(make_evidence(text, PassageKind.CAPTION))[-1].text == expected, claim


@pytest.mark.parametrize("max_words", [5, 15, 25, 35])
def test_part_is_as_long_as_it_may_be(max_words: int) -> None:
    """Sentences are added while they fit; the best one is shown even where it alone is too long."""
    evidence = long_evidence(*NUMBERED)
    scores = {s.start: float(s.text == NUMBERED[3]) for s in split_sentences(evidence.text)}
    found = pick_sentences(evidence, scores, max_words)
    assert NUMBERED[3] in found.quote
    assert len(found.sentences) == max(1, max_words // len(NUMBERED[3].split()))
