"""The application with Teams, served beside a double of Microsoft's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.channels.teams.double import Double, serve_double


@pytest.fixture
def double() -> Iterator[Double]:
    """Return Microsoft's side."""
    with serve_double() as double:
        yield double


@pytest.fixture
def public_url() -> str:
    """Return where people reach the service: nowhere; tests may say otherwise."""
    return ""


@pytest.fixture
def settings(tmp_path: Path, double: Double, public_url: str) -> Settings:
    """Return settings of a service whose Teams is the double."""
    return Settings(
        home=tmp_path / "store", rate_limit="0", public_url=public_url, **double.settings()
    )


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let streams and second tries wait for almost nothing."""
    monkeypatch.setattr("api.channels.teams.stream.PAUSE_S", 0.05)
    monkeypatch.setattr("api.channels.teams.connector.WAIT_S", 0.01)
