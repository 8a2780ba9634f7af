"""Settings of Teams: all or none, and local mode alone."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.channels.channel import open_channels
from api.channels.teams.account import read_account
from api.keys import hash_key
from api.limits import RateLimit
from api.settings import Settings
from index.errors import SettingError
from tests.api.channels.teams.double import Double, read_answer
from tests.api.fake import FakeAssistant, await_ready
from tests.browser.served import serve

WHOLE: dict[str, Any] = {
    "teams_client_id": "11111111-2222-3333-4444-555555555555",
    "teams_client_secret": SecretStr("salaisuus"),
    "teams_tenant_id": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
}
UNSAFE = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"


@pytest.mark.parametrize("missing", [*WHOLE])
def test_half_given_settings_are_told(missing: str) -> None:
    """The error names what is missing."""
    given = {name: value for name, value in WHOLE.items() if name != missing}
    with pytest.raises(SettingError, match=f"MURROS_{missing}".upper()):
        open_channels(Settings(**given), RateLimit("0"))


def test_cloud_alone_is_half() -> None:
    """An address says that Teams is wanted."""
    with pytest.raises(SettingError, match="MURROS_TEAMS_CLIENT_ID"):
        open_channels(Settings(teams_cloud_url="https://login.example.invalid"), RateLimit("0"))


@pytest.mark.parametrize(
    "url", ["http://login.example.invalid", "login.example.invalid", "https://a@b", "https://a?b"]
)
def test_cloud_has_to_be_a_site_with_tls(url: str) -> None:
    """Without it, anybody on the way could hand us keys."""
    with pytest.raises(SettingError, match="MURROS_TEAMS_CLOUD_URL"):
        read_account(Settings(**WHOLE, teams_cloud_url=url))


@pytest.mark.parametrize(
    ("url", "issuer", "log_in", "is_plain"),
    [
        ("", "https://api.botframework.com", "https://login.microsoftonline.com", False),
        (
            "https://login.microsoftonline.us/",
            "https://api.botframework.us",
            "https://login.microsoftonline.us",
            False,
        ),
        ("https://oma.fi", "https://api.botframework.com", "https://oma.fi", False),
        ("http://127.0.0.1:9", "https://api.botframework.com", "http://127.0.0.1:9", True),
    ],
)
def test_cloud_is_known_by_its_log_in(url: str, issuer: str, log_in: str, is_plain: bool) -> None:
    """Sovereign clouds have an issuer of their own."""
    account = read_account(Settings(**WHOLE, teams_cloud_url=url))
    assert account is not None
    assert (account.cloud.token_issuer, account.cloud.login_endpoint) == (issuer, log_in)
    assert account.is_plain is is_plain
    assert "salaisuus" not in repr(account)


@pytest.mark.parametrize(
    "beside",
    [
        WHOLE,
        {"teams_tenant_id": "t"},
        {"teams_cloud_url": "http://127.0.0.1:9"},
        {"api_keys": SecretStr(f"ask:{hash_key('murros_' + 'a' * 43)}")},
    ],
)
def test_local_mode_goes_with_nothing_else(beside: dict[str, Any]) -> None:
    """What lets others in does not go with what takes in anything."""
    with pytest.raises(SettingError, match="MURROS_TEAMS_LOCAL"):
        open_channels(Settings(teams_local=True, **beside), RateLimit("0"))


def test_without_settings_there_is_no_path(tmp_path: Path) -> None:
    """Nobody can tell that it could be there."""
    app = create_app(Settings(home=tmp_path), FakeAssistant())
    with TestClient(app, base_url="http://127.0.0.1") as client:
        await_ready(client)
        assert client.post("/api/messages", json={}).status_code == 404


def test_unsafe_variable_changes_nothing(
    double: Double, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the environment nor in a file of it does the SDK's switch open the door."""
    monkeypatch.setenv(UNSAFE, "true")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"{UNSAFE}=true\n", encoding="utf-8")
    with serve(create_app(settings, FakeAssistant())) as address:
        response = httpx.post(f"{address}/api/messages", json=double.activity("Kysymys"))
        assert response.status_code == 401
    assert double.calls == []


def test_silent_cloud_does_not_stop_the_start(double: Double, settings: Settings) -> None:
    """The service serves; Teams works once Microsoft answers."""
    double.is_silent = True
    with serve(create_app(settings, FakeAssistant())) as address:
        assert httpx.get(f"{address}/health/live").status_code == 200
        asked = double.activity("Kysymys")
        assert double.post(address, asked).status_code == 503


class TestLocal:
    """Local mode: no credentials, this machine alone."""

    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        """Return the settings of local mode."""
        return Settings(home=tmp_path / "store", rate_limit="0", teams_local=True)

    def test_unsigned_message_is_answered(self, double: Double, address: str) -> None:
        """As Microsoft's playground sends it; no token goes out."""
        asked = double.activity("Kysymys")
        assert httpx.post(f"{address}/api/messages", json=asked).status_code == 200
        assert read_answer(double, asked).text
        assert {call.authorization for call in double.calls} == {""}

    def test_reply_goes_to_this_machine_only(self, double: Double, address: str) -> None:
        """Nobody can make us call another one."""
        for url in ("https://evil.fi", "http://10.0.0.1", "http://localhost.evil.fi", None, 5):
            fields = {**double.activity("Kysymys"), "serviceUrl": url}
            assert httpx.post(f"{address}/api/messages", json=fields).status_code == 403
        assert double.calls == []

    def test_pages_of_a_browser_stay_out(self, double: Double, address: str) -> None:
        """A page of any site may send to this machine; its browser says so."""
        asked = double.activity("Kysymys")
        headers = {"origin": "https://evil.fi"}
        response = httpx.post(f"{address}/api/messages", json=asked, headers=headers)
        assert response.status_code == 403
        text = httpx.post(
            f"{address}/api/messages", content="{}", headers={"content-type": "text/plain"}
        )
        assert text.status_code == 422
        other = httpx.post(f"{address}/api/messages", json=asked, headers={"host": "evil.fi"})
        assert other.status_code == 421

    def test_others_stay_out(self, double: Double, address: str) -> None:
        """Whom a proxy on this machine names as its client is another one."""
        asked = double.activity("Kysymys")
        headers = {"x-forwarded-for": "192.0.2.7"}
        response = httpx.post(f"{address}/api/messages", json=asked, headers=headers)
        assert response.status_code == 403
