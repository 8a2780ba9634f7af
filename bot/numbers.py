"""Numbers in Finnish text, and which of them have no source."""

import re
from collections.abc import Iterable
from decimal import Decimal

MARKER = re.compile(r"\[(\d+)\]")
NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?")


def find_numbers(text: str) -> set[Decimal]:
    """Return the numbers written in digits in a text, markers left out; sizes without sign."""
    found = NUMBER.findall(MARKER.sub("", text))
    return {Decimal(re.sub(r"[ \u00a0\u202f]", "", n).replace(",", ".")) for n in found}


def unproved_numbers(text: str, proofs: Iterable[str], computed: Iterable[Decimal]) -> set[Decimal]:
    """Return the numbers of a sentence that stand in no proof and were not computed."""
    proved = set(computed)
    for proof in proofs:
        proved |= find_numbers(proof)
    return find_numbers(text) - proved


def format_number(value: Decimal, blank: str = "\u00a0") -> str:
    """Return a number as Finnish writes it: decimal comma, thousands apart by `blank`."""
    return f"{value.normalize():,f}".replace(",", blank).replace(".", ",")
