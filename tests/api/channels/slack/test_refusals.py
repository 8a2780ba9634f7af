"""What gets in: signed requests of the last five minutes that Slack could have sent. Once."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from tests.api.channels.slack.deliver import (
    FORM,
    JSON,
    PATH,
    SECRET,
    make_direct,
    make_press,
    send,
    send_direct,
    send_json,
    sign_headers,
    wrap,
)
from tests.api.channels.slack.double import Double
from tests.api.channels.slack.shown import read_answer
from tests.api.fake import FakeAssistant

PROBLEM = "application/problem+json"
DAY_S = 86_400


def make_body() -> bytes:
    """Return a question as Slack sends it."""
    return json.dumps(wrap(make_direct("Eka"))).encode()


def forge(name: str, body: bytes) -> dict[str, str]:
    """Return headers that are not Slack's, in one of many ways."""
    good = sign_headers(body)
    now_s = time.time()
    stamp, signature = "X-Slack-Request-Timestamp", "X-Slack-Signature"
    changed: dict[str, dict[str, str]] = {
        "nothing": {stamp: "", signature: ""},
        "no signature": {signature: ""},
        "no time": {stamp: ""},
        "other secret": sign_headers(body, secret="muu"),  # noqa: S106 - of a test
        "no secret": sign_headers(body, secret=""),
        "other body": sign_headers(body + b" "),
        "old": sign_headers(body, at_s=now_s - 301),
        "of tomorrow": sign_headers(body, at_s=now_s + DAY_S),
        "of another time": {stamp: str(int(now_s) - 1)},
        "words": {stamp: "eilen"},
        "fraction": {stamp: f"{now_s:.2f}"},
        "negative": {stamp: "-1"},
        "spaces": {stamp: f"{int(now_s)} 0"},
        "huge": {stamp: "9" * 400},
        "other version": {signature: good[signature].replace("v0=", "v1=")},
        "half": {signature: good[signature][:20]},
        "capitals": {signature: good[signature].upper()},
        "latin": {signature: "v0=ä"},
    }
    return good | changed[name]


FORGED = [
    *("nothing", "no signature", "no time", "other secret", "no secret", "other body", "old"),
    *("of tomorrow", "of another time", "words", "fraction", "negative", "spaces", "huge"),
    *("other version", "half", "capitals", "latin"),
]


@pytest.mark.parametrize("name", FORGED)
def test_forged_request_is_refused(
    address: str, double: Double, assistant: FakeAssistant, name: str
) -> None:
    """Nothing is answered, to Slack least of all."""
    body = make_body()
    headers = {k: v.encode("latin-1") for k, v in forge(name, body).items() if v}
    response = httpx.post(f"{address}{PATH}", content=body, headers=headers)  # type: ignore[arg-type] # bytes
    assert response.status_code == 401
    assert response.headers["content-type"] == PROBLEM
    assert response.headers["www-authenticate"]
    read_answer(double, send_direct(address, "Toka"))
    assert assistant.messages == ["Toka"]


def test_two_signatures_are_none(address: str) -> None:
    """Which of them would count?"""
    body = make_body()
    headers = [*sign_headers(body).items(), ("X-Slack-Signature", "v0=muu")]
    assert httpx.post(f"{address}{PATH}", content=body, headers=headers).status_code == 401


def test_clock_may_be_a_little_off(address: str, double: Double) -> None:
    """By five minutes, either way."""
    for off_s in (-290, 290):
        body = make_body()
        assert send(address, body, sign_headers(body, at_s=time.time() + off_s)).is_success
    double.await_answers(2)


def test_replayed_request_is_not_answered_again(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """It cannot be told from one that Slack sends again, so it is acknowledged like that."""
    body = make_body()
    headers = sign_headers(body)
    assert [send(address, body, headers).status_code for _ in range(3)] == [200] * 3
    read_answer(double, send_direct(address, "Toka"))
    assert assistant.messages == ["Eka", "Toka"]


def test_event_that_is_sent_again_is_answered_once(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """Slack signs it anew and counts its tries."""
    fields = wrap(make_direct("Eka"))
    body = json.dumps(fields).encode()
    for number in range(3):
        more = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
        headers = sign_headers(body, at_s=time.time() - number) | more
        assert send(address, body, headers).status_code == 200
    read_answer(double, send_direct(address, "Toka"))
    assert assistant.messages == ["Eka", "Toka"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, b""),
        (JSON, b"{"),
        (JSON, b"[]"),
        (JSON, b"5"),
        (JSON, b"null"),
        (JSON, b'{"type": "event_callback", "event": "x"}'),
        (JSON, b'{"type": "event_callback", "event": []}'),
        (JSON, b"[" * 20_000),
        (JSON, '{"type": "ä"}'.encode("latin-1")),
        (JSON, b"\xff\xfe\x00"),
        (FORM, b""),
        (FORM, b"payload=%7B"),
        (FORM, b"payload=%FF%FE"),
        (FORM, b"payload=%5B%5D"),
        (FORM, b"payload="),
        (FORM, "payload={}ä".encode("latin-1")),
        (FORM, b"foo=bar"),
        (FORM, b"&".join(b"a=1" for _ in range(200))),
        ("text/plain", b'{"type": "url_verification", "challenge": "x"}'),
        ("multipart/form-data", b"payload=%7B%7D"),
        ("", b'{"type": "event_callback"}'),
    ],
)
def test_malformed_request_is_refused(address: str, kind: str, body: bytes) -> None:
    """Signed or not, it never is an error of ours."""
    signed = send(address, body, sign_headers(body, kind))
    assert (signed.status_code, signed.headers["content-type"]) == (400, PROBLEM)
    assert send(address, body, {"Content-Type": kind}).status_code == 401


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"type": 5, "event_id": []},
        {"type": "event_callback"},
        {"type": "event_callback", "event": {}},
        {"type": "event_callback", "event": {"type": 5}},
        wrap({"type": "message", "channel_type": "im", "user": 5}),
        wrap({"type": "message", "channel_type": ["im"], "user": {"id": 5}, "channel": {}}),
        wrap({"type": "app_mention", "text": {}, "ts": 5}) | {"authorizations": "x"},
        wrap({"type": "app_mention", "subtype": ["x"]}) | {"authorizations": ["x", 5]},
        wrap({"type": "assistant_thread_started", "assistant_thread": []}),
        wrap({"type": "app_home_opened", "tab": "messages", "channel": 5}),
        {"type": "block_actions", "actions": 5},
        {"type": "block_actions", "actions": [{"action_id": 5}]},
        make_press({"action_id": "murros_ask_0", "value": 5}, "1.1") | {"message": "x"},
        make_press({"action_id": "murros_rate", "value": {}}, "1.1") | {"container": 5},
        {"type": "view_submission", "view": {"callback_id": "murros_reason", "state": []}},
        {"type": "view_submission", "view": []},
        {"type": "message_action", "callback_id": "murros_shortcut", "message": []},
        {"type": "interactive_message", "callback_id": None},
        {"type": "url_verification"},
        wrap(make_direct("\ud800")),
        wrap(make_direct("Eka", channel="\ud800")),
    ],
    ids=lambda fields: str(fields)[:60].encode("ascii", "replace").decode(),
)
def test_odd_shapes_are_no_error_of_ours(address: str, fields: dict[str, Any]) -> None:
    """However a signed request is made, both as JSON and as a form."""
    body = json.dumps(fields).encode()
    assert send(address, body, sign_headers(body)).status_code in {200, 400}
    form = httpx.QueryParams({"payload": json.dumps(fields)}).__str__().encode()
    assert send(address, form, sign_headers(form, FORM)).status_code in {200, 400}


def test_body_of_a_mebibyte_is_too_large(address: str) -> None:
    """Signed or not."""
    body = b'{"type": "' + b"a" * 2**20 + b'"}'
    for headers in (sign_headers(body), {"Content-Type": JSON}):
        assert send(address, body, headers).status_code == 413


def test_address_is_verified_when_signed(address: str) -> None:
    """So Slack takes it into use."""
    fields = {"type": "url_verification", "challenge": "abc", "token": "x"}
    assert send_json(address, fields).json() == {"challenge": "abc"}
    assert httpx.post(f"{address}{PATH}", json=fields).status_code == 401


def test_unsigned_form_of_slacks_check_is_refused(address: str) -> None:
    """Bolt alone would answer it."""
    assert httpx.post(f"{address}{PATH}", data={"ssl_check": "1"}).status_code == 401


def test_other_methods_are_not_there(address: str) -> None:
    """Slack only posts."""
    assert httpx.get(f"{address}{PATH}").status_code == 405


def test_slack_is_asked_to_send_again_without_a_database(
    address: str, double: Double, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody would know whether the event came before."""
    from api.channels.desk import Desk
    from api.errors import StoreError

    async def take(self: Desk, *event: str) -> bool:
        raise StoreError("ei vastaa")

    fields = wrap(make_direct("Eka"))
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "take", take)
        response = send_json(address, fields)
        assert response.status_code == 503
        assert response.headers["retry-after"]
    assert send_json(address, fields).status_code == 200
    read_answer(double)
    assert assistant.messages == ["Eka"]


def test_route_is_there_only_with_its_settings(tmp_path: Path) -> None:
    """Without them there is no address to probe."""
    with TestClient(create_app(Settings(home=tmp_path), FakeAssistant())) as client:
        assert client.post(PATH, content=b"{}").status_code == 404


def test_route_needs_no_slack(settings: Settings, tmp_path: Path) -> None:
    """It begins and acknowledges while Slack is away."""
    away = settings.model_copy(
        update={"slack_api_url": "http://127.0.0.1:9/api/", "slack_bot_token": SecretStr("x")}
    )
    with TestClient(create_app(away, FakeAssistant())) as client:
        body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
        response = client.post(PATH, content=body, headers=sign_headers(body, secret=SECRET))
        assert response.json() == {"challenge": "abc"}
