"""Tells of the building of an index in a few lines."""

from collections.abc import Callable

from bot.messages import say
from index.store import Progress

STEP_PERCENT = 25


def tell_progress(write: Callable[[str], object]) -> Progress:
    """Return what a build calls as it goes on; `write` gets a line at every quarter."""
    told_percent = 0

    def tell(done: int, total: int) -> None:
        nonlocal told_percent
        percent = 100 * done // total
        if percent >= told_percent + STEP_PERCENT:
            told_percent = percent - percent % STEP_PERCENT
            write(say("command.progress", percent=str(told_percent)))

    return tell
