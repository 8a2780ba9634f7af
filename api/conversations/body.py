"""The JSON of conversations and of feedback."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import PydanticCustomError
from sqlalchemy import Row

from api.conversations.schema import Status
from api.errors import BadRequestError
from api.wire import ChatAnswer, is_broken
from bot.question import clean

REASON_MAX_CHARS = 1000
Rating = Literal["up", "down"]


def clean_reason(reason: str) -> str:
    """Return a reason in NFC, trimmed, without control characters.

    Raises:
        PydanticCustomError: it holds half a character, or is too long.
    """
    if is_broken(reason) or len(text := clean(reason)) > REASON_MAX_CHARS:
        raise PydanticCustomError("reason", "broken or too long")
    return text


class FeedbackRequest(BaseModel):
    """What a reader thought of an answer, and why."""

    rating: Rating
    reason: (
        Annotated[
            str,
            AfterValidator(clean_reason),
            Field(description=f"Up to {REASON_MAX_CHARS} characters, trimmed"),
        ]
        | None
    ) = None


class FeedbackBody(BaseModel):
    """Feedback as it is kept."""

    rating: Rating
    reason: str | None


class MessageBody(BaseModel):
    """A message, its answer once there is one, and what the reader thought of it."""

    message_id: str
    asked: datetime
    status: Status
    question: str
    answer: ChatAnswer | None
    feedback: FeedbackBody | None


class ConversationBody(BaseModel):
    """A whole conversation, in order."""

    conversation_id: str
    created: datetime
    messages: list[MessageBody]


def check_feedback(fields: dict[str, Any]) -> FeedbackRequest:
    """Return the feedback in parsed fields.

    Raises:
        BadRequestError: a field is not as the contract says.
    """
    try:
        return FeedbackRequest.model_validate(
            {name: fields[name] for name in FeedbackRequest.model_fields if name in fields}
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
    raise BadRequestError("reason" if first["loc"][0] == "reason" else "rating")


def write_conversation(
    conversation_id: str, found: Row[Any], rows: Iterable[Row[Any]]
) -> ConversationBody:
    """Return a conversation as clients see it, from its row and those of its messages.

    A message that is under way without the conversation's claim has failed: its process is gone.
    """
    told = [_write_message(conversation_id, found.claim, row) for row in rows]
    return ConversationBody(conversation_id=conversation_id, created=found.created, messages=told)


def _write_message(conversation_id: str, claim: str | None, row: Row[Any]) -> MessageBody:
    ids = {"conversation_id": conversation_id, "message_id": row.id}
    answer = None if row.answer is None else ChatAnswer(**ids, **row.answer)
    is_lost = row.status == Status.UNDER_WAY and row.id != claim
    judged = None if row.rating is None else FeedbackBody(rating=row.rating, reason=row.reason)
    return MessageBody(
        message_id=row.id,
        asked=row.asked,
        status=Status.FAILED if is_lost else row.status,
        question=row.question,
        answer=answer,
        feedback=judged,
    )
