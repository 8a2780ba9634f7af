"""What a language model is given to write from: numbered pieces of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.claim import Claim, Source, evidence_source, evidence_url
from bot.evidence import Evidence
from bot.messages import say
from bot.phrase import is_quoted

MAX_PASSAGES = 8  # so many of the best passages are given besides what the draft cites
MAX_EXHIBITS = 40


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence; its number in a prompt is its place in the list, from 1.

    `heading`: where it stands. `text`: what it says, of figures with what was computed. `places`:
    the evidence it is made of, by place in the retriever's list.
    """

    heading: str
    text: str
    sources: tuple[Source, ...]
    places: tuple[int, ...]

    @property
    def told(self) -> str:
        """Return what is said of figures besides their quotes, "" of a passage."""
        return self.text if any(s.citation.table is not None for s in self.sources) else ""


def list_exhibits(
    claims: Sequence[Claim], order: Sequence[int], evidence: Sequence[Evidence]
) -> tuple[Exhibit, ...]:
    """Return what `claims` rest on, and the best of `order` (places of evidence) besides.

    Of a passage the words that a claim quotes are given, and the whole of it later; of rows of
    tables the claim is given, as it tells what was computed.
    """
    place_of = {evidence_url(e): i for i, e in enumerate(evidence)}
    found: list[Exhibit] = []
    taken: set[int] = set()
    for claim in claims:
        places = tuple(
            dict.fromkeys(place_of[u] for s in claim.sources if (u := s.citation.url) in place_of)
        )
        if not places:
            continue
        if any(evidence[place].row is not None for place in places):
            found.append(_figures(claim, places, evidence))
            taken.update(places)
        else:
            quoted = [(place_of[u], s) for s in claim.sources if (u := s.citation.url) in place_of]
            found += [_passage(evidence[place], place, source) for place, source in quoted]
            taken |= {p for p, source in quoted if source.citation.quote == evidence[p].text}
    partly = [place for exhibit in found for place in exhibit.places]
    more = [p for p in (*order, *partly) if p not in taken and evidence[p].passage is not None]
    found += [_passage(evidence[p], p, evidence_source(evidence[p])) for p in more[:MAX_PASSAGES]]
    distinct = {(e.text, *(source.key for source in e.sources)): e for e in found}
    return tuple(distinct.values())[:MAX_EXHIBITS]


def _passage(e: Evidence, place: int, source: Source) -> Exhibit:
    heading = _place(e)
    if is_quoted(e):
        heading = say("exhibits.quoted", heading=heading)
    return Exhibit(heading, source.citation.quote, (source,), (place,))


def _figures(claim: Claim, places: tuple[int, ...], evidence: Sequence[Evidence]) -> Exhibit:
    return Exhibit(_place(evidence[places[0]]), claim.text, claim.sources, places)


def _place(e: Evidence) -> str:
    """Return the headings over a piece of evidence in one line."""
    return " > ".join(name for name in e.headings if name)
