"""The outermost layers: security headers, one log line a request, and no error that gets out.

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
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",  # as `frame-ancestors`, for browsers that do not know it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), usb=()",
}
TLS_ONLY = "max-age=31536000"  # a year, HSTS; means something over TLS alone, RFC 6797, 7.2
KEPT = ("/static/", "/widget.js")  # may be kept by browsers, as their own headers say

logger = logging.getLogger("murros.access")


def shield(app: ASGIApp) -> ASGIApp:
    """Return `app` with headers on all it sends and a line in the log for each request."""

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
                _secure(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await app(scope, receive, send_secured)
        finally:
            elapsed_ms = (time.perf_counter() - started_s) * 1000
            logger.info("%s %s %d %.0f ms", _method(scope), _route(scope), status, elapsed_ms)

    return shielded


def catch_errors(app: ASGIApp) -> ASGIApp:
    """Return `app` with a 500 problem for what it fails to handle."""

    async def caught(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        has_begun = False

        async def send_watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await app(scope, receive, send_watched)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the last place that can answer
            log_failure(error)
            if has_begun:
                raise RuntimeError("the response broke off") from None
            problem = read_problem(HTTPStatus.INTERNAL_SERVER_ERROR)
            await answer_problem(problem)(scope, receive, send)

    return caught


def _secure(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = TLS_ONLY
    if not scope["path"].startswith(KEPT):
        headers["Cache-Control"] = "no-store"


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in HTTPMethod.__members__ else "?"


def _route(scope: Scope) -> str:
    """Return the route's pattern, `-` where no route matched."""
    return getattr(scope.get("route"), "path", "-")
