"""Tells whether the words of a clause play the parts that they play in the evidence.

In a form that may do so, with the words that belong to them, each thing in one clause, and no verb
left out. No grammar is parsed: endings and neighbours tell.
"""

from itertools import pairwise

from bot.model.clauses import Match, Part
from bot.model.forms import (
    CORE,
    is_passive,
    is_same,
    is_set,
    is_verbal_noun,
    tenses_of,
    terms,
)

MAX_LEAPS = 1  # one thing told before another; more is another sentence
NEAR = 4  # words between one that belongs to another, and it
OWNING = frozenset({"inessive", "adessive"})
PREDICATE = frozenset({"essive", "translative"})


def keeps_parts(match: Match) -> bool:
    """Return whether each word plays the part in a clause that it plays in the evidence."""
    return (
        all(_may_stand(match, i, j) for i, j in match.at.items())
        and not are_exchanged(match)
        and (match.is_in_order or _moves_well(match))
        and _keeps_attributes(match)
        and _keeps_pieces(match)
        and _keeps_verbs(match)
        and _keeps_sides(match)
    )


def _may_stand(match: Match, i: int, j: int) -> bool:
    """Return whether a word's case may be what it is, as it is in the evidence."""
    said, there = match.said.words[i], match.there.words[j]
    mine, other = said.cases, there.cases
    if mine & other or (mine & CORE and other & CORE) or is_set(said, there):
        return True
    if said.text.isdigit() or is_verbal_noun(said.text) or is_verbal_noun(there.text):
        return True
    if (mine & PREDICATE and other & CORE) or (other & PREDICATE and mine & CORE):
        return True
    return _is_pronoun_for(match, i, j) or _is_owner(match, i, j) or _is_source(match, i, j)


def _is_source(match: Match, i: int, j: int) -> bool:
    """Return whether what is told in something is told according to it."""
    after = {word.text for word in match.said.words[i + 1 : i + 2]}
    is_place = bool(match.there.words[j].cases & {"inessive", "elative"})
    return is_place and bool(after & terms("according"))


def _is_pronoun_for(match: Match, i: int, j: int) -> bool:
    """Return whether a subject or object is told in the evidence by a pronoun that follows it."""
    after = min((k for k in match.at.values() if k > j), default=len(match.there.words))
    between = {word.text for word in match.there.words[j + 1 : after]}
    is_core = bool(match.said.words[i].cases & CORE)
    return is_core and bool(between & terms("pronouns"))


def _is_owner(match: Match, i: int, j: int) -> bool:
    """Return whether what is in or at something is told as its own: 'there is' as a genitive."""
    head = match.at.get(i + 1)
    is_genitive = match.said.words[i].cases == {"genitive"}
    is_place = bool(match.there.words[j].cases & OWNING)
    return (
        is_genitive
        and is_place
        and head is not None
        and match.there.pieces[head] == match.there.pieces[j]
    )


def are_exchanged(match: Match) -> bool:
    """Return whether one word has become a subject and another one has ceased to be one."""
    rises = falls = False
    for said, there in match.pairs():
        mine, other = said.cases, there.cases
        if said.text == there.text or is_passive(said.text) or is_passive(there.text):
            continue
        rises |= mine == {"nominative"} and not other & (PREDICATE | {"nominative"})
        falls |= other == {"nominative"} and not mine & {"nominative"}
    return rises and falls


def _moves_well(match: Match) -> bool:
    """Return whether things told in another order are whole things, and each may be where it is."""
    order = sorted(match.at.values())
    for piece in set(match.said.pieces):
        ranks = [order.index(j) for i, j in match.at.items() if match.said.pieces[i] == piece]
        leaps = sum(b < a for a, b in pairwise(ranks))
        if leaps > MAX_LEAPS and any(b > a + 1 for a, b in pairwise(ranks)):
            return False
    return all(_may_move(match, i, j) for i, j in match.at.items())


def _may_move(match: Match, i: int, j: int) -> bool:
    """Return whether a word in another place says the same: an object stays one."""
    said, there = match.said.words[i], match.there.words[j]
    if said.text == there.text or is_passive(there.text) or is_verbal_noun(said.text):
        return True
    mine, other = said.cases, there.cases
    if mine & PREDICATE or {"present"} <= tenses_of(there.text) | tenses_of(said.text):
        return True
    is_oblique = bool(mine & other) and not mine & CORE
    return is_oblique or any(
        is_so(match, i, j) for is_so in (_is_pronoun_for, _is_owner, _is_source, _is_done_to)
    )


def _is_done_to(match: Match, i: int, j: int) -> bool:
    """Return whether the object of a passive verb is told as that of its doing."""
    is_object = bool(match.there.words[j].cases & CORE)
    is_genitive = "genitive" in match.said.words[i].cases
    return (
        is_object
        and is_genitive
        and any(is_verbal_noun(s.text) and is_passive(t.text) for s, t in match.pairs())
    )


def _keeps_attributes(match: Match) -> bool:
    """Return whether genitives, and what stands after them, belong together as in the evidence."""
    return all(
        _keeps_head(match, i, j) and _keeps_postposition(match, i, j) for i, j in match.at.items()
    )


def _keeps_head(match: Match, i: int, j: int) -> bool:
    said, there = match.said, match.there
    mine = said.words[i].cases == {"genitive"}
    other = there.words[j].cases == {"genitive"}
    head = match.at.get(i + 1)
    if _is_owner(match, i, j):
        return True
    if mine and head is not None and "," not in said.words[i + 1].gap:
        gap = head - j
        is_done = is_verbal_noun(said.words[i + 1].text)  # 'of doing it', of 'it is done'
        return 0 < gap <= NEAR or (
            gap < 0 and is_done and not is_verbal_noun(there.words[head].text)
        )
    if other and not mine and j + 1 in there.telling:
        return j + 1 in match.at.values() or not there.words[j + 1].gap.isspace()
    return True


def _keeps_postposition(match: Match, i: int, j: int) -> bool:
    """Return whether what follows a genitive as its postposition is so on both sides."""
    mine, other = (
        part.words[k + 1] if k + 1 < len(part.words) else None
        for part, k in ((match.said, i), (match.there, j))
    )
    names = terms("postpositions")
    is_mine = mine is not None and mine.text in names
    is_other = other is not None and other.text in names
    if mine is not None and other is not None and is_mine and is_other:
        return is_same(mine, other)
    if is_other:
        return match.said.words[i].text != match.there.words[j].text
    return True


def _keeps_pieces(match: Match) -> bool:
    """Return whether what a clause says of one thing is not put together from several clauses."""
    found: dict[int, list[int]] = {}
    for i, j in match.at.items():
        if match.said.words[i].cases & CORE:
            found.setdefault(match.said.pieces[i], []).append(match.there.pieces[j])
    going_on = _going_on(match.there)
    return all(
        b in going_on and b == a + 1
        for pieces in found.values()
        for a, b in pairwise(sorted(set(pieces)))
    )


def _going_on(part: Part) -> set[int]:
    """Return the pieces that speak of what the piece before them has named."""
    firsts = [k for k, piece in enumerate(part.pieces) if part.pieces.index(piece) == k]
    pronouns = terms("pronouns")
    return {
        part.pieces[k] for k in firsts if any(w.text in pronouns for w in part.words[k : k + 2])
    }


def _keeps_verbs(match: Match) -> bool:
    """Return whether no verb is left out of what a clause takes from the evidence."""
    there = match.there
    for piece in set(there.pieces):
        own = [j for j in match.at.values() if there.pieces[j] == piece]
        if len(own) < 2:
            continue
        for j in range(max(min(own) - 2, 0), min(max(own) + 2, len(there.words))):
            is_verb = bool(tenses_of(there.words[j].text) & {"present", "past", "should"})
            if there.pieces[j] == piece and is_verb and j in there.telling and j not in own:
                return False
    return True


def _keeps_sides(match: Match) -> bool:
    """Return whether of two things compared each stays on its side, with what compares them."""
    than = terms("than")
    mine = [i for i, word in enumerate(match.said.words) if word.text in than]
    other = [j for j, word in enumerate(match.there.words) if word.text in than]
    if not other:
        return not mine
    k = other[0]
    right = [
        i for i, j in match.at.items() if j > k and match.there.pieces[j] == match.there.pieces[k]
    ]
    if not right:
        return not mine
    told = {j for j in match.there.telling if match.there.pieces[j] == match.there.pieces[k]}
    if not mine or k - 1 not in match.at.values() or not told <= set(match.at.values()):
        return False
    left = [i for i, j in match.at.items() if j < k]
    return all(i > mine[0] for i in right) and all(i < mine[0] for i in left)
