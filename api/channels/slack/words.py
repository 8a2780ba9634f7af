"""Text on its way in and out of Slack, which has two markups of its own.

`mrkdwn` (in `text`) knows `<…>` and entities; `markdown_text` is Markdown as CommonMark has it.
"""

import html
import re

ITEM = "- "
IN_ANGLES = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
ADDRESS = re.compile(r"https?://[^\s<>]+")
MARKS = re.compile(r"[\\`*~]|(?<!\w)_|_(?!\w)|<|&(?=#?\w+;)|(?<=\])\(")
OPENING = re.compile(r"(?m)^(?=#|>|\+ )")  # what would begin a heading, a quotation, a list


def read_text(text: str) -> str:
    """Return what a person wrote, from a message's `text`: mentions out, links as they are seen."""
    return html.unescape(IN_ANGLES.sub(_plain, text)).strip()


def escape(text: str) -> str:
    """Return a text that mrkdwn shows as it is."""
    return html.escape(text, quote=False)


def link(address: str, label: str) -> str:
    """Return a link in mrkdwn; neither part can end it early."""
    target = escape(address).replace("|", "%7C")
    return f"<{target}|{escape(' '.join(label.split())).replace('|', '/')}>"


def to_markdown(text: str, before: str = "") -> str:
    """Return the next piece of a text as Markdown that shows it as it is, its lists as lists.

    `before`: the text that is there already. Addresses stay whole; they hold no markup.
    """
    told = before[before.rfind("\n") + 1 :]
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        is_after_item = number > 0 and told.startswith(ITEM)
        needs_gap = is_after_item and line and not line.startswith(ITEM)
        is_opening = number > 0 or not told
        lines.append(("\n" if needs_gap else "") + _mark(line, is_opening=is_opening))
        told = line if number else told + line
    return "\n".join(lines)


def split_text(text: str, most: int) -> list[str]:
    """Return a text in pieces of at most `most` characters, cut at lines or words; none is lost."""
    pieces: list[str] = []
    while len(text) > most:
        kept = text[:most]
        end = max(kept.rfind("\n"), kept.rfind(" "))
        end = end if end > 0 else most
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text] if text else pieces


def _plain(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2) or ""
    if target.startswith("@"):
        return ""
    if target.startswith("#"):
        return f"#{label}" if label else ""
    return label if label or target.startswith("!") else target


def _mark(line: str, *, is_opening: bool) -> str:
    end, parts = 0, []
    for found in ADDRESS.finditer(line):
        parts += [MARKS.sub(_escape_mark, line[end : found.start()]), found.group()]
        end = found.end()
    marked = "".join(parts) + MARKS.sub(_escape_mark, line[end:])
    return OPENING.sub(r"\\", marked) if is_opening else marked


def _escape_mark(match: re.Match[str]) -> str:
    mark = match.group()
    return html.escape(mark, quote=False) if mark in "<&" else f"\\{mark}"
