"""Thumbs under answers in Teams, and what is written beside them."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from tests.api.channels.teams.double import Double, Fields, Talk, channel, read_answer


def thumb(double: Double, of: object, reaction: str, reason: object = "", **more: Any) -> Fields:  # noqa: ANN401
    """Return what Teams sends when somebody presses a thumb."""
    feedback = json.dumps({"feedbackText": reason})
    value = {"reaction": reaction, "feedback": feedback}
    pressed = {"actionName": "feedback", "actionValue": value}
    fields = double.activity("", type="invoke", name="message/submitAction", **more)
    return {**fields, "value": pressed, "replyToId": of}


@pytest.fixture
def stored(settings: Settings) -> Path:
    """Return the database of the service."""
    return settings.home / "conversations.db"


def read_thumbs(path: Path) -> dict[str, tuple[str, str | None]]:
    """Return message → rating and reason."""
    with sqlite3.connect(path) as connection:
        query = "select id, rating, reason from feedback join messages on number = message"
        rows = connection.execute(query).fetchall()
    connection.close()
    return {message: (rating, reason) for message, rating, reason in rows}


def test_thumbs_reach_their_answers(double: Double, address: str, stored: Path) -> None:
    """Each the one under which it stands; the later word counts."""
    asked = [double.send(address, text) for text in ("Eka", "Toka")]
    replies = [double.await_replies(1, to=fields)[0] for fields in asked]
    ids = [f"m{double.calls.index(reply) + 1}" for reply in replies]
    for of, reaction, reason in ((ids[0], "dislike", "Väärä rivi"), (ids[1], "like", "")):
        response = double.post(address, thumb(double, of, reaction, reason))
        assert response.status_code == 200
    messages = [read_answer(double, fields).more["message_id"] for fields in asked]
    assert read_thumbs(stored) == {
        messages[0]: ("down", "Väärä rivi"),
        messages[1]: ("up", None),
    }


def test_thumb_without_a_message_is_for_the_last(
    double: Double, address: str, stored: Path
) -> None:
    """Teams does not always tell which message it stands under; another room has its own."""
    first = double.send(address, "Eka")
    read_answer(double, first)
    read_answer(double, double.send(address, "Muualla", channel()))
    assert double.post(address, thumb(double, None, "like")).status_code == 200
    message = read_answer(double, first).more["message_id"]
    assert read_thumbs(stored) == {message: ("up", None)}


def test_thumb_finds_an_answer_without_an_id(double: Double, address: str, stored: Path) -> None:
    """Where the connector tells none, it is the last one's."""
    double.tells_ids = False
    asked = double.send(address, "Eka")
    message = read_answer(double, asked).more["message_id"]
    assert double.post(address, thumb(double, "m5", "like")).status_code == 200
    assert read_thumbs(stored) == {message: ("up", None)}


@pytest.mark.parametrize(
    "change",
    [
        {"of": "m99999"},
        {"of": "m99999", "talk": Talk("a:muu")},
        {"reaction": "sideways"},
        {"reaction": None},
    ],
)
def test_thumb_that_means_nothing_is_let_go(
    double: Double, address: str, stored: Path, change: dict[str, Any]
) -> None:
    """No error for the reader, nothing stored."""
    read_answer(double, double.send(address, "Eka"))
    read_answer(double, double.send(address, "", attachments=[{}]))  # by now the first has a name
    given: dict[str, Any] = {"of": None, "reaction": "like", **change}
    assert double.post(address, thumb(double, **given)).status_code == 200
    assert read_thumbs(stored) == {}


@pytest.mark.parametrize("reason", ["x" * 5000, 5, None, {"a": 1}])
def test_odd_reasons_do_not_hurt(
    double: Double, address: str, stored: Path, reason: object
) -> None:
    """A long one is cut; what is no text is left out."""
    read_answer(double, double.send(address, "Eka"))
    assert double.post(address, thumb(double, None, "dislike", reason)).status_code == 200
    ((rating, kept),) = read_thumbs(stored).values()
    assert rating == "down"
    assert kept is None or len(kept) <= 1000


def test_thumb_sent_again_changes_nothing(double: Double, address: str, stored: Path) -> None:
    """An old one that comes late does not take back a newer one."""
    read_answer(double, double.send(address, "Eka"))
    old = thumb(double, None, "like")
    for fields in (old, thumb(double, None, "dislike"), old):
        assert double.post(address, fields).status_code == 200
    assert [rating for rating, _ in read_thumbs(stored).values()] == ["down"]
