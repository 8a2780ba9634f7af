"""What the routes work with: the assistant and the reports once they are there, and the gate."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Protocol

from fastapi import Depends, Request

from api.errors import SlowError
from api.gate import Gate
from api.problems import log_failure
from api.settings import (
    ANSWER_MAX_S,
    OPEN_RETRY_S,
    PROBE_MAX_S,
    WAIT_MAX_S,
    WORK_AT_ONCE,
    WORK_WAITING,
    Settings,
)
from bot.answer import Answer, Event
from bot.assistant import Assistant
from index.catalogue import read_reports
from index.errors import IndexMissingError, MurrosError, SearchError
from index.report import Report
from index.store import open_index

logger = logging.getLogger("murros")


class Answering(Protocol):
    """What the ways in need of an assistant."""

    def stream(self, message: str) -> AsyncIterator[Event]:
        """Yield what is proved as it is proved; the whole `Answer` comes last."""

    async def ask(self, message: str) -> Answer:
        """Return the whole answer."""


class Service:
    """The assistant of one running program. Empty until `open` has found a usable index."""

    def __init__(self, settings: Settings, assistant: Answering | None = None) -> None:
        """Keep what is needed to open; `assistant` stands in for the one over the index."""
        self.gate = Gate(WORK_AT_ONCE, WORK_WAITING, WAIT_MAX_S)
        self._settings = settings
        self._given = assistant
        self._assistant: Answering | None = None
        self._reports: tuple[Report, ...] = ()
        self._probe: Callable[[], object] = lambda: None
        self._probing: asyncio.Future[object] | None = None

    async def open(self) -> None:
        """Open the index in a worker thread, again and again until there is one."""
        told = ""
        while self._assistant is None:
            try:
                await asyncio.to_thread(self._open)
            except MurrosError as error:
                if str(error) != told:
                    told = str(error)
                    logger.warning("index not in use: %s", told)
            except Exception as error:  # noqa: BLE001 - a service that never opens must say why
                log_failure(error)
            if self._assistant is None:
                await asyncio.sleep(OPEN_RETRY_S)

    @property
    def assistant(self) -> Answering:
        """Return the assistant.

        Raises:
            IndexMissingError: there is no index yet.
        """
        if self._assistant is None:
            raise IndexMissingError("hakemisto ei ole vielä käytössä; aja 'murros index'")
        return self._assistant

    @property
    def reports(self) -> tuple[Report, ...]:
        """Return the reports in use.

        Raises:
            IndexMissingError: there is no index yet.
        """
        return self._reports if self.assistant else ()

    async def ask(self, message: str) -> Answer:
        """Return the answer to a clean message.

        Raises:
            BusyError, SlowError: too much is under way, or it took too long.
            IndexMissingError, SearchError: there is no index, or it does not answer.
        """
        assistant = self.assistant
        async with self.gate.enter():
            try:
                async with asyncio.timeout(ANSWER_MAX_S):
                    return await assistant.ask(message)
            except TimeoutError as error:
                raise SlowError("vastaus ei valmistunut ajoissa; yritä hetken päästä") from error

    async def check(self) -> None:
        """Ask the index for something; one such call is under way at a time.

        Raises:
            IndexMissingError, SearchError: there is no index, or it does not answer in time.
        """
        if not self.assistant or self._probing is None or self._probing.done():
            self._probing = asyncio.ensure_future(asyncio.to_thread(self._probe))
        done, _ = await asyncio.wait({self._probing}, timeout=PROBE_MAX_S)
        if not done:
            raise SearchError("hakemisto ei vastaa; käynnistä palvelu uudelleen")
        self._probing.result()

    def _open(self) -> None:
        if self._given is not None:
            self._reports = tuple(read_reports(self._settings.reports))
            self._assistant = self._given
            return
        index = open_index(self._settings)
        direction = [1.0] + [0.0] * (index.manifest.dimension - 1)
        self._probe = lambda: index.vectors.search(direction, 1)
        self._reports = index.reports
        self._assistant = Assistant(index)


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(_service)]
"""Hands the service to a route."""
