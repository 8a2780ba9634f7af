"""Who may do what: one table of paths, in front of every route.

Whatever is under `/api` wants a key unless the table says otherwise, so that a route added later
is guarded from its first day. The rest are pages, their files and health checks, which are for
everyone; only questions on the front page and searches in a report are counted.

Without keys in the setting nobody needs one, for then nobody but this machine gets in
(`api/server.py`, `api/hosts.py`); pages of other sites in a browser of this machine stay out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from api.keys import HashedKey, Role, find_key, parse_keys
from api.limits import RateLimit
from api.origins import is_welcome, parse_origins
from api.problems import Problem, answer_problem, read_problem
from api.settings import Settings

FRONT_PAGE = "/"
READER = "/raportti/"
SEARCH = "haku"  # with this in its query, a report's page searches
SIGNED = "/api/messages"  # of Teams, which signs in its own way


@dataclass(frozen=True, slots=True)
class Rule:
    """What a path wants: a role, or where `is_for_pages` a page that may ask, without a key."""

    role: Role
    is_for_pages: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """The keys and the origins of the settings."""

    keys: tuple[HashedKey, ...]
    origins: frozenset[str]

    @property
    def is_closed_to_pages(self) -> bool:
        """Return whether no page may ask: a form sends no key, and no site is listed."""
        return bool(self.keys) and not self.origins


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not let through, and the headers that say it to programs."""

    problem: Problem
    headers: Mapping[str, str] = field(default_factory=dict)


PAGES = r"/api/(chat|chat/stream|conversations(/.*)?|messages/[^/]+/feedback|onboarding/[^/]+)"
RULES = (  # the first that fits
    (re.compile(r"/api/owner(/.*)?", re.DOTALL), Rule(Role.OWNER)),
    (re.compile(PAGES, re.DOTALL), Rule(Role.ASK, is_for_pages=True)),
    (re.compile(r"/api(/.*)?", re.DOTALL), Rule(Role.ASK)),
)


def read_access(settings: Settings) -> Access:
    """Return who has access by the settings.

    Raises:
        SettingError: a key or an origin is not written as it should be.
    """
    return Access(
        parse_keys(settings.api_keys.get_secret_value()), parse_origins(settings.widget_origins)
    )


def find_rule(path: str) -> Rule | None:
    """Return what a path wants, None where it wants nothing."""
    if path == SIGNED:
        return None
    return next((rule for pattern, rule in RULES if pattern.fullmatch(path)), None)


def judge(scope: Scope, access: Access, rule: Rule, key: HashedKey | None) -> Refusal | None:
    """Return why a request is refused, None where it is not; `key`: the one that it proves.

    A key that fails is never made good by an origin.
    """
    headers = Headers(scope=scope)
    if not access.keys:
        is_from_elsewhere = "origin" in headers and not is_welcome(scope, access.origins)
        return _refuse(HTTPStatus.FORBIDDEN, "origin_foreign") if is_from_elsewhere else None
    if key:
        is_enough = key.role.covers(rule.role)
        return None if is_enough else _refuse(HTTPStatus.FORBIDDEN)
    is_page = rule.is_for_pages and "authorization" not in headers and bool(access.origins)
    if is_page and is_welcome(scope, access.origins):
        return None
    return _refuse(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})


def control_access(app: ASGIApp, access: Access, rate_limit: RateLimit) -> ASGIApp:
    """Return `app` behind the table: 401 and 403 by it, 429 for too many requests.

    Each request to `/api` counts once: under its key, else under its address, also where it is
    refused. So a flood of wrong keys ends in 429, while right ones from that address go on; they
    are too long to be guessed at any speed.
    """

    async def controlled(scope: Scope, receive: Receive, send: Send) -> None:
        rule = find_rule(scope["path"]) if scope["type"] == "http" else None
        if rule:
            key = find_key(Headers(scope=scope).getlist("authorization"), access.keys)
            refusal = await _count(scope, rate_limit, key) or judge(scope, access, rule, key)
            if refusal:
                response = answer_problem(refusal.problem, refusal.headers)
                await response(scope, receive, send)
                return
        elif scope["type"] == "http":
            state = scope.setdefault("state", {})
            state["is_asking_closed"] = access.is_closed_to_pages
            state["refusal"] = await _judge_page(scope, access, rate_limit)
        await app(scope, receive, send)

    return controlled


async def _judge_page(scope: Scope, access: Access, rate_limit: RateLimit) -> Refusal | None:
    """Return why a page does not answer or search; the page itself tells it.

    A form cannot send a key in a header, and in the address a key would be seen by all. So with
    keys the form answers where the setting of the sites says that people may ask without one.
    """
    if scope["path"] == FRONT_PAGE:
        if access.is_closed_to_pages:
            return _refuse(HTTPStatus.FORBIDDEN, "page_closed")
        is_counted = bool(scope["query_string"])
    else:
        query = QueryParams(scope["query_string"])
        is_counted = scope["path"].startswith(READER) and SEARCH in query
    return await _count(scope, rate_limit, None) if is_counted else None


async def _count(scope: Scope, rate_limit: RateLimit, key: HashedKey | None) -> Refusal | None:
    host = (scope.get("client") or ("",))[0]
    wait_s = await (
        rate_limit.count_key(key.digest) if key else rate_limit.count_address(str(host))
    )
    if not wait_s:
        return None
    return _refuse(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(wait_s)})


def _refuse(
    status: HTTPStatus, message_key: str = "", headers: Mapping[str, str] | None = None
) -> Refusal:
    return Refusal(read_problem(status, message_key), headers or {})
