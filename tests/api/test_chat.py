"""`POST /api/chat` gives exactly what the contract says."""

import re
import unicodedata
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

from api.wire import plain_number
from index.errors import IndexDamagedError, MurrosError, SearchError
from tests.api.fake import DECLINE, FakeAssistant

ANSWER_KEYS = [
    *("conversation_id", "message_id", "answer", "answered", "coverage", "citations"),
    *("computed", "suggestions", "chart", "mode", "notice"),
]
CITATION_KEYS = [
    *("number", "report", "section", "subsection", "title", "table"),
    *("row", "cells", "figure", "page", "quote", "url"),
]


def test_answer_has_the_keys_of_the_contract(client: TestClient) -> None:
    """Every key is there, whether or not it has a value."""
    answer = client.post("/api/chat", json={"message": "Moniko?"}).json()
    assert list(answer) == ANSWER_KEYS
    assert list(answer["citations"][0]) == CITATION_KEYS
    assert answer["citations"][0]["figure"] is None
    assert answer["citations"][0]["cells"] == {"Käytössä": "58 %", "Kokeilussa": "26 %"}


def test_computed_figures_are_numbers(client: TestClient) -> None:
    """Whole figures come without a decimal point, as JSON numbers."""
    text = client.post("/api/chat", json={"message": "Moniko?"}).text
    assert '"operands":[58,26],"result":84,"unit":"%","citations":[1]' in text


@pytest.mark.parametrize(
    ("value", "expected"), [("84", 84), ("84.0", 84), ("1E+2", 100), ("12.5", 12.5), ("-3", -3)]
)
def test_plain_number_is_whole_where_it_can_be(value: str, expected: float) -> None:
    """A decimal becomes an int where nothing is lost."""
    number = plain_number(Decimal(value))
    assert number == expected
    assert isinstance(number, type(expected))


def test_decline_is_a_200(client: TestClient, assistant: FakeAssistant) -> None:
    """Not to know is an answer."""
    assistant.answer = DECLINE
    response = client.post("/api/chat", json={"message": "Paljonko kello on?"})
    assert response.status_code == 200
    answer = response.json()
    assert (answer["answered"], answer["coverage"], answer["citations"]) == (False, "none", [])
    assert answer["suggestions"]


def test_new_conversation_gets_an_id_that_cannot_be_guessed(client: TestClient) -> None:
    """128 random bits, another one each time."""
    ids = set()
    for _ in range(5):
        answer = client.post("/api/chat", json={"message": "Hei"}).json()
        assert re.fullmatch(r"[0-9a-f]{32}", answer["conversation_id"])
        ids |= {answer["conversation_id"], answer["message_id"]}
    assert len(ids) == 10


def test_given_conversation_is_kept(client: TestClient) -> None:
    """A conversation goes on under its id."""
    given = client.post("/api/chat", json={"message": "Hei"}).json()["conversation_id"]
    answer = client.post("/api/chat", json={"message": "Hei", "conversation_id": given}).json()
    assert answer["conversation_id"] == given


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/stream"])
@pytest.mark.parametrize("given", ["a", "A-b_9", "x" * 64])
def test_no_conversation_is_made_under_an_id_of_a_client(
    client: TestClient, path: str, given: str
) -> None:
    """An id that we did not give is unknown, and stays so."""
    for _ in range(2):
        response = client.post(path, json={"message": "Hei", "conversation_id": given})
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_null_conversation_is_a_new_one(client: TestClient) -> None:
    """Null is the same as absent."""
    response = client.post("/api/chat", json={"message": "Hei", "conversation_id": None})
    assert len(response.json()["conversation_id"]) == 32


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("  Mitä?\r\n", "Mitä?"),
        (unicodedata.normalize("NFD", "etätyö"), "etätyö"),
        ("a\u0000b\u0007c", "abc"),
        ("etä\u00adtyö", "etätyö"),
        ("58\u00a0% – paljonko?", "58\u00a0% – paljonko?"),
        ("😀", "😀"),
        ("a" * 8000, "a" * 8000),
        (" " * 9000 + "a", "a"),
    ],
)
def test_message_is_cleaned(
    client: TestClient, assistant: FakeAssistant, sent: str, taken: str
) -> None:
    """The assistant sees NFC, trimmed, without control characters."""
    assert client.post("/api/chat", json={"message": sent}).status_code == 200
    assert assistant.messages == [taken]


@pytest.mark.parametrize(
    "body",
    [
        '{"message": "Hei", "extra": {"a": [1, 2.5e300, null]}}',
        '{"message": "Hei", "\\ud800": 1}',
        '{"message": "Hei", "big": ' + "9" * 4000 + "}",
    ],
)
def test_unknown_fields_are_left_alone(client: TestClient, body: str) -> None:
    """A later client may send more than we know."""
    response = client.post(
        "/api/chat", content=body, headers={"content-type": "application/json; charset=utf-8"}
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SearchError("x"), 503),
        (IndexDamagedError("salainen"), 500),
        (RuntimeError("salainen"), 500),
        (TimeoutError(), 503),
    ],
)
def test_error_of_the_assistant_is_a_problem(
    client: TestClient, assistant: FakeAssistant, error: MurrosError, status: int
) -> None:
    """What may pass is a 503 with a time to try again; a defect is a 500 that tells nothing."""
    assistant.error = error
    response = client.post("/api/chat", json={"message": "Hei"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert "salainen" not in response.text
    assert ("retry-after" in response.headers) == (status == 503)
