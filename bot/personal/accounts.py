"""Finds bank accounts (IBAN, ISO 13616): country, check digits, what the country's banks add."""

import re
from collections.abc import Iterator
from functools import cache
from string import ascii_uppercase

LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28
EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26
IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28
NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25
SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""
"""Each country and how many characters its accounts have (SWIFT's IBAN registry)."""
HEAD = re.compile(r"(?=([A-Za-z]{2})[ \n]{0,2}\d ?\d)")
NO_GAPS = str.maketrans("", "", " \n.-")
VALUES = {ord(letter): str(value) for value, letter in enumerate(ascii_uppercase, 10)}
MIN_CHECK, MAX_CHECK = 2, 98


def find_accounts(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where accounts stand whose check digits are right, in order.

    Groups may be parted in any way by spaces, line ends, points and hyphens.
    """
    done = 0
    for head in HEAD.finditer(plain):
        country = head.group(1).upper()
        if head.start() < done or country not in _lengths():
            continue
        match = _shape(_lengths()[country]).match(plain, head.start())
        if match and _is_valid(match.group().translate(NO_GAPS)):
            done = match.end()
            yield match.span()


@cache
def _lengths() -> dict[str, int]:
    return {entry[:2]: int(entry[2:]) for entry in LENGTHS.split()}


@cache
def _shape(length: int) -> re.Pattern[str]:
    """Return the shape of an account of so many characters."""
    return re.compile(rf"[A-Za-z](?:[ \n.-]{{0,2}}[A-Za-z0-9]){{{length - 1}}}")


def _is_valid(account: str) -> bool:
    """Return whether the rest of the account's number modulo 97 is one (ISO 7064)."""
    moved = account[4:] + account[:4]
    is_checked = account[2:4].isdigit() and MIN_CHECK <= int(account[2:4]) <= MAX_CHECK
    return is_checked and int(moved.upper().translate(VALUES)) % 97 == 1
