"""The stub server ends whatever is under way, and does not hide its own errors."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

from tests.stub.behaviour import Endless, Silent, Stalls
from tests.stub.server import StubServer, until
from tests.stub.steps import Behaviour, Call, Step

BODY = {"model": "stub", "stream": True, "messages": [{"role": "user", "content": "[1] A\nB."}]}


class Faulty:
    """A behaviour with an error in it."""

    def steps(self, call: Call) -> Iterator[Step]:
        """Raise."""
        raise ZeroDivisionError


async def post(url: str) -> httpx.Response:
    """Return the response to a call."""
    async with httpx.AsyncClient(timeout=5.0) as client:
        return await client.post(f"{url}/chat/completions", json=BODY)


@pytest.mark.parametrize("behaviour", [Silent(), Stalls(1), Silent(is_after_headers=True)])
async def test_closing_ends_every_wait(behaviour: Behaviour) -> None:
    """Clients that wait get an error, and no thread is left."""
    with StubServer(behaviour) as server:
        calls = [asyncio.create_task(post(server.base_url)) for _ in range(3)]
        await until(lambda: server.active == 3)
    for result in await asyncio.gather(*calls, return_exceptions=True):
        assert isinstance(result, httpx.TransportError)
    assert server.active == 0
    assert server.disconnects == 0
    assert "stub" not in {thread.name for thread in threading.enumerate()}


async def test_closing_ends_a_stream_that_nobody_reads() -> None:
    """Not even a client whose buffers are full can hold the server."""
    with StubServer(Endless(characters=50_000_000, sentence="Työ. " * 20_000)) as server:
        async with httpx.AsyncClient(timeout=5.0) as client:
            url = f"{server.base_url}/chat/completions"
            async with client.stream("POST", url, json=BODY) as response:
                assert response.status_code == 200
                server.close()
    assert server.active == 0


async def test_closed_server_refuses_connections() -> None:
    """The address stays known, so that a test can call where nobody listens."""
    with StubServer() as server:
        pass
    with pytest.raises(httpx.ConnectError):
        await post(server.base_url)


def test_connection_without_a_request_is_let_go() -> None:
    """A client may connect and say nothing, or leave in the middle of its request."""
    with StubServer() as server:
        port = httpx.URL(server.base_url).port
        for said in (b"", b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 9\r\n\r\n{"):
            with socket.create_connection(("127.0.0.1", port)) as sock:
                sock.sendall(said)


async def test_errors_of_the_stub_are_raised() -> None:
    """An error in a behaviour fails the test that uses it."""

    async def call() -> None:
        with StubServer(Faulty()) as server:
            await asyncio.gather(post(server.base_url), return_exceptions=True)

    with pytest.raises(ZeroDivisionError):
        await call()
