"""Deliveries as Slack sends them: events, buttons, windows, commands, shortcuts, each signed."""

import json
import time
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx

from api.channels.slack.signature import sign

SECRET, TOKEN = "salaisuus", "xoxb-tunnus"
PATH = "/slack/events"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TEAM, BOT = "T1", "UBOT"
Fields = dict[str, Any]

_numbers = count(1)


def new_ts() -> str:
    """Return the time of a new message, unlike any other."""
    return f"1600000000.{next(_numbers):06d}"


def sign_headers(
    body: bytes, kind: str = JSON, secret: str = SECRET, at_s: float | None = None
) -> dict[str, str]:
    """Return the headers with which Slack would send a body, at a time or now."""
    stamp = str(int(time.time() if at_s is None else at_s))
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(body, stamp, secret),
    }


def send(address: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    """Send a body as it is."""
    return httpx.post(f"{address}{PATH}", content=body, headers=headers, timeout=30)


def send_json(address: str, fields: Fields) -> httpx.Response:
    """Send an event, signed."""
    body = json.dumps(fields).encode()
    return send(address, body, sign_headers(body))


def send_payload(address: str, payload: Fields) -> httpx.Response:
    """Send what somebody pressed or filled in, signed."""
    return send_form(address, {"payload": json.dumps(payload)})


def send_form(address: str, fields: dict[str, str]) -> httpx.Response:
    """Send a form, signed."""
    body = urlencode(fields).encode()
    return send(address, body, sign_headers(body, FORM))


def wrap(event: Fields, event_id: str = "") -> Fields:
    """Return an event in its envelope."""
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event_id": event_id or f"Ev{next(_numbers)}",
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": event,
    }


def make_direct(text: str, thread: str = "", user: str = "U1", channel: str = "D1") -> Fields:
    """Return the event of a direct message."""
    event = {"type": "message", "channel_type": "im", "channel": channel, "user": user}
    return event | {"text": text, "ts": new_ts(), **({"thread_ts": thread} if thread else {})}


def make_mention(text: str, thread: str = "", user: str = "U1", channel: str = "C1") -> Fields:
    """Return the event of a mention in a channel."""
    event = {"type": "app_mention", "channel": channel, "user": user, "ts": new_ts()}
    told = {"text": f"<@{BOT}> {text}"}
    return event | told | ({"thread_ts": thread} if thread else {})


def ask(address: str, event: Fields) -> str:
    """Send a message's event, and return the thread in which it will be answered."""
    response = send_json(address, wrap(event))
    assert response.status_code == 200, response.text
    return str(event.get("thread_ts") or event["ts"])


def send_direct(address: str, text: str, thread: str = "", user: str = "U1") -> str:
    """Send a direct message; return the thread in which it will be answered."""
    return ask(address, make_direct(text, thread, user))


def make_press(action: Fields, thread: str, user: str = "U1", channel: str = "C1") -> Fields:
    """Return the payload of a pressed button under a message of a thread."""
    ts = new_ts()
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "channel": {"id": channel},
        "message": {"ts": ts, "thread_ts": thread, "text": "…"},
        "container": {"type": "message", "message_ts": ts, "channel_id": channel},
        "trigger_id": f"{next(_numbers)}.trigger",
        "actions": [{"block_id": "b", "action_ts": ts, **action}],
    }
