"""The service is alive at once and ready when its index answers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from index.settings import IndexSettings
from index.store import Index
from tests.api.fake import await_ready


@pytest.fixture
def unready(
    tmp_path: Path, built_index: Index, index_settings: IndexSettings
) -> Iterator[TestClient]:
    """Return a client of the real service with a built index but no report yet."""
    assert built_index.chunks
    with TestClient(create_app(Settings(home=index_settings.home, reports=tmp_path))) as client:
        yield client


def test_service_without_index_lives_and_says_what_is_missing(unready: TestClient) -> None:
    """Live is 200 at once; ready names the index."""
    assert unready.get("/health/live").status_code == 200
    response = unready.get("/health/ready")
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert response.json()["missing"] == ["index"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/chat"),
        ("POST", "/api/chat/stream"),
        ("GET", "/api/reports"),
        ("GET", "/api/reports/a"),
        ("GET", "/raportti/a"),
    ],
)
def test_service_without_index_asks_to_come_back(
    unready: TestClient, method: str, path: str
) -> None:
    """Whatever needs the report is a 503 with a time to try again."""
    response = unready.request(method, path, json={"message": "Hei"} if method == "POST" else None)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert int(response.headers["retry-after"]) > 0


def test_page_without_index_is_a_page(unready: TestClient) -> None:
    """People get words, not JSON."""
    response = unready.get("/")
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert "<form" in response.text


def test_bad_request_is_told_even_without_index(unready: TestClient) -> None:
    """What can never be answered is not worth waiting for."""
    assert unready.post("/api/chat", json={"message": ""}).status_code == 422


def test_service_gets_ready_by_itself(
    unready: TestClient, tmp_path: Path, index_settings: IndexSettings
) -> None:
    """Once the index can be opened, it is in use; nobody starts anything again."""
    shutil.copytree(index_settings.reports, tmp_path, dirs_exist_ok=True)
    await_ready(unready, limit_s=20)
    assert unready.get("/health/ready").json() == {"status": "ready"}
    assert len(unready.get("/api/reports").json()) == 1
