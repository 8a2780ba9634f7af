"""Claims and their sources, and how both become an answer's sentences and citations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answer import Citation, Computation, Sentence
from bot.evidence import Evidence
from index.report import Passage, PassageKind, Report, Row, Section, Table


@dataclass(frozen=True, slots=True)
class Source:
    """A place of a report with the words that prove a claim; as a citation without its number."""

    citation: Citation

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes two sources the same."""
        return (self.citation.report, self.citation.url, self.citation.quote)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence or a list item of an answer.

    `lead` is the white space (and list mark) before it. A claim without sources says nothing of a
    report's contents: that it does not tell, or a greeting.
    """

    text: str
    sources: tuple[Source, ...] = ()
    lead: str = " "


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A computation whose sources have no numbers yet."""

    operation: str
    operands: tuple[Decimal, ...]
    result: Decimal
    unit: str
    sources: tuple[Source, ...]

    def number(self, citations: Iterable[Citation]) -> Computation:
        """Return the computation with the numbers of its citations."""
        keys = {source.key for source in self.sources}
        numbers = tuple(c.number for c in citations if Source(c).key in keys)
        return Computation(self.operation, self.operands, self.result, self.unit, numbers)


def report_url(report: Report, anchor: str = "") -> str:
    """Return the address of a report's page, or of a passage, table or row on it."""
    return f"/raportti/{report.id}" + (f"#{anchor}" if anchor else "")


def evidence_url(evidence: Evidence) -> str:
    """Return the address of a piece of evidence."""
    return report_url(evidence.report, evidence.id)


def passage_source(report: Report, section: Section, passage: Passage, quote: str) -> Source:
    """Return the source of a claim whose proof is `quote`, a part of the passage."""
    page = passage.page_at(max(passage.text.find(quote), 0))
    source = _printed(report, section, quote, page, passage.id)
    told = replace(source.citation, subsection=passage.subsection, figure=passage.figure)
    return Source(told)


def row_source(report: Report, table: Table, row: Row, columns: Iterable[str]) -> Source:
    """Return the source of a claim whose proof is a row's label and its cells in `columns`."""
    cells = {column: row.cell(column).text for column in columns}
    figures = ", ".join(f"{column} {text}" for column, text in cells.items())
    return Source(
        Citation(
            number=0,
            report=report.id,
            section=table.section,
            subsection=None,
            title=table.caption,
            page=row.page,
            quote=f"{row.label}: {figures}",
            url=report_url(report, row.id),
            table=table.number,
            row=row.label,
            cells=cells,
        )
    )


def caption_source(report: Report, section: Section, table: Table) -> Source:
    """Return the source that is a table's number and title, as printed above it.

    Its address is that of the first row: only passages and rows have one that opens marked.
    """
    return _printed(report, section, table.caption, table.page, table.rows[0].id)


def _printed(report: Report, section: Section, quote: str, page: int, name: str) -> Source:
    """Return the source that is printed in a section's running text; `name` is an id of it."""
    return Source(
        Citation(
            number=0,
            report=report.id,
            section=section.number,
            subsection=None,
            title=section.title,
            page=page,
            quote=quote,
            url=report_url(report, name),
        )
    )


def evidence_source(evidence: Evidence, quote: str | None = None) -> Source:
    """Return the source that is a whole piece of evidence, or `quote` of its passage."""
    if evidence.passage is not None:
        text = evidence.passage.text if quote is None else quote
        return passage_source(evidence.report, evidence.section, evidence.passage, text)
    table, row = evidence.table, evidence.row
    if table is None or row is None:
        raise ValueError("evidence is neither a passage nor a row")
    return row_source(evidence.report, table, row, table.columns)


class Numbering:
    """Gives the sources of one answer their numbers, in the order in which claims use them."""

    def __init__(self) -> None:
        """Begin an answer."""
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._is_first = True

    def tell(self, claim: Claim) -> Iterator[Citation | Sentence]:
        """Yield the citations that a claim is the first to use, then its sentence with markers."""
        markers: list[str] = []
        for source in claim.sources:
            if source.key not in self._numbers:
                self._numbers[source.key] = len(self._numbers) + 1
                yield replace(source.citation, number=self._numbers[source.key])
            markers.append(f"[{self._numbers[source.key]}]")
        lead = claim.lead.lstrip() if self._is_first else claim.lead
        yield Sentence(lead + " ".join((claim.text, *dict.fromkeys(markers))))
        self._is_first = False


def number_claims(claims: Iterable[Claim]) -> Iterator[Citation | Sentence]:
    """Yield sentences with their markers, each new citation before the sentence that uses it."""
    numbering = Numbering()
    for claim in claims:
        yield from numbering.tell(claim)


def heading_passage(section: Section, name: str | None) -> Passage | None:
    """Return the passage that is the sub-heading `name`, or the section's own title."""
    headings = [p for p in section.passages if p.kind is PassageKind.HEADING]
    return next((p for p in headings if p.subsection == name), headings[0] if headings else None)
