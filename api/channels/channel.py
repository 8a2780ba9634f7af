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


def open_channels(settings: Settings, rate_limit: RateLimit) -> tuple[Channel, ...]:
    """Return the channels whose settings are given.

    Raises:
        SettingError: the settings of one are incomplete, or cannot work.
    """
    del settings, rate_limit
    return ()
