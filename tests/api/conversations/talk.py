"""How tests talk: a turn from its message to its stored answer."""

from dataclasses import replace

from api.conversations.store import Conversations
from api.conversations.turns import OpenTurn
from bot.answer import Answer
from tests.api.fake import DECLINE, TABLE_ANSWER

__all__ = ["DECLINE", "TABLE_ANSWER", "answer_with", "say"]


def answer_with(text: str, memory: str = "") -> Answer:
    """Return an answer of this text."""
    return replace(TABLE_ANSWER, text=text, memory=memory)


async def say(
    conversations: Conversations,
    message: str,
    conversation_id: str | None = None,
    answer: Answer = TABLE_ANSWER,
) -> OpenTurn:
    """Ask, store the answer, and return the turn."""
    async with conversations.turn(conversation_id, message) as turn:
        await turn.finish(answer)
    return turn
