"""Keeps pages out that made a name of theirs lead to this machine (DNS rebinding).

For a browser such a page and the service have one origin, so nothing else stops it.
"""

import ipaddress
import re
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import answer_problem, read_problem

LOOPBACK = re.compile(
    r"(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?", re.ASCII | re.IGNORECASE
)


def guard_host(app: ASGIApp) -> ASGIApp:
    """Return `app` behind a 421 for what came in at a loopback address under another name."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_misdirected(scope):
            problem = read_problem(HTTPStatus.MISDIRECTED_REQUEST)
            await answer_problem(problem)(scope, receive, send)
            return
        await app(scope, receive, send)

    return guarded


def _is_misdirected(scope: Scope) -> bool:
    names = Headers(scope=scope).getlist("host")
    is_named = len(names) == 1 and LOOPBACK.fullmatch(names[0]) is not None
    return not is_named and _is_loopback((scope.get("server") or ("",))[0])


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
