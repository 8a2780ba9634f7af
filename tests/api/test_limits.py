"""Who asks too often is told when to come back; nobody else is touched."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.limits import BUCKETS, RateLimit, mask_address, parse_rate
from api.settings import Settings
from index.errors import SettingError
from tests.api.fake import FakeAssistant, await_ready
from tests.api.guarded import ASK, HEI, KEYS, OWNER, STRANGER, bearer


@contextmanager
def serve(tmp_path: Path, host: str = "192.0.2.1", **changes: object) -> Iterator[TestClient]:
    """Serve an application that lets three requests an hour through, to a client at `host`."""
    settings = Settings.model_validate({"home": tmp_path, "rate_limit": "3/hour", **changes})
    app = create_app(settings, FakeAssistant())
    with TestClient(app, client=(host, 50_000)) as client:
        await_ready(client)
        yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/chat"),
        ("POST", "/api/chat/stream"),
        ("GET", "/api/reports"),
        ("POST", "/api/messages/a/feedback"),
        ("GET", "/api/nowhere"),
        ("OPTIONS", "/api/chat"),
    ],
)
def test_fourth_of_three_is_a_429(tmp_path: Path, method: str, path: str) -> None:
    """A problem in Finnish, with the seconds until the next one is let through."""
    with serve(tmp_path) as client:
        for _ in range(3):
            assert client.request(method, path, json=HEI).status_code != 429
        response = client.request(method, path, json=HEI)
    assert response.status_code == 429
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]
    assert 1 <= int(response.headers["retry-after"]) <= 2 * 3600


@pytest.mark.parametrize(
    "path",
    ["/", "/health/live", "/health/ready", "/static/page.css", "/openapi.json", "/nowhere"],
)
def test_other_paths_are_not_counted(tmp_path: Path, path: str) -> None:
    """A probe never locks anyone out, nor does reading."""
    with serve(tmp_path) as client:
        assert 429 not in {client.get(path).status_code for _ in range(10)}
        assert client.post("/api/chat", json=HEI).status_code == 200


def test_questions_on_the_page_are_counted(tmp_path: Path) -> None:
    """People get a page that tells it, with the form and what they had typed."""
    with serve(tmp_path) as client:
        for _ in range(3):
            assert client.get("/", params={"kysymys": "Mitä?"}).status_code == 200
        response = client.get("/", params={"kysymys": "Mitä nyt?"})
        assert client.get("/").status_code == 200
        assert client.post("/api/chat", json=HEI).status_code == 429
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1
    assert response.headers["content-type"].startswith("text/html")
    assert "Mitä nyt?" in response.text
    assert 'role="alert"' in response.text


def test_refused_work_is_not_done(tmp_path: Path) -> None:
    """The assistant hears nothing of a question beyond the bound."""
    assistant = FakeAssistant()
    settings = Settings(home=tmp_path, rate_limit="1/hour")
    with TestClient(create_app(settings, assistant)) as client:
        await_ready(client)
        assert [client.post("/api/chat", json=HEI).status_code for _ in range(3)] == [200, 429, 429]
    assert assistant.messages == ["Hei"]


def test_zero_is_no_limit(tmp_path: Path) -> None:
    """Owners may leave it to a proxy."""
    with serve(tmp_path, rate_limit="0") as client:
        codes = {client.get("/api/reports").status_code for _ in range(200)}
    assert codes == {200}


def test_default_is_120_a_minute(tmp_path: Path) -> None:
    """As the contract says."""
    with serve(tmp_path, rate_limit=Settings().rate_limit) as client:
        codes = [client.get("/api/reports/a").status_code for _ in range(121)]
    assert codes == [404] * 120 + [429]


def test_keys_are_counted_apart(tmp_path: Path) -> None:
    """Neither another key nor the address pays for a key that asks too often."""
    with serve(tmp_path, api_keys=KEYS, widget_origins="https://intra.fi") as client:
        codes = [client.get("/api/reports", headers=bearer(ASK)).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        assert client.get("/api/reports", headers=bearer(OWNER)).status_code == 200
        page = {"origin": "https://intra.fi"}
        assert client.post("/api/chat", json=HEI, headers=page).status_code == 200


def test_wrong_keys_count_for_their_address(tmp_path: Path) -> None:
    """A flood of guesses ends in 429, while the right key of the same address goes on."""
    with serve(tmp_path, api_keys=KEYS) as client:
        codes = [client.get("/api/reports", headers=bearer(STRANGER)).status_code for _ in range(5)]
        assert codes == [401, 401, 401, 429, 429]
        assert client.get("/api/reports").status_code == 429
        assert client.get("/api/reports", headers=bearer(ASK)).status_code == 200


def test_addresses_are_counted_apart(tmp_path: Path) -> None:
    """One who asks too often does not silence the others."""
    app = create_app(Settings(home=tmp_path, rate_limit="1/hour"), FakeAssistant())
    with TestClient(app, client=("192.0.2.1", 1)) as first:
        await_ready(first)
        assert [first.get("/api/reports").status_code for _ in range(2)] == [200, 429]
        with TestClient(app, client=("192.0.2.2", 1)) as second:
            await_ready(second)
            assert second.get("/api/reports").status_code == 200


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip"])
def test_address_is_not_what_a_header_says(tmp_path: Path, name: str) -> None:
    """Only the server's own proxy settings may change it; nobody gets a new one by asking."""
    with serve(tmp_path) as client:
        codes = [
            client.get("/api/reports", headers={name: f"198.51.100.{n}"}).status_code
            for n in range(4)
        ]
    assert codes == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("host", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("fe80::1%eth0", "fe80::"),
        ("::1", "::"),
        ("", ""),
        ("testclient", "testclient"),
        ("x" * 5000, "x" * 64),
    ],
)
def test_ipv6_is_counted_by_network(host: str, whose: str) -> None:
    """A household has 2⁶⁴ addresses, and counts as one."""
    assert mask_address(host) == whose


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "00", "0/minute", "-1/minute", "120", "120/", "/minute", "minute"),
        *("120/kuukausi", "1/second;5/minute", "1.5/minute", "١٢٠/minute", "120/minute!"),
        "9" * 5000 + "/minute",
    ],
)
def test_malformed_rate_is_told(text: str) -> None:
    """A bound that cannot be understood is no bound; the service does not start with it."""
    with pytest.raises(SettingError, match="MURROS_RATE_LIMIT "):
        parse_rate(text)


@pytest.mark.parametrize(
    ("text", "amount", "seconds"),
    [
        ("120/minute", 120, 60),
        ("5 per second", 5, 1),
        ("10/5minutes", 10, 300),
        ("1/day", 1, 86400),
    ],
)
def test_rate_is_read(text: str, amount: int, seconds: int) -> None:
    """An amount and a time."""
    rate = parse_rate(text)
    assert rate is not None
    assert (rate.amount, rate.get_expiry()) == (amount, seconds)


@pytest.mark.anyio
async def test_next_request_is_let_through_when_told() -> None:
    """Whoever waits as long as `Retry-After` says is served."""
    limit = RateLimit("2/second")
    waits = [await limit.count_address("192.0.2.1") for _ in range(3)]
    assert waits == [0, 0, 1]
    await asyncio.sleep(1)
    assert await limit.count_address("192.0.2.1") == 0


@pytest.mark.anyio
async def test_memory_is_bounded() -> None:
    """However many addresses come, their counters stay few, and old ones go by themselves."""
    limit = RateLimit("1/second")
    storage = limit._here.storage  # what it holds shows in no answer
    for number in range(3 * BUCKETS):
        await limit.count_address(f"2001:db8:{number:x}::1")
        held = len(vars(storage)["storage"])
        assert held <= 2 * BUCKETS
    assert held > BUCKETS / 2
    await asyncio.sleep(2.1)  # twice the window, as long as a counter is of use
    await limit.count_address("192.0.2.1")
    await asyncio.sleep(0)  # the library sweeps in a task of its own
    assert len(vars(storage)["storage"]) == len(vars(storage)["locks"]) == 1
