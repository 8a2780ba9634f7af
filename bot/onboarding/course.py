"""What is taught of each report, made when it is first asked for and kept after that."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answer import Answer
from bot.onboarding.item import Item
from bot.onboarding.questions import Cited, choose_questions
from bot.onboarding.quiz import make_quiz
from bot.onboarding.summary import summarise
from bot.onboarding.themes import Theme, list_themes
from bot.work import Worker
from index.report import Report


@dataclass(frozen=True, slots=True)
class Course:
    """The themes of a report in order, and all items of its quiz by id."""

    report: Report
    themes: tuple[Theme, ...]
    items: dict[str, Item] = field(repr=False)

    def of_theme(self, theme: Theme) -> tuple[Item, ...]:
        """Return the items of a theme, in order."""
        return tuple(item for item in self.items.values() if item.theme == theme.id)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a theme tells, and the questions to ask of it."""

    summary: Answer
    questions: tuple[str, ...]


class Courses:
    """The courses of a running program; the work is done in worker threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._worker = Worker()
        self._courses: dict[str, Course] = {}
        self._lessons: dict[str, Lesson] = {}

    async def open(self, report: Report) -> Course:
        """Return the course of a report."""
        if report.id not in self._courses:
            self._courses[report.id] = await self._worker.run(make_course, report)
        return self._courses[report.id]

    async def teach(self, theme: Theme, cited: Cited) -> Lesson:
        """Return the lesson of a theme.

        Raises:
            SearchError: the vector store does not answer.
        """
        if theme.id not in self._lessons:
            self._lessons[theme.id] = await self._worker.run(make_lesson, theme, cited)
        return self._lessons[theme.id]

    async def find_theme(self, reports: Sequence[Report], name: str) -> tuple[Course, Theme] | None:
        """Return the theme with this id and its course, None where there is none."""
        for report in reports:
            course = await self.open(report)
            for theme in course.themes:
                if theme.id == name:
                    return course, theme
        return None

    async def find_item(self, reports: Sequence[Report], name: str) -> Item | None:
        """Return the quiz item with this id, None where there is none."""
        for report in reports:
            item = (await self.open(report)).items.get(name)
            if item is not None:
                return item
        return None


def make_course(report: Report) -> Course:
    """Return the course of a report."""
    themes = list_themes(report)
    return Course(report, themes, {item.id: item for item in make_quiz(themes)})


def make_lesson(theme: Theme, cited: Cited) -> Lesson:
    """Return the lesson of a theme; `cited` as `choose_questions` takes it."""
    return Lesson(summarise(theme), choose_questions(theme, cited))
