"""The index on disk and in use: builds it whole or not at all, opens it, mends it.

`MURROS_HOME/index/<name>/` holds one build; the file `current` names the one in use. A build goes
into a folder of its own, and `current` is replaced in one step when it is whole.
"""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from index.catalogue import find_sources, read_reports
from index.chunks import Chunk, make_chunks, token_total
from index.embeddings import open_embeddings
from index.errors import IndexDamagedError, IndexMissingError
from index.keywords import Keywords
from index.manifest import Manifest, Recipe, checksum, count_parts
from index.report import Report
from index.settings import IndexSettings
from index.space import FILE as SPACE_FILE
from index.space import CentredEmbeddings
from index.vectors import Client, Vectors, collection_names, connect, drop
from prompts import read_lines

PREFIX = "murros-"
Progress = Callable[[int, int], None]
"""Told (done, total) texts as a build goes on."""


@dataclass(frozen=True, slots=True)
class Index:
    """A whole index in use: the reports, and the chunks by meaning and by keyword.

    `chunks`, the rows of `keywords` and the keys of `vectors` stand for the same n texts.
    """

    reports: tuple[Report, ...]
    chunks: tuple[Chunk, ...]
    vectors: Vectors
    keywords: Keywords
    embeddings: CentredEmbeddings
    manifest: Manifest


def open_index(settings: IndexSettings) -> Index:
    """Return the index in use.

    Raises:
        IndexMissingError: there is none, or it was made from other reports or settings.
        IndexDamagedError: its parts do not fit its manifest.
        ReportError: a report is not what its TOML file says.
    """
    folder = _current(settings.home)
    manifest = Manifest.read(folder)
    if manifest.recipe != _recipe(settings):
        raise IndexMissingError(
            "hakemisto on tehty toisista raporteista tai asetuksista; aja 'murros index'"
        )
    vectors = Vectors(_connect(settings, folder), manifest.name)
    chunks = tuple(vectors.chunks())
    try:
        if checksum(chunks, _stored_files(folder)) != manifest.checksum:
            raise IndexDamagedError("hakemiston sisältö ei vastaa sen tarkistussummaa")
        keywords = Keywords.load(folder / "keywords")
        embeddings = CentredEmbeddings.load(open_embeddings(settings), folder)
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamagedError(f"hakemistosta puuttuu tiedosto: {error}") from error
    reports = tuple(read_reports(settings.reports))
    return Index(reports, chunks, vectors, keywords, embeddings, manifest)


def build_index(
    settings: IndexSettings, on_progress: Progress = lambda _done, _total: None
) -> None:
    """Build a new index and put it in use; the old one stays in use until then.

    Raises:
        ReportError, SettingError, SearchError: as the parts do; nothing has changed then.
    """
    root = settings.home / "index"
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / "build.lock"):
        _sweep(settings, root)
        name = PREFIX + secrets.token_hex(6)
        folder = root / name
        (folder / "keywords").mkdir(parents=True)
        try:
            _fill(settings, folder, name, on_progress)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        pointer = root / f"{name}.new"
        pointer.write_text(name, encoding="utf-8")
        pointer.replace(root / "current")


def ensure_index(
    settings: IndexSettings,
    on_progress: Progress = lambda _done, _total: None,
    say: Callable[[str], None] = lambda _line: None,
) -> Index:
    """Return the index in use, built first where it is missing, stale or damaged.

    `say` is told in one line why an index is built.

    Raises:
        MurrosError: as `open_index` and `build_index` do.
    """
    try:
        return open_index(settings)
    except (IndexMissingError, IndexDamagedError) as error:
        say(f"Rakennan hakemiston: {error}.")
    build_index(settings, on_progress)
    return open_index(settings)


def _fill(settings: IndexSettings, folder: Path, name: str, on_progress: Progress) -> None:
    """Write all parts of a new index; the manifest comes last."""
    reports = read_reports(settings.reports)
    chunks = make_chunks(reports)
    questions = read_lines("general_questions.txt")
    total = len(chunks) + len(questions)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        on_progress(done, total)

    texts = [chunk.text for chunk in chunks]
    embeddings = CentredEmbeddings.fit(open_embeddings(settings), questions, texts, advance)
    embeddings.save(folder)
    Vectors.create(_connect(settings, folder), name, chunks, embeddings)
    Keywords.build(texts).save(folder / "keywords")
    Manifest(
        name=name,
        recipe=_recipe(settings),
        dimension=embeddings.dimension,
        counts=count_parts(reports, chunks, token_total(chunks)),
        checksum=checksum(chunks, _stored_files(folder)),
    ).write(folder)


def _stored_files(folder: Path) -> list[Path]:
    """Return the files of a build that are ours, not Chroma's, and never change."""
    return [*sorted((folder / "keywords").iterdir()), folder / SPACE_FILE]


def _recipe(settings: IndexSettings) -> Recipe:
    sources = find_sources(settings.reports).values()
    return Recipe.of(sources, settings.embeddings, read_lines("general_questions.txt"))


def _current(home: Path) -> Path:
    """Return the folder of the index in use."""
    pointer = home / "index" / "current"
    try:
        return home / "index" / pointer.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IndexMissingError("hakemistoa ei ole vielä; aja 'murros index'") from error


def _connect(settings: IndexSettings, folder: Path) -> Client:
    return connect(settings.chroma_url, folder / "chroma")


def _sweep(settings: IndexSettings, root: Path) -> None:
    """Delete what killed builds left and indexes older than the one in use."""
    try:
        current = _current(settings.home).name
    except IndexMissingError:
        current = ""
    for path in root.glob(f"{PREFIX}*"):
        if path.name != current:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if settings.chroma_url:
        client = _connect(settings, root)
        for name in collection_names(client):
            if name.startswith(PREFIX) and name != current:
                drop(client, name)
