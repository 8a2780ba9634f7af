"""The stub server speaks to the real clients, and each behaviour does what it says."""

import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from langchain_openai import ChatOpenAI, StreamChunkTimeoutError
from openai import AsyncOpenAI
from pydantic import SecretStr

from tests.stub.behaviour import (
    HONEST,
    Breaks,
    Empty,
    Endless,
    Ends,
    English,
    Fails,
    Fault,
    Lying,
    Malformed,
    Says,
    Silent,
    Slow,
    Stalls,
    Unmarked,
)
from tests.stub.server import StubServer, until
from tests.stub.steps import Behaviour
from tests.stub.writing import Lie, english, lie, mark, tell, unmark

PROMPT = (
    "[1] Etätyö\nEtätyö on käytössä 58 %:lla. Se jatkuu.\n\n[2] Johto\nJohto tukee.\n\nKysymys: a?"
)
TOLD = mark(tell(PROMPT))
SHORT_S = 0.2


@pytest.fixture
def server() -> Iterator[StubServer]:
    """Return an honest server."""
    with StubServer() as server:
        yield server


def chat_model(
    server: StubServer,
    timeout_s: float = 5.0,
    **options: Any,  # noqa: ANN401 - whatever the client takes
) -> ChatOpenAI:
    """Return LangChain's client as the product builds it: without retries."""
    url, key = server.base_url, SecretStr("avain")
    return ChatOpenAI(
        model="stub", base_url=url, api_key=key, max_retries=0, timeout=timeout_s, **options
    )


async def read(model: ChatOpenAI) -> tuple[str, Exception | None]:
    """Return the text of a stream, and the error that ended it."""
    text = ""
    try:
        async for chunk in model.astream([("user", "Hei"), ("ai", "Hei"), ("user", PROMPT)]):
            text += chunk.text
    except Exception as error:  # noqa: BLE001 - which one it is the tests check
        return text, error
    return text, None


@pytest.mark.parametrize(
    ("behaviour", "text"),
    [
        (HONEST, TOLD),
        (Unmarked(), unmark(tell(PROMPT))),
        (English(), english(PROMPT)),
        *((Lying(kind), lie(kind, PROMPT)) for kind in Lie),
        (Says("Ta\u0308ssä – 58\u00a0% [1]."), "Ta\u0308ssä – 58\u00a0% [1]."),
        (Says("Hidas.", delay_s=0.001), "Hidas."),
        (Slow(0.001), TOLD),
        (Silent(0.001), TOLD),
        (Silent(0.001, is_after_headers=True), TOLD),
        (Empty(), ""),
        (Ends(5), "Etätyö on käytöss"),
        (Ends(5, reason=None), "Etätyö on käytöss"),
    ],
)
async def test_text_is_told(server: StubServer, behaviour: Behaviour, text: str) -> None:
    """A stream joined is the text, and so is an answer that is none."""
    server.behaviour = behaviour
    model = chat_model(server)
    assert await read(model) == (text, None)
    server.behaviour = behaviour
    assert (await model.ainvoke(PROMPT)).text == text
    assert server.requests[0]["messages"][-1]["content"] == PROMPT
    assert [r.get("stream") for r in server.requests] == [True, False]
    await until(lambda: server.active == 0)
    assert server.disconnects == 0


async def test_openai_client_reads_the_stream(server: StubServer) -> None:
    """Usage comes last where it is asked for; the key, content in parts and models are told."""
    parts: Any = [{"type": "text", "text": PROMPT}]
    async with AsyncOpenAI(base_url=server.base_url, api_key="avain", max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="stub",
            messages=[{"role": "user", "content": parts}],
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = [chunk async for chunk in stream]
        models = await client.models.list()
        with pytest.raises(openai.NotFoundError):
            await client.files.list()
    *told, last, usage = chunks
    assert "".join(chunk.choices[0].delta.content or "" for chunk in told) == TOLD
    assert last.choices[0].finish_reason == "stop"
    assert usage.usage is not None
    assert usage.usage.completion_tokens == len(told) - 1
    assert [model.id for model in models.data] == ["stub"]
    assert server.authorizations == ["Bearer avain"]


async def test_langchain_tells_usage_only_on_demand(server: StubServer) -> None:
    """With a base URL of one's own langchain-openai asks for no usage unless told to."""
    for is_asked, options in ((False, {}), (True, {"stream_usage": True})):
        chunks = [chunk async for chunk in chat_model(server, **options).astream(PROMPT)]
        assert any(chunk.usage_metadata for chunk in chunks) == is_asked


async def test_texts_come_in_turn(server: StubServer) -> None:
    """The last text stays; a behaviour that is set begins anew."""
    server.behaviour = Fails(503, times=1, of=Says(("yksi", "kaksi")))
    model = chat_model(server)
    assert [(await read(model))[0] for _ in range(4)] == ["", "yksi", "kaksi", "kaksi"]
    server.behaviour = Says(("yksi", "kaksi"))
    assert await read(model) == ("yksi", None)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, openai.AuthenticationError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
        (503, openai.InternalServerError),
    ],
)
async def test_failures(server: StubServer, status: int, kind: type[openai.APIStatusError]) -> None:
    """A refusal reaches the caller with its status, its headers and its body."""
    server.behaviour = Fails(status, headers={"Retry-After": "7"})
    for _ in range(2):
        text, error = await read(chat_model(server))
        assert text == ""
        assert isinstance(error, kind)
        assert error.status_code == status
        assert error.response.headers["retry-after"] == "7"
        assert json.loads(error.response.content)["error"]["message"]
    server.behaviour = Fails(status, body="<h1>Ei</h1>", headers={"content-type": "text/html"})
    _, error = await read(chat_model(server))
    assert isinstance(error, kind)
    assert error.response.text == "<h1>Ei</h1>"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("behaviour", "text"),
    [
        (Silent(), ""),
        (Silent(is_after_headers=True), ""),
        (Stalls(0), ""),
        (Stalls(5), "Etätyö on käytöss"),
    ],
)
async def test_silence_times_out(server: StubServer, behaviour: Behaviour, text: str) -> None:
    """The client's timeout ends it, and the server sees the client leave."""
    server.behaviour = behaviour
    told, error = await read(chat_model(server, timeout_s=SHORT_S))
    assert told == text
    assert isinstance(error, openai.APITimeoutError)
    await until(lambda: server.disconnects == 1)
    assert server.active == 0


async def test_langchain_has_a_timeout_of_its_own(server: StubServer) -> None:
    """Its wait for a chunk ends in an error that is none of the openai library's."""
    server.behaviour = Stalls(5)
    told, error = await read(chat_model(server, stream_chunk_timeout=SHORT_S))
    assert told == "Etätyö on käytöss"
    assert isinstance(error, StreamChunkTimeoutError)
    await until(lambda: server.disconnects == 1)


@pytest.mark.parametrize(("tokens", "text"), [(0, ""), (5, "Etätyö on käytöss")])
async def test_broken_connection(server: StubServer, tokens: int, text: str) -> None:
    """What came before the break is kept; the break is no leaving of the client."""
    server.behaviour = Breaks(tokens)
    told, error = await read(chat_model(server))
    assert told == text
    assert isinstance(error, openai.APIConnectionError)
    assert not isinstance(error, openai.APITimeoutError)
    await until(lambda: server.active == 0)
    assert server.disconnects == 0


@pytest.mark.parametrize(
    ("fault", "text", "kind"),
    [
        (Fault.NOT_JSON, "Etät", json.JSONDecodeError),
        (Fault.NOT_OBJECT, "Etät", AttributeError),
        (Fault.WRONG_TYPE, "Etät", UserWarning),  # where warnings are no errors: ValidationError
        (Fault.ERROR, "Etät", openai.APIError),
        (Fault.NO_CHOICES, TOLD, None),
        (Fault.NULL_CHOICES, TOLD, None),
    ],
)
async def test_malformed_events(
    server: StubServer, fault: Fault, text: str, kind: type[Exception] | None
) -> None:
    """langchain-openai passes over an event without choices; the others end the stream."""
    server.behaviour = Malformed(fault)
    told, error = await read(chat_model(server))
    assert told == text
    assert isinstance(error, kind) if kind else error is None


async def test_client_may_leave_an_endless_answer(server: StubServer) -> None:
    """A stream that is closed is counted, and one that is read is as long as it says."""
    server.behaviour = Endless(characters=2_000, sentence="Työ muuttuu [1]. ")
    told, error = await read(chat_model(server))
    assert error is None
    assert 2_000 <= len(told) < 2_020
    server.behaviour = Endless()
    async with AsyncOpenAI(base_url=server.base_url, api_key="avain", max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="stub", messages=[{"role": "user", "content": PROMPT}], stream=True
        )
        await anext(aiter(stream))
        assert server.active == 1
        await stream.close()
    await until(lambda: server.active == 0)
    assert server.disconnects == 1
