"""The served application with keys and sites, and what is the same of every refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from api.app import create_app
from api.keys import hash_key
from api.settings import Settings
from tests.api.fake import FakeAssistant, await_ready

ASK = "murros_" + "a" * 43
OWNER = "murros_" + "b" * 43
STRANGER = "murros_" + "c" * 43
HEI = {"message": "Hei", "rating": "up", "item": "a", "option": 0}  # for each path
GOOD = "https://good.fi"
LISTED = f"{GOOD} http://intra.fi:8080"
KEYS = f"ask:{hash_key(ASK)},owner:{hash_key(OWNER)}"
FOR_PAGES = [
    ("POST", "/api/chat"),
    ("POST", "/api/chat/stream"),
    ("GET", "/api/conversations/a"),
    ("DELETE", "/api/conversations/a"),
    ("POST", "/api/messages/a/feedback"),
    ("GET", "/api/onboarding/a"),
    ("POST", "/api/onboarding/check"),
]
FOR_KEYS = [
    ("GET", "/api/reports"),
    ("GET", "/api/reports/a"),
    ("GET", "/api"),
    ("GET", "/api/"),
    ("GET", "/api/nowhere"),
    ("GET", "/api/onboarding"),
    ("GET", "/api/onboarding/a/b"),
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
