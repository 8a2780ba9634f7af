"""API keys: made at random, kept as hashes, compared without telling how near a guess was."""

import argparse
import hashlib
import hmac
import re
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.messages import say
from index.errors import SettingError

KEY_BYTES = 32
PREFIX = "murros_"  # so that a key is known for one wherever it turns up
KEY = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")  # 32 bytes in base64 without padding
BEARER = re.compile(r"bearer +(\S+)", re.ASCII | re.IGNORECASE)  # RFC 6750, 2.1
HASHED = re.compile(r"(?P<role>[a-z]+):(?P<digest>[0-9a-f]{64})")


class Role(StrEnum):
    """What the holder of a key may do; an owner may also do all that others may."""

    ASK = "ask"
    OWNER = "owner"

    def covers(self, needed: "Role") -> bool:
        """Return whether this role may do what `needed` may."""
        return self in {Role.OWNER, needed}


@dataclass(frozen=True, slots=True)
class HashedKey:
    """A key as the setting has it; `digest` is the SHA-256 of the key in 64 hex digits."""

    role: Role
    digest: str


def make_key() -> str:
    """Return a new key with 256 random bits."""
    return PREFIX + secrets.token_urlsafe(KEY_BYTES)


def hash_key(key: str) -> str:
    """Return the SHA-256 of a key in hex.

    Slow hashes protect passwords that people choose, for those can be guessed. A key has 256
    random bits; nobody goes through them, however fast the hash.
    """
    return hashlib.sha256(key.encode()).hexdigest()


def parse_keys(text: str) -> tuple[HashedKey, ...]:
    """Return the keys of `MURROS_API_KEYS`, `role:hash` pairs between commas or spaces.

    Raises:
        SettingError: a pair is not of that form, or a hash stands twice; the value is not told.
    """
    found = [HASHED.fullmatch(pair) for pair in re.split(r"[,\s]+", text.strip()) if pair]
    keys = [
        HashedKey(Role(pair["role"]), pair["digest"])
        for pair in found
        if pair and pair["role"] in set(Role)
    ]
    if len(keys) < len(found) or len({key.digest for key in keys}) < len(keys):
        raise SettingError(say("settings.api_keys"))
    return tuple(keys)


def find_key(headers: Sequence[str], keys: Sequence[HashedKey]) -> HashedKey | None:
    """Return the key that the `Authorization` headers of a request prove, None if none.

    All are compared, each in constant time, so that the time tells nothing of where one fits.
    More than one header proves nothing: who asks must be beyond doubt.
    """
    sent = BEARER.fullmatch(headers[0]) if len(headers) == 1 else None
    if sent is None or not KEY.fullmatch(sent[1]):
        return None
    digest = hash_key(sent[1])
    found = None
    for key in keys:
        if hmac.compare_digest(digest, key.digest):
            found = key
    return found


def run_key(args: argparse.Namespace) -> int:
    """Print a new key of the role `args.role`, and what to put in the setting for it."""
    key = make_key()
    pair = f"{args.role}:{hash_key(key)}"
    sys.stdout.write(f"{say('command.key_made')}\n{key}\n{say('command.key_setting')}\n{pair}\n")
    return 0
