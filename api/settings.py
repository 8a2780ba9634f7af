"""Settings of the whole service, and the bounds inside which it works."""

from enum import StrEnum

from pydantic import Field, SecretStr, ValidationError

from bot.settings import AssistantSettings
from index.errors import SettingError

MAX_BODY_BYTES = 64 * 1024
MESSAGE_MAX_CHARS = 8000
SEARCH_MAX_CHARS = 200  # of what is looked for in a report
WORK_AT_ONCE = 64  # answers under way; most of them wait for a model, `bot/work.py` computes
WORK_WAITING = 64  # answers that may wait for their turn
WAIT_MAX_S = 10.0  # under the 15 s in which a stream must show a sign of life
ANSWER_MAX_S = 30.0  # for an answer, besides what a model may take
RETRY_AFTER_S = 5
PING_S = 10.0  # between the comments of a silent stream
OPEN_RETRY_S = 1.0  # before the second try to open or build the index; doubles from then on
OPEN_RETRY_MAX_S = 30.0
PROBE_MAX_S = 2.0  # in which the index must answer a health check
LIBRARY = "openai_"  # fields named as the openai library names its settings
SECRET_ENDS = ("key", "keys", "token", "secret")


class Traces(StrEnum):
    """Where the spans of answers go: nowhere, to the log, to an OpenTelemetry collector."""

    NONE = ""
    LOG = "log"
    OTLP = "otlp"


class Settings(AssistantSettings):
    """Everything that can be set from outside.

    `traces`: where the spans of answers go. `trace_texts`: whether they may hold questions.
    `api_keys`, `widget_origins`: who may ask (`api/access.py`). `rate_limit`, `rate_limit_url`: how
    often, and the Redis that counts (`api/limits.py`).
    `database_url`: where conversations are kept; empty: in a file of SQLite under `home`.
    `retention_days`: for how long, counted from the last message.
    `public_url`: where people reach the service, for links in channels; empty: no links.
    `slack_…`, `teams_…`: the channels (`api/channels/`); each is there where its secrets are.
    """

    traces: Traces = Traces.NONE
    trace_texts: bool = False
    api_keys: SecretStr = SecretStr("")
    widget_origins: str = ""
    rate_limit: str = "120/minute"
    rate_limit_url: str = ""
    database_url: str = ""
    public_url: str = ""
    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = ""
    teams_client_id: str = ""
    teams_client_secret: SecretStr = SecretStr("")
    teams_tenant_id: str = ""
    teams_cloud_url: str = ""
    teams_local: bool = False
    retention_days: int = Field(default=90, ge=1, le=36_500)


def read_settings() -> Settings:
    """Return the settings of the environment and `.env`.

    Raises:
        SettingError: a setting has a value of the wrong type.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = sorted({variable(str(e["loc"][0])) for e in error.errors() if e["loc"]})
        raise SettingError(f"asetus {', '.join(names)} ei kelpaa; tarkista arvo") from None


def read_text(settings: Settings, name: str) -> str:
    """Return a text among the settings, secret or not, trimmed."""
    value: str | SecretStr = getattr(settings, name)
    return (value.get_secret_value() if isinstance(value, SecretStr) else value).strip()


def describe_settings(settings: Settings) -> dict[str, str]:
    """Return the settings in use, as variable → value, without the secrets in them."""
    return {
        variable(name): _masked(name, str(getattr(settings, name)))
        for name in type(settings).model_fields
    }


def variable(field: str) -> str:
    """Return the environment variable of a field."""
    return field.upper() if field.startswith(LIBRARY) else f"MURROS_{field}".upper()


def _masked(name: str, value: str) -> str:
    """Return a value without the password that it is or holds."""
    if value and name.endswith(SECRET_ENDS):
        return "***"
    scheme, is_url, rest = value.partition("://")
    if is_url and "@" in rest:
        return f"{scheme}://***@{rest.rpartition('@')[2]}"
    return value
