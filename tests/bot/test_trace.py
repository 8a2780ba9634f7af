"""The spans of an answer tell what was done, and nothing of what a person wrote."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.assistant import Assistant
from bot.model.chat import ChatModel
from bot.model.prompt import prompt_version
from bot.trace import Trace, span, tell
from bot.turn import Turn
from bot.work import Worker
from index.store import Index
from tests.stub.model import Reply, StubModel

TEXT = "Miten etätyö on muuttanut sosiaalityötä?"
TRUE = "Asiakkaita on silti edelleen tavattava kasvokkain [1]."
WITHOUT_MODEL = ["answer", "understand", "retrieve", "decide"]
TIMEOUT_S = 30.0
Spans = Callable[[], list[ReadableSpan]]


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spans]:
    """Return what gives the spans that have ended, by their beginnings; ended with the test.

    The provider is put in place of the global one and taken out again: it can be set but once.
    """
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    yield lambda: sorted(exporter.get_finished_spans(), key=lambda found: found.start_time or 0)
    provider.shutdown()


def assistant_of(index: Index, *replies: Reply, traces_texts: bool = False) -> Assistant:
    """Return the assistant whose model gives these replies; without a model where none is told."""
    model = ChatModel(StubModel(replies=list(replies))) if replies else None
    return Assistant(index, model, TIMEOUT_S, traces_texts=traces_texts)


def names(found: list[ReadableSpan]) -> list[str]:
    """Return the names of spans."""
    return [one.name for one in found]


def values(found: list[ReadableSpan], name: str) -> Mapping[str, object]:
    """Return the attributes of the one span of a name, without our prefix."""
    (one,) = (one for one in found if one.name == name)
    return {key.removeprefix("murros."): value for key, value in (one.attributes or {}).items()}


def told(found: list[ReadableSpan]) -> str:
    """Return all that spans hold, as one text."""
    return " ".join(
        f"{one.name} {dict(one.attributes or {})} {[(e.name, e.attributes) for e in one.events]}"
        f" {one.status.description}"
        for one in found
    )


def is_one_tree(found: list[ReadableSpan]) -> bool:
    """Return whether all spans but one hang from that one, the answer."""
    root = next(one for one in found if one.parent is None)
    others = [one for one in found if one is not root]
    return root.name == "answer" and all(
        one.parent is not None
        and root.context is not None
        and one.parent.span_id == root.context.span_id
        for one in others
    )


async def test_answer_without_a_model(built_index: Index, spans: Spans) -> None:
    """To understand, to retrieve and to decide are spans of the answer, each with what came out."""
    answer = await assistant_of(built_index).ask(TEXT)
    found = spans()
    assert names(found) == WITHOUT_MODEL
    assert is_one_tree(found)
    assert values(found, "answer") == {"mode": "extractive", "coverage": answer.coverage.value}
    assert values(found, "understand") == {"small_talk": "", "questions": 1}
    assert values(found, "decide") == {"is_told": True, "is_figure_sure": False}
    retrieved = values(found, "retrieve")
    assert retrieved["language"] == "fi"
    best = answer.citations[0].url.rpartition("#")[2]
    assert best in str(retrieved["evidence"])


async def test_answer_with_a_model(built_index: Index, spans: Spans) -> None:
    """To write and to verify are spans too; the writing tells counts, ids and tokens."""
    answer = await assistant_of(built_index, TRUE).ask(TEXT)
    found = spans()
    assert names(found) == [*WITHOUT_MODEL, "write", "verify"]
    assert is_one_tree(found)
    assert values(found, "answer")["mode"] == "model"
    assert values(found, "verify") == {"fault": ""}
    written = values(found, "write")
    assert written["prompt_version"] == prompt_version()
    assert written["written_characters"] == len(TRUE)
    assert written["shown"] == 1
    assert written["dropped"] == ()
    assert written["evidence"] == (answer.citations[0].url.rpartition("#")[2],)
    for count in ("prompt_tokens", "read_tokens", "written_tokens", "exhibits"):
        assert isinstance(written[count], int)
        assert int(str(written[count])) > 0, count


async def test_dropped_faults_are_told(built_index: Index, spans: Spans) -> None:
    """Why sentences were not shown stands in the writing, in order, and in each check."""
    reply = f"{TRUE} Asiakkaista 99 % on iloisia [1]. Työ on <b>nyt</b> kaikkialla [1]."
    await assistant_of(built_index, reply).ask(TEXT)
    found = spans()
    assert values(found, "write")["dropped"] == ("number", "markup")
    assert values(found, "write")["shown"] == 1
    checks = [dict(one.attributes or {}) for one in found if one.name == "verify"]
    assert [one["murros.fault"] for one in checks] == ["", "number", "markup"]


async def test_repeated_sentence_costs_no_check(built_index: Index, spans: Spans) -> None:
    """What was said before is dropped without a second check."""
    await assistant_of(built_index, f"{TRUE} {TRUE}").ask(TEXT)
    found = spans()
    assert names(found).count("verify") == 1
    assert values(found, "write")["dropped"] == ("repeated",)


async def test_failed_model_is_traced(built_index: Index, spans: Spans) -> None:
    """A writing that failed ends its span, with nothing shown and no tokens."""
    await assistant_of(built_index, RuntimeError("eka"), RuntimeError("toka")).ask(TEXT)
    found = spans()
    assert names(found) == [*WITHOUT_MODEL, "write"]
    assert values(found, "answer")["mode"] == "extractive"
    written = values(found, "write")
    assert [written[k] for k in ("shown", "read_tokens", "written_tokens")] == [0, 0, 0]


async def test_small_talk_is_only_understood(built_index: Index, spans: Spans) -> None:
    """A greeting is neither looked for nor written, with a model either."""
    await assistant_of(built_index, TRUE).ask("Hei!")
    found = spans()
    assert names(found) == ["answer", "understand"]
    assert values(found, "understand") == {"small_talk": "greeting", "questions": 0}


async def test_decline_is_traced(built_index: Index, spans: Spans) -> None:
    """That the report does not tell stands in the decision and in the answer."""
    await assistant_of(built_index, TRUE).ask("Paljonko sosiaalityöntekijän palkka on?")
    found = spans()
    assert names(found) == WITHOUT_MODEL
    assert values(found, "decide")["is_told"] is False
    assert values(found, "answer")["coverage"] == "none"


async def test_each_question_has_its_spans(built_index: Index, spans: Spans) -> None:
    """A message of two questions is looked for twice, under one answer."""
    await assistant_of(built_index).ask(f"{TEXT} Mitä asiakkaat toivovat?")
    found = spans()
    assert values(found, "understand")["questions"] == 2
    assert names(found).count("retrieve") == 2
    assert is_one_tree(found)


QUOTED = "Miten etätyö xyzzypiste muuttaa sosiaalityötä? Nimeni on Quuxela."


@pytest.mark.parametrize("replies", [(), (TRUE,), (f"Quuxela sanoi xyzzypiste [1]. {TRUE}",)])
async def test_no_text_of_a_person_is_traced(
    built_index: Index, spans: Spans, replies: tuple[str, ...]
) -> None:
    """Neither the question, nor the turns before, nor what a model wrote stands in any span."""
    history = [Turn("Mitä plughkysymys tarkoittaa?", "Vastaus frobozzista [1].")]
    await assistant_of(built_index, *replies).ask(QUOTED, history)
    found = spans()
    assert len(found) >= len(WITHOUT_MODEL) - 1
    text = told(found).lower()
    for word in ("xyzzypiste", "quuxela", "plughkysymys", "frobozz", "etätyö", "kasvokkain"):
        assert word not in text


async def test_no_text_is_traced_where_the_model_fails(built_index: Index, spans: Spans) -> None:
    """What a provider says in its error may hold the question, so it is not traced."""
    errors = [RuntimeError(f"bad prompt: {QUOTED}") for _ in range(2)]
    await assistant_of(built_index, *errors).ask(QUOTED)
    assert "xyzzypiste" not in told(spans()).lower()


async def test_question_is_traced_where_a_setting_allows(built_index: Index, spans: Spans) -> None:
    """The question then stands in the answer's span, and in no other."""
    await assistant_of(built_index, TRUE, traces_texts=True).ask(TEXT)
    found = spans()
    assert values(found, "answer")["question"] == TEXT
    assert TEXT not in told([one for one in found if one.name != "answer"])


async def test_personal_data_is_never_traced(built_index: Index, spans: Spans) -> None:
    """What is taken out of a question before the search is not in its trace either."""
    message = f"{TEXT} Numeroni on 040 123 4567, osoite maija.malli@example.org."
    await assistant_of(built_index, traces_texts=True).ask(message)
    found = spans()
    assert str(values(found, "answer")["question"]).startswith(TEXT)
    assert "4567" not in told(found)
    assert "maija" not in told(found)


async def test_answer_that_is_given_up_ends_its_spans(built_index: Index, spans: Spans) -> None:
    """Closing the stream in the middle ends all that was begun."""
    stream = assistant_of(built_index, f"{TRUE} {TRUE}").stream(TEXT)
    await anext(stream)
    await stream.aclose()
    found = spans()
    assert names(found) == [*WITHOUT_MODEL, "write", "verify"]
    assert values(found, "write")["shown"] == 1


async def test_answers_at_once_keep_their_spans_apart(built_index: Index, spans: Spans) -> None:
    """Spans of answers under way together belong each to its own answer."""
    assistant = assistant_of(built_index)
    streams = [assistant.stream(TEXT) for _ in range(2)]
    for stream in streams:
        await anext(stream)
    for stream in streams:
        await stream.aclose()
    found = spans()
    roots = [one.context.trace_id for one in found if one.parent is None and one.context]
    assert len(set(roots)) == 2
    for root in roots:
        own = [one for one in found if one.context and one.context.trace_id == root]
        assert names(own) == WITHOUT_MODEL
        assert is_one_tree(own)


async def test_job_in_a_thread_belongs_to_its_answer(spans: Spans) -> None:
    """Spans of a job that runs in a worker's thread hang from the answer."""

    def job() -> int:
        with span("decide") as begun:
            tell(begun, {"is_told": True, "evidence": ["a", "b"]})
        return 7

    whole = Trace()
    assert await Worker().run(whole.inside(job)) == 7
    whole.end()
    found = spans()
    assert is_one_tree(found)
    assert values(found, "decide") == {"is_told": True, "evidence": ("a", "b")}


def test_error_ends_a_span(spans: Spans) -> None:
    """A block that fails ends its span, and its error goes on."""
    with pytest.raises(ValueError, match="rikki"), span("retrieve"):
        raise ValueError("rikki")
    assert names(spans()) == ["retrieve"]


def test_job_inside_does_not_end_the_answer(spans: Spans) -> None:
    """The answer's span ends when it is told to, once."""
    whole = Trace()
    whole.inside(lambda: None)()
    whole.tell({"mode": "extractive"})
    assert spans() == []
    whole.end()
    assert values(spans(), "answer") == {"mode": "extractive"}


async def test_nothing_is_needed_to_answer(built_index: Index) -> None:
    """Where nobody collects spans, an answer is given all the same."""
    assert (await assistant_of(built_index).ask(TEXT)).answered
