"""Nobody gets in under `/api` who may not, whatever the headers say."""

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.access import find_rule
from api.app import create_app
from api.keys import Role, hash_key
from api.settings import Settings
from index.errors import SearchError
from tests.api.fake import FakeAssistant, await_ready
from tests.api.guarded import (
    ASK,
    FOR_KEYS,
    FOR_PAGES,
    GOOD,
    HEI,
    KEYS,
    LISTED,
    OWNER,
    STRANGER,
    assert_refused,
    bearer,
    serve,
)
from tests.api.test_keys import BAD_HEADERS

PUBLIC = [
    ("GET", "/"),
    ("GET", "/raportti/sosiaalityo-2021"),
    ("GET", "/raportti/sosiaalityo-2021/taulukko/1.svg?rivi=1"),
    ("GET", "/static/page.css"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("POST", "/slack/events"),
    ("POST", "/api/messages"),
]


@pytest.mark.parametrize("origins", ["", LISTED])
@pytest.mark.parametrize(("method", "path"), [*FOR_PAGES, *FOR_KEYS])
def test_api_wants_a_key(tmp_path: Path, method: str, path: str, origins: str) -> None:
    """All under /api, also what is not there: a route added later is guarded from the start."""
    with serve(tmp_path, origins=origins) as client:
        assert_refused(client.request(method, path, json=HEI), 401)
        assert_refused(client.request(method, path, headers=bearer(STRANGER)), 401)
        assert client.request(method, path, json=HEI, headers=bearer(OWNER)).status_code not in {
            *(401, 403, 500)
        }


@pytest.mark.parametrize(("method", "path"), PUBLIC)
@pytest.mark.parametrize("headers", [{}, bearer(STRANGER), {"origin": "https://evil.fi"}])
def test_public_paths_want_none(
    tmp_path: Path, method: str, path: str, headers: dict[str, str]
) -> None:
    """Pages, health and what is signed in its own way are open to all, with any header."""
    with serve(tmp_path) as client:
        assert client.request(method, path, headers=headers).status_code in {200, 404}


@pytest.mark.parametrize(
    ("key", "path", "status"),
    [
        (ASK, "/api/reports", 200),
        (OWNER, "/api/reports", 200),
        (ASK, "/api/owner/gaps", 403),
        (ASK, "/api/owner", 403),
        (ASK, "/api/owner/nowhere", 403),
        (OWNER, "/api/owner/gaps", 200),
        (STRANGER, "/api/owner/gaps", 401),
    ],
)
def test_roles(tmp_path: Path, key: str, path: str, status: int) -> None:
    """An owner may do all; who asks may not do what owners may."""
    with serve(tmp_path) as client:
        response = client.get(path, headers=bearer(key))
    if status == 200:
        assert response.status_code == 200
    else:
        assert_refused(response, status)


def test_right_key_asks_and_streams(tmp_path: Path) -> None:
    """With a key the answers are what they are without."""
    with serve(tmp_path) as client:
        assert client.post("/api/chat", json=HEI, headers=bearer(ASK)).json()["answered"]
        text = client.post("/api/chat/stream", json=HEI, headers=bearer(ASK)).text
    assert "event: done" in text


@pytest.mark.parametrize("headers", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_bad_header_is_a_401(tmp_path: Path, headers: list[str]) -> None:
    """Nothing of what was sent comes back; a listed site's origin mends no bad key."""
    sent = [(b"authorization", value.encode("utf-8", "surrogatepass")) for value in headers] + [
        (b"origin", GOOD.encode())
    ] * bool(headers)
    with serve(tmp_path, origins=LISTED) as client:
        response = client.post("/api/chat", json=HEI, headers=sent)
    assert_refused(response, 401)
    assert not any(key in response.text for key in (ASK, STRANGER, hash_key(ASK)))


def test_page_says_that_asking_is_off(tmp_path: Path) -> None:
    """A form cannot send a key, so with keys alone there is none; reports can be read."""
    with serve(tmp_path) as client:
        page = client.get("/")
        asked = client.get("/", params={"kysymys": "Mitä?"})
    assert page.status_code == 200
    assert "<form" not in page.text
    assert "/raportti/" in page.text
    assert asked.status_code == 403
    assert "<form" not in asked.text
    assert 'role="alert"' in asked.text


@pytest.mark.parametrize(("keys", "origins"), [("", ""), ("", LISTED), (KEYS, LISTED)])
def test_page_answers_where_people_may_ask(tmp_path: Path, keys: str, origins: str) -> None:
    """On this machine, and where the setting lets pages ask without a key."""
    with serve(tmp_path, keys, origins) as client:
        response = client.get("/", params={"kysymys": "Mitä?"})
    assert response.status_code == 200
    assert "<form" in response.text
    assert "Yhteensä 84 %." in response.text


@pytest.mark.parametrize("error", [None, SearchError("x"), RuntimeError(ASK)])
def test_no_secret_is_logged_or_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: Exception | None
) -> None:
    """Neither a key, right or wrong, nor its hash, nor the header, whatever goes wrong."""
    caplog.set_level(logging.DEBUG)
    settings = Settings(home=tmp_path, rate_limit="4/hour", api_keys=SecretStr(KEYS))
    told = ""
    with TestClient(create_app(settings, FakeAssistant(error=error))) as client:
        await_ready(client)
        for key in (ASK, OWNER, STRANGER, hash_key(ASK)):
            for path in ("/api/chat", "/api/chat/stream", "/api/owner/a", "/", "/nowhere"):
                response = client.post(path, json=HEI, headers=bearer(key))
                told += response.text + str(response.headers)
    log = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    assert "POST - 401" in log
    assert "429" in log
    secrets = (ASK, OWNER, STRANGER, hash_key(ASK), hash_key(OWNER), hash_key(STRANGER))
    for text in (told, log):
        assert not any(secret in text for secret in secrets)


def test_table_denies_by_default() -> None:
    """Whatever begins with /api wants a key, but for the one path that is signed."""
    for path in ("/api", "/api/", "/api/x", "/api/onboarding/a/b", "/api/\n", "/api//messages"):
        rule = find_rule(path)
        assert rule is not None
        assert (rule.role, rule.is_for_pages) == (Role.ASK, False)
    assert find_rule("/api/messages") is None
    assert find_rule("/apix") is None
