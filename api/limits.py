"""How often one may ask: per key, or per address where there is none.

The address is the peer's. Behind a proxy it is what uvicorn takes from `X-Forwarded-For`, and only
where the proxy is one that it trusts (`FORWARDED_ALLOW_IPS`, loopback by default).
"""

import asyncio
import hashlib
import ipaddress
import logging
import math
import secrets
import time

from limits import RateLimitItem, parse_many
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import ConfigurationError, StorageError

from bot.messages import say
from index.errors import SettingError

UNLIMITED = "0"
REDIS = ("redis://", "rediss://")
REDIS_MAX_S = 0.5  # for one call; a request waits no longer for its count
REDIS_REST_S = 10.0  # after a failed call, in which counts are kept here
BUCKETS = 8192  # bounds the memory for addresses, and the library's sweep: < 2 ms a request
HOST_MAX_CHARS = 64
NETWORK_BITS = 64  # of an IPv6 address: what one household gets, RFC 6177

logger = logging.getLogger("murros")


class RateLimit:
    """Counts requests in a sliding window: in this process, or in Redis for several of them.

    While Redis does not answer, counts are kept here: the bound is looser, yet there.
    """

    def __init__(self, rate: str, url: str = "") -> None:
        """Keep the bound of `rate`, such as `120/minute`; `url`: of Redis, empty for none.

        Raises:
            SettingError: the rate or the address cannot be understood, or Redis' client is missing.
        """
        self._rate = parse_rate(rate)
        self._here = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = SlidingWindowCounterRateLimiter(_open_redis(url)) if url else None
        self._resting_until_s = 0.0
        self._salt = secrets.token_bytes(16)

    async def count_key(self, digest: str) -> int:
        """Count a request under a key; as `count_address`."""
        return await self._count(("key", digest), ("key", digest))

    async def count_address(self, host: str) -> int:
        """Count a request from an address.

        Return 0 where it is within the bound, else the whole seconds until the next one is; those
        beyond the bound are not counted. Here addresses share a fixed number of counters, spread
        by a secret hash: few of them meet, and none can choose whom.
        """
        network = mask_address(host)
        digest = hashlib.blake2b(network.encode(), key=self._salt, digest_size=8).digest()
        bucket = str(int.from_bytes(digest) % BUCKETS)
        return await self._count(("address", network), ("address", bucket))

    async def _count(self, shared: tuple[str, str], here: tuple[str, str]) -> int:
        if self._rate is None:
            return 0
        if self._shared and time.monotonic() >= self._resting_until_s:
            try:
                async with asyncio.timeout(REDIS_MAX_S):
                    return await _hit(self._shared, self._rate, shared)
            except (StorageError, TimeoutError) as error:
                self._resting_until_s = time.monotonic() + REDIS_REST_S
                # Its text may hold the address with the password.
                logger.warning("rate limits kept in this process: %s", type(error).__name__)
        return await _hit(self._here, self._rate, here)


def parse_rate(text: str) -> RateLimitItem | None:
    """Return the bound of `MURROS_RATE_LIMIT`, None for none.

    Raises:
        SettingError: it is not `0` or one bound such as `120/minute`.
    """
    if text.strip() == UNLIMITED:
        return None
    try:
        (rate,) = parse_many(text)
    except ValueError as error:
        raise SettingError(say("settings.rate_limit")) from error
    if rate.amount < 1:
        raise SettingError(say("settings.rate_limit"))
    return rate


def mask_address(host: str) -> str:
    """Return whom an address belongs to: an IPv4 address, the network of an IPv6 address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:HOST_MAX_CHARS]  # a Unix socket, a test, a proxy's word
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(address) >> NETWORK_BITS << NETWORK_BITS))


def _open_redis(url: str) -> RedisStorage:
    try:
        if not url.removeprefix("async+").startswith(REDIS):
            raise ConfigurationError("no address of Redis")
        return RedisStorage(url, wrap_exceptions=True, implementation="redispy")
    except (ConfigurationError, ValueError):
        raise SettingError(say("settings.rate_limit_url")) from None


async def _hit(
    limiter: SlidingWindowCounterRateLimiter, rate: RateLimitItem, names: tuple[str, str]
) -> int:
    if await limiter.hit(rate, *names):
        return 0
    stats = await limiter.get_window_stats(rate, *names)
    return max(1, math.ceil(stats.reset_time - time.time()))
