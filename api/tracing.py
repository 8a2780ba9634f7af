"""Where traces go: a collector or the log by setting, the terminal for `murros ask --trace`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import (
    BatchSpanProcessor,
    ConsoleSpanExporter,
    SimpleSpanProcessor,
    SpanExporter,
)
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.settings import Settings, Traces
from bot.trace import NAME

NANOSECONDS_PER_MS = 1_000_000


def open_tracing(settings: Settings) -> None:
    """Send the spans of all answers where the setting says, nowhere where it is empty."""
    exporter: SpanExporter
    match settings.traces:
        case Traces.NONE:
            return
        case Traces.LOG:
            exporter = ConsoleSpanExporter()
        case Traces.OTLP:
            exporter = OTLPSpanExporter()
    provider = _provider()
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


@contextmanager
def collect_spans() -> Iterator[list[ReadableSpan]]:
    """Collect the spans that end inside the block, in order of their beginnings."""
    exporter = InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = _provider()
        trace.set_tracer_provider(provider)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    found: list[ReadableSpan] = []
    try:
        yield found
    finally:
        exporter.shutdown()
        found += sorted(exporter.get_finished_spans(), key=lambda span: span.start_time or 0)


def write_spans(spans: Sequence[ReadableSpan]) -> str:
    """Return spans as lines: name, milliseconds, values."""
    lines: list[str] = []
    for span in spans:
        taken_ms = ((span.end_time or 0) - (span.start_time or 0)) / NANOSECONDS_PER_MS
        values = {
            key.removeprefix(f"{NAME}."): list(value) if isinstance(value, tuple) else value
            for key, value in (span.attributes or {}).items()
        }
        told = ", ".join(f"{key}={value}" for key, value in values.items())
        indent = "  " if span.parent else ""
        lines.append(f"{indent}{span.name:<12}{taken_ms:8.1f} ms  {told}".rstrip())
    return "\n".join(lines) + "\n"


def _provider() -> TracerProvider:
    return TracerProvider(resource=Resource.create({SERVICE_NAME: NAME}))
