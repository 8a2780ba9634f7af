"""A real browser (Debian's Chromium) against the served application, at phone and desktop width."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from api.app import create_app
from api.settings import Settings
from bot.assistant import Assistant
from index.settings import ROOT, IndexSettings
from tests.browser.served import serve
from tests.browser.watch import Watch

LEFT_OUT = "no Chromium here: apt-get install chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESKTOP = 360, 1280  # CSS pixels
HEIGHT = 800
SHOTS = ROOT / "build" / "screenshots"
READY_MAX_S = 60.0

Shoot = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives the browser."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return the browser; skip where there is none, but never in CI."""
    program = shutil.which("chromium")
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(LEFT_OUT)
    started = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def base_url(index_settings: IndexSettings, assistant: Assistant) -> Iterator[str]:
    """Return the address of the application over the real report, once it is ready."""
    settings = Settings(home=index_settings.home, rate_limit="0")
    with serve(create_app(settings, assistant)) as url:
        wait_until_ready(url)
        wait_for_examples(url)
        yield url


def wait_until_ready(url: str) -> None:
    """Return once the application at an address answers questions."""
    end_s = time.monotonic() + READY_MAX_S
    while httpx.get(f"{url}/health/ready").status_code != HTTPStatus.OK:
        assert time.monotonic() < end_s
        time.sleep(0.05)


def wait_for_examples(url: str) -> None:
    """Return once the front page of an application shows its questions."""
    end_s = time.monotonic() + READY_MAX_S
    while "/?kysymys=" not in httpx.get(url).text:
        assert time.monotonic() < end_s
        time.sleep(0.05)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def width(request: pytest.FixtureRequest) -> int:
    """Return the width of the window in CSS pixels; a test that asks for it runs at both."""
    value: int = request.param
    return value


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return an empty page of its own; it may ask for nothing outside and log no error."""
    is_wide = "width" not in request.fixturenames
    width: int = DESKTOP if is_wide else request.getfixturevalue("width")
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, locale="fi-FI", reduced_motion="reduce"
    )
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    watch = Watch(opened)
    yield opened
    context.close()
    assert watch.faults == []


@pytest.fixture
def shoot(request: pytest.FixtureRequest) -> Shoot:
    """Return what takes a picture of a page for people to look at, in `build/screenshots`."""

    def take(page: Page, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        width = size["width"] if size else 0
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)

    return take


def axe_source() -> str:
    """Return axe-core as text; it is put in by the driver, which no policy of a page blocks."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Return what tells the rules of WCAG 2.2 AA (and best practice) that a page breaks.

    Named `only`, it looks at the rules with that tag, such as `cat.color`.
    """
    source = axe_source()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def run(page: Page, only: str = "") -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        options = {"runOnly": [only] if only else tags, "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(options)", options)
        return [
            f"{rule['id']}: {node['html'][:120]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return run
