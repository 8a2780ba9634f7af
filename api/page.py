"""The front page: what the assistant knows, the question form with its answer, questions to try."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import Refusal
from api.problems import Problem, explain, log_failure
from api.prose import split_answer
from api.render import render
from api.service import Serving
from api.settings import MESSAGE_MAX_CHARS, RETRY_AFTER_S
from api.wire import check_request
from bot.answer import Answer
from bot.onboarding.start import is_onboarding
from index.errors import MurrosError
from index.report import Report

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
async def show_form(request: Request, service: Serving, kysymys: str = "") -> Response:
    """Return the form; with a question in `kysymys`, its answer below, or why there is none.

    The onboarding takes a conversation, which this page keeps none of; it has pages of its own.
    """
    if is_onboarding(kysymys):
        return RedirectResponse("/perehdytys", HTTPStatus.SEE_OTHER)
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
        problem, headers = tell_failure(error)
    text = render(
        "form.html",
        reports=reports,
        is_closed=request.state.is_asking_closed,
        examples=service.examples,
        question=kysymys,
        max_chars=MESSAGE_MAX_CHARS,
        answer=answer,
        blocks=split_answer(answer.text) if answer else [],
        problem=problem,
    )
    return HTMLResponse(text, problem.status if problem else HTTPStatus.OK, headers)


def tell_failure(error: MurrosError) -> tuple[Problem, dict[str, str]]:
    """Return what a page says of an error, and the headers that go with it; log what is ours."""
    problem = explain(error)
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log_failure(error)
    is_passing = problem.status == HTTPStatus.SERVICE_UNAVAILABLE
    return problem, {"Retry-After": str(RETRY_AFTER_S)} if is_passing else {}
