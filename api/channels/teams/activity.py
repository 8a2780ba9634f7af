"""What an activity of Teams says, as far as we act on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.channels.desk import Place
from api.channels.teams.token import list_tenants
from api.channels.teams.words import read_reason, strip_mentions
from api.errors import BadRequestError
from api.wire import is_broken

NAME = "teams"
PERSONAL, CHANNEL = "personal", "channel"
THREAD = ";messageid="
BOT = "28:"  # ids of bots begin so in Teams, those of people with 29:
BOT_ROLES = {"bot", "skill"}
MIRROR = "text/html"  # Teams attaches each message as HTML, too
VERDICT = "message/submitAction"
RATINGS = {"like": "up", "dislike": "down"}
MAX_ID_CHARS = 1024


class Kind(StrEnum):
    """What somebody did."""

    QUESTION = "question"
    EDIT = "edit"
    VERDICT = "verdict"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class Room:
    """Where an activity came from and a reply goes to.

    `root`: of a channel, the message whose thread it is, where the id does not tell it; else empty.
    """

    service_url: str
    id: str
    root: str
    tenant: str
    is_personal: bool
    is_channel: bool

    @property
    def place(self) -> Place:
        """Return the place whose conversation of ours this is."""
        return (NAME, self.tenant, self.id, *([self.root] if self.root else []))


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that somebody did in a room.

    `bot`: we, as the activity names us. `event`: what tells it from others, also when it is sent
    again. `text`: what was asked, or said beside a thumb. `of`: the message that is judged, empty
    where Teams does not tell.
    """

    kind: Kind
    id: str
    room: Room
    user_id: str
    person: Place
    bot: Mapping[str, str]
    event: Place
    text: str = ""
    has_files: bool = False
    of: str = ""
    rating: str = ""


def read_activity(fields: Mapping[str, Any]) -> Activity | None:
    """Return what an activity says, None where there is nothing to answer to.

    Raises:
        BadRequestError: it is not written as activities are.
    """
    kind = _find_kind(fields)
    if kind is None:
        return None
    bot = {"id": _pick(fields, "recipient", "id"), "name": _pick(fields, "recipient", "name")}
    user_id, activity_id = _pick(fields, "from", "id"), _pick(fields, "id")
    room = _read_room(fields, activity_id)
    is_whole = room.id and bot["id"] and (kind is Kind.ARRIVAL or (activity_id and user_id))
    if not is_whole:
        raise BadRequestError("activity_invalid")
    if kind is not Kind.ARRIVAL and _is_bot(fields, user_id, bot["id"]):
        return None
    text = _read_text(fields, kind, bot["id"])
    return Activity(
        kind=kind,
        id=activity_id,
        room=room,
        user_id=user_id,
        person=(NAME, room.tenant, _pick(fields, "from", "aadObjectId") or user_id),
        bot={name: value for name, value in bot.items() if value},
        event=_name_event(fields, kind, room, text),
        text=text,
        has_files=_has_files(fields),
        of=_pick(fields, "replyToId"),
        rating=RATINGS.get(_pick(fields, "value", "actionValue", "reaction"), "")
        if kind is Kind.VERDICT
        else "",
    )


def _find_kind(fields: Mapping[str, Any]) -> Kind | None:
    match _pick(fields, "type"):
        case "":
            raise BadRequestError("activity_invalid")
        case "message":
            return Kind.QUESTION
        case "messageUpdate":
            is_edit = _pick(fields, "channelData", "eventType") in {"", "editMessage"}
            return Kind.EDIT if is_edit else None
        case "invoke" if _pick(fields, "name") == VERDICT:
            return Kind.VERDICT
        case "installationUpdate" if _pick(fields, "action").startswith("add"):
            return Kind.ARRIVAL
        case "conversationUpdate" if _has_come(fields):
            return Kind.ARRIVAL
    return None


def _read_room(fields: Mapping[str, Any], activity_id: str) -> Room:
    room_id = _pick(fields, "conversation", "id")
    kind = _pick(fields, "conversation", "conversationType")
    if not kind and room_id and fields["conversation"].get("isGroup") is not True:
        kind = PERSONAL  # what is no group is a chat of two, where a channel leaves it unsaid
    is_loose = kind == CHANNEL and THREAD not in room_id
    return Room(
        service_url=_pick(fields, "serviceUrl").rstrip("/"),
        id=room_id,
        root=(_pick(fields, "replyToId") or activity_id) if is_loose else "",
        tenant=next(iter(list_tenants(fields)), ""),
        is_personal=kind == PERSONAL,
        is_channel=kind == CHANNEL,
    )


def _read_text(fields: Mapping[str, Any], kind: Kind, bot_id: str) -> str:
    if kind is Kind.VERDICT:
        return read_reason(_pick(fields, "value", "actionValue", "feedback"))
    if kind is Kind.ARRIVAL:
        return ""
    text = fields.get("text") or ""
    if not isinstance(text, str):
        raise BadRequestError("activity_invalid")
    mentions = [e for e in _list(fields, "entities") if e.get("type") == "mention"]
    own = [e.get("text") for e in mentions if _pick(e, "mentioned", "id") == bot_id]
    return strip_mentions(text, [str(name) for name in own if name])


def _name_event(fields: Mapping[str, Any], kind: Kind, room: Room, text: str) -> Place:
    """Return the event's name; an edit has the id of what was edited, so it needs more than that.

    Coming into a room is told twice (as a change of the room, and of what is installed in it).
    """
    if kind is Kind.ARRIVAL:
        return (NAME, room.tenant, room.id, kind)
    told = (NAME, room.id, _pick(fields, "id"), kind)
    return (*told, _pick(fields, "timestamp"), text) if kind is Kind.EDIT else told


def _is_bot(fields: Mapping[str, Any], user_id: str, bot_id: str) -> bool:
    is_other = user_id.startswith(BOT) or _pick(fields, "from", "role") in BOT_ROLES
    return user_id == bot_id or is_other


def _has_come(fields: Mapping[str, Any]) -> bool:
    bot_id = _pick(fields, "recipient", "id")
    return any(member.get("id") == bot_id for member in _list(fields, "membersAdded"))


def _has_files(fields: Mapping[str, Any]) -> bool:
    return any(file.get("contentType") != MIRROR for file in _list(fields, "attachments"))


def _list(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects in a list, none where there is no list."""
    found = fields.get(name)
    if found is not None and not isinstance(found, list):
        raise BadRequestError("activity_invalid")
    return [item for item in found or [] if isinstance(item, dict)]


def _pick(fields: Mapping[str, Any], *path: str) -> str:
    """Return a short text inside objects, empty where it is missing.

    Raises:
        BadRequestError: something else stands there.
    """
    found: object = fields
    for name in path:
        if not isinstance(found, Mapping):
            raise BadRequestError("activity_invalid")
        found = found.get(name)
        if found is None:
            return ""
    is_text = isinstance(found, str) and not is_broken(found)
    if not is_text or (path[-1] in {"id", "replyToId"} and not _is_id(str(found))):
        raise BadRequestError("activity_invalid")
    return str(found)


def _is_id(text: str) -> bool:
    """Return whether a text may stand in an address as one part of its path."""
    return len(text) <= MAX_ID_CHARS and text.isprintable() and (not text or bool(text.strip(".")))
