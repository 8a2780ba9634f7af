"""The one path from a message to an answer; all channels call it."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from bot.answer import Answer, Coverage, Event
from bot.claim import Claim
from bot.conversation.follower import Follower
from bot.conversation.memory import Memories, Memory
from bot.conversation.pressing import Pressing
from bot.examples import Candidate, Examples, Place, choose, rank_candidates
from bot.find import Hit, find
from bot.messages import join_names, say
from bot.model.breaker import Breaker
from bot.model.chat import Writes
from bot.model.draft import make_draft
from bot.model.proof import Prover
from bot.model.writer import Ending, Writer
from bot.onboarding.guide import Guide
from bot.personal import mask_personal
from bot.question import clean, find_small_talk, is_unclear, read_question, split_message
from bot.reply import Reply, Responder
from bot.retrieve import Retriever
from bot.telling import Telling, is_proved
from bot.trace import Trace, span, tell
from bot.turn import Turn
from bot.work import Worker
from index.store import Index

MAX_PARTS = 4  # so many questions of one message are answered


class Assistant:
    """Answers messages over one index. Safe to share between requests."""

    def __init__(
        self,
        index: Index,
        model: Writes | None = None,
        model_timeout_s: float = 30.0,
        *,
        traces_texts: bool = False,
    ) -> None:
        """Prepare retrieval over `index`; `model` writes the answers where one is given.

        `model_timeout_s`: how long it may take for one answer. `traces_texts`: whether traces may
        hold questions.
        """
        self._traces_texts = traces_texts
        retriever = Retriever(index)
        self._retriever = retriever
        self._responder = Responder(retriever)
        self._pressing = Pressing(retriever.evidence)
        self._memories = Memories(retriever.evidence)
        self._guide = Guide(index.reports)
        self._worker = Worker()
        self._writer: Writer | None = None
        if model is not None:
            prover, breaker = Prover(retriever.evidence), Breaker(time.monotonic)
            self._writer = Writer(model, prover, self._worker, model_timeout_s, breaker)
        self._reports = index.reports
        titles = [report.source.title.split(": ", maxsplit=1)[-1] for report in index.reports]
        self._titles = join_names(titles)

    async def stream(self, message: str, history: Sequence[Turn] = ()) -> AsyncGenerator[Event]:
        """Yield the answer to a message as it is proved; the whole `Answer` comes last.

        `history`: the turns before, oldest first, for a message that leans on them; a language
        model reads them too. Embedding and search run in worker threads, off the event loop.
        Closing it ends the work, a model's call too.

        Raises:
            SearchError: the vector store or the embedding does not answer.
        """
        trace = Trace()
        try:
            async with aclosing(self._events(message, history, trace)) as events:
                async for event in events:
                    yield event
        finally:
            trace.end()

    async def _events(
        self, message: str, history: Sequence[Turn], trace: Trace
    ) -> AsyncGenerator[Event]:
        text, is_masked = mask_personal(clean(message))
        if self._traces_texts:
            trace.tell({"question": text})
        reply = await self._worker.run(trace.inside(self._reply), text, history)
        if self._traces_texts and reply.asked:
            trace.tell({"understood": reply.asked})
        telling = Telling(reply)
        ending = Ending()
        async with aclosing(self._claims(text, reply, history, trace)) as claims:
            async for found in claims:
                if isinstance(found, Ending):
                    ending = found
                    continue
                for event in telling.tell(found):
                    yield event
        keys = ["notices.personal"] * is_masked + [ending.notice] * bool(ending.notice)
        notice = " ".join(say(key) for key in keys if key) or None
        for last in telling.finish(ending.mode, notice, declines=ending.declines):
            if isinstance(last, Answer):
                trace.tell({"mode": last.mode.value, "coverage": last.coverage.value})
                yield replace(last, memory=self._remember(reply, last))
            else:
                yield last

    async def ask(self, message: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the whole answer: `stream` collected."""
        async with aclosing(self.stream(message, history)) as events:
            answers = [event async for event in events if isinstance(event, Answer)]
        return answers[-1]

    def cite(self, question: str) -> frozenset[str]:
        """Return the addresses that the answer to a question cites, without a language model.

        Empty where the answer is not whole. It computes for a while: call it in a worker thread.
        """
        text, is_masked = mask_personal(clean(question))
        reply = self._reply(text, ())
        if is_masked or reply.coverage is not Coverage.COMPLETE:
            return frozenset()
        told = [claim for claim in reply.claims if is_proved(claim, reply.reckonings)]
        return frozenset(source.citation.url for claim in told for source in claim.sources)

    async def find(self, search: str, report: str) -> tuple[Hit, ...]:
        """Return the places of a report that fit a search, best first.

        Raises:
            SearchError: as `stream` does.
        """
        return await self._worker.run(find, self._retriever, search, report)

    async def list_examples(self) -> tuple[Examples, ...]:
        """Return questions to begin with, for each role; each is answered whole.

        Raises:
            SearchError: as `stream` does.
        """
        ranked = await self._worker.run(rank_candidates, self._retriever, self._reports)
        return await choose(ranked, self._is_answered)

    async def _is_answered(self, candidate: Candidate) -> bool:
        """Return whether a question is answered whole, from the place that it is about.

        No language model is asked: it never decides whether the report tells.
        """
        reply = await self._worker.run(self._responder.reply, read_question(candidate.text))
        cited = [source.citation for claim in reply.claims for source in claim.sources]
        places = [Place(c.report, c.section, c.subsection, c.table) for c in cited]
        return reply.coverage is Coverage.COMPLETE and candidate.is_about(places)

    async def _claims(
        self, text: str, reply: Reply, history: Sequence[Turn], trace: Trace
    ) -> AsyncGenerator[Claim | Ending]:
        """Yield the claims of the answer, written by the model where there is one."""
        draft = make_draft(reply, self._responder.evidence)
        if self._writer is None or reply.step is not None or not draft.exhibits:
            for claim in reply.claims:
                yield claim
            return
        async with aclosing(self._writer.write(text, draft, history, trace)) as written:
            async for found in written:
                if isinstance(found, Ending) and found.declines and reply.otherwise is not None:
                    for claim in reply.otherwise.claims:
                        yield claim
                yield found

    def _remember(self, reply: Reply, answer: Answer) -> str:
        """Return what the next message may lean on; nothing of small talk."""
        if not reply.asked and reply.step is None:
            return ""
        named = (self._memories.place(c.report, c.url.partition("#")[2]) for c in answer.citations)
        told = tuple(dict.fromkeys(place for place in named if place is not None))
        query = reply.reading.query if reply.reading is not None else None
        kept = reply.kept or Memory("")
        is_list = len(told) > 1 and not reply.is_of_item
        if not answer.answered:
            query = kept.query
        memory = Memory(
            reply.asked,
            places=tuple(dict.fromkeys((*told, *kept.places))),
            items=told if is_list or not kept.items else kept.items,
            query=query,
            is_declined=not answer.answered,
            step=reply.step,
        )
        return self._memories.write(memory)

    def _reply(self, text: str, history: Sequence[Turn]) -> Reply:
        with span("understand") as begun:
            kind = find_small_talk(text)
            parts = [] if kind or is_unclear(text) else split_message(text)
            tell(begun, {"small_talk": kind or "", "questions": len(parts)})
        memories = [memory for turn in history if (memory := self._memories.read(turn.memory))]
        guided = self._guide.reply(text, memories)
        if guided is not None:
            return guided
        if kind is not None:
            return Reply((Claim(say(f"smalltalk.{kind}", titles=self._titles)),), Coverage.COMPLETE)
        if not parts:
            return Reply((Claim(say("declines.unclear")),), Coverage.NONE)
        replies: list[Reply] = []
        responder = self._responder.recalling()
        memories = [memory for memory in memories if memory.asked]
        for part in parts[:MAX_PARTS]:
            before = [reply.reading.query for reply in replies if reply.reading is not None]
            reply = None
            if not replies:
                reply = Follower(responder, self._pressing).reply(part, memories)
            if reply is None:
                reply = replace(responder.reply(read_question(part), before), asked=part)
            replies.append(reply)
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
    return Reply(
        tuple(claims),
        coverage,
        reckonings,
        suggestions,
        chart=next((reply.chart for reply in replies if reply.chart), None),
        order=tuple(dict.fromkeys(place for reply in replies for place in reply.order)),
        musts=tuple(claim for reply in replies for claim in reply.musts),
        asked=replies[-1].asked,
        reading=replies[-1].reading,
    )
