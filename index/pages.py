"""Lines and blocks of a report's text, each line with its page. Knows how the series marks pages.

A line that begins with one space opens a page; a footer `…, sivu 8` names a page by its number and
is no text (layout of the series "Kunta-alan työn murroksen kuvaus").
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FOOTER = re.compile(r"^\S.*, sivu (\d{1,3})$")
OPENS_PAGE = re.compile(r"^ \S")
SOFT_HYPHEN = "\u00ad"
SOFT_HYPHEN_INSIDE = re.compile(rf"{SOFT_HYPHEN}(?!$)")
# After a hyphen at a line's end these words show that the hyphen is a suspended one ("osto- ja").
SUSPENDED = re.compile(r"^(?:ja|tai|sekä|eli|että|vai)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without outer white space; `text` is "" for an empty line."""

    text: str
    page: int
    opens_page: bool


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text` in order with 1-based pages; footers are left out."""
    lines: list[Line] = []
    page = 0
    for raw in unicodedata.normalize("NFC", text).splitlines():
        stripped = SOFT_HYPHEN_INSIDE.sub("", " ".join(raw.split()))
        footer = FOOTER.match(stripped)
        if footer:
            page = int(footer.group(1))
            continue
        opens = bool(OPENS_PAGE.match(raw))
        page += opens
        lines.append(Line(stripped, max(page, 1), opens))
    return lines


def split_blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield runs of non-empty lines; an empty line or a new page ends a run."""
    block: list[Line] = []
    for line in lines:
        if block and (not line.text or line.opens_page):
            yield block
            block = []
        if line.text:
            block.append(line)
    if block:
        yield block


def join_lines(lines: Iterable[Line], known: str = "") -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the lines as one text, and (offset, page) pairs for each page it touches.

    A hyphen at a line's end stays where it is part of the spelling: after a digit or a capital,
    before `ja` and its like (then with a blank), or where the hyphened word stands elsewhere in
    `known`. Any other is a word break and goes, as a soft hyphen always does.
    """
    text = ""
    pages: list[tuple[int, int]] = []
    for line in lines:
        if text:
            text = _glue(text, line.text, known)
        if not pages or pages[-1][1] != line.page:
            pages.append((len(text), line.page))
        text += line.text
    return text, tuple(pages)


def _glue(text: str, following: str, known: str) -> str:
    """Return `text` made ready to be followed by the next line's text."""
    if text.endswith(SOFT_HYPHEN):
        return text[:-1]
    if not re.search(r"\w-$", text) or SUSPENDED.match(following):
        return text + " "
    left = re.split(r"[\s(]", text)[-1]
    right = re.split(r"[\s).,;:]", following)[0]
    is_spelling = not left[-2].islower() or right[:1].isupper() or left + right in known
    return text if is_spelling else text[:-1]
