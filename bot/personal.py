"""Masks personal data that has a form of its own: identity codes, addresses of mail, phone numbers.

Names have no such form and are not found.
"""

import re

PATTERNS = (
    re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]\b", re.IGNORECASE),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"\bFI\d{2}(?: ?\d{4}){3} ?\d{2}\b", re.IGNORECASE),
    re.compile(r"(?<![\d.,])(?:\+358|00358|0)[ -]?\d{1,3}(?:[ -]?\d{2,4}){2,3}(?!\d|[.,]\d)"),
    re.compile(
        r"\b[A-ZÅÄÖ][a-zåäö]+(?:katu|tie|polku|kuja|väylä)\s\d+(?:\s?[A-Za-z]\b(?:\s?\d+)?)?"
    ),
)


def mask_personal(text: str) -> tuple[str, bool]:
    """Return a text with personal data taken out, and whether there was any."""
    masked = text
    for pattern in PATTERNS:
        masked = pattern.sub("", masked)
    return " ".join(masked.split()) if masked != text else text, masked != text
