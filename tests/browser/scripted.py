"""An assistant that answers by a script: the question names the answer, and a test holds it up."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.answer import Answer, Citation, Computation, Coverage, Event, Sentence
from bot.examples import Examples
from bot.find import Hit
from bot.turn import Turn
from index.errors import MurrosError
from tests.api.fake import DECLINE, ROW

POLL_S = 0.01
TEXT = Citation(
    number=2,
    report="sosiaalityo-2021",
    section="4",
    subsection="Etätyö",
    title="Muutoksia työssä",
    page=7,
    quote="Etätyö on lisääntynyt.",
    url="/raportti/sosiaalityo-2021#s4-1",
)
FIGURES = (
    Sentence("Etäyhteydet ovat käytössä tai kokeilussa yhteensä 84 %:lla vastaajista. [1]"),
    Sentence(" Raportissa luetellaan: [2]"),
    Sentence("\n- Etätyö on lisääntynyt. [2]"),
    Sentence("\n- Työn ja vapaa-ajan raja on hämärtynyt, ks. https://kunta.example/ohje. [2]"),
)
PLAIN = Answer(
    text="".join(sentence.text for sentence in FIGURES),
    answered=True,
    coverage=Coverage.COMPLETE,
    citations=(ROW, TEXT),
    computed=(Computation("sum", (Decimal(58), Decimal(26)), Decimal(84), "%", (1,)),),
    suggestions=("Entä suunnitteilla?", "Mitä raportti ei kerro?"),
    chart="/raportti/sosiaalityo-2021/taulukko/1.svg?rivi=1",
)
PARTIAL = replace(
    PLAIN,
    text="Etätyö on lisääntynyt. [2] Kysymyksen toiseen osaan raportti ei vastaa.",
    coverage=Coverage.PARTIAL,
    citations=(TEXT,),
    computed=(),
    chart=None,
    notice="Henkilötunnus poistettiin kysymyksestä.",
)
BAD = "<img src=x onerror=alert(1)><script>alert(2)</script>"
HOSTILE = replace(
    PARTIAL,
    text=f"{BAD} javascript:alert(3) [2]",
    coverage=Coverage.COMPLETE,
    citations=(
        replace(TEXT, title=BAD, subsection=BAD, quote=BAD, url="javascript:alert(4)"),
        replace(ROW, number=3, url="//evil.example/x", title=BAD),
    ),
    suggestions=(BAD,),
    notice=BAD,
    chart="https://evil.example/x.svg",
)
LONG = replace(
    PARTIAL, text=" ".join(["Pitkäsanaisuuksienyhteensovittamistyöryhmä" * 3 + " [2]"] * 30)
)
ANSWERS = {
    "luvut": PLAIN,
    "osa": PARTIAL,
    "ei": replace(DECLINE, suggestions=("Mitä etätyöstä sanotaan?", "Entä digitalisaatiosta?")),
    "paha": HOSTILE,
    "pitkä": LONG,
}


@dataclass
class Scripted:
    """Answers `PLAIN` unless the first word of the question names another answer.

    `gate`: how many events may go out, None for all; `error` is raised in place of the answer.
    """

    gate: int | None = None
    error: MurrosError | None = None
    messages: list[str] = field(default_factory=list)
    stopped: int = 0

    async def stream(self, message: str, history: Sequence[Turn] = ()) -> AsyncGenerator[Event]:
        """Yield citations, sentences and the answer."""
        self.messages.append(message)
        is_whole = False
        answer = ANSWERS.get(message.split()[0].lower(), PLAIN)
        try:
            for place, event in enumerate(_events(answer)):
                while self.gate is not None and place >= self.gate:  # noqa: ASYNC110 - set by another thread
                    await asyncio.sleep(POLL_S)
                if self.error is not None and isinstance(event, Answer):
                    raise self.error
                is_whole = isinstance(event, Answer)
                yield event
        finally:
            self.stopped += not is_whole

    async def ask(self, message: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the whole answer."""
        async with aclosing(self.stream(message, history)) as events:
            async for event in events:
                if isinstance(event, Answer):
                    return event
        raise AssertionError

    def cite(self, question: str) -> frozenset[str]:
        """Return nothing: this assistant leads nobody through a report."""
        return frozenset()

    async def find(self, search: str, report: str) -> tuple[Hit, ...]:
        """Find nothing."""
        return ()

    async def list_examples(self) -> tuple[Examples, ...]:
        """Propose nothing."""
        return ()


def _events(answer: Answer) -> Iterator[Event]:
    yield from answer.citations
    yield from FIGURES if answer is PLAIN else (Sentence(answer.text),)
    yield answer
