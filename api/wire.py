"""The JSON of questions and answers, exactly as the contract has it."""

import json
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from api.errors import BadRequestError
from api.settings import MESSAGE_MAX_CHARS
from bot.answer import Answer, Citation, Computation
from bot.question import clean

Number = int | float
ID_PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
REASONS = {"message_broken", "message_empty", "message_long"}
EXAMPLE: JsonDict = {
    "conversation_id": "0d1f4b0c9a4e4c53a1f2b7c6d5e8f901",
    "message_id": "77ab0f6e2d0b4a55b9c1d3e4f5a60718",
    "answer": "Toimintatapa on käytössä tai kokeilussa 84 %:lla vastaajista. [1]",
    "answered": True,
    "coverage": "complete",
    "citations": [
        {
            "number": 1,
            "report": "raportti-2021",
            "section": "9",
            "subsection": None,
            "title": "Taulukko 1. Arviointi",
            "table": 1,
            "row": "Toimintatapa",
            "cells": {"Käytössä": "58 %", "Kokeilussa": "26 %"},
            "figure": None,
            "page": 13,
            "quote": "Toimintatapa: Käytössä 58 %, Kokeilussa 26 %",
            "url": "/raportti/raportti-2021#t1-r1",
        }
    ],
    "computed": [
        {"operation": "sum", "operands": [58, 26], "result": 84, "unit": "%", "citations": [1]}
    ],
    "suggestions": ["Entä suunnitteilla?"],
    "chart": None,
    "mode": "extractive",
    "notice": None,
}


def is_broken(text: str) -> bool:
    """Return whether a text holds half a character (a surrogate)."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def clean_message(message: str) -> str:
    """Return a message as the assistant takes it: NFC, trimmed, no control characters.

    Raises:
        PydanticCustomError: it holds half a character (a surrogate), nothing is left of it, or it
            is too long; its type is the reason.
    """
    if is_broken(message):
        raise PydanticCustomError("message_broken", "broken")
    text = clean(message)
    if not text:
        raise PydanticCustomError("message_empty", "empty")
    if len(text) > MESSAGE_MAX_CHARS:
        raise PydanticCustomError("message_long", "too long")
    return text


class ChatRequest(BaseModel):
    """A question. Fields that the contract does not know are left out of account."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "Mistä raportti kertoo?"}]}
    )

    message: Annotated[
        str,
        AfterValidator(clean_message),
        Field(
            description=f"1–{MESSAGE_MAX_CHARS} characters in NFC, trimmed, without control ones",
            json_schema_extra={"minLength": 1},
        ),
    ]
    conversation_id: Annotated[str, Field(pattern=ID_PATTERN)] | None = None


class CitationBody(BaseModel):
    """A place of a report that proves a claim."""

    number: int
    report: str
    section: str
    subsection: str | None
    title: str
    table: int | None
    row: str | None
    cells: dict[str, str] | None
    figure: int | None
    page: int
    quote: str
    url: str


class ComputationBody(BaseModel):
    """A figure computed from cited cells."""

    operation: str
    operands: list[Number]
    result: Number
    unit: str
    citations: list[int]


class ChatAnswer(BaseModel):
    """A whole answer; every key is always there."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    conversation_id: str
    message_id: str
    answer: str
    answered: bool
    coverage: Literal["complete", "partial", "none"]
    citations: list[CitationBody]
    computed: list[ComputationBody]
    suggestions: list[str]
    chart: str | None
    mode: Literal["extractive", "model"]
    notice: str | None


def describe_body(model: type[BaseModel]) -> dict[str, Any]:
    """Return what the API description says of a body that a route reads by itself."""
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def parse_object(body: bytes) -> dict[str, Any]:
    """Return the fields of the object in the body of a request.

    Stricter than JSON libraries are: UTF-8 only, no name twice in an object, no NaN.

    Raises:
        BadRequestError: the body is no such JSON.
    """
    try:
        fields: object = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadRequestError("json_invalid") from None
    if not isinstance(fields, dict):
        raise BadRequestError("json_no_object")
    return fields


def check_request(fields: dict[str, Any]) -> ChatRequest:
    """Return the question in parsed fields.

    Raises:
        BadRequestError: a field is not as the contract says.
    """
    try:
        return ChatRequest.model_validate(
            {name: fields[name] for name in ChatRequest.model_fields if name in fields}
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
    if first["loc"][0] == "conversation_id":
        raise BadRequestError("conversation_id")
    raise BadRequestError(first["type"] if first["type"] in REASONS else "message_missing")


def write_answer(answer: Answer, conversation_id: str, message_id: str) -> ChatAnswer:
    """Return an answer as clients see it."""
    return ChatAnswer(
        conversation_id=conversation_id,
        message_id=message_id,
        answer=answer.text,
        answered=answer.answered,
        coverage=answer.coverage.value,
        citations=[write_citation(citation) for citation in answer.citations],
        computed=[_write_computation(computation) for computation in answer.computed],
        suggestions=list(answer.suggestions),
        chart=answer.chart,
        mode=answer.mode.value,
        notice=answer.notice,
    )


def write_citation(citation: Citation) -> CitationBody:
    """Return a citation as clients see it."""
    return CitationBody(
        number=citation.number,
        report=citation.report,
        section=citation.section,
        subsection=citation.subsection,
        title=citation.title,
        table=citation.table,
        row=citation.row,
        cells=None if citation.cells is None else dict(citation.cells),
        figure=citation.figure,
        page=citation.page,
        quote=citation.quote,
        url=citation.url,
    )


def plain_number(value: Decimal) -> Number:
    """Return a decimal as JSON numbers are: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def _write_computation(computation: Computation) -> ComputationBody:
    return ComputationBody(
        operation=computation.operation,
        operands=[plain_number(operand) for operand in computation.operands],
        result=plain_number(computation.result),
        unit=computation.unit,
        citations=list(computation.citations),
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a name stands twice")
    return fields


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
