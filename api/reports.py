"""The reports as JSON."""

from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from api.problems import document
from api.service import Serving
from api.wire import Number, plain_number
from bot.claim import report_url
from index.report import Passage, Report, Section, Table

router = APIRouter(prefix="/api/reports", tags=["reports"])


class LinkBody(BaseModel):
    """An address printed in the report."""

    url: str
    page: int


class PassageBody(BaseModel):
    """The smallest thing one cites; `url` opens it marked."""

    id: str
    kind: str
    text: str
    subsection: str | None
    figure: int | None
    page: int
    links: list[LinkBody]
    url: str


class SectionBody(BaseModel):
    """A numbered part of the report."""

    number: str
    title: str
    page: int
    passages: list[PassageBody]


class CellBody(BaseModel):
    """A figure as printed, as a number, and its unit."""

    column: str
    text: str
    value: Number | None
    unit: str


class RowBody(BaseModel):
    """A row of a table; `url` opens it marked."""

    id: str
    number: int
    label: str
    page: int
    cells: list[CellBody]
    url: str


class TableBody(BaseModel):
    """A table as printed."""

    id: str
    number: int
    title: str
    lead: str
    section: str
    page: int
    columns: list[str]
    rows: list[RowBody]
    url: str


class ReportHead(BaseModel):
    """What a report is and where it comes from."""

    id: str
    title: str
    publisher: str
    date: date
    language: str
    origin: str
    licence: str
    page_count: int
    url: str


class ReportBody(ReportHead):
    """A whole report."""

    sections: list[SectionBody]
    tables: list[TableBody]


@router.get("", responses=document(HTTPStatus.SERVICE_UNAVAILABLE))
async def list_reports(service: Serving) -> list[ReportHead]:
    """Return what each report is."""
    return [ReportHead(**_head(report)) for report in service.reports]


@router.get(
    "/{report}", responses=document(HTTPStatus.NOT_FOUND, 422, HTTPStatus.SERVICE_UNAVAILABLE)
)
async def show_report(report: str, service: Serving) -> ReportBody:
    """Return a whole report."""
    return write_report(find_report(service.reports, report))


def find_report(reports: tuple[Report, ...], name: str) -> Report:
    """Return the report with this id.

    Raises:
        HTTPException: 404, there is none.
    """
    for report in reports:
        if report.id == name:
            return report
    raise HTTPException(HTTPStatus.NOT_FOUND)


def write_report(report: Report) -> ReportBody:
    """Return a whole report as clients see it."""
    return ReportBody(
        **_head(report),
        sections=[_section(report, section) for section in report.sections],
        tables=[_table(report, table) for table in report.tables],
    )


def _head(report: Report) -> dict[str, Any]:
    source = report.source
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "language": source.language,
        "origin": source.origin,
        "licence": source.licence,
        "page_count": report.page_count,
        "url": report_url(report),
    }


def _section(report: Report, section: Section) -> SectionBody:
    return SectionBody(
        number=section.number,
        title=section.title,
        page=section.page,
        passages=[_passage(report, passage) for passage in section.passages],
    )


def _passage(report: Report, passage: Passage) -> PassageBody:
    return PassageBody(
        id=passage.id,
        kind=passage.kind.value,
        text=passage.text,
        subsection=passage.subsection,
        figure=passage.figure,
        page=passage.page,
        links=[LinkBody(url=link.url, page=link.page) for link in passage.links],
        url=report_url(report, passage.id),
    )


def _table(report: Report, table: Table) -> TableBody:
    return TableBody(
        id=table.id,
        number=table.number,
        title=table.title,
        lead=table.lead,
        section=table.section,
        page=table.page,
        columns=list(table.columns),
        rows=[
            RowBody(
                id=row.id,
                number=row.number,
                label=row.label,
                page=row.page,
                cells=[
                    CellBody(
                        column=cell.column,
                        text=cell.text,
                        value=None if cell.value is None else plain_number(cell.value),
                        unit=cell.unit,
                    )
                    for cell in row.cells
                ],
                url=report_url(report, row.id),
            )
            for row in table.rows
        ],
        url=report_url(report, table.id),
    )
