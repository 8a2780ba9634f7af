"""A few answers are made at once, a few more wait, the rest are told to come back."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from api.gate import Gate
from api.settings import WORK_AT_ONCE, WORK_WAITING
from index.errors import BusyError
from tests.api.fake import FakeAssistant

CROWD = WORK_AT_ONCE + WORK_WAITING + 32


@pytest.mark.anyio
async def test_gate_lets_in_no_more_than_it_may() -> None:
    """Whoever comes after waits for a place."""
    gate = Gate(working=2, waiting=8, wait_s=5)
    inside = most = 0

    async def work() -> None:
        nonlocal inside, most
        async with gate.enter():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(work() for _ in range(10)))
    assert (inside, most) == (0, 2)


@pytest.mark.anyio
async def test_gate_refuses_when_too_many_wait() -> None:
    """A full queue is told at once."""
    gate = Gate(working=1, waiting=0, wait_s=5)
    async with gate.enter():
        with pytest.raises(BusyError):
            async with gate.enter():
                pass
    async with gate.enter():
        pass


@pytest.mark.anyio
async def test_gate_refuses_who_waits_too_long() -> None:
    """Nobody waits for ever, and the place is not lost."""
    gate = Gate(working=1, waiting=5, wait_s=0.01)
    async with gate.enter():
        with pytest.raises(BusyError):
            async with gate.enter():
                pass
    async with gate.enter():
        pass


@pytest.mark.anyio
async def test_gate_keeps_its_places_when_waiters_are_cancelled() -> None:
    """A client that hangs up in the queue leaves nothing behind."""
    gate = Gate(working=1, waiting=1, wait_s=5)

    async def wait() -> None:
        async with gate.enter():
            pass

    async with gate.enter():
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.gather(wait(), wait())


async def until_ready(client: httpx.AsyncClient) -> None:
    """Return when the application is ready."""
    for _ in range(1000):
        if (await client.get("/health/ready")).status_code == 200:
            return
        await asyncio.sleep(0.01)


@pytest.mark.anyio
async def test_crowd_is_answered_or_told_to_come_back(
    app: FastAPI, assistant: FakeAssistant
) -> None:
    """Of a crowd at once, as many as fit are answered, the rest get a 503 with a time."""
    assistant.held = asyncio.Event()
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        await until_ready(client)
        asking = asyncio.gather(
            *(client.post("/api/chat", json={"message": "Hei"}) for _ in range(CROWD))
        )
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if assistant.under_way == WORK_AT_ONCE:
                break
        assistant.held.set()
        responses = await asking
    refused = [response for response in responses if response.status_code == 503]
    assert assistant.most_under_way == WORK_AT_ONCE
    assert len(refused) == CROWD - WORK_AT_ONCE - WORK_WAITING
    assert all(int(response.headers["retry-after"]) > 0 for response in refused)
    assert {response.status_code for response in responses} == {200, 503}
