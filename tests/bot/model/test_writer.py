"""What a model writes is shown as it is proved; whatever it does, an answer ends in time."""

import asyncio
from collections.abc import Sequence

import pytest
from langchain_core.messages import BaseMessage
from pydantic import SecretStr

from bot.answer import Citation, Coverage, Mode, Sentence
from bot.assistant import Assistant
from bot.model.breaker import FAILURES
from bot.model.chat import ChatModel, Usage, open_model
from bot.model.prompt import Prompt
from bot.settings import AssistantSettings
from bot.turn import Turn
from index.store import Index
from tests.stub.behaviour import (
    Breaks,
    Empty,
    Endless,
    Ends,
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
from tests.stub.model import StubModel
from tests.stub.server import StubServer, until
from tests.stub.steps import Behaviour
from tests.stub.writing import Lie, read_evidence

FIGURE = "Kuinka moni käyttää etätapaamisia?"
TEXT = "Miten etätyö on muuttanut sosiaalityötä?"
TIMEOUT_S = 1.0
HANG_S = 20.0  # no answer takes so long but one that hangs


def assistant_of(index: Index, server: StubServer, timeout_s: float = TIMEOUT_S) -> Assistant:
    """Return the assistant whose answers a served model writes."""
    settings = AssistantSettings(
        model="openai:stub", openai_api_key=SecretStr("avain"), openai_base_url=server.base_url
    )
    return Assistant(index, open_model(settings), timeout_s)


def says(index: Index, *texts: str) -> Assistant:
    """Return the assistant whose model says these texts, one a call."""
    return Assistant(index, ChatModel(StubModel(replies=list(texts))), TIMEOUT_S)


def sentences(text: str) -> str:
    """Return an answer without its markers."""
    return "".join(part for part in text if not part.isdigit())


async def test_honest_model_is_shown(built_index: Index) -> None:
    """What stands in the evidence passes, in the model's order."""
    with StubServer(Honest()) as server:
        answer = await assistant_of(built_index, server, 30.0).ask(TEXT)
    assert answer.mode is Mode.MODEL
    assert answer.notice is None
    assert answer.answered
    assert {c.number for c in answer.citations} == set(range(1, len(answer.citations) + 1))


async def test_figures_are_never_left_out(built_index: Index, assistant: Assistant) -> None:
    """A model that tells one figure of a list does not keep the others from the reader."""
    question = "Mitkä kolme toimintatapaa ovat yleisimmät?"

    def first_item(messages: Sequence[BaseMessage]) -> str:
        return f"{read_evidence(messages[-1].text)[2]} [2]."

    plain = await assistant.ask(question)
    model = ChatModel(StubModel(replies=[first_item]))
    answer = await Assistant(built_index, model, TIMEOUT_S).ask(question)
    assert answer.mode is Mode.MODEL
    assert {c.url for c in plain.citations} == {c.url for c in answer.citations}
    assert answer.text.count(" %") >= plain.text.count(" %")


@pytest.mark.parametrize(
    "behaviour",
    [
        Fails(401),
        Fails(429, headers={"Retry-After": "60"}),
        Fails(500),
        Silent(),
        Silent(is_after_headers=True),
        Stalls(0),
        Breaks(0),
        Breaks(5),
        Ends(0),
        Malformed(Fault.NOT_JSON),
        Malformed(Fault.WRONG_TYPE),
        Malformed(Fault.NOT_OBJECT),
        Empty(),
    ],
    ids=repr,
)
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
async def test_failing_model_costs_no_answer(
    built_index: Index, assistant: Assistant, behaviour: Behaviour
) -> None:
    """The answer without a model is given whole, in time, with a word on it."""
    plain = await assistant.ask(FIGURE)
    with StubServer(behaviour) as server:
        async with asyncio.timeout(HANG_S):
            answer = await assistant_of(built_index, server).ask(FIGURE)
    assert answer.mode is Mode.EXTRACTIVE
    assert answer.notice is not None
    assert (answer.text, answer.citations) == (plain.text, plain.citations)


@pytest.mark.parametrize("behaviour", [English(), Endless(), Lying(Lie.FIGURES)], ids=repr)
async def test_unproved_text_is_not_shown(
    built_index: Index, assistant: Assistant, behaviour: Behaviour
) -> None:
    """Where nothing of what the model says is proved, the report itself answers."""
    plain = await assistant.ask(TEXT)
    with StubServer(behaviour) as server:
        answer = await assistant_of(built_index, server, 30.0).ask(TEXT)
        await until(lambda: server.active == 0)
    assert answer.text == plain.text
    assert answer.mode is Mode.EXTRACTIVE
    assert answer.notice is not None


async def test_markers_are_mended(built_index: Index) -> None:
    """A true sentence without a marker, or with a wrong one, gets the place it is from."""
    for behaviour in (Unmarked(), Lying(Lie.MARKERS)):
        with StubServer(behaviour) as server:
            answer = await assistant_of(built_index, server, 30.0).ask(TEXT)
        assert answer.mode is Mode.MODEL, behaviour
        quotes = {citation.number: citation.quote for citation in answer.citations}
        for line in answer.text.replace("]", "]\n").splitlines():
            text, _, marker = line.strip().rpartition(" [")
            if text:
                said = text.rstrip(".").split("sanotaan: ")[-1]
                assert said in quotes[int(marker.rstrip("]"))]


async def test_markup_is_taken_off(built_index: Index) -> None:
    """No Markdown and no HTML reaches a reader."""
    with StubServer(Lying(Lie.MARKUP)) as server:
        answer = await assistant_of(built_index, server, 30.0).ask(TEXT)
    assert not set("<>*#|`") & set(answer.text)


async def test_injection_reaches_nobody(built_index: Index, assistant: Assistant) -> None:
    """Orders, links and pictures from a model that was turned are not shown."""
    plain = await assistant.ask(TEXT)
    with StubServer(Lying(Lie.INJECTED)) as server:
        answer = await assistant_of(built_index, server, 30.0).ask(TEXT)
    assert answer.text == plain.text


async def test_broken_off_answer_is_completed(built_index: Index) -> None:
    """What was shown before the break stays; the report tells the rest."""
    with StubServer(Breaks(60)) as server:
        answer = await assistant_of(built_index, server, 30.0).ask(TEXT)
    assert answer.mode is Mode.MODEL
    assert answer.notice is not None
    assert len(answer.citations) > 1


async def test_busy_model_is_tried_once_more(built_index: Index) -> None:
    """A short wait that the provider asks for is kept, before anything is shown."""
    with StubServer(Fails(429, times=1, headers={"Retry-After": "0.2"})) as server:
        answer = await assistant_of(built_index, server, 30.0).ask(TEXT)
        assert len(server.requests) == 2
    assert answer.mode is Mode.MODEL


async def test_dead_model_is_left_alone(built_index: Index) -> None:
    """After a few failures in a row nobody waits for the model."""
    with StubServer(Fails(500)) as server:
        assistant = assistant_of(built_index, server)
        for _ in range(FAILURES):
            await assistant.ask(FIGURE)
        called = len(server.requests)
        answer = await assistant.ask(FIGURE)
        assert len(server.requests) == called
    assert answer.answered
    assert answer.notice is not None


async def test_model_may_find_that_nothing_is_told(built_index: Index) -> None:
    """What the evidence does not tell is a decline like any other."""
    answer = await says(built_index, "EI VASTAUSTA").ask(TEXT)
    assert answer.coverage is Coverage.NONE
    assert not answer.answered
    assert answer.citations == ()
    assert answer.suggestions


async def test_figures_that_are_computed_are_not_denied(built_index: Index) -> None:
    """A model cannot say that the report does not tell what a table tells."""
    answer = await says(built_index, "EI VASTAUSTA").ask(FIGURE)
    assert answer.answered
    assert "58 %" in answer.text


async def test_declines_and_small_talk_cost_no_call(built_index: Index) -> None:
    """Whether the report tells is not the model's to say, and a greeting needs none."""
    model = StubModel(replies=[])
    assistant = Assistant(built_index, ChatModel(model), TIMEOUT_S)
    assert not (await assistant.ask("Paljonko sosiaalityöntekijän palkka on?")).answered
    assert (await assistant.ask("Hei!")).answered
    assert model.history == []


async def test_sentence_leaves_while_the_model_still_writes(built_index: Index) -> None:
    """The first proved sentence does not wait for the last."""
    first = "Asiakkaita on silti edelleen tavattava kasvokkain"
    slow = Says(f"{first} [1]. " + "Sitten tulee vielä paljon muuta. " * 40, delay_s=0.01)
    with StubServer(slow) as server:
        stream = assistant_of(built_index, server, 30.0).stream(TEXT)
        seen = [await anext(stream), await anext(stream)]
        assert server.active == 1
        await stream.aclose()
        await until(lambda: server.disconnects == 1 and server.active == 0)
    assert isinstance(seen[0], Citation)
    assert isinstance(seen[1], Sentence)
    assert first in seen[1].text


async def test_history_reaches_the_model(built_index: Index) -> None:
    """A model sees the turns before, in their order."""
    model = StubModel(replies=["EI VASTAUSTA"])
    assistant = Assistant(built_index, ChatModel(model), TIMEOUT_S)
    await assistant.ask(TEXT, [Turn("Eka?", "Vastaus [1].")])
    assert [m.text for m in model.history[0][1:3]] == ["Eka?", "Vastaus ."]


async def test_many_at_once_end_right(built_index: Index) -> None:
    """Slow answers under way together do not meet each other."""
    with StubServer(Says("EI VASTAUSTA", delay_s=0.05)) as server:
        assistant = assistant_of(built_index, server, 30.0)
        answers = await asyncio.gather(*(assistant.ask(TEXT) for _ in range(20)))
    assert all(not answer.answered for answer in answers)


class Repeating:
    """A model without LangChain that says one thing for ever."""

    async def stream(self, prompt: Prompt):  # type: ignore[no-untyped-def] # noqa: ANN201
        """Yield the same sentence without end."""
        while True:
            await asyncio.sleep(0)
            yield "Työ muuttuu kaikkialla [1]. "
            yield Usage(1, 1)


async def test_model_that_never_ends_is_stopped(built_index: Index) -> None:
    """What repeats itself counts as a failure, and the answer comes."""
    answer = await Assistant(built_index, Repeating(), 30.0).ask(TEXT)
    assert answer.answered
    assert answer.mode is Mode.EXTRACTIVE
