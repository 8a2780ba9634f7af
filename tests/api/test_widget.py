"""The script of the widget over HTTP: any page may load it, browsers keep it, it is small."""

import gzip

import pytest
from fastapi.testclient import TestClient

from index.settings import ROOT

SCRIPT = ROOT / "api" / "static" / "widget.js"
MOST_BYTES = 20 * 1024


def test_any_page_may_load_it(client: TestClient) -> None:
    """Also those that share nothing by default; the text is UTF-8 whatever the page's own is."""
    response = client.get("/widget.js", headers={"origin": "https://intra.fi"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content == SCRIPT.read_bytes()


def test_it_is_kept_for_a_while_and_asked_for_again(client: TestClient) -> None:
    """A mended script reaches every page the same day."""
    first = client.get("/widget.js")
    assert first.headers["cache-control"] == "public, max-age=3600"
    again = client.get("/widget.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "public, max-age=3600"
    head = client.head("/widget.js")
    assert (head.status_code, head.content) == (200, b"")


def test_it_is_small() -> None:
    """All that it needs, compressed."""
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= MOST_BYTES


@pytest.mark.parametrize(
    "sink",
    [
        *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "eval("),
        *("new Function", "document.cookie", "srcdoc", "setHTML", "createContextualFragment"),
    ],
)
def test_it_makes_no_markup_of_text(sink: str) -> None:
    """What makes markup or code of text, or keeps a cookie, is not even named."""
    assert sink not in SCRIPT.read_text(encoding="utf-8")
