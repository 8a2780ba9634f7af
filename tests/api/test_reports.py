"""The report as JSON is the report."""

from fastapi.testclient import TestClient

from api.reports import write_report
from index.report import Report


def test_list_tells_what_each_report_is(client: TestClient, report: Report) -> None:
    """Id, title, date and address, without the text."""
    (head,) = client.get("/api/reports").json()
    assert (head["id"], head["title"]) == (report.id, report.source.title)
    assert head["date"] == report.source.date.isoformat()
    assert "sections" not in head


def test_report_has_all_parts(client: TestClient, report: Report) -> None:
    """Every passage, row and cell is there once, in order."""
    body = client.get(f"/api/reports/{report.id}").json()
    passages = [p for section in body["sections"] for p in section["passages"]]
    assert [p["text"] for p in passages] == [p.text for p in report.passages()]
    rows = [row for table in body["tables"] for row in table["rows"]]
    assert [row["id"] for row in rows] == [row.id for table in report.tables for row in table.rows]
    assert body == write_report(report).model_dump(mode="json")


def test_figures_are_numbers(client: TestClient, report: Report) -> None:
    """A cell has its text as printed and its value as a number."""
    body = client.get(f"/api/reports/{report.id}").json()
    cell = body["tables"][0]["rows"][0]["cells"][0]
    assert (cell["text"], cell["value"], cell["unit"]) == ("58 %", 58, "%")
    assert isinstance(cell["value"], int)
