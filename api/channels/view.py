"""What stands around an answer's sentences in every channel: sources, notes, the chart's words."""

from dataclasses import dataclass

from api.channels.links import Links
from api.prose import describe_computation, describe_place
from bot.answer import Answer, Coverage
from bot.messages import say


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as people read it; `link` is None where the service has no public address."""

    number: int
    place: str
    quote: str
    link: str | None


def list_sources(answer: Answer, links: Links) -> tuple[Source, ...]:
    """Return the sources of an answer in the order of their numbers."""
    return tuple(
        Source(
            citation.number,
            describe_place(citation),
            citation.quote,
            links.page(citation.url),
        )
        for citation in answer.citations
    )


def list_notes(answer: Answer) -> tuple[str, ...]:
    """Return what a reader should know beside the sentences; empty where there is nothing.

    That only a part is answered, what was computed from what, and the answer's notice.
    """
    notes = [say("channels.partial")] if answer.coverage == Coverage.PARTIAL else []
    notes += [describe_computation(computation) for computation in answer.computed]
    return (*notes, answer.notice) if answer.notice else tuple(notes)


def describe_chart(answer: Answer) -> str:
    """Return the words in place of a chart: the cited figures; empty without a chart."""
    if answer.chart is None:
        return ""
    return " ".join(f"{c.quote}." for c in answer.citations if c.table is not None)


def shorten(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut after a whole word and marked so."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    start, _, _ = kept.rpartition(" ")
    return f"{(start or kept).rstrip(' ,;:–-')}…"
