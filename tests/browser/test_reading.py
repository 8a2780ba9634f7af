"""Reading the report in a browser: by keyboard, from a citation, by contents, by search."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE

REPORT = "/raportti/sosiaalityo-2021"


def focused(page: Page, what: str) -> str:
    """Return an attribute or the text of what has the focus."""
    script = "n => (document.activeElement.getAttribute(n) ?? document.activeElement.innerText)"
    return str(page.evaluate(script, what)).strip()


def tab_to(page: Page, selector: str, most: int = 90) -> None:
    """Press Tab until something that fits has the focus; all on the way shows that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", f"no focus to be seen on {selector}"
            return
    pytest.fail(f"{selector} is not reached by Tab")


def test_keyboard_walks_the_reader(page: Page, base_url: str) -> None:
    """Past the header, to the search, through the contents, into a table, to a chart."""
    page.goto(base_url + REPORT)
    page.keyboard.press("Tab")
    assert focused(page, "href") == "#sisalto"
    page.keyboard.press("Enter")
    assert focused(page, "id") == "sisalto"
    tab_to(page, "#haku", 3)
    tab_to(page, ".at-side a", 3)
    tab_to(page, ".scroll")
    page.keyboard.press("Tab")
    assert focused(page, "none").startswith("Näytä kaaviona")
    page.keyboard.press("Enter")
    picture = page.locator(".report details[open] img")
    picture.wait_for(state="visible")
    picture.evaluate("picture => picture.decode()")  # fails where it is no picture
    assert len((picture.get_attribute("alt") or "").split()) > 3


def test_keyboard_searches_and_opens_a_hit(page: Page, base_url: str) -> None:
    """Words, Enter, a hit: the passage is marked and on the screen."""
    page.goto(base_url + REPORT)
    page.focus("#haku")
    page.keyboard.type("pankkitunnukset")
    page.keyboard.press("Enter")
    page.wait_for_url("**haku=pankkitunnukset")
    assert page.locator(".hits mark").first.inner_text().startswith("pankkitunnu")
    tab_to(page, ".hits a")
    page.keyboard.press("Enter")
    page.wait_for_url("**#s*")
    check_marked(page)
    assert "pankkitunnuksia" in page.locator(":target").inner_text()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_citation_opens_marked(page: Page, base_url: str, width: int) -> None:
    """A source's link leads to its row, marked, with room above."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{base_url}/?kysymys=Kuinka+moni+käyttää+etätapaamisia?")
    page.locator(".sources a").first.click()
    page.wait_for_url("**#t1-r1")
    check_marked(page)


def test_row_is_read_with_its_columns(page: Page, base_url: str) -> None:
    """A row far down a table shows its columns' names above it; the wide table fits the window."""
    page.set_viewport_size({"width": 1200, "height": 700})
    page.goto(f"{base_url}{REPORT}#t3-r12")
    check_marked(page)
    head = page.locator("#t3 thead th").first.bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 60
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200


def check_marked(page: Page) -> None:
    """Check that the passage in the address is on the screen, not at its very top, and marked."""
    box = page.locator(":target").bounding_box()
    assert box is not None
    assert 20 <= box["y"] <= 700
    colour = "e => getComputedStyle(e).backgroundColor"
    assert page.locator(":target").evaluate(colour) != page.locator("body").evaluate(colour)


def test_contents_stay_beside_the_text(page: Page, base_url: str) -> None:
    """In a wide window they stay on the screen, in a narrow one they are folded above the text."""
    page.goto(f"{base_url}{REPORT}#t3")
    assert page.locator(".at-side").is_visible()
    box = page.locator(".side").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 100
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert not page.locator(".at-side").is_visible()
    page.locator(".on-top summary").click()
    page.locator(".on-top a", has_text="Etätyö").click()
    check_marked(page)


def test_section_is_asked_about(page: Page, base_url: str) -> None:
    """Every 'ask of this' leads to an answer, none to a decline."""
    page.goto(base_url + REPORT)
    links = page.locator(".ask a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) == 10
    for link in links:
        page.goto(link)
        assert page.locator(".box.answer").count() == 1, link


def test_front_page_has_questions_for_each_role(page: Page, base_url: str) -> None:
    """The first of each is answered."""
    page.goto(base_url)
    cards = page.locator(".cards .questions")
    assert cards.count() == 4
    for link in cards.locator("li:first-child a").evaluate_all("all => all.map(a => a.href)"):
        page.goto(link)
        assert page.locator(".box.answer").count() == 1, link
