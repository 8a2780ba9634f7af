"""The channel and its route: signed, read, known by its name, acknowledged; then answered."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.datastructures import Headers

from api.channels.desk import Desk
from api.channels.links import Links
from api.channels.slack.answering import Answering
from api.channels.slack.delivery import MALFORMED, Delivery, read_delivery
from api.channels.slack.incoming import CHANNEL
from api.channels.slack.listeners import open_bolt
from api.channels.slack.signature import is_signed
from api.channels.slack.web import Web, read_api_url
from api.channels.tasks import Tasks
from api.errors import BadRequestError
from api.limits import RateLimit
from api.problems import answer_problem, log_failure, read_problem
from api.service import Service
from api.settings import Settings

PATH = "/slack/events"
UNSIGNED = "slack_unsigned"
SIGNED_BY = {"WWW-Authenticate": "Slack"}  # RFC 9110, 11.6.1: a 401 names what it wants


class SlackChannel:
    """Slack as a way in."""

    def __init__(self, settings: Settings, rate_limit: RateLimit) -> None:
        """Keep the settings; Slack need not be there.

        Raises:
            SettingError: an address among the settings cannot work.
        """
        self._secret = settings.slack_signing_secret.get_secret_value().strip()
        self._web = Web(
            settings.slack_bot_token.get_secret_value().strip(),
            read_api_url(settings.slack_api_url),
        )
        self._links = Links(settings.public_url)
        self._rate_limit = rate_limit
        self._desk: Desk | None = None
        self._bolt: AsyncApp | None = None
        self._tasks = Tasks()
        self.router = APIRouter()
        self.router.add_api_route(PATH, self._receive, methods=["POST"], include_in_schema=False)

    @asynccontextmanager
    async def serve(self, service: Service) -> AsyncIterator[None]:
        """Answer what comes in until the block ends; then let answers under way end."""
        self._desk = Desk(service, self._rate_limit, self._secret)
        answering = Answering(self._desk, self._web, self._links)
        self._bolt = open_bolt(self._web, answering, self._tasks)
        try:
            yield
        finally:
            await self._tasks.close()

    async def _receive(self, request: Request) -> Response:
        """Acknowledge a signed request; what it wants is done afterwards, and once.

        Raises:
            StoreError: nobody knows whether it came before; Slack sends it again after a 503.
        """
        body = await request.body()
        signature = _only(request.headers, "x-slack-signature")
        timestamp = _only(request.headers, "x-slack-request-timestamp")
        if not is_signed(body, timestamp, signature, self._secret, time.time()):
            return answer_problem(read_problem(HTTPStatus.UNAUTHORIZED, UNSIGNED), SIGNED_BY)
        try:
            delivery = read_delivery(_only(request.headers, "content-type"), body, signature)
        except BadRequestError:
            return _refuse()
        with self._tasks.acknowledging():
            if delivery.name and self._desk and not await self._desk.take(CHANNEL, delivery.name):
                return Response()
            return await self._dispatch(delivery)

    async def _dispatch(self, delivery: Delivery) -> Response:
        """Hand a delivery to the listener for its kind; what there is none for is taken note of."""
        if self._bolt is None:
            return answer_problem(read_problem(HTTPStatus.SERVICE_UNAVAILABLE))
        try:
            # In this mode Bolt takes the fields as we read them, and does not read them anew.
            asked = AsyncBoltRequest(body=delivery.fields, mode="socket_mode")
            done = await self._bolt.async_dispatch(asked)
        except Exception as error:  # noqa: BLE001 - Bolt trusts the shape of what it reads
            log_failure(error)
            return _refuse()
        if done.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _refuse()
        return Response() if done.status == HTTPStatus.NOT_FOUND else to_starlette_response(done)


def _refuse() -> Response:
    return answer_problem(read_problem(HTTPStatus.BAD_REQUEST, MALFORMED))


def _only(headers: Headers, name: str) -> str:
    """Return a header that is there once; empty otherwise."""
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else ""
