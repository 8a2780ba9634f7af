"""Leads a reader through the onboarding in a conversation: theme by theme, with quiz items.

Where the reader is stands in the memories of the turns (`Step`), so every channel can do it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from bot.answer import Coverage
from bot.claim import Claim
from bot.conversation.memory import Memory, Step
from bot.messages import join_words, say
from bot.onboarding.course import Course, make_course
from bot.onboarding.item import Item
from bot.onboarding.options import NO_OPTION, letter_of, prove, read_option, show_item
from bot.onboarding.questions import open_question
from bot.onboarding.start import begin_onboarding, is_onboarding, name_sources
from bot.onboarding.summary import tell_theme
from bot.onboarding.themes import Theme
from bot.question import language_cues
from bot.reply import Reply
from index.grams import split_words
from index.report import Report


class Guide:
    """Answers the messages of the onboarding over one set of reports."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """Prepare nothing yet: themes and items are made when somebody begins."""
        self._reports = tuple(reports)

    @cached_property
    def _courses(self) -> tuple[Course, ...]:
        return tuple(make_course(report) for report in self._reports)

    @cached_property
    def _themes(self) -> tuple[Theme, ...]:
        return tuple(theme for course in self._courses for theme in course.themes)

    def reply(self, text: str, memories: Sequence[Memory]) -> Reply | None:
        """Return the answer to a message of the onboarding, None where it is none.

        `memories`: of the turns before, oldest first. Before the onboarding has begun, only the
        wish to begin is of it.
        """
        if is_onboarding(text):
            return begin_onboarding(self._themes)
        steps = [memory.step for memory in memories if memory.step is not None]
        if not steps or steps[-1].is_over:
            return None
        step, is_last = steps[-1], memories[-1].step is not None
        ordered = self._ordered(text, step, is_last=is_last)
        return self._chosen(text, step) if ordered is None and is_last else ordered

    def _ordered(self, text: str, step: Step, *, is_last: bool) -> Reply | None:
        """Return what a message asks for: the end, a theme, an item."""
        words = split_words(text)
        is_named = language_cues("onboarding").is_in(words)
        if asks_for("stop", words):
            over = (Claim(say("onboarding.over")),)
            again = (say("onboarding.say_start"),)
            return Reply(over, Coverage.COMPLETE, suggestions=again, step=Step(is_over=True))
        if asks_for("first", words):
            return self._teach(0)
        if asks_for("quiz", words):
            return self._ask(step)
        if asks_for("next", words) or ((is_last or is_named) and asks_for("on", words)):
            return self._teach(self._place(step) + 1)
        named = [i for i, theme in enumerate(self._themes) if words == split_words(theme.title)]
        return self._teach(named[0]) if named and is_last else None

    def _chosen(self, text: str, step: Step) -> Reply | None:
        """Return whether the option that a message chooses is the right one."""
        item = self._item(step)
        option = None if item is None else read_option(text, item)
        if item is None or option is None:
            return None
        theme = self._themes[self._place(step)]
        if option == NO_OPTION:
            letters = tuple(letter_of(i) for i in range(len(item.options)))
            told = (Claim(say("onboarding.choose_other", letters=join_words([*letters]))),)
            return self._reply(told, theme, step, letters)
        after = replace(step, item="", answered=(*step.answered, item.id))
        is_right = item.is_right(option)
        key = "onboarding.right" if is_right else "onboarding.wrong"
        said = Claim(say(key, letter=letter_of(item.right)))
        return self._reply((said, *prove(item, theme)), theme, after, self._ways(after))

    def _teach(self, place: int) -> Reply:
        """Return the summary of a theme, or that all are told."""
        if place >= len(self._themes):
            step = Step(theme=self._themes[-1].id)
            told = (Claim(say("onboarding.all_told")),)
            return Reply(told, Coverage.COMPLETE, suggestions=self._ways(step), step=step)
        theme = self._themes[place]
        (opening, *claims), reckonings = tell_theme(theme)
        is_end = place == len(self._themes) - 1
        end = Claim(say("onboarding.go_on_last" if is_end else "onboarding.go_on"), lead="\n")
        first = Claim(say("onboarding.theme", title=theme.title), name_sources(theme))
        step = Step(theme=theme.id)
        opening = replace(opening, lead="\n")
        reply = self._reply((first, opening, *claims, end), theme, step, self._ways(step))
        return replace(reply, reckonings=tuple(reckonings))

    def _ask(self, step: Step) -> Reply:
        """Return the next item of the theme, the first theme's where none is told yet."""
        theme = self._themes[max(self._place(step), 0)]
        step = replace(step, theme=theme.id)
        item = next(iter(self._left(step)), None)
        if item is None:
            told: tuple[Claim, ...] = (Claim(say("onboarding.no_items")),)
            return self._reply(told, theme, step, self._ways(step))
        asking = replace(step, item=item.id)
        letters = tuple(letter_of(i) for i in range(len(item.options)))
        return self._reply(tuple(show_item(item, theme)), theme, asking, letters)

    def _ways(self, step: Step) -> tuple[str, ...]:
        """Return what may be said next."""
        ways = ["say_quiz"] if self._left(step) else []
        ways += ["say_next"] if self._place(step) + 1 < len(self._themes) else []
        return tuple(say(f"onboarding.{way}") for way in (*ways, "say_stop"))

    def _left(self, step: Step) -> list[Item]:
        """Return the items of the theme that are still to be answered and fit a conversation."""
        theme = self._themes[self._place(step)]
        items = next(c.of_theme(theme) for c in self._courses if theme in c.themes)
        return [item for item in items if item.id not in step.answered and show_item(item, theme)]

    def _item(self, step: Step) -> Item | None:
        """Return the item that waits for an answer, None where none does."""
        return next((c.items[step.item] for c in self._courses if step.item in c.items), None)

    def _place(self, step: Step) -> int:
        """Return the place of the theme told last, -1 before the first."""
        names = [theme.id for theme in self._themes]
        return names.index(step.theme) if step.theme in names else -1

    def _reply(
        self, claims: tuple[Claim, ...], theme: Theme, step: Step, ways: tuple[str, ...]
    ) -> Reply:
        asked = open_question(theme)
        return Reply(
            claims, Coverage.COMPLETE, suggestions=ways, musts=claims, asked=asked, step=step
        )


def asks_for(kind: str, words: Sequence[str]) -> bool:
    """Return whether folded words ask for this, and for nothing else."""
    asked = language_cues("onboarding", kind).covered(words)
    beside = language_cues("onboarding").covered(words)
    beside |= language_cues("onboarding", "filler").covered(words)
    return bool(asked) and len(asked | beside) == len(words)
