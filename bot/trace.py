"""Spans of an answer (OpenTelemetry): what was done, in which time, what was chosen.

They hold ids, counts and times; texts of people only where a setting allows it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from opentelemetry import trace
from opentelemetry.trace import Span

P = ParamSpec("P")
T = TypeVar("T")
Value = str | bool | int | float | Sequence[str]
NAME = "murros"


class Trace:
    """The spans of one answer. Ended by `end`, whatever comes."""

    def __init__(self) -> None:
        """Begin the span over all others."""
        self._root = trace.get_tracer(NAME).start_span("answer")

    def begin(self, name: str) -> Span:
        """Begin a span of the answer, to be ended by who began it."""
        context = trace.set_span_in_context(self._root)
        return trace.get_tracer(NAME).start_span(name, context)

    def inside(self, job: Callable[P, T]) -> Callable[P, T]:
        """Return a job whose own spans belong to the answer."""

        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            with trace.use_span(self._root):
                return job(*args, **kwargs)

        return run

    def tell(self, values: Mapping[str, Value]) -> None:
        """Add values to the span over all others."""
        tell(self._root, values)

    def end(self) -> None:
        """End the span over all others."""
        self._root.end()


@contextmanager
def span(name: str) -> Iterator[Span]:
    """Begin a span under the current one; end it with the block."""
    with trace.get_tracer(NAME).start_as_current_span(name) as begun:
        yield begun


def tell(span: Span, values: Mapping[str, Value]) -> None:
    """Add values to a span, under names of our own."""
    for name, value in values.items():
        span.set_attribute(f"{NAME}.{name}", value)
