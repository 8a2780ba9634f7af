"""Measures the widget in a real browser: the first sentence on screen, blocking, shifts.

The service answers by a script, so that only the way from its event to the screen is timed.
Run by `make bench`, or alone: `python -m tests.bench.widget`.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, sync_playwright
from rich.console import Console
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import create_app
from api.settings import Settings
from tests.browser.conftest import FLAGS, wait_until_ready
from tests.browser.hosting import host
from tests.browser.scripted import PLAIN, Scripted
from tests.browser.served import serve

ROUNDS = 20
SETTLE_MS = 500
MAX_SCREEN_MS, MAX_BLOCKED_MS, MAX_SHIFT = 50.0, 50.0, 0.0
EVENT = b"event: sentence"

Figure = tuple[str, float, float]
"""Name, value, and the most that it may be."""

# When the answer's first words stood on the screen, in seconds since 1970: after the frame that
# shows them was drawn.
SHOWN = """() => {
  window.shown = null;
  const root = document.querySelector('murros-apuri').shadowRoot;
  const seen = new MutationObserver(() => {
    if (!root.querySelector('.turn:last-child .body')?.textContent || window.shown) return;
    seen.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        window.shown = (performance.timeOrigin + performance.now()) / 1000;
      };
      port2.postMessage(0);
    });
  });
  seen.observe(root, { childList: true, characterData: true, subtree: true });
}"""
# Load the widget, open, on a page that is at rest, and let all come of it that does.
LOAD = """([address, settleMs]) => new Promise((resolve, reject) => {
  const script = document.createElement('script');
  Object.assign(script, { src: address, onerror: reject });
  script.onload = () => setTimeout(resolve, settleMs);
  script.dataset.open = '';
  document.head.append(script);
})"""
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.shifts += e.value; }))
  .observe({ type: 'layout-shift', buffered: true });
"""


@dataclass
class Clocked:
    """An application; `sent_s`: when its last answer's first sentence went out, since 1970."""

    app: ASGIApp
    sent_s: float = field(default=0.0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""

        async def timed(message: Message) -> None:
            if not self.sent_s and EVENT in message.get("body", b""):
                self.sent_s = time.time()
            await send(message)

        await self.app(scope, receive, timed)


def measure_widget() -> list[Figure]:
    """Return the figures of the widget; none where there is no browser."""
    program = shutil.which("chromium")
    if program is None:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            with _serve() as (site, bot, service, assistant):
                waits_ms = _time_sentences(browser, f"{site}/?bot={bot}", service, assistant)
                worked_ms = _time_load(browser, site, bot)
                shift = max(
                    _add_shifts(browser, f"{site}/?bot={bot}&data-open=", w) for w in (360, 1280)
                )
        finally:
            browser.close()
    high_ms = statistics.quantiles(waits_ms, n=20)[-1]
    return [
        ("event to screen, median (ms)", statistics.median(waits_ms), MAX_SCREEN_MS),
        ("event to screen, p95 (ms)", high_ms, MAX_SCREEN_MS),
        ("main thread at work for the widget's load (ms)", worked_ms, MAX_BLOCKED_MS),
        ("layout shift by the widget", shift, MAX_SHIFT),
    ]


@contextmanager
def _serve() -> Iterator[tuple[str, str, Clocked, Scripted]]:
    """Serve a site and, at another origin, the service that it may ask."""
    assistant = Scripted()
    with tempfile.TemporaryDirectory(prefix="murros-bench-") as folder, serve(host) as address:
        site = address.replace("127.0.0.1", "localhost")
        settings = Settings(home=Path(folder), rate_limit="0", widget_origins=site)
        service = Clocked(create_app(settings, assistant))
        with serve(service) as bot:
            wait_until_ready(bot)
            yield site, bot, service, assistant


def _time_sentences(
    browser: Browser, address: str, service: Clocked, assistant: Scripted
) -> list[float]:
    """Return the milliseconds from each event to the frame that shows its sentence."""
    page = browser.new_page()
    page.goto(address)
    page.locator("murros-apuri .bubble").click()
    waits_ms: list[float] = []
    for place in range(ROUNDS):
        assistant.gate, service.sent_s = len(PLAIN.citations), 0.0
        page.evaluate(SHOWN)
        page.get_by_role("textbox").fill(f"Luvut {place}?")
        page.keyboard.press("Enter")
        page.wait_for_timeout(SETTLE_MS / 2)
        assistant.gate = None
        page.locator("murros-apuri .turn").nth(place).locator(".tools").wait_for()
        shown_s: float = page.evaluate("window.shown")
        waits_ms.append((shown_s - service.sent_s) * 1e3)
    page.close()
    return waits_ms


def _time_load(browser: Browser, site: str, bot: str) -> float:
    """Return the milliseconds of its own that a page's main thread works for the widget's load.

    All tasks together, in the thread's own time: no less than the longest of them blocks, and the
    same however busy the machine is. The median of rounds.
    """
    worked_ms: list[float] = []
    for _ in range(ROUNDS):
        page = browser.new_page()
        page.goto(site)
        page.wait_for_timeout(SETTLE_MS)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before_ms = _read_work(session)
        page.evaluate(LOAD, [f"{bot}/widget.js", SETTLE_MS])
        worked_ms.append(_read_work(session) - before_ms)
        page.close()
    return statistics.median(worked_ms)


def _read_work(session: CDPSession) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    (work_s,) = (one["value"] for one in found if one["name"] == "TaskDuration")
    return float(work_s) * 1e3


def _add_shifts(browser: Browser, address: str, width: int) -> float:
    """Return the sum of the layout shifts of a page that opens with the widget."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(address)
    page.locator("murros-apuri").wait_for(state="attached")
    page.wait_for_timeout(SETTLE_MS)
    shifts: float = page.evaluate("window.shifts")
    page.close()
    return shifts


if __name__ == "__main__":
    for name, value, most in measure_widget():
        Console().print(f"{name}: {value:.1f} (≤ {most:g})")
