"""A quiz item: a question with one right option among plausible wrong ones, and its proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from bot.answer import Citation
from bot.claim import Source


class Kind(StrEnum):
    """What an item asks."""

    CELL = "cell"
    EXTREME = "extreme"
    COMPARE = "compare"
    ROW = "row"
    STATEMENT = "statement"
    QUOTE = "quote"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the quiz. The same report gives the same item under the same id.

    `theme`: the id of its theme. `right`: the 0-based place of the right option. `citations`: what
    proves it, numbered from 1.
    """

    id: str
    kind: Kind
    theme: str
    question: str
    options: tuple[str, ...]
    right: int
    citations: tuple[Citation, ...]

    @property
    def explanation(self) -> str:
        """Return the quotes that prove the right option, one a line."""
        return "\n".join(citation.quote for citation in self.citations)

    def is_right(self, option: int) -> bool:
        """Return whether the option at a 0-based place is the right one."""
        return option == self.right


def order_key(*parts: str) -> str:
    """Return a key that orders things as if by chance, always the same way."""
    return sha256("\n".join(parts).encode()).hexdigest()


def make_item(
    name: tuple[str, ...],
    kind: Kind,
    theme: str,
    question: str,
    options: Sequence[str],
    sources: Iterable[Source],
    *,
    is_ordered: bool = False,
) -> Item:
    """Return an item; the first of `options` is the right one.

    `name` makes the id: the report's id and what the item is on. `is_ordered`: the options are
    shown in the order of their figures rather than mixed.
    """
    item_id = ".".join((name[0], kind.value, *name[1:]))
    if is_ordered:
        shown = sorted(options, key=_size)
    else:
        shown = sorted(options, key=lambda option: order_key(item_id, option))
    citations = tuple(replace(s.citation, number=n) for n, s in enumerate(sources, 1))
    right = shown.index(options[0])
    return Item(item_id, kind, theme, question, tuple(shown), right, citations)


def _size(option: str) -> tuple[float, str]:
    """Return the figure of an option, for order alone."""
    digits = "".join(c for c in option.replace(",", ".") if c.isdecimal() or c == ".")
    return (float(digits) if digits.strip(".") else 0.0, option)
