"""The index on the command line: builds it, or tells what is in use."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from api.progress import tell_progress
from api.settings import Settings, describe_settings, read_settings
from bot.messages import say
from index.errors import IndexDamagedError, IndexMissingError
from index.report import Report
from index.store import Index, build_index, open_index

BYTES_PER_MB = 1_000_000


def run_index(args: argparse.Namespace) -> int:
    """Build the index where it is needed, or only tell of it where `args.check` is set.

    Raises:
        MurrosError: the index cannot be built, or with `args.check` used.
    """
    settings = read_settings()
    if args.check:
        _write(*(f"{name}={value}" for name, value in describe_settings(settings).items()))
        _write(*describe_index(open_index(settings), settings))
        return 0
    if args.force or not _is_usable(settings):
        _build(settings)
    else:
        _write(say("command.is_fresh"))
    return 0


def describe_index(index: Index, settings: Settings) -> list[str]:
    """Return what is loaded, one line for each report and one for the index."""
    manifest = index.manifest
    size_bytes = _size_bytes(settings.home / "index" / manifest.name)
    size = f"{size_bytes / BYTES_PER_MB:.1f} Mt".replace(".", ",")
    total = say(
        "command.loaded_index",
        name=manifest.name,
        chunks=str(manifest.counts["chunks"]),
        tokens=str(manifest.counts["tokens"]),
        dimension=str(manifest.dimension),
        size=size,
    )
    return [*(_describe_report(report) for report in index.reports), total]


def _describe_report(report: Report) -> str:
    day = report.source.date
    return say(
        "command.loaded_report",
        id=report.id,
        title=report.source.title,
        date=f"{day.day}.{day.month}.{day.year}",
        pages=str(report.page_count),
        sections=str(len(report.sections)),
        passages=str(sum(1 for _ in report.passages())),
        tables=str(len(report.tables)),
        rows=str(sum(len(table.rows) for table in report.tables)),
    )


def _is_usable(settings: Settings) -> bool:
    """Return whether the index in use can stay; tells why where it cannot."""
    try:
        open_index(settings)
    except (IndexMissingError, IndexDamagedError) as error:
        _write(str(error))
        return False
    return True


def _build(settings: Settings) -> None:
    """Build the index with a bar on a terminal, with a line now and then elsewhere."""
    console = Console(stderr=True)
    if console.is_terminal:
        with Progress(console=console) as progress:
            task = progress.add_task(say("command.building"), total=None)
            build_index(
                settings,
                lambda done, total: progress.update(task, completed=done, total=total),
            )
    else:
        build_index(settings, tell_progress(_write))
    _write(say("command.is_built"))


def _size_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _write(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
