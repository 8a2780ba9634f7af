"""How the list under a heading is found and told whole."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from bot.claim import number_claims
from bot.evidence import Evidence, list_evidence
from bot.lexicon import Lexicon
from bot.lists import (
    HEADING_AHEAD,
    HEADING_NEAR,
    HEADING_SHARE,
    Heading,
    embed_headings,
    heading_cosines,
    heading_likeness,
    heading_scores,
    is_asked_whole,
    list_headings,
    same_most,
    write_list,
)
from bot.messages import say
from bot.question import read_question
from bot.retrieve import Ranking
from index.report import Passage, PassageKind
from tests.bot.pieces import make_passage, make_ranking, make_report, make_section


def named(name: str, *texts: str, start: int = 1) -> list[Passage]:
    """Return a sub-heading and its bullets."""
    heading = make_passage(name, PassageKind.HEADING, name=f"s1-{start}", subsection=name)
    bullets = [
        make_passage(text, name=f"s1-{i}", subsection=name)
        for i, text in enumerate(texts, start + 1)
    ]
    return [heading, *bullets]


@pytest.fixture
def evidence() -> tuple[Evidence, ...]:
    """Return a section with two sub-headings, and one with bullets of its own only."""
    first = make_section(
        *named("Lainaajat", "Lapset", "Nuoret lukijat.", start=1),
        *named("Lehdet", "Päivälehti", start=4),
    )
    second = make_section(
        make_passage("Kirja", name="s2-1", section="2"),
        make_passage("Alku.", PassageKind.PARAGRAPH, name="s2-2", section="2"),
        make_passage("Hylly", name="s2-3", section="2"),
        number="2",
        title="Kalusteet",
    )
    return list_evidence([make_report(first, second)])


def find(evidence: tuple[Evidence, ...], text: str) -> Heading:
    """Return the heading of these words."""
    (found,) = (h for h in list_headings(evidence) if h.text == text)
    return found


def test_headings_are_those_with_bullets(evidence: tuple[Evidence, ...]) -> None:
    """Sections and sub-headings that have bullets are lists, with the places of their own."""
    found = {h.text: [evidence[i].text for i in h.places] for h in list_headings(evidence)}
    assert found == {
        "Arki kirjastossa": ["Lapset", "Nuoret lukijat.", "Päivälehti"],
        "Lainaajat": ["Lapset", "Nuoret lukijat."],
        "Lehdet": ["Päivälehti"],
        "Kalusteet": ["Kirja", "Hylly"],
    }


def test_text_without_bullets_has_no_lists() -> None:
    """Paragraphs make no list, and nothing makes none."""
    section = make_section(make_passage("Alku.", PassageKind.PARAGRAPH))
    assert list_headings(list_evidence([make_report(section)])) == ()
    assert list_headings(()) == ()


def told(heading: Heading, evidence: tuple[Evidence, ...]) -> str:
    """Return the answer that tells a list, without markers."""
    return "".join(claim.lead + claim.text for claim in write_list(heading, evidence)).strip()


def test_list_of_a_subheading_is_whole(evidence: tuple[Evidence, ...]) -> None:
    """All bullets under a sub-heading are told, in order, under a sentence that names it."""
    opening = say("frames.list", heading="Lainaajat")
    assert told(find(evidence, "Lainaajat"), evidence) == f"{opening}\n- Lapset\n- Nuoret lukijat."


def test_list_of_a_section_is_told_by_its_subheadings(evidence: tuple[Evidence, ...]) -> None:
    """A section's list names each sub-heading before its bullets."""
    opening = say("frames.section", heading="Arki kirjastossa")
    assert told(find(evidence, "Arki kirjastossa"), evidence) == (
        f"{opening}\nLainaajat:\n- Lapset\n- Nuoret lukijat.\nLehdet:\n- Päivälehti"
    )


def test_list_of_a_section_without_subheadings_is_plain(evidence: tuple[Evidence, ...]) -> None:
    """Where a section has bullets of its own only, they are told as one list."""
    opening = say("frames.list", heading="Kalusteet")
    assert told(find(evidence, "Kalusteet"), evidence) == f"{opening}\n- Kirja\n- Hylly"


@pytest.mark.parametrize("name", ["Arki kirjastossa", "Lainaajat", "Lehdet", "Kalusteet"])
def test_each_line_of_a_list_is_cited(evidence: tuple[Evidence, ...], name: str) -> None:
    """The heading is proved by its own passage and each bullet by its text, verbatim."""
    claims = write_list(find(evidence, name), evidence)
    assert all(claim.sources for claim in claims)
    texts = {e.text for e in evidence}
    bullets = [c for c in claims if c.lead == "\n- "]
    assert all(c.text == c.sources[0].citation.quote and c.text in texts for c in bullets)
    assert list(number_claims(claims))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Mitkä ovat lehdet?", "Lehdet"),
        ("Ketkä ovat lainaajia?", "Lainaajat"),
        ("Kalusteet", "Kalusteet"),
    ],
)
def test_heading_that_is_asked_for_is_likest(
    evidence: tuple[Evidence, ...], asked: str, expected: str
) -> None:
    """A heading is the liker the more of the question it meets and is met; 1 is the same."""
    headings = list_headings(evidence)
    likeness = heading_likeness(read_question(asked), Lexicon([h.text for h in headings]))
    assert all(0.0 <= like <= 1.0 for like in likeness)
    best = max(range(len(headings)), key=lambda i: likeness[i])
    assert headings[best].text == expected


def test_unknown_words_are_like_no_heading(evidence: tuple[Evidence, ...]) -> None:
    """A question of other words is like none."""
    headings = Lexicon([h.text for h in list_headings(evidence)])
    assert not any(heading_likeness(read_question("Montako traktoria on?"), headings))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Mitkä kolme asiaa olivat kirjaston tärkeimmät uudet palvelut?", "Vastaukset"),
        ("Listaa merkittävimmät uudet palvelut", "Vastaukset"),
        ("Mitä uusia palveluita kirjastossa on?", None),  # not of the most
        ("Mikä on tärkein lehti kirjastossa?", None),  # of something else
        ("Mikä on tärkein?", None),  # of nothing
    ],
)
def test_heading_that_asks_for_the_most_answers_it(asked: str, expected: str | None) -> None:
    """What stands after a heading's colon asks too; a count in words is no word of the question."""
    name = "Vastaukset"
    heading = f"{name}: Mikä on merkittävin uusi palvelu kirjastossa"
    _, *bullets = named(name, "Lainaus", "Kotipalvelu", start=1)
    printed = make_passage(heading, PassageKind.HEADING, name="s1-1", subsection=name)
    headings = list_headings(list_evidence([make_report(make_section(printed, *bullets))]))
    found = same_most(read_question(asked), headings, Lexicon([h.text for h in headings]))
    assert (None if found is None else headings[found].name) == expected
    assert heading in {h.text for h in headings}


def floats(*values: float) -> npt.NDArray[np.float32]:
    """Return numbers as the vectors have them."""
    return np.array(values, dtype=np.float32)


def test_list_whose_bullets_are_found_scores_best(evidence: tuple[Evidence, ...]) -> None:
    """Where headings are all as near, the one with the evidence found under it is asked for."""
    headings = list_headings(evidence)
    (place,) = (e.id for e in evidence if e.text == "Hylly")
    ranking = make_ranking(evidence, {place: 1.0})
    scores = heading_scores(ranking, headings, floats(*[0.0] * len(headings)))
    assert scores.shape == (len(headings),)
    assert headings[int(scores.argmax())].text == "Kalusteet"


def test_heading_in_the_question_scores_better(evidence: tuple[Evidence, ...]) -> None:
    """All else the same, the heading that is nearest to the question scores best."""
    headings = list_headings(evidence)
    ranking = make_ranking(evidence, {})
    for place in range(len(headings)):
        cosines = np.full(len(headings), 0.2, dtype=np.float32)
        cosines[place] = 0.7
        assert int(heading_scores(ranking, headings, cosines).argmax()) == place


def test_passage_as_near_lowers_the_scores(evidence: tuple[Evidence, ...]) -> None:
    """A heading scores the less the nearer a passage is to the question."""
    headings = list_headings(evidence)
    far = make_ranking(evidence, {})
    near = replace(far, cosines=np.full(len(evidence), 0.5, dtype=np.float32))
    cosines = floats(*[0.5] * len(headings))
    lower, higher = (heading_scores(r, headings, cosines) for r in (near, far))
    assert (lower < higher).all()


def test_heading_is_embedded_alone_and_under_its_title(evidence: tuple[Evidence, ...]) -> None:
    """Each heading is embedded twice, in order: its own words, and after its section's title."""
    headings = list_headings(evidence)
    seen: list[str] = []

    def embed(text: str) -> list[float]:
        seen.append(text)
        return [float(len(text)), 1.0, 0.0]

    alone, under = embed_headings(headings, embed)
    assert alone.shape == under.shape == (len(headings), 3)
    assert alone[:, 0].tolist() == [len(h.text) for h in headings]
    assert under[:, 0].tolist() == [len(f"{h.section.title} {h.text}") for h in headings]
    assert {h.text for h in headings} < set(seen)


@pytest.mark.parametrize(
    ("claim", "alone", "under", "expected"),
    [
        ("the nearer of the two counts, alone", [[1.0, 0.0]], [[0.0, 1.0]], [1.0]),
        ("the nearer of the two counts, under its title", [[0.0, 1.0]], [[0.6, 0.8]], [0.6]),
        ("opposite is below zero", [[-1.0, 0.0]], [[-0.8, 0.6]], [-0.8]),
        ("each heading for itself", [[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0]] * 2, [1.0, 0.0]),
    ],
)
def test_cosines_of_headings(
    evidence: tuple[Evidence, ...],
    claim: str,
    alone: Sequence[Sequence[float]],
    under: Sequence[Sequence[float]],
    expected: Sequence[float],
) -> None:
    """A heading is as near as the nearer of its two embeddings, -1 to 1."""
    ranking = replace(make_ranking(evidence, {}), vector=floats(1.0, 0.0))
    embedded = (np.array(alone, dtype=np.float32), np.array(under, dtype=np.float32))
    assert heading_cosines(ranking, embedded).tolist() == pytest.approx(expected), claim


def ranked(evidence: Sequence[Evidence], share: float, nearest: float) -> Ranking:
    """Return a ranking with so much under 'Kalusteet' and a passage so near."""
    (place,) = (e.id for e in evidence if e.text == "Hylly")
    cosines = np.full(len(evidence), nearest, dtype=np.float32)
    return replace(make_ranking(evidence, {place: share}), cosines=cosines)


NEAR, SHARE = HEADING_NEAR + 0.1, HEADING_SHARE + 0.1
WHOLE = [
    ("near, ahead and found", NEAR, SHARE, NEAR - HEADING_AHEAD - 0.1, True),
    ("all found under it", NEAR, 1.0, 0.0, True),
    ("the heading is not near", HEADING_NEAR - 0.05, 1.0, 0.0, False),
    ("a passage is nearly as near", NEAR, 1.0, NEAR - HEADING_AHEAD / 2, False),
    ("a passage is nearer", NEAR, 1.0, NEAR + 0.1, False),
    ("too little is found under it", NEAR, HEADING_SHARE - 0.1, 0.0, False),
    ("nothing is found under it", 1.0, 0.0, 0.0, False),
]


@pytest.mark.parametrize(
    ("claim", "cosine", "share", "nearest", "expected"), WHOLE, ids=[c[0] for c in WHOLE]
)
def test_whole_list_is_asked_for(
    evidence: tuple[Evidence, ...],
    claim: str,
    cosine: float,
    share: float,
    nearest: float,
    expected: bool,
) -> None:
    """A list is asked for where its heading is near, ahead of passages, and holds what is found."""
    ranking = ranked(evidence, share, nearest)
    assert is_asked_whole(ranking, find(evidence, "Kalusteet"), cosine) is expected
