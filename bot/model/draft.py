"""The answer without a model, as a model's starting point and what takes over where it fails."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.claim import Claim, Reckoning
from bot.evidence import Evidence
from bot.model.exhibit import Exhibit, list_exhibits
from bot.numbers import find_numbers
from bot.question import content_words
from bot.reply import Reply
from index.grams import split_words

STEM_CHARS = 5
TOLD_SHARE = 0.4  # of a claim's words; the rest may be framing


@dataclass(frozen=True, slots=True)
class Draft:
    """`claims`: the whole answer without a model. `musts`: those that no answer may leave out.

    `given`: the addresses of all evidence that the model has. `heading`: what a list stands under,
    told before any of it. `asides`: claims without sources,
    such as that a part is not answered. `may_decline`: whether the model may find that the evidence
    does not tell.
    """

    claims: tuple[Claim, ...]
    reckonings: tuple[Reckoning, ...]
    exhibits: tuple[Exhibit, ...]
    musts: tuple[Claim, ...]
    given: frozenset[str]
    heading: Claim | None
    asides: tuple[Claim, ...]
    may_decline: bool


def make_draft(reply: Reply, evidence: Sequence[Evidence]) -> Draft:
    """Return the draft of a reply; it has no exhibits where the reply cites nothing."""
    exhibits = list_exhibits(reply.claims, reply.order, evidence)
    given = frozenset(source.citation.url for e in exhibits for source in e.sources)
    first = next(iter(reply.musts), None)
    is_heading = first is not None and not any(s.citation.url in given for s in first.sources)
    return Draft(
        claims=reply.claims,
        reckonings=reply.reckonings,
        exhibits=exhibits,
        musts=reply.musts,
        given=given,
        heading=first if is_heading else None,
        asides=tuple(claim for claim in reply.claims if not claim.sources),
        may_decline=reply.otherwise is not None,
    )


def is_told(claim: Claim, shown: Sequence[Claim]) -> bool:
    """Return whether claims shown cite all places of a claim, say its numbers and most words."""
    if not claim.sources:
        return claim in shown
    own = {source.citation.url for source in claim.sources}
    beside = [c for c in shown if own & {source.citation.url for source in c.sources}]
    cited = {source.citation.url for c in beside for source in c.sources}
    said = {number.size for c in beside for number in find_numbers(c.text)}
    words = {word[:STEM_CHARS] for c in beside for word in split_words(c.text)}
    telling = content_words(split_words(claim.text))
    told = sum(word[:STEM_CHARS] in words for word in telling)
    has_numbers = all(number.size in said for number in find_numbers(claim.text))
    return own <= cited and has_numbers and told >= TOLD_SHARE * len(telling)


def list_untold(draft: Draft, claims: Sequence[Claim], shown: Sequence[Claim]) -> list[Claim]:
    """Return the claims that are still to be told; a heading only where something under it is."""
    left = [claim for claim in claims if not is_told(claim, shown)]
    rest = [c for c in left if c.sources and any(s.citation.url in draft.given for s in c.sources)]
    return left if rest or not shown else [claim for claim in left if not claim.sources]
