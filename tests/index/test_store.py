"""The index on disk: whole or not at all, stale or damaged or in use."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.chunks import ChunkKind
from index.errors import IndexDamagedError, IndexMissingError, ReportError, SettingError
from index.settings import ROOT, IndexSettings
from index.store import Index, build_index, ensure_index, open_index
from index.vectors import chunk_key

WriteReport = Callable[..., Path]
Damage = Callable[[Path], None]

# --- the real report's index -----------------------------------------------------------------


def test_index_holds_the_report(built_index: Index) -> None:
    """Chunks, vectors and keywords stand for the same texts, and the manifest counts them."""
    count = len(built_index.chunks)
    assert [report.id for report in built_index.reports] == ["sosiaalityo-2021"]
    assert built_index.vectors.count == count == built_index.manifest.counts["chunks"]
    assert built_index.keywords.scores(["kirj"]).shape == (count,)
    assert built_index.embeddings.dimension == built_index.manifest.dimension == 384


def test_passages_find_themselves(built_index: Index) -> None:
    """Searched by its own words as a passage, a chunk is the nearest to itself."""
    chunks = [chunk for chunk in built_index.chunks if chunk.kind is ChunkKind.ROW]
    for chunk in chunks[::5]:
        (vector,) = built_index.embeddings.embed_documents([chunk.text])
        (key, cosine), *_ = built_index.vectors.search(vector, 3).items()
        assert key == chunk_key(chunk)
        assert cosine == pytest.approx(1, abs=1e-3)


def test_open_index_is_the_built_one(index_settings: IndexSettings, built_index: Index) -> None:
    """Opening again gives the same index and builds nothing."""
    said: list[str] = []
    again = ensure_index(index_settings, say=said.append)
    assert again.manifest == built_index.manifest
    assert again.chunks == built_index.chunks
    assert said == []


# --- a small report of its own ---------------------------------------------------------------


def name_in_use(settings: IndexSettings) -> str:
    """Return the name of the index in use."""
    return (settings.home / "index" / "current").read_text(encoding="utf-8")


def builds(settings: IndexSettings) -> set[str]:
    """Return the names of all builds on disk, whole or not."""
    return {path.name for path in (settings.home / "index").glob("murros-*")}


def test_missing_index_is_said(tmp_path: Path) -> None:
    """Where nothing was built yet, the error names the command that builds."""
    settings = IndexSettings(home=tmp_path, reports=ROOT / "data" / "reports")
    with pytest.raises(IndexMissingError, match="murros index") as caught:
        open_index(settings)
    assert caught.value.is_retryable


def change_text(settings: IndexSettings, write_report: WriteReport) -> IndexSettings:
    """Give the report another text."""
    write_report(settings.reports, body="1. Luku \n• Kolmas kohta. \n")
    return settings


def add_report(settings: IndexSettings, write_report: WriteReport) -> IndexSettings:
    """Add a second report."""
    write_report(settings.reports, folder="toinen", id='"toinen"')
    return settings


def change_model(settings: IndexSettings, write_report: WriteReport) -> IndexSettings:
    """Set another embedding model."""
    del write_report
    return settings.model_copy(update={"embeddings": "openai:text-embedding-3-large"})


@pytest.mark.parametrize("change", [change_text, add_report, change_model])
def test_changed_report_or_setting_makes_stale(
    settings: IndexSettings,
    write_report: WriteReport,
    change: Callable[[IndexSettings, WriteReport], IndexSettings],
) -> None:
    """An index made from other reports or settings is not used."""
    with pytest.raises(IndexMissingError, match="toisista raporteista tai asetuksista"):
        open_index(change(settings, write_report))


def test_stale_index_is_rebuilt_with_a_line(
    settings: IndexSettings, write_report: WriteReport
) -> None:
    """A changed report is indexed anew, one line says why, and progress ends at its total."""
    change_text(settings, write_report)
    said: list[str] = []
    told: list[tuple[int, int]] = []
    index = ensure_index(settings, lambda *progress: told.append(progress), said.append)
    assert [chunk.text for chunk in index.chunks if "Kolmas" in chunk.text]
    assert len(said) == 1
    assert "toisista raporteista" in said[0]
    assert "\n" not in said[0]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


def test_changed_report_that_is_wrong_stops_all(settings: IndexSettings) -> None:
    """A report that is not what its file says is an error, not a reason to rebuild."""
    (text,) = settings.reports.glob("*/report.txt")
    text.write_text("muuta", encoding="utf-8")
    before = builds(settings)
    with pytest.raises(ReportError, match="tarkistussumma"):
        ensure_index(settings)
    assert builds(settings) == before


def cut(pattern: str) -> Damage:
    """Return what cuts the files of a pattern to half."""

    def damage(folder: Path) -> None:
        files = list(folder.rglob(pattern))
        assert files
        for file in files:
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    return damage


def flip(pattern: str) -> Damage:
    """Return what changes a few bytes in the middle of a file."""

    def damage(folder: Path) -> None:
        (file,) = folder.rglob(pattern)
        content = bytearray(file.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 8] = bytes(255 - b for b in content[middle : middle + 8])
        file.write_bytes(content)

    return damage


def empty(pattern: str) -> Damage:
    """Return what empties a file."""

    def damage(folder: Path) -> None:
        (file,) = folder.rglob(pattern)
        file.write_bytes(b"")

    return damage


def delete(pattern: str) -> Damage:
    """Return what deletes a file or folder."""

    def damage(folder: Path) -> None:
        (path,) = folder.rglob(pattern)
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return damage


DAMAGES: dict[str, Damage] = {
    "the vector store cut": cut("chroma.sqlite3"),
    "the vector store emptied": empty("chroma.sqlite3"),
    "the vector store gone": delete("chroma"),
    "all keyword files cut": cut("*.npy"),
    "a keyword file gone": delete("vocab.index.json"),
    "a keyword file emptied": empty("data.csc.index.npy"),
    "a keyword file changed": flip("data.csc.index.npy"),
    "the keywords gone": delete("keywords"),
    "the means cut": cut("space.npz"),
    "the means changed": flip("space.npz"),
    "the means gone": delete("space.npz"),
    "the manifest cut": cut("manifest.json"),
    "the manifest gone": delete("manifest.json"),
    "the whole build gone": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_noticed(settings: IndexSettings, damage: Damage) -> None:
    """Whatever part of an index is lost or changed, opening it says that it is damaged."""
    damage(settings.home / "index" / name_in_use(settings))
    with pytest.raises(IndexDamagedError):
        open_index(settings)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("first", range(1, 40, 4))
def test_zeroed_pages_of_the_vector_store_are_noticed_or_harmless(
    settings: IndexSettings, first: int
) -> None:
    """Where part of the database is lost, it is damage, or all texts are still there."""
    file = settings.home / "index" / name_in_use(settings) / "chroma" / "chroma.sqlite3"
    content = bytearray(file.read_bytes())
    content[first * 4096 : (first + 4) * 4096] = bytes(4 * 4096)
    file.write_bytes(content)
    try:
        index = open_index(settings)
    except IndexDamagedError:
        return
    assert len(index.chunks) == index.manifest.counts["chunks"]


@pytest.mark.parametrize(
    "what",
    ["the vector store cut", "the keywords gone", "the manifest cut", "the whole build gone"],
)
def test_damaged_index_is_rebuilt_with_a_line(settings: IndexSettings, what: str) -> None:
    """A damaged store is built anew, with one line that says so, and then serves."""
    old = name_in_use(settings)
    DAMAGES[what](settings.home / "index" / old)
    said: list[str] = []
    index = ensure_index(settings, say=said.append)
    assert index.manifest.name != old
    assert index.vectors.count == len(index.chunks) > 0
    assert [line.startswith("Rakennan hakemiston: ") for line in said] == [True]
    assert open_index(settings).manifest == index.manifest


def test_pointer_to_nothing_is_rebuilt(settings: IndexSettings) -> None:
    """A pointer that was cut off names no build; that is damage too."""
    (settings.home / "index" / "current").write_text("", encoding="utf-8")
    with pytest.raises(IndexDamagedError):
        open_index(settings)
    assert ensure_index(settings).chunks


def test_failed_build_changes_nothing(settings: IndexSettings) -> None:
    """A build that fails leaves the index in use and nothing else."""
    before = (name_in_use(settings), builds(settings))
    with pytest.raises(SettingError):
        build_index(settings.model_copy(update={"embeddings": "tuntematon:malli"}))
    assert (name_in_use(settings), builds(settings)) == before
    assert open_index(settings).chunks


def test_new_build_replaces_the_old(settings: IndexSettings) -> None:
    """The old index is kept until the next build, so that who reads it can go on."""
    old = open_index(settings)
    build_index(settings)
    assert builds(settings) == {old.manifest.name, name_in_use(settings)}
    assert old.vectors.search(old.embeddings.embed_query("kohta"), 3)
    build_index(settings)
    assert old.manifest.name not in builds(settings)
    assert len(builds(settings)) == 2
    assert old.vectors.search(old.embeddings.embed_query("kohta"), 3)


# --- several processes -----------------------------------------------------------------------

BUILD = """
import sys
from pathlib import Path
from index.settings import IndexSettings
from index.store import build_index, ensure_index
home, reports, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
settings = IndexSettings(home=home, reports=reports)
if what == "build":
    build_index(settings, lambda done, total: print(done, total, flush=True))
else:
    print(ensure_index(settings).manifest.name, flush=True)
"""


def start(settings: IndexSettings, what: str) -> subprocess.Popen[str]:
    """Start a process that builds, or ensures, the index."""
    command = [sys.executable, "-c", BUILD, str(settings.home), str(settings.reports), what]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - our own code


@pytest.mark.parametrize("when", ["at the first text", "after the last text"])
def test_killed_build_leaves_the_old_index(settings: IndexSettings, when: str) -> None:
    """A build killed at any moment leaves the old index in use; the next build cleans up."""
    old = name_in_use(settings)
    process = start(settings, "build")
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            done, total = line.split()
            if when == "at the first text" or done == total:
                break
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert name_in_use(settings) == old
    assert open_index(settings).manifest.name == old
    assert len(builds(settings)) == 2, "what was killed lies there"
    build_index(settings)
    assert builds(settings) == {old, name_in_use(settings)}
    assert open_index(settings).manifest.name != old


def test_processes_that_build_at_once_all_get_an_index(
    settings: IndexSettings, tmp_path: Path
) -> None:
    """Two processes that find no index both end with a whole one, and one is in use."""
    fresh = settings.model_copy(update={"home": tmp_path / "fresh"})
    processes = [start(fresh, "ensure") for _ in range(2)]
    names = {process.communicate()[0].strip() for process in processes}
    assert [process.returncode for process in processes] == [0, 0]
    assert name_in_use(fresh) in names
    assert open_index(fresh).chunks
