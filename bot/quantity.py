"""Tells which kind of quantity is asked for, money, workers or time, and which a text tells.

The words stand in `prompts/language.toml`.
"""

import re
from functools import cache, lru_cache

from bot.cues import Cues
from bot.evidence import Evidence
from bot.lexicon import synonym_stems
from bot.numbers import find_numbers
from bot.question import Ask, Question, language_cues
from index.grams import split_words
from prompts import read_toml

ASKS = frozenset({Ask.NUMBER, Ask.TIME})
NAME = re.compile(r"(?<=[a-zåäö,;] )[A-ZÅÄÖ][\wåäö-]+|\b[A-ZÅÄÖ]{2,}\b")
YEAR = re.compile(r"(?:19|20)\d\d")
BEGINNING = 3  # characters that two forms of one name share at least
MIN_THING = 3  # characters; a shorter word after 'how many' is no thing that is counted
BESIDE = 2  # words after a number among which its unit stands


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
    counted = [word for words in _after_numbers(text) for word in words]
    stems = {thing: synonym_stems(thing, question.language) for thing in things}
    return any(
        not any(word.startswith((thing[: MIN_THING + 1], *stems[thing])) for word in counted)
        for thing in things
    )


@lru_cache(maxsize=4_096)
def told_quantities(text: str) -> frozenset[str]:
    """Return the kinds of quantity of which a text tells how much: a number and its unit."""
    after = _after_numbers(text)
    return frozenset(
        kind for kind in _kinds() if any(_cues(kind, "told").is_in(words) for words in after)
    )


@lru_cache(maxsize=4_096)
def _after_numbers(text: str) -> list[list[str]]:
    """Return the words next after each number of a text; a year counts nothing."""
    numbers = (n for n in find_numbers(text) if not YEAR.fullmatch(text[n.start : n.end]))
    return [split_words(text[number.end :])[:BESIDE] for number in numbers]


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(read_toml("language.toml")["quantity"])


@cache
def _cues(kind: str, side: str) -> Cues:
    return Cues(read_toml("language.toml")["quantity"][kind][side])
