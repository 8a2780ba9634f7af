"""What Slack sends, as fields: events are JSON, all else a form."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from api.errors import BadRequestError
from api.wire import parse_object

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
MALFORMED = "slack_malformed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request in fields; `name` is the same when it comes again, empty if that does not matter.

    Slack sends an event again with a new signature, and whoever replays a request with the old one.
    """

    fields: dict[str, Any]
    name: str


def read_delivery(content_type: str, body: bytes, signature: str) -> Delivery:
    """Return what a signed request delivers.

    Raises:
        BadRequestError: it is nothing that Slack sends.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == JSON:
        fields = parse_object(body)
    elif kind == FORM:
        fields = _read_form(body)
    else:
        raise BadRequestError(MALFORMED)
    if not isinstance(fields.get("event", {}), dict):
        raise BadRequestError(MALFORMED)
    if pick(fields, "type") == "url_verification":
        return Delivery(fields, "")
    return Delivery(fields, pick(fields, "event_id") or pick(fields, "trigger_id") or signature)


def pick(fields: object, *path: str) -> str:
    """Return the text at a path of objects; empty where there is none."""
    for name in path:
        fields = fields.get(name) if isinstance(fields, dict) else None
    return fields if isinstance(fields, str) else ""


def _read_form(body: bytes) -> dict[str, Any]:
    try:
        form = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise BadRequestError(MALFORMED) from None
    if "payload" in form:
        return parse_object(form["payload"][0].encode())
    if "command" not in form:
        raise BadRequestError(MALFORMED)
    return {name: values[0] for name, values in form.items()}
