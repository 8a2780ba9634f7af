"""The report as a page: contents, charts, a search in it; told on the page what goes wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from bot.evidence import Evidence
from bot.find import Hit
from index.errors import BusyError, SearchError
from index.report import Report
from tests.api.fake import FakeAssistant, await_ready
from tests.api.guarded import serve
from tests.api.test_page import Page

REPORT = "/raportti/sosiaalityo-2021"
HTML = {"accept": "text/html,*/*;q=0.8"}


@pytest.fixture
def hit(report: Report) -> Hit:
    """Return a place with a word that would be a tag."""
    section = report.section("7")
    evidence = Evidence(report, section, passage=section.passages[1])
    return Hit(evidence, (("ennen ", False), ("<b>sana</b>", True), (" jälkeen…", False)))


def test_navigation_leads_to_the_report(client: TestClient) -> None:
    """Where there is one report, the word 'report' opens it."""
    response = client.get("/raportti", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (307, REPORT)


def test_contents_lead_to_all_headings_and_tables(client: TestClient, report: Report) -> None:
    """Each section, sub-heading and table has a link that leads somewhere on the page."""
    page = Page(client.get(REPORT).text)
    targets = {address[1:] for address in page.values("href") if address.startswith("#")}
    assert targets <= set(page.values("id"))
    assert {table.id for table in report.tables} <= targets
    headings = [p.id for p in report.passages() if p.kind == "heading"]
    assert set(headings) <= targets


def test_each_table_has_its_chart(client: TestClient, report: Report) -> None:
    """The picture is there, with words for those who do not see it."""
    pictures = [attrs for tag, attrs in Page(client.get(REPORT).text).tags if tag == "img"]
    assert len(pictures) == len(report.tables)
    for picture, table in zip(pictures, report.tables, strict=True):
        assert table.title in (picture["alt"] or "")
        assert client.get(picture["src"] or "").headers["content-type"].startswith("image/svg+xml")


def test_search_shows_hits(client: TestClient, assistant: FakeAssistant, hit: Hit) -> None:
    """Place, page, marked words; the link leads to the passage."""
    assistant.hits = (hit,)
    response = client.get(REPORT, params={"haku": "  sana\u200b "})
    page = Page(response.text)
    assert assistant.searches == [("sana", "sosiaalityo-2021")]
    assert f"{REPORT}#{hit.evidence.id}" in page.values("href")
    assert "<mark>&lt;b&gt;sana&lt;/b&gt;</mark>" in response.text
    assert f"7. {hit.evidence.section.title}, sivu {hit.evidence.section.page}" in page.text
    assert page.values("value") == ["sana"]


def test_search_that_finds_nothing_says_so(client: TestClient) -> None:
    """A reader is told, and may ask instead."""
    response = client.get(REPORT, params={"haku": "<i>kissa"})
    assert response.status_code == 200
    assert "Mitään ei löytynyt" in response.text
    assert "<i>" not in response.text


@pytest.mark.parametrize("search", ["", "  ", "\u200b", "?!", "a" * 201])
def test_bad_search_is_told_on_the_page(
    client: TestClient, assistant: FakeAssistant, search: str
) -> None:
    """People get the form again, with what is wrong; nothing is searched."""
    response = client.get(REPORT, params={"haku": search})
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert assistant.searches == []


def test_longest_search_is_taken(client: TestClient) -> None:
    """The bound belongs to what is allowed."""
    assert client.get(REPORT, params={"haku": "a" * 200}).status_code == 200


@pytest.mark.parametrize("error", [SearchError("poissa"), BusyError("salaisuus")])
def test_failed_search_is_told_on_the_page(
    client: TestClient, assistant: FakeAssistant, error: Exception
) -> None:
    """What may pass by itself is a 503 that says when to come again."""
    assistant.error = error
    response = client.get(REPORT, params={"haku": "sana"})
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert 'role="alert"' in response.text
    assert str(error) not in response.text


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of an application that answers two requests a minute."""
    settings = Settings(home=tmp_path, rate_limit="2/minute")
    with TestClient(create_app(settings, FakeAssistant())) as client:
        await_ready(client)
        yield client


@pytest.mark.parametrize("query", ["haku=sana", "h%61ku=sana", "rivi=1&haku=sana"])
def test_searches_are_counted(limited: TestClient, query: str) -> None:
    """As questions on the front page are, however the address is written; reading is free."""
    for _ in range(5):
        assert limited.get(REPORT).status_code == 200
    assert [limited.get(f"{REPORT}?{query}").status_code for _ in range(3)] == [200, 200, 429]
    response = limited.get(f"{REPORT}?{query}")
    assert response.headers["retry-after"]
    assert 'role="alert"' in response.text
    assert limited.get(REPORT).status_code == 200


def test_search_needs_no_key(tmp_path: Path) -> None:
    """A report is for everyone, and so is looking for a word in it."""
    with serve(tmp_path) as client:
        assert client.get(REPORT, params={"haku": "sana"}).status_code == 200


@pytest.mark.parametrize("path", ["/raportti/toinen", "/poissa"])
def test_missing_page_is_told_to_people_on_a_page(client: TestClient, path: str) -> None:
    """A browser gets a page, a program a problem; under /api always a problem."""
    page = client.get(path, headers=HTML)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert Page(page.text).values("href")
    assert client.get(path).headers["content-type"] == "application/problem+json"
    problem = client.get("/api/reports/toinen", headers=HTML)
    assert problem.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", [REPORT, f"{REPORT}?haku=hyvinvointi", f"{REPORT}?haku=zzzz"])
@pytest.mark.parametrize("origins", ["", "https://intra.kunta.fi"])
def test_no_way_leads_to_a_closed_form(tmp_path: Path, path: str, origins: str) -> None:
    """Where no page may ask, the report offers no question; else it does."""
    with serve(tmp_path, origins=origins) as client:
        text = client.get(path).text
    assert ("/?kysymys=" in text) is bool(origins)
