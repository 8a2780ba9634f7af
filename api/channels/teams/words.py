"""Texts as Teams writes them: questions with mentions in, feedback in JSON; and out, Markdown."""

import json
import re
from collections.abc import Iterable

from api.prose import ITEM, Part, split_answer

MENTION = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.DOTALL | re.IGNORECASE)
HARD_SPACE = "&nbsp;"  # Teams writes it after a mention
ADDRESS = re.compile(r"(https?://\S+)")
# What would turn words into something else; an underscore does so at the edge of a word only.
SPECIAL = re.compile(r"([\\`*~<>]|(?<!\w)_|_(?!\w)|^#)", re.MULTILINE)


def strip_mentions(text: str, own: Iterable[str]) -> str:
    """Return a message without mentions of us; `own`: their texts, `<at>Murrosapuri</at>`.

    Other people's mentions stay as their names. Where it is not told whom mentions are of, all go.
    """
    names = list(own)
    for name in names:
        text = text.replace(name, " ")
    text = MENTION.sub(r"\1" if names else " ", text)
    return text.replace(HARD_SPACE, " ").strip()


def read_reason(told: str) -> str:
    """Return what was written beside a thumb; Teams puts it into JSON in a text."""
    try:
        found = json.loads(told) if told else None
    except (ValueError, RecursionError):
        return ""
    reason = found.get("feedbackText") if isinstance(found, dict) else None
    return reason.strip() if isinstance(reason, str) else ""


def lay_out(text: str) -> str:
    """Return the text of an answer as Markdown: the same words, paragraphs and lists.

    A beginning of a text, whole sentences of it, gives a beginning of the result.
    """
    blocks: list[str] = []
    for block in split_answer(text):
        start = ITEM if block.is_list else ""
        blocks.append("\n".join(start + "".join(map(_write, line)) for line in block.lines))
    return "\n\n".join(blocks)


def escape(text: str) -> str:
    """Return words so that Markdown shows them as they are; addresses stay whole."""
    parts = ADDRESS.split(text)
    return "".join(p if n % 2 else SPECIAL.sub(r"\\\1", p) for n, p in enumerate(parts))


def _write(part: Part) -> str:
    return escape(part) if isinstance(part, str) else f"[{part}]"
