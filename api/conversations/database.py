"""The database of conversations: opened, brought up to date, worked with in whole transactions.

The only place that knows which database it is. Its errors become ours here.
"""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from filelock import AsyncFileLock
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from api.conversations.migrate import migrate
from api.errors import StoreError
from api.settings import Settings
from bot.messages import say
from index.errors import SettingError

T = TypeVar("T")
FILE = "conversations.db"
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
WAIT_S = 5.0  # for a connection, for another process's transaction
WORK_MAX_S = 10.0  # for a statement
POOL = 8  # PostgreSQL's connections
PG_LOCK = "pg_advisory_xact_lock(1836409458)"  # of the migrations; the number is 'murr'
# WAL: readers do not wait for a writer. FULL: what was acknowledged survives a power cut too.
# secure_delete: what was deleted is overwritten with zeros.
PRAGMAS = (
    f"busy_timeout = {WAIT_S * 1000:.0f}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
)


class Database:
    """One database, SQLite or PostgreSQL. Empty-handed until `open` has succeeded once."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the connections; nothing is opened yet.

        Raises:
            SettingError: the URL of the settings cannot work.
        """
        self._url = read_url(settings)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = _make_engine(self._url)
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
                async with AsyncExitStack() as stack:
                    if self._is_sqlite:
                        await stack.enter_async_context(_held(Path(self._url.database or "")))
                    connection = await stack.enter_async_context(self._engine.begin())
                    begin = "BEGIN IMMEDIATE" if self._is_sqlite else f"SELECT {PG_LOCK}"
                    await connection.execute(text(begin))
                    await connection.run_sync(migrate)
            self._is_open = True
        finally:
            self._is_tried.set()

    async def run(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Return what `work` returns, done in one transaction.

        The caller may be cancelled, a transaction is not: it ends whole.

        Raises:
            StoreError: the database does not answer.
        """
        task = asyncio.ensure_future(self._run(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def wipe(self, *, is_needed: bool) -> None:
        """Take what was deleted out of SQLite's write-ahead log; the file itself has it no more.

        Not `is_needed`: only where an earlier wipe did not succeed.

        Raises:
            StoreError: another process reads the log all the time.
        """
        self._is_untidy = self._is_sqlite and (is_needed or self._is_untidy)
        if not self._is_untidy:
            return
        with wrapped():
            async with self._engine.connect() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
                    is_busy, _, _ = await cursor.fetchone()
        if is_busy:
            raise StoreError(say("command.log_busy"))
        self._is_untidy = False

    async def close(self) -> None:
        """Let what is under way end, then close all connections."""
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._engine.dispose()

    async def _run(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        await self._is_tried.wait()
        if not self._is_open:
            raise StoreError(say("command.database_closed"))
        with wrapped():
            async with self._engine.begin() as connection:
                return await work(connection)


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
        path = (settings.home / FILE).absolute()
        return URL.create("sqlite+aiosqlite", database=str(path))
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
    """Make the errors of drivers and of SQLAlchemy ours; their texts may hold what people wrote."""
    try:
        yield
    except (SQLAlchemyError, asyncpg.PostgresError, sqlite3.Error, OSError) as error:
        raise StoreError(say("command.database_silent", reason=type(error).__name__)) from error


def _make_engine(url: URL) -> AsyncEngine:
    dumps = partial(json.dumps, ensure_ascii=False)
    if url.get_backend_name() != "sqlite":
        return create_async_engine(
            url,
            json_serializer=dumps,
            hide_parameters=True,
            pool_size=POOL,
            pool_timeout=WAIT_S,
            pool_pre_ping=True,
            connect_args={"timeout": WAIT_S, "command_timeout": WORK_MAX_S},
        )
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # below, it logs what people wrote
    # SQLite writes one at a time: waiting for one connection is fair, trying with many is not.
    engine = create_async_engine(
        url,
        json_serializer=dumps,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=WORK_MAX_S,
        pool_reset_on_return=None,  # every transaction here ends by itself
        # Whoever writes takes the right to do so at once: who reads first may be refused it later.
        connect_args={"isolation_level": "IMMEDIATE"},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    """Set up a new connection of SQLite."""
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _held(path: Path) -> AsyncFileLock:
    """Return the lock of an SQLite file; the file is made for its owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return AsyncFileLock(f"{path}.lock", thread_local=False)
