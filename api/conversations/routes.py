"""Conversations over HTTP: read, deleted, judged. The id is the key, so it is never logged."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api.body import read_object
from api.conversations.body import (
    ConversationBody,
    FeedbackRequest,
    check_feedback,
)
from api.problems import document
from api.service import Serving
from api.wire import describe_body

router = APIRouter(prefix="/api", tags=["conversations"])
ERRORS = document(HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)


async def _read(request: Request) -> FeedbackRequest:
    return check_feedback(await read_object(request))


@router.get("/conversations/{conversation_id}", responses=ERRORS)
async def show(conversation_id: str, service: Serving) -> ConversationBody:
    """Return a conversation with its messages and answers."""
    return await service.conversations.read(conversation_id)


@router.delete("/conversations/{conversation_id}", status_code=204, responses=ERRORS)
async def forget(conversation_id: str, service: Serving) -> None:
    """Delete a conversation; all of it is gone."""
    await service.conversations.delete(conversation_id)


@router.post(
    "/messages/{message_id}/feedback",
    status_code=204,
    openapi_extra=describe_body(FeedbackRequest),
    responses={
        **ERRORS,
        **document(HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    },
)
async def judge(
    message_id: str, given: Annotated[FeedbackRequest, Depends(_read)], service: Serving
) -> None:
    """Keep what a reader thought of an answer, in place of what was said before."""
    await service.conversations.judge(message_id, given)
