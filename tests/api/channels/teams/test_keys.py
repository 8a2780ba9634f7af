"""Keys and tokens over time: how long they hold, and what happens while Microsoft is silent."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides

from api.channels.teams.account import METADATA, Account
from api.channels.teams.bearer import Bearer, read_life_s
from api.channels.teams.keys import KEPT_S, REST_S, RETRY_S, STALE_S, Keys
from api.errors import VendorError
from tests.api.channels.teams.double import KID, SECRET, TENANT, Double, write_jwk


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        """Begin somewhere."""
        self.now_s = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """Return a client."""
    async with httpx.AsyncClient() as http:
        yield http


@pytest.fixture
def keys(double: Double, http: httpx.AsyncClient, clock: Clock) -> Keys:
    """Return the keys of the double."""
    return Keys(http, double.url + METADATA, may_be_plain=True, clock=clock)


@pytest.fixture
def bearer(double: Double, http: httpx.AsyncClient, clock: Clock) -> Bearer:
    """Return the token of the double's log-in."""
    cloud = with_overrides(PUBLIC, login_endpoint=double.url)
    return Bearer(http, Account("id", SECRET, TENANT, cloud, is_plain=True), clock)


async def test_keys_are_fetched_anew_after_a_while(
    double: Double, keys: Keys, clock: Clock
) -> None:
    """One that Microsoft took back is gone then."""
    assert await keys.find(KID) is not None
    double.keys.clear()
    assert await keys.find(KID) is not None
    clock.now_s += KEPT_S + 1
    assert await keys.find(KID) is None


async def test_old_keys_hold_while_there_are_no_new_ones(
    double: Double, keys: Keys, clock: Clock
) -> None:
    """For a day; then nobody can be told from a forger."""
    assert await keys.find(KID) is not None
    double.is_silent = True
    clock.now_s += KEPT_S + 1
    assert await keys.find(KID) is not None
    clock.now_s += STALE_S
    with pytest.raises(VendorError):
        await keys.find(KID)


async def test_silence_is_tried_again_after_a_rest(
    double: Double, keys: Keys, clock: Clock
) -> None:
    """Not for every request."""
    double.is_silent = True
    for _ in range(3):
        with pytest.raises(VendorError):
            await keys.find(KID)
    assert double.asked.count("keys") == 1
    double.is_silent = False
    clock.now_s += RETRY_S
    assert await keys.find(KID) is not None


async def test_unknown_key_is_looked_for_now_and_then(
    double: Double, keys: Keys, clock: Clock
) -> None:
    """One fetch at once, then none for a while, whatever forgers send."""
    assert await keys.find(KID) is not None
    for number in range(5):
        assert await keys.find(f"vieras-{number}") is None
    assert double.asked.count("keys") == 2
    double.keys.append(write_jwk("uusi", "uusi"))
    assert await keys.find("uusi") is None
    clock.now_s += REST_S
    assert await keys.find("uusi") is not None


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "oct"},
        {"use": "enc"},
        {"kid": None},
        {"kid": ""},
        {"n": "AQAB"},
        {"n": 5},
        {"e": ""},
    ],
)
async def test_keys_that_cannot_sign_are_left_out(
    double: Double, keys: Keys, change: dict[str, Any]
) -> None:
    """The others stay."""
    double.keys[:] = [{**write_jwk("huono", "huono"), **change}, write_jwk()]
    assert await keys.find("huono") is None
    assert await keys.find(KID) is not None


async def test_token_is_kept_until_shortly_before_its_end(
    double: Double, bearer: Bearer, clock: Clock
) -> None:
    """Then a new one is fetched."""
    assert await bearer.read() == "vastausavain"
    double.token = "toinen"  # noqa: S105 - of the double alone
    clock.now_s += 3000
    assert await bearer.read() == "vastausavain"
    clock.now_s += 400
    assert await bearer.read() == "toinen"


async def test_dropped_token_is_fetched_anew(double: Double, bearer: Bearer) -> None:
    """Only the one that was refused is dropped."""
    assert await bearer.read() == "vastausavain"
    double.token = "toinen"  # noqa: S105 - of the double alone
    bearer.drop("muu")
    assert await bearer.read() == "vastausavain"
    bearer.drop("vastausavain")
    assert await bearer.read() == "toinen"


async def test_silent_log_in_is_an_error(double: Double, bearer: Bearer) -> None:
    """Later it may work."""
    double.is_silent = True
    with pytest.raises(VendorError):
        await bearer.read()
    double.is_silent = False
    assert await bearer.read() == "vastausavain"


@pytest.mark.parametrize(
    ("told", "life_s"), [(3600, 3300), ("3600", 3300), (100, 50), (None, 3300), ("x", 3300)]
)
def test_life_of_a_token_is_read_from_what_there_is(told: object, life_s: float) -> None:
    """Numbers, numbers in words, nothing."""
    assert read_life_s(told) == life_s
