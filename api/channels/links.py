"""Addresses that work outside the service, where it is known how people reach it."""

from urllib.parse import urlsplit, urlunsplit

from bot.messages import say
from index.errors import SettingError

DRAWN, SHOWN = ".svg", ".png"  # chat programs show no SVG


class Links:
    """Makes links from the addresses in answers; without a public address there are none."""

    def __init__(self, public_url: str) -> None:
        """Keep where people reach the service; empty: nowhere.

        Raises:
            SettingError: it is no address of a site.
        """
        parts = urlsplit(public_url.strip())
        is_site = parts.scheme in {"http", "https"} and parts.netloc and not parts.query
        if public_url.strip() and (not is_site or parts.fragment or "@" in parts.netloc):
            raise SettingError(say("settings.public_url"))
        self._start = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))

    def page(self, address: str) -> str | None:
        """Return the link to a page of ours, such as `/raportti/r-2021#t1-r1`."""
        return f"{self._start}{address}" if self._start else None

    def picture(self, chart: str) -> str | None:
        """Return the link to a chart as a picture that chat programs show."""
        parts = urlsplit(chart)
        shown = parts._replace(path=parts.path.removesuffix(DRAWN) + SHOWN)
        return self.page(urlunsplit(shown))
