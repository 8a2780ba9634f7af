"""Makes from a report the texts that search looks through, each pointing at what one may cite."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from index.report import Passage, PassageKind, Report, Row, Section, Table
from index.sentences import split_sentences
from index.tokens import count_tokens, cut_to_tokens

BUDGET_TOKENS = 640  # about the 512 tokens of e5's window; cl100k needs more tokens for Finnish
LIST_TOKENS = 160  # a list's heading and first items tell what it is about; more only dilutes it


class ChunkKind(StrEnum):
    """What a chunk is made from; search weighs the kinds differently."""

    PASSAGE = "passage"
    SENTENCE = "sentence"
    LIST = "list"
    TABLE = "table"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A text to search.

    `text` is what is embedded: what it points at, with the headings that tell what it is about.
    `target` is the id of a passage, a table or a row; for a list, of its heading. `start` is the
    offset of a sentence in its passage, else 0. `position` counts the chunks of all reports.
    """

    id: str
    kind: ChunkKind
    report: str
    target: str
    text: str
    start: int = 0
    position: int = 0


def make_chunks(reports: Iterable[Report]) -> list[Chunk]:
    """Return the chunks of all reports in their order; ids are unique in a report."""
    chunks = [chunk for report in reports for chunk in _report_chunks(report)]
    return [replace(chunk, position=position) for position, chunk in enumerate(chunks)]


def _report_chunks(report: Report) -> list[Chunk]:
    chunks: list[Chunk] = []
    for section in report.sections:
        for passage in section.passages:
            chunks += _passage_chunks(report.id, section, passage)
        chunks += _list_chunks(report.id, section)
    for table in report.tables:
        chunks.append(_chunk(ChunkKind.TABLE, report.id, table.id, describe_table(table)))
        chunks += [
            _chunk(ChunkKind.ROW, report.id, row.id, describe_row(table, row)) for row in table.rows
        ]
    return chunks


def headings(section: Section, passage: Passage) -> tuple[str, ...]:
    """Return the headings that tell what a passage is about, outermost first.

    General text after a section's story does not come under the story's title.
    """
    has_story = any(p.is_story for p in section.passages)
    title = () if has_story and not passage.is_story else (section.title,)
    name = () if passage.subsection is None else (passage.subsection,)
    return (*title, *name)


def describe_table(table: Table) -> str:
    """Return a table's title, lead and column headings in words."""
    return f"{table.caption}. {table.lead} {', '.join(table.columns)}"


def describe_row(table: Table, row: Row) -> str:
    """Return a row in words: the table's title, the label, each heading with its figure."""
    cells = ", ".join(f"{cell.column} {cell.text}" for cell in row.cells)
    return f"{table.title}. {row.label}: {cells}"


def _passage_chunks(report: str, section: Section, passage: Passage) -> list[Chunk]:
    if passage.kind is PassageKind.HEADING:
        return []
    above = headings(section, passage)
    chunks = [_chunk(ChunkKind.PASSAGE, report, passage.id, _under(above, passage.text))]
    sentences = list(split_sentences(passage.text))
    if len(sentences) > 1:
        chunks += [
            Chunk(
                id=f"{ChunkKind.SENTENCE}:{passage.id}@{sentence.start}",
                kind=ChunkKind.SENTENCE,
                report=report,
                target=passage.id,
                text=cut_to_tokens(_under(above[-1:], sentence.text), BUDGET_TOKENS),
                start=sentence.start,
            )
            for sentence in sentences
        ]
    return chunks


def _list_chunks(report: str, section: Section) -> list[Chunk]:
    """Return one chunk for each heading with bullets below it: the heading and its first items."""
    chunks: list[Chunk] = []
    heading: Passage | None = None
    items: list[str] = []
    for passage in (*section.passages, None):
        if passage is None or passage.kind is PassageKind.HEADING:
            if heading is not None and items:
                above = dict.fromkeys((section.title, heading.text))
                text = _under(tuple(above), " ".join(items))
                chunks.append(_chunk(ChunkKind.LIST, report, heading.id, text))
            heading, items = passage, []
        elif passage.kind is PassageKind.BULLET:
            items.append(passage.text)
    return chunks


def _under(above: tuple[str, ...], text: str) -> str:
    """Return a text with its headings before it."""
    return ". ".join((*(heading.rstrip(".?") for heading in above), text))


def _chunk(kind: ChunkKind, report: str, target: str, text: str) -> Chunk:
    budget = LIST_TOKENS if kind is ChunkKind.LIST else BUDGET_TOKENS
    return Chunk(f"{kind}:{target}", kind, report, target, cut_to_tokens(text, budget))


def token_total(chunks: list[Chunk]) -> int:
    """Return the tokens of all chunks together, as the manifest tells them."""
    return sum(count_tokens(chunk.text) for chunk in chunks)
