"""Which channels there are by the settings."""

import pytest
from pydantic import SecretStr

from api.channels.channel import open_channels
from api.limits import RateLimit
from api.settings import Settings
from index.errors import SettingError

TOKEN, SECRET = SecretStr("xoxb-tunnus"), SecretStr("salaisuus")


def test_without_settings_there_are_no_channels() -> None:
    """Nor with settings of nothing but spaces."""
    assert open_channels(Settings(), RateLimit("0")) == ()
    blank = Settings(slack_bot_token=SecretStr(" "))
    assert open_channels(blank, RateLimit("0")) == ()


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        (Settings(slack_bot_token=TOKEN), ["MURROS_SLACK_SIGNING_SECRET"]),
        (Settings(slack_signing_secret=SECRET), ["MURROS_SLACK_BOT_TOKEN"]),
        (
            Settings(slack_api_url="https://slack-gov.com/api/"),
            ["MURROS_SLACK_BOT_TOKEN", "MURROS_SLACK_SIGNING_SECRET"],
        ),
    ],
)
def test_half_of_the_settings_is_an_error(settings: Settings, missing: list[str]) -> None:
    """It names what is missing, and holds no secret."""
    with pytest.raises(SettingError) as caught:
        open_channels(settings, RateLimit("0"))
    assert all(name in str(caught.value) for name in missing)
    assert "salaisuus" not in str(caught.value)


def test_slack_is_there_with_its_settings() -> None:
    """One channel, one route."""
    settings = Settings(slack_bot_token=TOKEN, slack_signing_secret=SECRET)
    (channel,) = open_channels(settings, RateLimit("0"))
    assert len(channel.router.routes) == 1


@pytest.mark.parametrize("url", ["slack.com", "ftp://slack.com/api/", "https://", "https://x?a=1"])
def test_address_of_slack_has_to_be_one(url: str) -> None:
    """The error names the setting."""
    settings = Settings(slack_bot_token=TOKEN, slack_signing_secret=SECRET, slack_api_url=url)
    with pytest.raises(SettingError, match="MURROS_SLACK_API_URL"):
        open_channels(settings, RateLimit("0"))
