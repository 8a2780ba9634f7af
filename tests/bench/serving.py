"""Serves the product for the benchmark: inside this process, or as the command that users run."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx
import uvicorn

from api.app import create_app
from api.conversations.database import Database
from api.conversations.schema import make_id
from api.conversations.store import Conversations
from api.conversations.turns import MAX_HISTORY, OpenTurn
from api.server import listen
from api.service import Answering
from api.settings import Settings
from bot.answer import Answer
from bot.turn import Turn
from index.settings import ROOT

HOST = "127.0.0.1"
POLL_S = 0.02
READY_MAX_S = 60.0
STOP_MAX_S = 20.0
ASK_MAX_S = 60.0
TALK_LENGTH = 30  # messages
BYTES_PER_KIB = 1024
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Served:
    """A service in a process of its own: a client of it, and the seconds until it was ready."""

    client: httpx.Client
    pid: int
    ready_s: float


class Unkept(Conversations):
    """Keeps conversations in memory only: what a request costs without the database."""

    def __init__(self, database: Database) -> None:
        """Begin with none; `database` is not asked."""
        super().__init__(database)
        self._histories: dict[str, list[Turn]] = defaultdict(list)

    @asynccontextmanager
    async def turn(
        self, conversation_id: str | None, message: str, *, may_begin: bool = False
    ) -> AsyncIterator[OpenTurn]:
        """Yield a turn that no database sees."""
        del may_begin
        known = conversation_id or make_id()
        history = self._histories[known]

        async def finish(answer: Answer) -> None:
            history.append(Turn(message, answer.text, answer.memory))

        yield OpenTurn(known, make_id(), message, tuple(history[-MAX_HISTORY:]), finish)


@contextmanager
def serve_here(
    settings: Settings, assistant: Answering, *, keeps: bool = True
) -> Iterator[httpx.Client]:
    """Serve `assistant` from a thread of this process; yield a client with a kept connection.

    `keeps`: whether conversations are stored in a database.
    """
    with listen(HOST, 0) as listener:
        app = create_app(settings, assistant)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        port = listener.getsockname()[1]
        try:
            with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=ASK_MAX_S) as client:
                _await_ready(client)
                if not keeps:
                    app.state.service.conversations = Unkept(app.state.service.database)
                yield client
        finally:
            server.should_exit = True
            thread.join()


def time_build(environment: Mapping[str, str]) -> float:
    """Return the seconds that `murros index` takes, from its start to its end."""
    started_s = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own command
        [*_murros(), "index"],
        cwd=ROOT,
        env=_environment(environment),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started_s


@contextmanager
def serve_apart(environment: Mapping[str, str]) -> Iterator[Served]:
    """Run `murros serve` and yield it once it is ready."""
    port = _free_port()
    started_s = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*_murros(), "serve", "--port", str(port)],
        cwd=ROOT,
        env=_environment(environment),
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=ASK_MAX_S) as client:
            _await_ready(client)
            yield Served(client, process.pid, time.perf_counter() - started_s)
    finally:
        process.terminate()
        process.wait(STOP_MAX_S)


def ask(client: httpx.Client, question: str, conversation_id: str | None = None) -> str:
    """Ask over HTTP and wait for the whole answer; return the conversation's id.

    Raises:
        httpx.HTTPError: the answer is not 200.
    """
    body = {"message": question, "conversation_id": conversation_id}
    response = client.post("/api/chat", json=body).raise_for_status()
    return str(response.json()["conversation_id"])


class Talker:
    """Asks on and on in one conversation, until it is long; then in a new one."""

    def __init__(self, client: httpx.Client) -> None:
        """Talk by `client`."""
        self._client = client
        self._known: str | None = None
        self._count = 0

    def ask(self, question: str) -> None:
        """Ask the next question."""
        self._known = ask(self._client, question, self._known)
        self._count += 1
        if self._count % TALK_LENGTH == 0:
            self._known = None


def memory_mib(pid: int) -> float:
    """Return what a process holds in memory (resident set), in MiB. Linux only."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * BYTES_PER_KIB / MIB
    raise ProcessLookupError(f"process {pid} has no memory")


def _await_ready(client: httpx.Client) -> None:
    end_s = time.perf_counter() + READY_MAX_S
    while time.perf_counter() < end_s:
        try:
            if client.get("/health/ready").status_code == HTTPStatus.OK:
                return
        except httpx.TransportError:
            pass  # it does not listen yet
        time.sleep(POLL_S)
    raise TimeoutError(f"not ready in {READY_MAX_S:.0f} s")


def _murros() -> list[str]:
    return [sys.executable, "-m", "api.cli"]


def _environment(changes: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **changes}


def _free_port() -> int:
    with closing(socket.create_server((HOST, 0))) as listener:
        return int(listener.getsockname()[1])
