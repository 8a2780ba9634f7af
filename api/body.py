"""Bodies of requests: bounded in size, whether or not the client tells it, and read as JSON."""

from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BadRequestError
from api.problems import answer_problem, read_problem
from api.settings import MAX_BODY_BYTES
from api.wire import parse_object

TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def limit_body(app: ASGIApp) -> ASGIApp:
    """Return `app` behind a bound of `MAX_BODY_BYTES`: beyond it, 413."""

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "0")
        if told.isdecimal() and int(told[:20]) > MAX_BODY_BYTES:
            await answer_problem(read_problem(TOO_LARGE))(scope, receive, send)
            return
        size_bytes = 0

        async def receive_counted() -> Message:
            nonlocal size_bytes
            message = await receive()
            size_bytes += len(message.get("body", b""))
            if size_bytes > MAX_BODY_BYTES:
                raise HTTPException(TOO_LARGE)
            return message

        await app(scope, receive_counted, send)

    return limited


async def read_object(request: Request) -> dict[str, Any]:
    """Return the fields of the JSON object that a request carries.

    Raises:
        BadRequestError: it says that it carries something else, or does.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequestError("json_missing")
    return parse_object(await request.body())
