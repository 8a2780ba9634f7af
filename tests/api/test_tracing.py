"""Where traces go by setting, and what `murros ask --trace` prints of them."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.trace import ProxyTracerProvider
from opentelemetry.util._once import Once

from api.cli import main
from api.settings import Settings, Traces
from api.tracing import collect_spans, open_tracing, write_spans
from bot.trace import Trace, span, tell
from index.store import Index
from tests.stub.behaviour import Fails, Says
from tests.stub.server import StubServer

TEXT = "Miten etätyö on muuttanut sosiaalityötä?"
TRUE = "Asiakkaita on silti edelleen tavattava kasvokkain [1]."
FALSE = "Asiakkaista 99 % on iloisia [1]."


@pytest.fixture(autouse=True)
def no_provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin without a global provider, which can be set but once, and leave none behind."""
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", None)
    monkeypatch.setattr(trace, "_TRACER_PROVIDER_SET_ONCE", Once())
    yield
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.shutdown()


def answer() -> None:
    """Make the spans of an answer."""
    whole = Trace()
    decided = whole.begin("decide")
    tell(decided, {"is_told": True, "evidence": ["a", "b"]})
    decided.end()
    whole.tell({"mode": "extractive"})
    whole.end()


def names(lines: str) -> list[str]:
    """Return the names of spans as they are printed."""
    return [line.split()[0] for line in lines.splitlines() if " ms" in line]


def test_traces_go_nowhere_without_a_setting(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the setting is empty, no provider is set and spans cost nothing."""
    open_tracing(Settings())
    assert isinstance(trace.get_tracer_provider(), ProxyTracerProvider)
    assert not trace.get_tracer("murros").start_span("answer").is_recording()
    answer()
    assert capsys.readouterr() == ("", "")


PROGRAM = """
from api.settings import Settings, Traces
from api.tracing import open_tracing
from bot.trace import Trace, tell

open_tracing(Settings(traces=Traces.LOG))
whole = Trace()
decided = whole.begin("decide")
tell(decided, {"is_told": True, "evidence": ["a", "b"]})
decided.end()
whole.end()
"""


def test_traces_go_to_the_log() -> None:
    """Each span becomes one JSON object with the service's name; none is lost as a program ends."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM], capture_output=True, check=True, text=True
    )
    decoder = json.JSONDecoder()
    text = done.stdout.strip()
    decided, end = decoder.raw_decode(text)
    whole = json.loads(text[end:])
    assert [decided["name"], whole["name"]] == ["decide", "answer"]
    assert decided["parent_id"] == whole["context"]["span_id"]
    assert whole["parent_id"] is None
    assert decided["attributes"] == {"murros.is_told": True, "murros.evidence": ["a", "b"]}
    assert whole["resource"]["attributes"]["service.name"] == "murros"


@pytest.mark.parametrize("value", ["", "log", "otlp"])
def test_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """MURROS_TRACES tells where to; texts are left out unless MURROS_TRACE_TEXTS says so."""
    monkeypatch.setenv("MURROS_TRACES", value)
    assert Settings().traces == value
    assert Settings().trace_texts is False
    monkeypatch.setenv("MURROS_TRACE_TEXTS", "true")
    assert Settings().trace_texts is True


def test_spans_are_collected_by_their_beginnings() -> None:
    """The first to begin comes first, though it ends last; they come when the block ends."""
    with collect_spans() as found:
        with span("a"), span("b"):
            pass
        with span("c"):
            pass
        assert found == []
    assert [one.name for one in found] == ["a", "b", "c"]


def test_each_block_collects_its_own() -> None:
    """One collecting after another gets neither the spans before nor those after."""
    with collect_spans() as first, span("a"):
        pass
    with span("b"):
        pass
    with collect_spans() as second, span("c"):
        pass
    with span("d"):
        pass
    assert [one.name for one in first] == ["a"]
    assert [one.name for one in second] == ["c"]


def test_collecting_leaves_the_provider() -> None:
    """Collecting works beside what the setting has opened, and does not take its place."""
    open_tracing(Settings(traces=Traces.LOG))
    provider = trace.get_tracer_provider()
    assert isinstance(provider, TracerProvider)
    with collect_spans() as found:
        answer()
    assert trace.get_tracer_provider() is provider
    assert [one.name for one in found] == ["answer", "decide"]


def test_spans_are_collected_though_the_block_fails() -> None:
    """What was done until an error is told, and the error goes on."""
    kept: list[list[ReadableSpan]] = []

    def fail() -> None:
        with collect_spans() as found, span("a"):
            kept.append(found)
            raise ValueError("rikki")

    with pytest.raises(ValueError, match="rikki"):
        fail()
    assert [[one.name for one in found] for found in kept] == [["a"]]


def test_spans_are_written_as_lines() -> None:
    """A line a span: name, milliseconds, values without our prefix; what is inside stands in."""
    with collect_spans() as found:
        answer()
    first, second, *rest = write_spans(found).split("\n")
    assert rest == [""]
    assert first.startswith("answer ")
    assert first.endswith("ms  mode=extractive")
    assert second.startswith("  decide ")
    assert second.endswith("ms  is_told=True, evidence=['a', 'b']")


def test_span_without_values_is_a_line() -> None:
    """No blanks are left at its end."""
    with collect_spans() as found, span("answer"):
        pass
    assert write_spans(found).endswith(" ms\n")


def test_nothing_is_traced_unless_asked(
    capsys: pytest.CaptureFixture[str], built_index: Index
) -> None:
    """Without --trace nothing stands on stderr."""
    assert built_index.chunks
    assert main(["ask", "Hei"]) == 0
    assert capsys.readouterr().err == ""


def test_ask_prints_the_trace_to_stderr(
    capsys: pytest.CaptureFixture[str], built_index: Index
) -> None:
    """With --trace, what was done stands on stderr, the answer alone on stdout."""
    assert built_index.chunks
    assert main(["ask", "--trace", "--json", TEXT]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["mode"] == "extractive"
    assert names(err) == ["answer", "understand", "retrieve", "decide"]
    assert "mode=extractive, coverage=complete" in err
    assert TEXT not in err


def use_model(monkeypatch: pytest.MonkeyPatch, server: StubServer) -> None:
    """Set what a user sets to have a served model write."""
    monkeypatch.setenv("MURROS_MODEL", "openai:stub")
    monkeypatch.setenv("OPENAI_API_KEY", "avain")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)


def test_ask_prints_what_a_model_cost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, built_index: Index
) -> None:
    """The tokens of a writing and why sentences were dropped stand in the trace."""
    assert built_index.chunks
    with StubServer(Says(f"{TRUE} {FALSE}")) as server:
        use_model(monkeypatch, server)
        assert main(["ask", "--trace", TEXT]) == 0
    out, err = capsys.readouterr()
    assert TRUE.removesuffix(" [1].") in out
    assert "99 %" not in out
    assert names(err) == [
        *("answer", "understand", "retrieve", "decide", "write", "verify", "verify")
    ]
    (written,) = (line for line in err.splitlines() if line.startswith("  write"))
    assert "dropped=['number']" in written
    assert "shown=1" in written
    for count in ("read_tokens", "written_tokens", "prompt_tokens"):
        assert f"{count}=" in written
        assert f"{count}=0" not in written
    assert "kasvokkain" not in err
    assert "99 %" not in err


def test_ask_prints_the_question_where_a_setting_allows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, built_index: Index
) -> None:
    """MURROS_TRACE_TEXTS puts the question in the trace."""
    assert built_index.chunks
    monkeypatch.setenv("MURROS_TRACE_TEXTS", "1")
    assert main(["ask", "--trace", TEXT]) == 0
    assert f"question={TEXT}" in capsys.readouterr().err


def test_ask_traces_a_model_that_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, built_index: Index
) -> None:
    """A refused call has its span too, and the answer comes without the model."""
    assert built_index.chunks
    with StubServer(Fails(401)) as server:
        use_model(monkeypatch, server)
        assert main(["ask", "--trace", TEXT]) == 0
    out, err = capsys.readouterr()
    assert "kasvokkain" in out
    assert "write" in names(err)
    assert "mode=extractive" in err
    assert "shown=0" in err
