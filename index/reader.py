"""From a report's text to the domain model. Knows the series' layout, never one report's words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index.errors import ReportError
from index.links import join_links
from index.pages import Line, join_lines, split_blocks, split_lines
from index.report import Passage, PassageKind, Report, Section, Source, Table
from index.tables import TABLE_TITLE, read_tables

SECTION_TITLE = re.compile(r"^(\d{1,2})\. (?=[A-ZÅÄÖ])")
CAPTION = re.compile(r"^Kuva (\d{1,2})\. ")
FIGURE_TEXT = re.compile(r"^Kuva(?:n|ssa|sta)?\b")
DATE = re.compile(r"^(?:Päivitetty|Julkaistu) \d")
URL = re.compile(r"^https?://\S+$")
BULLET, QUOTATION = "• ", "– "
HEADING_MAX_CHARS = 100
# What a sub-heading may carry on to the list below it; no part of its name.
LEADS_ON = re.compile(r"(?:, kuten|:)$")


@dataclass(slots=True)
class _Item:
    """A passage in the making: its kind, its lines, and the block it began in."""

    kind: PassageKind
    lines: list[Line]
    is_first_in_block: bool = True

    @property
    def is_open(self) -> bool:
        """Return whether the text so far does not end as a sentence does."""
        return not re.search(r"[.!?][”\")]?$", self.lines[-1].text)


def read_report(text: str, source: Source) -> Report:
    """Return the report printed in `text`.

    Raises:
        ReportError: the text has no numbered section, or a table cannot be read.
    """
    lines = split_lines(text)
    first_table = next(
        (i for i, line in enumerate(lines) if TABLE_TITLE.match(line.text)), len(lines)
    )
    items = list(_items(list(split_blocks(lines[:first_table]))))
    known = " ".join(line.text for line in lines)
    sections = _sections(items, known)
    if len(sections) < 2:
        raise ReportError(
            f"raportissa {source.id} ei ole numeroituja lukuja ('1. Otsikko'); "
            "tarkista, että tiedosto on sarjan raportti"
        )
    tables: tuple[Table, ...] = ()
    if first_table < len(lines):
        tables = read_tables(lines[first_table:], sections[-1].number, known)
    return Report(source, max(line.page for line in lines), tuple(sections), tables)


def _items(blocks: list[list[Line]]) -> Iterator[_Item]:
    """Yield passages in the making, in order, with lines that belong together joined."""
    current: _Item | None = None
    for number, block in enumerate(blocks):
        for position, line in enumerate(block):
            following = block[position + 1 :] or (blocks[number + 1 : number + 2] or [[]])[0]
            kind = _kind(line, current, position, following, is_last=position == len(block) - 1)
            if kind is None and current is not None:
                current.lines.append(line)
                continue
            if current is not None:
                yield current
            current = _Item(kind or PassageKind.PARAGRAPH, [line], position == 0)
    if current is not None:
        yield current


def _kind(
    line: Line, current: _Item | None, position: int, following: list[Line], *, is_last: bool
) -> PassageKind | None:
    """Return what begins at `line`, or None where the line goes on with `current`."""
    text = line.text
    if current is None:
        return PassageKind.TITLE
    for pattern, kind in (
        (SECTION_TITLE, PassageKind.HEADING),
        (CAPTION, PassageKind.CAPTION),
        (DATE, PassageKind.DATE),
        (URL, PassageKind.LINK),
    ):
        if pattern.match(text):
            return kind
    if text.startswith(BULLET):
        return PassageKind.BULLET
    if text.startswith(QUOTATION):
        return PassageKind.QUOTATION
    starts_low = text[:1].islower()
    if current.kind is PassageKind.HEADING and position > 0 and starts_low:
        return None
    if _is_heading(line, current, position, following, is_last=is_last):
        return PassageKind.HEADING
    return _goes_on(line, current, position, starts_low=starts_low)


def _is_heading(
    line: Line, current: _Item, position: int, following: list[Line], *, is_last: bool
) -> bool:
    """Return whether a line with neither number nor bullet is a sub-heading."""
    text = line.text
    opens = position == 0 or current.kind is PassageKind.HEADING
    if not opens or not text[:1].isupper() or len(text) > HEADING_MAX_CHARS:
        return False
    if re.search(r"[.,;!]$", text) or (current.kind is PassageKind.BULLET and current.is_open):
        return bool(LEADS_ON.search(text)) and opens
    below = following[0].text if following else ""
    return below.startswith(BULLET) or (is_last and below[:1].isupper())


def _goes_on(line: Line, current: _Item, position: int, *, starts_low: bool) -> PassageKind | None:
    """Return None where a line of plain text continues `current`, else PARAGRAPH."""
    if position > 0 and current.kind is not PassageKind.HEADING:
        return None
    if current.kind in {PassageKind.LINK, PassageKind.DATE, PassageKind.HEADING}:
        return PassageKind.PARAGRAPH
    if starts_low:
        return None
    is_in_list = current.kind is PassageKind.BULLET and not line.opens_page
    return None if is_in_list else PassageKind.PARAGRAPH


def _sections(items: list[_Item], known: str) -> list[Section]:
    """Return the sections with their passages; "0" comes first."""
    groups: list[tuple[str, list[_Item]]] = [("0", [])]
    for item in items:
        title = SECTION_TITLE.match(item.lines[0].text)
        if title and item.kind is PassageKind.HEADING:
            groups.append((title.group(1), []))
        groups[-1][1].append(item)
    return [_section(number, group, known) for number, group in groups]


def _section(number: str, items: list[_Item], known: str) -> Section:
    """Return one section; links of its lists joined, figures' texts named."""
    passages: list[Passage] = []
    title, subsection = "", None
    seen_urls: set[str] = set()
    for item in items:
        text, pages = join_lines(item.lines, known)
        if item.kind is PassageKind.HEADING and not title:
            title = SECTION_TITLE.sub("", text)
        elif item.kind is PassageKind.HEADING:
            subsection = _heading_name(text)
        if item.kind is PassageKind.LINK and text in seen_urls:
            continue
        seen_urls.add(text)
        passages.append(
            Passage(
                id=f"s{number}-{len(passages) + 1}",
                kind=item.kind,
                text=text.removeprefix(BULLET).removeprefix(QUOTATION),
                section=number,
                pages=_without_mark(text, pages),
                subsection=None if item.kind is PassageKind.CAPTION else subsection,
                figure=_figure(text),
            )
        )
    passages = _mark_story(_name_figure_texts(passages))
    page = passages[0].page if passages else 1
    return Section(number, title, page, tuple(join_links(passages)))


def _heading_name(text: str) -> str:
    """Return a sub-heading without what leads on to the list below it."""
    return LEADS_ON.sub("", text).split(": ", maxsplit=1)[0]


def _without_mark(text: str, pages: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Shift page offsets by the bullet or dash that is taken off the text."""
    shift = len(BULLET) if text.startswith((BULLET, QUOTATION)) else 0
    return tuple((max(offset - shift, 0), page) for offset, page in pages)


def _figure(text: str) -> int | None:
    """Return the figure's number where `text` is a caption."""
    caption = CAPTION.match(text)
    return int(caption.group(1)) if caption else None


def _name_figure_texts(passages: list[Passage]) -> list[Passage]:
    """Give a paragraph that tells what a figure shows the number of the caption after it."""
    named = list(passages)
    for i, (passage, following) in enumerate(pairwise(passages)):
        is_about = passage.kind is PassageKind.PARAGRAPH and FIGURE_TEXT.match(passage.text)
        if is_about and following.kind is PassageKind.CAPTION and following.page == passage.page:
            named[i] = replace(passage, figure=following.figure, subsection=None)
    return named


def _mark_story(passages: list[Passage]) -> list[Passage]:
    """Mark what belongs to a section's opening story: all up to its last quotation."""
    last = max((i for i, p in enumerate(passages) if p.kind is PassageKind.QUOTATION), default=-1)
    return [replace(p, is_story=i <= last) for i, p in enumerate(passages)]
