"""The widget in each of its states: no rule of accessibility broken, at phone and desktop width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shoot
from tests.browser.embedded import Embedded


def closed(embedded: Embedded) -> None:
    """Show the bubble alone."""
    embedded.visit()
    expect(embedded.bubble).to_be_visible()


def opened(embedded: Embedded) -> None:
    """Show the empty panel."""
    embedded.open()


def waiting(embedded: Embedded) -> None:
    """Show a question that is being answered, with its first sentence."""
    embedded.assistant.gate = 3
    embedded.open()
    embedded.ask("Luvut etäyhteyksistä?")
    expect(embedded.last).to_contain_text("84 %")


def answered(embedded: Embedded) -> None:
    """Show an answer with its source, its computation and the form of feedback."""
    embedded.open()
    embedded.ask("Luvut etäyhteyksistä?")
    embedded.await_answer()
    embedded.last.get_by_role("button", name="Lähde 1").click()
    embedded.last.get_by_text("Näin luku on laskettu").click()
    embedded.last.get_by_role("button", name="Vastauksesta ei ollut apua").click()
    expect(embedded.last.get_by_label("Kerro halutessasi, miksi")).to_be_visible()


def partial(embedded: Embedded) -> None:
    """Show a partial answer with a notice."""
    embedded.open()
    embedded.ask("Osa vastauksesta?")
    embedded.await_answer()


def declined(embedded: Embedded) -> None:
    """Show that the report does not tell."""
    embedded.open()
    embedded.ask("Ei ole raportissa?")
    embedded.await_answer()


def failed(embedded: Embedded) -> None:
    """Show that the service is away."""
    embedded.service.status, embedded.service.retry_after = 503, "5"
    embedded.open()
    embedded.ask("Luvut?")
    expect(embedded.last).to_contain_text("5 sekunnin kuluttua")


def beginning(embedded: Embedded) -> None:
    """Show what is asked before a new conversation."""
    declined(embedded)
    embedded.panel.get_by_role("button", name="Uusi keskustelu").click()


def long(embedded: Embedded) -> None:
    """Show words that fit on no line."""
    embedded.open(data_title="Sosiaalityönmurroksenkuvaustenkeskusteluapuri " * 2)
    embedded.ask("Pitkä " + "kysymyksenasettelunhankaluus" * 10)
    embedded.await_answer()


STATES = (closed, opened, waiting, answered, partial, declined, failed, beginning, long)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.usefixtures("width")
def test_state_is_accessible(
    embedded: Embedded,
    axe: Callable[[Page], list[str]],
    shoot: Shoot,
    theme: str,
    state: Callable[[Embedded], None],
) -> None:
    """WCAG 2.2 AA as far as axe-core tells, in both themes."""
    embedded.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    state(embedded)
    shoot(embedded.page, f"widget-{state.__name__}-{theme}")
    assert axe(embedded.page) == []
