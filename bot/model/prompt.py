"""What a language model is told: the rules, the conversation so far, the evidence, the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from string import Template

from bot.messages import say
from bot.model.exhibit import Exhibit
from bot.numbers import MARKER
from bot.turn import Turn
from index.tokens import count_tokens, cut_to_tokens
from prompts import FOLDER

FILE = FOLDER / "answer.fi.md"
TASK_LINE = "---\n"  # parts the rules from the template of the task
HISTORY_TOKENS = 1_200
EVIDENCE_TOKENS = 5_000
QUESTION_TOKENS = 2_500  # a message of 8 000 characters


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages of one call; `count` is the number of exhibits in it."""

    rules: str
    history: tuple[Turn, ...]
    task: str
    count: int

    @property
    def tokens(self) -> int:
        """Return the tokens of all messages: an upper bound for newer encodings."""
        told = [text for turn in self.history for text in (turn.question, turn.answer)]
        return sum(map(count_tokens, (self.rules, *told, self.task)))


def write_prompt(
    question: str, exhibits: Sequence[Exhibit], history: Sequence[Turn] = ()
) -> Prompt:
    """Return the prompt; exhibits and the oldest turns that do not fit their budgets are left out.

    Brackets that look like markers are taken out of the question and the evidence.
    """
    rules, template = _read()
    pieces: list[str] = []
    used = 0
    for number, exhibit in enumerate(exhibits, 1):
        piece = f"[{number}] {_plain(exhibit.heading)}\n{_plain(exhibit.text)}"
        used += count_tokens(piece)
        if pieces and used > EVIDENCE_TOKENS:
            break
        pieces.append(piece)
    asked = cut_to_tokens(_plain(question), QUESTION_TOKENS)
    task = Template(template).substitute(evidence="\n\n".join(pieces), question=asked)
    return Prompt(rules, _recent(history), task, len(pieces))


@cache
def prompt_version() -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of the prompt's file."""
    return sha256(FILE.read_bytes()).hexdigest()[:12]


def _recent(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the last turns that fit the budget, without the markers of their answers."""
    kept: list[Turn] = []
    used = 0
    for turn in reversed(history):
        plain = Turn(_plain(turn.question), MARKER.sub("", turn.answer))
        used += count_tokens(plain.question) + count_tokens(plain.answer)
        if used > HISTORY_TOKENS:
            break
        kept.append(plain)
    return tuple(reversed(kept))


def _plain(text: str) -> str:
    """Return text in one line that holds no marker."""
    return " ".join(MARKER.sub(r"(\1)", text).split())


@cache
def _read() -> tuple[str, str]:
    """Return the rules and the template of the task."""
    rules, _, template = FILE.read_text(encoding="utf-8").partition(TASK_LINE)
    told = Template(rules).substitute(no_answer=say("exhibits.no_answer"))
    return told.strip(), template.strip()
