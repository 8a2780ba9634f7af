"""Teams slow, busy, down; requests that are broken, sent again, or many at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi.responses import JSONResponse, Response

from api.app import create_app
from api.errors import SlowError
from api.problems import explain
from api.settings import Settings
from index.errors import SearchError
from tests.api.channels.teams.double import (
    Call,
    Double,
    Fault,
    Talk,
    channel,
    read_answer,
)
from tests.api.fake import TABLE_ANSWER, FakeAssistant
from tests.browser.served import serve

GROUP = Talk("19:ryhma@thread.v2", "groupChat")
CANCELLED = "Content stream was canceled by user"
NOT_ALLOWED = "Content stream is not allowed"


def answer(status: int, message: str = "", **headers: str) -> Fault:
    """Return a fault that answers with a status."""
    body = {"error": {"code": "ContentStreamNotAllowed", "message": message}}
    return lambda _: JSONResponse(body, status, headers)


def say(body: bytes) -> Fault:
    """Return what takes an activity with an answer of its own."""
    return lambda _: Response(body, 202)


def cut(_call: Call) -> Response:
    """Break the connection in the middle of the answer."""
    return Response(b"{", headers={"content-length": "100"})


def typing_first(*faults: Fault) -> list[Fault]:
    """Return faults for what comes after the sign that we write, in a group."""
    return [lambda _: None, *faults]


def test_passing_fault_loses_no_answer(double: Double, address: str) -> None:
    """It is sent again, and then stands there."""
    patient = answer(429, **{"retry-after": "0"})
    for fault in (patient, answer(429), answer(502), answer(401), cut):
        double.faults = typing_first(fault, fault)
        asked = double.send(address, "Kysymys", GROUP)
        first, second, third = double.await_replies(3, asked)
        assert first.body == second.body == third.body


def test_refused_token_is_fetched_anew(double: Double, address: str) -> None:
    """Microsoft may let a token end before its time."""
    read_answer(double, double.send(address, "Eka"))
    double.token = "uusi"  # noqa: S105 - of the double alone
    double.faults = typing_first(answer(401))
    double.send(address, "Toka", GROUP)
    assert double.await_replies(3)[-1].authorization == "Bearer uusi"


def test_lasting_fault_ends(double: Double, address: str) -> None:
    """A few tries, then the service goes on with what comes next."""
    double.faults = typing_first(*[answer(503)] * 4)
    lost = double.send(address, "Eka", GROUP)
    asked = double.send(address, "Toka", GROUP)
    read_answer(double, asked)
    assert len(double.replies(lost)) == 4


def test_stream_that_is_refused_ends_in_one_message(double: Double, address: str) -> None:
    """The reader gets the whole answer, as a message of its own."""
    for fault in (answer(403, NOT_ALLOWED), answer(403), answer(500), cut):
        double.faults = [fault]
        asked = double.send(address, "Kysymys")
        (reply,) = double.await_replies(1, asked)
        assert not reply.stream
        assert read_answer(double, asked).text == TABLE_ANSWER.text


def test_stream_that_is_too_early_waits(double: Double, address: str) -> None:
    """Teams says for how long; then the answer comes, once."""
    double.faults = [answer(429, **{"retry-after": "1"})]
    double.send(address, "Kysymys")
    (reply,) = double.await_replies()
    assert not reply.stream
    assert [call.stream.get("streamSequence") for call in double.calls] == [1, None]


def test_stop_in_the_middle_is_the_end(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """What was shown stays; nothing follows it."""
    assistant.delay_s = 0.3
    double.faults = [lambda _: None, answer(403, CANCELLED)]
    stopped = double.send(address, "Kysymys")
    read_answer(double, double.send(address, "Toinen"))
    assert double.replies(stopped) == []
    assert len([c for c in double.calls if c.body["replyToId"] == stopped["id"]]) == 2


def test_stream_without_an_id_ends_in_one_message(double: Double, address: str) -> None:
    """What cannot be named cannot go on."""
    double.tells_ids = False
    double.send(address, "Kysymys")
    (reply,) = double.await_replies()
    assert not reply.stream


def test_any_success_is_one(double: Double, address: str) -> None:
    """Whatever the connector writes beside it; a number is a name as well."""
    bodies: tuple[bytes, ...] = (b"", b"ok", b"[]", b'{"id": null}', b'{"id": 5}')
    for body in bodies:
        double.faults = [say(body)] * 2
        asked = double.send(address, "Kysymys")
        (reply,) = double.await_replies(1, asked)
        assert reply.stream.get("streamId") == ("5" if b"5" in body else None)


def test_refused_end_of_a_stream_is_a_message(double: Double, address: str) -> None:
    """Two minutes were over, say: the answer comes nevertheless."""
    refuse = answer(403, "Content stream finished due to exceeded streaming time.")
    double.faults = [lambda call: refuse(call) if _is_end(call) else None] * 5
    double.send(address, "Kysymys")
    last, whole = double.await_replies(2)
    assert _is_end(last)
    assert not whole.stream
    assert read_answer(double).text == TABLE_ANSWER.text


def test_stop_at_the_end_is_the_end(double: Double, address: str, assistant: FakeAssistant) -> None:
    """Who presses Stop while the last post is on its way gets no other one."""
    refuse = answer(403, CANCELLED)
    double.faults = [lambda call: refuse(call) if _is_end(call) else None] * 3
    stopped = double.send(address, "Kysymys")
    double.await_replies()
    double.faults.clear()
    read_answer(double, double.send(address, "Toinen"))
    assert len(double.replies(stopped)) == 1


def _is_end(call: Call) -> bool:
    return bool(call.stream.get("streamType") == "final")


def test_stop_is_the_end(double: Double, address: str, assistant: FakeAssistant) -> None:
    """A reader who pressed Stop gets nothing more of that answer, and the next one whole."""
    assistant.delay_s = 0.2
    double.faults = [answer(403, CANCELLED)]
    stopped = double.send(address, "Kysymys")
    asked = double.send(address, "Toinen")
    read_answer(double, asked)
    assert len([c for c in double.calls if c.body["replyToId"] == stopped["id"]]) == 1
    assert assistant.stopped == 1


def test_failure_is_told_in_finnish(double: Double, address: str, assistant: FakeAssistant) -> None:
    """Never silence, never what went wrong inside."""
    for error in (SearchError("rikki"), SlowError("hidas"), ValueError("vika")):
        assistant.error = error
        for talk in (Talk(), channel()):
            (reply,) = double.await_replies(1, double.send(address, "Kysymys", talk))
            assert reply.body["text"] == explain(error).detail
            assert "AIGeneratedContent" not in str(reply.body)


def test_message_too_long_is_told(double: Double, address: str) -> None:
    """The bounds are those of HTTP."""
    double.send(address, "x" * 8001)
    (reply,) = double.await_replies()
    assert "8 000" in reply.body["text"]


def test_sent_again_is_answered_once(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Also when both are under way at once, and later again."""
    asked = double.activity("Kysymys")
    with ThreadPoolExecutor(4) as pool:
        acks = list(pool.map(lambda _: double.post(address, asked).status_code, range(4)))
    assert acks == [200] * 4
    read_answer(double)
    assert double.post(address, asked).status_code == 200
    read_answer(double, double.send(address, "Toinen"))
    assert assistant.messages == ["Kysymys", "Toinen"]


def test_slow_connector_gets_each_answer_once(double: Double, address: str) -> None:
    """It is waited for, and nothing is sent again meanwhile."""

    def be_slow(_call: Call) -> None:
        time.sleep(0.3)

    double.faults = [be_slow] * 6
    for talk in (Talk(), GROUP):
        asked = double.send(address, "Kysymys", talk)
        assert read_answer(double, asked).text == TABLE_ANSWER.text
    read_answer(double, double.send(address, "Loppu"))
    assert len(double.replies()) == 3


def test_out_of_order_is_no_matter(double: Double, address: str, assistant: FakeAssistant) -> None:
    """An edit that comes before its message, an older message after a newer one: each once."""
    old = double.activity("Vanha", timestamp="2026-11-24T09:00:00Z")
    new = double.activity("Uusi", timestamp="2026-11-24T09:00:05Z")
    edit = {**old, "type": "messageUpdate", "text": "Korjattu"}
    for number, fields in enumerate((edit, new, old), start=1):
        assert double.post(address, fields).status_code == 200
        double.await_replies(number)
    assert assistant.messages == ["Korjattu", "Uusi", "Vanha"]


def test_acknowledged_before_answered(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Teams gets its 200 while the answer is not there yet."""
    assistant.delay_s = 1.0
    double.send(address, "Kysymys", GROUP)
    assert double.replies() == []
    double.await_replies()


def test_many_at_once_are_each_answered_once(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Fifty in fifty rooms: nothing lost, nothing twice, nothing in another's room."""
    talks = [Talk(f"a:huone-{n}", user=f"29:ihminen-{n}") for n in range(40)]
    talks += [channel(str(n)) for n in range(10)]
    with ThreadPoolExecutor(16) as pool:
        sent = list(pool.map(lambda n: double.send(address, f"Kysymys {n}", talks[n]), range(50)))
    for fields in sent:
        (reply,) = double.await_replies(1, fields)
        assert reply.conversation == fields["conversation"]["id"]
    assert len(double.replies()) == 50
    assert sorted(assistant.messages) == sorted(f"Kysymys {n}" for n in range(50))
    assert all(history == () for history in assistant.histories)


def test_room_is_answered_in_order(double: Double, address: str, assistant: FakeAssistant) -> None:
    """What comes while an answer is made waits for it; Teams takes one stream in a chat."""
    assistant.delay_s = 0.05
    sent = [double.send(address, f"Kysymys {n}") for n in range(3)]
    replies = double.await_replies(3)
    assert [r.body["replyToId"] for r in replies] == [fields["id"] for fields in sent]
    assert [len(history) for history in assistant.histories] == [0, 1, 2]


def test_answer_under_way_is_sent_before_the_end(
    double: Double,
    settings: Settings,
    assistant: FakeAssistant,
) -> None:
    """A service that is told to stop lets it come."""
    assistant.delay_s = 0.3
    with serve(create_app(settings, assistant)) as address:
        while httpx.get(f"{address}/health/ready").status_code != 200:
            time.sleep(0.01)
        double.send(address, "Kysymys", GROUP)
    assert len(double.replies()) == 1


BROKEN: list[tuple[bytes, str, set[int]]] = [
    (b"{", "application/json", {422}),
    (b"", "application/json", {422}),
    (b"[]", "application/json", {422}),
    (b'"teksti"', "application/json", {422}),
    (b"null", "application/json", {422}),
    (b'{"type": "\xe4"}', "application/json", {422}),
    (b"\xff\xfe{\x00}\x00", "application/json", {422}),
    (b'{"type": NaN}', "application/json", {422}),
    (b'{"type": "message", "type": "message"}', "application/json", {422}),
    (b"[" * 60_000, "application/json", {422}),
    (b'{"a":' * 10_000, "application/json", {422}),
    (b"{}", "text/plain", {422}),
    (b"{}", "application/x-www-form-urlencoded", {422}),
    (b"{}", "", {422}),
    (b"{}", "application/json", {403}),
    (b"x" * 1024 * 1024, "application/json", {413}),
]


def test_broken_requests_are_refused(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """With a good token they are told what is wrong; without one nothing of them is read."""
    with httpx.Client(base_url=address) as client:
        for body, kind, statuses in BROKEN:
            headers = {"authorization": f"Bearer {double.sign()}", "content-type": kind}
            response = client.post("/api/messages", content=body, headers=headers)
            assert response.status_code in statuses, body[:20]
            assert response.headers["content-type"] == "application/problem+json"
            unsigned = client.post("/api/messages", content=body, headers={"content-type": kind})
            assert unsigned.status_code in {401, 413}, body[:20]
    assert assistant.messages == []
    assert double.calls == []


WRONG: list[dict[str, Any]] = [
    {"type": None},
    {"type": 5},
    {"type": ["message"]},
    {"id": None},
    {"id": 5},
    {"id": ".."},
    {"id": "\u0000"},
    {"id": "\ud800"},
    {"conversation": None},
    {"conversation": "a:maija"},
    {"conversation": []},
    {"conversation": {"id": None}},
    {"conversation": {"id": {"id": "a"}}},
    {"conversation": {"id": "x" * 2000}},
    {"conversation": {"id": "a:maija", "conversationType": 5}},
    {"from": None},
    {"from": "29:maija"},
    {"from": {"id": True}},
    {"recipient": None},
    {"recipient": {"id": []}},
    {"text": 5},
    {"text": ["Kysymys"]},
    {"entities": {"type": "mention"}},
    {"entities": [{"type": "mention", "mentioned": "28:x"}]},
    {"attachments": 5},
    {"type": "conversationUpdate", "membersAdded": "28:x"},
    {"type": "invoke", "name": "message/submitAction", "value": "x"},
    {"type": "messageUpdate", "channelData": "x"},
]


def test_wrong_fields_are_refused(double: Double, address: str, assistant: FakeAssistant) -> None:
    """What Teams would not write is never a 500, and never asks anything."""
    for more in WRONG:
        fields = {**double.activity("Kysymys"), **more}
        response = double.post(address, fields)
        assert response.status_code in {403, 422}, more
        assert "Kysymys" not in response.text
    assert assistant.messages == []
    assert double.calls == []


def test_odd_but_harmless_fields_are_taken(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Teams may add fields; entities and files may hold what we do not know."""
    odd = {"entities": [5, {"type": None}, {}], "attachments": [None, {}], "uusi": {"a": [1]}}
    fields = {**double.activity("Kysymys"), **odd}
    assert double.post(address, fields).status_code == 200
    read_answer(double)
    assert assistant.messages == ["Kysymys"]


def test_log_holds_nothing_of_anybody(
    double: Double, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither what is asked nor where nor by which token."""
    caplog.set_level(0)
    double.faults = [answer(500)]
    read_answer(double, double.send(address, "Salaisuus"))
    assert threading.active_count() > 1
    for word in ("Salaisuus", "a:maija", "29:maija", "vastausavain", "eyJ"):
        ours = [r for r in caplog.records if r.name.startswith(("murros", "httpx", "microsoft"))]
        assert not any(word in record.getMessage() for record in ours), word
