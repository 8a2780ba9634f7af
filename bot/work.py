"""Runs computing off the event loop, a bounded number of jobs at once, in the order they came."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 2  # more would only wait for each other: most of a job holds Python's own lock


class Worker:
    """A few threads. What waits for a turn and is cancelled is never begun."""

    def __init__(self) -> None:
        """Prepare the threads; they begin with the first job."""
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="murros")

    async def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a job returns, run with the context variables of the caller."""
        call = partial(contextvars.copy_context().run, partial(job, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)
