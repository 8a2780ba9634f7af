"""An assistant that needs no index, and what it answers."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from decimal import Decimal

import httpx
from fastapi.testclient import TestClient

from api.conversations.turns import OpenTurn
from bot.answer import Answer, Citation, Computation, Coverage, Event, Sentence
from bot.examples import Examples
from bot.find import Hit
from bot.turn import Turn
from index.errors import SearchError

ROW = Citation(
    number=1,
    report="sosiaalityo-2021",
    section="9",
    subsection=None,
    title="Taulukko 1. Toimintatapojen arviointi",
    page=13,
    quote="Osa asiakastapaamisista hoidetaan etäyhteyksien avulla: Käytössä 58 %, Kokeilussa 26 %",
    url="/raportti/sosiaalityo-2021#t1-r1",
    table=1,
    row="Osa asiakastapaamisista hoidetaan etäyhteyksien avulla",
    cells={"Käytössä": "58 %", "Kokeilussa": "26 %"},
)
FIRST = Sentence("Etäyhteydet ovat käytössä 58 %:lla ja kokeilussa 26 %:lla vastaajista. [1]")
SECOND = Sentence("\n- Yhteensä 84 %. [1]")
TABLE_ANSWER = Answer(
    text=FIRST.text + SECOND.text,
    answered=True,
    coverage=Coverage.COMPLETE,
    citations=(ROW,),
    computed=(Computation("sum", (Decimal("58"), Decimal("26")), Decimal("84.0"), "%", (1,)),),
    suggestions=("Entä suunnitteilla?",),
)
DECLINE = Answer(
    text="Raportti ei kerro tästä.",
    answered=False,
    coverage=Coverage.NONE,
    suggestions=("Mitä raportti kertoo etätyöstä?",),
)
EXAMPLES = (Examples("Johto", ("Mikä muuttuu?", "Mitä se maksaa?")),)


@dataclass
class FakeAssistant:
    """Answers every message the same way; keeps what it got and how many it works on at once.

    `delay_s` is the silence before each event; `held` is waited for before the first; `error` is
    raised in place of the answer.
    """

    answer: Answer = TABLE_ANSWER
    delay_s: float = 0.0
    held: asyncio.Event | None = None
    error: Exception | None = None
    messages: list[str] = field(default_factory=list)
    histories: list[tuple[Turn, ...]] = field(default_factory=list)
    hits: tuple[Hit, ...] = ()
    searches: list[tuple[str, str]] = field(default_factory=list)
    is_searchable: bool = True
    under_way: int = 0
    most_under_way: int = 0
    stopped: int = 0

    async def stream(self, message: str, history: Sequence[Turn] = ()) -> AsyncGenerator[Event]:
        """Yield citations, sentences and the answer."""
        self.messages.append(message)
        self.histories.append(tuple(history))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        is_whole = False
        try:
            if self.held is not None:
                await self.held.wait()
            sentences = (FIRST, SECOND) if self.answer.citations else (Sentence(self.answer.text),)
            for event in (*self.answer.citations, *sentences):
                await asyncio.sleep(self.delay_s)
                yield event
            if self.error is not None:
                raise self.error
            is_whole = True
            yield self.answer
        finally:
            self.under_way -= 1
            self.stopped += not is_whole

    def cite(self, question: str) -> frozenset[str]:
        """Return what the answer cites, while the index can be searched."""
        if not self.is_searchable:
            raise SearchError("haku ei vastaa")
        return frozenset(citation.url for citation in self.answer.citations)

    async def ask(self, message: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the whole answer."""
        async with aclosing(self.stream(message, history)) as events:
            async for event in events:
                if isinstance(event, Answer):
                    return event
        raise AssertionError

    async def find(self, search: str, report: str) -> tuple[Hit, ...]:
        """Return what was set up, after the same silence and error as an answer."""
        self.searches.append((search, report))
        await asyncio.sleep(self.delay_s)
        if self.error is not None:
            raise self.error
        return self.hits

    async def list_examples(self) -> tuple[Examples, ...]:
        """Return one role's questions."""
        return EXAMPLES


def make_turn(stored: list[Answer] | None = None) -> OpenTurn:
    """Return a turn that is in no database; what it finishes with goes to `stored`."""

    async def finish(answer: Answer) -> None:
        if stored is not None:
            stored.append(answer)

    return OpenTurn("c", "m", "Hei", (), finish)


def await_ready(client: TestClient | httpx.Client, limit_s: float = 10.0) -> None:
    """Return when the application is ready; fail after `limit_s`."""
    end_s = time.monotonic() + limit_s
    while client.get("/health/ready").status_code != 200:
        assert time.monotonic() < end_s
        time.sleep(0.01)
