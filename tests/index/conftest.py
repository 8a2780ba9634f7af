"""Synthetic reports in the series' layout, with other words than the real one's."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.reader import read_report
from index.report import Passage, Report, Source

OPENING = (
    " Alan kuvaus 3: Kirjastotyön arki \n \nPäivitetty 3.2.2020 \n\nMistä on kysymys? \n\n"
    "Kuvaus kertoo arjesta. \n\n"
)


@pytest.fixture(scope="session")
def source() -> Source:
    """Return what a TOML file would say of a synthetic report."""
    return Source(
        id="kirjasto-2020",
        title="Alan kuvaus 3: Kirjastotyön arki",
        publisher="Liitto",
        date=date(2020, 2, 3),
        language="fi",
        origin="keksitty",
        licence="vapaa",
        sha256="0" * 64,
    )


@pytest.fixture(scope="session")
def read(source: Source) -> Callable[[str], Report]:
    """Return a function that reads the opening of a report and the given text after it."""
    return lambda body: read_report(OPENING + body, source)


@pytest.fixture(scope="session")
def read_section(read: Callable[[str], Report]) -> Callable[[str], list[Passage]]:
    """Return a function that reads a text as section 1, without its heading's passage."""
    return lambda body: list(read("1. Luku \n" + body).section("1").passages[1:])


@pytest.fixture
def write_report() -> Callable[..., Path]:
    """Return a function that lays a report into a folder as `data/reports/` holds it."""
    return _write_report


def _write_report(
    reports: Path, body: str = "1. Luku \n• Ensimmäinen kohta. \n• Toinen kohta. \n", **fields: str
) -> Path:
    """Write the text and its TOML file with a right checksum; `fields` replace the TOML's own."""
    folder = reports / fields.pop("folder", "kirjasto")
    folder.mkdir(parents=True, exist_ok=True)
    text = folder / "report.txt"
    text.write_text(OPENING + body, encoding="utf-8")
    lines = {
        "id": '"kirjasto-2020"',
        "title": '"Kirjastotyön arki"',
        "publisher": '"Liitto"',
        "date": "2020-02-03",
        "language": '"fi"',
        "origin": '"keksitty"',
        "licence": '"vapaa"',
        "sha256": f'"{hashlib.sha256(text.read_bytes()).hexdigest()}"',
    } | fields
    toml = "\n".join(f"{name} = {value}" for name, value in lines.items() if value)
    (folder / "report.toml").write_text(toml, encoding="utf-8")
    return folder
