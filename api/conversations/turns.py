"""One turn of a conversation in the database: begun, kept alive, finished or failed.

A turn claims its conversation for a few seconds, and again and again while it lasts. Whoever comes
next, in this process or another, waits until the claim is given back or has run out, so that a
killed process holds a conversation up for no longer than `LEASE`. Machines that share a database
must have their clocks right to a second or two.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Update, insert, select, update

from api.conversations.schema import Status, conversations, insert_new, messages, now
from api.errors import FullError, MissingError, StoreError
from bot.answer import Answer
from bot.turn import Turn

MAX_MESSAGES = 200  # in a conversation
MAX_HISTORY = 20  # turns that the assistant gets back
LEASE = timedelta(seconds=5)
BEAT_S = 1.5  # between two claims of the same turn


@dataclass(frozen=True, slots=True)
class OpenTurn:
    """A turn under way: what is asked and what went before, oldest first.

    `finish` stores the answer; it has to be called before the answer is shown whole.
    """

    conversation_id: str
    message_id: str
    message: str
    history: tuple[Turn, ...]
    finish: Callable[[Answer], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn under way: its conversation's number, its message's id."""

    conversation: int
    message_id: str
    history: tuple[Turn, ...]


def begin_first(connection: Connection, key: str, message_id: str, question: str) -> Begun | None:
    """Store a new conversation with its first message; return None where the key is taken."""
    at = now()
    made = connection.execute(
        insert_new(connection, conversations)
        .values(key=key, created=at, message_count=1, **_claim(message_id))
        .returning(conversations.c.number)
    )
    conversation = made.scalar_one_or_none()
    if conversation is None:
        return None
    _add_message(connection, conversation, 1, message_id, question)
    return Begun(conversation, message_id, ())


def begin_known(connection: Connection, key: str, message_id: str, question: str) -> Begun | None:
    """Store a message of a conversation whose id the caller chose; begin it where it is missing.

    Return None where another turn holds it, or another process has begun it just now.

    Raises:
        FullError: it has all the messages that it may have.
    """
    try:
        return begin_next(connection, key, message_id, question)
    except MissingError:
        return begin_first(connection, key, message_id, question)


def begin_next(connection: Connection, key: str, message_id: str, question: str) -> Begun | None:
    """Store a further message; return None where another turn holds the conversation.

    A turn whose claim has run out loses it: its process is gone.

    Raises:
        MissingError: there is no such conversation.
        FullError: it has all the messages that it may have.
    """
    table = conversations.c
    claimed = connection.execute(
        update(conversations)
        .where(
            table.key == key,
            table.claim.is_(None) | (table.claimed_until < now()),
            table.message_count < MAX_MESSAGES,
        )
        .values(message_count=table.message_count + 1, **_claim(message_id))
        .returning(table.number, table.message_count)
    )
    found = claimed.one_or_none()
    if found is None:
        _check(connection, key)
        return None
    conversation, position = found
    history = _read_history(connection, conversation)
    _add_message(connection, conversation, position, message_id, question)
    return Begun(conversation, message_id, history)


def keep_alive(connection: Connection, begun: Begun) -> None:
    """Claim the conversation of a turn for a while longer."""
    connection.execute(_mine(begun).values(claimed_until=now() + LEASE))


def end_turn(connection: Connection, begun: Begun, values: dict[str, Any]) -> None:
    """Store how a turn ended, and give its conversation free.

    Raises:
        StoreError: the conversation was deleted meanwhile, or another turn has taken it over.
    """
    freed = connection.execute(_mine(begun).values(claim=None, claimed_until=None))
    if not freed.rowcount:
        raise StoreError("keskustelu poistettiin tai vuoro ehti vanhentua; kysy uudelleen")
    connection.execute(update(messages).where(messages.c.id == begun.message_id).values(**values))


def _claim(message_id: str) -> dict[str, Any]:
    at = now()
    return {"claim": message_id, "claimed_until": at + LEASE, "last_message": at}


def _mine(begun: Begun) -> Update:
    """Return an update of the conversation that a turn still claims."""
    return update(conversations).where(
        conversations.c.number == begun.conversation, conversations.c.claim == begun.message_id
    )


def _check(connection: Connection, key: str) -> None:
    """Return where a conversation is there and may go on."""
    query = select(conversations.c.message_count).where(conversations.c.key == key)
    count = connection.execute(query).scalar_one_or_none()
    if count is None:
        raise MissingError("conversation_missing")
    if count >= MAX_MESSAGES:
        raise FullError("conversation_full")


def _add_message(
    connection: Connection, conversation: int, position: int, message_id: str, question: str
) -> None:
    connection.execute(
        insert(messages).values(
            conversation=conversation,
            position=position,
            id=message_id,
            asked=now(),
            status=Status.UNDER_WAY,
            question=question,
            memory="",
        )
    )


def _read_history(connection: Connection, conversation: int) -> tuple[Turn, ...]:
    """Return the last turns that were answered, oldest first."""
    query = (
        select(messages.c.question, messages.c.answer["answer"].as_string(), messages.c.memory)
        .where(messages.c.conversation == conversation, messages.c.status == Status.ANSWERED)
        .order_by(messages.c.position.desc())
        .limit(MAX_HISTORY)
    )
    rows = connection.execute(query).all()
    return tuple(Turn(*row) for row in reversed(rows))
