"""The pages in a browser: no rule of accessibility broken, nothing asked of other places."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, Shoot

REPORT = "/raportti/sosiaalityo-2021"
PAGES = {
    "front": "/",
    "answer": "/?kysymys=Kuinka+moni+käyttää+etätapaamisia?",
    "list": "/?kysymys=Mitkä+asiat+kasvattavat+epäonnistumisen+riskiä?",
    "decline": "/?kysymys=Mikä+on+Suomen+pääkaupunki?",
    "problem": "/?kysymys=%20",
    "long": f"/?kysymys={'pitkäsana' * 400}+ja+{'https://esimerkki.fi/' * 100}",
    "report": f"{REPORT}#t1-r1",
    "hits": f"{REPORT}?haku=etätyö",
    "no-hits": f"{REPORT}?haku=zzzzzz",
    "long-search": f"{REPORT}?haku={'pitkäsana' * 30}",
    "about": "/tietoa",
    "missing": "/raportti/toinen",
}
SIZES = {"narrow": (320, 640), "phone": (PHONE, 800), "desktop": (DESKTOP, 800)}

Axe = Callable[..., list[str]]


def open_all(page: Page) -> None:
    """Unfold what is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible(page: Page, base_url: str, axe: Axe, shoot: Shoot, name: str) -> None:
    """WCAG 2.2 AA as far as axe-core tells, folded and unfolded, light and dark, none too wide.

    At 320 CSS pixels, as at 400 % zoom, nothing has to be scrolled sideways.
    """
    page.goto(base_url + PAGES[name])
    faults: dict[str, list[str]] = {}
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, size
        if size == "narrow":
            continue
        shoot(page, f"{name}-light")
        faults[f"{size} light"] = axe(page)
    page.emulate_media(color_scheme="dark")
    open_all(page)
    for size in ("phone", "desktop"):
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        shoot(page, f"{name}-dark")
        faults[f"{size} dark"] = axe(page)
    assert {where: found for where, found in faults.items() if found} == {}


def test_unfolded_page_is_accessible(page: Page, base_url: str, axe: Axe) -> None:
    """Charts, contents and figures by kind too, once they are unfolded."""
    for path in (REPORT, "/tietoa"):
        page.goto(base_url + path)
        open_all(page)
        for width in (320, DESKTOP):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert axe(page) == [], path


@pytest.mark.parametrize("width", [PHONE, 700, 1024, DESKTOP, 1920])
def test_chat_hides_nothing_of_the_front_page(page: Page, base_url: str, width: int) -> None:
    """Where the chat is open at first, all that the page holds stands beside it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(base_url)
    page.wait_for_selector("murros-apuri :is(.bubble:not([hidden]), .panel[open])")
    panel = page.locator("murros-apuri .panel[open]")
    assert panel.count() == (width >= 1024)
    if panel.count():
        box = panel.bounding_box()
        assert box is not None
        rights = page.locator("main :is(a, p, textarea, .card, li)").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().right)"
        )
        assert max(rights) <= box["x"]


def test_forced_colours_and_paper(page: Page, base_url: str, shoot: Shoot) -> None:
    """With a reader's own colours the marked row is outlined; paper leaves out the menus."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{base_url}{REPORT}#t1-r1")
    outline = page.locator("#t1-r1").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"
    page.emulate_media(forced_colors="none", media="print", color_scheme="dark")
    for hidden in ("nav[aria-label='Päävalikko']", ".side", ".bottom", ".skip", ".ask >> nth=0"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("#t1").is_visible()
    ground, ink = page.evaluate(
        "['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name])"
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    page.set_viewport_size({"width": 794, "height": 1123})
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
    shoot(page, "paper")
