"""Pages that work without a script: the question form with its answer, and the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import Refusal
from api.problems import Problem, explain, log_failure
from api.prose import split_answer
from api.render import render
from api.reports import find_report
from api.service import Serving
from api.settings import MESSAGE_MAX_CHARS, RETRY_AFTER_S
from api.wire import check_request
from bot.answer import Answer
from index.errors import MurrosError
from index.report import Passage, PassageKind, Report, Section

EXAMPLES = 4
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


@router.api_route("/", methods=["GET", "HEAD"])
async def show_form(request: Request, service: Serving, kysymys: str = "") -> HTMLResponse:
    """Return the form; with a question in `kysymys`, its answer below, or why there is none."""
    refusal: Refusal | None = request.state.refusal
    headers = dict(refusal.headers) if refusal else {}
    answer: Answer | None = None
    problem: Problem | None = None
    reports: tuple[Report, ...] = ()
    try:
        reports = service.reports
        if kysymys and refusal:
            problem = refusal.problem
        elif kysymys:
            asked = check_request({"message": kysymys})
            async with service.gate.enter():
                answer = await service.ask(asked.message)
    except MurrosError as error:
        problem = explain(error)
        if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            log_failure(error)
        if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
            headers = {"Retry-After": str(RETRY_AFTER_S)}
    text = render(
        "form.html",
        reports=reports,
        is_closed=refusal is not None and refusal.problem.status == HTTPStatus.FORBIDDEN,
        examples=list_examples(reports),
        question=kysymys,
        max_chars=MESSAGE_MAX_CHARS,
        answer=answer,
        blocks=split_answer(answer.text) if answer else [],
        problem=problem,
    )
    return HTMLResponse(text, problem.status if problem else HTTPStatus.OK, headers)


@router.api_route("/raportti/{report}", methods=["GET", "HEAD"])
async def show_report(report: str, service: Serving) -> HTMLResponse:
    """Return a report; each passage and row has its id."""
    found = find_report(service.reports, report)
    text = render(
        "report.html",
        report=found,
        sections=[(section, list(group_passages(section))) for section in found.sections],
    )
    return HTMLResponse(text)


def list_examples(reports: tuple[Report, ...]) -> list[str]:
    """Return up to four questions that the reports themselves ask in their titles."""
    titles = [section.title for report in reports for section in report.sections]
    return [title for title in titles if title.endswith("?")][:EXAMPLES]


def group_passages(section: Section) -> Iterator[Group]:
    """Yield the passages of a section as the page lays them out, in order."""
    last_page = 0
    numbered = enumerate(section.passages)
    for _, run in groupby(numbered, lambda p: p[1].kind if p[1].kind in IN_LISTS else p[0]):
        passages = tuple(passage for _, passage in run)
        page = passages[0].page
        yield Group(passages[0].kind, passages, page if page != last_page else None)
        last_page = passages[-1].page_at(len(passages[-1].text))
