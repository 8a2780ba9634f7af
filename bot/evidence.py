"""What may be cited: the passages and table rows of all reports, with the headings over them."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.chunks import describe_row, headings
from index.report import Passage, PassageKind, Report, Row, Section, Table


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage, or a row of a table (then `table` and `row` are set and `passage` is not)."""

    report: Report
    section: Section
    passage: Passage | None = None
    table: Table | None = None
    row: Row | None = None

    @property
    def id(self) -> str:
        """Return the id of the passage or the row."""
        if self.passage is not None:
            return self.passage.id
        assert self.row is not None  # noqa: S101 - one of the two is always set
        return self.row.id

    @property
    def kind(self) -> str:
        """Return the passage's kind, or 'row'."""
        return self.passage.kind.value if self.passage is not None else "row"

    @property
    def text(self) -> str:
        """Return the words of the passage, or the row in words."""
        if self.passage is not None:
            return self.passage.text
        assert self.table is not None  # noqa: S101
        assert self.row is not None  # noqa: S101
        return describe_row(self.table, self.row)

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings over it, outermost first."""
        if self.passage is not None:
            return headings(self.section, self.passage)
        assert self.table is not None  # noqa: S101
        return (self.table.caption, self.table.lead)


def list_evidence(reports: Iterable[Report]) -> tuple[Evidence, ...]:
    """Return all evidence in the order of the reports; headings are none."""
    found: list[Evidence] = []
    for report in reports:
        for section in report.sections:
            found += [
                Evidence(report, section, passage=passage)
                for passage in section.passages
                if passage.kind is not PassageKind.HEADING
            ]
        for table in report.tables:
            section = report.section(table.section)
            found += [Evidence(report, section, table=table, row=row) for row in table.rows]
    return tuple(found)
