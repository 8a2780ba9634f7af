"""Which addresses may be spoken to: TLS, or this machine without it."""

import ipaddress
from urllib.parse import urlsplit

MAX_CHARS = 2048


def is_site(url: str, *, may_be_plain: bool) -> bool:
    """Return whether an address is that of a site or a path on it.

    `may_be_plain`: on this machine it need not have TLS. Anything that two programs could read in
    two ways makes it none.
    """
    if not url or len(url) > MAX_CHARS or not url.isascii() or not url.isprintable():
        return False
    if any(character in url for character in " \\@?#"):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or ".." in parts.path:
        return False
    return parts.scheme == "https" or (may_be_plain and is_plain(url))


def is_plain(url: str) -> bool:
    """Return whether an address without TLS is on this machine."""
    return urlsplit(url).scheme == "http" and is_here(url)


def is_here(url: str) -> bool:
    """Return whether an address is on this machine."""
    return is_loopback(urlsplit(url).hostname or "")


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by its name or number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
