"""Questions over HTTP: whole answers and streams."""

import secrets
from collections.abc import AsyncIterator
from contextlib import aclosing
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from api.errors import BadRequestError
from api.problems import document
from api.service import Serving
from api.stream import write_events
from api.wire import ChatAnswer, ChatRequest, parse_request, write_answer

ID_BYTES = 16  # 128 bits: the id is the key to a conversation
EVENT_STREAM = "text/event-stream"
REQUEST = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": ChatRequest.model_json_schema()}},
    }
}
ERRORS = document(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)

router = APIRouter(prefix="/api/chat", tags=["chat"])


async def _read(request: Request) -> ChatRequest:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequestError("json_missing")
    return parse_request(await request.body())


Asked = Annotated[ChatRequest, Depends(_read)]


async def _open(asked: Asked, service: Serving) -> AsyncIterator[AsyncIterator[bytes]]:
    """Hold a place in the gate for as long as the stream lasts; closing it stops the work."""
    assistant = service.assistant
    async with service.gate.enter():
        message_id = secrets.token_hex(ID_BYTES)
        events = write_events(
            assistant, asked.message, _id(asked), message_id, service.answer_max_s
        )
        async with aclosing(events):
            yield events


@router.post("", openapi_extra=REQUEST, responses=ERRORS)
async def ask(asked: Asked, service: Serving) -> ChatAnswer:
    """Answer a question from the report, with the place of every claim."""
    answer = await service.ask(asked.message)
    return write_answer(answer, _id(asked), secrets.token_hex(ID_BYTES))


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


def _id(asked: ChatRequest) -> str:
    """Return the id of the conversation, a new one where none was given."""
    return asked.conversation_id or secrets.token_hex(ID_BYTES)
