"""The one path from a message to an answer; all channels call it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from bot.answer import Answer, Citation, Coverage, Event, Sentence
from bot.claim import Claim, Reckoning, number_claims
from bot.messages import join_names, say
from bot.personal import mask_personal
from bot.question import clean, find_small_talk, is_unclear, read_question, split_message
from bot.reply import Reply, Responder
from bot.retrieve import Retriever
from bot.verify import verify
from index.errors import UnprovedAnswerError
from index.store import Index

logger = logging.getLogger(__name__)
MAX_SUGGESTIONS = 3
MAX_PARTS = 4  # so many questions of one message are answered


class Assistant:
    """Answers messages over one index. Safe to share between requests."""

    def __init__(self, index: Index) -> None:
        """Prepare retrieval over `index`."""
        self._responder = Responder(Retriever(index))
        titles = [report.source.title.split(": ", maxsplit=1)[-1] for report in index.reports]
        self._titles = join_names(titles)

    async def stream(self, message: str) -> AsyncIterator[Event]:
        """Yield the answer to a message as it is proved; the whole `Answer` comes last.

        Embedding and search run in a worker thread, off the event loop.

        Raises:
            SearchError: the vector store or the embedding does not answer.
        """
        events = await asyncio.to_thread(self._answer, message)
        for event in events:
            yield event

    async def ask(self, message: str) -> Answer:
        """Return the whole answer: `stream` collected."""
        answers = [event async for event in self.stream(message) if isinstance(event, Answer)]
        return answers[-1]

    def _answer(self, message: str) -> list[Event]:
        text, is_masked = mask_personal(clean(message))
        notice = say("notices.personal") if is_masked else None
        return _finish(self._reply(text), notice)

    def _reply(self, text: str) -> Reply:
        kind = find_small_talk(text)
        if kind is not None:
            return Reply((Claim(say(f"smalltalk.{kind}", titles=self._titles)),), Coverage.COMPLETE)
        parts = [] if is_unclear(text) else split_message(text)
        if not parts:
            return Reply((Claim(say("declines.unclear")),), Coverage.NONE)
        replies: list[Reply] = []
        for part in parts[:MAX_PARTS]:
            before = [reply.reading for reply in replies if reply.reading is not None]
            replies.append(self._responder.reply(read_question(part), before))
        if len(parts) > MAX_PARTS:
            replies.append(Reply((), Coverage.NONE))
        return merge_replies(replies)


def merge_replies(replies: Sequence[Reply]) -> Reply:
    """Return the replies to the questions of one message as one, each on a line of its own."""
    if len(replies) == 1 or all(reply.coverage is Coverage.NONE for reply in replies):
        return replies[0]
    claims: list[Claim] = []
    for number, reply in enumerate(replies, 1):
        if reply.coverage is Coverage.NONE:
            claims.append(Claim(say(f"declines.part_{number}"), lead="\n"))
        else:
            first, *rest = reply.claims
            claims += [replace(first, lead="\n"), *rest]
    is_whole = all(reply.coverage is Coverage.COMPLETE for reply in replies)
    reckonings = tuple(r for reply in replies for r in reply.reckonings)
    coverage = Coverage.COMPLETE if is_whole else Coverage.PARTIAL
    suggestions = tuple(dict.fromkeys(s for reply in replies for s in reply.suggestions))
    chart = next((reply.chart for reply in replies if reply.chart), None)
    return Reply(tuple(claims), coverage, reckonings, suggestions, chart)


def _finish(reply: Reply, notice: str | None) -> list[Event]:
    """Return the events of a whole answer; a claim that is not proved is left out and logged."""
    claims = [claim for claim in reply.claims if _is_proved(claim, reply.reckonings)]
    coverage = reply.coverage
    if not claims:
        claims, coverage = [Claim(say("declines.none"))], Coverage.NONE
    events = list(number_claims(claims))
    citations = tuple(event for event in events if isinstance(event, Citation))
    answer = Answer(
        text="".join(event.text for event in events if isinstance(event, Sentence)),
        answered=coverage is not Coverage.NONE,
        coverage=coverage,
        citations=citations,
        computed=tuple(reckoning.number(citations) for reckoning in reply.reckonings),
        suggestions=reply.suggestions[:MAX_SUGGESTIONS],
        chart=reply.chart if claims and coverage is not Coverage.NONE else None,
        notice=notice,
    )
    return [*events, answer]


def _is_proved(claim: Claim, reckonings: Sequence[Reckoning]) -> bool:
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
