"""Slack slow, busy, refusing or cut off: what people see is whole, and there once."""

from dataclasses import replace

import pytest

from api.errors import BadRequestError
from api.problems import explain
from bot.answer import Answer, Coverage
from index.errors import SearchError
from tests.api.channels.slack.deliver import ask, make_mention, send_direct
from tests.api.channels.slack.double import Double, Fault
from tests.api.channels.slack.shown import plain, read_answer, read_message
from tests.api.fake import FIRST, TABLE_ANSWER, FakeAssistant

START, APPEND, STOP = "chat.startStream", "chat.appendStream", "chat.stopStream"
POST, UPDATE, DELETE = "chat.postMessage", "chat.update", "chat.delete"
STATUS = "assistant.threads.setStatus"
GONE = Fault("message_not_in_streaming_state")
CUT, DONE = Fault(is_cut=True), Fault(is_cut=True, is_done=True)
BUSY = Fault("ratelimited", status=429, retry_after_s=1)
BROKEN = Fault("fatal_error", status=503)
SLOW = Fault(delay_s=0.3, is_done=True)
NO = Fault("channel_type_not_supported")
CASES = [
    {START: [NO]},
    {START: [CUT]},
    {START: [DONE]},
    {START: [BUSY]},
    {START: [SLOW], APPEND: [SLOW, SLOW], STOP: [SLOW], STATUS: [SLOW]},
    {STATUS: [NO]},
    {STATUS: [CUT]},
    {APPEND: [GONE]},
    {APPEND: [Fault(is_done=True), GONE]},
    {APPEND: [BUSY, BUSY]},
    {APPEND: [CUT]},
    {APPEND: [DONE]},
    {APPEND: [Fault(is_done=True), CUT]},
    {APPEND: [Fault(is_done=True), DONE]},
    {APPEND: [DONE], UPDATE: [CUT]},
    {APPEND: [DONE], UPDATE: [NO]},
    {APPEND: [CUT], UPDATE: [NO]},
    {APPEND: [BROKEN]},
    {STOP: [GONE]},
    {STOP: [GONE, GONE]},
    {STOP: [BUSY]},
    {STOP: [CUT]},
    {STOP: [DONE]},
    {STOP: [DONE, GONE], UPDATE: [DONE]},
    {STOP: [Fault("invalid_blocks")]},
    {START: [NO], POST: [BUSY]},
    {START: [NO], POST: [CUT]},
    {START: [NO], POST: [Fault("invalid_blocks")]},
]


def visible(double: Double, thread: str) -> str:
    """Return all sentences that a thread shows, in order, white space folded."""
    shown = " ".join(plain(message.sentences) for message in double.in_thread(thread))
    return " ".join(shown.split())


@pytest.mark.parametrize("faults", CASES, ids=lambda case: " ".join(case))
def test_answer_is_there_whole_and_once(
    address: str, double: Double, assistant: FakeAssistant, faults: dict[str, list[Fault]]
) -> None:
    """No sentence is lost or repeated, and its sources are there."""
    assistant.delay_s = 0.1
    double.faults = {method: list(queue) for method, queue in faults.items()}
    thread = send_direct(address, "Kuinka moni?")
    if POST in faults and faults[POST][0].code == "invalid_blocks":
        double.wait(lambda: bool(double.in_thread(thread)))
        (message,) = double.in_thread(thread)
        assert TABLE_ANSWER.text in message.text
        assert TABLE_ANSWER.citations[0].quote in message.text
        return
    shown = read_answer(double, thread)
    assert visible(double, thread) == " ".join(TABLE_ANSWER.text.split())
    assert len(shown.sources) == 1
    assert shown.coverage == "complete"
    (finished,) = [message for message in double.messages if message.is_answer]
    assert not finished.is_streaming


@pytest.mark.parametrize(
    "faults",
    [{START: [NO]}, {APPEND: [DONE]}, {APPEND: [Fault(is_done=True), CUT]}, {STOP: [GONE]}],
    ids=lambda case: " ".join(case),
)
def test_long_answer_is_there_whole_and_once(
    address: str, double: Double, assistant: FakeAssistant, faults: dict[str, list[Fault]]
) -> None:
    """In as many messages as it takes."""
    text = " ".join(f"sana{number}" for number in range(2000))
    assistant.answer = Answer(text, answered=True, coverage=Coverage.COMPLETE)
    double.faults = {method: list(queue) for method, queue in faults.items()}
    thread = send_direct(address, "Kuinka moni?")
    double.await_answers(1, thread)
    assert visible(double, thread) == text
    assert double.beyond == []


def test_one_message_unfurls_nothing_and_tells_programs(address: str, double: Double) -> None:
    """What takes the place of a stream has all that the stream would have."""
    double.faults = {START: [NO]}
    shown = read_answer(double, ask(address, make_mention("Kuinka moni?")))
    (post,) = double.of(POST)
    assert post["unfurl_links"] is False
    assert post["unfurl_media"] is False
    payload = post["metadata"]["event_payload"]
    assert set(payload) == {"answered", "coverage", "mode", "message_id"}
    assert payload["message_id"] == shown.message_id


def test_picture_that_slack_cannot_fetch_is_left_out(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """The rest stays in the message that grew."""
    assistant.answer = replace(TABLE_ANSWER, chart="/raportti/r/taulukko/1.svg")
    double.faults = {STOP: [Fault("invalid_blocks")]}
    thread = send_direct(address, "Kuinka moni?")
    shown = read_answer(double, thread)
    assert (shown.chart, len(shown.sources)) == (None, 1)
    assert len(double.in_thread(thread)) == 1


def test_failure_on_the_way_is_told_in_finnish(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """What was proved stays; the message ends, and tells why there is no more."""
    assistant.error, assistant.delay_s = SearchError("salaista"), 0.1
    thread = send_direct(address, "Kuinka moni?")
    detail = explain(SearchError("")).detail
    double.wait(lambda: detail in visible(double, thread))
    (message,) = double.in_thread(thread)
    double.wait(lambda: not message.is_streaming)
    assert message.markdown.startswith(FIRST.text)
    assert "salaista" not in str(double.calls)
    assert double.statuses[thread] == ""


@pytest.mark.parametrize("text", ["", "x" * 8001])
def test_question_that_cannot_be_taken_is_told(address: str, double: Double, text: str) -> None:
    """Nobody who mentions us is met with silence."""
    thread = ask(address, make_mention(text))
    double.wait(lambda: bool(double.in_thread(thread)))
    (message,) = double.in_thread(thread)
    key = "message_long" if text else "message_empty"
    assert message.sentences == explain(BadRequestError(key)).detail


def test_slack_that_is_down_harms_nobody_else(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """The next question is answered."""
    double.faults = {START: [NO], POST: [NO, NO], STATUS: [NO]}
    send_direct(address, "Eka")
    double.wait(lambda: len(double.of(POST)) == 2)
    assert read_message(double.await_answers(1, send_direct(address, "Toka"))[0]).answered
    assert assistant.messages == ["Eka", "Toka"]
