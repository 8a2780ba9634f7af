"""The package of the Teams app: what an admin uploads, and what is refused before that."""

import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from index.settings import ROOT

CLIENT_ID = "11111111-2222-3333-4444-555555555555"
SCRIPT = ROOT / "deploy" / "teams" / "package.py"
PNG = b"\x89PNG\r\n\x1a\n"
NO_NPM = {"PATH": "/nowhere"}  # so that the test needs no network; `make teams-package` has it


def build(out: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    """Run the script as `make teams-package` does."""
    call = [sys.executable, str(SCRIPT), *args, "--out", str(out)]
    return subprocess.run(call, env=NO_NPM, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture
def packed(tmp_path: Path) -> zipfile.ZipFile:
    """Return a package."""
    out = tmp_path / "build" / "teams.zip"
    done = build(out, CLIENT_ID, "https://apuri.kunta.fi/", "--publisher", 'Kunnan "oma"')
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(out)


@pytest.fixture
def manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest of a package."""
    found: dict[str, Any] = json.loads(packed.read("manifest.json"))
    return found


def test_package_holds_manifest_and_icons(packed: zipfile.ZipFile) -> None:
    """Nothing else, at the top, where Teams looks; the icons have its sizes."""
    assert packed.namelist() == ["manifest.json", "color.png", "outline.png"]
    for name, pixels in (("color.png", 192), ("outline.png", 32)):
        picture = packed.read(name)
        assert picture.startswith(PNG)
        assert struct.unpack(">II", picture[16:24]) == (pixels, pixels)


def test_manifest_names_whose_it_is(manifest: dict[str, Any]) -> None:
    """The registration, the service, the publisher."""
    assert manifest["bots"][0]["botId"] == manifest["id"] == CLIENT_ID
    assert manifest["developer"]["privacyUrl"] == "https://apuri.kunta.fi/tietoa"
    assert manifest["developer"]["name"] == 'Kunnan "oma"'
    assert "${{" not in json.dumps(manifest)


def test_manifest_asks_for_no_rights(manifest: dict[str, Any]) -> None:
    """A bot in chats and channels needs none."""
    assert set(manifest["bots"][0]["scopes"]) == {"personal", "team", "groupChat"}
    assert not {
        "permissions",
        "devicePermissions",
        "authorization",
        "webApplicationInfo",
        "validDomains",
        "staticTabs",
        "composeExtensions",
    } & set(manifest)
    assert manifest["bots"][0]["supportsFiles"] is False


def test_texts_are_inside_the_limits(manifest: dict[str, Any]) -> None:
    """As the schema has them, which is checked in full where there is npm."""
    assert len(manifest["name"]["short"]) <= 30
    assert len(manifest["name"]["full"]) <= 100
    assert len(manifest["description"]["short"]) <= 80
    assert len(manifest["description"]["full"]) <= 4000
    for commands in (listed["commands"] for listed in manifest["bots"][0]["commandLists"]):
        assert len(commands) <= 12


def test_same_files_give_the_same_package(tmp_path: Path) -> None:
    """Whoever builds it can compare."""
    outs = [tmp_path / name for name in ("a.zip", "b.zip")]
    for out in outs:
        assert build(out, CLIENT_ID, "https://apuri.kunta.fi").returncode == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.parametrize(
    "args",
    [
        ("", "https://apuri.kunta.fi"),
        ("tunnus", "https://apuri.kunta.fi"),
        (CLIENT_ID, ""),
        (CLIENT_ID, "http://apuri.kunta.fi"),
        (CLIENT_ID, "https://apuri.kunta.fi/?a=1"),
        (CLIENT_ID, "https://apuri.kunta.fi", "--publisher", "x" * 33),
        (CLIENT_ID, "https://apuri.kunta.fi", "--publisher", " "),
    ],
)
def test_what_cannot_work_is_told(tmp_path: Path, args: tuple[str, ...]) -> None:
    """In one line, and there is no package."""
    done = build(tmp_path / "teams.zip", *args)
    assert done.returncode == 1
    assert done.stderr.startswith("teams-package: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "teams.zip").exists()
