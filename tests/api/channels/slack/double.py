"""A double of Slack: its Web API over real HTTP, what people then see, and signed deliveries.

It keeps messages as Slack does, so that tests look at what is seen and not at how it came there,
and refuses what is beyond Slack's bounds (`bounds.py`).
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, ClassVar

from tests.api.channels.slack.bounds import find_faults

Fields = dict[str, Any]
EPHEMERAL = "ephemeral"
ANSWER = "murros_answer"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call: `code` is refused, `status` answered, or nothing comes.

    `is_done`: Slack does what was asked, yet the caller does not hear of it.
    """

    code: str = ""
    status: int = 200
    retry_after_s: int | None = None
    delay_s: float = 0.0
    is_cut: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class Call:
    """A call as it came in."""

    method: str
    fields: Fields
    token: str


@dataclass
class Message:
    """A message as people see it; `markdown` is what was streamed, with `blocks` below it."""

    channel: str
    ts: str
    thread: str
    markdown: str = ""
    text: str = ""
    blocks: list[Fields] = field(default_factory=list)
    metadata: Fields = field(default_factory=dict)
    is_streaming: bool = False
    user: str = ""  # who alone sees it

    @property
    def sentences(self) -> str:
        """Return what is read as the text: streamed, or in blocks of Markdown, or plain."""
        told = [b["text"] for b in self.blocks if b["type"] == "markdown"]
        return self.markdown + "".join(told) if self.markdown or self.blocks else self.text

    @property
    def is_answer(self) -> bool:
        """Return whether it is an answer, or the end of one."""
        thumbs = any(block["type"] == "context_actions" for block in self.blocks)
        return not self.is_streaming and (thumbs or self.metadata.get("event_type") == ANSWER)


class Double:
    """Slack in this process: `url` is its Web API, `calls` came in, `messages` are seen."""

    def __init__(self) -> None:
        """Begin with an empty workspace."""
        self.url = ""
        self.calls: list[Call] = []
        self.messages: list[Message] = []
        self.statuses: dict[str, str] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.beyond: list[str] = []  # what was beyond Slack's bounds
        self._numbers = count(1)
        self._changed = threading.Condition()

    def of(self, method: str) -> list[Fields]:
        """Return the fields of the calls of a method, in order."""
        with self._changed:
            return [call.fields for call in self.calls if call.method == method]

    def in_thread(self, thread: str) -> list[Message]:
        """Return the messages of a thread, in order."""
        with self._changed:
            return [message for message in self.messages if message.thread == thread]

    def wait(self, is_so: Callable[[], bool], limit_s: float = 20.0) -> None:
        """Return once something is so; fail after `limit_s`."""
        end_s = time.monotonic() + limit_s
        with self._changed:
            while not is_so():
                assert time.monotonic() < end_s, [call.method for call in self.calls]
                self._changed.wait(0.1)

    def await_answers(self, number: int = 1, thread: str | None = None) -> list[Message]:
        """Return the answers, in one thread where it is given, once there are so many."""

        def answers() -> list[Message]:
            return [m for m in self.messages if m.is_answer and thread in {None, m.thread}]

        self.wait(lambda: len(answers()) >= number)
        return answers()

    def take(self, call: Call) -> tuple[Fault, Fields]:
        """Do what a call asks; return what goes wrong with it, and the reply."""
        with self._changed:
            self.calls.append(call)
            queue = self.faults.get(call.method, [])
            fault = queue.pop(0) if queue else Fault()
            is_done = fault.is_done or not (fault.code or fault.is_cut or fault.status != 200)
            reply = self._do(call) if is_done else {"ok": False, "error": fault.code}
            self._changed.notify_all()
        return fault, reply

    def _do(self, call: Call) -> Fields:
        wrong = find_faults(call.method, call.fields)
        self.beyond += wrong
        if wrong:
            return {"ok": False, "error": "invalid_blocks"}
        fields, name = call.fields, call.method.rpartition(".")[2]
        if name in {"startStream", "postMessage", "postEphemeral", EPHEMERAL}:
            message = self._add(name, fields)
            return {"ok": True, "channel": message.channel, "ts": message.ts}
        if name == "setStatus":
            self.statuses[fields["thread_ts"]] = fields["status"]
        if name in {"appendStream", "stopStream", "update", "delete"}:
            return self._change(name, fields)
        return {"ok": True}

    def _add(self, name: str, fields: Fields) -> Message:
        message = Message(
            channel=fields.get("channel", ""),
            ts=f"1700000000.{next(self._numbers):06d}",
            thread=fields.get("thread_ts", ""),
            markdown=fields.get("markdown_text", ""),
            text=fields.get("text", ""),
            blocks=fields.get("blocks", []),
            metadata=fields.get("metadata", {}),
            is_streaming=name == "startStream",
            user=fields.get("user", EPHEMERAL if name == EPHEMERAL else ""),
        )
        self.messages.append(message)
        return message

    def _change(self, name: str, fields: Fields) -> Fields:
        found = [m for m in self.messages if (m.channel, m.ts) == (fields["channel"], fields["ts"])]
        if not found:
            return {"ok": False, "error": "message_not_found"}
        (message,) = found
        if message.is_streaming != name.endswith("Stream"):
            state = "message_not_in_streaming_state" if name.endswith("Stream") else "streaming"
            return {"ok": False, "error": state}
        if name == "delete":
            self.messages.remove(message)
        elif name == "update":
            message.markdown = ""
            message.text, message.blocks = fields["text"], fields["blocks"]
        else:
            message.markdown += fields.get("markdown_text", "")
            message.blocks = fields.get("blocks", [])
            message.is_streaming = name != "stopStream"
        message.metadata = fields.get("metadata", message.metadata)
        return {"ok": True, "ts": fields["ts"]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    double: ClassVar[Double]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        method = self.path.removeprefix("/api/").removeprefix("/respond/")
        token = self.headers.get("authorization", "").removeprefix("Bearer ")
        fault, reply = self.double.take(Call(method, json.loads(body), token))
        time.sleep(fault.delay_s)
        self.close_connection = True
        if fault.is_cut:
            return
        data = json.dumps(reply).encode()
        self.send_response(fault.status)
        if fault.retry_after_s is not None:
            self.send_header("Retry-After", str(fault.retry_after_s))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 256


@contextmanager
def serve_double() -> Iterator[Double]:
    """Serve a new double of Slack on loopback until the block ends."""
    double = Double()
    handler = type("Handler", (_Handler,), {"double": double})
    server = _Server(("127.0.0.1", 0), handler)
    double.url = f"http://127.0.0.1:{server.server_port}/api/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
