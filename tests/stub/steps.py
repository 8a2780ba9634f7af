"""What a behaviour is told of a call and what it may have the server do. Nothing here acts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Call:
    """A request: its last user message, and which one of its path it is, from 1.

    Counted from when the server got its behaviour. The prompt of embeddings is empty.
    """

    prompt: str
    number: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing happens for so long; the client may leave meanwhile."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """The data of one event as it is; the whole body where the answer is no stream."""

    data: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A response in place of an answer."""

    status: int
    body: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class End:
    """The answer ends for a reason of OpenAI's; None: the stream just ends, without `[DONE]`."""

    reason: str | None


class Signal(Enum):
    """Steps that need nothing said."""

    OPEN = "the headers are sent; otherwise with the first token"
    BREAK = "the connection is closed, an open stream inside an event"


Step = Wait | Token | Raw | Refusal | End | Signal


class Behaviour(Protocol):
    """What a server does with its calls. An answer ends well where the steps end."""

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield what to do, in order."""
