"""Conversations as they are kept: each turn in its order, read, judged, deleted."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, delete, insert, select, update

from api.conversations.body import ConversationBody, FeedbackRequest, write_conversation
from api.conversations.database import Database
from api.conversations.lines import Lines
from api.conversations.schema import (
    ID_FORM,
    Status,
    conversations,
    events,
    feedback,
    hash_id,
    insert_new,
    make_id,
    messages,
    now,
)
from api.conversations.trace import describe_work
from api.conversations.turns import (
    BEAT_S,
    Begun,
    OpenTurn,
    begin_first,
    begin_known,
    begin_next,
    end_turn,
    keep_alive,
)
from api.errors import MissingError, StoreError
from api.settings import WAIT_MAX_S
from api.wire import write_answer
from bot.answer import Answer
from bot.personal import mask_personal
from index.errors import BusyError

MAX_WAITING = 4  # messages of one conversation that may wait for the one before
POLL_S = 0.05  # between two looks at a conversation that another process holds
PURGE_AT_ONCE = 200  # conversations in one transaction, so that nobody waits long
EVENTS_KEPT = timedelta(days=1)  # channels send again within the hour
MS = 1000.0

Begin = Callable[[Connection, str, str, str], Begun | None]

logger = logging.getLogger("murros")


class Conversations:
    """All conversations of one database. Whoever has a conversation's id may do all with it."""

    def __init__(self, database: Database) -> None:
        """Keep conversations in `database`, which others open and close."""
        self._database = database
        self._lines = Lines(MAX_WAITING, WAIT_MAX_S)

    @asynccontextmanager
    async def turn(
        self, conversation_id: str | None, message: str, *, may_begin: bool = False
    ) -> AsyncIterator[OpenTurn]:
        """Store a message and hold its conversation until the block ends.

        A new conversation is made where no id is given, and `may_begin` also where the id that the
        caller chose is not known. The message that comes to the same conversation meanwhile waits.
        What is not finished in the block is stored as failed.

        Raises:
            MissingError, FullError: there is no such conversation, or it may not go on.
            BusyError: too many messages wait in it.
            StoreError: the database does not answer.
        """
        question, _ = mask_personal(message)
        known = conversation_id or make_id()
        started_s = time.perf_counter()
        async with self._lines.enter(known):
            begin = begin_known if may_begin else begin_next
            begun = await self._begin(
                begin_first if conversation_id is None else begin, known, question
            )
            is_finished = False

            async def finish(answer: Answer) -> None:
                nonlocal is_finished
                took_ms = (time.perf_counter() - started_s) * MS
                await self._finish(begun, answer, took_ms)
                is_finished = True

            beating = asyncio.create_task(self._beat(begun))
            try:
                yield OpenTurn(known, begun.message_id, message, begun.history, finish)
            finally:
                beating.cancel()
                if not is_finished:
                    with suppress(StoreError):  # the claim runs out by itself
                        failed = {"status": Status.FAILED}
                        await self._database.run(partial(end_turn, begun=begun, values=failed))

    async def read(self, conversation_id: str) -> ConversationBody:
        """Return a conversation with all its messages.

        Raises:
            MissingError: there is no such conversation.
            StoreError: the database does not answer.
        """

        def work(connection: Connection) -> ConversationBody:
            query = select(conversations).where(conversations.c.key == hash_id(conversation_id))
            found = connection.execute(query).one_or_none()
            if found is None:
                raise MissingError("conversation_missing")
            asked = (
                select(messages, feedback.c.rating, feedback.c.reason)
                .outerjoin(feedback)
                .where(messages.c.conversation == found.number)
                .order_by(messages.c.position)
            )
            rows = connection.execute(asked).all()
            return write_conversation(conversation_id, found, rows)

        return await self._database.run(work)

    async def delete(self, conversation_id: str) -> None:
        """Delete a conversation and all that belongs to it, out of the database's log as well.

        Raises:
            MissingError: there is no such conversation.
            StoreError: the database does not answer, or its log is in use; try again.
        """
        query = delete(conversations).where(conversations.c.key == hash_id(conversation_id))

        def work(connection: Connection) -> bool:
            return bool(connection.execute(query).rowcount)

        is_deleted = await self._database.run(work)
        await self._database.wipe(is_needed=is_deleted)
        if not is_deleted:
            raise MissingError("conversation_missing")

    async def take(self, event: str) -> bool:
        """Return whether an event of a channel is new; from now on, in any process, it is not.

        Raises:
            StoreError: the database does not answer.
        """

        def work(connection: Connection) -> bool:
            query = insert_new(connection, events).values(key=hash_id(event), seen=now())
            return connection.execute(query).rowcount > 0

        return await self._database.run(work)

    async def judge(self, message_id: str, given: FeedbackRequest) -> None:
        """Store what a reader thought of an answer, in place of what was said of it before.

        Raises:
            MissingError: there is no such message.
            StoreError: the database does not answer.
        """
        if not ID_FORM.fullmatch(message_id):
            raise MissingError("unknown_message")
        reason = mask_personal(given.reason)[0] if given.reason else None
        values = {"rating": given.rating, "reason": reason, "given": now()}

        def work(connection: Connection) -> None:
            query = select(messages.c.number).where(messages.c.id == message_id).with_for_update()
            number = connection.execute(query).scalar_one_or_none()
            if number is None:
                raise MissingError("unknown_message")
            connection.execute(delete(feedback).where(feedback.c.message == number))
            connection.execute(insert(feedback).values(message=number, **values))

        await self._database.run(work)

    async def purge(self, days: int) -> int:
        """Delete the conversations whose last message is older than `days`; return how many.

        Turns whose process is gone are failed.

        Raises:
            StoreError: the database does not answer, or its log is in use.
        """
        old = (
            select(conversations.c.number)
            .where(conversations.c.last_message < now() - timedelta(days=days))
            .limit(PURGE_AT_ONCE)
        )

        def work(connection: Connection) -> int:
            gone = connection.execute(delete(conversations).where(conversations.c.number.in_(old)))
            return gone.rowcount

        total = 0
        while count := await self._database.run(work):
            total += count
        await self._database.run(_tidy)
        await self._database.wipe(is_needed=total > 0)
        return total

    async def _begin(self, begin: Begin, conversation_id: str, question: str) -> Begun:
        """Begin a turn once no other process holds the conversation."""
        key, message_id = hash_id(conversation_id), make_id()
        end_s = time.monotonic() + WAIT_MAX_S
        while time.monotonic() < end_s:
            begun = await self._database.run(
                lambda connection: begin(connection, key, message_id, question)
            )
            if begun is not None:
                return begun
            await asyncio.sleep(POLL_S)
        raise BusyError("keskustelun edellinen viesti on vielä kesken; yritä hetken päästä")

    async def _finish(self, begun: Begun, answer: Answer, took_ms: float) -> None:
        body = write_answer(answer, "", begun.message_id)
        values = {
            "status": Status.ANSWERED,
            "answer": body.model_dump(exclude={"conversation_id", "message_id"}),
            "coverage": body.coverage,
            "memory": answer.memory,
            "trace": describe_work(answer, took_ms),
        }
        await self._database.run(partial(end_turn, begun=begun, values=values))

    async def _beat(self, begun: Begun) -> None:
        """Keep a turn's claim on its conversation alive until cancelled."""
        while True:
            await asyncio.sleep(BEAT_S)
            try:
                await self._database.run(partial(keep_alive, begun=begun))
            except StoreError as error:
                logger.warning("%s", error)


def _tidy(connection: Connection) -> None:
    """Fail the messages under way without a claim on their conversation; forget old events."""
    held = select(conversations.c.claim).where(conversations.c.claimed_until >= now())
    connection.execute(
        update(messages)
        .where(messages.c.status == Status.UNDER_WAY, messages.c.id.not_in(held))
        .values(status=Status.FAILED)
    )
    connection.execute(delete(events).where(events.c.seen < now() - EVENTS_KEPT))
