"""Builds the package of the Teams app: fills the manifest, checks it, zips it with the icons.

    python deploy/teams/package.py CLIENT_ID PUBLIC_URL [--publisher NAME] [--out FILE]

The manifest is checked against Microsoft's own JSON schema, which is in the npm package
`@microsoft/app-manifest` (MIT); the package is pinned by its checksum. Without npm only what is
written here is checked, and the script says so.
"""

import argparse
import hashlib
import json
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path
from shutil import which
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "murrosapuri-teams.zip"
NPM_PACKAGE = "@microsoft/app-manifest@1.1.2"
NPM_SHA512 = (
    "b9776663384871c862dd373d4a1de94c331ee79cf2ee07b5f5b9d8086075833b"
    "b285af39222ef07dd4ebbb0121aac79a5fda70b160d10793adfe5b6fd2b08e37"
)
SCHEMA = "package/build/json-schemas/teams/v{version}/MicrosoftTeams.schema.json"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
SITE = re.compile(r"https://[^/?#@\s\"\\]+(/[^?#@\s\"\\]*)?")
ICONS = {"color": 192, "outline": 32}  # pixels each way
PUBLISHER_CHARS = 32
TIMEOUT_S = 120
DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip knows: the same files give the same zip


def main() -> int:
    """Build the package; return the exit code."""
    args = read_arguments()
    try:
        manifest = fill(args.client_id.strip(), args.public_url.strip(), args.publisher.strip())
        check(manifest)
    except ValueError as error:
        sys.stderr.write(f"teams-package: {error}\n")
        return 1
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(args.out, "w", zipfile.ZIP_DEFLATED) as packed:
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        packed.writestr(zipfile.ZipInfo("manifest.json", DATE), text)
        for name in manifest["icons"].values():
            packed.writestr(zipfile.ZipInfo(name, DATE), (HERE / name).read_bytes())
    sys.stdout.write(f"{args.out}\n")
    return 0


def read_arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description="Tee Teams-sovelluksen asennuspaketti.")
    parser.add_argument("client_id", help="sovelluksen tunnus Entrassa (MURROS_TEAMS_CLIENT_ID)")
    parser.add_argument("public_url", help="palvelun osoite (MURROS_PUBLIC_URL)")
    parser.add_argument("--publisher", default="Murrosapuri", help="kuka palvelua pitää")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args()


def fill(client_id: str, public_url: str, publisher: str) -> dict[str, Any]:
    """Return the manifest with its placeholders filled.

    Raises:
        ValueError: a value cannot stand in it.
    """
    if not GUID.fullmatch(client_id):
        raise ValueError("MURROS_TEAMS_CLIENT_ID puuttuu tai ei ole tunnus Entrasta")
    if not SITE.fullmatch(public_url):
        raise ValueError("MURROS_PUBLIC_URL puuttuu tai ei ala https://")
    if not 0 < len(publisher) <= PUBLISHER_CHARS:
        raise ValueError(f"--publisher saa olla enintään {PUBLISHER_CHARS} merkkiä")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    values = {
        "CLIENT_ID": client_id,
        "PUBLIC_URL": public_url.rstrip("/"),
        "PUBLISHER": publisher,
        "VERSION": project["version"],
    }
    text = (HERE / "manifest.json").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"${{{{{name}}}}}", json.dumps(value, ensure_ascii=False)[1:-1])
    manifest: dict[str, Any] = json.loads(text)
    return manifest


def check(manifest: dict[str, Any]) -> None:
    """Check a manifest and its icons.

    Raises:
        ValueError: Teams would not take them.
    """
    if "${{" in json.dumps(manifest):
        raise ValueError("manifest.json: kaikille paikoille ei ole arvoa")
    if not manifest["$schema"].endswith(
        f"/v{manifest['manifestVersion']}/MicrosoftTeams.schema.json"
    ):
        raise ValueError("manifest.json: $schema ja manifestVersion eivät sovi yhteen")
    for kind, pixels in ICONS.items():
        name = manifest["icons"][kind]
        if measure(HERE / name) != (pixels, pixels):
            raise ValueError(f"{name}: koon pitää olla {pixels} × {pixels} pikseliä")
    schema = fetch_schema(manifest["manifestVersion"])
    if schema is None:
        sys.stderr.write("teams-package: npm puuttuu, joten skeemaa ei tarkistettu\n")
        return
    from jsonschema import Draft4Validator

    errors = [
        f"{'/'.join(map(str, e.path))}: {e.message}"
        for e in Draft4Validator(schema).iter_errors(manifest)
    ]
    if errors:
        raise ValueError(f"manifest.json: {'; '.join(errors)}")


def fetch_schema(version: str) -> dict[str, Any] | None:
    """Return Microsoft's schema of a version, None where it cannot be had.

    Raises:
        ValueError: the package is not the one that was looked at.
    """
    npm = which("npm")
    if npm is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        call = [npm, "pack", "--silent", NPM_PACKAGE, "--pack-destination", folder]
        done = subprocess.run(call, capture_output=True, timeout=TIMEOUT_S, check=False)  # noqa: S603 - our own words
        found = list(Path(folder).glob("*.tgz"))
        if done.returncode or not found:
            return None
        if hashlib.sha512(found[0].read_bytes()).hexdigest() != NPM_SHA512:
            raise ValueError(f"{NPM_PACKAGE}: tarkistussumma on väärä")
        with tarfile.open(found[0]) as packed:
            member = packed.extractfile(SCHEMA.format(version=version))
            assert member is not None  # noqa: S101 - the checksum says that it is there
            schema: dict[str, Any] = json.loads(member.read().decode("utf-8-sig"))
            return schema


def measure(picture: Path) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


if __name__ == "__main__":
    sys.exit(main())
