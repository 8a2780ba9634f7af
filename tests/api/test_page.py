"""The pages work without a script, hold no foreign address, and show what is true."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from bot.answer import Answer, Coverage
from index.report import Report
from tests.api.fake import DECLINE, TABLE_ANSWER, FakeAssistant


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text. Fails where tags do not nest."""

    VOID = frozenset({"meta", "link", "br", "input", "img"})

    def __init__(self, text: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes the last open one."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data

    def values(self, name: str) -> list[str]:
        """Return the values of an attribute, in order."""
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def test_form_is_labelled_and_foreign_free(client: TestClient, report: Report) -> None:
    """The page names its language, field and report; it loads its own style and chat only."""
    page = Page(client.get("/").text)
    assert dict(page.tags)["html"] == {"lang": "fi"}
    assert set(page.values("for")) <= set(page.values("id"))
    assert report.source.title in page.text
    assert "17.5.2021" in page.text
    assert not [tag for tag, _ in page.tags if tag in {"style", "img", "iframe"}]
    assert [attributes["src"] for tag, attributes in page.tags if tag == "script"] == ["/widget.js"]
    assert not page.values("style")
    assert all(address.startswith(("/", "#")) for address in page.values("href"))


def test_page_answers_with_sources(client: TestClient, assistant: FakeAssistant) -> None:
    """The answer, each quote with its place, and links from claims to quotes."""
    response = client.get("/", params={"kysymys": "Moniko?"})
    page = Page(response.text)
    assert assistant.messages == ["Moniko?"]
    assert "Yhteensä 84 %." in page.text
    assert "Taulukko 1. Toimintatapojen arviointi, sivu 13" in page.text
    assert "/raportti/sosiaalityo-2021#t1-r1" in page.values("href")
    assert "#lahde-1" in page.values("href")
    assert "lahde-1" in page.values("id")


def pictures(page: Page) -> list[dict[str, str | None]]:
    """Return the attributes of a page's pictures."""
    return [attrs for tag, attrs in page.tags if tag == "img"]


def test_picture_of_the_figures_is_shown(client: TestClient, assistant: FakeAssistant) -> None:
    """An answer with a picture shows it, with words for those who do not see it."""
    chart = "/raportti/sosiaalityo-2021/taulukko/1.svg?rivi=1&palsta=2"
    assistant.answer = replace(TABLE_ANSWER, chart=chart)
    page = Page(client.get("/", params={"kysymys": "Moniko?"}).text)
    (picture,) = pictures(page)
    assert picture["src"] == chart
    assert len((picture["alt"] or "").split()) > 1
    assert client.get(picture["src"]).headers["content-type"].startswith("image/svg+xml")


@pytest.mark.parametrize("answer", [TABLE_ANSWER, DECLINE], ids=["answer", "decline"])
def test_answer_without_a_picture_shows_none(
    client: TestClient, assistant: FakeAssistant, answer: Answer
) -> None:
    """There is no empty frame where there is no picture."""
    assistant.answer = answer
    assert not pictures(Page(client.get("/", params={"kysymys": "Moniko?"}).text))


def test_decline_looks_different(client: TestClient, assistant: FakeAssistant) -> None:
    """A reader sees at a glance that the report does not tell."""
    assistant.answer = DECLINE
    text = client.get("/", params={"kysymys": "Paljonko kello on?"}).text
    assert 'class="box decline"' in text
    assert 'class="box answer"' not in text


def test_question_and_answer_are_escaped(client: TestClient, assistant: FakeAssistant) -> None:
    """No word of a reader, a report or a model becomes a tag."""
    evil = '<script>alert("1")</script>&'
    assistant.answer = Answer(
        evil, answered=True, coverage=Coverage.PARTIAL, suggestions=(evil,), notice=evil
    )
    response = client.get("/", params={"kysymys": evil + "</textarea>"})
    assert response.status_code == 200
    assert "<script>" not in response.text
    assert Page(response.text).text.count(evil) == 4


@pytest.mark.parametrize(
    ("question", "status"), [("   ", 422), ("\u200b", 422), ("a" * 8001, 422), ("a" * 8000, 200)]
)
def test_bad_question_is_told_on_the_page(client: TestClient, question: str, status: int) -> None:
    """People get the form again, with what is wrong."""
    response = client.get("/", params={"kysymys": question})
    assert response.status_code == status
    assert ('role="alert"' in response.text) == (status == 422)


def test_defect_is_told_on_the_page(client: TestClient, assistant: FakeAssistant) -> None:
    """A defect is a 500 whose cause stays with us."""
    assistant.error = RuntimeError("salainen")
    response = client.get("/", params={"kysymys": "Hei"})
    assert response.status_code == 500
    assert "salainen" not in response.text


def test_report_page_has_an_id_for_all_that_is_cited(client: TestClient, report: Report) -> None:
    """Every citation's address leads to its passage or row."""
    page = Page(client.get(f"/raportti/{report.id}").text)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    cited = {p.id for p in report.passages()} | {t.id for t in report.tables}
    cited |= {row.id for table in report.tables for row in table.rows}
    assert cited <= set(ids)


def test_report_page_says_all_that_the_report_says(client: TestClient, report: Report) -> None:
    """No passage, label, figure or address is left out."""
    text = Page(client.get(f"/raportti/{report.id}").text).text
    missing = [p.id for p in report.passages() if p.text not in text]
    missing += [r.id for t in report.tables for r in t.rows if r.label not in text]
    missing += [link.url for p in report.passages() for link in p.links if link.url not in text]
    assert missing == []


def test_report_tables_are_real(client: TestClient, report: Report) -> None:
    """Each table has a caption, and each heading its scope."""
    page = Page(client.get(f"/raportti/{report.id}").text)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") == len(report.tables)
    scopes = page.values("scope")
    assert scopes.count("col") == sum(len(table.columns) for table in report.tables)
    assert scopes.count("row") == sum(len(table.rows) for table in report.tables)
    assert tags.count("h1") == 1


def test_headings_skip_no_level(client: TestClient, report: Report) -> None:
    """A screen reader's outline has no holes."""
    for path in ("/", "/?kysymys=Hei", f"/raportti/{report.id}"):
        page = Page(client.get(path).text)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_head_is_answered(client: TestClient) -> None:
    """HEAD works wherever a page is, as HTTP asks."""
    response = client.head("/")
    assert (response.status_code, response.text) == (200, "")


def test_onboarding_has_pages_of_its_own(client: TestClient) -> None:
    """Who asks for it here, where no conversation is kept, is led there."""
    response = client.get("/?kysymys=Aloita+perehdytys", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/perehdytys")
