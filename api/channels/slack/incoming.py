"""Who asks what and where, from each kind of thing that Slack delivers. Not all asks something."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.channels.desk import Place
from api.channels.slack.delivery import pick
from api.channels.slack.words import read_text

CHANNEL = "slack"
TYPED = {"", "file_share", "thread_broadcast"}  # kinds of messages that a person writes
MADE = ("bot_id", "bot_profile", "edited", "hidden", "deleted_ts")  # not written just now by one


@dataclass(frozen=True, slots=True)
class Where:
    """Where an answer goes: a thread, or to one person's eyes only where `thread` is empty.

    `response_url`: where Slack takes an answer although the bot is not in the channel.
    """

    team: str
    channel: str
    thread: str
    user: str
    response_url: str = ""

    @property
    def place(self) -> Place:
        """Return the conversation: the thread, or what one person asks in a channel in private."""
        thread = (self.thread,) if self.thread else ("", self.user)
        return (CHANNEL, self.team, self.channel, *thread)

    @property
    def person(self) -> Place:
        """Return who asks."""
        return (CHANNEL, self.team, self.user)


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks; `is_seen`: whether others see it in the thread already."""

    where: Where
    text: str
    is_seen: bool = True


def read_message(body: dict[str, Any]) -> Question | None:
    """Return the question of a mention, or of a direct message; None of anything else."""
    event = body.get("event")
    if not isinstance(event, dict) or not _is_asked(event, set(_own_users(body))):
        return None
    written = pick(event, "ts")
    where = Where(
        team=pick(body, "team_id") or pick(event, "team"),
        channel=pick(event, "channel"),
        thread=pick(event, "thread_ts") or written,
        user=pick(event, "user"),
    )
    return Question(where, read_text(pick(event, "text"))) if where.channel and written else None


def read_command(body: dict[str, Any]) -> Question:
    """Return what is asked with the slash command; nobody else sees it or its answer."""
    where = Where(
        team=pick(body, "team_id"),
        channel=pick(body, "channel_id"),
        thread="",
        user=pick(body, "user_id"),
        response_url=pick(body, "response_url"),
    )
    return Question(where, read_text(pick(body, "text")), is_seen=False)


def read_shortcut(body: dict[str, Any]) -> Question | None:
    """Return the message on which the shortcut was used as a question, asked in its thread."""
    where = _read_press(body)
    return Question(where, read_text(pick(body, "message", "text"))) if where.thread else None


def read_button(body: dict[str, Any]) -> Question | None:
    """Return the question of a suggestion's button, asked where the button is."""
    text = pick_action(body, "value")
    where = _read_press(body)
    return Question(where, text, is_seen=False) if text and where.channel else None


def pick_action(body: dict[str, Any], name: str) -> str:
    """Return a text of what was pressed; empty where there is none."""
    actions = body.get("actions")
    return pick(actions[0], name) if isinstance(actions, list) and actions else ""


def read_pressed(body: dict[str, Any]) -> Where:
    """Return where something was pressed, for an answer that only its presser sees."""
    where = _read_press(body)
    return Where(where.team, where.channel, "", where.user, where.response_url)


def _read_press(body: dict[str, Any]) -> Where:
    container = body.get("container")
    is_private = isinstance(container, dict) and bool(container.get("is_ephemeral"))
    thread = (
        pick(body, "message", "thread_ts")
        or pick(container, "thread_ts")
        or pick(body, "message", "ts")
        or pick(container, "message_ts")
        or pick(body, "message_ts")
    )
    return Where(
        team=pick(body, "team", "id") or pick(body, "user", "team_id"),
        channel=pick(body, "channel", "id") or pick(container, "channel_id"),
        thread="" if is_private else thread,
        user=pick(body, "user", "id"),
        response_url=pick(body, "response_url"),
    )


def _is_asked(event: dict[str, Any], own_users: set[str]) -> bool:
    """Return whether a person wrote this to us just now."""
    user = pick(event, "user")
    is_persons = user and user not in own_users and not any(event.get(name) for name in MADE)
    if not is_persons or pick(event, "subtype") not in TYPED:
        return False
    return pick(event, "type") == "app_mention" or pick(event, "channel_type") == "im"


def _own_users(body: dict[str, Any]) -> Iterator[str]:
    """Yield the ids of our own user, as Slack tells them with each event."""
    installed = body.get("authorizations")
    for authorization in installed if isinstance(installed, list) else ():
        if isinstance(authorization, dict) and authorization.get("is_bot", True):
            yield pick(authorization, "user_id")
