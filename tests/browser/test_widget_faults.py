"""The widget when something is wrong: a slow, broken or closed service, markup in texts."""

import re

import pytest
from playwright.sync_api import expect

from index.errors import IndexMissingError
from tests.browser.embedded import Embedded
from tests.browser.scripted import BAD

QUESTION = "Luvut etäyhteyksistä?"


def test_markup_stays_text(embedded: Embedded) -> None:
    """Tags are shown as written; no address of another kind or place is followed."""
    said: list[str] = []
    embedded.page.on("dialog", lambda dialog: said.append(dialog.message))
    embedded.open()
    embedded.ask(f"Paha {BAD}")
    embedded.await_answer()
    mark = embedded.last.get_by_role("button", name="Lähde 2")
    mark.click()
    expect(embedded.last.locator(".source")).to_contain_text(BAD)
    for part in (".question", ".body", ".note", ".more"):
        expect(embedded.last.locator(part).first).to_contain_text(BAD)
    assert embedded.panel.locator("img, script, a").count() == 0
    assert said == []


def test_stop_keeps_what_was_proved(embedded: Embedded) -> None:
    """The service stops too; what was shown stays, and the question can be asked again."""
    embedded.assistant.gate = 3
    embedded.open()
    embedded.ask(QUESTION)
    expect(embedded.last).to_contain_text("84 %")
    before = embedded.assistant.stopped
    embedded.panel.get_by_role("button", name="Pysäytä").click()
    expect(embedded.last).to_contain_text("Vastaus jäi kesken. Pysäytit vastauksen.")
    expect(embedded.last).to_contain_text("84 %")
    expect(embedded.last.locator(".failed, .error")).to_have_count(0)
    expect(embedded.box).to_be_focused()
    expect(embedded.box).to_have_value(QUESTION)
    for _ in range(100):
        if embedded.assistant.stopped > before:
            break
        embedded.page.wait_for_timeout(20)
    assert embedded.assistant.stopped == before + 1
    embedded.assistant.gate = None
    embedded.last.get_by_role("button", name="Yritä uudelleen").click()
    embedded.await_answer()
    expect(embedded.turns).to_have_count(1)
    expect(embedded.box).to_have_value("")


@pytest.mark.parametrize(
    ("status", "retry_after", "told"),
    [
        (429, "5", "Kysymyksiä tuli liikaa lyhyessä ajassa. Yritä uudelleen 5 sekunnin kuluttua."),
        (
            503,
            "600",
            "Palvelu ei ole juuri nyt käytettävissä. Yritä uudelleen 10 minuutin kuluttua.",
        ),
        (503, "", "Palvelu ei ole juuri nyt käytettävissä."),
        (409, "", "Selitys palvelusta."),
        (500, "", "Selitys palvelusta."),
    ],
)
def test_refusal_is_told(embedded: Embedded, status: int, retry_after: str, told: str) -> None:
    """With the time to wait; what was asked is kept and can be asked again."""
    embedded.service.status, embedded.service.retry_after = status, retry_after
    embedded.open()
    embedded.ask(QUESTION)
    expect(embedded.last.locator(".error")).to_have_text(told)
    expect(embedded.box).to_have_value(QUESTION)
    assert embedded.heard == ["Etsin vastausta…", told]
    embedded.service.status = 0
    embedded.box.press("Enter")
    embedded.await_answer()
    expect(embedded.turns).to_have_count(1)


def test_cut_stream(embedded: Embedded) -> None:
    """Sentences that came stay, and it is said that more should have come."""
    embedded.service.cut_after = 4
    embedded.open()
    embedded.ask(QUESTION)
    expect(embedded.last.locator(".error")).to_have_text(
        "Vastaus jäi kesken. Yhteys katkesi ennen kuin vastaus oli valmis."
    )
    expect(embedded.last.locator(".body")).to_contain_text("84 %")


def test_error_in_the_stream(embedded: Embedded) -> None:
    """An answer that fails under way is told like one that is refused."""
    embedded.assistant.error = IndexMissingError("index")
    embedded.open()
    embedded.ask(QUESTION)
    expect(embedded.last.locator(".error")).to_contain_text(
        "Palvelu ei ole juuri nyt käytettävissä"
    )


def test_no_connection(embedded: Embedded) -> None:
    """A request that does not get through."""
    embedded.open()
    embedded.page.context.set_offline(True)
    embedded.ask(QUESTION)
    expect(embedded.last.locator(".error")).to_contain_text("Palveluun ei saada yhteyttä")
    embedded.page.context.set_offline(False)
    embedded.last.get_by_role("button", name="Yritä uudelleen").click()
    embedded.await_answer()


def test_long_work_goes_on_and_ends(embedded: Embedded) -> None:
    """The wait is counted on screen alone; a service that is silent for long is given up."""
    embedded.page.clock.install()
    embedded.assistant.gate = 0
    embedded.open()
    embedded.ask(QUESTION)
    expect(embedded.last).to_contain_text("Etsin vastausta…")
    embedded.page.clock.run_for(8_000)
    expect(embedded.last).to_contain_text(re.compile(r"Etsin yhä vastausta… \d+ s"))
    assert embedded.heard == ["Etsin vastausta…"]
    embedded.page.clock.run_for(60_000)
    expect(embedded.last.locator(".error")).to_have_text("Palvelu ei vastannut ajoissa.")


def test_feedback_that_fails_is_told(embedded: Embedded) -> None:
    """The button is not pressed, so that it can be pressed again."""
    embedded.open()
    embedded.ask(QUESTION)
    embedded.await_answer()
    embedded.page.context.set_offline(True)
    up = embedded.last.get_by_role("button", name="Vastauksesta oli apua")
    up.click()
    expect(embedded.last).to_contain_text("Palautetta ei saatu lähetettyä.")
    expect(up).to_have_attribute("aria-pressed", "false")


def test_history_that_fails_can_be_fetched_again(embedded: Embedded) -> None:
    """The conversation is not lost for a moment without a connection."""
    embedded.open()
    embedded.ask(QUESTION)
    embedded.await_answer()
    embedded.press("Escape")
    embedded.page.reload()
    embedded.page.context.set_offline(True)
    embedded.bubble.click()
    expect(embedded.panel).to_contain_text("Aiempaa keskustelua ei saatu haettua.")
    embedded.page.context.set_offline(False)
    embedded.panel.get_by_role("button", name="Yritä uudelleen").click()
    expect(embedded.turns).to_have_count(1)
