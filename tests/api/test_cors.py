"""Pages of listed sites may read what they are answered; pages of other sites may not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.cli import main
from api.keys import hash_key
from api.origins import parse_origins
from api.settings import Settings
from index.errors import SettingError
from tests.api.fake import FakeAssistant, await_ready
from tests.api.guarded import ASK, GOOD, HEI, STRANGER

ALLOWED = "access-control-allow-origin"
PREFLIGHT = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
}


@contextmanager
def serve(
    tmp_path: Path, origins: str = GOOD, rate: str = "0", assistant: FakeAssistant | None = None
) -> Iterator[TestClient]:
    """Serve an application with a key to a client on a listed site."""
    settings = Settings(
        home=tmp_path,
        rate_limit=rate,
        api_keys=SecretStr(f"ask:{hash_key(ASK)}"),
        widget_origins=origins,
    )
    app = create_app(settings, assistant or FakeAssistant())
    with TestClient(app, headers={"origin": GOOD}) as client:
        await_ready(client)
        yield client


def test_answers_can_be_read(tmp_path: Path) -> None:
    """Whole ones and streams, with the one header that a page needs; without cookies."""
    with serve(tmp_path) as client:
        for path in ("/api/chat", "/api/chat/stream"):
            response = client.post(path, json=HEI)
            assert response.status_code == 200
            assert response.headers[ALLOWED] == GOOD
            assert response.headers["access-control-expose-headers"] == "Retry-After"
            assert "Origin" in response.headers["vary"]
            assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("status", [401, 404, 413, 422, 500, 503])
def test_errors_can_be_read(tmp_path: Path, status: int) -> None:
    """A widget can only tell what went wrong if it may read it."""
    assistant = FakeAssistant()
    with serve(tmp_path, assistant=assistant) as client:
        match status:
            case 401:
                bearer = {"authorization": f"Bearer {STRANGER}"}
                response = client.post("/api/chat", json=HEI, headers=bearer)
            case 404:
                response = client.get("/api/conversations/a")
            case 413:
                response = client.post("/api/chat", content=b" " * (64 * 1024 + 1))
            case 422:
                response = client.post("/api/chat", json={})
            case _:
                assistant.error = RuntimeError() if status == 500 else TimeoutError()
                response = client.post("/api/chat", json=HEI)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers[ALLOWED] == GOOD
    assert response.headers["x-content-type-options"] == "nosniff"


def test_failure_of_a_layer_can_be_read(tmp_path: Path) -> None:
    """What no route and no handler took is a 500 with all headers."""
    settings = Settings(home=tmp_path, rate_limit="0", widget_origins=GOOD)
    app = create_app(settings, FakeAssistant())

    @app.get("/api/conversations/a/broken")
    async def broken() -> None:
        raise KeyError

    with TestClient(app, headers={"origin": GOOD}) as client:
        response = client.get("/api/conversations/a/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers[ALLOWED] == GOOD
    assert "content-security-policy" in response.headers


def test_too_many_requests_can_be_read(tmp_path: Path) -> None:
    """With the time after which to try again."""
    with serve(tmp_path, rate="1/hour") as client:
        assert client.post("/api/chat", json=HEI).status_code == 200
        response = client.post("/api/chat", json=HEI)
    assert response.status_code == 429
    assert response.headers[ALLOWED] == GOOD
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/stream", "/api/conversations/a"])
def test_preflight_needs_no_key_and_counts_as_nothing(tmp_path: Path, path: str) -> None:
    """Browsers send it without the headers of the request that it asks for."""
    with serve(tmp_path, rate="1/hour") as client:
        for method in ("GET", "POST", "DELETE"):
            asked = PREFLIGHT | {"access-control-request-method": method}
            response = client.options(path, headers=asked)
            assert response.status_code == 200
            assert response.headers[ALLOWED] == GOOD
            assert response.headers["access-control-allow-methods"] == "GET, POST, DELETE"
            assert "content-type" in response.headers["access-control-allow-headers"].lower()
            assert "authorization" not in response.headers["access-control-allow-headers"].lower()
            assert "access-control-allow-credentials" not in response.headers
            assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "asked",
    [
        {"access-control-request-method": "PUT"},
        {"access-control-request-method": "post"},
        {"access-control-request-headers": "authorization"},
        {"access-control-request-headers": "content-type, x-other"},
    ],
)
def test_preflight_for_more_is_refused(tmp_path: Path, asked: dict[str, str]) -> None:
    """Methods and headers that a widget does not need."""
    with serve(tmp_path) as client:
        assert client.options("/api/chat", headers=PREFLIGHT | asked).status_code == 400


@pytest.mark.parametrize(
    "origin",
    [
        *("https://evil.fi", "null", "*", "", "https://good.fi.evil.fi", "https://evilgood.fi"),
        *("https://good.fi:8443", "http://good.fi", "https://GOOD.fi", "https://good.fi/"),
        *("https://göod.fi", "https://good.fi, https://evil.fi", "http://testserver"),
    ],
)
def test_other_sites_get_no_header(tmp_path: Path, origin: str) -> None:
    """Neither for a request nor for its preflight, which is a problem like any other."""
    with serve(tmp_path) as client:
        headers = {b"origin": origin.encode()}
        asked = {name.encode(): value.encode() for name, value in PREFLIGHT.items()} | headers
        preflight = client.options("/api/chat", headers=asked)
        assert preflight.headers["content-type"] == "application/problem+json"
        for response in (preflight, client.post("/api/chat", json=HEI, headers=headers)):
            assert not [name for name in response.headers if name.startswith("access-control-a")]
        assert preflight.status_code in {401, 405}


@pytest.mark.parametrize("origin", [GOOD, "null", "http://testserver"])
def test_empty_list_shares_nothing(tmp_path: Path, origin: str) -> None:
    """Without the setting there is no header at all."""
    with serve(tmp_path, origins="") as client:
        headers = {"origin": origin, "authorization": f"Bearer {ASK}"}
        response = client.post("/api/chat", json=HEI, headers=headers)
        preflight = client.options("/api/chat", headers=PREFLIGHT | {"origin": origin})
    assert response.status_code == 200
    assert preflight.status_code == 401
    for found in (response, preflight):
        assert not [name for name in found.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", set()),
        (" \n", set()),
        ("https://good.fi", {"https://good.fi"}),
        ("https://good.fi/", {"https://good.fi"}),
        ("HTTPS://Good.FI:443", {"https://good.fi"}),
        ("http://good.fi:80", {"http://good.fi"}),
        ("https://good.fi:8443", {"https://good.fi:8443"}),
        ("http://a.fi,https://b.fi c.fi://", None),
        (
            "http://a.fi, https://b.fi\n http://c.fi:1",
            {"http://a.fi", "https://b.fi", "http://c.fi:1"},
        ),
        ("https://hyvä.fi", {"https://xn--hyv-sla.fi"}),
        ("http://[::1]:8000", {"http://[::1]:8000"}),
        ("http://localhost:3000", {"http://localhost:3000"}),
        *((text, None) for text in ("*", "null", "good.fi", "https://", "https://*.good.fi")),
        *((text, None) for text in ("https://good.fi/a", "https://good.fi?a", "https://good.fi#")),
        *((text, None) for text in ("https://u@good.fi", "ftp://good.fi", "https://good.fi:x")),
        *((text, None) for text in ("https://good.fi:99999", "https://a..b", "https:good.fi")),
        *((text, None) for text in ("file:///a", "https://good.fi\\a", "https://go%6fd.fi")),
    ],
)
def test_list_is_read_as_browsers_write_origins(text: str, origins: set[str] | None) -> None:
    """Each one exact; what cannot be an origin is an error that names the setting."""
    if origins is None:
        with pytest.raises(SettingError, match="MURROS_WIDGET_ORIGINS"):
            parse_origins(text)
    else:
        assert parse_origins(text) == origins


def test_malformed_list_stops_the_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that says how to write it."""
    monkeypatch.setenv("MURROS_WIDGET_ORIGINS", "*")
    assert main(["serve", "--port", "0"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("murros: ")
    assert told.count("\n") == 1
    assert "MURROS_WIDGET_ORIGINS" in told
