"""The database of conversations: found by its URL, opened, worked with in whole transactions.

Errors of databases become ours here.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from api.conversations import postgres
from api.conversations.postgres import PostgresServer
from api.conversations.sqlite import SqliteFile
from api.errors import StoreError
from api.settings import Settings
from bot.messages import say
from index.errors import SettingError

T = TypeVar("T")
FILE = "conversations.db"
POSTGRES = "postgresql+asyncpg"
DRIVERS = {
    "sqlite": "sqlite",
    "postgres": POSTGRES,
    "postgresql": POSTGRES,
    POSTGRES: POSTGRES,
}
ERRORS: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, OSError, *postgres.ERRORS)


class _Backend(Protocol):
    """One kind of database; its errors are its own."""

    async def prepare(self) -> None:
        """Make it ready, its schema up to date."""

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, done in one transaction."""

    async def wipe(self) -> bool:
        """Take what was deleted out of its logs; return whether that could be done."""

    async def close(self) -> None:
        """Close it."""


class Database:
    """One database, SQLite or PostgreSQL. Empty-handed until `open` has succeeded once."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the connections; nothing is opened yet.

        Raises:
            SettingError: the URL of the settings cannot work.
        """
        url = read_url(settings)
        is_sqlite = url.get_backend_name() == "sqlite"
        self._backend: _Backend = SqliteFile(url) if is_sqlite else PostgresServer(url)
        self._is_open = False
        self._is_tried = asyncio.Event()
        self._is_untidy = False
        self._under_way: set[asyncio.Future[Any]] = set()

    async def open(self) -> None:
        """Make the database where it is missing, and run the migrations that it lacks.

        Raises:
            SettingError: it was made by a newer version of the program.
            StoreError: it does not answer.
        """
        try:
            with wrapped():
                await self._backend.prepare()
            self._is_open = True
        finally:
            self._is_tried.set()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, done in one transaction, maybe in another thread.

        The caller may be cancelled, a transaction is not: it ends whole.

        Raises:
            StoreError: the database does not answer.
        """
        await self._is_tried.wait()
        if not self._is_open:
            raise StoreError(say("command.database_closed"))
        task = asyncio.ensure_future(self._backend.transact(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        with wrapped():
            return await asyncio.shield(task)

    async def wipe(self, *, is_needed: bool) -> None:
        """Take what was deleted out of the database's log; its tables have it no more.

        Not `is_needed`: only where an earlier wipe did not succeed.

        Raises:
            StoreError: another process reads the log all the time.
        """
        self._is_untidy = is_needed or self._is_untidy
        if not self._is_untidy:
            return
        with wrapped():
            self._is_untidy = not await self._backend.wipe()
        if self._is_untidy:
            raise StoreError(say("command.log_busy"))

    async def close(self) -> None:
        """Let what is under way end, then close all connections."""
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._backend.close()


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open the database of the settings for as long as the block lasts.

    Raises:
        SettingError, StoreError: as `Database` and its `open` do.
    """
    database = Database(settings)
    try:
        await database.open()
        yield database
    finally:
        await database.close()


async def prepare_database(settings: Settings) -> None:
    """Make the database where it is missing, and bring its schema up to date.

    Raises:
        SettingError, StoreError: as `opened` does.
    """
    async with opened(settings):
        pass


def read_url(settings: Settings) -> URL:
    """Return the URL of the database, with the driver that we use.

    Raises:
        SettingError: it is no URL, or one of another database.
    """
    if not settings.database_url:
        return URL.create("sqlite", database=str((settings.home / FILE).absolute()))
    try:
        url = make_url(settings.database_url)
        url = url.set(drivername=DRIVERS[url.drivername])
    except (ArgumentError, KeyError, ValueError):
        raise SettingError(say("command.database_url")) from None
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise SettingError(say("command.database_url"))
    if mode := url.query.get("sslmode"):  # libpq's name; asyncpg calls it `ssl`
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return url


@contextmanager
def wrapped() -> Iterator[None]:
    """Make the errors of databases ours; their texts may hold what people wrote."""
    try:
        yield
    except ERRORS as error:
        raise StoreError(say("command.database_silent", reason=type(error).__name__)) from error
