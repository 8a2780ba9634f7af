"""Which databases are taken, and how their schema comes to be."""

import asyncio
import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, inspect, text

from api.conversations.database import FILE, Database, opened, read_url
from api.conversations.schema import metadata
from api.conversations.store import Conversations
from api.settings import Settings, describe_settings
from index.errors import SettingError
from tests.api.conversations.talk import say

STARTS = 4
Shape = dict[str, list[tuple[str, bool]]]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgres://u:p@h:5433/d", "postgresql+asyncpg://u:p@h:5433/d"),
        ("postgresql+asyncpg://h/d", "postgresql+asyncpg://h/d"),
        ("postgresql://h/d?sslmode=require", "postgresql+asyncpg://h/d?ssl=require"),
        ("sqlite:////x/y.db", "sqlite:////x/y.db"),
        ("", "sqlite:////home/conversations.db"),
    ],
)
def test_url_is_read_as_people_write_it(given: str, used: str) -> None:
    """Nobody needs to know the driver's name."""
    settings = Settings(home=Path("/home"), database_url=given)
    assert read_url(settings).render_as_string(hide_password=False) == used


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "mysql://u:salaisuus@h/d",
        "postgresql+psycopg2://h/d",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_wrong_url_is_told_without_its_password(wrong: str) -> None:
    """The error names the setting, not the value."""
    with pytest.raises(SettingError, match="MURROS_DATABASE_URL") as told:
        read_url(Settings(database_url=wrong))
    assert "salaisuus" not in str(told.value)


def test_url_is_shown_without_its_password() -> None:
    """What `murros index --check` prints may be pasted anywhere."""
    shown = describe_settings(Settings(database_url="postgresql://u:salaisuus@h/d"))
    assert shown["MURROS_DATABASE_URL"] == "postgresql://***@h/d"
    assert shown["MURROS_RETENTION_DAYS"] == "90"


def _describe(connection: Connection) -> Shape:
    inspector = inspect(connection)
    return {
        table: [(column["name"], column["nullable"]) for column in inspector.get_columns(table)]
        for table in sorted(inspector.get_table_names())
        if table != "alembic_version"
    }


@pytest.mark.anyio
async def test_migrations_make_the_schema(settings: Settings) -> None:
    """What they make is what the program works with: tables, columns, which may be empty."""
    database = Database(settings)
    await database.open()
    made = await database.run(_describe)
    meant = {
        table.name: [(column.name, bool(column.nullable)) for column in table.columns]
        for table in sorted(metadata.tables.values(), key=lambda table: table.name)
    }
    await database.close()
    assert isinstance(metadata, MetaData)
    assert made == meant


def _open(settings: Settings) -> None:
    async def work() -> None:
        async with opened(settings) as database:
            await say(Conversations(database), "Hei")

    asyncio.run(work())


@pytest.mark.anyio
async def test_processes_that_start_together_migrate_once(settings: Settings) -> None:
    """Nobody sees half a schema, and nobody fails."""
    spawning = multiprocessing.get_context("spawn")
    processes = [spawning.Process(target=_open, args=(settings,)) for _ in range(STARTS)]
    for process in processes:
        process.start()
    for process in processes:
        await asyncio.to_thread(process.join)
    assert [process.exitcode for process in processes] == [0] * STARTS
    database = Database(settings)
    await database.open()

    def count(connection: Connection) -> list[int]:
        queries = ("SELECT count(*) FROM alembic_version", "SELECT count(*) FROM messages")
        return [connection.execute(text(query)).scalar_one() for query in queries]

    assert await database.run(count) == [1, STARTS]
    await database.close()


@pytest.mark.anyio
async def test_newer_database_is_left_alone(settings: Settings) -> None:
    """An old program tells in one line that it is too old."""
    database = Database(settings)
    await database.open()

    def update(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    await database.run(update)
    await database.close()
    old = Database(settings)
    with pytest.raises(SettingError, match="päivitä") as told:
        await old.open()
    assert "\n" not in str(told.value)
    await old.close()


@pytest.mark.anyio
async def test_sqlite_is_set_up_for_care(tmp_path: Path) -> None:
    """Acknowledged is on disk, deleted is overwritten, keys hold."""
    database = Database(Settings(home=tmp_path))
    await database.open()

    def read(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in names]

    assert await database.run(read) == ["wal", 2, 1, 1]
    await database.close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
