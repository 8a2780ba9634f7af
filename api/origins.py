"""Which sites' pages may ask: the list of the setting, and the service's own pages.

An origin is no secret. Browsers tell it truly, other programs as they like: the list keeps the
pages of other sites out, and rate limits bound the rest.
"""

import re
from http import HTTPMethod
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.messages import say
from index.errors import SettingError

DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:.]*")
METHODS = ("GET", "POST", "DELETE")
HEADERS = ("Content-Type",)
READABLE = ("Retry-After",)


def parse_origins(text: str) -> frozenset[str]:
    """Return the origins of `MURROS_WIDGET_ORIGINS`, between commas or spaces, as browsers write.

    Raises:
        SettingError: one is not `https://host` or `http://host`, with a port or without.
    """
    return frozenset(_serialise(origin) for origin in re.split(r"[,\s]+", text.strip()) if origin)


def is_welcome(scope: Scope, origins: frozenset[str]) -> bool:
    """Return whether a page that may ask sent a request: one of a listed site, or our own.

    Our own: its origin is the address that the request was sent to, or the browser says so with
    `Sec-Fetch-Site`, which it sets itself (a GET of one's own pages has no origin, and behind a
    proxy that ends TLS we see another scheme). A page that made its name lead to our address (DNS
    rebinding) passes for our own where we are served without TLS; it then may do what everyone
    who reaches the service may.
    """
    headers = Headers(scope=scope)
    sent, hosts = headers.getlist("origin"), headers.getlist("host")
    if len(sent) > 1 or len(hosts) != 1:
        return False
    is_same = headers.getlist("sec-fetch-site") == ["same-origin"]
    if not sent:
        return is_same
    schemes = {scope["scheme"], "https"} if is_same else {scope["scheme"]}
    return sent[0] in origins | {f"{scheme}://{hosts[0]}" for scheme in schemes}


def share(app: ASGIApp, origins: frozenset[str]) -> ASGIApp:
    """Return `app` with CORS headers for the pages of these origins (Fetch Standard, 3.3).

    It stands outside all that refuses, so that a page can also read why it was refused. Other
    sites' preflight is left to `app`, which has its own words for no.
    """
    shared = CORSMiddleware(
        app, origins, allow_methods=METHODS, allow_headers=HEADERS, expose_headers=READABLE
    )

    async def sharing(scope: Scope, receive: Receive, send: Send) -> None:
        is_foreign_preflight = (
            scope["type"] == "http"
            and scope["method"] == HTTPMethod.OPTIONS
            and Headers(scope=scope).get("origin") not in origins
        )
        await (app if is_foreign_preflight else shared)(scope, receive, send)

    return sharing


def _serialise(text: str) -> str:
    """Return an origin as browsers write it: lower case, names in ASCII, no default port."""
    try:
        parts = urlsplit(text.lower())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:  # no port, no name
        raise _unfit(text) from error
    known = parts.scheme in DEFAULT_PORTS and HOST.fullmatch(host)
    if not known or "@" in parts.netloc or parts.path not in {"", "/"} or _has_more(text):
        raise _unfit(text)
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (
        "" if port in {None, DEFAULT_PORTS[parts.scheme]} else f":{port}"
    )


def _has_more(text: str) -> bool:
    return any(mark in text for mark in "?#*\\")


def _unfit(text: str) -> SettingError:
    return SettingError(say("settings.widget_origins", value=repr(text)))
