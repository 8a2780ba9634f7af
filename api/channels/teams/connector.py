"""Sends activities to the Bot Connector, to the address that came with what is answered."""

import asyncio
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from api.channels.teams.activity import Room
from api.channels.teams.bearer import Bearer
from api.errors import VendorError
from api.wire import parse_object
from index.errors import MurrosError

SEND_MAX_S = 30.0
TRIES = 4
WAIT_S = 1.0  # before the second try where the answer does not say; doubles from then on
WAIT_MAX_S = 30.0
PASSING = {429, 500, 502, 503}
CANCELLED = "cancel"  # stands in what Teams answers once a reader has pressed Stop

Body = dict[str, Any]


class RefusedError(VendorError):
    """Teams does not take an activity (403); `is_stopped`: because a reader wants no more of it."""

    is_retryable = False

    def __init__(self, reason: str) -> None:
        """Read the reason; it is not kept."""
        super().__init__("Teams ei ottanut viestiä vastaan")
        self.is_stopped = CANCELLED in reason.lower()


class LaterError(VendorError):
    """Teams takes nothing for `wait_s` seconds (429)."""

    def __init__(self, wait_s: float) -> None:
        """Keep for how long."""
        super().__init__("Teamsiin lähti liikaa viestejä lyhyessä ajassa")
        self.wait_s = wait_s


class Connector:
    """Posts replies; with a bearer token, in local mode without."""

    def __init__(self, http: httpx.AsyncClient, bearer: Bearer | None) -> None:
        """Keep what is needed to post."""
        self._http = http
        self._bearer = bearer

    async def send(
        self, room: Room, body: Body, tries: int = TRIES, max_s: float = SEND_MAX_S
    ) -> str:
        """Send an activity; return the id that Teams gives it, empty where it tells none.

        What Teams is slow to take is not sent again, as it may stand there already. A connection
        that breaks is mostly one that was closed while idle, so then it is.

        Raises:
            RefusedError: it is refused for good.
            LaterError: also the last try came too early.
            VendorError: it cannot be sent.
        """
        wait_s = WAIT_S
        for left in reversed(range(tries)):
            try:
                response = await self._post(room, body, max_s)
            except httpx.ReadTimeout as error:
                raise VendorError("Teams ei vastannut ajoissa") from error
            except (httpx.TransportError, VendorError) as error:
                if not left:
                    raise VendorError("Teamsiin ei saatu yhteyttä") from error
            else:
                if response.is_success:
                    return _read_id(response)
                if response.status_code == HTTPStatus.FORBIDDEN:
                    raise RefusedError(response.text)
                wait_s = _read_wait_s(response, wait_s)
                if not left and response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
                    raise LaterError(wait_s)
                if not left or not self._may_pass(response):
                    raise VendorError(f"Teams vastasi {response.status_code}")
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, WAIT_MAX_S)
        raise VendorError("Teamsiin ei saatu yhteyttä")

    async def _post(self, room: Room, body: Body, max_s: float) -> httpx.Response:
        token = await self._bearer.read() if self._bearer else ""
        response = await self._http.post(
            _find_address(room),
            json=body,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=max_s,
        )
        if self._bearer and response.status_code == HTTPStatus.UNAUTHORIZED:
            self._bearer.drop(token)
        return response

    def _may_pass(self, response: httpx.Response) -> bool:
        is_stale = bool(self._bearer) and response.status_code == HTTPStatus.UNAUTHORIZED
        return is_stale or response.status_code in PASSING


def _find_address(room: Room) -> str:
    """Return where an activity is posted; a reply goes to the thread that it belongs to."""
    url = f"{room.service_url}/v3/conversations/{quote(room.id, safe='')}/activities"
    return f"{url}/{quote(room.root, safe='')}" if room.root else url


def _read_id(response: httpx.Response) -> str:
    try:
        told = parse_object(response.content).get("id")
    except MurrosError:
        return ""
    return str(told) if isinstance(told, str | int) else ""


def _read_wait_s(response: httpx.Response, usual_s: float) -> float:
    told = response.headers.get("retry-after", "")
    return min(float(told), WAIT_MAX_S) if told.isdecimal() else usual_s
