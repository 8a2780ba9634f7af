"""Cuts an answer into the parts that pages and terminals lay out; knows neither."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.answer import Citation, Computation
from bot.messages import say
from bot.numbers import format_number
from bot.tables.query import Operation

MARK = re.compile(r"\[(\d{1,3})\]")
ITEM = "- "
SUMS = {Operation.SUM.value, Operation.TOTAL.value}

Part = str | int
"""Words, or the number of a citation."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line) or a list (a line for each item); a line is a tuple of parts."""

    is_list: bool
    lines: tuple[tuple[Part, ...], ...]


def split_answer(text: str) -> list[Block]:
    """Return the paragraphs and lists of an answer in order; empty lines are left out."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    blocks: list[Block] = []
    for is_list, group in groupby(lines, lambda line: line.startswith(ITEM)):
        parts = [tuple(_parts(line.removeprefix(ITEM))) for line in group]
        blocks += [Block(True, tuple(parts))] if is_list else [Block(False, (p,)) for p in parts]
    return blocks


def describe_place(citation: Citation) -> str:
    """Return where a citation stands, in words: section, sub-heading, figure, page."""
    is_numbered = citation.table is None and citation.section != "0"
    title = f"{citation.section}. {citation.title}" if is_numbered else citation.title
    parts = [title]
    if citation.subsection:
        parts.append(citation.subsection)
    if citation.figure is not None:
        parts.append(say("place.figure", number=str(citation.figure)))
    parts.append(say("place.page", number=str(citation.page)))
    return ", ".join(parts)


def describe_computation(computation: Computation) -> str:
    """Return what was computed from what, in words."""
    numbers = [format_number(operand) for operand in computation.operands]
    result = f"{format_number(computation.result)} {computation.unit}".strip()
    if computation.operation in SUMS:
        return say("place.sum", sum=" + ".join(numbers), result=result)
    return say("place.computed", operands="; ".join(numbers), result=result)


def _parts(line: str) -> Iterator[Part]:
    """Yield the words between citation marks, and the marks' numbers."""
    end = 0
    for mark in MARK.finditer(line):
        if mark.start() > end:
            yield line[end : mark.start()]
        yield int(mark.group(1))
        end = mark.end()
    if end < len(line):
        yield line[end:]
