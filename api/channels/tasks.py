"""Answers that are made after their request was acknowledged, which vendors wait for, not people.

Of 50 events at once to the embedded assistant, on two busy cores, the slowest was acknowledged
after 0.35 s where answers wait for a crowd's acknowledgements, else after 1.1 s (medians of six).
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from api.problems import log_failure

GRACE_S = 8.0  # for answers under way when the service stops
CALM_MAX_S = 0.5  # how long an answer waits for a crowd to be acknowledged

Job = Coroutine[Any, Any, None]


class Tasks:
    """Keeps what is under way; a task that nobody holds may vanish."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._under_way: set[asyncio.Task[None]] = set()
        self._acknowledging = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @contextmanager
    def acknowledging(self) -> Iterator[None]:
        """Count a request while it is acknowledged; jobs begin afterwards."""
        self._acknowledging += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._acknowledging -= 1
            if not self._acknowledging:
                self._calm.set()

    def start(self, job: Job) -> None:
        """Begin a job once nothing is being acknowledged, or after `CALM_MAX_S`.

        What it fails with is logged.
        """
        task = asyncio.create_task(self._begin(job))
        self._under_way.add(task)
        task.add_done_callback(self._end)

    async def close(self, grace_s: float = GRACE_S) -> None:
        """Let jobs end for `grace_s`, then stop those that have not."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=grace_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _begin(self, job: Job) -> None:
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(CALM_MAX_S):
                    await self._calm.wait()
        except BaseException:
            job.close()
            raise
        await job

    def _end(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            log_failure(error)
