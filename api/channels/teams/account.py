"""Who we are to Teams by the settings, and which cloud vouches for what comes in."""

from dataclasses import dataclass, field

from microsoft_teams.api.auth.cloud_environment import (
    CHINA,
    PUBLIC,
    US_GOV,
    CloudEnvironment,
    with_overrides,
)

from api.channels.teams.address import is_plain, is_site
from api.settings import Settings, read_text, variable
from bot.messages import say
from index.errors import SettingError

METADATA = "/v1/.well-known/openidconfiguration"
REQUIRED = ("teams_client_id", "teams_client_secret", "teams_tenant_id")


@dataclass(frozen=True, slots=True)
class Account:
    """Our registration; `is_plain`: the cloud is a double on this machine without TLS."""

    client_id: str
    secret: str = field(repr=False)
    tenant: str
    cloud: CloudEnvironment
    is_plain: bool


def read_account(settings: Settings) -> Account | None:
    """Return our registration, None in local mode, which has none.

    Local mode takes in what nobody signed, so it goes with nothing that lets others than this
    machine in: neither credentials nor API keys (with these the service may stand behind a proxy,
    from which all come in at a loopback address).

    Raises:
        SettingError: settings are missing, or do not go together.
    """
    given = _given(settings)
    if settings.teams_local:
        more = ("teams_cloud_url", "api_keys")
        beside = [*given, *(name for name in more if read_text(settings, name))]
        if beside:
            raise SettingError(say("settings.teams_local", names=_names(beside)))
        return None
    missing = [name for name in REQUIRED if name not in given]
    if missing:
        raise SettingError(say("settings.channel_missing", names=_names(missing)))
    url = read_text(settings, "teams_cloud_url").rstrip("/")
    if url and not is_site(url, may_be_plain=True):
        raise SettingError(say("settings.teams_cloud_url"))
    client_id, secret, tenant = (read_text(settings, name) for name in REQUIRED)
    return Account(client_id, secret, tenant, _find_cloud(url), bool(url) and is_plain(url))


def _find_cloud(url: str) -> CloudEnvironment:
    """Return the cloud at an address; one that is nobody's has Microsoft's names at another place.

    A sovereign cloud is known by the address of its log-in, and has its own issuer.
    """
    if not url:
        return PUBLIC
    known = (cloud for cloud in (PUBLIC, US_GOV, CHINA) if cloud.login_endpoint == url)
    return next(
        known, with_overrides(PUBLIC, login_endpoint=url, openid_metadata_url=url + METADATA)
    )


def _given(settings: Settings) -> list[str]:
    return [name for name in REQUIRED if read_text(settings, name)]


def _names(fields: list[str]) -> str:
    return ", ".join(variable(name) for name in fields)
