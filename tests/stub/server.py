"""A language model's server in a thread: the OpenAI protocol over real HTTP, behaving as told.

Owns connections, the counts that tests read, and how steps of a behaviour become bytes.
"""

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from tests.stub.behaviour import HONEST
from tests.stub.protocol import (
    Body,
    chunk_json,
    completion_json,
    count_usage,
    embeddings_json,
    error_json,
    last_user_text,
    models_json,
    usage_json,
)
from tests.stub.steps import Behaviour, Call, End, Raw, Refusal, Signal, Step, Token, Wait
from tests.stub.wire import Request, Wire, read_request

DIMENSION = 256
STOP: str | None = "stop"  # the reason of an answer that is whole


async def until(claim: Callable[[], bool], limit_s: float = 5.0) -> None:
    """Return when `claim` holds; fail after `limit_s`."""
    end_s = time.monotonic() + limit_s
    while not claim():
        assert time.monotonic() < end_s, "it did not come true in time"
        await asyncio.sleep(0.005)


class StubServer:
    """Serves while it is entered; to leave it closes it, and raises errors of the stub itself.

    `base_url`: what clients take as `base_url` and OPENAI_BASE_URL, known once it is entered.
    `requests`, `embedded`: the bodies of the calls for answers and for embeddings, in order.
    `authorizations`: the header of each, empty where there was none. `disconnects`: calls for
    answers whose client went away before the end. `active`: those under way.
    """

    def __init__(self, behaviour: Behaviour = HONEST, dimension: int = DIMENSION) -> None:
        """Keep what to do; `dimension` is the length of embeddings that name no other."""
        self.base_url = ""
        self.requests: list[Body] = []
        self.embedded: list[Body] = []
        self.authorizations: list[str] = []
        self.disconnects = 0
        self.active = 0
        self._dimension = dimension
        self._errors: list[BaseException] = []
        self.behaviour = behaviour

    @property
    def behaviour(self) -> Behaviour:
        """What is done with calls from now on; setting it begins to count calls anew."""
        return self._behaviour

    @behaviour.setter
    def behaviour(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._calls = Counter[str]()

    def __enter__(self) -> Self:
        """Listen at a free port; a connection made from now on is served."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="stub")
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, and raise what went wrong in the server."""
        self.close()
        if self._errors and error is None:
            raise self._errors[0]

    def close(self) -> None:
        """Close every connection, whatever is under way, and listen no more."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        attending: set[asyncio.Task[None]] = set()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if self._stop.is_set():
                writer.transport.abort()
                return
            task = asyncio.create_task(self._attend(reader, writer))
            attending.add(task)
            task.add_done_callback(lambda _: writer.transport.abort())
            task.add_done_callback(self._note_error)
            task.add_done_callback(attending.discard)

        server = await asyncio.start_server(accept, sock=self._listener)
        await self._stop.wait()
        self._loop.remove_reader(self._listener)
        for task in attending:
            task.cancel()
        while rest := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(rest)
            await asyncio.sleep(0)  # aborted connections are closed in the next round of the loop
        server.close()  # not before: asyncio would leave open what it is just accepting

    def _note_error(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._errors.append(error)

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the one request of a connection until all is said or the client has left."""
        try:
            request = await read_request(reader)
            work = asyncio.create_task(self._answer(request, Wire(writer)))
            leaving = asyncio.create_task(reader.read(1))  # nothing follows but the end
            try:
                await asyncio.wait((work, leaving), return_when=asyncio.FIRST_COMPLETED)
                if work.done():
                    work.result()
            finally:
                work.cancel()
                leaving.cancel()
                await asyncio.gather(work, leaving, return_exceptions=True)
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError):
            return  # the client has left

    async def _answer(self, request: Request, wire: Wire) -> None:
        match request.method, request.path:
            case "GET", "/v1/models":
                await wire.send(200, models_json())
            case "POST", "/v1/chat/completions":
                self.authorizations.append(request.headers.get("authorization", ""))
                await self._chat(request, wire)
            case "POST", "/v1/embeddings":
                self.authorizations.append(request.headers.get("authorization", ""))
                await self._embed(request, wire)
            case _:
                await wire.send(404, error_json(404))

    def _steps(self, request: Request) -> Iterator[Step]:
        self._calls[request.path] += 1
        call = Call(last_user_text(request.body), self._calls[request.path])
        return self._behaviour.steps(call)

    async def _chat(self, request: Request, wire: Wire) -> None:
        self.active += 1
        self.requests.append(request.body)
        write = _stream if request.body.get("stream") else _write
        try:
            await write(request.body, self._steps(request), wire)
        finally:
            self.disconnects += not wire.is_ended and not self._stop.is_set()
            self.active -= 1

    async def _embed(self, request: Request, wire: Wire) -> None:
        """Do what the behaviour does before its first token, then send vectors."""
        self.embedded.append(request.body)
        for step in self._steps(request):
            if isinstance(step, Token | Raw | End):
                break
            await _act(step, wire)
            if wire.is_ended:
                return
        await wire.send(200, embeddings_json(request.body, self._dimension))


async def _stream(body: Body, steps: Iterator[Step], wire: Wire) -> None:
    model, written, reason = body["model"], 0, STOP
    for step in steps:
        match step:
            case Token(text):
                if not written:
                    await wire.event(chunk_json(model, {"role": "assistant", "content": ""}))
                written += 1
                await wire.event(chunk_json(model, {"content": text}))
            case Raw(data):
                await wire.event(data)
            case Signal.OPEN:
                await wire.open()
            case End(reason):
                break
            case _:
                await _act(step, wire)
        if wire.is_ended:
            return
    if reason is None:
        await wire.finish()
        return
    last = [chunk_json(model, {}, reason)]
    if (body.get("stream_options") or {}).get("include_usage"):
        last.append(usage_json(model, count_usage(body, written)))
    await wire.finish(*last, "[DONE]")


async def _write(body: Body, steps: Iterator[Step], wire: Wire) -> None:
    texts: list[str] = []
    raw, reason = "", STOP
    for step in steps:
        match step:
            case Token(text):
                texts.append(text)
            case Raw(data):
                raw = data
            case End(reason):
                break
            case _:
                await _act(step, wire)
        if wire.is_ended:
            return
    usage = count_usage(body, len(texts))
    whole = completion_json(body["model"], "".join(texts), usage, reason)
    await wire.send(200, raw or whole)


async def _act(step: Wait | Refusal | Signal, wire: Wire) -> None:
    """Do a step that says nothing of the answer; only streams have headers ahead of it."""
    match step:
        case Wait(seconds):
            await asyncio.sleep(seconds)
        case Refusal(status, body, headers):
            await wire.send(status, body, headers)
        case Signal.BREAK:
            await wire.break_off()
