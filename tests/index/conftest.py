"""Synthetic reports in the series' layout, with words of their own, and an index of one."""

import hashlib
import shutil
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from index.embeddings import EMBEDDED, open_embeddings
from index.grams import text_grams
from index.reader import read_report
from index.report import Passage, Report, Source
from index.settings import IndexSettings
from index.store import build_index

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


class GramEmbeddings(Embeddings):
    """A model of 64 dimensions that counts n-grams: as the real one to the store, but at once."""

    def embed_query(self, text: str) -> list[float]:
        """Return how often n-grams fall on each dimension."""
        vector = [0.0] * 64
        for gram in text_grams(text):
            vector[zlib.crc32(gram.encode()) % 64] += 1
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the counts of each text."""
        return [self.embed_query(text) for text in texts]


@pytest.fixture
def quick_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the quick model in the place of the embedded one."""
    monkeypatch.setattr("index.store.open_embeddings", _open_quick)


def _open_quick(settings: IndexSettings) -> Embeddings:
    return GramEmbeddings() if settings.embeddings == EMBEDDED else open_embeddings(settings)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder to copy: a small report and its whole index, built once."""
    folder = tmp_path_factory.mktemp("template")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def settings(
    template: Path, tmp_path: Path, write_report: Callable[..., Path], quick_model: None
) -> IndexSettings:
    """Return settings of a fresh copy of the small report and its index.

    A copy has a path of its own, so that Chroma, which keeps what it once opened, opens it anew.
    """
    del quick_model
    if not (template / "home").exists():
        write_report(template / "reports")
        build_index(IndexSettings(home=template / "home", reports=template / "reports"))
    shutil.copytree(template, tmp_path / "copy")
    return IndexSettings(home=tmp_path / "copy" / "home", reports=tmp_path / "copy" / "reports")
