"""Words of a sentence with their dots, and what their endings tell: forms of one word, case, tense.

No dictionary: two words are forms of one where they begin alike and all that follows is an ending.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from index.grams import SOFT_HYPHEN, fold, shared_start
from prompts import read_lines, read_toml

TOKEN = re.compile(r"[^\W_]+|%")
MIN_STEM = 3
MIN_CHANGED_STEM = 2  # where only a consonant changes: 'tapa', 'tavan'
LONGEST_OVERLAP = 3  # so far two different endings may begin alike
MIN_HEAD = 4  # of a compound whose first part stands alone before a hyphen
CORE = frozenset({"nominative", "genitive", "partitive"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written, in small letters; `gap` is what stands between it and the last.

    `head`: of 'laitos- ja avopalveluissa' the first word stands for compounds that end like this.
    """

    text: str
    folded: str
    gap: str = ""
    head: str = ""

    @property
    def cases(self) -> frozenset[str]:
        """Return the cases in which it may stand: those of the compound that it stands for."""
        return cases_of(self.head or self.text)


@lru_cache(maxsize=4_096)
def read_words(text: str) -> tuple[Word, ...]:
    """Return the words, numbers and per cent signs of a text in order."""
    plain = text.lower().replace(SOFT_HYPHEN, "")
    found: list[Word] = []
    last = 0
    for match in TOKEN.finditer(plain):
        word = match.group(0)
        found.append(Word(word, fold(word), plain[last : match.start()]))
        last = match.end()
    return tuple(_with_head(found, i) for i in range(len(found)))


def _with_head(words: Sequence[Word], place: int) -> Word:
    word = words[place]
    after = words[place + 1 : place + 3]
    if len(after) < 2 or not re.match(r"[-–]\s", after[0].gap) or after[0].text not in joining():
        return word
    return Word(word.text, word.folded, word.gap, after[1].text)


@cache
def joining() -> frozenset[str]:
    """Return the words that join two things, 'and' or 'or'."""
    return frozenset(terms("and") | terms("or"))


@cache
def terms(name: str) -> frozenset[str]:
    """Return the words of a list of `[clauses]` in `proof.toml`."""
    return frozenset(read_toml("proof.toml")["clauses"][name])


def is_same(said: Word, there: Word) -> bool:
    """Return whether a word means what one of the evidence does: a form or a paraphrase."""
    if said.text == there.text and (said.head == "") == (there.head == ""):
        return True
    for part, whole in ((said, there), (there, said)):
        if part.head and not whole.head:
            rest = whole.text.removeprefix(part.text)
            return MIN_HEAD <= len(rest) < len(whole.text) and part.head.endswith(rest)
    return is_form(said.text, there.text) or bool(meanings(said.text) & meanings(there.text))


def is_set(said: Word, there: Word) -> bool:
    """Return whether two words are paraphrases as they stand, whatever their endings tell."""
    wholes = frozenset(f"{word.text}." for word in (said, there))
    return any(len(wholes) > 1 and wholes <= group for group in _groups())


@lru_cache(maxsize=16_384)
def is_form(word: str, other: str) -> bool:
    """Return whether two words are forms of one, as far as their endings tell."""
    if word == other or not (word.isalpha() and other.isalpha()):
        return word == other
    if _is_without(word, other) != _is_without(other, word):
        return False
    shared = shared_start(word, other)
    return any(
        _end_alike(word[:size], word[size:], other[size:])
        for size in range(shared, max(shared - LONGEST_OVERLAP, MIN_CHANGED_STEM) - 1, -1)
    )


def _is_without(word: str, other: str) -> bool:
    """Return whether a word says 'without'; one like it is a genitive where another tells so."""
    folded = fold(word)
    caritive = read_toml("proof.toml")["endings"]["caritive"]
    is_genitive = fold(other).startswith(f"{folded[:-3]}tt")
    return re.search(caritive, folded) is not None and not is_genitive


def _end_alike(stem: str, tail: str, other: str) -> bool:
    """Return whether both tails are endings after one stem, perhaps with a change of consonants."""
    if len(stem) >= MIN_STEM and _is_tail(tail) and _is_tail(other) and _are_near(tail, other):
        return True
    for one, two, before in read_toml("proof.toml")["endings"]["gradation"]:
        if len(stem) < MIN_CHANGED_STEM or not re.search(before + "$", stem):
            continue
        for a, b in ((tail, other), (other, tail)):
            if not (a.startswith(one) and b.startswith(two)):
                continue
            rest, rest_b = a[len(one) :], b[len(two) :]
            if (two or not rest_b or rest_b[0] in "aeiouyäö") and (
                _is_tail(rest) and _is_tail(rest_b) and _are_near(rest, rest_b)
            ):
                return True
    return False


@lru_cache(maxsize=16_384)
def _is_tail(tail: str) -> bool:
    endings = read_toml("proof.toml")["endings"]
    pattern = rf"[aeiouy]{{0,3}}(?:{endings['nominal']}|{endings['verbal']})"
    return re.fullmatch(pattern, fold(tail)) is not None


def _are_near(tail: str, other: str) -> bool:
    """Return whether two tails may follow one stem.

    A rounded vowel makes another verb, a superlative another degree.
    """
    superlative = read_toml("proof.toml")["endings"]["superlative"]
    if bool(re.match(superlative, tail)) != bool(re.match(superlative, other)):
        return False
    first, second = tail[:1], other[:1]
    rounded = [vowel in ("u", "y") for vowel in (first, second)]
    open_ = [vowel in ("a", "ä") for vowel in (first, second)]
    return not (any(rounded) and any(open_) and len(tail) > 1 and len(other) > 1)


@lru_cache(maxsize=4_096)
def meanings(word: str) -> frozenset[int]:
    """Return the groups of paraphrases to which a word belongs; a long stem before a short one."""
    found = {
        (len(stem), group)
        for stem, group in _paraphrases()
        if (word == stem[:-1] if stem.endswith(".") else word.startswith(stem))
    }
    longest = max((size for size, _ in found), default=0)
    return frozenset(group for size, group in found if size == longest)


@cache
def _groups() -> tuple[frozenset[str], ...]:
    lines = read_lines("paraphrases.fi.txt")
    return tuple(frozenset(stem.strip() for stem in line.split(",")) for line in lines)


@cache
def _paraphrases() -> tuple[tuple[str, int], ...]:
    return tuple((stem, number) for number, group in enumerate(_groups()) for stem in group)


@cache
def _cases() -> dict[str, Any]:
    table: dict[str, Any] = read_toml("proof.toml")["cases"]
    return table


@lru_cache(maxsize=16_384)
def cases_of(word: str) -> frozenset[str]:
    """Return the cases in which a word may stand; 'nominative' also of what is no nominal."""
    cases = _cases()
    plain = re.sub(cases["clitic"], "", word)
    bare = re.sub(cases["possessive"], "", plain)
    found = _case_of(bare)
    names = {found}
    if re.search(cases["doubled"], plain):  # 'in its work': a case with a possessive, or into work
        names.add(_case_of(plain[:-2]))
    if re.search(cases["passive"], word):
        names.add("nominative")
    if bare != word and found not in {"genitive", "illative"}:
        names |= CORE if found in CORE else set()
    return frozenset(names)


def _case_of(word: str) -> str:
    cases = _cases()
    return next((name for name in cases["order"] if re.search(cases[name], word)), "nominative")


def is_passive(word: str) -> bool:
    """Return whether a word ends like a passive verb."""
    return re.search(_cases()["passive"], word) is not None


def is_verbal_noun(word: str) -> bool:
    """Return whether a word ends like a noun of doing."""
    return re.search(_cases()["verbal_noun"], word) is not None


@lru_cache(maxsize=16_384)
def tenses_of(word: str) -> frozenset[str]:
    """Return which of the marked forms of `[tenses]` a verb's ending tells."""
    tenses = read_toml("proof.toml")["tenses"]
    names = ("past", "perfect", "present", "should", "must")
    return frozenset(name for name in names if re.search(tenses[name], word))
