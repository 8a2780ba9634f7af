"""Measures what proving a model's sentences costs. Run by `make bench`.

The model is a stub that tells its evidence at the pace of a real one: in this process where single
answers are timed, in a process of its own, over HTTP, where many come at once.
"""

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

from pydantic import SecretStr

from bot.answer import Mode, Sentence
from bot.assistant import Assistant
from bot.model.chat import Usage, open_model
from bot.model.prompt import Prompt
from bot.settings import AssistantSettings
from index.store import Index
from tests.stub.behaviour import Honest, Slow
from tests.stub.server import StubServer
from tests.stub.writing import cut, mark, tell

TIMEOUT_S = 30.0
MODEL_S = 2.0  # how long a model takes for a whole answer
TOKEN_S = 0.01
CROWD = 50
DISTINCT = 10  # questions among them
LAG_EVERY_S = 0.005
PERCENTILE = 99
MS = 1000.0


class PacedModel:
    """Tells the evidence in a set time; notes when each of its sentences was whole."""

    def __init__(self, whole_s: float) -> None:
        """Take `whole_s` seconds for an answer."""
        self._whole_s = whole_s
        self.ends_s: list[float] = []
        self.took_s = 0.0

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        """Yield tokens at an even pace."""
        begun_s = time.perf_counter()
        tokens = list(cut(mark(tell(prompt.task))))
        self.ends_s = []
        for number, token in enumerate(tokens, 1):
            due_s = begun_s + self._whole_s * number / len(tokens)
            await asyncio.sleep(max(due_s - time.perf_counter(), 0.0))
            if token.rstrip().endswith("."):
                self.ends_s.append(time.perf_counter())
            yield token
        self.took_s = time.perf_counter() - begun_s


async def time_first_sentence(index: Index, questions: Sequence[str]) -> float:
    """Return the median milliseconds from a model's own sentence end to the sentence shown."""
    model = PacedModel(0.4)
    assistant = Assistant(index, model, TIMEOUT_S)
    waits_ms: list[float] = []
    for question in questions:
        async for event in assistant.stream(question):
            if isinstance(event, Sentence):
                shown_s = time.perf_counter()
                ended = [end_s for end_s in model.ends_s if end_s <= shown_s]
                if ended:
                    waits_ms.append((shown_s - ended[0]) * MS)
                break
    return statistics.median(waits_ms)


async def time_overhead(index: Index, questions: Sequence[str]) -> float:
    """Return the median of the time that is ours, as a part of the model's own."""
    model = PacedModel(MODEL_S)
    assistant = Assistant(index, model, TIMEOUT_S)
    shares: list[float] = []
    for question in questions:
        begun_s = time.perf_counter()
        answer = await assistant.ask(question)
        if answer.mode is Mode.MODEL:
            shares.append((time.perf_counter() - begun_s) / model.took_s - 1.0)
    return statistics.median(shares)


async def ask_crowd(index: Index, questions: Sequence[str]) -> tuple[int, float]:
    """Return how many of `CROWD` questions at once end as they do alone, and the loop's lag.

    The lag is the 99th percentile, in milliseconds. The model is slow.
    """
    with _served() as base_url:
        settings = AssistantSettings(
            model="openai:stub", openai_api_key=SecretStr("-"), openai_base_url=base_url
        )
        assistant = Assistant(index, open_model(settings), TIMEOUT_S)
        alone = [await assistant.ask(question) for question in questions[:DISTINCT]]
        lags_ms: list[float] = []
        watch = asyncio.create_task(_watch(lags_ms))
        asked = [i % len(alone) for i in range(CROWD)]
        answers = await asyncio.gather(*(assistant.ask(questions[i]) for i in asked))
        watch.cancel()
    right = sum(answer == alone[i] for i, answer in zip(asked, answers, strict=True))
    return right, statistics.quantiles(lags_ms, n=100)[PERCENTILE - 1]


async def _watch(lags_ms: list[float]) -> None:
    """Note by how much each short sleep takes longer than it should."""
    while True:
        begun_s = time.perf_counter()
        await asyncio.sleep(LAG_EVERY_S)
        lags_ms.append((time.perf_counter() - begun_s - LAG_EVERY_S) * MS)


@contextmanager
def _served() -> Iterator[str]:
    """Serve the stub from a process of its own; yield its address."""
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def _serve(pipe: Connection) -> None:
    with StubServer(Slow(TOKEN_S, of=Honest())) as server:
        pipe.send(server.base_url)
        pipe.recv()
