"""Finds which columns a question speaks of, by their own headings.

A heading's words stand for ideas (`prompts/tables.toml`) that people name in many words, or for
themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.cues import Cues
from bot.lexicon import synonym_stems
from bot.question import Language
from bot.tables.limit import Relation
from bot.tables.request import COMPARATIVE, Request, dividers, read_request
from bot.tables.wording import how_words, table_cues, table_words
from index.grams import fold, shared_start, split_words
from index.report import Table

MIN_SHARED = 4  # forms of one word share so long a beginning
STEM_CHANGE, ENDING, LONG_STEM, LONG_ENDING = 4, 5, 8, 8  # characters that differ after it
NEAR_DENIAL = 5  # words between 'not' and what it denies, at most
NEAR_INTENT = 5  # between an intention and what is intended
NEAR_AFTER = 3  # and where the denial stands after it ('merkitystä ei ole')
LONG_WORD = 7  # characters; in a shorter word one character tells too much
STEPS = ("high", "medium", "low")
GENITIVE = "n"
SURE_SYNONYM = 0.75  # a stem that is so much of a word stands for it


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column's heading says: ideas, how strongly, and words that stand for themselves.

    `whole`: all its folded words but those for how strongly.
    """

    name: str
    ideas: frozenset[str]
    strength: str
    is_denial: bool
    words: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Columns that a question names; several are added up. `places` are the words that name them.

    `is_loose`: named by a word that is like the headings, not by one of theirs.
    """

    columns: tuple[str, ...] = ()
    places: frozenset[int] = frozenset()
    is_loose: bool = False

    def __bool__(self) -> bool:
        """Return whether any column is named."""
        return bool(self.columns)


def find_columns(request: Request, table: Table, language: Language) -> Choice:
    """Return the columns that a question names, in the table's order; none where none is named.

    A step of a scale with 'at least' takes all steps beyond it. A word that means the same as the
    headings of several steps ('tärkeä': very large, large) takes them all.
    """
    return _choose(request, table.columns, language)


# Tables have the same columns, and one question is read beside them again and again.
@lru_cache(maxsize=256)
def _choose(request: Request, columns: tuple[str, ...], language: Language) -> Choice:
    headings = [read_heading(column) for column in columns]
    asked = _Asked(request, language)
    quoted = [c for c in columns if fold(c) in request.quoted]
    if quoted:
        places = frozenset().union(*(asked.places(h) for h in headings if h.name in quoted))
        return Choice(tuple(quoted), places)
    if request.top_steps and any(h.ideas & set(STEPS) for h in headings):
        return Choice(tuple(h.name for h in _steps(headings)[: request.top_steps]))
    instead = _after_denial(request, columns, language)
    if instead:
        return instead
    denied = [h for h in headings if h.is_denial and asked.denies(h)]
    if denied:
        return Choice(tuple(h.name for h in denied), asked.denial_places(denied))
    named = [h for h in headings if not h.is_denial and asked.names(h)]
    stronger = [h for h in named if h.strength]
    if stronger:
        cores = {h.ideas or frozenset(h.words) for h in stronger}
        named = [
            h
            for h in named
            if h.strength or (h.ideas or frozenset(h.words)) not in cores or asked.is_plain(h)
        ]
    is_loose = False
    if not any(asked.is_literal(h) for h in named):
        like = [h for h in headings if not h.is_denial and asked.is_like(h)]
        if not stronger and like:
            is_loose = len(like) > len(named)
            named = like
    places = frozenset().union(*(asked.places(h) for h in named))
    if request.scale is not None and named:
        beside = [h for h in named if not request.scaled.isdisjoint(asked.places(h))]
        named = _beyond(headings, beside or named, request.scale)
    chosen = {h.name for h in named}
    return Choice(tuple(c for c in columns if c in chosen), places, is_loose)


def _after_denial(request: Request, columns: tuple[str, ...], language: Language) -> Choice:
    """Return the columns named after 'but' where others are denied before it, none elsewhere."""
    but = next((i for i, w in enumerate(request.words) if w in table_words("denied", "but")), 0)
    if not but or _denials().isdisjoint(request.words[:but]):
        return Choice()
    choice = _choose(read_request(" ".join(request.words[but + 1 :])), columns, language)
    denied = _choose(read_request(" ".join(request.words[:but])), columns, language)
    places = frozenset(place + but + 1 for place in choice.places)
    return replace(choice, places=places | denied.places)


@lru_cache(maxsize=1_024)
def read_heading(column: str) -> Heading:
    """Return what a column's heading says."""
    words = split_words(column)
    taken: set[int] = set()
    ideas: set[str] = set()
    for name in table_words("ideas"):
        places = table_cues("ideas", name, "heading").covered(words)
        if places - taken:
            ideas.add(name)
            taken |= places
    strength = ""
    for name in ("very", "somewhat"):
        places = table_cues("strength", name).covered(words) - taken
        if places:
            strength, taken = name, taken | places
    denials = {i for i, word in enumerate(words) if word in _denials()}
    is_denial = 0 in denials - taken
    kept = tuple(w for i, w in enumerate(words) if i not in taken | denials)
    very = table_cues("strength", "very")
    whole = tuple(word for word in words if not very.is_in([word]))
    return Heading(column, frozenset(ideas), strength, is_denial, kept, whole)


def columns_of(idea: str, table: Table) -> tuple[str, ...]:
    """Return the columns of a table that stand for an idea, in its order."""
    return tuple(c for c in table.columns if idea in read_heading(c).ideas)


@lru_cache(maxsize=16_384)
def is_same_word(heading_word: str, word: str, language: Language) -> bool:
    """Return whether a word of a heading and a word of a question are one, or mean one thing."""
    return is_inflected(heading_word, word) or any(
        heading_word.startswith(stem) and sure >= SURE_SYNONYM
        for stem, sure in synonym_stems(word, language).items()
    )


def is_inflected(heading_word: str, word: str) -> bool:
    """Return whether two words are forms of one, as far as their beginnings tell."""
    if len(heading_word) < MIN_SHARED or heading_word.isdigit():
        return heading_word == word
    shared = shared_start(heading_word, word)
    is_most = len(heading_word) - shared <= STEM_CHANGE and shared >= MIN_SHARED
    return is_most and len(word) - shared <= (LONG_ENDING if shared >= LONG_STEM else ENDING)


def is_misspelt(heading_word: str, word: str) -> bool:
    """Return whether a long word is another with one character too few, too many or wrong in it.

    Or one of its forms as far as a long beginning tells.
    """
    shared = shared_start(heading_word, word)
    if min(len(heading_word), len(word)) < LONG_WORD or shared < MIN_SHARED:
        return False
    rest, other = heading_word[shared:], word[shared:]
    is_near = rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
    is_form = shared >= max(len(heading_word) - STEM_CHANGE, LONG_WORD - 1)
    return is_near or (is_form and len(other) <= ENDING)


class _Asked:
    """The words of a question that may name columns."""

    def __init__(self, request: Request, language: Language) -> None:
        words = request.words
        answers = table_cues("rank", "of_row").covered(words)  # 'miten kohtalainen-vastaukset …'
        how = {i + 1 for i, word in enumerate(words) if word in how_words()}
        how = {place for place in how if place + 1 not in answers}
        self.words = words
        self.language = language
        self._taken = set(request.taken)
        self._closed = how | self._taken
        self._comparatives = {i for i, word in enumerate(words) if COMPARATIVE.fullmatch(word)}

    def covered(self, cues: Cues) -> set[int]:
        """Return the open places that cues meet."""
        found: set[int] = set()
        for _, span in cues.find(self.words):
            if not self._closed.issuperset(span):
                found |= set(span)
        return found

    def strength(self, name: str) -> set[int]:
        return table_cues("strength", name).covered(self.words)

    def denies(self, heading: Heading) -> bool:
        return bool(self.denial_places([heading]))

    def denial_places(self, headings: Iterable[Heading]) -> frozenset[int]:
        """Return the places of a denial and of what it denies, a few words after it.

        None where the denial belongs to 'nobody'.
        """
        if any(table_cues("share", name).is_in(self.words) for name in ("nobody", "unused")):
            return frozenset()
        places = table_cues("denied", "asked").covered(self.words) - self._taken
        no = {i for i, word in enumerate(self.words) if self._is_denial(word)} - self._taken
        for heading in headings:
            for idea in heading.ideas:
                met = self.covered(table_cues("ideas", idea, "asked"))
                near = {p for p in met if any(self._is_denied_by(n, p) for n in no)}
                if near:
                    places |= no | near
        return frozenset(places)

    def _is_denied_by(self, no: int, place: int) -> bool:
        """Return whether a denial stands near enough to a place, and 'but' not between them."""
        between = self.words[min(no, place) : max(no, place)]
        return -2 <= place - no <= NEAR_DENIAL and dividers("but").isdisjoint(between)

    def _is_denial(self, word: str) -> bool:
        """Return whether a word denies: by itself, or by an ending ('suunnittelematta')."""
        is_finnish = self.language is Language.FINNISH
        return word in _denials() or (is_finnish and word.endswith(_denying_endings()))

    def places(self, heading: Heading) -> set[int]:
        """Return the places that name a heading, its strength's too."""
        found = self._core(heading)
        return found | (self.strength(heading.strength) if heading.strength else set())

    def names(self, heading: Heading) -> bool:
        """Return whether all that a heading says is in the question."""
        core = self._core(heading)
        if not core:
            return False
        return not heading.strength or bool(self.strength(heading.strength))

    def is_like(self, heading: Heading) -> bool:
        """Return whether the question has what a heading says but for how strongly."""
        return bool(self._core(heading))

    def is_literal(self, heading: Heading) -> bool:
        """Return whether the question has a heading's own words; 'larger' is not 'large'."""
        own = [w for w in split_words(heading.name) if w not in _denials()]
        out = self._closed | self._comparatives
        return all(
            any(is_inflected(o, w) for i, w in enumerate(self.words) if i not in out) for o in own
        )

    def is_plain(self, heading: Heading) -> bool:
        """Return whether what a heading says stands somewhere without a word for how strongly."""
        places = self._core(heading) - self._comparatives
        return any(place - 1 not in self.strength("very") for place in places)

    def _idea(self, idea: str) -> set[int]:
        """Return the places that ask for an idea; a word denied asks for its opposite."""
        if idea == "not_at_all" and table_cues("share", "nobody").is_in(self.words):
            return set()
        met = self.covered(table_cues("ideas", idea, "asked"))
        for positive, negative in table_words("strength", "opposites").items():
            if idea == negative:
                met |= self._denied(positive)
            elif idea == positive:
                met -= self._denied(positive)
        if idea == table_words("intent", "idea"):
            met -= self._intended()
        if idea == table_words("intent", "means"):
            met |= self._intended() if met else set()
        if idea == STEPS[0]:  # 'kohtalaisen merkittävä' is the lesser step
            lesser = set().union(
                *(self.covered(table_cues("ideas", i, "asked")) for i in STEPS[1:])
            )
            gaps = table_cues("compare", "gap").covered(self.words)  # 'iso ero' is no step
            met = {p for p in met if p + 1 not in gaps}
            met = {p for p in met if p - 1 not in lesser or self._is_listed(p)}
        return met

    def _is_listed(self, place: int) -> bool:
        """Return whether a word is one of a list with the one before ('kohtalaisen, suuren')."""
        return all(word.endswith(GENITIVE) for word in self.words[place - 1 : place + 1])

    def _intended(self) -> set[int]:
        """Return the places of what somebody only intends to do ('aikoo ottaa käyttöön')."""
        intents = [max(span) for _, span in table_cues("intent", "cues").find(self.words)]
        joined = dividers("and") | dividers("between") | dividers("or")
        done = self.covered(table_cues("ideas", table_words("intent", "idea"), "asked"))
        return {
            place
            for place in done
            for intent in intents
            if 0 < place - intent <= NEAR_INTENT and joined.isdisjoint(self.words[intent:place])
        }

    def _misspelt(self, heading: Heading, idea: str) -> set[int]:
        """Return the places of a heading's only word with an error, or as it is spoken."""
        own = heading.whole
        if len(own) != 1 or heading.is_denial:
            return set()
        known = self._closed | table_cues("ideas", idea, "asked").covered(self.words)
        places = (i for i in range(len(self.words)) if i not in known)
        return {i for i in places if is_misspelt(own[0], self.words[i])}

    def _denied(self, idea: str) -> set[int]:
        """Return the places of an idea's words that stand a few words after a denial."""
        no = {i for i, word in enumerate(self.words) if self._is_denial(word)} - self._taken
        no -= {p - 1 for p in self.covered(table_cues("ideas", "unsure", "asked"))}
        met = self.covered(table_cues("ideas", idea, "asked"))
        after = [span.start for _, span in table_cues("denied", "after").find(self.words)]
        return {
            p
            for p in met
            if any(0 < p - n <= NEAR_DENIAL for n in no)
            or any(0 < n - p <= NEAR_AFTER for n in after)
        }

    def _core(self, heading: Heading) -> set[int]:
        """Return the places of a heading's ideas and words; empty unless all are there."""
        found: set[int] = set()
        for idea in heading.ideas:
            met = self._idea(idea) | self._misspelt(heading, idea)
            if not met:
                return set()
            found |= met
        for own in heading.words:
            met = {
                i
                for i, word in enumerate(self.words)
                if i not in self._closed and is_same_word(own, word, self.language)
            }
            if not met:
                return set()
            found |= met
        return found


def _steps(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings that are steps of a scale, without 'I cannot say'."""
    off = set(table_words("strength", "off_scale"))
    return [h for h in headings if not h.ideas & off]


def _beyond(
    headings: Sequence[Heading], named: Sequence[Heading], scale: Relation
) -> list[Heading]:
    """Return the headings from the step named on, in the direction asked for."""
    steps = _steps(headings)
    places = [steps.index(h) for h in named if h in steps]
    if not places:
        return list(named)
    is_up = (scale is Relation.AT_LEAST) == _falls(steps)
    return steps[: max(places) + 1] if is_up else steps[min(places) :]


def _falls(steps: Sequence[Heading]) -> bool:
    """Return whether the headings go from the strongest step down; so if nothing tells."""
    order: list[str] = table_words("strength", "steps")
    ranks = [
        min(order.index(i) for i in h.ideas & set(order)) for h in steps if h.ideas & set(order)
    ]
    return len(ranks) < 2 or ranks[0] <= ranks[-1]


@cache
def _denying_endings() -> tuple[str, ...]:
    return tuple(fold(ending) for ending in table_words("denied", "endings"))


@cache
def _denials() -> frozenset[str]:
    return frozenset(fold(word) for word in table_words("denied", "words"))


def is_denial(word: str) -> bool:
    """Return whether a folded word denies by itself ('ei', 'eikä')."""
    return word in _denials()
