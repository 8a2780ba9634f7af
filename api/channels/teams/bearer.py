"""The token with which we reply, from Microsoft's log-in, kept until shortly before it ends.

Microsoft's own library (MSAL) speaks to https only, asks about the authority first, and blocks.
"""

import asyncio
import time
from collections.abc import Callable

import httpx

from api.channels.teams.account import Account
from api.errors import VendorError
from api.wire import parse_object
from index.errors import MurrosError

SPARE_S = 300.0  # before its end a token is not used any more
USUAL_S = 3600.0  # where the answer does not say how long it holds
FETCH_MAX_S = 10.0


class Bearer:
    """Holds the token of our registration."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        account: Account,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without a token; `clock` counts seconds."""
        self._http = http
        self._account = account
        self._clock = clock
        self._token = ""
        self._until_s = float("-inf")
        self._lock = asyncio.Lock()

    async def read(self) -> str:
        """Return a token that holds.

        Raises:
            VendorError: there is none to be had.
        """
        async with self._lock:
            if self._clock() >= self._until_s:
                await self._fetch()
            return self._token

    def drop(self, token: str) -> None:
        """Forget a token that was refused."""
        if token == self._token:
            self._until_s = float("-inf")

    async def _fetch(self) -> None:
        cloud, account = self._account.cloud, self._account
        url = f"{cloud.login_endpoint}/{account.tenant}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": account.client_id,
            "client_secret": account.secret,
            "scope": cloud.bot_scope,
        }
        try:
            response = await self._http.post(url, data=form, timeout=FETCH_MAX_S)
            response.raise_for_status()
            fields = parse_object(response.content)
        except (httpx.HTTPError, MurrosError) as error:
            raise VendorError("Microsoftilta ei saatu tunnistetta vastaamiseen") from error
        token = fields.get("access_token")
        if not isinstance(token, str) or not token:
            raise VendorError("Microsoftilta ei saatu tunnistetta vastaamiseen")
        self._token = token
        self._until_s = self._clock() + read_life_s(fields.get("expires_in"))


def read_life_s(told: object) -> float:
    """Return how long a token is used; a short-lived one at least for half its life."""
    try:
        life_s = float(told) if isinstance(told, int | float | str) else USUAL_S
    except ValueError:
        life_s = USUAL_S
    return max(life_s - SPARE_S, life_s / 2)
