"""Puts those who want the same thing at once in a line, first come, first served."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from api.gate import Gate


@dataclass(slots=True)
class _Line:
    gate: Gate
    length: int = 0


class Lines:
    """A line for each name; one at a time gets through. Lines that are empty take no memory."""

    def __init__(self, waiting: int, wait_s: float) -> None:
        """Let up to `waiting` wait in a line, each `wait_s` seconds."""
        self._waiting = waiting
        self._wait_s = wait_s
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def enter(self, name: str) -> AsyncIterator[None]:
        """Hold the one place inside.

        Raises:
            BusyError: too many wait already, or the turn did not come in time.
        """
        line = self._lines.setdefault(name, _Line(Gate(1, self._waiting, self._wait_s)))
        line.length += 1
        try:
            async with line.gate.enter():
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[name]
