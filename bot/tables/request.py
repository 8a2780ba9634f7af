"""What a question asks of figures, as far as language alone tells: no table is looked at here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.numbers import cardinal, find_numbers
from bot.tables.limit import YEAR, Limit, Relation, is_of_scale, read_limit
from bot.tables.order import Direction, Order, place_told, read_order, superlatives
from bot.tables.wording import Words, how_words, table_cues, table_words
from index.grams import fold

QUOTED = re.compile(r"[\"”“'’‘»«]([^\"”“'’‘»«]{2,80})[\"”“'’‘»«]")
COMPARATIVE = re.compile(
    r"\w{2,}(?:mp(?:i|aa|ia|ana|ina|ien|iin|aan)|mm(?:an|at|in|alla|aksi|issa|iksi))"
)
COUNTING = ("yes_no", "counting")
DEGREES = ("use", "high")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: an operation with its numbers; `taken` are the places of the words for it.

    `quoted`: what stands in quotation marks, folded. `limit`: of a filter. `order`: of a rank.
    `scale`: a step of a scale and all beyond it is meant; `scaled`: the places where it stands.
    `top_steps`: so many of the best steps together, 0 where not told. `is_choice`: one of two is
    asked for ('vai'). `is_yes_no`: yes or no is asked for. `degree`: the idea of which it is asked
    how much ('kuinka yleinen'), "" where it is not. `claims_more`: a comparison says that the first
    is more (False: less, None: neither); `claims_same`: that both are equal.
    """

    words: tuple[str, ...]
    quoted: frozenset[str]
    limit: Limit | None
    order: Order
    scale: Relation | None
    scaled: frozenset[int]
    top_steps: int
    is_count: bool
    is_total: bool
    is_average: bool
    is_compare: bool
    is_choice: bool
    is_yes_no: bool
    degree: str
    claims_more: bool | None
    claims_same: bool
    taken: frozenset[int]

    @property
    def direction(self) -> Direction | None:
        """Return which end of an order is asked for, None where none is."""
        return self.order.direction

    @property
    def is_plain(self) -> bool:
        """Return whether nothing more than figures as printed is asked for."""
        return not (self.limit or self.direction or self.is_average or self.is_compare)


@lru_cache(maxsize=256)
def read_request(text: str) -> Request:
    """Return what a question asks of figures."""
    words = Words.read(text)
    numbers = find_numbers(text)
    limit, of_limit = read_limit(words, numbers)
    scale, of_scale = _scale(words.words, of_limit)
    scaled = {place + 1 for place in of_scale} | {place + 2 for place in of_scale}
    order = read_order(words, numbers, of_limit | of_scale)
    flags = {
        name: table_cues(*path).covered(words.words)
        for name, path in (
            ("count", ("count", "cues")),
            ("total", ("sum", "whole")),
            ("average", ("average", "cues")),
            ("compare", ("compare", "cues")),
        )
    }
    years = sum(bool(YEAR.fullmatch(word)) for word in words.words)
    is_change = years > 1 and table_cues("compare", "change").is_in(words.words)
    of_compare = flags["compare"] - of_limit - _same_things(words.words)
    between = {i for i in of_compare if words.words[i] in dividers("between")}
    compares = any(table_cues("compare", key).is_in(words.words) for key in ("more", "less"))
    compares = compares or any(map(COMPARATIVE.fullmatch, words.words))
    is_compare = bool(of_compare - between) or (bool(between) and compares) or is_change
    taken = order.taken.union(of_limit, of_scale, *flags.values())
    return Request(
        words=words.words,
        quoted=frozenset(fold(found).strip() for found in QUOTED.findall(text)),
        limit=limit,
        order=order,
        scale=scale,
        scaled=frozenset(scaled),
        top_steps=_top_steps(words.words),
        is_count=bool(flags["count"]),
        is_total=bool(flags["total"]),
        is_average=bool(flags["average"]),
        is_compare=is_compare,
        is_choice=bool(between),
        is_yes_no=bool(words.words) and _is_yes_no(words.words),
        degree=_degree(words.words),
        claims_more=_claims_more(words.words),
        claims_same=table_cues("compare", "same").is_in(words.words),
        taken=taken,
    )


def _same_things(words: Sequence[str]) -> set[int]:
    """Return the places of 'same' that is said of a thing, not of a figure ('sama käsitys')."""
    about, than = table_cues("about", "cues"), dividers("between")
    return {
        place
        for place in table_cues("compare", "same_thing").covered(words)
        if place + 1 < len(words)
        and words[place + 1] not in than
        and not any(about.is_in([word]) for word in words[max(place - 1, 0) : place + 2])
    }


def _is_yes_no(words: Sequence[str]) -> bool:
    """Return whether the first word asks for yes or no: a verb with -ko, or a foreign one."""
    first = words[:1]
    counts = any(table_cues(*path).is_in(first) for path in (("count", "cues"), COUNTING))
    return (words[0].endswith(("ko", "ks")) and not counts) or words[0] in table_words(
        "yes_no", "verbs"
    )


def _degree(words: Sequence[str]) -> str:
    """Return of which idea it is asked how much: how common, how important."""
    following = [
        words[i + 1]
        for i, word in enumerate(words[:-1])
        if word in how_words() and not table_cues("share", "part").is_in(words[i + 2 : i + 3])
    ]
    found = (i for i in DEGREES if table_cues("ideas", i, "asked").is_in(following))
    return next(found, "")


def _top_steps(words: Sequence[str]) -> int:
    """Return n of 'the n highest classes', 2 where no number is told, 0 where none is asked for."""
    for place in sorted(table_cues("strength", "top").covered(words)):
        if place and place_told(words[place - 1]):  # 'toiseksi ylin luokka' is one step
            continue
        around = words[max(place - 1, 0) : place + 3]
        if table_cues("strength", "classes").is_in(around):
            return next((n for word in around if (n := cardinal(word))), 2)
    return 0


@cache
def dividers(kind: str) -> frozenset[str]:
    """Return the folded words that part two sides: `kind` is "between", "and", "or" or "than"."""
    return frozenset(fold(word) for word in table_words("compare", kind))


def _claims_more(words: Sequence[str]) -> bool | None:
    """Return whether a comparison says that the first is more than the second."""
    if table_cues("compare", "win").is_in(words):
        return True
    points_back = table_cues("compare", "that").is_in(words)
    if dividers("than").isdisjoint(words) and not points_back:
        return None
    for key, is_more in (("more", True), ("less", False)):
        if table_cues("compare", key).is_in(words):
            return is_more
    return None


def _is_least(words: Sequence[str], span: range) -> bool:
    """Return whether a word for 'at least' means 'the least' ('används minst').

    It does so where no step of a scale follows, or one thing is asked for.
    """
    if len(span) > 1 or not superlatives(Direction.LEAST).is_in(words[span.start : span.stop]):
        return False
    return not is_of_scale(words, span.stop) or table_cues("rank", "single").is_in(words[:2])


def _scale(words: Sequence[str], taken: set[int]) -> tuple[Relation | None, set[int]]:
    """Return whether a step of a scale is asked for with all beyond it ('vähintään suuri')."""
    for name, relation in (("at_least", Relation.AT_LEAST), ("at_most", Relation.AT_MOST)):
        spans = [span for _, span in table_cues("strength", name).find(words)]
        places = {p for span in spans for p in span if not _is_least(words, span)} - taken
        if places and not any(cardinal(words[p + 1]) for p in places if p + 1 < len(words)):
            return relation, places
    return None, set()
