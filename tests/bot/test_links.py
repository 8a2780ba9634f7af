"""Which address belongs to what is asked for, and when none is told."""

import pytest

from bot.evidence import list_evidence
from bot.links import write_address, write_link
from bot.messages import say
from index.report import Passage, PassageKind
from tests.bot.pieces import make_passage, make_ranking, make_report, make_section

READING, PAPERS = "https://lukupiiri.example/", "https://lehdet.example/uusin"
LINK, PARAGRAPH = PassageKind.LINK, PassageKind.PARAGRAPH


def link(url: str, name: str, subsection: str | None = None) -> Passage:
    """Return a printed address."""
    return make_passage(url, LINK, name=name, subsection=subsection, pages=((0, 2),))


def told(passages: list[Passage], found: str, share: float = 0.9) -> tuple[list[str], bool]:
    """Return the texts of the answer where one passage is found, and whether a link was found."""
    evidence = list_evidence([make_report(make_section(*passages))])
    claims, is_found = write_link(make_ranking(evidence, {found: share}), evidence)
    return [claim.text for claim in claims], is_found


def test_certain_link_of_a_bullet_is_told() -> None:
    """An address that belongs to a bullet is told with the bullet's words."""
    bullet = make_passage("Lukupiirin sivut", name="s1-1", links=(READING,))
    passages = [bullet, link(READING, "s1-2"), link(PAPERS, "s1-3")]
    assert told(passages, "s1-1") == (
        [say("frames.link", text="Lukupiirin sivut."), say("frames.link_address", url=READING)],
        True,
    )


def test_address_itself_may_be_found() -> None:
    """Where the address meets the question best it is told."""
    passages = [make_passage("Lukupiiri", name="s1-1"), link(READING, "s1-2"), link(PAPERS, "s1-3")]
    assert told(passages, "s1-3") == ([say("frames.link_address", url=PAPERS)], True)


def test_link_that_belongs_to_nothing_for_sure_is_not_guessed() -> None:
    """Of several addresses under a heading none is told for a bullet that has none of its own."""
    passages = [make_passage("Lukupiiri", name="s1-1"), link(READING, "s1-2"), link(PAPERS, "s1-3")]
    texts, is_found = told(passages, "s1-1")
    assert texts == [say("frames.link", text="Lukupiiri."), say("declines.link")]
    assert not is_found


def test_only_link_of_a_section_is_told() -> None:
    """One address under the same heading belongs to what stands there."""
    passages = [make_passage("Luemme piirissä.", PARAGRAPH, name="s1-1"), link(READING, "s1-2")]
    assert told(passages, "s1-1") == (
        ["Luemme piirissä.", say("frames.link_address", url=READING)],
        True,
    )


def test_link_under_another_heading_is_not_told() -> None:
    """An address under another heading says nothing of this one."""
    passages = [
        make_passage("Lukupiiri", name="s1-1", subsection="Piirit"),
        link(PAPERS, "s1-2", "Lehdet"),
    ]
    assert told(passages, "s1-1") == ([], False)


def test_nothing_is_told_where_nothing_has_a_link() -> None:
    """Without addresses there is no answer to a question for one."""
    assert told([make_passage("Lukupiiri", name="s1-1")], "s1-1") == ([], False)


def test_what_barely_fits_is_not_looked_at() -> None:
    """Evidence that the question hardly finds gives no address."""
    bullet = make_passage("Lukupiiri", name="s1-1", links=(READING,))
    assert told([bullet, link(READING, "s1-2")], "s1-1", share=0.001) == ([], False)


def test_address_is_cited_where_it_is_printed() -> None:
    """The proof of an address is the line where it stands, with that line's page."""
    bullet = make_passage("Lukupiiri", name="s1-1", links=(READING,))
    evidence = list_evidence([make_report(make_section(bullet, link(READING, "s1-2")))])
    (claim,) = write_address(evidence[0])
    citation = claim.sources[0].citation
    assert (citation.quote, citation.page) == (READING, 2)
    assert citation.url.endswith("#s1-2")


ADDRESSES = [
    ("its own", "Lukupiiri", (READING,), [READING, PAPERS], [READING]),
    ("the only one near, where it is spoken of", "Tämän linkin takana", (), [READING], [READING]),
    ("none of two, though spoken of", "Tämän linkin takana", (), [READING, PAPERS], []),
    ("none where it speaks of none", "Lukupiiri", (), [READING], []),
    ("none where none is printed", "Tämän linkin takana", (), [], []),
]


@pytest.mark.parametrize(
    ("claim", "text", "own", "printed", "expected"), ADDRESSES, ids=[c[0] for c in ADDRESSES]
)
def test_passage_brings_its_addresses(
    claim: str, text: str, own: tuple[str, ...], printed: list[str], expected: list[str]
) -> None:
    """A passage shown for another question brings the address that it has or speaks of."""
    links = [link(url, f"s1-{i}") for i, url in enumerate(printed, 2)]
    bullet = make_passage(text, name="s1-1", links=own)
    evidence = list_evidence([make_report(make_section(bullet, *links))])
    found = [c.text for c in write_address(evidence[0])]
    assert found == [say("frames.link_address", url=url) for url in expected], claim
