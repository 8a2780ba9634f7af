"""What a channel is to the service, and which there are by the settings."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from fastapi import APIRouter

from api.limits import RateLimit
from api.service import Service
from api.settings import Settings


class Channel(Protocol):
    """A way in beside HTTP: its route, and the work behind it."""

    router: APIRouter

    def serve(self, service: Service) -> AbstractAsyncContextManager[None]:
        """Answer what comes in until the block ends; then let answers under way end."""


def has_teams(settings: Settings) -> bool:
    """Return whether anything of Teams is set."""
    told = (
        settings.teams_client_id,
        settings.teams_client_secret.get_secret_value(),
        settings.teams_tenant_id,
        settings.teams_cloud_url,
    )
    return settings.teams_local or any(told)


def open_channels(settings: Settings, rate_limit: RateLimit) -> tuple[Channel, ...]:
    """Return the channels whose settings are given.

    Raises:
        SettingError: the settings of one are incomplete, or cannot work.
    """
    channels: list[Channel] = []
    if has_teams(settings):
        # Imported here alone: Microsoft's package takes a second to load.
        from api.channels.teams.channel import open_teams

        channels.append(open_teams(settings, rate_limit))
    return tuple(channels)
