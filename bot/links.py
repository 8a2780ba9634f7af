"""Answers 'where can I read more': the address that belongs to what is asked for, never a guess."""

from collections.abc import Sequence

from bot.claim import Claim, evidence_source, passage_source
from bot.evidence import Evidence
from bot.messages import say
from bot.phrase import phrase_pick, pick_sentences
from bot.question import language_cues
from bot.retrieve import Ranking
from index.grams import split_words
from index.report import Passage, PassageKind

LOOKED_AT = 8  # of the best evidence, where something with an address is looked for
MIN_SHARE = 0.05


def write_link(ranking: Ranking, evidence: Sequence[Evidence]) -> tuple[list[Claim], bool]:
    """Return the claims that answer a question for a link, and whether a link was found.

    Nothing is claimed where no evidence near the question has an address in its list or section.
    """
    for place in ranking.order[:LOOKED_AT]:
        e = evidence[place]
        if e.passage is None or ranking.shares[place] < MIN_SHARE:
            continue
        if e.passage.kind is PassageKind.LINK:
            return [_address(e, e.passage.text)], True
        if e.passage.links:
            return [*_about(e), *write_address(e)], True
        near = _links_near(e)
        if len(near) == 1:
            return [*_about(e), _address(e, near[0].text)], True
        if near:
            return [*_about(e), Claim(say("declines.link"))], False
    return [], False


def write_address(evidence: Evidence) -> list[Claim]:
    """Return the addresses that belong to a passage, or that it speaks of as its link."""
    passage = evidence.passage
    if passage is None:
        return []
    urls = [link.url for link in passage.links]
    if not urls and language_cues("speaks_of_link").is_in(split_words(passage.text)):
        near = _links_near(evidence)
        urls = [near[0].text] if len(near) == 1 else []
    return [_address(evidence, url) for url in urls]


def _about(evidence: Evidence) -> list[Claim]:
    if evidence.passage is not None and evidence.passage.kind is PassageKind.BULLET:
        text = evidence.text.rstrip(".")
        return [Claim(say("frames.link", text=f"{text}."), (evidence_source(evidence),))]
    return phrase_pick(pick_sentences(evidence, {}))


def _links_near(evidence: Evidence) -> list[Passage]:
    """Return the links printed under the same heading."""
    passage = evidence.passage
    return [
        p
        for p in evidence.section.passages
        if p.kind is PassageKind.LINK and passage is not None and p.subsection == passage.subsection
    ]


def _address(evidence: Evidence, url: str) -> Claim:
    """Return the claim that tells an address, cited where it is printed."""
    printed = next(p for p in evidence.section.passages if p.text == url)
    source = passage_source(evidence.report, evidence.section, printed, url)
    return Claim(say("frames.link_address", url=url), (source,))
