"""The reports as pages: contents, text, tables with their charts, and a search in one report."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Refusal
from api.page import tell_failure
from api.problems import Problem, read_problem
from api.render import render
from api.reports import find_report
from api.service import Service, Serving
from api.settings import SEARCH_MAX_CHARS
from api.wire import is_broken
from bot.claim import report_url
from bot.examples import ask_of_section
from bot.find import Hit
from bot.question import clean
from index.errors import MurrosError
from index.report import Passage, PassageKind, Report, Section, Table

IN_LISTS = {PassageKind.BULLET, PassageKind.LINK}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that the page lays out together: the items of a list, or one of another kind.

    `page` is the 1-based page on which the group begins, None where that of the group before
    goes on.
    """

    kind: PassageKind
    passages: tuple[Passage, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the page shows it; `question` is what 'ask of this' asks."""

    section: Section
    groups: tuple[Group, ...]
    tables: tuple[Table, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: the id that it leads to, its words, and the lines under it."""

    id: str
    text: str
    entries: tuple["Entry", ...] = ()


@router.api_route("/raportti", methods=["GET", "HEAD"])
async def list_reports(service: Serving) -> Response:
    """Return the reports to choose from; where there is but one, lead to it."""
    if len(service.reports) == 1:
        return RedirectResponse(report_url(service.reports[0]))
    return HTMLResponse(render("reports.html", reports=service.reports))


@router.api_route("/raportti/{report}", methods=["GET", "HEAD"])
async def show_report(
    report: str, request: Request, service: Serving, haku: str | None = None
) -> HTMLResponse:
    """Return a report, each passage and row with its id; with `haku`, what a search finds in it."""
    found = find_report(service.reports, report)
    common = {
        "report": found,
        "contents": list_contents(found),
        "max_chars": SEARCH_MAX_CHARS,
        "is_closed": request.state.is_asking_closed,
    }
    if haku is None:
        return HTMLResponse(render("report.html", **common, search="", parts=list_parts(found)))
    refusal: Refusal | None = request.state.refusal
    headers = dict(refusal.headers) if refusal else {}
    problem = refusal.problem if refusal else check_search(haku)
    hits: tuple[Hit, ...] = ()
    if problem is None:
        try:
            hits = await search_report(service, found, haku)
        except MurrosError as error:
            problem, headers = tell_failure(error)
    text = render("search.html", **common, search=clean(haku), hits=hits, problem=problem)
    return HTMLResponse(text, problem.status if problem else HTTPStatus.OK, headers)


def check_search(search: str) -> Problem | None:
    """Return what is wrong with what somebody looks for, None where nothing is."""
    words = clean(search)
    if is_broken(search):
        return read_problem(HTTPStatus.UNPROCESSABLE_ENTITY, "message_broken")
    if not any(character.isalnum() for character in words):
        return read_problem(HTTPStatus.UNPROCESSABLE_ENTITY, "search_empty")
    if len(words) > SEARCH_MAX_CHARS:
        return read_problem(HTTPStatus.UNPROCESSABLE_ENTITY, "search_long")
    return None


async def search_report(service: Service, report: Report, search: str) -> tuple[Hit, ...]:
    """Return what a search finds in a report, in its turn among the questions.

    Raises:
        BusyError: too many wait. MurrosError: as `Service.find` does.
    """
    async with service.gate.enter():
        return await service.find(clean(search), report.id)


def list_contents(report: Report) -> list[Entry]:
    """Return the sections with their sub-headings and tables, in the order of the report."""
    return [_entry(report, section) for section in report.sections]


def _entry(report: Report, section: Section) -> Entry:
    headings = [p for p in section.passages if p.kind is PassageKind.HEADING]
    under = [Entry(p.id, p.subsection) for p in headings if p.subsection]
    under += [Entry(t.id, t.caption) for t in report.tables if t.section == section.number]
    title = next((p for p in headings if not p.subsection), section.passages[0])
    return Entry(title.id, title.text, tuple(under))


def list_parts(report: Report) -> list[Part]:
    """Return what the page shows, section by section."""
    return [
        Part(
            section,
            tuple(group_passages(section)),
            tuple(table for table in report.tables if table.section == section.number),
            ask_of_section(report, section),
        )
        for section in report.sections
    ]


def group_passages(section: Section) -> Iterator[Group]:
    """Yield the passages of a section as the page lays them out, in order."""
    last_page = 0
    numbered = enumerate(section.passages)
    for _, run in groupby(numbered, lambda p: p[1].kind if p[1].kind in IN_LISTS else p[0]):
        passages = tuple(passage for _, passage in run)
        page = passages[0].page
        yield Group(passages[0].kind, passages, page if page != last_page else None)
        last_page = passages[-1].page_at(len(passages[-1].text))
