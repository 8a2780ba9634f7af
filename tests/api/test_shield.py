"""Logs hold no word and no id of a reader, whatever happens."""

import logging

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.fake import FakeAssistant

SECRET = "salaisuus"  # noqa: S105 - a word of a reader, no password


@pytest.mark.parametrize("error", [None, RuntimeError(SECRET), ValueError(SECRET)])
def test_no_word_of_a_reader_is_logged(
    client: TestClient,
    assistant: FakeAssistant,
    caplog: pytest.LogCaptureFixture,
    error: Exception | None,
) -> None:
    """Not in paths, queries, bodies, headers or errors' texts."""
    assistant.error = error
    body = {"message": SECRET, "conversation_id": SECRET}
    with caplog.at_level(logging.INFO, "murros"):
        client.post("/api/chat", json=body)
        client.post("/api/chat/stream", json=body)
        client.post("/api/chat", content=SECRET)
        client.get("/", params={"kysymys": SECRET}, headers={"x-a": SECRET})
        client.get(f"/{SECRET}")
        client.get(f"/api/reports/{SECRET}")
        client.request(SECRET.upper(), "/")
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("murros"))
    assert "POST /api/chat 422" in ours
    assert "GET /api/reports/{report} 404" in ours
    assert SECRET not in ours.lower()


def test_client_that_hangs_up_stops_the_work(address: str, assistant: FakeAssistant) -> None:
    """Over real HTTP, closing the connection ends what was under way."""
    assistant.delay_s = 30
    with (
        httpx.Client(base_url=address) as client,
        client.stream("POST", "/api/chat/stream", json={"message": "Hei"}) as response,
    ):
        assert next(response.iter_lines()) == "event: start"
    with httpx.Client(base_url=address) as client:
        for _ in range(200):
            client.get("/health/live")
            if assistant.stopped:
                break
    assert (assistant.under_way, assistant.stopped) == (0, 1)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_headers_of_every_answer(app: FastAPI, scheme: str) -> None:
    """No frame of another site, no window that it opened, no devices; TLS stays TLS."""
    with TestClient(app, base_url=f"{scheme}://testserver") as client:
        for path in ("/", "/nowhere", "/health/live", "/static/page.css"):
            headers = client.get(path).headers
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-frame-options"] == "DENY"
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert "camera=()" in headers["permissions-policy"]
            assert ("strict-transport-security" in headers) == (scheme == "https")
