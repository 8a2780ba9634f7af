"""Answers that are made after their request was acknowledged."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from api.problems import log_failure

GRACE_S = 8.0  # for answers under way when the service stops


class Tasks:
    """Keeps what is under way; a task that nobody holds may vanish."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._under_way: set[asyncio.Task[None]] = set()

    def start(self, job: Coroutine[Any, Any, None]) -> None:
        """Begin a job; what it fails with is logged."""
        task = asyncio.create_task(job)
        self._under_way.add(task)
        task.add_done_callback(self._end)

    async def close(self, grace_s: float = GRACE_S) -> None:
        """Let jobs end for `grace_s`, then stop those that have not."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=grace_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            log_failure(error)
