"""Bounds how much is under way at once and how much may wait for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from index.errors import BusyError


class Gate:
    """Lets `working` callers in at once; up to `waiting` more wait, each `wait_s` seconds."""

    def __init__(self, working: int, waiting: int, wait_s: float) -> None:
        """Open a gate that nobody has passed yet."""
        self._free = asyncio.Semaphore(working)
        self._waiting = 0
        self._max_waiting = waiting
        self._wait_s = wait_s

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        """Hold a place inside.

        Raises:
            BusyError: too many wait already, or the turn did not come in time.
        """
        if self._free.locked() and self._waiting >= self._max_waiting:
            raise BusyError("liian monta kysymystä odottaa; yritä hetken päästä")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._wait_s):
                await self._free.acquire()
        except TimeoutError as error:
            raise BusyError("vuoro ei tullut ajoissa; yritä hetken päästä") from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
