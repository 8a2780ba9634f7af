"""The model is called over real HTTP; whatever goes wrong there is an error of ours."""

import pytest
from pydantic import SecretStr

from bot.model.chat import ChatModel, Usage, open_model
from bot.model.prompt import Prompt
from bot.settings import AssistantSettings
from bot.turn import Turn
from index.errors import ModelError, ModelRefusedError, SettingError
from tests.stub.behaviour import Breaks, Fails, Fault, Malformed, Says
from tests.stub.model import StubModel
from tests.stub.server import StubServer, until
from tests.stub.steps import Behaviour

PROMPT = Prompt("Säännöt.", (Turn("Eka?", "Vastaus."),), "Kysymys: Toka?", 1)


def model_of(server: StubServer) -> ChatModel:
    """Return the model that a server serves, opened by settings."""
    settings = AssistantSettings(
        model="openai:stub", openai_api_key=SecretStr("avain"), openai_base_url=server.base_url
    )
    model = open_model(settings)
    assert model is not None
    return model


async def read(model: ChatModel) -> tuple[str, Usage | None]:
    """Return all that a model writes, and the tokens."""
    pieces = [piece async for piece in model.stream(PROMPT)]
    usage = next((piece for piece in pieces if isinstance(piece, Usage)), None)
    return "".join(piece for piece in pieces if isinstance(piece, str)), usage


async def test_text_comes_in_pieces() -> None:
    """What the server writes is what comes out, and messages go in by their roles."""
    with StubServer(Says("Työ muuttuu [1]. Äiti ja 58 %.")) as server:
        text, _ = await read(model_of(server))
        (body,) = server.requests
    assert text == "Työ muuttuu [1]. Äiti ja 58 %."
    roles = [(message["role"], message["content"]) for message in body["messages"]]
    assert roles == [
        ("system", "Säännöt."),
        ("user", "Eka?"),
        ("assistant", "Vastaus."),
        ("user", "Kysymys: Toka?"),
    ]


async def test_tokens_are_told() -> None:
    """What a provider counts comes last."""
    _, usage = await read(ChatModel(StubModel(replies=["Vastaus."])))
    assert usage is not None
    assert usage.read_tokens > 0
    assert usage.written_tokens > 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
async def test_refusal_is_not_tried_again(status: int) -> None:
    """A wrong key, name or request stays wrong; the error names the settings."""
    with StubServer(Fails(status)) as server:
        with pytest.raises(ModelRefusedError, match="OPENAI_API_KEY") as caught:
            await read(model_of(server))
        assert len(server.requests) == 1
    assert not caught.value.is_retryable


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_failure_may_pass(status: int) -> None:
    """A server in trouble may be well again; the model's own client does not try by itself."""
    with StubServer(Fails(status, headers={"Retry-After": "7"})) as server:
        with pytest.raises(ModelError) as caught:
            await read(model_of(server))
        assert len(server.requests) == 1
    assert caught.value.is_retryable
    assert caught.value.retry_after_s == 7.0


@pytest.mark.parametrize(
    "behaviour",
    [
        Breaks(0),
        Breaks(3),
        Malformed(Fault.NOT_JSON),
        Malformed(Fault.NOT_OBJECT),
        Malformed(Fault.ERROR),
        Fails(429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        Fails(500, body="<html>Bad gateway</html>"),
    ],
)
async def test_any_fault_is_ours(behaviour: Behaviour) -> None:
    """No error of a vendor's comes through, and none of its English is shown."""
    with StubServer(behaviour) as server, pytest.raises(ModelError, match="kielimalli ei vastaa"):
        await read(model_of(server))


async def test_leaving_ends_the_call() -> None:
    """A reader who goes away is not paid for."""
    with StubServer(Says("sana " * 2_000, delay_s=0.005)) as server:
        stream = model_of(server).stream(PROMPT)
        await anext(stream)
        await stream.aclose()
        await until(lambda: server.disconnects == 1 and server.active == 0)


def test_no_name_is_no_model() -> None:
    """Out of the box there is none."""
    assert open_model(AssistantSettings(model="")) is None


@pytest.mark.parametrize("name", ["openai:gpt-5-mini", "tuntematon:malli", "malli", "openai:"])
def test_name_that_cannot_work_is_told_at_once(name: str) -> None:
    """A name without its key or package is a setting to mend."""
    with pytest.raises(SettingError, match="MURROS_MODEL"):
        open_model(AssistantSettings(model=name))


def test_server_of_ones_own_needs_no_key() -> None:
    """Ollama and its like are named by an address alone."""
    settings = AssistantSettings(model="openai:oma", openai_base_url="http://127.0.0.1:9/v1")
    assert open_model(settings) is not None
