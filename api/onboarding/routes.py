"""The onboarding as JSON: what there is to learn, and whether an answer is right."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.body import read_object
from api.errors import BadRequestError, MissingError
from api.problems import document
from api.reports import find_report
from api.service import Serving
from api.wire import CitationBody, describe_body, is_broken, write_citation
from bot.onboarding.course import Lesson
from bot.onboarding.item import Item
from bot.onboarding.themes import Theme

ID_MAX_CHARS = 300
ERRORS = document(HTTPStatus.NOT_FOUND, 422, HTTPStatus.SERVICE_UNAVAILABLE)

router = APIRouter(prefix="/api/onboarding", tags=["onboarding"])


class ItemBody(BaseModel):
    """A question of the quiz; which option is right tells `check`."""

    id: str
    kind: str
    question: str
    options: list[str]


class ThemeBody(BaseModel):
    """A theme: `summary` has markers of `citations`; the assistant answers the `questions`."""

    id: str
    title: str
    url: str
    summary: str
    citations: list[CitationBody]
    questions: list[str]
    items: list[ItemBody]


class CourseBody(BaseModel):
    """All there is to learn of a report."""

    report: str
    title: str
    themes: list[ThemeBody]


class CheckRequest(BaseModel):
    """An answer to a quiz item; `option` is the 0-based place of the option chosen."""

    model_config = ConfigDict(
        strict=True,
        json_schema_extra={"examples": [{"item": "raportti-2021.cell.t1-r1.1", "option": 0}]},
    )

    item: Annotated[str, Field(min_length=1, max_length=ID_MAX_CHARS)]
    option: Annotated[int, Field(ge=0)]


class CheckBody(BaseModel):
    """Whether the option is right, which is, and the report's words that prove it."""

    right: bool
    answer: int
    explanation: str
    citation: CitationBody


@router.get("/{report}", responses=ERRORS)
async def show_course(report: str, service: Serving) -> CourseBody:
    """Return the themes of a report with summaries, questions and quiz items."""
    course = await service.courses.open(find_report(service.reports, report))
    themes = [
        _theme(
            theme,
            await service.courses.teach(theme, service.assistant.cite),
            course.of_theme(theme),
        )
        for theme in course.themes
    ]
    return CourseBody(report=course.report.id, title=course.report.source.title, themes=themes)


async def _read(request: Request) -> CheckRequest:
    fields: dict[str, Any] = await read_object(request)
    try:
        checked = CheckRequest.model_validate(fields)
    except ValidationError:
        raise BadRequestError("item_invalid") from None
    if is_broken(checked.item):
        raise BadRequestError("item_invalid")
    return checked


@router.post(
    "/check",
    openapi_extra=describe_body(CheckRequest),
    responses={**ERRORS, **document(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)},
)
async def check(asked: Annotated[CheckRequest, Depends(_read)], service: Serving) -> CheckBody:
    """Tell whether an option of a quiz item is right, and why."""
    item = await service.courses.find_item(service.reports, asked.item)
    if item is None:
        raise MissingError("item_missing")
    if asked.option >= len(item.options):
        raise BadRequestError("item_invalid")
    return CheckBody(
        right=item.is_right(asked.option),
        answer=item.right,
        explanation=item.explanation,
        citation=write_citation(item.citations[0]),
    )


def _theme(theme: Theme, lesson: Lesson, items: tuple[Item, ...]) -> ThemeBody:
    return ThemeBody(
        id=theme.id,
        title=theme.title,
        url=theme.url,
        summary=lesson.summary.text,
        citations=[write_citation(citation) for citation in lesson.summary.citations],
        questions=list(lesson.questions),
        items=[
            ItemBody(
                id=item.id,
                kind=item.kind.value,
                question=item.question,
                options=list(item.options),
            )
            for item in items
        ],
    )
