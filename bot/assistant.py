"""The one path from a message to an answer; all channels call it."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence

from bot.answer import Answer, Citation, Coverage, Event, Sentence
from bot.claim import Claim, number_claims
from bot.messages import join_names, say
from bot.question import clean, find_small_talk, is_unclear, read_question, split_message
from bot.reply import Reply, Responder
from bot.retrieve import Retriever
from bot.verify import verify
from index.store import Index

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
            UnprovedAnswerError: a sentence has a number or a marker without a source.
        """
        events = await asyncio.to_thread(self._answer, message)
        for event in events:
            yield event

    async def ask(self, message: str) -> Answer:
        """Return the whole answer: `stream` collected."""
        answers = [event async for event in self.stream(message) if isinstance(event, Answer)]
        return answers[-1]

    def _answer(self, message: str) -> list[Event]:
        text = clean(message)
        kind = find_small_talk(text)
        if kind is not None:
            claims = (Claim(say(f"smalltalk.{kind}", titles=self._titles)),)
            return _finish(claims, Coverage.COMPLETE, ())
        parts = [] if is_unclear(text) else split_message(text)[:MAX_PARTS]
        if not parts:
            return _finish((Claim(say("declines.unclear")),), Coverage.NONE, ())
        replies = [self._responder.reply(read_question(part)) for part in parts]
        return _finish(*_merge(replies))


def _merge(replies: Sequence[Reply]) -> tuple[tuple[Claim, ...], Coverage, tuple[str, ...]]:
    """Return the claims of all replies, the coverage of the whole, and the near headings."""
    near = tuple(dict.fromkeys(name for reply in replies for name in reply.near))
    covered = [reply for reply in replies if reply.coverage is not Coverage.NONE]
    if len(replies) == 1 or not covered:
        first = replies[0]
        return first.claims, first.coverage, near
    claims: list[Claim] = []
    for number, reply in enumerate(replies, 1):
        if reply.coverage is Coverage.NONE:
            key = f"part_{number}" if number <= 3 else "part_more"  # noqa: PLR2004
            claims.append(Claim(say(f"declines.{key}"), lead="\n"))
        else:
            first, *rest = reply.claims
            claims += [Claim(first.text, first.sources, lead="\n"), *rest]
    is_whole = all(reply.coverage is Coverage.COMPLETE for reply in replies)
    return tuple(claims), Coverage.COMPLETE if is_whole else Coverage.PARTIAL, near


def _finish(claims: Iterable[Claim], coverage: Coverage, near: Sequence[str]) -> list[Event]:
    """Return the events of a whole answer, proved."""
    events = list(number_claims(claims))
    citations = tuple(event for event in events if isinstance(event, Citation))
    sentences = [event for event in events if isinstance(event, Sentence)]
    for sentence in sentences:
        verify(sentence, citations)
    answer = Answer(
        text="".join(sentence.text for sentence in sentences),
        answered=coverage is not Coverage.NONE,
        coverage=coverage,
        citations=citations,
        suggestions=tuple(say("suggestions.heading", heading=name) for name in near[:3]),
    )
    return [*events, answer]
