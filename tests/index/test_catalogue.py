"""Reports are what their TOML files say, or a clear error."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.catalogue import FIELDS, find_sources, read_reports
from index.errors import ReportError
from index.settings import ROOT

WriteReport = Callable[..., Path]


def test_the_report_is_what_its_file_says() -> None:
    """The report as received has the checksum of its TOML file, and its date is a date."""
    (source,) = find_sources(ROOT / "data" / "reports").values()
    assert source.id == "sosiaalityo-2021"
    assert source.date == date(2021, 5, 17)


def test_reports_are_read_in_order(tmp_path: Path, write_report: WriteReport) -> None:
    """Several reports are read in the order of their folders' names."""
    write_report(tmp_path, folder="b", id='"toinen"')
    write_report(tmp_path, folder="a", id='"eka"')
    assert [report.id for report in read_reports(tmp_path)] == ["eka", "toinen"]


def test_changed_text_is_an_error(tmp_path: Path, write_report: WriteReport) -> None:
    """A text that is not the one whose checksum was written down is refused, with both sums."""
    folder = write_report(tmp_path)
    with (folder / "report.txt").open("a", encoding="utf-8") as text:
        text.write("lisäys")
    with pytest.raises(ReportError, match=r"tarkistussumma on [0-9a-f]{12}…, vaikka report\.toml"):
        find_sources(tmp_path)


@pytest.mark.parametrize("name", FIELDS)
def test_missing_field_is_an_error(tmp_path: Path, write_report: WriteReport, name: str) -> None:
    """A TOML file that leaves a field out is refused, and the error names the field."""
    write_report(tmp_path, **{name: ""})
    with pytest.raises(ReportError, match=f"puuttuu {name}"):
        find_sources(tmp_path)


CASES = [
    ({"date": '"17.5.2021"'}, "date ei ole päivä"),
    ({"file": '"toinen.txt"'}, r"raportin teksti puuttuu: .*toinen\.txt"),
    ({"title": "ilman lainausmerkkejä"}, "ei voi lukea"),
]


@pytest.mark.parametrize(("fields", "message"), CASES)
def test_wrong_field_is_an_error(
    tmp_path: Path, write_report: WriteReport, fields: dict[str, str], message: str
) -> None:
    """A field that cannot be right is refused, and the error names the file."""
    write_report(tmp_path, **fields)
    with pytest.raises(ReportError, match=message):
        find_sources(tmp_path)


def test_same_id_twice_is_an_error(tmp_path: Path, write_report: WriteReport) -> None:
    """Two reports with one id could not be told apart in a citation."""
    write_report(tmp_path, folder="a")
    write_report(tmp_path, folder="b")
    with pytest.raises(ReportError, match="'kirjasto-2020' on kahdesti"):
        find_sources(tmp_path)


def test_no_report_is_an_error(tmp_path: Path) -> None:
    """An empty folder is an error that says what to add."""
    with pytest.raises(ReportError, match=r"ei ole raportteja; lisää kansio"):
        find_sources(tmp_path)


def test_text_in_another_encoding_is_an_error(tmp_path: Path, write_report: WriteReport) -> None:
    """A text that is not UTF-8 is refused in words, not with a stack."""
    folder = write_report(tmp_path)
    text = folder / "report.txt"
    latin = text.read_text(encoding="utf-8").encode("cp1252")
    text.write_bytes(latin)
    toml = folder / "report.toml"
    lines = toml.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("sha256")]
    lines.append(f'sha256 = "{hashlib.sha256(latin).hexdigest()}"')
    toml.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReportError, match="ei ole UTF-8"):
        read_reports(tmp_path)
