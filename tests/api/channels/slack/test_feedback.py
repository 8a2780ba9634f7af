"""Thumbs under an answer, and the window that asks why."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import httpx
import pytest

from api.settings import Settings
from tests.api.channels.slack.deliver import TEAM, make_press, new_ts, send_direct, send_payload
from tests.api.channels.slack.double import Double, Fault
from tests.api.channels.slack.shown import read_answer

Fields = dict[str, Any]
Ratings = Callable[[], list[tuple[str, str | None]]]


def find_thumbs(double: Double, thread: str) -> Fields:
    """Return the element with both thumbs under the answer of a thread."""
    (answer,) = double.await_answers(1, thread)
    thumbs: Fields = answer.blocks[-1]["elements"][0]
    return thumbs


def press(address: str, thumbs: Fields, button: str, thread: str) -> httpx.Response:
    """Press a thumb."""
    value = thumbs[button]["value"]
    action = {"type": "feedback_buttons", "action_id": thumbs["action_id"], "value": value}
    return send_payload(address, make_press(action, thread, channel="D1"))


def make_submission(view: Fields, reason: str | None) -> Fields:
    """Return the payload of the window, filled in."""
    (block,) = view["blocks"]
    field = {"type": "plain_text_input", "value": reason}
    values = {block["block_id"]: {block["element"]["action_id"]: field}}
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "trigger_id": f"{new_ts()}.trigger",
        "view": {"id": "V1", **view, "state": {"values": values}},
    }


@pytest.fixture
def ratings(settings: Settings) -> Ratings:
    """Return a function that reads what is kept of feedback."""

    def read() -> list[tuple[str, str | None]]:
        with closing(sqlite3.connect(settings.home / "conversations.db")) as connection:
            return connection.execute("select rating, reason from feedback").fetchall()

    return read


def test_thumb_up_is_kept(address: str, double: Double, ratings: Ratings) -> None:
    """Nothing more is asked or said."""
    thread = send_direct(address, "Kuinka moni?")
    assert press(address, find_thumbs(double, thread), "positive_button", thread).is_success
    double.wait(lambda: ratings() == [("up", None)])
    assert double.of("views.open") == []


def test_thumb_down_asks_why(address: str, double: Double, ratings: Ratings) -> None:
    """It is kept at once, and the reason with it when there is one."""
    thread = send_direct(address, "Kuinka moni?")
    assert press(address, find_thumbs(double, thread), "negative_button", thread).is_success
    double.wait(lambda: bool(double.of("views.open")) and bool(ratings()))
    assert ratings() == [("down", None)]
    (opened,) = double.of("views.open")
    response = send_payload(address, make_submission(opened["view"], "Väärä rivi"))
    assert (response.status_code, response.content) == (200, b"")
    assert ratings() == [("down", "Väärä rivi")]
    assert double.beyond == []


def test_window_without_words_adds_nothing(address: str, double: Double, ratings: Ratings) -> None:
    """The thumb stays."""
    thread = send_direct(address, "Kuinka moni?")
    press(address, find_thumbs(double, thread), "negative_button", thread)
    double.wait(lambda: bool(double.of("views.open")) and bool(ratings()))
    (opened,) = double.of("views.open")
    assert send_payload(address, make_submission(opened["view"], None)).content == b""
    assert ratings() == [("down", None)]


def test_window_that_cannot_be_kept_says_so(address: str, double: Double) -> None:
    """In itself, so that the words are not gone."""
    thread = send_direct(address, "Kuinka moni?")
    press(address, find_thumbs(double, thread), "negative_button", thread)
    double.wait(lambda: bool(double.of("views.open")))
    view = double.of("views.open")[0]["view"] | {"private_metadata": "0" * 32}
    response = send_payload(address, make_submission(view, "Väärä rivi"))
    assert response.status_code == 200
    assert response.json()["response_action"] == "errors"


def test_thumb_on_what_is_gone_is_told_in_private(address: str, double: Double) -> None:
    """The conversation may have been deleted since."""
    thread = send_direct(address, "Kuinka moni?")
    thumbs = find_thumbs(double, thread)
    thumbs["positive_button"]["value"] = "up " + "0" * 32
    press(address, thumbs, "positive_button", thread)
    double.wait(lambda: bool(double.of("chat.postEphemeral")))
    (told,) = double.of("chat.postEphemeral")
    assert (told["user"], told["channel"]) == ("U1", "D1")
    assert read_answer(double, thread).answered


def test_window_that_slack_does_not_open_does_no_harm(
    address: str, double: Double, ratings: Ratings
) -> None:
    """The thumb is kept."""
    double.faults = {"views.open": [Fault("expired_trigger_id")]}
    thread = send_direct(address, "Kuinka moni?")
    press(address, find_thumbs(double, thread), "negative_button", thread)
    double.wait(lambda: ratings() == [("down", None)])
