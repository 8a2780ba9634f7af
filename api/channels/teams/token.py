"""Whether a request is from Teams: the token that it carries, and what the token vouches for.

The rules are those of the Bot Connector's authentication (learn.microsoft.com, Bot Framework REST,
"Authenticate requests from the Bot Connector service to your bot"), the optional ones too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import jwt

from api.channels.teams.account import Account
from api.channels.teams.address import is_site
from api.channels.teams.keys import Keys
from api.errors import BadRequestError
from api.wire import parse_object

ALGORITHM = "RS256"
SCHEME = "bearer"
CHANNEL = "msteams"
LEEWAY_S = 60.0  # clocks of machines that set theirs by the network differ by less
MAX_CHARS = 16_384  # of a token; Microsoft's have about 1 500
DOT_COUNT = 2
MAX_TIME_S = 1e12  # beyond it there is no date


class TokenError(BadRequestError):
    """A request does not prove that it is from Teams."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        """Say nothing of the reason: who forges should not learn from it."""
        super().__init__("teams_token")


class ForeignError(TokenError):
    """A good token does not vouch for what it came with."""

    status = HTTPStatus.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a token vouches for: the address for replies, the channels of its key."""

    service_url: str
    channels: frozenset[str]


async def read_token(headers: Sequence[str], keys: Keys, account: Account, now_s: float) -> Voucher:
    """Return what the token in the `Authorization` headers of a request vouches for.

    `now_s`: seconds since 1970.

    Raises:
        TokenError: there is no token, or not exactly one, or it is not good.
        VendorError: the keys cannot be had.
    """
    token = _find_token(headers)
    key = await keys.find(_read_kid(token))
    if key is None:
        raise TokenError
    try:
        payload = jwt.PyJWS().decode(token, key.public, [ALGORITHM])
        claims = parse_object(payload if isinstance(payload, bytes) else b"")
    except (jwt.PyJWTError, BadRequestError, ValueError, TypeError, RecursionError):
        raise TokenError from None
    check_claims(claims, account, now_s)
    return Voucher(claims["serviceurl"], key.endorsements)


def check_claims(claims: Mapping[str, Any], account: Account, now_s: float) -> None:
    """Check what a signed token says of itself.

    Raises:
        TokenError: it is another's, for another, too old or too new, or names no address.
    """
    begins, ends = _read_time(claims, "nbf"), _read_time(claims, "exp")
    issued = _read_time(claims, "iat") if "iat" in claims else begins
    is_good = (
        claims.get("iss") == account.cloud.token_issuer
        and claims.get("aud") == account.client_id
        and max(begins, issued) - LEEWAY_S <= now_s < ends + LEEWAY_S
        and isinstance(claims.get("serviceurl"), str)
    )
    if not is_good:
        raise TokenError


def check_fields(fields: Mapping[str, Any], voucher: Voucher, account: Account) -> None:
    """Check that a token vouches for the activity that came with it.

    Where an activity names a tenant it is ours; our registration is for one tenant alone, so that
    the audience of the token says it where the activity does not.

    Raises:
        ForeignError: it has another address for replies, another channel, or another tenant.
    """
    url, channel = fields.get("serviceUrl"), fields.get("channelId")
    is_good = (
        isinstance(url, str)
        and url.rstrip("/") == voucher.service_url.rstrip("/")
        and is_site(url, may_be_plain=account.is_plain)
        and channel == CHANNEL
        and channel in voucher.channels
        and all(tenant == account.tenant.lower() for tenant in list_tenants(fields))
    )
    if not is_good:
        raise ForeignError


def list_tenants(fields: Mapping[str, Any]) -> list[str]:
    """Return the tenants that an activity names; what is no text is one that nobody has."""
    conversation, data = fields.get("conversation"), fields.get("channelData")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    named = [
        conversation.get("tenantId") if isinstance(conversation, dict) else None,
        tenant.get("id") if isinstance(tenant, dict) else None,
    ]
    return [str(name).lower() for name in named if name is not None]


def _find_token(headers: Sequence[str]) -> str:
    scheme, _, token = headers[0].partition(" ") if len(headers) == 1 else ("", "", "")
    is_one = scheme.lower() == SCHEME and token.isascii() and token.count(".") == DOT_COUNT
    if not is_one or len(token) > MAX_CHARS:
        raise TokenError
    return token


def _read_kid(token: str) -> str:
    try:
        head = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise TokenError from None
    kid = head.get("kid")
    if head.get("alg") != ALGORITHM or not isinstance(kid, str) or "crit" in head:
        raise TokenError
    return kid


def _read_time(claims: Mapping[str, Any], name: str) -> float:
    """Return a time in seconds since 1970.

    Raises:
        TokenError: there is none.
    """
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenError
    if not 0 <= value < MAX_TIME_S:
        raise TokenError
    return float(value)
