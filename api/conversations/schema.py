"""The tables of conversations, and how a conversation's id becomes the key of its row.

The id opens a conversation to whoever has it, so it is not stored: its SHA-256 is. An id has 128
random bits, so that the hash cannot be turned back by trying.
"""

import hashlib
import json
import re
import secrets
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.schema import Column

ID_BYTES = 16  # 128 bits
ID_FORM = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Status(StrEnum):
    """How far a message has come."""

    UNDER_WAY = "under_way"
    ANSWERED = "answered"
    FAILED = "failed"


class UtcTime(TypeDecorator[datetime]):
    """A point in time; SQLite keeps no zone, so that all are UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is stored."""
        del dialect
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what was stored, with its zone."""
        del dialect
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


metadata = MetaData()

# `claim`: the turn that is under way, until `claimed_until` at most; see `turns.py`.
conversations = Table(
    "conversations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("created", UtcTime, nullable=False),
    Column("last_message", UtcTime, nullable=False, index=True),
    Column("message_count", Integer, nullable=False),
    Column("claim", String(32)),
    Column("claimed_until", UtcTime),
)

# `position` counts from 1. `answer` is the contract's object without the two ids. `coverage` is
# that of the answer again, to search by. `memory` is the assistant's own, `trace` says how the
# answer was made; neither is shown to readers.
messages = Table(
    "messages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("conversation", ForeignKey("conversations.number", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", String(32), nullable=False, unique=True),
    Column("asked", UtcTime, nullable=False, index=True),
    Column("status", String(9), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", JSON(none_as_null=True)),
    Column("coverage", String(8)),
    Column("memory", Text, nullable=False),
    Column("trace", JSON(none_as_null=True)),
    UniqueConstraint("conversation", "position"),
)

# What channels deliver, so that what comes twice is taken once; `key`: SHA-256 of the channel's id.
events = Table(
    "events",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("seen", UtcTime, nullable=False, index=True),
)

feedback = Table(
    "feedback",
    metadata,
    Column("message", ForeignKey("messages.number", ondelete="CASCADE"), primary_key=True),
    Column("rating", String(4), nullable=False),
    Column("reason", Text),
    Column("given", UtcTime, nullable=False),
)


def insert_new(connection: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    """Return an insert that does nothing where the key is taken, also by another process."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def write_json(value: object) -> str:
    """Return JSON in which letters stay letters."""
    return json.dumps(value, ensure_ascii=False)


def make_id() -> str:
    """Return a new id that cannot be guessed: 32 hexadecimal digits."""
    return secrets.token_hex(ID_BYTES)


def hash_id(conversation_id: str) -> str:
    """Return the key under which a conversation is stored, for an id of any form."""
    return hashlib.sha256(conversation_id.encode(errors="backslashreplace")).hexdigest()


def now() -> datetime:
    """Return the time as it is stored."""
    return datetime.now(UTC)
