"""The same tests on SQLite and on PostgreSQL."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from api.conversations.database import opened
from api.conversations.store import Conversations
from api.settings import Settings
from tests.api.conversations.cluster import find_programs, name_database, serve_cluster

LEFT_OUT = "no PostgreSQL here: apt-get install postgresql"


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Return the URL of a PostgreSQL server; skip where there is none, but never in CI."""
    programs = find_programs()
    if programs is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(LEFT_OUT)
    with serve_cluster(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of an empty database; empty text is SQLite's file in the home."""
    if request.param == "sqlite":
        return ""
    cluster: str = request.getfixturevalue("cluster")
    name = name_database()

    async def create() -> None:
        connection = await asyncpg.connect(f"{cluster}/postgres")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(create())
    return f"{cluster}/{name}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Return the settings of a place where nothing is kept yet."""
    return Settings(home=tmp_path / "store", database_url=database_url, rate_limit="0")


@pytest.fixture
async def conversations(settings: Settings) -> AsyncIterator[Conversations]:
    """Return an open store."""
    async with opened(settings) as database:
        yield Conversations(database)
