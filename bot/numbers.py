"""Numbers in Finnish text: reads them as people write them, and tells which have no source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from index.grams import fold
from prompts import read_toml

MARKER = re.compile(r"\[(\d+)\]")
BLANK = "[ \u00a0\u202f]"
DATE = re.compile(r"(?<![\d.,])(\d{1,2})\.(\d{1,2})\.(\d{4})?(?![\d])")
DIGITS = rf"\d{{1,3}}(?:{BLANK}\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?"
# A hyphen is a minus only before a digit and after nothing but a blank or a bracket.
NUMBER = re.compile(rf"(?<![\w.,])([-−])?({DIGITS})|({DIGITS})")
UNIT = re.compile(
    rf"{BLANK}?(?:(%-yksik|prosenttiyksik|procentenhet|percentage point)"
    r"|(%|prosent(?!tein)|pros\b|percent|procent)|(milj(?!ard))|(mrd|miljard)|(tuhat|tuhan)|(€|euro|eur\b))",
    re.IGNORECASE,
)
UNIT_NAMES = ("pp", "%", "milj", "mrd", "1000", "€")
JOINED = re.compile(rf"{BLANK}?(?:–|-|,|ja|tai|vai|ja noin|/|\+){BLANK}?", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
SIZES = {"milj": 10**6, "mrd": 10**9, "1000": 1000}
LONGEST_ENDING = 6
PERCENT = Decimal(100)
ROUNDING = Decimal(3)  # so near, in percentage points, is 'about a third'


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text.

    `unit`: "%", "pp" (percentage points), "€", "milj", "mrd", "1000", "date" or "" where none is
    told. `start`, `end`: its characters. `is_share`: a part of the whole told in words, in per
    cent. `is_word`: any number in words.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    is_share: bool = False
    is_word: bool = False

    @property
    def size(self) -> Decimal:
        """Return the number with its power of ten: '4 miljoonaa' is 4 000 000."""
        return self.value * SIZES.get(self.unit, 1)


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a text in digits and in words, in order; markers are none.

    'yksi' is left out: it mostly means 'one of', 'a certain'.
    """
    plain = _without_markers(text)
    found = list(_dates(plain))
    dated = {place for number in found for place in range(number.start, number.end)}
    found += [n for n in _digits(plain) if n.start not in dated]
    found += _in_words(plain)
    return sorted(found, key=lambda number: number.start)


def unproved_numbers(text: str, proofs: Iterable[str]) -> list[str]:
    """Return the numbers of a sentence, as written, that stand in none of the proofs.

    A number with a unit needs a proof with that unit; a part in words ('yli puolet') needs the
    same word or a percentage for which it is true. Numbers in digits are compared without sign.
    """
    known = [number for proof in proofs for number in find_numbers(proof)]
    plain = _without_markers(text)
    return [
        text[number.start : number.end]
        for number in find_numbers(text)
        if not any(_proves(proof, number, plain) for proof in known)
    ]


def _without_markers(text: str) -> str:
    """Return a text of the same length with blanks in place of its markers."""
    return MARKER.sub(lambda match: " " * len(match.group(0)), text)


def format_number(value: Decimal, blank: str = "\u00a0") -> str:
    """Return a number as Finnish writes it: decimal comma, thousands apart by `blank`."""
    return f"{value.normalize():,f}".replace(",", blank).replace(".", ",")


def format_figure(value: Decimal, unit: str) -> str:
    """Return a figure as Finnish prints it: `58 %`, `1 234,5 €`."""
    return f"{format_number(value, blank=' ')} {unit}".strip()


def _proves(proof: Number, number: Number, text: str) -> bool:
    if number.is_share and not proof.is_share:
        return proof.unit == "%" and _is_true_share(number, proof.value, text)
    if number.unit == "date":
        return proof.unit == "date" and number.value in {proof.value, proof.value % 10_000}
    if proof.unit == "date":
        return number.unit == "" and number.value == proof.value // 10_000
    same = proof.size == number.size or (proof.size == -number.size and not number.is_word)
    if number.unit in SIZES or proof.unit in SIZES:
        return same
    return same and (number.unit in {"", proof.unit} or (number.unit, proof.unit) == ("pp", "%"))


def _bound(text: str, share: Number) -> str:
    """Return what the words before a part in words say of it: over, under, nearly, about or ""."""
    before = [word for word in fold(text[: share.start]).split()[-2:] if word != "kuin"][-1:]
    bounds = read_toml("language.toml")["numbers"]["bounds"]
    return next((name for name, words in bounds.items() if before and before[0] in words), "")


def _is_true_share(share: Number, percent: Decimal, text: str) -> bool:
    """Return whether a part in words, with the word before it, is true of a percentage."""
    kind = _bound(text, share)
    gap = percent - share.value
    if kind == "over":
        return gap > 0
    if kind == "under":
        return gap < 0
    if kind == "nearly":
        return -2 * ROUNDING <= gap < 0
    return abs(gap) <= (ROUNDING if kind == "about" else Decimal("0.5"))


def _dates(text: str) -> Iterator[Number]:
    """Yield dates; the value is yyyymmdd, or mmdd where no year is told."""
    for match in DATE.finditer(text):
        day, month, year = (int(part or 0) for part in match.groups())
        if 1 <= day <= 31 and 1 <= month <= 12:
            value = Decimal(year * 10_000 + month * 100 + day)
            yield Number(value, "date", match.start(), match.end())


def _digits(text: str) -> list[Number]:
    found: list[Number] = []
    for match in NUMBER.finditer(text):
        digits = match.group(2) or match.group(3)
        value = Decimal(re.sub(BLANK, "", digits).replace(",", "."))
        sign = -1 if match.group(1) and _is_minus(text, match.start()) else 1
        unit = UNIT.match(text, match.end())
        name = _unit_name(unit)
        end = unit.end() if unit and unit.group(0).strip() == "%" else match.end()
        found.append(Number(sign * value, name, match.start(), end))
    for i in range(len(found) - 2, -1, -1):
        left, right = found[i], found[i + 1]
        if not left.unit and right.unit and JOINED.fullmatch(text[left.end : right.start]):
            found[i] = Number(left.value, right.unit, left.start, left.end)
    return found


def _is_minus(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] in " \u00a0\u202f(\n"


def _unit_name(unit: re.Match[str] | None) -> str:
    if unit is None:
        return ""
    return next(n for n, group in zip(UNIT_NAMES, unit.groups(), strict=True) if group)


def _in_words(text: str) -> Iterator[Number]:
    """Yield numbers and parts in words: 'viisikymmentä', 'kolmannes', 'joka viides'."""
    words = [(fold(m.group(0)), m.start(), m.end()) for m in WORD.finditer(text)]
    place = 0
    while place < len(words):
        size, value, is_share = _read_words([word for word, _, _ in words[place : place + 3]])
        if size:
            start, end = words[place][1], words[place + size - 1][2]
            unit = "%" if is_share else _unit_name(UNIT.match(text, end))
            yield Number(value, unit, start, end, is_share, is_word=True)
        place += size or 1


def _read_words(words: list[str]) -> tuple[int, Decimal, bool]:
    """Return how many of the first three words tell a number, the number, and if it is a part."""
    first, second = words[0], words[1] if len(words) > 1 else ""
    part = _told("parts", first)
    if part:
        return 1, PERCENT / part, True
    every = read_toml("language.toml")["numbers"]["every"]
    nth = ordinal(second) if first in every else 0
    if nth:
        return 2, PERCENT / nth, True
    size, whole = _among(words)
    if size:
        return size, whole, True
    count = cardinal(first)
    scale = _told("scales", second) if count else 0
    if scale:
        return 2, Decimal(count * scale), False
    of = _told("parts", second) if count > 1 else 0
    if of > count:
        return 2, PERCENT * count / of, True
    return (1, Decimal(count), False) if count > 1 else (0, Decimal(0), False)


def _among(words: list[str]) -> tuple[int, Decimal]:
    """Return how many words tell a part as 'three of four', and the part in per cent; or 0, 0."""
    told = read_toml("language.toml")["numbers"]
    count = 1 if words[0] in told["single"] else cardinal(words[0])
    second, third = (*words[1:], "", "")[:2]
    is_from = second.endswith(tuple(told["from"]))
    of = cardinal(third) if second in told["among"] else cardinal(second) * is_from
    if not 0 < count < of:
        return 0, Decimal(0)
    return (2 if is_from else 3), PERCENT * count / of


@lru_cache(maxsize=4_096)
def cardinal(word: str) -> int:
    """Return the number that a folded word tells in any case, 0 where it is none."""
    for scale, pattern in _stems("powers"):
        found = pattern.search(word)
        if found is None:
            continue
        head = word[: found.start()]
        times = cardinal(head) if head else 1
        rest = _after_scale(word[found.end() :], scale)
        return times * scale + rest if times and times < scale and rest is not None else 0
    for value, pattern in _stems("cardinals"):
        start = pattern.match(word)
        if start is None:
            continue
        ending = word[start.end() :]
        if _is_ending(ending):
            return value
        teen = ending.removesuffix("toista")
        if teen != ending and _is_ending(teen):
            return value + 10
    return 0


def _after_scale(tail: str, scale: int) -> int | None:
    """Return what is told after 'kymmen', 'sata' or 'tuhat' and its ending; None if no number."""
    for size in range(min(len(tail), LONGEST_ENDING) + 1):
        if _is_ending(tail[:size]):
            rest = cardinal(tail[size:])
            if size == len(tail) or 0 < rest < scale:
                return rest
    return None


def _is_ending(text: str) -> bool:
    return not text or text in read_toml("language.toml")["numbers"]["cases"]


def ordinal(word: str) -> int:
    """Return n of a folded word for the n-th ('toinen' is 2), 0 where it is none."""
    return _told("ordinals", word)


@lru_cache(maxsize=4_096)
def _told(kind: str, word: str) -> int:
    """Return n where a folded word is the part, the ordinal or the scale of n, else 0."""
    stems_of = read_toml("language.toml")["numbers"][kind]
    return next((int(n) for n, stems in stems_of.items() if word.startswith(tuple(stems))), 0)


@cache
def _stems(kind: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Return the numbers of a kind with their stems, of those of one number the longest first."""
    return tuple(
        (int(value), re.compile("|".join(sorted(stems, key=len, reverse=True))))
        for value, stems in read_toml("language.toml")["numbers"][kind].items()
    )
