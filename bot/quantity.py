"""Tells which kind of quantity is asked for, money, workers or time, and which a text tells.

The words stand in `prompts/language.toml`.
"""

import re
from functools import cache, lru_cache

from bot.cues import Cues
from bot.evidence import Evidence
from bot.lexicon import synonym_stems
from bot.numbers import Number, find_numbers
from bot.question import Ask, Question, language_cues
from bot.tables.limit import YEAR
from index.grams import split_words
from prompts import read_toml

ASKS = frozenset({Ask.NUMBER, Ask.TIME})
NAME = re.compile(r"(?<=[a-zåäö,;] )[A-ZÅÄÖ][\wåäö-]+|\b[A-ZÅÄÖ]{2,}\b")
SHARES = frozenset({"%", "pp"})
BEGINNING = 3  # characters that two forms of one name share at least
MIN_THING = 3  # characters; a shorter word after 'how many' is no thing that is counted
BESIDE = 2  # words after a number among which its unit stands, or before it what it counts


@lru_cache(maxsize=256)
def asked_quantities(question: Question) -> frozenset[str]:
    """Return the kinds of quantity of which a question asks how much."""
    if not ASKS & question.asks:
        return frozenset()
    words = split_words(question.text)
    return frozenset(kind for kind in _kinds() if _cues(kind, "asked").is_in(words))


def measures(question: Question) -> bool:
    """Return whether money, workers or time is asked for, and no share of those who answered."""
    is_share = language_cues("of_answers").is_in(split_words(question.text))
    return bool(asked_quantities(question)) and not is_share


def tells_quantity(question: Question, evidence: Evidence) -> bool:
    """Return whether a text tells how much there is of what is asked, and has the names asked of.

    Rows of tables never do: their figures are read as figures.
    """
    asked = asked_quantities(question)
    if evidence.passage is None or asked.isdisjoint(told_quantities(evidence.text)):
        return False
    held = " ".join((*evidence.headings, evidence.text)).casefold()
    return all(name[:BEGINNING].casefold() in held for name in NAME.findall(question.text))


def counts_other(question: Question, text: str) -> bool:
    """Return whether a question asks how many of a thing that no number of a text counts."""
    words = split_words(question.text)
    ends = [span[-1] + 1 for _, span in language_cues("how_many").find(words)]
    things = [word for end in ends for word in words[end : end + 1] if len(word) > MIN_THING]
    counted = _counted(text)
    stems = {thing: synonym_stems(thing, question.language) for thing in things}
    return any(
        not any(word.startswith((thing[: MIN_THING + 1], *stems[thing])) for word in counted)
        for thing in things
    )


@lru_cache(maxsize=4_096)
def told_quantities(text: str) -> frozenset[str]:
    """Return the kinds of quantity of which a text tells how much: a number and its unit."""
    after = [split_words(text[number.end :])[:BESIDE] for number in _numbers(text)]
    return frozenset(
        kind for kind in _kinds() if any(_cues(kind, "told").is_in(words) for words in after)
    )


@lru_cache(maxsize=4_096)
def _counted(text: str) -> tuple[str, ...]:
    """Return the words beside the numbers of a text that count something; shares count nothing."""
    counts = [number for number in _numbers(text) if number.unit not in SHARES]
    after = [word for n in counts for word in split_words(text[n.end :])[:BESIDE]]
    before = [word for n in counts for word in split_words(text[: n.start])[-BESIDE:]]
    return (*after, *before)


def _numbers(text: str) -> list[Number]:
    """Return the numbers of a text but for years."""
    return [n for n in find_numbers(text) if not YEAR.fullmatch(text[n.start : n.end])]


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(read_toml("language.toml")["quantity"])


@cache
def _cues(kind: str, side: str) -> Cues:
    return Cues(read_toml("language.toml")["quantity"][kind][side])
