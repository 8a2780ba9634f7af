"""Buttons, the shortcut and the slash command: each asks the same way as a message does."""

from typing import Any

import pytest

from api.channels.slack.blocks import SHORTCUT
from bot.messages import say
from tests.api.channels.slack.deliver import (
    TEAM,
    make_mention,
    make_press,
    new_ts,
    send_direct,
    send_form,
    send_payload,
)
from tests.api.channels.slack.deliver import ask as send_question
from tests.api.channels.slack.double import Double, Fault
from tests.api.channels.slack.shown import read_answer, read_message
from tests.api.fake import DECLINE, TABLE_ANSWER, FakeAssistant

COMMAND = {"command": "/murros", "team_id": TEAM, "channel_id": "C1", "user_id": "U1"}


def find_button(double: Double, thread: str) -> dict[str, Any]:
    """Return the first suggestion's button under the answer of a thread."""
    (answer,) = double.await_answers(1, thread)
    (block,) = [block for block in answer.blocks if block["type"] == "actions"]
    button: dict[str, Any] = block["elements"][0]
    return button


def test_suggestion_is_asked_in_the_same_thread(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """The question is shown, by whom it was asked too, and goes on from the conversation."""
    thread = send_question(address, make_mention("Eka"))
    button = find_button(double, thread)
    assert send_payload(address, make_press(button, thread, "U2")).status_code == 200
    read_answer(double, thread, 2)
    (question,) = TABLE_ANSWER.suggestions
    assert assistant.messages == ["Eka", question]
    assert [turn.question for turn in assistant.histories[1]] == ["Eka"]
    asked = double.in_thread(thread)[1]
    assert question in str(asked.blocks)
    assert "U2" in str(asked.blocks)
    assert double.beyond == []


def test_question_cannot_mention_anybody_by_being_shown(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """Angle brackets stay what they are."""
    thread = send_question(address, make_mention("Eka"))
    button = find_button(double, thread) | {"value": "Mitä <!channel> & <b> on?"}
    send_payload(address, make_press(button, thread))
    read_answer(double, thread, 2)
    assert assistant.messages[-1] == "Mitä <!channel> & <b> on?"
    assert "&lt;!channel&gt; &amp; &lt;b&gt;" in double.in_thread(thread)[1].text


def make_shortcut(text: str, **more: object) -> dict[str, Any]:
    """Return the payload of the shortcut on a message of a channel."""
    return {
        "type": "message_action",
        "callback_id": SHORTCUT,
        "trigger_id": f"{new_ts()}.trigger",
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message": {"type": "message", "user": "U2", "ts": "1500.1", "text": text, **more},
    }


@pytest.mark.parametrize(("more", "thread"), [({}, "1500.1"), ({"thread_ts": "1400.1"}, "1400.1")])
def test_shortcut_answers_in_the_thread_of_the_message(
    address: str,
    double: Double,
    assistant: FakeAssistant,
    more: dict[str, object],
    thread: str,
) -> None:
    """The message is the question; it is there to be seen, so it is not repeated."""
    assert send_payload(address, make_shortcut("Kuinka &gt; moni?", **more)).status_code == 200
    assert read_answer(double, thread).text == TABLE_ANSWER.text
    assert assistant.messages == ["Kuinka > moni?"]
    assert len(double.in_thread(thread)) == 1


def test_shortcut_where_we_are_no_member_is_answered_in_private(
    address: str, double: Double
) -> None:
    """Slack takes it through the response URL, for the asker alone."""
    refusal = Fault("not_in_channel")
    methods = ("chat.startStream", "chat.postMessage", "chat.postEphemeral")
    double.faults = {method: [refusal] * 3 for method in methods}
    url = double.url.replace("/api/", "/respond/ephemeral")
    send_payload(address, make_shortcut("Kuinka moni?") | {"response_url": url})
    (answer,) = double.await_answers()
    assert answer.user
    assert read_message(answer).text == TABLE_ANSWER.text


def test_response_url_leads_to_slack_alone(address: str, double: Double) -> None:
    """An answer goes nowhere else, whatever a request says."""
    double.faults = {"chat.postEphemeral": [Fault("not_in_channel")]}
    form = COMMAND | {"text": "Kuinka moni?", "trigger_id": new_ts()}
    foreign = double.url.replace("127.0.0.1", "localhost").replace("/api/", "/respond/ephemeral")
    send_form(address, form | {"response_url": foreign})
    double.wait(lambda: bool(double.of("chat.postEphemeral")))
    read_answer(double, send_direct(address, "Toka"))
    assert double.of("ephemeral") == []


def test_command_is_answered_to_the_asker_alone(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """The question is shown above the answer, for the command itself is seen by nobody."""
    form = COMMAND | {"text": "Kuinka &lt;moni?", "trigger_id": new_ts()}
    response = send_form(address, form)
    assert (response.status_code, response.content) == (200, b"")
    (answer,) = double.await_answers()
    assert (answer.channel, answer.user, answer.thread) == ("C1", "U1", "")
    shown = read_message(answer)
    assert shown.text == TABLE_ANSWER.text
    assert shown.suggestions == TABLE_ANSWER.suggestions
    assert assistant.messages == ["Kuinka <moni?"]
    assert "Kuinka <moni?" in str(answer.blocks[0])
    assert double.beyond == []


def test_private_conversation_goes_on_in_private(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """A suggestion under an answer in private is answered in private; others have their own."""
    send_form(address, COMMAND | {"text": "Eka", "trigger_id": new_ts()})
    (answer,) = double.await_answers()
    (block,) = [block for block in answer.blocks if block["type"] == "actions"]
    press = make_press(block["elements"][0], "")
    press["container"]["is_ephemeral"] = True
    del press["message"]
    send_payload(address, press)
    double.await_answers(2)
    assert {message.user for message in double.messages} == {"U1"}
    send_form(address, COMMAND | {"text": "Muu", "user_id": "U2", "trigger_id": new_ts()})
    double.await_answers(3)
    assert [len(history) for history in assistant.histories] == [0, 1, 0]


def test_command_without_a_question_is_helped(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """At once, in the acknowledgement."""
    response = send_form(address, COMMAND | {"text": "  ", "trigger_id": new_ts()})
    assert response.status_code == 200
    assert response.text == say("channels.slack_help", command="/murros")
    assert assistant.messages == []
    assert double.calls == []


def test_command_is_declined_as_elsewhere(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """Without sources, with what could be asked."""
    assistant.answer = DECLINE
    send_form(address, COMMAND | {"text": "Palkka?", "trigger_id": new_ts()})
    shown = read_message(double.await_answers()[0])
    assert (shown.text, shown.sources) == (DECLINE.text, ())
    assert shown.suggestions == DECLINE.suggestions


def test_foreign_buttons_are_acknowledged(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """As are shortcuts and windows that are not ours."""
    press = make_press({"action_id": "muu", "type": "button", "value": "Eka"}, "1.1")
    shortcut = make_shortcut("Eka") | {"callback_id": "muu"}
    for payload in (press, shortcut, {"type": "view_closed", "view": {"callback_id": "x"}}):
        assert send_payload(address, payload).status_code == 200
    read_answer(double, send_direct(address, "Toka"))
    assert assistant.messages == ["Toka"]
