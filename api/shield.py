"""The outermost layer: security headers, one log line a request, and no error that gets out.

Logs name the route, never the address as sent, so that no word and no id of a reader is in them.
"""

import logging
import time
from http import HTTPMethod, HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer_problem, log_failure, read_problem

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
STATIC = "/static/"

logger = logging.getLogger("murros.access")


def shield(app: ASGIApp) -> ASGIApp:
    """Return `app` with headers on all it sends and a 500 problem for what it fails to handle."""

    async def shielded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        started_s = time.perf_counter()
        status = 0

        async def send_secured(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _secure(MutableHeaders(scope=message), scope["path"])
            await send(message)

        try:
            await app(scope, receive, send_secured)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the last place that can answer
            log_failure(error)
            if status:
                raise RuntimeError("the response broke off") from None
            problem = read_problem(HTTPStatus.INTERNAL_SERVER_ERROR)
            await answer_problem(problem)(scope, receive, send_secured)
        finally:
            elapsed_ms = (time.perf_counter() - started_s) * 1000
            logger.info("%s %s %d %.0f ms", _method(scope), _route(scope), status, elapsed_ms)

    return shielded


def _secure(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not path.startswith(STATIC):
        headers["Cache-Control"] = "no-store"


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in HTTPMethod.__members__ else "?"


def _route(scope: Scope) -> str:
    """Return the route's pattern, `-` where no route matched."""
    return getattr(scope.get("route"), "path", "-")
