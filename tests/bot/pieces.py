"""Small reports and rankings made by hand, with other words than the real report's."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from bot.answer import Citation, Sentence
from bot.claim import number_claims
from bot.evidence import Evidence, list_evidence
from bot.question import read_question
from bot.retrieve import FEATURES, Ranking
from bot.tables.query import Query, Target
from bot.tables.rows import RowFinder
from bot.tables.write import write_query
from bot.verify import verify
from index.report import Cell, Link, Passage, PassageKind, Report, Row, Section, Source, Table

VECTOR_SIZE = 4
SOURCE = Source(
    id="kirjasto-2020",
    title="Alan kuvaus 3: Kirjastotyön arki",
    publisher="Liitto",
    date=date(2020, 2, 3),
    language="fi",
    origin="keksitty",
    licence="vapaa",
    sha256="0" * 64,
)


def make_passage(
    text: str,
    kind: PassageKind = PassageKind.BULLET,
    *,
    name: str = "s1-1",
    section: str = "1",
    subsection: str | None = None,
    figure: int | None = None,
    pages: tuple[tuple[int, int], ...] = ((0, 1),),
    links: tuple[str, ...] = (),
) -> Passage:
    """Return a passage; `links` are addresses that belong to it, on its first page."""
    return Passage(
        id=name,
        kind=kind,
        text=text,
        section=section,
        pages=pages,
        subsection=subsection,
        figure=figure,
        links=tuple(Link(url, pages[0][1]) for url in links),
    )


def make_section(*passages: Passage, number: str = "1", title: str = "Arki kirjastossa") -> Section:
    """Return a section that opens with its heading, as a report has it."""
    heading = make_passage(
        f"{number}. {title}", PassageKind.HEADING, name=f"s{number}-0", section=number
    )
    return Section(number=number, title=title, page=1, passages=(heading, *passages))


def make_report(*sections: Section, tables: tuple[Table, ...] = ()) -> Report:
    """Return a report of these sections."""
    return Report(source=SOURCE, page_count=9, sections=sections, tables=tables)


def make_evidence(
    text: str,
    kind: PassageKind = PassageKind.BULLET,
    *,
    title: str = "Arki kirjastossa",
    subsection: str | None = None,
) -> Evidence:
    """Return the evidence that is the one passage of a report's one section."""
    passage = make_passage(text, kind, subsection=subsection)
    section = make_section(passage, title=title)
    return Evidence(make_report(section), section, passage=passage)


def make_table() -> Table:
    """Return a table of one row whose label ends in a full stop."""
    cells = tuple(
        Cell(column, f"{value} %", Decimal(value), "%")
        for column, value in (("Usein", 58), ("Joskus", 26), ("Ei koskaan", 16))
    )
    row = Row("t1-r1", 1, "Kirjoja viedään lainaajien koteihin.", 5, cells)
    return Table(
        id="t1",
        number=1,
        title="Toimintatavat",
        lead="",
        section="1",
        page=5,
        columns=("Usein", "Joskus", "Ei koskaan"),
        rows=(row,),
    )


def make_cell(column: str, value: Decimal | int | None, unit: str = "%") -> Cell:
    """Return a cell as printed; None makes an empty one."""
    if value is None:
        return Cell(column, "–", None, "")
    return Cell(column, f"{value} {unit}".strip().replace(".", ","), Decimal(value), unit)


def make_grid(
    columns: Sequence[str],
    *rows: Sequence[Decimal | int | None],
    title: str = "Lukupiirit",
    number: int = 1,
    unit: str = "%",
    labels: Sequence[str] = (),
) -> Table:
    """Return a table of these figures; its rows are labelled 'Rivi a.' and so on, or as told."""
    return Table(
        id=f"t{number}",
        number=number,
        title=title,
        lead="",
        section="1",
        page=5,
        columns=tuple(columns),
        rows=tuple(
            Row(
                f"t{number}-r{place}",
                place,
                labels[place - 1] if labels else f"Rivi {chr(96 + place)}.",
                5,
                tuple(make_cell(c, v, unit) for c, v in zip(columns, values, strict=True)),
            )
            for place, values in enumerate(rows, 1)
        ),
    )


def make_targets(table: Table, *columns: str) -> tuple[Target, ...]:
    """Return all rows of a table in these columns, in all columns where none is told."""
    report = make_report(make_section(), tables=(table,))
    return tuple(Target(report, table, row, columns or table.columns) for row in table.rows)


def make_finder(*tables: Table) -> RowFinder:
    """Return the rows of a report of these tables; their labels have no meaning, only words."""
    evidence = list_evidence([make_report(make_section(), tables=tables)])
    return RowFinder(evidence, lambda texts: [[0.0] * VECTOR_SIZE for _ in texts])


def prove(query: Query) -> list[str]:
    """Return the sentences of a query's answer without markers, each proved as it would be shown.

    Raises:
        UnprovedAnswerError: a number of a sentence has no source.
    """
    claims, reckonings = write_query(query)
    parts = list(number_claims(claims))
    citations = [part for part in parts if isinstance(part, Citation)]
    computed = [reckoning.number(citations) for reckoning in reckonings]
    for part in parts:
        if isinstance(part, Sentence):
            verify(part, citations, computed)
    known = {citation.number for citation in citations}
    assert all(c.citations and set(c.citations) <= known for c in computed)
    return [claim.lead.lstrip(" ") + claim.text for claim in claims]


def make_row_evidence() -> Evidence:
    """Return the evidence that is the one row of a report's one table."""
    (found,) = (
        e for e in list_evidence([make_report(make_section(), tables=(make_table(),))]) if e.row
    )
    return found


def make_ranking(
    evidence: Sequence[Evidence], shares: Mapping[str, float], question: str = "Missä kirjoja?"
) -> Ranking:
    """Return a ranking of the evidence by its shares, told by id; 0 where none is told."""
    size = len(evidence)
    values = np.array([shares.get(e.id, 0.0) for e in evidence], dtype=np.float32)
    asked = read_question(question)
    words = len(asked.words)
    return Ranking(
        question=asked,
        vector=np.zeros(VECTOR_SIZE, dtype=np.float32),
        features=np.zeros((size, len(FEATURES)), dtype=np.float32),
        scores=values,
        shares=values,
        matches=np.zeros((words, size), dtype=np.float32),
        rarity=np.ones(words, dtype=np.float32),
        cosines=values,
        keyword_share=np.zeros(size, dtype=np.float32),
        sentences={},
    )
