"""A model that keeps failing is left alone, and tried again in time."""

import pytest

from bot.model.breaker import FAILURES, FIRST_REST_S, LONGEST_REST_S, Breaker


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.now_s = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands."""
    return Clock()


def opened(clock: Clock) -> Breaker:
    """Return a breaker that has just opened."""
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.enter()
        breaker.fail()
    return breaker


def test_few_failures_change_nothing(clock: Clock) -> None:
    """One bad call does not take the model away, and a good one makes up for it."""
    breaker = Breaker(clock)
    for _ in range(5):
        for _ in range(FAILURES - 1):
            breaker.fail()
        assert breaker.enter()
        breaker.succeed()


def test_open_breaker_keeps_calls_away_for_its_rest(clock: Clock) -> None:
    """Nobody waits for a model that is known to be down."""
    breaker = opened(clock)
    clock.now_s = FIRST_REST_S - 0.01
    assert not breaker.enter()
    clock.now_s = FIRST_REST_S
    assert breaker.enter()


def test_one_call_tries_for_all(clock: Clock) -> None:
    """After the rest a single call is let through; the others wait for what it finds."""
    breaker = opened(clock)
    clock.now_s = FIRST_REST_S
    assert [breaker.enter() for _ in range(3)] == [True, False, False]
    breaker.succeed()
    assert [breaker.enter() for _ in range(3)] == [True, True, True]


def test_rest_grows_while_tries_fail(clock: Clock) -> None:
    """Each try that fails doubles the rest, up to a bound."""
    breaker = opened(clock)
    rest_s = FIRST_REST_S
    for _ in range(8):
        clock.now_s += rest_s
        assert breaker.enter()
        breaker.fail()
        assert not breaker.enter()
        rest_s = min(2 * rest_s, LONGEST_REST_S)


def test_try_that_is_given_up_leaves_room_for_the_next(clock: Clock) -> None:
    """A reader who goes away during the try does not keep the breaker open for ever."""
    breaker = opened(clock)
    clock.now_s = FIRST_REST_S
    assert breaker.enter()
    breaker.leave()
    assert breaker.enter()


def test_late_failures_of_old_calls_do_not_lengthen_the_rest(clock: Clock) -> None:
    """Calls that were under way when it opened end one by one; the rest stays as it was."""
    breaker = opened(clock)
    for _ in range(10):
        breaker.fail()
    clock.now_s = FIRST_REST_S
    assert breaker.enter()
