"""The onboarding in a browser: accessible, done by keyboard alone, kept, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from bot.onboarding.course import make_course
from index.report import Report
from tests.browser.conftest import Shoot

THEME = "sosiaalityo-2021-etatyo"
TABLE = "sosiaalityo-2021-toimintatapojen-arviointi"
PAGES = {
    "onboarding": "/perehdytys",
    "onboarding-theme": f"/perehdytys/{THEME}",
    "onboarding-table": f"/perehdytys/{TABLE}",
    "onboarding-result": f"/perehdytys/{THEME}?kohta=1&vastaus=0#tarkistus",
    "onboarding-end": f"/perehdytys/{THEME}?kohta=3&vastaus=1&tulos=10#tarkistus",
    "onboarding-record": "/perehdytys/tuloste",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("width")
def test_page_is_accessible(
    page: Page,
    base_url: str,
    axe: Callable[[Page], list[str]],
    shoot: Shoot,
    name: str,
    scheme: str,
) -> None:
    """WCAG 2.2 AA as far as axe-core tells, at phone and desktop width, light and dark."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(base_url + PAGES[name])
    shoot(page, f"{name}-{scheme}")
    assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_a_narrow_window(page: Page, base_url: str, name: str) -> None:
    """At 320 CSS pixels nothing has to be scrolled sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base_url + PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_record_fits_a_phone(page: Page, base_url: str) -> None:
    """With all its days filled in, the table is read without scrolling in its box."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{base_url}/perehdytys/{THEME}?kohta=1&vastaus=0")
    page.goto(f"{base_url}/perehdytys/tuloste")
    page.evaluate(
        "document.querySelectorAll('[data-date]').forEach(d => { d.append('24.12.2026') })"
    )
    assert page.locator(".scroll").evaluate("box => box.scrollWidth <= box.clientWidth")


def tab_to(page: Page, selector: str) -> None:
    """Move the focus by Tab until it is on what the selector means."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(selector)


def test_keyboard_alone_answers_and_goes_on(page: Page, base_url: str, report: Report) -> None:
    """Tab, arrows and Enter: an answer, its source, the next item; the progress is kept."""
    course = make_course(report)
    theme = next(theme for theme in course.themes if theme.id == THEME)
    items = course.of_theme(theme)
    page.goto(f"{base_url}/perehdytys/{THEME}")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    for _ in range(items[0].right):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-item]")
    assert "Oikein" in page.inner_text("[data-item]")
    assert items[0].citations[0].quote in page.inner_text("[data-item]")
    tab_to(page, ".quiz a.button")
    page.keyboard.press("Enter")
    page.wait_for_selector("fieldset")
    assert f"2/{len(items)}" in page.inner_text(".quiz")
    page.goto(f"{base_url}/perehdytys")
    assert f"Vastattu 1/{len(items)}, oikein 1" in page.inner_text(f"[data-theme='{THEME}']")
    page.goto(f"{base_url}/perehdytys/tuloste")
    assert page.inner_text(f"[data-row='{THEME}'] [data-right]") == "1"
    assert page.inner_text(f"[data-row='{THEME}'] [data-date]").count(".") == 2


def test_progress_can_be_cleared(page: Page, base_url: str) -> None:
    """What this browser keeps goes at a press."""
    page.goto(f"{base_url}/perehdytys/{THEME}?kohta=1&vastaus=0")
    page.goto(f"{base_url}/perehdytys")
    assert "Vastattu" in page.inner_text(f"[data-theme='{THEME}']")
    page.click("[data-clear]")
    assert "Vastattu" not in page.inner_text(f"[data-theme='{THEME}']")
    assert page.evaluate("localStorage.length") == 0


def test_items_of_another_edition_do_not_count(page: Page, base_url: str) -> None:
    """What was answered of items that are no longer asked makes no more than all."""
    page.goto(f"{base_url}/perehdytys/{THEME}?kohta=1&vastaus=0")
    page.evaluate("""() => {
        const [key] = Object.keys(localStorage);
        const kept = JSON.parse(localStorage.getItem(key));
        for (const n of [1, 2, 3]) kept[`old.${n}`] = {right: true, day: '2026-01-01'};
        localStorage.setItem(key, JSON.stringify(kept));
    }""")
    page.goto(f"{base_url}/perehdytys")
    assert "Vastattu 1/3" in page.inner_text(f"[data-theme='{THEME}']")


def test_source_opens_in_the_report(page: Page, base_url: str) -> None:
    """The link below an answer leads to the passage, marked."""
    page.goto(f"{base_url}/perehdytys/{TABLE}?kohta=1&vastaus=0")
    page.click("[data-item] .sources a")
    page.wait_for_url("**/raportti/**")
    assert page.locator(":target").count() == 1


def test_works_without_scripts(browser: Browser, base_url: str) -> None:
    """Where no script runs, one answers and goes on all the same; the print-out is blank."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/perehdytys/{THEME}")
    page.locator("input[type=radio]").first.check()
    page.get_by_role("button", name="Vastaa").click()
    page.get_by_role("link", name="Seuraava tehtävä").click()
    assert page.locator("fieldset").count() == 1
    page.goto(f"{base_url}/perehdytys/tuloste")
    assert page.get_by_text("Täytä oikeat vastaukset ja päivät käsin.").is_visible()
    context.close()


def test_print_out_is_the_form_alone(page: Page, base_url: str, shoot: Shoot) -> None:
    """On paper there is no navigation."""
    page.goto(f"{base_url}/perehdytys/tuloste")
    page.emulate_media(media="print")
    shoot(page, "onboarding-record-print")
    assert not page.get_by_role("navigation").is_visible()
    assert page.locator(".sign").is_visible()
