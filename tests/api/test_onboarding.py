"""The onboarding over HTTP: what there is to learn, checked answers, pages without a script."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.onboarding.course import make_course
from bot.onboarding.item import Item
from index.report import Report
from tests.api.fake import FakeAssistant
from tests.api.test_page import Page

CHECK = "/api/onboarding/check"


@pytest.fixture(scope="module")
def items(report: Report) -> list[Item]:
    """Return all quiz items of the real report."""
    return list(make_course(report).items.values())


def test_course_has_themes_summaries_and_items(client: TestClient, report: Report) -> None:
    """All that another channel needs, without the right answers."""
    course = client.get(f"/api/onboarding/{report.id}").json()
    assert course["report"] == report.id
    for theme in course["themes"]:
        numbers = [citation["number"] for citation in theme["citations"]]
        assert {int(n) for n in re.findall(r"\[(\d+)\]", theme["summary"])} == set(numbers)
        assert theme["items"]
        for item in theme["items"]:
            assert set(item) == {"id", "kind", "question", "options"}
    assert sum(len(theme["items"]) for theme in course["themes"]) >= 60


def test_unknown_report_is_not_found(client: TestClient) -> None:
    """404 as elsewhere."""
    response = client.get("/api/onboarding/muu")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_every_option_is_judged(client: TestClient, items: list[Item]) -> None:
    """Right where it is, wrong elsewhere; always with the proof."""
    for item in items[::10]:
        for option in range(len(item.options)):
            told = client.post(CHECK, json={"item": item.id, "option": option}).json()
            assert told["right"] is (option == item.right)
            assert told["answer"] == item.right
            assert told["explanation"] == item.explanation
            assert told["citation"]["quote"] in told["explanation"]
            assert told["citation"]["url"].startswith("/raportti/")


BAD: list[dict[str, Any]] = [
    {},
    {"item": "x"},
    {"item": 1, "option": 0},
    {"item": "x", "option": "0"},
    {"item": "x", "option": True},
    {"item": "x", "option": 0.0},
    {"item": "x", "option": -1},
    {"item": "", "option": 0},
    {"item": "x" * 301, "option": 0},
]


@pytest.mark.parametrize("body", BAD)
def test_bad_answer_is_a_problem(client: TestClient, body: dict[str, Any]) -> None:
    """422 that says what is wanted and repeats nothing."""
    response = client.post(CHECK, json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert "option" in response.json()["detail"]


def test_surrogate_is_a_problem(client: TestClient) -> None:
    """Half a character makes no 500."""
    body = b'{"item": "\\ud800", "option": 0}'
    response = client.post(CHECK, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422


def test_option_that_is_not_there(client: TestClient, items: list[Item]) -> None:
    """The item is known, the option is not."""
    response = client.post(CHECK, json={"item": items[0].id, "option": len(items[0].options)})
    assert response.status_code == 422


def test_unknown_item_is_not_found(client: TestClient) -> None:
    """404 in words, without the id."""
    response = client.post(CHECK, json={"item": "muu.cell.t1-r1.1", "option": 0})
    assert response.status_code == 404
    assert "muu.cell" not in response.text


def test_form_is_no_json(client: TestClient) -> None:
    """As strict as the chat."""
    assert client.post(CHECK, data={"item": "x", "option": "0"}).status_code == 422


def test_front_lists_all_themes(client: TestClient, report: Report) -> None:
    """Each theme has its page; nothing is loaded from elsewhere, no script stands in the page."""
    response = client.get("/perehdytys")
    page = Page(response.text)
    course = make_course(report)
    for theme in course.themes:
        assert f"/perehdytys/{theme.id}" in page.values("href")
        assert theme.title in page.text
    assert all(a.startswith(("/", "#")) for a in page.values("href") + page.values("src"))
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]


def test_every_theme_has_a_page(client: TestClient, report: Report) -> None:
    """Summary, source and first item; ids are unique, labels meet their fields."""
    for theme in make_course(report).themes:
        response = client.get(f"/perehdytys/{theme.id}")
        assert response.status_code == 200
        page = Page(response.text)
        assert theme.title in page.text
        ids = page.values("id")
        assert len(set(ids)) == len(ids)
        links = [href[1:] for href in page.values("href") if href.startswith("#")]
        assert set(links) <= set(ids)


def test_quiz_goes_on_without_a_script(client: TestClient, report: Report) -> None:
    """From the first item to the last, one right and the rest wrong, the page counts along."""
    course = make_course(report)
    theme = course.themes[4]
    items = course.of_theme(theme)
    marks = ""
    for number, item in enumerate(items, 1):
        chosen = item.right if number == 1 else (item.right + 1) % len(item.options)
        asked = {"kohta": str(number), "tulos": marks, "vastaus": str(chosen)}
        page = Page(client.get(f"/perehdytys/{theme.id}", params=asked).text)
        assert ("Oikein" if number == 1 else "Väärin") in page.text
        assert item.options[item.right] in page.text
        assert item.citations[0].url in page.values("href")
        marks += "1" if number == 1 else "0"
    assert f"Oikein 1/{len(items)}." in page.text


@pytest.mark.parametrize(
    "query",
    ["kohta=0", "kohta=999", "kohta=x", "kohta=²", "vastaus=99", "vastaus=-1", "tulos=%3Cb%3E"],
)
def test_made_up_addresses_do_no_harm(client: TestClient, report: Report, query: str) -> None:
    """What the page would not send is left out of account."""
    theme = make_course(report).themes[0]
    response = client.get(f"/perehdytys/{theme.id}?{query}")
    assert response.status_code == 200
    assert "<b>" not in response.text


def test_unknown_theme_is_not_found(client: TestClient) -> None:
    """404."""
    assert client.get("/perehdytys/muu").status_code == 404


def test_record_is_a_form_to_sign(client: TestClient, report: Report) -> None:
    """Without a script it is blank, with all themes and how many items each has."""
    page = Page(client.get("/perehdytys/tuloste").text)
    for theme in make_course(report).themes:
        assert theme.title in page.text
    assert "allekirjoitus" in page.text


def test_failing_search_is_a_503(client: TestClient, assistant: FakeAssistant) -> None:
    """A lesson that cannot be made now may be made later."""
    course = client.get("/api/reports").json()
    assistant.is_searchable = False
    response = client.get(f"/api/onboarding/{course[0]['id']}")
    assert response.status_code == 503
    assistant.is_searchable = True
    assert client.get(f"/api/onboarding/{course[0]['id']}").status_code == 200
