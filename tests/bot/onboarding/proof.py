"""Proves quiz items from the report as read, without what made them.

Each judge reads the question as a person does, looks up the report, and returns which of the
options are true.
"""

import re

from index.grams import split_words
from index.report import PassageKind, Report, Row, Table

CELL = re.compile(r"Mikä luku on taulukon ”(.+)” sarakkeessa ”(.+)” tällä rivillä: ”(.+)”\?")
MOST = re.compile(r"Millä rivillä on (suurin|pienin) luku taulukon ”(.+)” sarakkeessa ”(.+)”\?")
COMPARE = re.compile(r"Kummalla rivillä on suurempi luku taulukon ”(.+)” sarakkeessa ”(.+)”\?")
ROW = re.compile(r"Millä rivillä on luku (.+) taulukon ”(.+)” sarakkeessa ”(.+)”\?")
STATEMENT = re.compile(r"Mikä näistä mainitaan raportissa otsikon ”(.+)” alla\?")
QUOTE = re.compile(r"Mitä raportissa siteerattu työntekijä kertoo otsikon ”(.+)” alla\?")
NUMBER = re.compile(r"Mikä luku puuttuu tästä raportin virkkeestä\? ”(.+)”")


def true_options(report: Report, question: str, options: tuple[str, ...]) -> list[str]:
    """Return the options that are true of the report; fail on a question not understood."""
    if found := CELL.fullmatch(question):
        row = row_of(table_of(report, found[1]), found[3])
        figure = row.cell(found[2])
        return [o for o in options if plain(o) == plain(figure.text)]
    if found := MOST.fullmatch(question):
        values = values_of(table_of(report, found[2]), found[3])
        best = (max if found[1] == "suurin" else min)(values.values())
        return [o for o in options if values[o] == best]
    if found := COMPARE.fullmatch(question):
        values = values_of(table_of(report, found[1]), found[2])
        best = max(values[o] for o in options)
        return [o for o in options if values[o] == best]
    if found := ROW.fullmatch(question):
        table = table_of(report, found[2])
        return [
            o for o in options if plain(row_of(table, o).cell(found[3]).text) == plain(found[1])
        ]
    if found := STATEMENT.fullmatch(question):
        below = " ".join(texts_below(report, found[1]))
        return [o for o in options if o in below]
    if found := QUOTE.fullmatch(question):
        below = " ".join(texts_below(report, found[1]))
        return [o for o in options if o[0] + o[-1] == "””" and o[1:-1] in below]
    found = NUMBER.fullmatch(question)
    assert found, question
    texts = {" ".join(split_words(p.text)) for p in report.passages()}
    filled = [" ".join(split_words(found[1].replace("____ %", option))) for option in options]
    return [o for o, t in zip(options, filled, strict=True) if any(t in text for text in texts)]


def table_of(report: Report, title: str) -> Table:
    """Return the one table with this title."""
    (table,) = (t for t in report.tables if t.title == title)
    return table


def row_of(table: Table, label: str) -> Row:
    """Return the one row with this label, a stop at its end aside."""
    (row,) = (r for r in table.rows if r.label.rstrip(".") == label)
    return row


def values_of(table: Table, column: str) -> dict[str, float]:
    """Return the figures of a column by the labels of the rows that have one."""
    cells = {row.label.rstrip("."): row.cell(column).value for row in table.rows}
    return {label: float(value) for label, value in cells.items() if value is not None}


def texts_below(report: Report, heading: str) -> list[str]:
    """Return all that stands below a heading, under the sub-headings of a section too."""
    texts = [
        p.text
        for section in report.sections
        for p in section.passages
        if heading in {section.title, p.subsection} and p.kind is not PassageKind.HEADING
    ]
    assert texts
    return texts


def plain(figure: str) -> str:
    """Return a figure without blanks."""
    return re.sub(r"\s", "", figure)
