"""Work after the acknowledgement: held, ended, its failures told."""

import asyncio
import gc
import logging

import pytest

from api.channels.tasks import Tasks


@pytest.mark.anyio
async def test_work_is_held_until_it_ends() -> None:
    """Nobody else holds it, and the service waits for it when it stops."""
    tasks, done = Tasks(), []

    async def work() -> None:
        await asyncio.sleep(0.05)
        done.append(1)

    tasks.start(work())
    gc.collect()
    await tasks.close()
    assert done == [1]


@pytest.mark.anyio
async def test_work_that_does_not_end_is_stopped() -> None:
    """A stopping service waits no longer than the grace."""
    tasks, stopped = Tasks(), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            stopped.set()

    tasks.start(work())
    await tasks.close(0.01)
    assert stopped.is_set()


@pytest.mark.anyio
async def test_failure_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    """The text may repeat what somebody wrote."""
    tasks = Tasks()

    async def work() -> None:
        raise ValueError("".join(["sala", "inen"]))  # else its line would hold it

    with caplog.at_level(logging.ERROR):
        tasks.start(work())
        await tasks.close()
        await asyncio.sleep(0)
    assert "ValueError" in caplog.text
    assert "salainen" not in caplog.text


async def note(done: list[str]) -> None:
    """Tell that it was done."""
    done.append("job")


@pytest.mark.anyio
async def test_work_waits_for_what_is_being_acknowledged() -> None:
    """For all of it."""
    tasks, done = Tasks(), list[str]()
    with tasks.acknowledging():
        with tasks.acknowledging():
            tasks.start(note(done))
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert done == []
    await tasks.close()
    assert done == ["job"]


@pytest.mark.anyio
async def test_work_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd that never ends does not keep answers back."""
    monkeypatch.setattr("api.channels.tasks.CALM_MAX_S", 0.01)
    tasks, done = Tasks(), list[str]()
    with tasks.acknowledging():
        tasks.start(note(done))
        await tasks.close()
        assert done == ["job"]


@pytest.mark.anyio
async def test_work_that_is_stopped_while_it_waits_is_never_begun() -> None:
    """And leaves no warning of a coroutine that nobody awaited."""
    tasks, done = Tasks(), list[str]()
    with tasks.acknowledging():
        tasks.start(note(done))
        await tasks.close(0.01)
    assert done == []
