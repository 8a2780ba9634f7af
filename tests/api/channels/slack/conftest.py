"""The served application with Slack's settings, and the double of Slack beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.settings import Settings
from tests.api.channels.slack.deliver import SECRET, TOKEN
from tests.api.channels.slack.double import Double, serve_double

PUBLIC = "https://apuri.example"


@pytest.fixture
def double() -> Iterator[Double]:
    """Return Slack, as far as the application can tell."""
    with serve_double() as double:
        yield double


@pytest.fixture
def settings(tmp_path: Path, double: Double) -> Settings:
    """Return settings with Slack's, and a public address."""
    return Settings(
        home=tmp_path / "store",
        rate_limit="0",
        public_url=PUBLIC,
        slack_bot_token=SecretStr(TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=double.url,
    )
