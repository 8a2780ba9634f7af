"""Finds the reports under `data/reports/` and checks that each is what its TOML file says."""

import hashlib
import tomllib
from datetime import date
from pathlib import Path

from index.errors import ReportError
from index.reader import read_report
from index.report import Report, Source

FIELDS = ("id", "title", "publisher", "date", "language", "origin", "licence", "sha256")


def find_sources(folder: Path) -> dict[Path, Source]:
    """Return each report's text file with its source, in the order of folder names.

    Raises:
        ReportError: there is no report, a field is missing, an id stands twice, or a text file
            is missing or has another checksum than its TOML file gives.
    """
    sources: dict[Path, Source] = {}
    for toml in sorted(folder.glob("*/report.toml")):
        path, source = _read_source(toml)
        if any(other.id == source.id for other in sources.values()):
            raise ReportError(f"raportin tunnus '{source.id}' on kahdesti; muuta {toml}")
        sources[path] = source
    if not sources:
        raise ReportError(
            f"kansiossa {folder} ei ole raportteja; lisää kansio, jossa on report.toml"
        )
    return sources


def read_reports(folder: Path) -> list[Report]:
    """Return the reports under `folder`, read whole.

    Raises:
        ReportError: as `find_sources` and `read_report` do.
    """
    return [read_report(_read_text(path), source) for path, source in find_sources(folder).items()]


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(f"raportti {path} ei ole UTF-8-tekstiä; muunna se") from error


def _read_source(toml: Path) -> tuple[Path, Source]:
    try:
        fields = tomllib.loads(toml.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportError(f"tiedostoa {toml} ei voi lukea: {error}") from error
    missing = [name for name in FIELDS if name not in fields]
    if missing:
        raise ReportError(f"tiedostosta {toml} puuttuu {', '.join(missing)}")
    if not isinstance(fields["date"], date):
        raise ReportError(f"tiedostossa {toml} date ei ole päivä (esim. date = 2021-05-17)")
    path = toml.parent / fields.get("file", "report.txt")
    if not path.is_file():
        raise ReportError(f"raportin teksti puuttuu: {path}")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != fields["sha256"]:
        raise ReportError(
            f"raportin {path} tarkistussumma on {found[:12]}…, vaikka {toml.name} lupaa "
            f"{fields['sha256'][:12]}…; palauta tiedosto tai päivitä sha256"
        )
    return path, Source(**{name: fields[name] for name in FIELDS})
