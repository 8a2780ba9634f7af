"""Tells the claims of one answer as events; none is told that is not proved."""

import logging
from collections.abc import Iterator, Sequence

from bot.answer import Answer, Citation, Coverage, Event, Mode, Sentence
from bot.claim import Claim, Numbering, Reckoning, number_claims
from bot.messages import say
from bot.reply import Reply
from bot.verify import verify
from index.errors import UnprovedAnswerError

logger = logging.getLogger(__name__)
MAX_SUGGESTIONS = 3


class Telling:
    """Turns the claims of one answer into events; a claim that is not proved is left out, logged.

    An answer none of whose claims stands is that the report does not tell.
    """

    def __init__(self, reply: Reply) -> None:
        """Begin an answer; of the reply all but its claims is taken."""
        self._reply = reply
        self._numbering = Numbering()
        self._events: list[Citation | Sentence] = []

    def tell(self, claim: Claim) -> Iterator[Citation | Sentence]:
        """Yield the events of a claim."""
        if is_proved(claim, self._reply.reckonings):
            for event in self._numbering.tell(claim):
                self._events.append(event)
                yield event

    def finish(self, mode: Mode, notice: str | None, *, declines: bool = False) -> Iterator[Event]:
        """Yield the whole answer, after a sentence that nothing is told where none is there."""
        coverage = Coverage.NONE if declines else self._reply.coverage
        if not self._events:
            coverage = Coverage.NONE
            for event in self._numbering.tell(Claim(say("declines.none"))):
                self._events.append(event)
                yield event
        reply = self._reply.otherwise if declines and self._reply.otherwise else self._reply
        citations = tuple(event for event in self._events if isinstance(event, Citation))
        yield Answer(
            text="".join(event.text for event in self._events if isinstance(event, Sentence)),
            answered=coverage is not Coverage.NONE,
            coverage=coverage,
            citations=citations,
            computed=tuple(reckoning.number(citations) for reckoning in reply.reckonings),
            suggestions=reply.suggestions[: None if reply.step else MAX_SUGGESTIONS],
            chart=None if coverage is Coverage.NONE else reply.chart,
            mode=mode,
            notice=notice,
        )


def is_proved(claim: Claim, reckonings: Sequence[Reckoning]) -> bool:
    """Return whether a claim's numbers all stand in its sources or were computed."""
    events = list(number_claims([claim]))
    citations = [event for event in events if isinstance(event, Citation)]
    try:
        for event in events:
            if isinstance(event, Sentence):
                verify(event, citations, [r.number(citations) for r in reckonings])
    except UnprovedAnswerError as error:
        logger.error("claim left out: %s", error)
        return False
    return True
