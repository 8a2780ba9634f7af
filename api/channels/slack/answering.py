"""What is done in Slack after a request was acknowledged: answers, prompts, feedback."""

import asyncio
from contextlib import suppress
from itertools import chain, zip_longest

from api.channels.desk import Desk
from api.channels.links import Links
from api.channels.slack.blocks import write_below, write_question, write_reason_view
from api.channels.slack.incoming import Question, Where
from api.channels.slack.live import Live
from api.channels.slack.posting import post_answer
from api.channels.slack.web import LostError, RefusedError, Web
from api.channels.slack.words import escape
from api.channels.view import shorten
from api.errors import BadRequestError
from api.problems import explain, log_failure
from bot.answer import Answer, Sentence
from bot.messages import say

MAX_PROMPTS = 4
PROMPT_CHARS = 75
FAREWELL_MAX_S = 1.5  # to tell that an answer is cut off by the service's end
ON_THE_WAY = (RefusedError, LostError)


class Answering:
    """Answers questions and takes feedback, each in its own time."""

    def __init__(self, desk: Desk, web: Web, links: Links) -> None:
        """Work with the desk, Slack and links into the service."""
        self._desk, self._web, self._links = desk, web, links

    async def answer(self, question: Question) -> None:
        """Answer in the question's thread, as sentences are proved; in private, when it is whole.

        Whatever fails, the asker is told, if Slack can be reached at all.
        """
        where = question.where
        if not where.thread:
            await self._answer_in_private(question)
            return
        if not question.is_seen:
            await self._show_question(question)
        live = Live(self._web, where)
        status = asyncio.create_task(self._show_status(where, say("channels.slack_status")))
        try:
            answer, message_id = await self._follow(question, live)
            status.cancel()
            await live.finish(answer.text, write_below(answer, self._links, message_id))
        except ON_THE_WAY as error:
            log_failure(error)
        except asyncio.CancelledError:
            with suppress(*ON_THE_WAY, TimeoutError):
                async with asyncio.timeout(FAREWELL_MAX_S):
                    await live.leave()
                    await live.fail(say("channels.slack_stopped"))
            raise
        except Exception as error:  # noqa: BLE001 - the asker must hear of it, whatever it is
            _log(error)
            status.cancel()
            await self._show_status(where, "")
            await live.fail(explain(error).detail)
        finally:
            status.cancel()

    async def suggest(self, channel: str, thread: str = "") -> None:
        """Offer questions to begin with, those that fit each role best first."""
        roles = (examples.questions for examples in self._desk.service.examples)
        mixed = [text for text in chain.from_iterable(zip_longest(*roles)) if text]
        chosen = [say("channels.onboarding"), *dict.fromkeys(mixed)][:MAX_PROMPTS]
        prompts = [{"title": shorten(text, PROMPT_CHARS), "message": text} for text in chosen]
        with suppress(*ON_THE_WAY):  # a decoration
            await self._web.suggest(channel, thread, prompts)

    async def judge(self, message_id: str, rating: str, reason: str = "") -> str:
        """Keep what a reader thought of an answer; return why not, empty where it is kept."""
        try:
            await self._desk.judge(message_id, rating, reason)
        except Exception as error:  # noqa: BLE001 - the reader must hear of it, whatever it is
            _log(error)
            return explain(error).detail
        return ""

    async def take_thumb(self, where: Where, message_id: str, rating: str) -> None:
        """Keep a thumb; tell its giver alone where that fails."""
        problem = await self.judge(message_id, rating)
        if problem:
            await post_answer(self._web, where, problem)

    async def ask_reason(self, trigger_id: str, message_id: str) -> None:
        """Ask what was wrong with an answer, in a small window."""
        with suppress(*ON_THE_WAY):  # the thumb is kept without it
            await self._web.open_view(trigger_id, write_reason_view(message_id))

    async def _follow(self, question: Question, live: Live | None) -> tuple[Answer, str]:
        """Return the whole answer and its id; what is proved meanwhile goes to `live`."""
        where = question.where
        async with self._desk.ask(where.place, where.person, question.text) as talk:
            async for event in talk.events:
                if isinstance(event, Sentence) and live:
                    live.add(event.text)
                elif isinstance(event, Answer):
                    return event, talk.message_id
        raise AssertionError("the answer comes last")

    async def _answer_in_private(self, question: Question) -> None:
        where = question.where
        above = [write_question(where.user, question.text)]
        try:
            answer, message_id = await self._follow(question, None)
        except Exception as error:  # noqa: BLE001 - the asker must hear of it, whatever it is
            _log(error)
            await post_answer(self._web, where, explain(error).detail)
            return
        below = write_below(answer, self._links, message_id)
        await post_answer(self._web, where, answer.text, below, above)

    async def _show_question(self, question: Question) -> None:
        where = question.where
        text = f"<@{where.user}>: {escape(question.text)}"
        with suppress(*ON_THE_WAY):  # the answer comes all the same
            await self._web.post(where, text, [write_question(where.user, question.text)], {})

    async def _show_status(self, where: Where, status: str) -> None:
        with suppress(*ON_THE_WAY):  # a decoration
            await self._web.show_status(where, status)


def _log(error: Exception) -> None:
    """Log a failure, not what a person did wrong."""
    if not isinstance(error, BadRequestError):
        log_failure(error)
