"""A turn of a conversation, as the assistant gets it back when the next message comes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a conversation, personal data masked, and the answer that was shown.

    `memory`: what `Answer.memory` was; nobody but the assistant reads it.
    """

    question: str
    answer: str
    memory: str = ""
