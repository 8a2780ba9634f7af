"""The public keys that sign Teams' requests, fetched from Microsoft and kept for a while."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWTError

from api.channels.teams.address import is_site
from api.errors import VendorError
from api.wire import parse_object
from index.errors import MurrosError

KEPT_S = 3600.0  # then they are fetched again
STALE_S = 24 * 3600.0  # so long they hold while they cannot be fetched again
REST_S = 30.0  # after a fetch for a key that is not known, so that forgers cannot make us fetch
RETRY_S = 2.0  # after a fetch that failed
FETCH_MAX_S = 4.0  # two of them stay under the 15 s in which Teams wants an answer
MIN_BITS = 2048


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and the channels for which it may sign."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class Keys:
    """The keys of one cloud, by their ids."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        metadata_url: str,
        *,
        may_be_plain: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without keys; the first request fetches them. `clock` counts seconds."""
        self._http = http
        self._metadata_url = metadata_url
        self._may_be_plain = may_be_plain
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._fetched_s: float | None = None
        self._rest_until_s = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> Key | None:
        """Return the key of an id, None where there is none.

        Raises:
            VendorError: keys are needed, and the address does not give them.
        """
        if not self._is_needed(kid):
            return self._keys.get(kid)
        async with self._lock:
            if self._is_needed(kid) and self._clock() >= self._rest_until_s:
                await self._refresh(kid)
        if self._age_s() > STALE_S:
            raise VendorError("Microsoftin avaimia ei saatu; yritä hetken päästä")
        return self._keys.get(kid)

    def _is_needed(self, kid: str) -> bool:
        return kid not in self._keys or self._age_s() > KEPT_S

    def _age_s(self) -> float:
        return float("inf") if self._fetched_s is None else self._clock() - self._fetched_s

    async def _refresh(self, kid: str) -> None:
        """Fetch the keys; where that fails, the old ones are good for those that are known."""
        is_first = self._fetched_s is None
        try:
            self._keys = await self._fetch()
        except VendorError:
            self._rest_until_s = self._clock() + RETRY_S
            if kid not in self._keys:
                raise
            return
        self._fetched_s = self._clock()
        if kid not in self._keys and not is_first:
            self._rest_until_s = self._fetched_s + REST_S

    async def _fetch(self) -> dict[str, Key]:
        usual = self._metadata_url.removesuffix("openidconfiguration") + "keys"
        try:
            told = (await self._read(self._metadata_url)).get("jwks_uri")
        except VendorError:
            told = None
        is_good = isinstance(told, str) and is_site(told, may_be_plain=self._may_be_plain)
        found = (await self._read(str(told) if is_good else usual)).get("keys")
        if not isinstance(found, list):
            raise VendorError("Microsoftin avaimia ei saatu; yritä hetken päästä")
        read = (_read_key(jwk) for jwk in found)
        return {kid: key for kid, key in (pair for pair in read if pair)}

    async def _read(self, url: str) -> dict[str, Any]:
        try:
            response = await self._http.get(url, timeout=FETCH_MAX_S)
            response.raise_for_status()
            return parse_object(response.content)
        except (httpx.HTTPError, MurrosError) as error:
            raise VendorError("Microsoftin avaimia ei saatu; yritä hetken päästä") from error


def _read_key(jwk: object) -> tuple[str, Key] | None:
    """Return a key that signs with RSA, None for another."""
    if not isinstance(jwk, dict) or jwk.get("kty") != "RSA" or jwk.get("use", "sig") != "sig":
        return None
    kid, endorsements = jwk.get("kid"), jwk.get("endorsements")
    if not isinstance(kid, str) or not kid or not isinstance(endorsements, list):
        return None
    try:
        public = PyJWK(jwk, "RS256").key
    except (PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < MIN_BITS:
        return None
    return kid, Key(public, frozenset(e for e in endorsements if isinstance(e, str)))
