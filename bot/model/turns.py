"""Tells whether words that turn a meaning stand alike in a clause and in its evidence.

Not, all, only, some, may, must, because, and, or; tense; what is counted; what is said only if
something else is so. The cues stand in `prompts/proof.toml`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from bot.cues import Cues
from bot.model.clauses import Match, Part
from bot.model.forms import Word, is_same, joining, tenses_of, terms
from bot.tables.wording import table_cues
from index.grams import shared_start
from prompts import read_toml

YEAR = re.compile(r"(?:19|20)\d\d")
NEXT_WORDS = 4  # so far after it what a word turns may stand
WIDE = frozenset({"can", "hope", "need", "should", "must"})  # these turn a clause to its end
WHOLE = frozenset({"cause"})  # and this one all of it
LOSSLESS = frozenset({"cause"})  # what may be left out
ASKED = frozenset({"need", "should", "must"})  # one of them in a heading allows all
PAST = frozenset({"past", "perfect"})
PERCENT = Word("%", "%")


def keeps_turns(match: Match, beside: Sequence[Word] = ()) -> bool:
    """Return whether nothing that turns a meaning was put in, left out or put elsewhere."""
    asked = any(_cues(kind).is_in([w.folded for w in beside]) for kind in ASKED)
    lent = ASKED if asked else frozenset()
    return (
        all(_keeps_kind(kind, match, is_lent=kind in lent) for kind in turning())
        and _keeps_joining(match)
        and _keeps_tense(match, may_ask=asked)
        and _keeps_counts(match)
        and _keeps_conditions(match)
    )


@cache
def turning() -> tuple[str, ...]:
    """Return the kinds of words that turn a meaning."""
    return tuple(read_toml("proof.toml")["turns"])


@cache
def _cues(kind: str) -> Cues:
    return Cues(read_toml("proof.toml")["turns"][kind]["cues"])


def turning_places(words: Sequence[Word], kinds: Collection[str] | None = None) -> set[int]:
    """Return the places of words that turn a meaning: what they say is held here."""
    folded = [word.folded for word in words]
    names = turning() if kinds is None else kinds
    return set().union(*(_cues(kind).covered(folded) for kind in names))


def _scopes(kind: str, part: Part, *, is_wide: bool = False) -> Iterator[set[int]]:
    """Yield for each cue of a kind the places of the words that it may turn."""
    for _, span in _cues(kind).find(part.folded):
        piece = part.pieces[span[0]]
        own = [k for k, number in enumerate(part.pieces) if number == piece and k not in span]
        if kind in WIDE:
            start = _clause_start(part, span[0])
            own = [k for k in own if k >= start]
        elif kind not in WHOLE and not is_wide:
            own = [k for k in own if span[-1] < k <= span[-1] + NEXT_WORDS]
        yield set(own)


def _clause_start(part: Part, place: int) -> int:
    """Return the place after the last comma or joint before a word."""
    for k in range(place, 0, -1):
        if "," in part.words[k].gap:
            return k
        if part.words[k].text in joining():
            return k + 1
    return 0


def _keeps_kind(kind: str, match: Match, *, is_lent: bool) -> bool:
    said = [scope & match.at.keys() for scope in _scopes(kind, match.said)]
    is_denial = kind == "negation"
    mine = list(_scopes(kind, match.said, is_wide=is_denial))
    there = list(_scopes(kind, match.there, is_wide=is_denial))
    if is_denial and len(said) > len(there):
        return False
    for scope in said:
        places = {match.at[i] for i in scope}
        if not is_lent and not any(places & other or not places for other in there):
            return False
    if kind in LOSSLESS:
        return True
    for other in there:
        turned = {i for i, j in match.at.items() if j in other}
        if turned and not any(turned & scope for scope in mine):
            return False
    return True


def _keeps_joining(match: Match) -> bool:
    """Return whether 'and' is 'and', 'or' is 'or', and no half of a pair is left out.

    One of two joined by 'and' may be told alone where no figure is told of both.
    """
    has_number = any(word.text[0].isdigit() for word in match.said.words)
    back = {j: i for i, j in match.at.items()}
    for k, is_or in _joints(match.there):
        left, right = _beside(match.there, k)
        if left is None or right is None:
            continue
        met = [back[j] for j in (left, right) if j in back]
        if len(met) == 1 and (is_or or has_number) and _is_pair(match.there, left, right):
            return False
        if len(met) == 2 and is_or != _has_or(match.said, met):
            return False
    ors = {j for k, is_or in _joints(match.there) if is_or for j in _beside(match.there, k)}
    for k, is_or in _joints(match.said):
        near = {match.at.get(i, -1) for i in _beside(match.said, k) if i is not None}
        if is_or and not near & ors:
            return False
    return True


def _is_pair(part: Part, left: int, right: int) -> bool:
    """Return whether what joins two words joins nothing more."""
    cases = [part.words[k].cases for k in (left, right)]
    return right - left == 2 and bool(cases[0] & cases[1])


def _joints(part: Part) -> Iterator[tuple[int, bool]]:
    for k, word in enumerate(part.words):
        if word.text in terms("and") | terms("or"):
            yield k, word.text in terms("or")


def _beside(part: Part, k: int) -> tuple[int | None, int | None]:
    """Return the telling words next to a place, one on each side."""
    left = max((j for j in part.telling if j < k), default=None)
    return left, min((j for j in part.telling if j > k), default=None)


def _has_or(part: Part, places: Collection[int]) -> bool:
    between = part.words[min(places) + 1 : max(places)]
    return any(word.text in terms("or") for word in between)


def _keeps_tense(match: Match, *, may_ask: bool) -> bool:
    """Return whether what was is not told as what is, nor what ought to be as what is."""
    was = read_toml("proof.toml")["tenses"]["was"]
    mine, other = (sum(w.text in was for w in p.words) for p in (match.said, match.there))
    is_past = any("past" in tenses_of(w.text) for w in match.there.words)
    if mine > other and not is_past:
        return False
    return all(_is_tense_kept(s, t, may_ask=may_ask) for s, t in match.pairs())


def _is_tense_kept(said: Word, there: Word, *, may_ask: bool) -> bool:
    if said.text == there.text:
        return True
    mine, other = tenses_of(said.text), tenses_of(there.text)
    if (mine & PAST and not other & PAST) or (other & PAST and "present" in mine):
        return False
    if "should" in other and "should" not in mine:
        return False
    if ("must" in other and "must" not in mine) or (
        "must" in mine and "must" not in other and not may_ask
    ):
        return False
    shared = shared_start(said.text, there.text)
    tails = [word.text[shared:] for word in (said, there)]
    return not any(_is_past_ending(a) and _is_present_ending(b) for a, b in (tails, tails[::-1]))


def _is_past_ending(tail: str) -> bool:
    return re.fullmatch(r"s?i(?:v[aä]t)?", tail) is not None


def _is_present_ending(tail: str) -> bool:
    return re.fullmatch(r"([aeouyäö])\1|[aeouyäö]?v[aä]t|[aeouyäö]", tail) is not None


def _keeps_counts(match: Match) -> bool:
    """Return whether numbers keep their order, and what follows each, years apart."""
    numbers = [(i, j) for i, j in match.at.items() if match.said.words[i].text.isdigit()]
    counts = [j for i, j in numbers if not YEAR.fullmatch(match.said.words[i].text)]
    if counts != sorted(counts):
        return False
    for i, word in enumerate(match.said.words):
        if not word.text.isdigit() or YEAR.fullmatch(word.text):
            continue
        mine = _counted(match.said.words, i)
        places = [j for j, w in enumerate(match.there.words) if w.text == word.text]
        if not any(_count_alike(mine, _counted(match.there.words, j)) for j in places):
            return False
    return True


def _counted(words: Sequence[Word], place: int) -> list[Word]:
    """Return the words after a number up to the first that names no unit or scale."""
    found: list[Word] = []
    for word in words[place + 1 :]:
        found.append(word)
        is_unit = word.text.isdigit() or table_cues("limit", "units").is_in((word.folded,))
        if not is_unit or is_same(word, PERCENT):  # of a share any word may come next
            break
    return found


def _count_alike(said: Sequence[Word], there: Sequence[Word]) -> bool:
    return len(said) == len(there) and all(is_same(a, b) for a, b in zip(said, there, strict=True))


def _keeps_conditions(match: Match) -> bool:
    """Return whether what is said if something else is so, or thought to be so, is told so."""
    said, there = match.said, match.there
    conditions = terms("if")
    if any(w.text in conditions for w in there.words) and not any(
        w.text in conditions for w in said.words
    ):
        return False
    used = {there.pieces[j] for j in match.at.values()}
    for place, word in enumerate(there.words):
        piece = there.pieces[place]
        is_first = place > 0 and there.pieces[place - 1] != piece
        if word.text in terms("that") and is_first and piece in used and piece - 1 not in used:
            before = [w.folded for k, w in enumerate(there.words) if there.pieces[k] == piece - 1]
            hopes = _cues("hope").is_in(before) and _cues("hope").is_in(said.folded)
            if not hopes and not _factive().is_in(before):
                return False
    return True


@cache
def _factive() -> Cues:
    return Cues(read_toml("proof.toml")["clauses"]["factive"])
