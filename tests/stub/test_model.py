"""The stub model replies as it was told, by every way that LangChain calls a model."""

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage

from tests.stub.model import Reply, StubModel

MESSAGES = [SystemMessage("Säännöt"), HumanMessage("Mitä työstä kerrotaan?")]
TEXT = "Ta\u0308ssä – 58\u00a0% [1]."


def model(*replies: Reply) -> StubModel:
    """Return a model with replies."""
    return StubModel(replies=list(replies))


async def test_ways_to_call_agree() -> None:
    """Whole or streamed, at once or awaited, the text and the usage are the same."""
    stub = model(*[TEXT] * 4)
    streamed, awaited = AIMessageChunk(content=""), AIMessageChunk(content="")
    for chunk in stub.stream(MESSAGES):
        streamed += chunk
    async for chunk in stub.astream(MESSAGES):
        awaited += chunk
    found = [streamed, awaited, stub.invoke(MESSAGES), await stub.ainvoke(MESSAGES)]
    assert [message.text for message in found] == [TEXT] * 4
    assert len({str(message.usage_metadata) for message in found}) == 1
    assert stub.history == [MESSAGES] * 4
    assert stub.replies == []


async def test_stream_comes_in_tokens() -> None:
    """Tokens are short, and the last chunk alone tells the usage."""
    chunks = [chunk async for chunk in model(TEXT).astream(MESSAGES)]
    assert all(len(chunk.text) <= 6 for chunk in chunks)
    assert [chunk for chunk in chunks if chunk.usage_metadata] == chunks[-1:]
    assert [chunk.text async for chunk in model("").astream(MESSAGES)] == [""]


async def test_replies_may_be_errors_and_functions() -> None:
    """An error is raised, a function is given the messages; both are in the history."""
    stub = model(TimeoutError("hidas"), lambda messages: messages[-1].text.upper())
    with pytest.raises(TimeoutError, match="hidas"):
        _ = [chunk async for chunk in stub.astream(MESSAGES)]
    assert stub.invoke(MESSAGES).text == "MITÄ TYÖSTÄ KERROTAAN?"
    assert len(stub.history) == 2


async def test_empty_queue_is_told() -> None:
    """A call too many fails the test with a word on why."""
    stub = model("yksi")
    stub.invoke(MESSAGES)
    with pytest.raises(AssertionError, match="no reply is left for call 2"):
        stub.invoke(MESSAGES)
    with pytest.raises(AssertionError, match="no reply is left for call 3"):
        _ = [chunk async for chunk in stub.astream(MESSAGES)]
