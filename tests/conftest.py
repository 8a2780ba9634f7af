"""What all tests share: no network, no developer's settings, one report, one built index."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from index.catalogue import read_reports
from index.report import Report
from index.settings import ROOT, IndexSettings
from index.store import Index, ensure_index

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session", autouse=True)
def isolation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Empty our variables, leave `.env` and the real store out of sight, refuse the network."""
    home = tmp_path_factory.mktemp("home")
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: object) -> None:
        _refuse_foreign(self, address)
        connect(self, address)  # type: ignore[arg-type] # as the caller gave it

    def guarded_ex(self: socket.socket, address: object) -> int:
        _refuse_foreign(self, address)
        return connect_ex(self, address)  # type: ignore[arg-type] # as the caller gave it

    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.upper().startswith(("MURROS_", "OPENAI_")):
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("MURROS_HOME", str(home / "store"))
        patch.chdir(home)
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(socket.socket, "connect_ex", guarded_ex)
        yield home


def _refuse_foreign(sock: socket.socket, address: object) -> None:
    """Raise where a socket is about to leave this machine."""
    if sock.family == socket.AF_UNIX:
        return
    host = address[0] if isinstance(address, tuple) else address
    if not str(host).startswith(LOOPBACK):
        raise RuntimeError(f"a test may not connect to {host}")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio, as the service does."""
    return "asyncio"


@pytest.fixture(scope="session")
def report() -> Report:
    """Return the real report, read once."""
    (found,) = read_reports(ROOT / "data" / "reports")
    return found


@pytest.fixture(scope="session")
def index_settings(isolation: Path) -> IndexSettings:
    """Return the settings of the index that the tests share."""
    return IndexSettings(home=isolation / "store", reports=ROOT / "data" / "reports")


@pytest.fixture(scope="session")
def built_index(index_settings: IndexSettings) -> Index:
    """Return the index of the real report, built once with the real embedding (about 12 s)."""
    return ensure_index(index_settings)


@pytest.fixture(scope="session")
def assistant(built_index: Index) -> Assistant:
    """Return the assistant over the real report."""
    return Assistant(built_index)
