"""Finds phone numbers: Finnish ones, mobile and landline, and those with a country's code.

A run of digits is cut where the groups make up a number of the usual length, so that a figure
after a number stays.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

GAP = r"[ \n]{0,2}[-/()]{0,2}[ \n]?"
POINTED_GAP = r"[ \n]{0,2}[-/().]{0,2}[ \n]?"
START = r"(?<!\d)(?<!\d[.,/:+-])"
NUMBER = re.compile(
    rf"(?=[(+035])(?:(?P<abroad>(?:\(?\+ ?|{START}\(?00[ -]?|{START}(?=358[ (-]{{0,2}}\d))"
    rf"\(?[1-9](?:{POINTED_GAP}\d){{6,19}})"
    rf"|{START}(?P<pointed>0[1-9]\d{{0,2}}\.(?:\d{{3,4}}[. ]\d{{3,4}}|\d{{6,8}})(?!\.?\d))"
    rf"|{START}\(?(?P<home>0(?:[1-9]| (?=(?:4\d|50)\b))(?:{GAP}\d){{5,16}}))"
)
TAIL = re.compile(r"\d|[.,]\d|-\d(?!\d)")  # what shows that a number goes on
UNIT = re.compile(r" ?[%€]")
GROUP = re.compile(r"\d+")
HOME_LENGTHS = (10, 9, 11, 12, 8, 7)  # digits with the first zero, likeliest first
LONG_LENGTHS = (11, *HOME_LENGTHS)  # after LONG
LONG = "0457"  # numbers of this prefix have a digit more
FINNISH_LENGTHS = (12, 11, 13, 10, 14, 9)  # with 358
ABROAD_LENGTHS = tuple(range(15, 7, -1))  # E.164 has 15 at most
BUSINESS = re.compile(r"\d{7}-\d(?!\d)")
LATER = re.compile(r"\d $")
ACCOUNT = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4})+ ?$")  # what stands before the run
IDENTITY = re.compile(r"[0-3]\d[01]\d{3}-\d{3}[A-Z]|(?!04|050)[0-3]\d[01]\d{3}-\d{4}(?!\d)")
DATE = re.compile(r"[0-3]\d[ /-]?[01]\d[ /-]?(?:19|20)\d\d(?!\d)")
TIMES = re.compile(r"[0-2]\d[0-5]\d ?- ?[0-2]\d[0-5]\d(?!\d)")
CASE = re.compile(r"\d{1,8}/(?:19|20)\d\d(?!\d)")
NO_PHONES = (BUSINESS, IDENTITY, DATE, TIMES, CASE)
MOBILE = ("04", "050")
MAX_ACCOUNT = 42  # characters, with spaces
MIN_WHOLE = 8  # digits of a number in one piece; shorter ones are ids
MIN_SLASHED = 9  # digits; shorter ones with a slash are numbers of cases
MAX_FIGURE = 8  # digits in thousands with a sign before them
MIN_BARE = 10  # digits of a number whose country stands without a sign


def find_phone_numbers(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where phone numbers stand, in order."""
    done = place = 0  # what is found is left behind, so that it is not before the next
    rest = plain
    while match := NUMBER.search(rest, place - done):
        start, end = done + match.start(), done + _end(match)
        place = max(end, start + 1)
        if start < end:
            yield start, end
            done, rest = end, plain[end:]


def _end(match: re.Match[str]) -> int:
    """Return where a run of digits ends as a phone number, its start where it is none."""
    if match["pointed"]:
        return match.end()
    text = match.group()
    groups = list(GROUP.finditer(text))
    if match["home"]:
        lengths: Sequence[int] = LONG_LENGTHS if match["home"].startswith(LONG) else HOME_LENGTHS
        return _cut(match, groups, lengths) if _is_home(match, groups) else match.start()
    if _is_account(match):
        return match.start()
    number = text.lstrip("(+ ").removeprefix("00").lstrip(" -(")
    lengths = FINNISH_LENGTHS if number.startswith("358") else ABROAD_LENGTHS
    if text.startswith("358") and _is_grouped(groups):
        return match.start()
    unsaid = 2 * text.lstrip("(").startswith("00") + ("(0)" in text)
    return _cut(match, groups, [length + unsaid for length in lengths])


def _cut(match: re.Match[str], groups: Sequence[re.Match[str]], lengths: Sequence[int]) -> int:
    """Return where the groups of a run end that make up the likeliest length, its start for none.

    `lengths`: in digits, likeliest first.
    """
    text, total = match.group(), 0
    ends: dict[int, int] = {}
    for count, group in enumerate(groups, 1):
        total += len(group.group())
        end = match.start() + group.end()
        if _is_figure(text[: group.end()], groups[:count], total) or TAIL.match(match.string, end):
            continue
        ends[total] = end
    likely = [ends[length] for length in lengths if length in ends]
    bare = [end for end in likely if not UNIT.match(match.string, end)]
    return next(iter(bare + likely), match.start())


def _is_home(match: re.Match[str], groups: Sequence[re.Match[str]]) -> bool:
    """Return whether digits are no date, code, time or later part of a figure or account."""
    start = match.start("home")
    is_later = LATER.search(match.string[max(0, start - 2) : start]) is not None
    is_later = is_later and _is_grouped(groups) and not match["home"].startswith(MOBILE)
    is_other = any(pattern.match(match.string, start) for pattern in NO_PHONES)
    return not (is_later or is_other or _is_account(match))


def _is_account(match: re.Match[str]) -> bool:
    """Return whether digits follow what begins as an account does, one that is not right."""
    start = match.start()
    return ACCOUNT.search(match.string[max(0, start - MAX_ACCOUNT) : start]) is not None


def _is_figure(text: str, groups: Sequence[re.Match[str]], total: int) -> bool:
    """Return whether digits rather are a figure, a series or the number of a case."""
    if text.startswith("+"):
        return total <= MAX_FIGURE and _is_grouped(groups)
    if text.startswith("358"):
        return total < MIN_BARE
    if len(groups) == 1 and total < MIN_WHOLE:
        return True
    steps = {int(b.group()) - int(a.group()) for a, b in pairwise(groups)}
    is_series = len(steps) == 1 and all(len(group.group()) == 2 for group in groups)
    return ("/" in text and total < MIN_SLASHED) or is_series


def _is_grouped(groups: Sequence[re.Match[str]]) -> bool:
    """Return whether digits stand in thousands."""
    sizes = [len(group.group()) for group in groups]
    return len(sizes) > 1 and sizes[0] <= 3 and all(size == 3 for size in sizes[1:])
