"""The onboarding as pages that work without a script; a small one keeps the progress."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from api.prose import split_answer
from api.render import render
from api.service import Serving
from bot.onboarding.course import Course
from bot.onboarding.item import Item

MARKS = re.compile(r"[01]*")  # of each item answered so far: 1 where rightly

router = APIRouter(include_in_schema=False, prefix="/perehdytys")


@dataclass(frozen=True, slots=True)
class Step:
    """Where a reader is in the quiz of a theme.

    `number` is 1-based; `chosen` the 0-based place of an option, None before it is answered.
    `marks` has a character for each item answered, "1" where rightly.
    """

    item: Item
    number: int
    total: int
    chosen: int | None
    marks: str

    @property
    def is_right(self) -> bool:
        """Return whether the option chosen is the right one."""
        return self.chosen is not None and self.item.is_right(self.chosen)

    @property
    def is_last(self) -> bool:
        """Return whether no item comes after this one."""
        return self.number == self.total


@router.api_route("", methods=["GET", "HEAD"])
async def show_courses(service: Serving) -> HTMLResponse:
    """Return the themes of all reports."""
    courses = [await service.courses.open(report) for report in service.reports]
    return _page("onboarding_themes.html", courses=courses)


@router.api_route("/tuloste", methods=["GET", "HEAD"])
async def show_record(service: Serving) -> HTMLResponse:
    """Return the form that a new employee prints for the supervisor."""
    courses = [await service.courses.open(report) for report in service.reports]
    return _page("onboarding_record.html", courses=courses)


@router.api_route("/{theme}", methods=["GET", "HEAD"])
async def show_theme(
    theme: str,
    request: Request,
    service: Serving,
    kohta: str = "1",
    vastaus: str = "",
    tulos: str = "",
) -> HTMLResponse:
    """Return a theme: its summary, questions, and the quiz at item `kohta`.

    `vastaus`: the option chosen; `tulos`: how the items before went. What is not as the page
    itself sends it is left out of account.
    """
    found = await service.courses.find_theme(service.reports, theme)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    course, shown = found
    lesson = await service.courses.teach(shown, service.assistant.cite)
    items = course.of_theme(shown)
    return _page(
        "onboarding_theme.html",
        theme=shown,
        is_closed=request.state.is_asking_closed,
        lesson=lesson,
        blocks=split_answer(lesson.summary.text),
        step=find_step(items, kohta, vastaus, tulos),
        following=_following(course, shown.id),
    )


def find_step(items: Sequence[Item], number: str, chosen: str, marks: str) -> Step | None:
    """Return where a reader is by what the page's address says; None where there is no quiz."""
    if not items:
        return None
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    place = place if 1 <= place <= len(items) else 1
    item = items[place - 1]
    option = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 3 else None
    option = option if option is not None and option < len(item.options) else None
    known = marks if MARKS.fullmatch(marks) and len(marks) == place - 1 else ""
    told = "" if option is None else "01"[item.is_right(option)]
    return Step(item, place, len(items), option, known + told)


def _following(course: Course, name: str) -> str | None:
    """Return the id of the theme after this one, None after the last."""
    names = [theme.id for theme in course.themes]
    place = names.index(name) + 1
    return names[place] if place < len(names) else None


def _page(name: str, **values: object) -> HTMLResponse:
    return HTMLResponse(render(name, **values))
