"""HTTP/1.1 by the byte, so that a stream can be cut anywhere. Knows nothing of what is told."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import responses

from tests.stub.protocol import Body

JSON = "application/json"
HALF_EVENT = b'data: {"id": "chatcmpl-stub", "choi'


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request that has been read; `body` is the parsed JSON, empty where there is none."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Body


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Return a request.

    Raises:
        asyncio.IncompleteReadError: the client left before it had sent all of it.
    """
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *fields = head.rstrip().split("\r\n")
    method, target, _ = line.split(" ")
    pairs = (entry.partition(":") for entry in fields)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target.partition("?")[0], headers, json.loads(raw) if raw else {})


class Wire:
    """One response. The connection serves no second one, so that no client pools it.

    `is_ended`: the server has said all that it wants to say.
    """

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        """Begin with nothing sent."""
        self._writer = writer
        self._is_open = False
        self.is_ended = False

    async def send(self, status: int, body: str, headers: Mapping[str, str] | None = None) -> None:
        """Send a whole response."""
        assert not self._is_open, "a stream has begun"
        raw = body.encode()
        fields = {"content-type": JSON, "content-length": str(len(raw))}
        self.is_ended = True
        await self._write(_head(status, fields | dict(headers or {})) + raw)

    async def open(self) -> None:
        """Send the headers of an event stream unless they have been sent."""
        if not self._is_open:
            self._is_open = True
            fields = {"content-type": "text/event-stream", "transfer-encoding": "chunked"}
            await self._write(_head(200, fields))

    async def event(self, data: str) -> None:
        """Send an event in two chunks, cut inside a character where it has one of many bytes."""
        await self.open()
        raw = _event(data)
        at = next((i + 1 for i, byte in enumerate(raw) if byte >= 0xC0), len(raw) // 2)
        for part in (raw[:at], raw[at:]):
            await self._write(_chunk(part))

    async def finish(self, *data: str) -> None:
        """Send the last events and the end of the stream."""
        await self.open()
        self.is_ended = True
        await self._write(b"".join(_chunk(_event(d)) for d in data) + _chunk(b""))

    async def break_off(self) -> None:
        """Leave an open stream in the middle of an event and of a chunk."""
        self.is_ended = True
        if self._is_open:
            await self._write(_chunk(HALF_EVENT + b" " * 64)[:-64])

    async def _write(self, raw: bytes) -> None:
        self._writer.write(raw)
        await self._writer.drain()
        await asyncio.sleep(0)  # so that a client that leaves is seen


def _head(status: int, fields: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {responses.get(status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in {**fields, "connection": "close"}.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _chunk(raw: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(raw), raw)


def _event(data: str) -> bytes:
    return f"data: {data}\n\n".encode()
