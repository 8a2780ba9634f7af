"""The whole service with a language model behind it, over real HTTP on both sides."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from index.settings import IndexSettings
from index.store import Index
from tests.api.fake import await_ready
from tests.api.test_stream import read_events
from tests.stub.behaviour import (
    Breaks,
    Empty,
    Endless,
    English,
    Fails,
    Fault,
    Honest,
    Lying,
    Malformed,
    Says,
    Silent,
    Stalls,
    Unmarked,
)
from tests.stub.server import StubServer
from tests.stub.steps import Behaviour
from tests.stub.writing import Lie

QUESTIONS = (
    "Kuinka moni käyttää etätapaamisia?",
    "Miten etätyö on muuttanut sosiaalityötä?",
    "Mitkä kolme toimintatapaa ovat yleisimmät?",
    "Mitä ammatteja on nousemassa?",
)
FAULTS: tuple[Behaviour, ...] = (
    Fails(401),
    Fails(429, headers={"Retry-After": "30"}),
    Fails(500),
    Silent(),
    Stalls(30),
    Breaks(30),
    Malformed(Fault.NOT_JSON, after_tokens=30),
    Malformed(Fault.ERROR, after_tokens=30),
    Empty(),
    English(),
    Unmarked(),
    Endless(),
    *(Lying(kind) for kind in Lie),
)
Serve = Callable[[Behaviour], AbstractContextManager[tuple[TestClient, StubServer]]]


@pytest.fixture
def serve(built_index: Index, index_settings: IndexSettings) -> Serve:
    """Return what serves the application over the real index, with a model that behaves so."""
    del built_index  # it has to be there

    @contextmanager
    def serving(behaviour: Behaviour) -> Iterator[tuple[TestClient, StubServer]]:
        with StubServer(behaviour) as server:
            settings = Settings(
                home=index_settings.home,
                reports=index_settings.reports,
                model="openai:stub",
                model_timeout_s=1.0,
                openai_api_key=SecretStr("salainen-avain"),
                openai_base_url=server.base_url,
            )
            with TestClient(create_app(settings)) as client:
                await_ready(client)
                yield client, server

    return serving


@pytest.mark.parametrize("behaviour", FAULTS, ids=repr)
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_every_fault_ends_in_an_answer(serve: Serve, behaviour: Behaviour) -> None:
    """Whatever a model does, each question is answered from the report, with no 5xx."""
    with serve(behaviour) as (client, _):
        for question in QUESTIONS:
            response = client.post("/api/chat", json={"message": question})
            assert response.status_code == 200
            answer = response.json()
            assert answer["answered"]
            assert answer["citations"]
            if answer["mode"] == "extractive":
                assert "ielimalli" in answer["notice"]


def test_stream_shows_what_the_answer_says(serve: Serve) -> None:
    """Sentences joined are the answer; each citation comes before the sentence that uses it."""
    with serve(Honest()) as (client, _):
        events = read_events(client.post("/api/chat/stream", json={"message": QUESTIONS[1]}).text)
    done = events[-1][1]
    assert events[-1][0] == "done"
    assert done["mode"] == "model"
    assert "".join(data["text"] for name, data in events if name == "sentence") == done["answer"]
    known: set[int] = set()
    for name, data in events:
        if name == "citation":
            known.add(data["number"])
        if name == "sentence":
            assert {n for n in range(1, 40) if f"[{n}]" in data["text"]} <= known


def test_stream_survives_a_model_that_breaks_off(serve: Serve) -> None:
    """What was sent stays sent, and the rest follows from the report."""
    with serve(Breaks(60)) as (client, _):
        events = read_events(client.post("/api/chat/stream", json={"message": QUESTIONS[1]}).text)
    done = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "sentence") == done["answer"]
    assert done["notice"]


def test_model_sees_no_personal_data(serve: Serve) -> None:
    """What is masked before retrieval is masked before a model."""
    question = "Asiakkaani 131052-308T, p. 040 123 4567. Miten etätyö on muuttanut sosiaalityötä?"
    with serve(Says("EI VASTAUSTA")) as (client, server):
        answer = client.post("/api/chat", json={"message": question}).json()
        sent = json.dumps(server.requests, ensure_ascii=False)
    assert server.requests
    assert "131052" not in sent
    assert "4567" not in sent
    assert "henkilötietoja" in answer["notice"]


def test_logs_hold_neither_texts_nor_keys(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """An owner's log tells that a model failed, not what was asked, nor the key."""
    caplog.set_level(logging.INFO)
    with serve(Fails(401)) as (client, _):
        client.post("/api/chat", json={"message": QUESTIONS[1]})
    assert "OPENAI_API_KEY" in caplog.text
    assert "salainen-avain" not in caplog.text
    assert "etätyö" not in caplog.text
