"""The commands of those who keep the conversations: `murros purge`, `export` and `gaps`."""

import argparse
import asyncio
import csv
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.conversations.database import opened
from api.conversations.gaps import (
    MAX_QUESTIONS,
    MIN_ASKERS,
    Gap,
    Miss,
    centre,
    find_gaps,
    group_alike,
    read_misses,
)
from api.conversations.schema import now
from api.conversations.store import Conversations
from api.settings import Settings, read_settings
from bot.messages import say
from index.errors import SettingError
from index.store import open_index

STDIN = "-"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("askers", "size", "example", "kinds", "reasons")


def run_purge(args: argparse.Namespace) -> int:
    """Delete the conversations that are too old; print how many.

    Raises:
        SettingError, StoreError: the database cannot be used.
    """
    del args
    settings = read_settings()

    async def work() -> int:
        async with opened(settings) as database:
            return await Conversations(database).purge(settings.retention_days)

    count = asyncio.run(work())
    text = say("command.purged", count=str(count), days=str(settings.retention_days))
    sys.stdout.write(f"{text}\n")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Print the conversation `args.conversation` as JSON; `-` reads its id from the input.

    Raises:
        MissingError: there is no such conversation.
        SettingError, StoreError: the database cannot be used.
    """
    settings = read_settings()
    given: str = args.conversation
    known = sys.stdin.readline().strip() if given == STDIN else given

    async def work() -> str:
        async with opened(settings) as database:
            found = await Conversations(database).read(known)
            return found.model_dump_json(indent=2)

    sys.stdout.write(f"{asyncio.run(work())}\n")
    return 0


def run_gaps(args: argparse.Namespace) -> int:
    """Print what was declined or voted down in `args.days`, by likeness; also to `args.csv`.

    Raises:
        SettingError, StoreError: the database or the file cannot be used.
        IndexMissingError, SearchError: the questions cannot be compared.
    """
    settings = read_settings()
    since = now() - timedelta(days=max(args.days, 0))

    async def work() -> list[Miss]:
        async with opened(settings) as database:
            return await database.run(partial(read_misses, since=since))

    misses = asyncio.run(work())
    gaps, hidden = find_gaps(misses, _group(misses, settings))
    _print(gaps, hidden)
    if args.csv is not None:
        write_csv(args.csv, gaps)
    return 0


def write_csv(path: Path, gaps: Sequence[Gap]) -> None:
    """Write gaps for a spreadsheet, which takes no cell for a formula.

    The mark at the file's beginning tells spreadsheets that it is UTF-8.

    Raises:
        SettingError: the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            path.chmod(0o600)
            rows = csv.writer(file)
            rows.writerow([say(f"gaps.{column}") for column in COLUMNS])
            rows.writerows([[_harmless(cell) for cell in _cells(gap)] for gap in gaps])
    except OSError as error:
        text = say("command.csv_failed", path=str(path), reason=error.strerror or "")
        raise SettingError(text) from error


def _group(misses: Sequence[Miss], settings: Settings) -> list[list[str]]:
    """Return the different questions by likeness, the one in the middle of each group first."""
    questions = list(dict.fromkeys(miss.question for miss in misses))[:MAX_QUESTIONS]
    if not questions:
        return []
    embeddings = open_index(settings).embeddings
    vectors = np.asarray([embeddings.embed_query(text) for text in questions], dtype=np.float32)
    return [[questions[row] for row in group] for group in group_alike(centre(vectors))]


def _print(gaps: Sequence[Gap], hidden: int) -> None:
    console = Console()
    table = Table(title=say("gaps.title"))
    for column in COLUMNS:
        is_number = column in {"askers", "size"}
        table.add_column(say(f"gaps.{column}"), justify="right" if is_number else "left")
    for gap in gaps:
        table.add_row(*map(Text, _cells(gap)))
    console.print(table)
    console.print(say("gaps.hidden", askers=str(MIN_ASKERS), count=str(hidden)))
    console.print(say("gaps.careful"))


def _cells(gap: Gap) -> list[str]:
    kinds = ", ".join(f"{say(f'gaps.{kind}')} {count}" for kind, count in gap.kinds)
    return [str(gap.askers), str(gap.size), gap.example, kinds, " | ".join(gap.reasons)]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
