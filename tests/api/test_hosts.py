"""Without keys nobody but this machine gets in, by whatever name."""

from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from api.cli import main
from tests.api.guarded import ASK, assert_refused, bearer, serve


@pytest.mark.parametrize(
    "host",
    [
        *("evil.fi", "localhost.evil.fi", "127.0.0.1.evil.fi", "evil.fi:8000"),
        *("localhost@evil.fi", "127.0.0.1:8000@evil.fi", "evil.fi#localhost", "", " "),
        *("localhostevil.fi", "[::1].fi", "[::2]", "::1", "192.0.2.1", "localhost:"),
        *("localhost:abc", "localhost:8000:1", "127.0.0.1, evil.fi", "1270.0.0.1", "127.0.0"),
        *("127.0.0.0001", "lócalhost", "*", "null"),
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
