"""Answers wait for acknowledgements, yet not for ever."""

import asyncio

import pytest

from api.channels.slack import acks as module
from api.channels.slack.acks import Acks


async def note(done: list[str]) -> None:
    """Tell that it was done."""
    done.append("job")


@pytest.mark.anyio
async def test_job_waits_for_what_is_being_acknowledged() -> None:
    """For all of it."""
    acks, done = Acks(), list[str]()
    with acks.one():
        with acks.one():
            task = asyncio.create_task(acks.after(note(done)))
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert done == []
    await task
    assert done == ["job"]


@pytest.mark.anyio
async def test_job_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd that never ends does not keep answers back."""
    monkeypatch.setattr(module, "CALM_MAX_S", 0.01)
    acks, done = Acks(), list[str]()
    with acks.one():
        await acks.after(note(done))
        assert done == ["job"]


@pytest.mark.anyio
async def test_job_that_is_stopped_while_it_waits_is_never_begun() -> None:
    """And leaves no warning of a coroutine that nobody awaited."""
    acks, done = Acks(), list[str]()
    with acks.one():
        task = asyncio.create_task(acks.after(note(done)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert done == []
