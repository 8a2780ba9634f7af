"""Finds Finnish personal identity codes (ddmmyy, sign of the century, number, check character).

Source: the Digital and Population Data Services Agency on the code and on its signs of 2023. The
numbers 900–999, which are given for a time, count as well.
"""

import re
from collections.abc import Iterator
from datetime import date

CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
MIN_NUMBER = 2  # 000 and 001 are never given
CODE = re.compile(
    r"(?<!\d)(?P<day>\d\d)(?P<dot>\.?)(?P<month>\d\d)(?P=dot)(?P<century>\d\d)??(?P<year>\d\d)"
    r"[ \n]{0,2}(?P<sign>[-+A-FU-Y]?)[ \n]{0,2}(?P<number>\d{3})(?P<check>\d(?!\d)|[A-FHJ-NPR-Y])",
    re.IGNORECASE,
)


def find_identity_codes(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where codes with a real date and the right check character stand, in order.

    A space beside the sign, points in the date and the year in full are borne. Without a sign only
    a check letter is trusted: a check digit would let any tenth digit pass for one.
    """
    return (match.span() for match in CODE.finditer(plain) if _is_valid(match))


def _is_valid(match: re.Match[str]) -> bool:
    part = {name: text.upper() for name, text in match.groupdict(default="").items()}
    if not part["sign"] and part["check"].isdigit():
        return False
    century = int(part["century"]) * 100 if part["century"] else CENTURIES.get(part["sign"], 2000)
    try:
        date(century + int(part["year"]), int(part["month"]), int(part["day"]))
    except ValueError:
        return False
    digits = part["day"] + part["month"] + part["year"] + part["number"]
    return int(part["number"]) >= MIN_NUMBER and CHECKS[int(digits) % 31] == part["check"]
