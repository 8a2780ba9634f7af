"""The served application over a fake assistant and the real report."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.fake import FakeAssistant, await_ready
from tests.browser.served import serve


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a place where no index has been built, and of no rate limit."""
    return Settings(home=tmp_path / "store", rate_limit="0")


@pytest.fixture
def assistant() -> FakeAssistant:
    """Return an assistant that a test may set up."""
    return FakeAssistant()


@pytest.fixture
def app(settings: Settings, assistant: FakeAssistant) -> FastAPI:
    """Return the application over the fake assistant."""
    return create_app(settings, assistant)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Return a client of the application once it is ready."""
    with TestClient(app) as client:
        await_ready(client)
        yield client


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """Return the address at which the application is served over real HTTP."""
    with serve(app) as url:
        with httpx.Client(base_url=url) as client:
            await_ready(client)
        yield url
