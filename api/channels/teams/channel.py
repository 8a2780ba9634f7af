"""The route of Teams: lets in what is signed, takes each activity once, answers after it."""

import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Any

import httpx
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.body import read_object
from api.channels.desk import Desk
from api.channels.links import Links
from api.channels.tasks import Tasks
from api.channels.teams.account import Account, read_account
from api.channels.teams.activity import Activity, Kind, read_activity
from api.channels.teams.address import is_here, is_loopback, is_site
from api.channels.teams.bearer import Bearer
from api.channels.teams.connector import Connector
from api.channels.teams.keys import Keys
from api.channels.teams.speaker import Speaker
from api.channels.teams.token import ForeignError, TokenError, check_fields, read_token
from api.limits import RateLimit
from api.problems import answer_problem, explain
from api.service import Service
from api.settings import Settings

PATH = "/api/messages"


class TeamsChannel:
    """Teams, as one registration of ours knows it; without one, the playground on this machine."""

    def __init__(self, account: Account | None, links: Links, rate_limit: RateLimit) -> None:
        """Keep what is needed; nothing is opened yet."""
        self.router = APIRouter()
        self.router.add_api_route(PATH, self.receive, methods=["POST"], include_in_schema=False)
        self._account = account
        self._links = links
        self._rate_limit = rate_limit

    @asynccontextmanager
    async def serve(self, service: Service) -> AsyncIterator[None]:
        """Answer what comes in until the block ends; then let answers under way end."""
        account = self._account
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(httpx.AsyncClient())
            self._tasks = Tasks()
            stack.push_async_callback(self._tasks.close)
            secret = account.secret if account else secrets.token_hex()
            self._desk = Desk(service, self._rate_limit, secret)
            if account:
                url = account.cloud.openid_metadata_url
                self._keys = Keys(http, url, may_be_plain=account.is_plain)
            connector = Connector(http, Bearer(http, account) if account else None)
            self._speaker = Speaker(self._desk, connector, self._links)
            yield

    async def receive(self, request: Request) -> Response:
        """Take in an activity: 401 or 403 for what is not from Teams, 503 where it may come again.

        Nothing of the body is read before the token is found good.
        """
        try:
            fields = await self._read(request)
        except TokenError as error:
            is_unknown = error.status == HTTPStatus.UNAUTHORIZED
            headers = {"WWW-Authenticate": "Bearer"} if is_unknown else {}
            return answer_problem(explain(error), headers)
        activity = read_activity(fields)
        with self._tasks.acknowledging():
            if activity and await self._desk.take(*activity.event):
                await self._answer(activity)
        return JSONResponse({})

    async def _answer(self, activity: Activity) -> None:
        if activity.kind is Kind.VERDICT:
            await self._speaker.judge(activity)
        else:
            self._tasks.start(self._speaker.say(activity))

    async def _read(self, request: Request) -> dict[str, Any]:
        if self._account is None:
            return await _read_local(request)
        headers = request.headers.getlist("authorization")
        voucher = await read_token(headers, self._keys, self._account, time.time())
        fields = await read_object(request)
        check_fields(fields, voucher, self._account)
        return fields


async def _read_local(request: Request) -> dict[str, Any]:
    """Return what a program on this machine sends; a page in a browser names its origin.

    Raises:
        ForeignError: it is from elsewhere, or wants the reply elsewhere.
    """
    host = request.client.host if request.client else ""
    if not is_loopback(host) or "origin" in request.headers:
        raise ForeignError
    fields = await read_object(request)
    url = fields.get("serviceUrl")
    if not isinstance(url, str) or not is_site(url, may_be_plain=True) or not is_here(url):
        raise ForeignError
    return fields


def open_teams(settings: Settings, rate_limit: RateLimit) -> TeamsChannel:
    """Return the channel of the settings.

    Raises:
        SettingError: they are incomplete, or do not go together.
    """
    # It writes each address that it calls, and these hold ids of conversations.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return TeamsChannel(read_account(settings), Links(settings.public_url), rate_limit)
