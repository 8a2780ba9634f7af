"""Conversations in PostgreSQL. The only place that knows its driver."""

from collections.abc import Callable
from typing import TypeVar

import asyncpg
from sqlalchemy import URL, Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from api.conversations.migrate import migrate
from api.conversations.schema import write_json

T = TypeVar("T")
ERRORS: tuple[type[Exception], ...] = (asyncpg.PostgresError, asyncpg.InterfaceError)
CONNECTIONS = 8
WAIT_S = 5.0  # for a connection
WORK_MAX_S = 10.0  # for a statement
LOCK = "SELECT pg_advisory_xact_lock(1836409458)"  # of the migrations; the number is 'murr'


class PostgresServer:
    """One database of a server."""

    def __init__(self, url: URL) -> None:
        """Prepare the pool; nothing is connected yet."""
        self._engine = create_async_engine(
            url,
            json_serializer=write_json,
            hide_parameters=True,
            pool_size=CONNECTIONS,
            pool_timeout=WAIT_S,
            pool_pre_ping=True,
            connect_args={"timeout": WAIT_S, "command_timeout": WORK_MAX_S},
        )

    async def prepare(self) -> None:
        """Migrate the database; other processes wait meanwhile."""
        async with self._engine.begin() as connection:
            await connection.execute(text(LOCK))
            await connection.run_sync(migrate)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, done in one transaction."""
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def wipe(self) -> bool:
        """Return that nothing is left to us: the server vacuums by itself."""
        return True

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()
