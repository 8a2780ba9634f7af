"""Slack's bounds on messages and windows, as its reference has them."""

from collections.abc import Iterator
from typing import Any

Fields = dict[str, Any]
TEXT_MOST = {"button": 75, "section": 3000, "context": 3000}
LAYOUT = {
    "actions",
    "context",
    "context_actions",
    "image",
    "input",
    "markdown",
    "rich_text",
    "section",
}


def find_faults(method: str, fields: Fields) -> list[str]:
    """Return what in a call is beyond Slack's bounds; empty where it is within."""
    return [f"{method}: {fault}" for fault in _find(fields)]


def _find(fields: Fields) -> Iterator[str]:
    if len(fields.get("markdown_text", "")) > 12_000:
        yield "markdown_text"
    if len(fields.get("text", "")) > 40_000:
        yield "text"
    view = fields.get("view", {})
    if view:
        yield from _find_in_view(view)
    blocks = [*fields.get("blocks", []), *view.get("blocks", [])]
    if len(blocks) > 50:
        yield "blocks"
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        yield "markdown blocks"
    for block in blocks:
        yield from _find_in_block(block)
    if len(fields.get("prompts", [])) > 4:
        yield "prompts"


def _find_in_view(view: Fields) -> Iterator[str]:
    for name in ("title", "submit", "close"):
        if not 0 < len(view[name]["text"]) <= 24:
            yield name
    if len(view["private_metadata"]) > 3000:
        yield "private_metadata"


def _find_in_block(block: Fields) -> Iterator[str]:
    kind, elements = block["type"], block.get("elements", [])
    if kind not in LAYOUT:
        yield kind
    most = {"actions": 25, "context": 10, "context_actions": 5}.get(kind)
    if most and not 0 < len(elements) <= most:
        yield f"{kind} elements"
    if kind == "image" and not (0 < len(block["alt_text"]) <= 2000):
        yield "alt_text"
    if kind == "image" and len(block["image_url"]) > 3000:
        yield "image_url"
    actions = [element.get("action_id") for element in elements if "action_id" in element]
    if len(actions) != len(set(actions)):
        yield "action_id"
    for element in elements:
        yield from _find_in_element(element)


def _find_in_element(element: Fields) -> Iterator[str]:
    for part in (element, element.get("positive_button", {}), element.get("negative_button", {})):
        text = part.get("text")
        if isinstance(text, dict) and not 0 < len(text["text"]) <= TEXT_MOST["button"]:
            yield "button text"
        if isinstance(text, str) and not 0 < len(text) <= TEXT_MOST["context"]:
            yield "element text"
        if len(part.get("value", "")) > 2000:
            yield "value"
    for inner in element.get("elements", []):
        if isinstance(inner.get("text"), str) and not inner["text"]:
            yield "empty text"
