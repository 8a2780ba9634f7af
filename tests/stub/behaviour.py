"""How a stub language model behaves: each behaviour turns a call into steps for the server.

Behaviours compose: those with a field `of` do something to the steps of another, as in
`Stalls(5, of=Says("Työ muuttuu [1]."))` or `Fails(503, times=2, of=Slow(0.01))`.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import repeat

from tests.stub import writing
from tests.stub.protocol import error_json
from tests.stub.steps import Behaviour, Call, End, Raw, Refusal, Signal, Step, Token, Wait


@dataclass(frozen=True, slots=True)
class Honest:
    """Tells the first sentences of the first pieces of evidence, with their markers."""

    pieces: int = writing.PIECES
    sentences: int = writing.SENTENCES
    is_after_stop: bool = False

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield tokens."""
        told = writing.tell(call.prompt, self.pieces, self.sentences)
        return _tokens(writing.mark(told, is_after_stop=self.is_after_stop))


HONEST = Honest()


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Tells what `Honest` tells, without markers."""

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield tokens."""
        return _tokens(writing.unmark(writing.tell(call.prompt)))


@dataclass(frozen=True, slots=True)
class Lying:
    """Writes an answer that is wrong in one way."""

    kind: writing.Lie

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield tokens."""
        return _tokens(writing.lie(self.kind, call.prompt))


@dataclass(frozen=True, slots=True)
class English:
    """Answers in English, with markers."""

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield tokens."""
        return _tokens(writing.english(call.prompt))


@dataclass(frozen=True, slots=True)
class Says:
    """Writes a given text, or the next one of several with each call; the last one ever after."""

    text: str | tuple[str, ...]
    delay_s: float = 0.0

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield tokens, a wait before each where there is a delay."""
        texts = (self.text,) if isinstance(self.text, str) else self.text
        return _slowed(_tokens(texts[min(call.number, len(texts)) - 1]), self.delay_s)


@dataclass(frozen=True, slots=True)
class Empty:
    """Ends well without having said anything."""

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield nothing."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Endless:
    """Says one sentence over and over, in tokens of its length, `characters` in all."""

    characters: int = 100_000
    sentence: str = "Työ muuttuu kunnissa yhä nopeammin kuin ennen [1]. "

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield tokens."""
        return map(Token, repeat(self.sentence, math.ceil(self.characters / len(self.sentence))))


@dataclass(frozen=True, slots=True)
class Slow:
    """Waits before each token."""

    delay_s: float
    of: Behaviour = HONEST

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield the steps of another behaviour, with waits."""
        return _slowed(self.of.steps(call), self.delay_s)


@dataclass(frozen=True, slots=True)
class Fails:
    """Refuses with an HTTP status: the first `times` calls, or all.

    `body`: what is sent, by default the error object of OpenAI. `of`: what comes afterwards.
    """

    status: int
    times: int | None = None
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    of: Behaviour = HONEST

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield a refusal, or the steps of another behaviour that counts its own calls."""
        if self.times is not None and call.number > self.times:
            return self.of.steps(replace(call, number=call.number - self.times))
        body = error_json(self.status) if self.body is None else self.body
        return iter((Refusal(self.status, body, self.headers),))


@dataclass(frozen=True, slots=True)
class Silent:
    """Is silent for a time before the headers, or after them and before the first token."""

    delay_s: float = math.inf
    is_after_headers: bool = False
    of: Behaviour = HONEST

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield a wait, then the steps of another behaviour."""
        if self.is_after_headers:
            yield Signal.OPEN
        yield Wait(self.delay_s)
        yield from self.of.steps(call)


@dataclass(frozen=True, slots=True)
class Stalls:
    """Says so many tokens, then nothing more; the connection stays open."""

    after_tokens: int
    of: Behaviour = HONEST

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield the first steps of another behaviour, then a wait without end."""
        yield from _first(self.after_tokens, self.of.steps(call))
        yield Wait(math.inf)


@dataclass(frozen=True, slots=True)
class Breaks:
    """Says so many tokens, then closes the connection inside an event; 0: before the headers."""

    after_tokens: int
    of: Behaviour = HONEST

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield the first steps of another behaviour, then the break."""
        yield from _first(self.after_tokens, self.of.steps(call))
        yield Signal.BREAK


@dataclass(frozen=True, slots=True)
class Ends:
    """Says so many tokens, then ends in order: at a limit (`length`) or with no reason at all."""

    after_tokens: int
    reason: str | None = "length"
    of: Behaviour = HONEST

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield the first steps of another behaviour, then the end."""
        yield from _first(self.after_tokens, self.of.steps(call))
        yield End(self.reason)


class Fault(StrEnum):
    """The data of an event that is not what the protocol promises."""

    NOT_JSON = '{"id": "chatcmpl-stub", "choices": ['
    NO_CHOICES = '{"id": "chatcmpl-stub", "object": "chat.completion.chunk"}'
    NULL_CHOICES = '{"id": "chatcmpl-stub", "object": "chat.completion.chunk", "choices": null}'
    WRONG_TYPE = '{"id": 7, "choices": [{"index": "a", "delta": {"content": {"text": 42}}}]}'
    NOT_OBJECT = json.dumps("The server is overloaded.")
    ERROR = error_json(500)  # what OpenAI sends when it fails after it has begun


@dataclass(frozen=True, slots=True)
class Malformed:
    """Says so many tokens, then an event that is wrong, then the rest."""

    fault: Fault
    after_tokens: int = 2
    of: Behaviour = HONEST

    def steps(self, call: Call) -> Iterator[Step]:
        """Yield the steps of another behaviour with a wrong one among them."""
        steps = self.of.steps(call)
        yield from _first(self.after_tokens, steps)
        yield Raw(self.fault)
        yield from steps


def _tokens(text: str) -> Iterator[Step]:
    return map(Token, writing.cut(text))


def _slowed(steps: Iterator[Step], delay_s: float) -> Iterator[Step]:
    for step in steps:
        if delay_s and isinstance(step, Token):
            yield Wait(delay_s)
        yield step


def _first(count: int, steps: Iterator[Step]) -> Iterator[Step]:
    """Yield steps up to the token of that number and take no more of them."""
    while count > 0 and (step := next(steps, None)) is not None:
        count -= isinstance(step, Token)
        yield step
