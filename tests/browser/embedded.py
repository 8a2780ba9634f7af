"""The widget on a page of another site, as its readers use it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from tests.browser.hosting import Faulty
from tests.browser.scripted import Scripted

WATCH = """
window.faults = []; window.shifts = 0; window.longest = 0;
document.addEventListener('securitypolicyviolation', e => window.faults.push(
  `${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
new PerformanceObserver(list => list.getEntries().forEach(e => { window.shifts += e.value; }))
  .observe({type: 'layout-shift', buffered: true});
"""
HEAR = """
() => {
  window.heard = [];
  const status = document.querySelector('murros-apuri').shadowRoot.querySelector('[role=status]');
  new MutationObserver(records => records.forEach(() => window.heard.push(status.textContent)))
    .observe(status, {childList: true, characterData: true, subtree: true});
}
"""


@dataclass(frozen=True)
class Embedded:
    """A page with the widget; `bot` and `site` are the addresses of the service and the site."""

    page: Page
    bot: str
    site: str
    service: Faulty
    assistant: Scripted

    def visit(self, path: str = "/", **attributes: str) -> None:
        """Go to a page of the site; `data_title` becomes the attribute `data-title`."""
        named = {name.replace("_", "-"): value for name, value in attributes.items()}
        self.page.goto(f"{self.site}{path}?{urlencode({'bot': self.bot, **named})}")

    def open(self, **attributes: str) -> None:
        """Go to the site, open the panel and listen to what is announced."""
        self.visit(**attributes)
        self.bubble.click()
        self.page.evaluate(HEAR)

    def ask(self, question: str) -> None:
        """Write a question and send it."""
        self.box.fill(question)
        self.box.press("Enter")

    def await_answer(self) -> None:
        """Return once the last answer is whole."""
        expect(self.last.get_by_role("button", name="Kopioi")).to_be_visible()

    @property
    def bubble(self) -> Locator:
        """Return the button that opens the panel."""
        return self.page.locator("murros-apuri .bubble")

    @property
    def panel(self) -> Locator:
        """Return the panel."""
        return self.page.get_by_role("dialog")

    @property
    def box(self) -> Locator:
        """Return where one writes."""
        return self.panel.get_by_role("textbox", name="Kirjoita kysymyksesi")

    @property
    def turns(self) -> Locator:
        """Return the questions with their answers."""
        return self.panel.locator(".turn")

    @property
    def last(self) -> Locator:
        """Return the last of them."""
        return self.turns.last

    @property
    def focused(self) -> str:
        """Return the name of what has the focus."""
        name: str = self.page.evaluate("""() => {
            const one = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
            return one.getAttribute('aria-label') ?? (one.labels?.[0] ?? one).textContent;
        }""")
        return name

    @property
    def heard(self) -> list[str]:
        """Return what was announced since the panel was opened."""
        texts: list[str] = self.page.evaluate("window.heard")
        return texts

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.page.keyboard.press(key)
