"""Takes in what channels deliver: each event once, each message into its conversation.

A channel has no ids of ours to keep. A conversation's id is made from the place where people talk,
with a secret of the channel: who knows the place alone cannot make it.
"""

import hashlib
import hmac
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass

from api.conversations.body import check_feedback
from api.conversations.turns import OpenTurn
from api.errors import FullError, OftenError
from api.limits import RateLimit
from api.service import Service
from api.settings import PING_S
from api.stream import follow
from api.wire import check_request
from bot.answer import Event

ID_CHARS = 32  # hexadecimal: 128 bits
MAX_FULL = 50  # conversations that one place may fill within the days that they are kept

Place = tuple[str, ...]
"""Where people talk, from the outside in: the channel's name, team, room, thread."""


@dataclass(frozen=True, slots=True)
class Talk:
    """An answer under way, as `api.stream.follow` yields it; None is silence."""

    message_id: str
    events: AsyncGenerator[Event | None]


class Desk:
    """The one way from a channel into the service."""

    def __init__(self, service: Service, rate_limit: RateLimit, secret: str) -> None:
        """Work for a channel; `secret`: one that it shares with its vendor."""
        self.service = service
        self._rate_limit = rate_limit
        self._secret = secret.encode()

    async def take(self, *event: str) -> bool:
        """Return whether an event is new; from now on, in any process, it is not.

        Raises:
            StoreError: the database does not answer; the channel should send again.
        """
        return await self.service.conversations.take(json.dumps(event))

    @asynccontextmanager
    async def ask(
        self, place: Place, person: Place, text: str, silence_s: float = PING_S
    ) -> AsyncIterator[Talk]:
        """Answer what a person wrote in a place, in the order of what is written there.

        The conversation begins where it is missing, and anew where it is full.

        Raises:
            OftenError: the person asks too often.
            BadRequestError: the message is empty or too long.
            MurrosError: as `Service.turn` does; so does iterating over the events.
        """
        if await self._rate_limit.count_key(_digest(self._secret, person)):
            raise OftenError("liian monta viestiä; yritä hetken päästä")
        message = check_request({"message": text}).message
        async with AsyncExitStack() as stack:
            turn = await self._enter(stack, place, message)
            events = follow(self.service.assistant, turn, self.service.answer_max_s, silence_s)
            yield Talk(turn.message_id, await stack.enter_async_context(aclosing(events)))

    async def judge(self, message_id: str, rating: str, reason: str = "") -> None:
        """Keep what a reader thought of an answer.

        Raises:
            BadRequestError: there is no such message, or the feedback cannot be taken.
            StoreError: the database does not answer.
        """
        given = {"rating": rating, **({"reason": reason} if reason else {})}
        await self.service.conversations.judge(message_id, check_feedback(given))

    async def _enter(self, stack: AsyncExitStack, place: Place, message: str) -> OpenTurn:
        for number in range(MAX_FULL):
            known = _digest(self._secret, (*place, str(number)))[:ID_CHARS]
            turn = self.service.turn(known, message, may_begin=True)
            try:
                return await stack.enter_async_context(turn)
            except FullError:
                continue
        raise FullError("conversation_full")


def _digest(secret: bytes, parts: Place) -> str:
    return hmac.new(secret, json.dumps(parts).encode(), hashlib.sha256).hexdigest()
