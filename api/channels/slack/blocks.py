"""Block Kit for what stands around an answer's sentences, within Slack's bounds.

Texts of readers and reports go where Slack parses nothing: `plain_text`, and the texts of
`rich_text`. So there is nothing to escape, and a quote is shown as it is printed.
"""

import re
from dataclasses import dataclass
from typing import Any

from api.channels.links import Links
from api.channels.slack.words import escape, link, to_markdown
from api.channels.view import Source, describe_chart, list_notes, list_sources, shorten
from bot.answer import Answer
from bot.messages import say

# https://docs.slack.dev/reference/block-kit: characters of each text
BUTTON_CHARS, VALUE_CHARS, ALT_CHARS, PLAIN_CHARS = 75, 2000, 2000, 3000
TITLE_CHARS, REASON_CHARS = 24, 1000
MARKDOWN_CHARS = 12_000  # of all Markdown in a call
SOURCES_A_BLOCK = 10
MAX_BUTTONS = 25
ASK, RATE, REASON, SHORTCUT = "murros_ask", "murros_rate", "murros_reason", "murros_shortcut"
PRESSED_ASK = re.compile(rf"{ASK}_[0-9]+")
MADE_BY = "murros_answer"  # what programs look for in a message's metadata

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Below:
    """What comes under the sentences: blocks, the same in mrkdwn, and the metadata for programs."""

    blocks: list[Block]
    text: str
    metadata: dict[str, Any]


NOTHING = Below([], "", {})


def write_below(answer: Answer, links: Links, message_id: str) -> Below:
    """Return what stands under an answer: notes, sources, chart, suggestions, thumbs."""
    notes, sources = list_notes(answer), list_sources(answer, links)
    parts = [_write_notes(notes), *_write_sources(sources), _write_chart(answer, links)]
    parts += [_write_suggestions(answer.suggestions), _write_thumbs(message_id)]
    payload = {
        "answered": answer.answered,
        "coverage": str(answer.coverage),
        "mode": str(answer.mode),
        "message_id": message_id,
    }
    return Below(
        [part for part in parts if part],
        "\n".join([*map(escape, notes), *map(_write_source_line, sources)]),
        {"event_type": MADE_BY, "event_payload": payload},
    )


def write_markdown(text: str) -> Block:
    """Return an answer's sentences as a block; `text` is short enough for one."""
    return {"type": "markdown", "text": to_markdown(text)}


def write_question(user: str, text: str) -> Block:
    """Return who asked what, for those who have not seen it asked."""
    asker = {"type": "user", "user_id": user}
    told = {"type": "text", "text": f": {shorten(text, PLAIN_CHARS)}", "style": {"bold": True}}
    return {"type": "rich_text", "elements": [_section(asker, told)]}


def write_reason_view(message_id: str) -> Block:
    """Return the small window that asks what was wrong with an answer."""
    field = {"type": "plain_text_input", "action_id": REASON, "multiline": True}
    return {
        "type": "modal",
        "callback_id": REASON,
        "private_metadata": message_id,
        "title": _plain(say("channels.slack_reason"), TITLE_CHARS),
        "submit": _plain(say("channels.slack_send"), TITLE_CHARS),
        "close": _plain(say("channels.slack_skip"), TITLE_CHARS),
        "blocks": [
            {
                "type": "input",
                "block_id": REASON,
                "optional": True,
                "label": _plain(say("channels.slack_reason_label"), PLAIN_CHARS),
                "element": {**field, "max_length": REASON_CHARS},
            }
        ],
    }


def drop_pictures(blocks: list[Block]) -> list[Block]:
    """Return the blocks without pictures: Slack takes none that it cannot fetch."""
    return [block for block in blocks if block["type"] != "image"]


def _write_notes(notes: tuple[str, ...]) -> Block | None:
    elements = [_plain(note, PLAIN_CHARS) for note in notes]
    return {"type": "context", "elements": elements[:10]} if notes else None


def _write_sources(sources: tuple[Source, ...]) -> list[Block]:
    groups = (
        sources[start : start + SOURCES_A_BLOCK]
        for start in range(0, len(sources), SOURCES_A_BLOCK)
    )
    return [
        {"type": "rich_text", "elements": [part for s in group for part in _write_source(s)]}
        for group in groups
    ]


def _write_source(source: Source) -> list[Block]:
    label = {"type": "text", "text": _label(source)}
    if source.link:
        label = {"type": "link", "url": source.link, "text": _label(source)}
    quote = {"type": "text", "text": shorten(source.quote, PLAIN_CHARS)}
    return [_section(label), {"type": "rich_text_quote", "elements": [quote]}]


def _write_source_line(source: Source) -> str:
    label = _label(source)
    told = link(source.link, label) if source.link else escape(label)
    return f"{told}: {escape(source.quote)}"


def _label(source: Source) -> str:
    return f"[{source.number}] {source.place}"


def _write_chart(answer: Answer, links: Links) -> Block | None:
    address = links.picture(answer.chart) if answer.chart else None
    if not address:
        return None
    told = shorten(describe_chart(answer) or answer.text, ALT_CHARS)
    return {"type": "image", "image_url": address, "alt_text": told}


def _write_suggestions(suggestions: tuple[str, ...]) -> Block | None:
    buttons = [
        {
            "type": "button",
            "action_id": f"{ASK}_{number}",
            "text": _plain(question, BUTTON_CHARS),
            "value": question,
        }
        for number, question in enumerate(suggestions[:MAX_BUTTONS])
        if len(question) <= VALUE_CHARS
    ]
    return {"type": "actions", "elements": buttons} if buttons else None


def _write_thumbs(message_id: str) -> Block:
    element = {
        "type": "feedback_buttons",
        "action_id": RATE,
        "positive_button": _write_thumb("up", message_id),
        "negative_button": _write_thumb("down", message_id),
    }
    return {"type": "context_actions", "elements": [element]}


def _write_thumb(rating: str, message_id: str) -> Block:
    text = _plain(say(f"channels.slack_{rating}"), BUTTON_CHARS)
    return {"text": text, "value": f"{rating} {message_id}"}


def _plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": shorten(text, most), "emoji": False}


def _section(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}
