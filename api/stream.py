"""An answer as server-sent events (HTML Standard, 9.2), sent as it is proved."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import asdict

from api.conversations.turns import OpenTurn
from api.errors import SlowError
from api.problems import explain, log_failure
from api.service import Answering
from api.settings import ANSWER_MAX_S, PING_S
from api.wire import write_answer, write_citation
from bot.answer import Answer, Citation, Event, Sentence

PING = b": odota\n\n"


async def write_events(
    assistant: Answering, turn: OpenTurn, max_s: float = ANSWER_MAX_S
) -> AsyncGenerator[bytes]:
    """Yield the events of an answer as bytes, a comment in every silence; an error comes last.

    `max_s`: seconds that the whole answer may take. Closing it stops the work.
    """
    ids = {"conversation_id": turn.conversation_id, "message_id": turn.message_id}
    yield _frame("start", json.dumps(ids))
    try:
        async with aclosing(follow(assistant, turn, max_s, PING_S)) as events:
            async for event in events:
                yield PING if event is None else _write(event, ids)
    except Exception as error:  # noqa: BLE001 - the response has begun, so it cannot be a 500
        log_failure(error)
        yield _frame("error", json.dumps(asdict(explain(error)), ensure_ascii=False))


async def follow(
    assistant: Answering, turn: OpenTurn, max_s: float, silence_s: float
) -> AsyncGenerator[Event | None]:
    """Yield the events of a turn up to the answer, None after every `silence_s` without one.

    The whole answer is stored before it is yielded. Closing it stops the work. A task of its own
    runs the assistant, so that waiting can end while it goes on.

    Raises:
        SlowError: the answer did not come within `max_s` seconds.
        MurrosError: as the assistant does, or the answer cannot be stored.
    """
    source = assistant.stream(turn.message, turn.history)
    events: asyncio.Queue[Event | Exception] = asyncio.Queue(maxsize=1)
    clock = asyncio.get_running_loop().time
    end_s = clock() + max_s
    work = asyncio.create_task(_run(source, events))
    try:
        event: Event | Exception | None = None
        while not isinstance(event, Answer):
            if clock() >= end_s:
                raise SlowError("vastaus ei valmistunut ajoissa; yritä hetken päästä")
            try:
                async with asyncio.timeout(min(silence_s, end_s - clock())):
                    event = await events.get()
            except TimeoutError:
                event = None
            if isinstance(event, Exception):
                raise event
            if isinstance(event, Answer):
                await turn.finish(event)
            yield event
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def _run(source: AsyncIterator[Event], events: asyncio.Queue[Event | Exception]) -> None:
    """Put what `source` yields, or its error, on the queue; close the source in the end."""
    try:
        async for event in source:
            await events.put(event)
    except Exception as error:  # noqa: BLE001 - handed over to the reader of the queue
        await events.put(error)
    finally:
        if isinstance(source, AsyncGenerator):
            await source.aclose()


def _write(event: Event, ids: dict[str, str]) -> bytes:
    match event:
        case Citation():
            return _frame("citation", write_citation(event).model_dump_json())
        case Sentence(text):
            return _frame("sentence", json.dumps({"text": text}, ensure_ascii=False))
        case Answer():
            return _frame("done", write_answer(event, **ids).model_dump_json())


def _frame(name: str, data: str) -> bytes:
    """Return one event; `data` is JSON, so it has no line break of its own."""
    return f"event: {name}\ndata: {data}\n\n".encode()
