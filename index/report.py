"""The domain model: a report as a reader sees it. Holds no rule of how a file is laid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class PassageKind(StrEnum):
    """What a passage is on the page."""

    TITLE = "title"
    DATE = "date"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    QUOTATION = "quotation"
    CAPTION = "caption"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Link:
    """An address printed in the report, verbatim, with its 1-based page."""

    url: str
    page: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing one cites: a heading, paragraph, bullet, quotation, caption or link.

    `text` is verbatim with white space folded; `pages` are (offset in `text`, 1-based page) pairs,
    ascending, the first at 0. `subsection` is the sub-heading above as printed, None where there is
    none. `links` are addresses that belong to this passage beyond doubt.
    """

    id: str
    kind: PassageKind
    text: str
    section: str
    pages: tuple[tuple[int, int], ...]
    subsection: str | None = None
    figure: int | None = None
    is_story: bool = False
    links: tuple[Link, ...] = ()

    @property
    def page(self) -> int:
        """Return the 1-based page on which the passage begins."""
        return self.pages[0][1]

    def page_at(self, offset: int) -> int:
        """Return the 1-based page of the character at `offset` of `text`."""
        return max((p for p in self.pages if p[0] <= offset), key=lambda pair: pair[0])[1]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report; "0" is what stands before the first numbered heading."""

    number: str
    title: str
    page: int
    passages: tuple[Passage, ...]

    @property
    def subsections(self) -> tuple[str, ...]:
        """Return the sub-headings in the order of the report, each once."""
        return tuple(dict.fromkeys(p.subsection for p in self.passages if p.subsection))

    def printed(self, subsection: str) -> str:
        """Return a sub-heading with what stands after its colon, as 'Answers: What is new?'."""
        headings = (p.text for p in self.passages if p.kind is PassageKind.HEADING)
        return next((text for text in headings if text.startswith(f"{subsection}:")), subsection)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table: as printed (`58 %`), as a number, and its unit (`%`, `€`, "")."""

    column: str
    text: str
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; `number` is 1-based, `page` that of the label's first word."""

    id: str
    number: int
    label: str
    page: int
    cells: tuple[Cell, ...]

    def cell(self, column: str) -> Cell:
        """Return the cell under `column`.

        Raises:
            KeyError: the table has no such column.
        """
        for cell in self.cells:
            if cell.column == column:
                return cell
        raise KeyError(column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed; `lead` is the words above its column headings ("" if none)."""

    id: str
    number: int
    title: str
    lead: str
    section: str
    page: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def caption(self) -> str:
        """Return number and title as the series prints them."""
        return f"Taulukko {self.number}. {self.title}"


@dataclass(frozen=True, slots=True)
class Source:
    """What a report's TOML file says of it."""

    id: str
    title: str
    publisher: str
    date: date
    language: str
    origin: str
    licence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: where it comes from, its sections and its tables."""

    source: Source
    page_count: int
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]

    @property
    def id(self) -> str:
        """Return the report's id, as in addresses and citations."""
        return self.source.id

    def passages(self) -> Iterator[Passage]:
        """Yield all passages in the order of the report."""
        for section in self.sections:
            yield from section.passages

    def section(self, number: str) -> Section:
        """Return the section with this number.

        Raises:
            KeyError: there is no such section.
        """
        for section in self.sections:
            if section.number == number:
                return section
        raise KeyError(number)
