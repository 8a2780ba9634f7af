"""Nobody gets in under `/api` who may not, whatever the headers say."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from api.access import find_rule
from api.app import create_app
from api.cli import main
from api.keys import Role, hash_key
from api.settings import Settings
from index.errors import SearchError
from tests.api.fake import FakeAssistant, await_ready
from tests.api.test_keys import ASK, BAD_HEADERS, OWNER, STRANGER

HEI = {"message": "Hei"}
GOOD = "https://good.fi"
LISTED = f"{GOOD} http://intra.fi:8080"
KEYS = f"ask:{hash_key(ASK)},owner:{hash_key(OWNER)}"
FOR_PAGES = [
    ("POST", "/api/chat"),
    ("POST", "/api/chat/stream"),
    ("GET", "/api/conversations/a"),
    ("DELETE", "/api/conversations/a"),
    ("POST", "/api/messages/a/feedback"),
]
FOR_KEYS = [
    ("GET", "/api/reports"),
    ("GET", "/api/reports/a"),
    ("GET", "/api"),
    ("GET", "/api/"),
    ("GET", "/api/nowhere"),
    ("GET", "/api/chat/"),
    ("GET", "/api/chat%0A"),
    ("GET", "/api/chat/stream/"),
    ("GET", "/api/%0A"),
    ("HEAD", "/api/reports"),
    ("OPTIONS", "/api/reports"),
    ("TRACE", "/api/reports"),
    ("POST", "/api/messages/"),
    ("POST", "/api/messages/a"),
    ("POST", "/api/messages/a/b/feedback"),
    ("GET", "/api/owner"),
    ("GET", "/api/owner/"),
    ("GET", "/api/owner/gaps"),
    ("GET", "/api/owner/%0Agaps"),
]
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
# What is neither on the list nor our own, written as those who try would write it.
FOREIGN = [
    *("", " ", "null", "*", "https://", "https://evil.fi", "https://good.fi.evil.fi"),
    *("https://evilgood.fi", "https://good.fi@evil.fi", "https://evil.fi#good.fi"),
    *("https://evil.fi/https://good.fi", "https://good.fi/", "https://good.fi:443"),
    *("https://good.fi:8443", "http://good.fi", "http://intra.fi", "https://intra.fi:8080"),
    *("HTTPS://GOOD.FI", "https://GOOD.fi", "https://www.good.fi", "//good.fi", "good.fi"),
    *("https://good.fi https://evil.fi", "https://evil.fi, https://good.fi", "https://good.fi."),
    *("https://göod.fi", "https://good.fi\x00", "https://good.fi\t", "ftp://good.fi"),
    *("file://", "chrome-extension://good.fi", "data:good.fi", "https://good.fi%00.evil.fi"),
    *(
        "https://testserver",
        "http://testserver:80",
        "http://testserver.evil.fi",
        "http://testserver/",
    ),
    "https://good.fi" + "a" * 50_000,
]


@contextmanager
def serve(
    tmp_path: Path, keys: str = KEYS, origins: str = "", **more: object
) -> Iterator[TestClient]:
    """Serve an application with a route for owners to a client of it."""
    settings = Settings(
        home=tmp_path, rate_limit="0", api_keys=SecretStr(keys), widget_origins=origins
    )
    app = create_app(settings, FakeAssistant())
    _add_owner_route(app)
    with TestClient(app, **more) as client:  # type: ignore[arg-type] # the client's own options
        await_ready(client)
        yield client


def _add_owner_route(app: FastAPI) -> None:
    @app.get("/api/owner/gaps")
    async def gaps() -> str:
        return "aukot"


def bearer(key: str) -> dict[str, str]:
    """Return the header that sends a key."""
    return {"authorization": f"Bearer {key}"}


def assert_refused(response: Response, status: int) -> None:
    """Check that a refusal is a problem, with what programs need to know."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get("www-authenticate") == ("Bearer" if status == 401 else None)
    assert response.headers["x-content-type-options"] == "nosniff"
    if response.request.method != "HEAD":
        assert response.json()["status"] == status
        assert response.json()["detail"]


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


@pytest.mark.parametrize(("method", "path"), FOR_PAGES)
def test_listed_site_asks_without_a_key(tmp_path: Path, method: str, path: str) -> None:
    """What the widget needs, and no more."""
    with serve(tmp_path, origins=LISTED) as client:
        for origin in (GOOD, "http://intra.fi:8080", "http://testserver"):
            response = client.request(method, path, json=HEI, headers={"origin": origin})
            assert response.status_code in {200, 404}


@pytest.mark.parametrize(("method", "path"), FOR_KEYS)
def test_listed_site_gets_no_more(tmp_path: Path, method: str, path: str) -> None:
    """An origin opens nothing but what is for pages."""
    with serve(tmp_path, origins=LISTED) as client:
        assert_refused(client.request(method, path, headers={"origin": GOOD}), 401)


@pytest.mark.parametrize("origin", FOREIGN)
def test_other_origin_is_a_401(tmp_path: Path, origin: str) -> None:
    """What only looks like a listed site is none."""
    with serve(tmp_path, origins=LISTED) as client:
        headers = {b"origin": origin.encode()}
        assert_refused(client.post("/api/chat", json=HEI, headers=headers), 401)


@pytest.mark.parametrize("origin", FOREIGN)
def test_other_origin_is_a_403_without_keys(tmp_path: Path, origin: str) -> None:
    """A page of another site in a browser of this machine stays out."""
    with serve(tmp_path, keys="", origins=LISTED) as client:
        headers = {b"origin": origin.encode()}
        assert_refused(client.post("/api/chat", json=HEI, headers=headers), 403)


@pytest.mark.parametrize("origin", [None, "http://testserver", GOOD])
def test_without_keys_all_else_is_let_in(tmp_path: Path, origin: str | None) -> None:
    """Programs of this machine, our own pages and listed sites, owners' paths as well."""
    headers = {"origin": origin} if origin else {}
    with serve(tmp_path, keys="", origins=LISTED) as client:
        assert client.post("/api/chat", json=HEI, headers=headers).status_code == 200
        assert client.get("/api/owner/gaps", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("origin", "http://testserver")], 200),
        ([("origin", "http://testserver"), ("sec-fetch-site", "same-origin")], 200),
        ([("origin", "https://testserver"), ("sec-fetch-site", "same-origin")], 200),
        ([("origin", GOOD), ("sec-fetch-site", "cross-site")], 200),
        ([("sec-fetch-site", "same-origin")], 200),
        ([("origin", "https://evil.fi"), ("sec-fetch-site", "same-origin")], 401),
        ([("origin", "https://testserver"), ("sec-fetch-site", "same-site")], 401),
        ([("origin", "https://testserver"), ("sec-fetch-site", "Same-Origin")], 401),
        ([("origin", "null"), ("sec-fetch-site", "same-origin")], 401),
        ([("sec-fetch-site", "same-site")], 401),
        ([("sec-fetch-site", "cross-site")], 401),
        ([("sec-fetch-site", "none")], 401),
        ([("sec-fetch-site", "same-origin, cross-site")], 401),
        ([("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], 401),
        ([("origin", GOOD), ("origin", GOOD)], 401),
        ([("origin", GOOD), ("origin", "https://evil.fi")], 401),
        ([("origin", "https://evil.fi"), ("origin", GOOD)], 401),
        ([("referer", GOOD)], 401),
        ([("x-forwarded-host", "good.fi"), ("origin", "http://good.fi")], 401),
        ([("authorization", ""), ("origin", GOOD)], 401),
    ],
)
def test_own_pages_ask_without_a_key(
    tmp_path: Path, headers: list[tuple[str, str]], status: int
) -> None:
    """Known by the address they were sent to, or by what the browser itself says."""
    with serve(tmp_path, origins=LISTED) as client:
        assert client.post("/api/chat", json=HEI, headers=headers).status_code == status


def test_origin_opens_nothing_without_the_setting(tmp_path: Path) -> None:
    """With keys and no list of sites, a key is the only way in."""
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    with serve(tmp_path) as client:
        assert_refused(client.post("/api/chat", json=HEI, headers=headers), 401)


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


@pytest.mark.parametrize(
    "host",
    [
        *("evil.fi", "localhost.evil.fi", "127.0.0.1.evil.fi", "evil.fi:8000", "localhost@evil.fi"),
        *("127.0.0.1:8000@evil.fi", "evil.fi#localhost", "", " ", "localhostevil.fi", "[::1].fi"),
        *(
            "[::2]",
            "::1",
            "0.0.0.0",  # noqa: S104 - must be refused
            "192.0.2.1",
            "localhost:",
            "localhost:abc",
            "localhost:8000:1",
        ),
        *("127.0.0.1, evil.fi", "1270.0.0.1", "127.0.0", "127.0.0.0001", "lócalhost", "*", "null"),
    ],
)
def test_other_host_on_loopback_is_a_421(tmp_path: Path, host: str) -> None:
    """A page whose name was made to lead here gets nothing, not even the form."""
    with serve(tmp_path, keys="", base_url="http://127.0.0.1:8000") as client:
        for path in ("/", "/api/reports", "/health/live"):
            assert_refused(client.get(path, headers={b"host": host.encode()}), 421)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1",
        "127.0.0.1:8123",
        "127.1.2.3",
        "[::1]",
        "[::1]:80",
    ],
)
@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_loopback_has_many_names(tmp_path: Path, host: str, base_url: str) -> None:
    """Whatever this machine calls itself, with any port."""
    with serve(tmp_path, keys="", base_url=base_url) as client:
        assert client.get("/api/reports", headers={"host": host}).status_code == 200


def test_any_host_is_taken_with_keys(tmp_path: Path) -> None:
    """Behind a proxy of this machine the name is the public one."""
    with serve(tmp_path, base_url="http://127.0.0.1:8000") as client:
        headers = {"host": "apuri.kunta.fi", **bearer(ASK)}
        assert client.get("/api/reports", headers=headers).status_code == 200


def test_host_is_guarded_over_real_http(address: str) -> None:
    """As served: two hosts, another host, and the right one."""
    for hosts, statuses in (
        (["localhost"], {200}),
        (["evil.fi"], {421}),
        (["localhost", "evil.fi"], {400, 421}),
        (["evil.fi", "localhost"], {400, 421}),
    ):
        with closing(HTTPConnection(address.removeprefix("http://"))) as connection:
            connection.putrequest("GET", "/health/live", skip_host=True)
            for host in hosts:
                connection.putheader("Host", host)
            connection.endheaders()
            assert connection.getresponse().status in statuses


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - must be refused
def test_serving_beyond_loopback_wants_keys(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
) -> None:
    """One line that names the command which mends it."""
    monkeypatch.setenv("MURROS_HOME", str(tmp_path))
    assert main(["serve", "--host", host, "--port", "0"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("murros: ")
    assert told.count("\n") == 1
    assert "murros key" in told


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
    for path in ("/api", "/api/", "/api/x", "/api/onboarding/a", "/api/\n", "/api//messages"):
        rule = find_rule(path)
        assert rule is not None
        assert (rule.role, rule.is_for_pages) == (Role.ASK, False)
    assert find_rule("/api/messages") is None
    assert find_rule("/apix") is None
