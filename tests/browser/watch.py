"""Watches what a page does that none of ours may do."""

from playwright.sync_api import ConsoleMessage, Page, Request

OWN = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:")


class Watch:
    """Collects requests to other places, errors of scripts and what a policy refused."""

    def __init__(self, page: Page) -> None:
        """Watch a page from now on."""
        self.faults: list[str] = []
        self.allowed: tuple[str, ...] = ()
        page.on("request", self._on_request)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", self._on_console)

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(OWN):
            self.faults.append(f"request: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")
