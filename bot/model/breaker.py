"""A circuit breaker: a model that keeps failing is left alone for a time, then tried again."""

from collections.abc import Callable

FAILURES = 3  # in a row, after which calls stop
FIRST_REST_S, LONGEST_REST_S = 5.0, 60.0


class Breaker:
    """Closed while calls succeed. Open after `FAILURES` in a row, twice as long each time.

    After its rest one call may try; it closes the breaker or opens it again. Used on one event
    loop only.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin closed; `clock` tells seconds that only grow."""
        self._clock = clock
        self._failures = 0
        self._rest_s = FIRST_REST_S
        self._open_until_s: float | None = None
        self._is_trying = False

    def enter(self) -> bool:
        """Return whether a call may be made now; who may tells how it went by one of the others."""
        if self._open_until_s is None:
            return True
        if self._is_trying or self._clock() < self._open_until_s:
            return False
        self._is_trying = True
        return True

    def succeed(self) -> None:
        """Take note that a call went well."""
        self._failures = 0
        self._rest_s = FIRST_REST_S
        self._open_until_s = None
        self._is_trying = False

    def fail(self) -> None:
        """Take note that a call failed."""
        self._failures += 1
        if self._is_trying or (self._open_until_s is None and self._failures >= FAILURES):
            self._open_until_s = self._clock() + self._rest_s
            self._rest_s = min(2 * self._rest_s, LONGEST_REST_S)
        self._is_trying = False

    def leave(self) -> None:
        """Take note that a call ended without telling whether the model works: it was given up."""
        self._is_trying = False
