"""What the routes work with: assistant, reports and conversations once they are there, the gate."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request

from api.conversations.database import Database
from api.conversations.retention import keep_retention
from api.conversations.store import Conversations
from api.conversations.turns import OpenTurn
from api.errors import SlowError
from api.gate import Gate
from api.problems import log_failure
from api.progress import tell_progress
from api.settings import (
    ANSWER_MAX_S,
    OPEN_RETRY_MAX_S,
    OPEN_RETRY_S,
    PROBE_MAX_S,
    WAIT_MAX_S,
    WORK_AT_ONCE,
    WORK_WAITING,
    Settings,
)
from bot.answer import Answer, Event
from bot.assistant import Assistant
from bot.examples import Examples
from bot.find import Hit
from bot.model.chat import open_model
from bot.onboarding.course import Courses
from bot.turn import Turn
from index.catalogue import read_reports
from index.errors import IndexMissingError, MurrosError, SearchError
from index.report import Report
from index.store import Index, ensure_index

T = TypeVar("T")

logger = logging.getLogger("murros")


class Answering(Protocol):
    """What the ways in need of an assistant."""

    def stream(self, message: str, history: Sequence[Turn] = ()) -> AsyncIterator[Event]:
        """Yield what is proved as it is proved; the whole `Answer` comes last."""

    async def ask(self, message: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the whole answer."""

    def cite(self, question: str) -> frozenset[str]:
        """Return the addresses that a whole answer cites; it computes for a while."""

    async def find(self, search: str, report: str) -> tuple[Hit, ...]:
        """Return the places of a report that fit a search, best first."""

    async def list_examples(self) -> tuple[Examples, ...]:
        """Return questions to begin with, for each role."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is in use; `probe` asks the index for something small."""

    assistant: Answering
    reports: tuple[Report, ...]
    probe: Callable[[], object]


class Service:
    """The assistant of one running program. Empty until `open` has found a usable index."""

    def __init__(self, settings: Settings, assistant: Answering | None = None) -> None:
        """Keep what is needed to open; `assistant` stands in for the one over the index.

        Raises:
            SettingError: the URL of the conversations' database cannot work.
        """
        self.database = Database(settings)
        self.conversations = Conversations(self.database)
        self.courses = Courses()
        self.gate = Gate(WORK_AT_ONCE, WORK_WAITING, WAIT_MAX_S)
        self.answer_max_s = ANSWER_MAX_S + (settings.model_timeout_s if settings.model else 0.0)
        self.settings = settings
        self._given = assistant
        self._opened: _Opened | None = None
        self._probing: asyncio.Future[object] | None = None
        self.examples: tuple[Examples, ...] = ()
        """Questions to begin with; empty until they have been tried, after `open`."""

    async def open(self) -> None:
        """Open the index in a worker thread, built first where needed; try until it works.

        Then, while questions are answered already, the examples of the front page are made: each is
        tried, which takes a second or two in the threads that answer. Cancelled, it also stops a
        build; the index in use stays as it was.
        """
        stop = threading.Event()

        async def open_index() -> None:
            self._opened = await asyncio.to_thread(_open, self.settings, self._given, stop)

        try:
            await persist(open_index, "index")
        finally:
            stop.set()
        try:
            self.examples = await self.assistant.list_examples()
        except Exception as error:  # noqa: BLE001 - the page does without, and says why in the log
            log_failure(error)

    async def keep(self) -> None:
        """Open the conversations, then delete day by day those that are too old."""
        await persist(self.database.open, "conversations")
        await keep_retention(self.conversations, self.settings.retention_days)

    @property
    def assistant(self) -> Answering:
        """Return the assistant.

        Raises:
            IndexMissingError: there is no index yet.
        """
        return self._in_use.assistant

    @property
    def reports(self) -> tuple[Report, ...]:
        """Return the reports in use.

        Raises:
            IndexMissingError: there is no index yet.
        """
        return self._in_use.reports

    async def ask(self, message: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the answer to a clean message; the caller is inside the gate.

        Raises:
            SlowError: it took too long.
            IndexMissingError, SearchError: there is no index, or it does not answer.
        """
        return await self._in_time(self.assistant.ask(message, history))

    async def find(self, search: str, report: str) -> tuple[Hit, ...]:
        """Return the places of a report that fit a clean search; the caller is inside the gate.

        Raises:
            SlowError, IndexMissingError, SearchError: as `ask` does.
        """
        return await self._in_time(self.assistant.find(search, report))

    async def _in_time(self, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self.answer_max_s):
                return await work
        except TimeoutError as error:
            raise SlowError("vastaus ei valmistunut ajoissa; yritä hetken päästä") from error

    @asynccontextmanager
    async def turn(
        self, conversation_id: str | None, message: str, *, may_begin: bool = False
    ) -> AsyncIterator[OpenTurn]:
        """Hold a place in the gate and in a conversation until the block ends.

        `may_begin`: the caller chose the id itself; a conversation that is missing begins.

        Raises:
            IndexMissingError: there is no index, so that nothing need be stored.
            MurrosError: as `Gate.enter` and `Conversations.turn` do.
        """
        self._in_use  # noqa: B018 - raises
        conversation = self.conversations.turn(conversation_id, message, may_begin=may_begin)
        async with self.gate.enter(), conversation as turn:
            yield turn

    async def check(self) -> None:
        """Ask the index for something; one such call is under way at a time.

        Raises:
            IndexMissingError, SearchError: there is no index, or it does not answer in time.
        """
        probe = self._in_use.probe
        if self._probing is None or self._probing.done():
            self._probing = asyncio.ensure_future(asyncio.to_thread(probe))
        done, _ = await asyncio.wait({self._probing}, timeout=PROBE_MAX_S)
        if not done:
            raise SearchError("hakemisto ei vastaa; käynnistä palvelu uudelleen")
        self._probing.result()

    @property
    def _in_use(self) -> _Opened:
        if self._opened is None:
            raise IndexMissingError("hakemisto ei ole vielä käytössä; aja 'murros index'")
        return self._opened


async def persist(job: Callable[[], Awaitable[None]], what: str) -> None:
    """Do `job`, which opens `what`; again and again until it works."""
    told = ""
    delay_s = OPEN_RETRY_S
    while True:
        try:
            await job()
        except MurrosError as error:
            if str(error) != told:
                told = str(error)
                logger.warning("%s not in use: %s", what, told)
        except Exception as error:  # noqa: BLE001 - one that never opens must say why
            log_failure(error)
        else:
            return
        await asyncio.sleep(delay_s)
        delay_s = min(2 * delay_s, OPEN_RETRY_MAX_S)


def _open(settings: Settings, given: Answering | None, stop: threading.Event) -> _Opened:
    """Return what is to be used; a build ends with an error once `stop` is set."""
    if given is not None:
        return _Opened(given, tuple(read_reports(settings.reports)), lambda: None)
    tell = tell_progress(logger.info)

    def advance(done: int, total: int) -> None:
        if stop.is_set():
            raise IndexMissingError("hakemiston rakentaminen keskeytyi; aja 'murros index'")
        tell(done, total)

    index = ensure_index(settings, advance, logger.info)
    direction = [1.0] + [0.0] * (index.manifest.dimension - 1)
    assistant = open_assistant(settings, index)
    return _Opened(assistant, index.reports, lambda: index.vectors.search(direction, 1))


def open_assistant(settings: Settings, index: Index) -> Assistant:
    """Return the assistant over an index, with the language model of the settings.

    Raises:
        SettingError: the model's name or key cannot work.
    """
    return Assistant(
        index,
        open_model(settings),
        settings.model_timeout_s,
        traces_texts=settings.trace_texts,
    )


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(_service)]
"""Hands the service to a route."""
