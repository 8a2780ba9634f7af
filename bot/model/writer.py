"""Has a language model write an answer, and shows of it only what is proved, in bounded time."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from bot.answer import Mode
from bot.claim import Claim
from bot.messages import say
from bot.model.breaker import Breaker
from bot.model.chat import Usage, Writes
from bot.model.cutter import SentenceCutter
from bot.model.draft import Draft, list_untold
from bot.model.exhibit import Exhibit
from bot.model.prompt import Prompt, prompt_version, write_prompt
from bot.model.proof import Fault, Prover, tidy
from bot.numbers import MARKER
from bot.phrase import leans
from bot.trace import Trace, Value, tell
from bot.turn import Turn
from bot.work import Worker
from index.errors import ModelError, ModelSlowError

logger = logging.getLogger("murros")
MAX_FAULTS = 2  # so many sentences may fail before the answer is put together without the model
MAX_SENTENCES, MAX_CHARS = 40, 8_000
RESERVE_SHARE = 0.05  # of the time a model has: kept for ending without it
FIRST_SHARE, STALL_SHARE = 0.6, 0.4  # of it: until the first piece, between two pieces
RETRIES = 1
RETRY_WAIT_S = 0.3  # where the provider names no time


@dataclass(slots=True)
class Ending:
    """How a writing ended: what is not a claim. `notice` is a key of `messages.fi.toml`."""

    mode: Mode = Mode.EXTRACTIVE
    notice: str | None = None
    declines: bool = False
    prompt_tokens: int = 0
    usage: Usage | None = None
    dropped: list[Fault] = field(default_factory=list)

    @property
    def has_failed(self) -> bool:
        """Return whether too many sentences are not proved; to say a thing twice is no fault."""
        return sum(fault is not Fault.REPEATED for fault in self.dropped) >= MAX_FAULTS


@dataclass(slots=True)
class _Script:
    """What a model has written so far."""

    shown: list[Claim] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    chars: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.shown) >= MAX_SENTENCES or self.chars >= MAX_CHARS


class Writer:
    """Writes answers with one model. Safe to share between requests of one event loop."""

    def __init__(
        self, model: Writes, prover: Prover, worker: Worker, timeout_s: float, breaker: Breaker
    ) -> None:
        """Take what is needed; `timeout_s` is how long a whole answer may take."""
        self._model = model
        self._prover = prover
        self._worker = worker
        self._timeout_s = timeout_s
        self._breaker = breaker

    async def write(
        self, question: str, draft: Draft, history: Sequence[Turn], trace: Trace
    ) -> AsyncGenerator[Claim | Ending]:
        """Yield claims as they are proved; how it ended comes last.

        Where the model fails, or two of its sentences do, what the draft tells besides follows.
        """
        ending = Ending()
        script = _Script()
        prompt = write_prompt(question, draft.exhibits, history)
        ending.prompt_tokens = prompt.tokens
        if not self._breaker.enter():
            ending.notice = "notices.model_failed"
        else:
            begun = trace.begin("write")
            try:
                async with aclosing(self._proved(prompt, draft, script, ending, trace)) as claims:
                    async for claim in claims:
                        yield claim
            finally:
                tell(begun, _traced(draft, script, ending))
                begun.end()
        if not ending.declines:
            for claim in _left(draft, script.shown, ending):
                yield claim
        ending.mode = Mode.MODEL if script.shown or ending.declines else Mode.EXTRACTIVE
        yield ending

    async def _proved(
        self, prompt: Prompt, draft: Draft, script: _Script, ending: Ending, trace: Trace
    ) -> AsyncGenerator[Claim]:
        """Yield what is proved of what the model writes; tell the breaker how the call went."""
        exhibits = draft.exhibits[: prompt.count]
        try:
            async with aclosing(self._sentences(prompt, script, ending)) as sentences:
                async for sentence in sentences:
                    if _is_refusal(sentence) and not script.shown:
                        ending.declines = draft.may_decline
                        break
                    found = await self._prove(sentence, exhibits, draft, script, trace)
                    if isinstance(found, Fault):
                        ending.dropped.append(found)
                    else:
                        for claim in self._framed(found, draft, script):
                            script.shown.append(claim)
                            yield claim
                    if ending.has_failed or script.is_full:
                        break
            self._breaker.succeed()
        except ModelError as error:
            logger.warning("model: %s", error)
            self._breaker.fail()
            ending.notice = "notices.model_failed"
        except BaseException:  # given up, which tells nothing of the model
            self._breaker.leave()
            raise
        ending.notice = ending.notice or _notice(script, ending)

    def _framed(self, claim: Claim, draft: Draft, script: _Script) -> list[Claim]:
        """Return a claim with what a reader needs before it: a list's heading, or a frame."""
        if draft.heading is not None:
            return [claim] if script.shown else [draft.heading, claim]
        return [self._prover.frame(claim, script.shown[-1] if script.shown else None)]

    async def _prove(
        self,
        sentence: str,
        exhibits: Sequence[Exhibit],
        draft: Draft,
        script: _Script,
        trace: Trace,
    ) -> Claim | Fault:
        plain = " ".join(MARKER.sub("", sentence).split())
        if plain in script.said:
            return Fault.REPEATED
        script.said.add(plain)
        text, _ = tidy(sentence)
        if leans(text) and not script.shown:
            return Fault.LEANING
        begun = trace.begin("verify")
        try:
            prove = self._prover.prove
            found = await self._worker.run(prove, sentence, exhibits, draft.reckonings)
            if not isinstance(found, Fault) and leans(text) and not _goes_on(found, script.shown):
                found = Fault.LEANING
            tell(begun, {"fault": found.value if isinstance(found, Fault) else ""})
        finally:
            begun.end()
        return found

    async def _sentences(
        self, prompt: Prompt, script: _Script, ending: Ending
    ) -> AsyncGenerator[str]:
        """Yield the model's sentences as soon as each is whole.

        Raises:
            ModelError: the model failed; what it broke off in the middle of is left out.
        """
        cutter = SentenceCutter()
        async with aclosing(self._pieces(prompt, script)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Usage):
                    ending.usage = piece
                    continue
                script.chars += len(piece)
                for sentence in cutter.feed(piece):
                    yield sentence
        for sentence in cutter.finish():
            yield sentence
        if not script.chars:
            raise ModelError("kielimalli vastasi tyhjää; tarkista MURROS_MODEL")

    async def _pieces(self, prompt: Prompt, script: _Script) -> AsyncGenerator[str | Usage]:
        """Yield what the model writes; before anything is written, a failure may pass by itself.

        Raises:
            ModelError: the model failed, or the time is over.
        """
        clock = asyncio.get_running_loop().time
        end_s = clock() + self._timeout_s * (1.0 - RESERVE_SHARE)
        for attempt in range(RETRIES + 1):
            try:
                async with aclosing(self._call(prompt, script, end_s)) as pieces:
                    async for piece in pieces:
                        yield piece
                return
            except ModelError as error:
                wait_s = RETRY_WAIT_S if error.retry_after_s is None else error.retry_after_s
                is_over = clock() + wait_s >= end_s or attempt == RETRIES
                if script.chars or not error.is_retryable or is_over:
                    raise
                await asyncio.sleep(wait_s)

    async def _call(
        self, prompt: Prompt, script: _Script, end_s: float
    ) -> AsyncGenerator[str | Usage]:
        """Yield what one call writes, with a limit on every silence.

        Raises:
            ModelError: the model failed, was silent for too long, or the time is over.
        """
        clock = asyncio.get_running_loop().time
        source = self._model.stream(prompt)
        try:
            while True:
                share = STALL_SHARE if script.chars else FIRST_SHARE
                try:
                    async with asyncio.timeout_at(min(end_s, clock() + share * self._timeout_s)):
                        piece = await anext(source, None)
                except TimeoutError as error:
                    raise ModelSlowError(
                        "kielimalli ei vastannut ajoissa; katso MURROS_MODEL_TIMEOUT_S"
                    ) from error
                if piece is None:
                    return
                yield piece
        finally:
            await source.aclose()


def _left(draft: Draft, shown: Sequence[Claim], ending: Ending) -> list[Claim]:
    """Return what of a draft is still to be told after what was shown.

    All of it where the model failed; where it did not, what no answer may leave out.
    """
    is_broken = ending.notice is not None or ending.has_failed or not shown
    claims = draft.claims if is_broken else draft.musts
    untold = list_untold(draft, claims, shown)
    return [*untold, *(draft.asides if shown and not is_broken else ())]


def _traced(draft: Draft, script: _Script, ending: Ending) -> dict[str, Value]:
    """Return what a trace holds of a writing: counts and ids, no texts."""
    usage = ending.usage or Usage(0, 0)
    cited = [s.citation.url.rpartition("#")[2] for c in script.shown for s in c.sources]
    return {
        "prompt_version": prompt_version(),
        "prompt_tokens": ending.prompt_tokens,
        "read_tokens": usage.read_tokens,
        "written_tokens": usage.written_tokens,
        "written_characters": script.chars,
        "exhibits": len(draft.exhibits),
        "shown": len(script.shown),
        "evidence": list(dict.fromkeys(cited)),
        "dropped": [fault.value for fault in ending.dropped],
    }


def _notice(script: _Script, ending: Ending) -> str | None:
    """Return what a reader is told of an answer that a model has ended by itself."""
    if ending.declines or (script.shown and not ending.has_failed):
        return None
    return "notices.model_partly" if script.shown else "notices.model_unproved"


def _goes_on(claim: Claim, shown: Sequence[Claim]) -> bool:
    """Return whether a claim is from the same place as the one before it."""
    places = {source.citation.url for source in shown[-1].sources}
    return any(source.citation.url in places for source in claim.sources)


def _is_refusal(sentence: str) -> bool:
    return MARKER.sub("", sentence).strip(" .\n").lower() == say("exhibits.no_answer").lower()
