"""A listed site's pages and our own ask without a key; what only looks like them does not."""

from pathlib import Path

import pytest

from tests.api.guarded import FOR_KEYS, FOR_PAGES, GOOD, HEI, LISTED, assert_refused, serve

# What is neither on the list nor our own, written as those who try would write it.
FOREIGN = [
    *("", " ", "null", "*", "https://", "https://evil.fi", "https://good.fi.evil.fi"),
    *("https://evilgood.fi", "https://good.fi@evil.fi", "https://evil.fi#good.fi"),
    *("https://evil.fi/https://good.fi", "https://good.fi/", "https://good.fi:443"),
    *("https://good.fi:8443", "http://good.fi", "http://intra.fi", "https://intra.fi:8080"),
    *("HTTPS://GOOD.FI", "https://GOOD.fi", "https://www.good.fi", "//good.fi", "good.fi"),
    *("https://good.fi https://evil.fi", "https://evil.fi, https://good.fi"),
    *("https://good.fi.", "https://göod.fi", "https://good.fi\x00", "https://good.fi\t"),
    *("ftp://good.fi", "file://", "chrome-extension://good.fi", "data:good.fi"),
    *("https://good.fi%00.evil.fi", "https://testserver", "http://testserver:80"),
    *("http://testserver.evil.fi", "http://testserver/"),
    "https://good.fi" + "a" * 50_000,
]


@pytest.mark.parametrize(("method", "path"), FOR_PAGES)
def test_listed_site_asks_without_a_key(tmp_path: Path, method: str, path: str) -> None:
    """What the widget needs, and no more."""
    with serve(tmp_path, origins=LISTED) as client:
        for origin in (GOOD, "http://intra.fi:8080", "http://testserver"):
            response = client.request(method, path, json=HEI, headers={"origin": origin})
            assert response.status_code in {200, 404}


@pytest.mark.parametrize(("method", "path"), FOR_KEYS)
def test_listed_site_gets_no_more(tmp_path: Path, method: str, path: str) -> None:
    """An origin opens nothing but what is for pages."""
    with serve(tmp_path, origins=LISTED) as client:
        assert_refused(client.request(method, path, headers={"origin": GOOD}), 401)


@pytest.mark.parametrize("origin", FOREIGN)
def test_other_origin_is_a_401(tmp_path: Path, origin: str) -> None:
    """What only looks like a listed site is none."""
    with serve(tmp_path, origins=LISTED) as client:
        headers = {b"origin": origin.encode()}
        assert_refused(client.post("/api/chat", json=HEI, headers=headers), 401)


@pytest.mark.parametrize("origin", FOREIGN)
def test_other_origin_is_a_403_without_keys(tmp_path: Path, origin: str) -> None:
    """A page of another site in a browser of this machine stays out."""
    with serve(tmp_path, keys="", origins=LISTED) as client:
        headers = {b"origin": origin.encode()}
        assert_refused(client.post("/api/chat", json=HEI, headers=headers), 403)


@pytest.mark.parametrize("origin", [None, "http://testserver", GOOD])
def test_without_keys_all_else_is_let_in(tmp_path: Path, origin: str | None) -> None:
    """Programs of this machine, our own pages and listed sites, owners' paths as well."""
    headers = {"origin": origin} if origin else {}
    with serve(tmp_path, keys="", origins=LISTED) as client:
        assert client.post("/api/chat", json=HEI, headers=headers).status_code == 200
        assert client.get("/api/owner/gaps", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("origin", "http://testserver")], 200),
        ([("origin", "http://testserver"), ("sec-fetch-site", "same-origin")], 200),
        ([("origin", "https://testserver"), ("sec-fetch-site", "same-origin")], 200),
        ([("origin", GOOD), ("sec-fetch-site", "cross-site")], 200),
        ([("sec-fetch-site", "same-origin")], 200),
        ([("origin", "https://evil.fi"), ("sec-fetch-site", "same-origin")], 401),
        ([("origin", "https://testserver"), ("sec-fetch-site", "same-site")], 401),
        ([("origin", "https://testserver"), ("sec-fetch-site", "Same-Origin")], 401),
        ([("origin", "null"), ("sec-fetch-site", "same-origin")], 401),
        ([("sec-fetch-site", "same-site")], 401),
        ([("sec-fetch-site", "cross-site")], 401),
        ([("sec-fetch-site", "none")], 401),
        ([("sec-fetch-site", "same-origin, cross-site")], 401),
        ([("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], 401),
        ([("origin", GOOD), ("origin", GOOD)], 401),
        ([("origin", GOOD), ("origin", "https://evil.fi")], 401),
        ([("origin", "https://evil.fi"), ("origin", GOOD)], 401),
        ([("referer", GOOD)], 401),
        ([("x-forwarded-host", "good.fi"), ("origin", "http://good.fi")], 401),
        ([("authorization", ""), ("origin", GOOD)], 401),
    ],
)
def test_own_pages_ask_without_a_key(
    tmp_path: Path, headers: list[tuple[str, str]], status: int
) -> None:
    """Known by the address they were sent to, or by what the browser itself says."""
    with serve(tmp_path, origins=LISTED) as client:
        assert client.post("/api/chat", json=HEI, headers=headers).status_code == status


def test_origin_opens_nothing_without_the_setting(tmp_path: Path) -> None:
    """With keys and no list of sites, a key is the only way in."""
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    with serve(tmp_path) as client:
        assert_refused(client.post("/api/chat", json=HEI, headers=headers), 401)
