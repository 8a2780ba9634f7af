"""The widget as people use it: by keyboard, by ear, on a phone, from page to page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embedded import HEAR, Embedded
from tests.browser.scripted import PLAIN

FIRST, SECOND = "Luvut etäyhteyksistä?", "Osa vastauksesta?"


def test_keyboard_alone(embedded: Embedded) -> None:
    """Ask, read a source, open it in the report, come back, judge; Escape gives the focus back."""
    embedded.visit()
    expect(embedded.bubble).to_be_visible()
    embedded.press("Tab", 2)
    assert embedded.focused == "Murrosapuri – avaa keskustelu"
    embedded.press("Enter")
    assert embedded.focused == "Kirjoita kysymyksesi"
    embedded.page.keyboard.type("Luvut etäyhteyksistä?")
    embedded.press("Enter")
    embedded.await_answer()
    assert embedded.focused == "Kirjoita kysymyksesi"
    seen = walk(embedded, "Shift+Tab", "Lähde 1, Taulukko 1, sivu 13")
    assert "Kopioi" in seen
    embedded.press("Enter")
    expect(embedded.last.get_by_role("group", name="Lähde 1")).to_contain_text("Käytössä 58 %")
    walk(embedded, "Tab", "Avaa raportissa (uusi välilehti)")
    with embedded.page.expect_popup() as opened:
        embedded.press("Enter")
    expect(opened.value.locator(":target")).to_be_visible()
    assert opened.value.url == f"{embedded.bot}/raportti/sosiaalityo-2021#t1-r1"
    opened.value.close()
    assert embedded.focused == "Avaa raportissa (uusi välilehti)"
    walk(embedded, "Tab", "Vastauksesta ei ollut apua")
    embedded.press("Space")
    expect(embedded.last).to_contain_text("Kiitos palautteesta.")
    embedded.press("Tab")
    assert embedded.focused == "Kerro halutessasi, miksi"
    embedded.page.keyboard.type("Vanhat luvut")
    embedded.press("Tab")
    embedded.press("Enter")
    expect(embedded.last.get_by_label("Kerro halutessasi, miksi")).to_be_hidden()
    assert embedded.focused == "Vastauksesta ei ollut apua"
    embedded.press("Escape")
    expect(embedded.panel).to_be_hidden()
    assert embedded.focused == "Murrosapuri – avaa keskustelu"


def walk(embedded: Embedded, key: str, name: str) -> list[str]:
    """Press a key until what has a name has the focus; return the names on the way."""
    seen: list[str] = []
    while embedded.focused != name:
        seen.append(embedded.focused)
        assert len(seen) < 30
        embedded.press(key)
    return seen


def test_source_comes_into_sight(embedded: Embedded) -> None:
    """Unfolded at the lower edge of what is seen, it is there to be read."""
    embedded.page.set_viewport_size({"width": 360, "height": 560})
    embedded.open()
    embedded.ask(FIRST)
    embedded.await_answer()
    for mark in embedded.last.locator(".body .mark").all():
        mark.click()
        expect(embedded.last.locator(".source a").last).to_be_in_viewport()
        mark.click()


def test_two_announcements_an_answer(embedded: Embedded) -> None:
    """First that it is looked for, then the whole answer with its sources, never a piece."""
    embedded.assistant.gate = 4
    embedded.open()
    embedded.ask("Luvut etäyhteyksistä?")
    expect(embedded.last).to_contain_text("luetellaan")
    assert embedded.heard == ["Etsin vastausta…"]
    embedded.assistant.gate = None
    embedded.await_answer()
    first, whole = embedded.heard
    assert first == "Etsin vastausta…"
    assert whole.startswith("Etäyhteydet ovat käytössä tai kokeilussa yhteensä 84 %:lla")
    assert "[1]" not in whole
    assert "Lähteet: Taulukko 1. Toimintatapojen arviointi, sivu 13; 4. Muutoksia" in whole
    embedded.ask("Ei ole raportissa?")
    expect(embedded.turns).to_have_count(2)
    embedded.await_answer()
    assert embedded.heard[2:] == [
        "Etsin vastausta…",
        "Vastausta ei löytynyt. Raportti ei kerro tästä.",
    ]
    assert embedded.panel.get_by_role("log").get_attribute("aria-live") == "off"


def test_conversation_goes_along(embedded: Embedded) -> None:
    """A reload and another page keep it, with its judgement, and the next question goes on."""
    embedded.open()
    embedded.ask(FIRST)
    embedded.await_answer()
    embedded.last.get_by_role("button", name="Vastauksesta oli apua").click()
    expect(embedded.last).to_contain_text("Kiitos palautteesta.")
    embedded.box.fill("kesken jäänyt")
    embedded.page.reload()
    expect(embedded.turns).to_have_count(1)
    expect(embedded.box).to_have_value("kesken jäänyt")
    up = embedded.last.get_by_role("button", name="Vastauksesta oli apua")
    expect(up).to_have_attribute("aria-pressed", "true")
    assert embedded.page.evaluate("document.activeElement === document.body")
    embedded.page.get_by_role("link", name="toinen sivu").click()
    expect(embedded.page).to_have_url(re.compile("/toinen"))
    expect(embedded.turns).to_have_count(1)
    embedded.ask(SECOND)
    expect(embedded.turns).to_have_count(2)
    embedded.await_answer()
    embedded.page.reload()
    expect(embedded.turns).to_have_count(2)


def test_forgotten_conversation_is_begun_anew(embedded: Embedded) -> None:
    """Whether its id is unknown on load or when the next question is asked; nobody is troubled."""
    embedded.visit()
    key = f"murros:{embedded.bot}:conversation"
    embedded.page.evaluate("key => localStorage.setItem(key, 'f'.repeat(32))", key)
    embedded.page.reload()
    embedded.bubble.click()
    embedded.page.wait_for_function("key => !localStorage.getItem(key)", arg=key)
    embedded.ask(FIRST)
    embedded.await_answer()
    known = embedded.page.evaluate("key => localStorage.getItem(key)", key)
    path = f"{embedded.bot}/api/conversations/{known}"
    assert embedded.page.request.delete(path, headers={"Origin": embedded.site}).status == 204
    embedded.ask(SECOND)
    expect(embedded.turns).to_have_count(2)
    embedded.await_answer()
    assert embedded.page.evaluate("key => localStorage.getItem(key)", key) != known


def test_new_conversation_deletes_the_old_one(embedded: Embedded) -> None:
    """After asking; Escape takes the question back and leaves the panel open."""
    embedded.open()
    embedded.ask(FIRST)
    embedded.await_answer()
    fresh = embedded.panel.get_by_role("button", name="Uusi keskustelu")
    fresh.click()
    assert embedded.focused == "Poista nykyinen ja aloita uusi"
    embedded.press("Escape")
    expect(embedded.panel).to_be_visible()
    assert embedded.focused == "Uusi keskustelu"
    fresh.click()
    embedded.press("Enter")
    expect(embedded.turns).to_have_count(0)
    assert embedded.focused == "Kirjoita kysymyksesi"
    assert [line for line in embedded.service.requests if line.startswith("DELETE ")]
    assert embedded.page.evaluate("Object.keys(localStorage)") == []


def test_answer_is_copied_with_its_sources(embedded: Embedded) -> None:
    """Text, places, quotes and addresses."""
    embedded.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    embedded.open()
    embedded.ask(FIRST)
    embedded.await_answer()
    embedded.last.get_by_role("button", name="Kopioi").click()
    expect(embedded.last).to_contain_text("Vastaus ja lähteet on kopioitu.")
    copied = embedded.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{PLAIN.text}\n\nLähteet:\n[1] Taulukko 1.")
    assert f"{embedded.bot}/raportti/sosiaalityo-2021#t1-r1" in copied


def test_suggestion_asks(embedded: Embedded) -> None:
    """A chip is a question; the focus goes to it, as the chip is gone."""
    embedded.open()
    embedded.ask("Ei ole raportissa?")
    embedded.await_answer()
    embedded.last.get_by_role("button", name="Mitä etätyöstä sanotaan?").click()
    expect(embedded.turns).to_have_count(2)
    embedded.await_answer()
    assert embedded.focused == "Kysymyksesi: Mitä etätyöstä sanotaan?"
    assert embedded.assistant.messages[-1] == "Mitä etätyöstä sanotaan?"


def test_keys_of_the_box(embedded: Embedded) -> None:
    """Shift+Enter makes a line; what an input method is composing is not sent by its Enter."""
    embedded.open()
    embedded.box.press_sequentially("Luvut")
    embedded.press("Shift+Enter")
    embedded.box.evaluate("""box => box.dispatchEvent(new KeyboardEvent(
        'keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))""")
    embedded.box.press_sequentially("yhteensä")
    expect(embedded.box).to_have_value("Luvut\nyhteensä")
    expect(embedded.turns).to_have_count(0)
    embedded.press("Enter")
    embedded.await_answer()
    assert embedded.assistant.messages[-1] == "Luvut\nyhteensä"


@pytest.mark.usefixtures("width")
def test_page_stays_where_it_is(embedded: Embedded) -> None:
    """Neither the bubble nor the panel moves anything of the page; only the service is asked."""
    asked: list[str] = []
    embedded.page.on("request", lambda request: asked.append(request.url))
    embedded.visit(data_open="")
    expect(embedded.page.locator("murros-apuri")).to_be_attached()
    embedded.page.wait_for_timeout(200)
    assert embedded.page.evaluate("window.shifts") == 0
    assert embedded.page.evaluate("document.activeElement === document.body")
    assert embedded.page.context.cookies() == []
    assert all(url.startswith((embedded.site, f"{embedded.bot}/")) for url in asked)


def test_wide_page_can_be_used_beside_it(embedded: Embedded) -> None:
    """The panel is not modal there: the page beside it goes on, Escape frees what it covers."""
    embedded.open()
    embedded.page.get_by_role("link", name="toinen sivu").focus()
    embedded.press("Escape")
    expect(embedded.panel).to_be_visible()
    embedded.page.evaluate("""() => {
        const button = document.createElement('button');
        button.id = 'under'; button.textContent = 'alla';
        Object.assign(button.style, {position: 'fixed', right: '60px', bottom: '200px'});
        document.body.append(button); button.focus();
    }""")
    embedded.press("Escape")
    expect(embedded.panel).to_be_hidden()


def test_narrow_window_is_filled(embedded: Embedded) -> None:
    """There it is modal: Tab stays inside; it changes with the window and loses no focus."""
    embedded.open()
    embedded.page.set_viewport_size({"width": 360, "height": 700})
    await_modal(embedded, is_modal=True)
    box = embedded.panel.bounding_box()
    assert box
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 700)
    assert embedded.focused == "Kirjoita kysymyksesi"
    assert "toinen sivu" not in walk(embedded, "Tab", "Sulje keskustelu")
    embedded.page.set_viewport_size({"width": 1280, "height": 700})
    await_modal(embedded, is_modal=False)
    assert embedded.focused == "Sulje keskustelu"


def await_modal(embedded: Embedded, *, is_modal: bool) -> None:
    """Return once the open panel is modal, or is not."""
    state = "document.querySelector('murros-apuri').shadowRoot.querySelector('[open]:modal')"
    embedded.page.wait_for_function(f"is => Boolean({state}) === is", arg=is_modal)
    expect(embedded.panel).to_be_visible()


@pytest.mark.parametrize(("width_px", "height_px"), [(320, 640), (320, 256), (640, 400)])
def test_zoomed_window(embedded: Embedded, width_px: int, height_px: int) -> None:
    """As at 200 and 400 %: nothing is scrolled sideways, all that is needed can be reached."""
    embedded.page.set_viewport_size({"width": width_px, "height": height_px})
    embedded.open()
    embedded.ask("Pitkä " + "kysymyksenasettelu" * 5)
    embedded.await_answer()
    sideways = """element => [element, ...element.querySelectorAll('.log, .log *')]
        .filter(one => one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX
            !== 'visible' && !one.matches('.hidden, textarea')).map(one => one.className)"""
    assert embedded.panel.evaluate(sideways) == []
    assert embedded.page.evaluate("document.documentElement.scrollWidth") <= width_px
    for name in ("Lähetä", "Sulje keskustelu"):
        button = embedded.panel.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)


def test_targets_are_large_enough(embedded: Embedded) -> None:
    """At least 24 CSS pixels each way (WCAG 2.2, 2.5.8)."""
    embedded.open()
    embedded.ask(FIRST)
    embedded.await_answer()
    embedded.last.get_by_role("button", name="Lähde 1").first.click()
    small = embedded.panel.evaluate("""panel => [...panel.querySelectorAll(
        'button, summary, textarea, .source a, .chart a')].map(one => [one.textContent,
        one.getBoundingClientRect()]).filter(([, {width, height}]) =>
        width && (width < 24 || height < 24)).map(([text]) => text)""")
    assert small == []


@pytest.mark.parametrize("colour", ["#ffe000", "#000000", "#fff", "#00a94f", "red", ""])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_colour_can_be_read(embedded: Embedded, colour: str, theme: str) -> None:
    """Text of the accent colour and text on it have a contrast of 4.5 at least."""
    embedded.open(data_color=colour, data_theme=theme)
    found = embedded.panel.evaluate("""panel => {
        const style = getComputedStyle(panel.querySelector('.main'));
        const soft = getComputedStyle(panel.parentNode).getPropertyValue('--soft');
        return [style.color, style.backgroundColor, soft];
    }""")
    paper, accent, soft = (luminance(value) for value in found)
    for other in (paper, soft):
        assert (max(accent, other) + 0.05) / (min(accent, other) + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Return relative luminance (WCAG 2.2) of `rgb(…)`."""
    shares = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    parts = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize(
    ("lang", "label"), [("fi", "Lähetä"), ("sv", "Skicka"), ("en", "Send"), ("xx", "Lähetä")]
)
def test_attributes(embedded: Embedded, lang: str, label: str) -> None:
    """Title, opening, place, theme and the language of the labels; answers stay Finnish."""
    embedded.visit(
        data_title="Kysy <b>meiltä</b>",
        data_opening="Tervetuloa!",
        data_position="left",
        data_lang=lang,
        data_whole="",
        data_open="",
    )
    expect(embedded.page.get_by_role("dialog", name="Kysy <b>meiltä</b>")).to_be_visible()
    expect(embedded.panel).to_contain_text("Tervetuloa!")
    expect(embedded.panel.get_by_role("button", name=label, exact=True)).to_be_visible()
    box = embedded.panel.bounding_box()
    assert box
    assert box["x"] < 20
    embedded.page.evaluate(HEAR)
    embedded.panel.get_by_role("textbox").fill("Luvut?")
    embedded.panel.get_by_role("textbox").press("Enter")
    expect(embedded.last.locator(".body")).to_contain_text("84 %")
    assert embedded.last.locator(".body").get_attribute("lang") == "fi"
    assert "POST /api/chat" in embedded.service.requests
    assert "POST /api/chat/stream" not in embedded.service.requests
    assert len(embedded.heard) == 2


def test_forced_colours_and_motion(page: Page, embedded: Embedded) -> None:
    """With the system's colours every button has an edge; nothing moves where that is asked."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    embedded.assistant.gate = 3
    embedded.open()
    embedded.ask(FIRST)
    pending = embedded.last.locator(".pending")
    assert pending.evaluate("p => getComputedStyle(p, '::after').animationName") == "none"
    edges = embedded.panel.evaluate("""panel => [...panel.querySelectorAll('button')].filter(
        one => one.offsetWidth && getComputedStyle(one).borderStyle !== 'solid').length""")
    assert edges == 0
