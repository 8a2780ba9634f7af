"""Which kind of thing that Slack delivers leads to what: acknowledged at once, done afterwards."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from api.channels.slack.answering import Answering
from api.channels.slack.blocks import PRESSED_ASK, RATE, REASON, SHORTCUT
from api.channels.slack.delivery import pick
from api.channels.slack.incoming import (
    Question,
    pick_action,
    read_button,
    read_command,
    read_message,
    read_pressed,
    read_shortcut,
)
from api.channels.slack.web import VENDOR, Web, quiet_logger
from api.channels.tasks import Tasks
from api.problems import log_failure
from bot.messages import say

COMMAND = re.compile(r"/.+")  # an administrator may have to give it another name
Fields = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]


def open_bolt(web: Web, answering: Answering, tasks: Tasks) -> AsyncApp:
    """Return Bolt with our listeners. It calls Slack for nothing: not to learn who it is, either.

    What it would check is checked in front of it (`channel.py`).
    """
    bolt = AsyncApp(
        client=web.client,
        # Of the logger that Bolt then silences; without one it takes half a second to find one.
        name=VENDOR,
        authorize=_authorize,
        signing_secret="-",  # noqa: S106 - not used
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        logger=quiet_logger(),
    )
    _listen_to_questions(bolt, answering, tasks)
    _listen_to_openings(bolt, answering, tasks)
    _listen_to_feedback(bolt, answering, tasks)
    bolt.error(_on_error)
    return bolt


def _listen_to_questions(bolt: AsyncApp, answering: Answering, tasks: Tasks) -> None:
    def start(question: Question | None) -> None:
        if question is not None:
            tasks.start(answering.answer(question))

    async def on_message(body: Fields) -> None:
        start(read_message(body))

    async def on_command(ack: Ack, body: Fields) -> None:
        question = read_command(body)
        if question.text:
            await ack()
            start(question)
        else:
            await ack(say("channels.slack_help", command=pick(body, "command")))

    async def on_shortcut(ack: Ack, body: Fields) -> None:
        await ack()
        start(read_shortcut(body))

    async def on_button(ack: Ack, body: Fields) -> None:
        await ack()
        start(read_button(body))

    bolt.event("app_mention")(on_message)
    bolt.event("message")(on_message)
    bolt.command(COMMAND)(on_command)
    bolt.shortcut(SHORTCUT)(on_shortcut)
    bolt.action(PRESSED_ASK)(on_button)


def _listen_to_openings(bolt: AsyncApp, answering: Answering, tasks: Tasks) -> None:
    async def on_home(event: Fields) -> None:
        if pick(event, "tab") == "messages" and pick(event, "channel"):
            tasks.start(answering.suggest(pick(event, "channel")))

    async def on_thread(event: Fields) -> None:
        thread = event.get("assistant_thread")
        if pick(thread, "channel_id"):
            tasks.start(answering.suggest(pick(thread, "channel_id"), pick(thread, "thread_ts")))

    bolt.event("app_home_opened")(on_home)
    bolt.event("assistant_thread_started")(on_thread)


def _listen_to_feedback(bolt: AsyncApp, answering: Answering, tasks: Tasks) -> None:
    async def on_thumb(ack: Ack, body: Fields) -> None:
        await ack()
        rating, _, message_id = pick_action(body, "value").partition(" ")
        tasks.start(answering.take_thumb(read_pressed(body), message_id, rating))
        if rating == "down":
            tasks.start(answering.ask_reason(pick(body, "trigger_id"), message_id))

    async def on_reason(ack: Ack, view: Fields) -> None:
        reason = pick(view.get("state"), "values", REASON, REASON, "value")
        problem = ""
        if reason:  # before the window closes, so that it can tell what is wrong
            problem = await answering.judge(pick(view, "private_metadata"), "down", reason)
        if problem:
            await ack(response_action="errors", errors={REASON: problem})
        else:
            await ack()

    bolt.action(RATE)(on_thumb)
    bolt.view(REASON)(on_reason)


async def _authorize() -> AuthorizeResult:
    """Return what Bolt wants to know of the installation: there is one, with one token."""
    return AuthorizeResult(enterprise_id=None, team_id=None)


async def _on_error(error: Exception) -> None:
    log_failure(error)
