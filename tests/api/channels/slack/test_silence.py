"""What is not told: words and ids in logs; and what is not heeded: others' variables."""

import logging

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from tests.api.channels.slack.deliver import (
    SECRET,
    TOKEN,
    make_press,
    send,
    send_direct,
    send_json,
    send_payload,
)
from tests.api.channels.slack.double import Double, Fault
from tests.api.channels.slack.shown import read_answer
from tests.api.fake import FakeAssistant

WORD = "salaisuuksia"


@pytest.fixture
def app(settings: Settings, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """Return the application, made while variables of other Slack programs are set."""
    for name in ("BOT_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "APP_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", "vieras")
    return create_app(settings, assistant)


def test_logs_hold_no_words_and_no_ids(
    address: str, double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    """At the most talkative level, with what goes wrong in between."""
    caplog.set_level(logging.DEBUG)
    double.faults = {
        "chat.startStream": [Fault("not_allowed", delay_s=0.1)],
        "chat.postMessage": [Fault(is_cut=True), Fault(status=503), Fault("fatal_error")],
        "chat.appendStream": [Fault(is_cut=True)],
        "views.open": [Fault("expired_trigger_id")],
    }
    thread = send_direct(address, f"Eka {WORD}")
    read_answer(double, send_direct(address, f"Toka {WORD}"))
    thumb = {"action_id": "murros_rate", "value": f"down {WORD}"}
    send_payload(address, make_press(thumb, thread))
    send_json(address, {"type": "event_callback", "event": {"type": 5, "text": WORD}})
    send(address, WORD.encode(), {})
    double.wait(lambda: bool(double.of("chat.postEphemeral")))
    double.faults = {m: [Fault("x")] * 2 for m in ("chat.startStream", "chat.postMessage")}
    send_direct(address, f"Kolmas {WORD}")
    double.wait(lambda: double.faults["chat.postMessage"] == [])
    read_answer(double, send_direct(address, f"Neljäs {WORD}"))
    told = "\n".join(f"{record.name} {record.getMessage()}" for record in caplog.records)
    own = [line for line in told.splitlines() if not line.startswith(("httpx", "httpcore"))]
    for secret in (WORD, TOKEN, SECRET, thread, "U1", "vieras"):
        assert not [line for line in own if secret in line]
    assert "murros RefusedError" in told, "our own log is not silenced with theirs"
    assert {call.token for call in double.calls} == {TOKEN}
