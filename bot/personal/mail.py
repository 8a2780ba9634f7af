"""Finds addresses of mail, also where their sign is written as a word in brackets."""

import re
from collections.abc import Iterator

AT = re.compile(
    r"(?: ?[(\[{] ?(?:at|ät|a|@) ?[)\]}] ?| @ |@ ?)"
    r"(?P<domain>[\w-]++(?:\.[\w-]++)*+(?::[^\W\d_]{1,5}\b)?)",
    re.IGNORECASE,
)
BEFORE = frozenset("!#$%&'*+-./=^_`{|}~")  # what RFC 5322 lets stand before the sign, but '?'
MIN_LETTERS = 2  # of a domain; a price at so much a piece has none


def find_mail_addresses(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses of mail stand, in order.

    The sign is looked for first and the name before it by hand, so that the work grows with the
    length of the text only. A domain with no point counts where nothing parts it from the sign.
    """
    done = 0
    for match in AT.finditer(plain):
        start = _name_start(plain, match.start(), done)
        if start < match.start() and _is_domain(match):
            done = match.end()
            yield start, done


def _name_start(plain: str, sign: int, done: int) -> int:
    """Return where the name before a sign begins: at the sign where there is none."""
    start = sign
    while start > done and (plain[start - 1].isalnum() or plain[start - 1] in BEFORE):
        start -= 1
    slash = plain.rfind("/", start, sign)
    return slash + 1 if slash >= 0 else start


def _is_domain(match: re.Match[str]) -> bool:
    domain = match["domain"]
    is_close = match.group().startswith("@" + domain[0])
    return sum(c.isalpha() for c in domain) >= MIN_LETTERS and (is_close or "." in domain)
