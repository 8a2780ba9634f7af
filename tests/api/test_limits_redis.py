"""Limits hold whether or not Redis is there, and its password is told to nobody."""

import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.cli import main
from api.limits import RateLimit
from index.errors import SettingError
from tests.api.test_limits import serve


@pytest.fixture
def silent() -> Iterator[str]:
    """Return the address of a Redis that takes connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield f"redis://:salaisuus@127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def closed() -> str:
    """Return the address of a Redis that is not there."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    return f"async+redis://:salaisuus@127.0.0.1:{port}/1"


@pytest.mark.parametrize("name", ["silent", "closed"])
def test_limits_hold_without_redis(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, tmp_path: Path, name: str
) -> None:
    """Counts are kept in the process; one line in the log tells it, without the password."""
    url = request.getfixturevalue(name)
    caplog.set_level(logging.DEBUG)
    with serve(tmp_path, rate_limit_url=url) as client:
        codes = [client.get("/api/reports").status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert caplog.text.count("rate limits kept in this process") == 1
    assert "salaisuus" not in caplog.text


@pytest.mark.parametrize(
    "url", ["redis", "http://:salaisuus@redis", "memory://", "redis://:salaisuus@redis:portti"]
)
def test_malformed_address_of_redis_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """One line that names the setting, not the password in it."""
    monkeypatch.setenv("MURROS_RATE_LIMIT_URL", url)
    assert main(["serve", "--port", "0"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("murros: ")
    assert told.count("\n") == 1
    assert "MURROS_RATE_LIMIT_URL" in told
    assert "salaisuus" not in told


def test_missing_client_of_redis_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra; who sets the address without it learns what to install."""
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(SettingError, match=r"pip install.*redis"):
        RateLimit("1/minute", "redis://redis:6379")
