"""What a channel is to the service, and which there are by the settings."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from fastapi import APIRouter

from api.limits import RateLimit
from api.service import Service
from api.settings import Settings, read_text, variable
from bot.messages import say
from index.errors import SettingError

TEAMS = ("teams_client_id", "teams_client_secret", "teams_tenant_id", "teams_cloud_url")


class Channel(Protocol):
    """A way in beside HTTP: its route, and the work behind it."""

    router: APIRouter

    def serve(self, service: Service) -> AbstractAsyncContextManager[None]:
        """Answer what comes in until the block ends; then let answers under way end."""


def open_channels(settings: Settings, rate_limit: RateLimit) -> tuple[Channel, ...]:
    """Return the channels whose settings are given.

    Raises:
        SettingError: the settings of one are incomplete, or cannot work.
    """
    channels: list[Channel] = []
    # Imported here: the vendors' packages cost a second that only those who use them should pay.
    if _is_given(settings, ("slack_bot_token", "slack_signing_secret"), ("slack_api_url",)):
        from api.channels.slack.channel import SlackChannel

        channels.append(SlackChannel(settings, rate_limit))
    if settings.teams_local or any(read_text(settings, name) for name in TEAMS):
        from api.channels.teams.channel import open_teams

        channels.append(open_teams(settings, rate_limit))
    return tuple(channels)


def _is_given(settings: Settings, needed: Sequence[str], more: Sequence[str]) -> bool:
    """Return whether the settings of a channel are given, `needed` ones all.

    Raises:
        SettingError: only a part is; it names what is missing.
    """
    missing = [name for name in needed if not read_text(settings, name)]
    if missing and any(read_text(settings, name) for name in (*needed, *more)):
        names = ", ".join(variable(name) for name in missing)
        raise SettingError(say("settings.channel_missing", names=names))
    return not missing
