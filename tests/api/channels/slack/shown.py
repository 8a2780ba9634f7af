"""What a person reads in Slack, taken out of its blocks again."""

import html
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.api.channels.slack.double import Double, Message

LABEL = re.compile(r"\[([0-9]+)\] (.+)", re.DOTALL)
ESCAPED = re.compile(r"\\([\\`*_~(#>+])")
Fields = dict[str, Any]


class ShownSource(NamedTuple):
    """A source in the list under an answer."""

    number: int
    place: str
    quote: str
    link: str | None


@dataclass(frozen=True)
class Shown:
    """An answer as a person reads it; `text` has its markers and no markup any more."""

    text: str
    sources: tuple[ShownSource, ...]
    notes: tuple[str, ...]
    suggestions: tuple[str, ...]
    coverage: str
    answered: bool | None
    message_id: str
    chart: str | None
    chart_words: str | None


def read_answer(double: Double, thread: str | None = None, number: int = 1) -> Shown:
    """Return an answer once it is there: the latest, or of a thread its `number`th."""
    answer = double.await_answers(number, thread)[-1 if thread is None else number - 1]
    return read_message(answer, _read_before(double, answer))


def read_message(message: Message, before: str = "") -> Shown:
    """Return what a message shows; `before`: the sentences of messages that it goes on from."""
    blocks = message.blocks
    told = message.metadata.get("event_payload", {})
    images = [block for block in blocks if block["type"] == "image"]
    return Shown(
        text=plain(before + message.sentences),
        sources=tuple(s for b in blocks if b["type"] == "rich_text" for s in _sources(b)),
        notes=tuple(e["text"] for b in blocks if b["type"] == "context" for e in b["elements"]),
        suggestions=tuple(
            e["value"] for b in blocks if b["type"] == "actions" for e in b["elements"]
        ),
        coverage=told.get("coverage", ""),
        answered=told.get("answered"),
        message_id=told.get("message_id", ""),
        chart=images[0]["image_url"] if images else None,
        chart_words=images[0]["alt_text"] if images else None,
    )


def plain(markdown: str) -> str:
    """Return Markdown of ours as it is read: marks as they are, no gaps after lists."""
    text = html.unescape(ESCAPED.sub(r"\1", markdown))
    return re.sub(r"(?m)^(- [^\n]*)\n\n(?!- )", r"\1\n", text)


def _read_before(double: Double, answer: Message) -> str:
    """Return the sentences that stand right above an answer, where it is in several messages."""
    before = ""
    for message in double.in_thread(answer.thread):
        if message is answer:
            return before
        is_part = message.markdown or any(b["type"] == "markdown" for b in message.blocks)
        before = "" if message.is_answer or not is_part else before + message.sentences
    return before


def _sources(block: Fields) -> list[ShownSource]:
    elements = block["elements"]
    found = []
    for label, quote in zip(elements[::2], elements[1::2], strict=False):
        told = label["elements"][0]
        match = LABEL.fullmatch(told.get("text", ""))
        if match:
            words = "".join(part["text"] for part in quote["elements"])
            source = ShownSource(int(match[1]), match[2], words, told.get("url"))
            found.append(source)
    return found
