"""Jobs run off the event loop, a few at once, in order, as the caller would have run them."""

import asyncio
import contextvars
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.work import THREADS, Worker

HANG_S = 20.0  # so long nothing waits but what hangs
ASKED: contextvars.ContextVar[str] = contextvars.ContextVar("asked", default="")


class Held:
    """Jobs that stay in their threads until they are let go."""

    def __init__(self) -> None:
        """Begin with none."""
        self.begun = threading.Semaphore(0)
        self.gate = threading.Event()

    def job(self) -> None:
        """Tell that a thread is taken, then hold it."""
        self.begun.release()
        self.gate.wait(HANG_S)


@asynccontextmanager
async def all_taken(worker: Worker) -> AsyncIterator[Held]:
    """Hold all threads of a worker until the block ends, or lets them go itself."""
    held = Held()
    jobs = [asyncio.create_task(worker.run(held.job)) for _ in range(THREADS)]
    try:
        for _ in jobs:
            await asyncio.to_thread(held.begun.acquire)
        yield held
    finally:
        held.gate.set()
        await asyncio.gather(*jobs)


async def test_job_gets_its_arguments_and_gives_its_result() -> None:
    """What a job returns comes back, by place and by name."""

    def join(first: str, *rest: str, by: str) -> str:
        return by.join((first, *rest))

    assert await Worker().run(join, "a", "b", "c", by="-") == "a-b-c"


async def test_error_of_a_job_reaches_the_caller() -> None:
    """A job that fails fails its caller alone; the next one runs."""
    worker = Worker()
    with pytest.raises(ValueError, match="kuusi"):
        await worker.run(int, "kuusi")
    assert await worker.run(int, "6") == 6


async def test_jobs_leave_the_event_loop_free() -> None:
    """A job runs in a thread of the worker, never in that of the loop."""
    name = await Worker().run(lambda: threading.current_thread().name)
    assert name.startswith("murros")
    assert threading.current_thread().name != name


async def test_job_sees_the_context_of_its_caller() -> None:
    """Each of many jobs sees the context variables of who asked for it."""
    worker = Worker()

    async def ask(text: str) -> str:
        ASKED.set(text)
        await asyncio.sleep(0)
        return await worker.run(ASKED.get)

    names = [str(n) for n in range(20)]
    assert await asyncio.gather(*map(ask, names)) == names


async def test_job_changes_no_context_but_its_own() -> None:
    """What a job sets is seen neither by its caller nor by the next job in its thread."""
    worker = Worker()
    await asyncio.gather(*(worker.run(ASKED.set, "muu") for _ in range(2 * THREADS)))
    assert ASKED.get() == ""
    assert await worker.run(ASKED.get) == ""


async def test_context_is_that_of_the_call() -> None:
    """A job that waits for its turn sees what was set when it was asked for."""
    worker = Worker()
    async with all_taken(worker) as held:
        ASKED.set("ennen")
        waiting = asyncio.create_task(worker.run(ASKED.get))
        await asyncio.sleep(0)
        ASKED.set("jälkeen")
        held.gate.set()
        assert await waiting == "ennen"


async def test_jobs_begin_in_the_order_they_came() -> None:
    """What waits for a thread waits in line."""
    worker = Worker()
    begun: list[int] = []
    lock = threading.Lock()

    def note(number: int) -> None:
        with lock:
            begun.append(number)

    async with all_taken(worker) as held:
        held_back = Held()  # leaves one thread, so that the line has one end
        waiting = [asyncio.create_task(worker.run(held_back.job)) for _ in range(THREADS - 1)]
        waiting += [asyncio.create_task(worker.run(note, number)) for number in range(20)]
        await asyncio.sleep(0)
        assert begun == []
        held.gate.set()
        await asyncio.gather(*waiting[THREADS - 1 :])
        held_back.gate.set()
        await asyncio.gather(*waiting)
    assert begun == list(range(20))


async def test_only_so_many_jobs_run_at_once() -> None:
    """However many are asked for, no more than the threads there are run together."""
    worker = Worker()
    lock = threading.Lock()
    running, most = 0, 0
    names: set[str] = set()
    pair = threading.Barrier(THREADS, timeout=HANG_S)

    def count() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            names.add(threading.current_thread().name)
        pair.wait()  # all threads are in a job now
        with lock:
            running -= 1

    await asyncio.gather(*(worker.run(count) for _ in range(10 * THREADS)))
    assert most == THREADS
    assert len(names) == THREADS


async def test_cancelled_job_that_waits_never_begins() -> None:
    """Who gives up while waiting in line costs no computing."""
    worker = Worker()
    begun: list[str] = []
    async with all_taken(worker) as held:
        given_up = asyncio.create_task(worker.run(begun.append, "kesken"))
        kept = asyncio.create_task(worker.run(begun.append, "valmis"))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        held.gate.set()
        await kept
    await worker.run(begun.append, "viimeinen")
    assert begun == ["valmis", "viimeinen"]


async def test_cancelled_job_that_runs_leaves_the_worker_usable() -> None:
    """Who gives up on a running job is free at once; its thread takes the next job later."""
    worker = Worker()
    held = Held()
    running = asyncio.create_task(worker.run(held.job))
    await asyncio.to_thread(held.begun.acquire)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    held.gate.set()
    assert (
        await asyncio.gather(*(worker.run(int, "1") for _ in range(2 * THREADS)))
        == [1] * 2 * THREADS
    )
