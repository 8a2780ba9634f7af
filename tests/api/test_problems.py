"""Whatever a client sends, it gets a problem that tells nothing of what it sent, never a 500."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

JSON = {"content-type": "application/json"}
NESTED = 60_000 // 2

BAD_BODIES: dict[str, bytes] = {
    "empty": b"",
    "space": b" ",
    "cut": b'{"message": "sala',
    "no quotes": b"{message: sala}",
    "single quotes": b"{'message': 'sala'}",
    "trailing comma": b'{"message": "sala",}',
    "two objects": b'{"message": "sala"}{"message": "sala"}',
    "comment": b'{"message": "sala"} // sala',
    "null": b"null",
    "true": b"true",
    "number": b"12",
    "string": b'"sala"',
    "array": b'["sala"]',
    "array of objects": b'[{"message": "sala"}]',
    "empty object": b"{}",
    "no message": b'{"question": "sala"}',
    "upper case": b'{"Message": "sala"}',
    "message null": b'{"message": null}',
    "message true": b'{"message": true}',
    "message number": b'{"message": 12}',
    "message float": b'{"message": 1e400}',
    "message array": b'{"message": ["sala"]}',
    "message object": b'{"message": {"text": "sala"}}',
    "message empty": b'{"message": ""}',
    "message space": b'{"message": " \\n\\t "}',
    "message hard space": '{"message": "\u00a0\u2003"}'.encode(),
    "message control": b'{"message": "\\u0000\\u0001\\u001f\\u007f"}',
    "message zero width": b'{"message": "\\u200b\\ufeff\\u2060"}',
    "message soft hyphen": b'{"message": "\\u00ad"}',
    "message long": b'{"message": "' + b"a" * 8001 + b'"}',
    "message long in two bytes": b'{"message": "' + "ä".encode() * 8001 + b'"}',
    "message long in four bytes": b'{"message": "' + "😀".encode() * 8001 + b'"}',
    "high surrogate": b'{"message": "sala \\ud800"}',
    "low surrogate": b'{"message": "\\udfff sala"}',
    "surrogates reversed": b'{"message": "\\udc00\\ud800"}',
    "surrogate in id": b'{"message": "sala", "conversation_id": "\\ud800"}',
    "raw control": b'{"message": "sala\x01"}',
    "raw line break": b'{"message": "sala\n"}',
    "bad escape": b'{"message": "\\x41"}',
    "short escape": b'{"message": "\\u12"}',
    "latin-1": '{"message": "s\u00e4l\u00e4"}'.encode("latin-1"),
    "utf-16": '{"message": "sala"}'.encode("utf-16"),
    "utf-32": '{"message": "sala"}'.encode("utf-32"),
    "utf-8 with mark": b'\xef\xbb\xbf{"message": "sala"}',
    "overlong utf-8": b'{"message": "\xc0\x80"}',
    "encoded surrogate": b'{"message": "\xed\xa0\x80"}',
    "cut utf-8": b'{"message": "\xc3"}',
    "zero bytes": b"\x00" * 100,
    "gzip": b"\x1f\x8b\x08\x00sala",
    "deep arrays": b"[" * NESTED,
    "deep closed arrays": b"[" * NESTED + b"]" * NESTED,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "deep beside message": b'{"message": "sala", "a": ' + b"[" * 25_000 + b"]" * 25_000 + b"}",
    "huge int": b'{"message": ' + b"9" * 5000 + b"}",
    "huge int beside message": b'{"message": "sala", "n": ' + b"9" * 60_000 + b"}",
    "nan": b'{"message": NaN}',
    "nan beside message": b'{"message": "sala", "n": NaN}',
    "infinity": b'{"message": "sala", "n": -Infinity}',
    "message twice": b'{"message": "sala", "message": "sala"}',
    "id twice": b'{"message": "sala", "conversation_id": "a", "conversation_id": "b"}',
    "id empty": b'{"message": "sala", "conversation_id": ""}',
    "id long": b'{"message": "sala", "conversation_id": "' + b"a" * 65 + b'"}',
    "id number": b'{"message": "sala", "conversation_id": 1}',
    "id array": b'{"message": "sala", "conversation_id": []}',
    "id with space": b'{"message": "sala", "conversation_id": "a b"}',
    "id with line break": b'{"message": "sala", "conversation_id": "a\\n"}',
    "id with slash": b'{"message": "sala", "conversation_id": "../a"}',
    "id with letter": '{"message": "sala", "conversation_id": "ä"}'.encode(),
    "form": b"message=sala",
    "xml": b"<message>sala</message>",
}


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/stream"])
@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_bad_body_is_a_422(client: TestClient, path: str, body: bytes) -> None:
    """A body that is not what the contract says is refused, and nothing of it comes back."""
    response = client.post(path, content=body, headers=JSON)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "detail"]
    assert problem["status"] == 422
    assert problem["detail"]
    assert "sala" not in response.text


@pytest.mark.parametrize(
    "kind",
    [
        *("", "text/plain", "text/html", "application/xml", "application/jsonp", "json", ";"),
        *("application/x-www-form-urlencoded", "multipart/form-data", "ä/ö", "application/json2"),
    ],
)
def test_other_media_type_is_a_422(client: TestClient, kind: str) -> None:
    """Only JSON is taken: a form of another site could send the rest without asking."""
    headers = {b"content-type": kind.encode()} if kind else {}
    response = client.post("/api/chat", content=b'{"message": "Hei"}', headers=headers)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/salaisuus", 404),
        ("GET", "/api", 404),
        ("POST", "/api/chat/", 404),
        ("GET", "/api/reports/salaisuus", 404),
        ("GET", "/api/reports/%00", 404),
        ("GET", "/api/reports/%ED%A0%80", 404),
        ("GET", "/api/reports/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/raportti/salaisuus", 404),
        ("GET", "/raportti/" + "a" * 5000, 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/..%2fapp.py", 404),
        ("GET", "/static/%00", 404),
        ("GET", "/static/" + "a" * 5000, 404),
        ("GET", "/static/", 404),
        ("POST", "/salaisuus", 404),
        ("GET", "/docs", 404),
        ("GET", "/api/chat", 405),
        ("PUT", "/api/chat", 405),
        ("DELETE", "/api/chat", 405),
        ("GET", "/api/chat/stream", 405),
        ("POST", "/", 405),
        ("POST", "/raportti/a", 405),
        ("DELETE", "/api/reports", 405),
        ("POST", "/health/live", 405),
        ("POST", "/static/page.css", 405),
    ],
)
def test_wrong_address_is_a_problem(
    client: TestClient, method: str, path: str, status: int
) -> None:
    """What is not there is 404, what cannot be done there is 405, both as problems."""
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert "salaisuus" not in response.text
    assert ("allow" in response.headers) == (status == 405)


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/stream", "/nowhere", "/api/reports"])
def test_large_body_is_a_413(client: TestClient, path: str) -> None:
    """The length that a client tells is enough to refuse."""
    response = client.post(path, content=b" " * (64 * 1024 + 1), headers=JSON)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/stream"])
def test_large_body_of_untold_length_is_a_413(client: TestClient, path: str) -> None:
    """A client that does not tell the length is counted."""

    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    response = client.post(path, content=chunks(), headers=JSON)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_body_of_64_kib_is_taken(client: TestClient) -> None:
    """The bound itself is inside."""
    body = b'{"message": "Hei"}'.ljust(64 * 1024)
    assert client.post("/api/chat", content=body, headers=JSON).status_code == 200


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "9" * 5000, "²"])
def test_odd_content_length_is_no_500(client: TestClient, length: str) -> None:
    """A header that cannot be true breaks nothing; servers refuse most of them before us."""
    response = client.post(
        "/api/chat",
        content=b'{"message": "Hei"}',
        headers={b"content-type": b"application/json", b"content-length": length.encode()},
    )
    assert response.status_code < 500


@pytest.mark.parametrize(
    "path", ["/", "/api/reports", "/health/live", "/static/page.css", "/nowhere", "/openapi.json"]
)
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    """Browsers guess no types, tell no addresses, load nothing from elsewhere."""
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert ("cache-control" in headers) == (not path.startswith("/static"))
