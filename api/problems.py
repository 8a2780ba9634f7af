"""Errors as clients see them: RFC 9457 problems in Finnish, with nothing of the request in them.

A browser that asks for a page gets the same in words on a page.
"""

import logging
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from api.errors import BadRequestError
from api.render import render
from api.settings import RETRY_AFTER_S
from index.errors import MurrosError
from prompts import read_toml

MEDIA_TYPE = "application/problem+json"
NO_PAGES = ("/api", "/health", "/slack")
OF_BODY = ("content-type", "content-length")
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}

logger = logging.getLogger("murros")


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in words; `title` goes with the status, `detail` tells what to do."""

    title: str
    status: int
    detail: str


def read_problem(status: int, key: str = "") -> Problem:
    """Return the problem of a status, with the detail under `key` where one is given."""
    texts = read_toml("messages.fi.toml")["problems"]
    title = texts["titles"].get(str(status)) or HTTPStatus(status).phrase
    details = texts["details"]
    return Problem(title, status, details.get(key or f"status_{status}") or details["other"])


def explain(error: Exception) -> Problem:
    """Return the problem that an error is; what may pass by itself is a 503."""
    if isinstance(error, BadRequestError):
        return read_problem(error.status, error.message_key)
    if isinstance(error, MurrosError) and error.is_retryable:
        return read_problem(HTTPStatus.SERVICE_UNAVAILABLE, error.message_key)
    return read_problem(HTTPStatus.INTERNAL_SERVER_ERROR, MurrosError.message_key)


def answer_problem(
    problem: Problem, headers: Mapping[str, str] | None = None, **more: object
) -> JSONResponse:
    """Return the response of a problem; `more` are further members of it."""
    body = {"type": "about:blank", **asdict(problem), **more}
    retry = (
        {"Retry-After": str(RETRY_AFTER_S)}
        if problem.status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}
        else {}
    )
    return JSONResponse(body, problem.status, {**retry, **(headers or {})}, MEDIA_TYPE)


def log_failure(error: Exception) -> None:
    """Log what failed, and where if it is a defect.

    The error's text is left out: it may repeat what a reader wrote.
    """
    if isinstance(error, MurrosError) and error.is_retryable:
        logger.warning("%s", type(error).__name__)
        return
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s\n%s", type(error).__name__, frames)


def document(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the API description says of these statuses."""
    content = {MEDIA_TYPE: {"schema": SCHEMA}}
    return {s: {"description": HTTPStatus(s).phrase, "content": content} for s in statuses}


def add_handlers(app: FastAPI) -> None:
    """Make every error of the routes a problem."""
    app.add_exception_handler(MurrosError, _on_own)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)


def wants_page(request: Request) -> bool:
    """Return whether a person's browser asks for a page rather than a program for data."""
    is_page = not request.url.path.startswith(NO_PAGES) and request.method in {"GET", "HEAD"}
    return is_page and "text/html" in request.headers.get("accept", "")


def _answer(
    request: Request, problem: Problem, headers: Mapping[str, str] | None = None
) -> Response:
    response = answer_problem(problem, headers)
    if not wants_page(request):
        return response
    kept = {name: value for name, value in response.headers.items() if name not in OF_BODY}
    return HTMLResponse(render("problem.html", problem=problem), problem.status, kept)


async def _on_own(request: Request, error: Exception) -> Response:
    problem = explain(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log_failure(error)
    return _answer(request, problem)


async def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    return _answer(request, read_problem(status), headers)


async def _on_validation(request: Request, _error: Exception) -> Response:
    return _answer(request, read_problem(HTTPStatus.UNPROCESSABLE_ENTITY))
