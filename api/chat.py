"""Questions over HTTP: whole answers and streams."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from api.body import read_object
from api.problems import document
from api.service import Serving
from api.stream import write_events
from api.wire import ChatAnswer, ChatRequest, check_request, describe_body, write_answer

EVENT_STREAM = "text/event-stream"
REQUEST = describe_body(ChatRequest)
ERRORS = document(
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)

router = APIRouter(prefix="/api/chat", tags=["chat"])


async def _read(request: Request) -> ChatRequest:
    return check_request(await read_object(request))


Asked = Annotated[ChatRequest, Depends(_read)]


async def _open(asked: Asked, service: Serving) -> AsyncIterator[AsyncIterator[bytes]]:
    """Hold the turn for as long as the stream lasts; closing it stops the work."""
    async with service.turn(asked.conversation_id, asked.message) as turn:
        events = write_events(service.assistant, turn, service.answer_max_s)
        async with aclosing(events):
            yield events


@router.post("", openapi_extra=REQUEST, responses=ERRORS)
async def ask(asked: Asked, service: Serving) -> ChatAnswer:
    """Answer a question from the report, with the place of every claim."""
    async with service.turn(asked.conversation_id, asked.message) as turn:
        answer = await service.ask(turn.message, turn.history)
        await turn.finish(answer)
    return write_answer(answer, turn.conversation_id, turn.message_id)


@router.post(
    "/stream",
    openapi_extra=REQUEST,
    response_class=StreamingResponse,
    responses={200: {"content": {EVENT_STREAM: {}}, "description": "Events"}, **ERRORS},
)
async def stream(
    events: Annotated[AsyncIterator[bytes], Depends(_open)],
) -> StreamingResponse:
    """Answer a question in events: start, citation, sentence, done, error."""
    return StreamingResponse(events, media_type=EVENT_STREAM, headers={"X-Accel-Buffering": "no"})
