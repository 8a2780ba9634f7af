"""What is embedded and searched: passages, sentences, lists, tables and rows under headings."""

from collections.abc import Callable

import pytest

from index.chunks import BUDGET_TOKENS, Chunk, ChunkKind, make_chunks, token_total
from index.report import PassageKind, Report
from index.tokens import count_tokens

Read = Callable[[str], Report]


@pytest.fixture(scope="module")
def chunks(report: Report) -> list[Chunk]:
    """Return the chunks of the real report."""
    return make_chunks([report])


def of(chunks: list[Chunk], kind: ChunkKind) -> list[Chunk]:
    """Return the chunks of one kind."""
    return [chunk for chunk in chunks if chunk.kind is kind]


def test_ids_are_unique_and_positions_count(chunks: list[Chunk]) -> None:
    """No two chunks share an id, and positions count from 0."""
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))


def test_chunks_are_deterministic(report: Report, chunks: list[Chunk]) -> None:
    """The same report makes the same chunks, so that the manifest's checksum holds."""
    assert make_chunks([report]) == chunks


def test_budget_holds(chunks: list[Chunk]) -> None:
    """No chunk is longer than its budget, and none is empty."""
    tokens = [count_tokens(chunk.text) for chunk in chunks]
    assert max(tokens) <= BUDGET_TOKENS
    assert min(tokens) > 0
    assert token_total(chunks) == sum(tokens)


def test_every_passage_and_row_is_searched(report: Report, chunks: list[Chunk]) -> None:
    """Each passage but a heading, each table and each row has its chunk."""
    passages = [p.id for p in report.passages() if p.kind is not PassageKind.HEADING]
    assert [chunk.target for chunk in of(chunks, ChunkKind.PASSAGE)] == passages
    assert [chunk.target for chunk in of(chunks, ChunkKind.TABLE)] == ["t1", "t2", "t3"]
    rows = [row.id for table in report.tables for row in table.rows]
    assert [chunk.target for chunk in of(chunks, ChunkKind.ROW)] == rows


def test_sentences_stand_in_their_passages(report: Report, chunks: list[Chunk]) -> None:
    """A sentence's offset is where it begins in its passage; only passages of several have any."""
    texts = {p.id: p.text for p in report.passages()}
    for chunk in of(chunks, ChunkKind.SENTENCE):
        start = texts[chunk.target][chunk.start :]
        sentence = chunk.text.rsplit(start[:10], maxsplit=1)[-1]
        assert start[:10] in chunk.text
        assert start[10:].startswith(sentence)


def test_list_chunk_points_at_its_heading(report: Report, chunks: list[Chunk]) -> None:
    """A whole list is searched at once, and what it points at is its heading."""
    kinds = {p.id: p.kind for p in report.passages()}
    lists = of(chunks, ChunkKind.LIST)
    assert {kinds[chunk.target] for chunk in lists} == {PassageKind.HEADING}
    assert len(lists) == 16


SYNTHETIC = (
    "1. Kirjasto muuttuu \n• Jono on poissa. \n\nTilat \n\n• Tilaa on. Se riittää. \n"
    "• Valoa on. \n\n2. Tarina Porista \n\n– Luen paljon, sanoo lukija. \n\n"
    "Kirjastoja on monta. \n 3. Taulukot \nTaulukko 1. Lainat kasvavat. \n\n"
    "Kuinka käy? Hyvin Huonosti \n\nKirjat \n\n60 % 40 % \n"
)
EXPECTED = {
    "passage:s1-2": "Kirjasto muuttuu. Jono on poissa.",
    "passage:s1-4": "Kirjasto muuttuu. Tilat. Tilaa on. Se riittää.",
    "sentence:s1-4@0": "Tilat. Tilaa on.",
    "sentence:s1-4@10": "Tilat. Se riittää.",
    "passage:s1-5": "Kirjasto muuttuu. Tilat. Valoa on.",
    "list:s1-1": "Kirjasto muuttuu. 1. Kirjasto muuttuu. Jono on poissa.",
    "list:s1-3": "Kirjasto muuttuu. Tilat. Tilaa on. Se riittää. Valoa on.",
    "passage:s2-2": "Tarina Porista. Luen paljon, sanoo lukija.",
    "passage:s2-3": "Kirjastoja on monta.",
    "table:t1": "Taulukko 1. Lainat kasvavat. Kuinka käy? Hyvin, Huonosti",
    "row:t1-r1": "Lainat kasvavat. Kirjat: Hyvin 60 %, Huonosti 40 %",
}


def test_headings_stand_before_the_text(read: Read) -> None:
    """A chunk's text begins with its headings; a story's title is not over what follows it."""
    found = {chunk.id: chunk.text for chunk in make_chunks([read(SYNTHETIC)])}
    assert {key: found.get(key) for key in EXPECTED} == EXPECTED


def test_long_text_is_cut_to_its_budget(read: Read) -> None:
    """A passage over the budget is cut at a word; its sentences are still searched whole."""
    body = "1. Luku \n" + "Kirjasto on auki tänään. " * 300 + "\n"
    chunks = make_chunks([read(body)])
    (whole,) = [c for c in chunks if c.kind is ChunkKind.PASSAGE and c.target == "s1-2"]
    assert count_tokens(whole.text) <= BUDGET_TOKENS
    assert whole.text.split()[-1] in {"Kirjasto", "on", "auki", "tänään."}
    assert sum(c.kind is ChunkKind.SENTENCE and c.target == "s1-2" for c in chunks) == 300


def test_no_reports_make_no_chunks() -> None:
    """Nothing makes nothing."""
    assert make_chunks([]) == []
    assert token_total([]) == 0
