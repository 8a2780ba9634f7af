"""The pages in a browser: no rule of accessibility broken, nothing asked of other places."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Shoot

PAGES = {
    "front": "/",
    "answer": "/?kysymys=Kuinka+moni+käyttää+etätapaamisia?",
    "list": "/?kysymys=Mitkä+asiat+kasvattavat+epäonnistumisen+riskiä?",
    "decline": "/?kysymys=Mikä+on+Suomen+pääkaupunki?",
    "report": "/raportti/sosiaalityo-2021",
    "passage": "/raportti/sosiaalityo-2021#t1-r1",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("width")
def test_page_is_accessible(
    page: Page, base_url: str, axe: Callable[[Page], list[str]], shoot: Shoot, name: str
) -> None:
    """WCAG 2.2 AA as far as axe-core tells, at phone and desktop width."""
    page.goto(base_url + PAGES[name])
    shoot(page, name)
    assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_a_narrow_window(page: Page, base_url: str, name: str) -> None:
    """At 320 CSS pixels, as at 400 % zoom, nothing has to be scrolled sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base_url + PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
