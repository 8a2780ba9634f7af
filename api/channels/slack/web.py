"""Slack's Web API: the few methods that we call, and what may become of a call.

What Slack refuses has not happened; what is lost may have. Only the latter may be there twice if it
is sent again.
"""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from api.channels.slack.blocks import Block
from api.channels.slack.incoming import Where
from bot.messages import say
from index.errors import MurrosError, SettingError

DEFAULT_API = "https://slack.com/api/"
API_PATH = "/api/"
CALL_MAX_S = 15
QUICK_MAX_S = 5  # for what only decorates
RETRIES = 3  # after 429, each when Slack says
UNREACHABLE = "unreachable"
LIMITED = "ratelimited"
TOO_MANY = 429
VENDOR = "murros.slack.vendor"  # the logger of Slack's libraries
SILENT = logging.CRITICAL + 1


class RefusedError(MurrosError):
    """Slack did not do it and says why in `code`, or was not reached at all."""

    is_retryable = True

    def __init__(self, code: str) -> None:
        """Keep Slack's word for the reason."""
        super().__init__(code)
        self.code = code


class LostError(MurrosError):
    """Nobody knows whether Slack did it: the connection broke, or no answer could be read."""

    is_retryable = True


def quiet_logger() -> logging.Logger:
    """Return a logger that writes nothing: Slack's libraries would log words and ids."""
    return logging.Logger(VENDOR, SILENT)


def read_api_url(url: str) -> str:
    """Return the address under which Slack's methods are; `/api/` where only a host is given.

    Raises:
        SettingError: it is no address.
    """
    parts = urlsplit(url.strip() or DEFAULT_API)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise SettingError(say("settings.slack_api_url"))
    path = parts.path.rstrip("/") + "/"
    return parts._replace(path=API_PATH if path == "/" else path).geturl()


class Web:
    """The Web API under one bot token."""

    def __init__(self, token: str, api_url: str) -> None:
        """Keep the token and the address; nothing is called yet."""
        unsent = AsyncConnectionErrorRetryHandler(RETRIES, error_types=[ClientConnectorError])
        limited = AsyncRateLimitErrorRetryHandler(RETRIES)
        self.client = AsyncWebClient(
            token,
            api_url,
            timeout=CALL_MAX_S,
            logger=quiet_logger(),
            # not what broke under way, as the SDK does by itself: it may be there already
            retry_handlers=[unsent, limited],
        )
        self._quick = AsyncWebClient(
            token, api_url, timeout=QUICK_MAX_S, logger=quiet_logger(), retry_handlers=[]
        )
        self._host = urlsplit(api_url).hostname or ""

    async def start_stream(self, where: Where) -> str:
        """Begin an empty message that grows; return what it is known by.

        Raises:
            RefusedError, LostError: as all methods do.
        """
        fields = {
            "channel": where.channel,
            "thread_ts": where.thread,
            "recipient_team_id": where.team,
            "recipient_user_id": where.user,
        }
        reply = await self._call("chat.startStream", fields)
        if not isinstance(reply.get("ts"), str):
            raise RefusedError("no_ts")
        return str(reply["ts"])

    async def append_stream(self, where: Where, ts: str, markdown: str) -> None:
        """Let a message grow."""
        fields = {"channel": where.channel, "ts": ts, "markdown_text": markdown}
        await self._call("chat.appendStream", fields)

    async def stop_stream(
        self, where: Where, ts: str, markdown: str, blocks: list[Block], metadata: Block
    ) -> None:
        """End a message that grows, with its last piece and what stands below it."""
        fields = {
            "channel": where.channel,
            "ts": ts,
            "markdown_text": markdown or None,
            "blocks": blocks or None,
            "metadata": metadata or None,
        }
        await self._call("chat.stopStream", fields)

    async def post(self, where: Where, text: str, blocks: list[Block], metadata: Block) -> None:
        """Post a message to a thread; `text` is what is read out and shown in notifications."""
        fields = {
            "channel": where.channel,
            "thread_ts": where.thread,
            "text": text,
            "blocks": blocks or None,
            "metadata": metadata or None,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        await self._call("chat.postMessage", fields)

    async def replace(
        self, where: Where, ts: str, text: str, blocks: list[Block], metadata: Block
    ) -> None:
        """Put another message in the place of one of ours."""
        fields = {
            "channel": where.channel,
            "ts": ts,
            "text": text,
            "blocks": blocks,
            "metadata": metadata or None,
        }
        await self._call("chat.update", fields)

    async def delete(self, where: Where, ts: str) -> None:
        """Take one of our messages away."""
        await self._call("chat.delete", {"channel": where.channel, "ts": ts})

    async def whisper(self, where: Where, text: str, blocks: list[Block]) -> None:
        """Show a message to the asker alone; through the response URL where we are no member."""
        fields = {
            "channel": where.channel,
            "thread_ts": where.thread or None,
            "user": where.user,
            "text": text,
            "blocks": blocks or None,
        }
        try:
            await self._call("chat.postEphemeral", fields)
        except (RefusedError, LostError):
            if not self._is_ours(where.response_url):
                raise
            await self._respond(where.response_url, text, blocks)

    async def show_status(self, where: Where, status: str) -> None:
        """Tell in the thread what is being done; empty: nothing. Tried once."""
        fields = {"channel_id": where.channel, "thread_ts": where.thread, "status": status}
        await self._call("assistant.threads.setStatus", fields, is_quick=True)

    async def suggest(self, channel: str, thread: str, prompts: list[dict[str, str]]) -> None:
        """Offer questions to begin with, in a thread or where there is none yet."""
        fields = {"channel_id": channel, "thread_ts": thread or None, "prompts": prompts}
        await self._call("assistant.threads.setSuggestedPrompts", fields)

    async def open_view(self, trigger_id: str, view: Block) -> None:
        """Open a window; a trigger is good for three seconds."""
        await self._call("views.open", {"trigger_id": trigger_id, "view": view}, is_quick=True)

    async def _call(
        self, method: str, fields: Mapping[str, object], *, is_quick: bool = False
    ) -> dict[str, Any]:
        """Return Slack's reply; what is None among the fields is left out."""
        given = {name: value for name, value in fields.items() if value is not None}
        client = self._quick if is_quick else self.client
        try:
            reply = await client.api_call(method, json=given)
        except SlackApiError as error:
            raise _read_refusal(error) from None
        except ClientConnectorError:
            raise RefusedError(UNREACHABLE) from None
        except Exception as error:  # noqa: BLE001 - the SDK fails in its own ways on odd replies
            raise LostError(type(error).__name__) from None
        return reply.data if isinstance(reply.data, dict) else {}

    async def _respond(self, url: str, text: str, blocks: list[Block]) -> None:
        client = AsyncWebhookClient(url, CALL_MAX_S, logger=quiet_logger(), retry_handlers=[])
        try:
            reply = await client.send(text=text, blocks=blocks or None, response_type="ephemeral")
        except Exception as error:  # noqa: BLE001 - as above
            raise LostError(type(error).__name__) from None
        if not 200 <= reply.status_code < 300:
            raise RefusedError(str(reply.status_code))

    def _is_ours(self, url: str) -> bool:
        """Return whether a response URL leads to Slack: to no other may an answer go."""
        return urlsplit(url).hostname in {self._host, f"hooks.{self._host}"} and bool(url)


def _read_refusal(error: SlackApiError) -> RefusedError | LostError:
    """Return what an error of the SDK means: refused where Slack itself says so."""
    status = getattr(error.response, "status_code", None)
    data = getattr(error.response, "data", None)
    if status == TOO_MANY:
        return RefusedError(LIMITED)
    if isinstance(data, dict) and data.get("ok") is False:
        return RefusedError(str(data.get("error") or "?"))
    return LostError(str(status))
