"""The Adaptive Card beside an answer: the figures that it cites, their chart, what to ask next."""

from collections.abc import Sequence
from itertools import groupby

from microsoft_teams.cards import (
    Action,
    AdaptiveCard,
    CardElement,
    ColumnDefinition,
    Image,
    SubmitAction,
    Table,
    TableCell,
    TableRow,
    TeamsCardProperties,
    TextBlock,
)

from api.channels.links import Links
from api.channels.teams.words import escape
from api.channels.view import Source, describe_chart
from bot.answer import Answer, Citation

LABEL_SHARE = 3  # of the width, to one of a figure
MOST_QUOTE_CHARS = 2000  # Teams takes messages up to about 100 kB


def draw_card(answer: Answer, links: Links, buttons: Sequence[str]) -> AdaptiveCard | None:
    """Return the card of an answer, None where there is nothing to show on one.

    `buttons`: questions that pressing asks, for rooms where Teams shows none under a message.
    """
    body: list[CardElement] = []
    cited = [c for c in answer.citations if c.table is not None and c.cells]
    for _, group in groupby(sorted(cited, key=_table), _table):
        body += _draw_table(list(group))
    picture = links.picture(answer.chart) if answer.chart else None
    if picture:
        body.append(Image(url=picture, alt_text=describe_chart(answer)))
    return offer(buttons, body)


def offer(buttons: Sequence[str], body: list[CardElement] | None = None) -> AdaptiveCard | None:
    """Return a card with buttons that ask, None where it would be empty."""
    if not body and not buttons:
        return None
    return AdaptiveCard(
        body=body or [],
        actions=[_ask(question) for question in buttons] or None,
        msteams=TeamsCardProperties(width="full"),
    )


def draw_source(source: Source) -> AdaptiveCard:
    """Return the card that opens from a citation: the whole place and quote."""
    quote = source.quote[:MOST_QUOTE_CHARS]
    return AdaptiveCard(
        body=[
            TextBlock(text=escape(source.place), weight="Bolder", wrap=True),
            TextBlock(text=escape(quote), wrap=True),
        ],
    )


def _table(citation: Citation) -> tuple[str, int]:
    return citation.report, citation.table or 0


def _draw_table(cited: list[Citation]) -> list[CardElement]:
    """Return a table of the cited rows and columns, under its title."""
    names = list(dict.fromkeys(name for c in cited for name in c.cells or {}))
    rows = [_draw_row(["", *names], is_head=True)]
    for citation in cited:
        cells = citation.cells or {}
        label = f"{citation.row} [{citation.number}]"
        rows.append(_draw_row([label, *(cells.get(name, "") for name in names)]))
    columns = [ColumnDefinition(width=LABEL_SHARE), *(ColumnDefinition(width=1) for _ in names)]
    title = TextBlock(text=escape(cited[0].title), weight="Bolder", wrap=True)
    return [title, Table(columns=columns, rows=rows, first_row_as_headers=True)]


def _draw_row(texts: Sequence[str], *, is_head: bool = False) -> TableRow:
    blocks = [TextBlock(text=escape(text), wrap=True) for text in texts]
    for block in blocks:
        block.weight = "Bolder" if is_head else None
    return TableRow(cells=[TableCell(items=[block]) for block in blocks])


def _ask(question: str) -> Action:
    pressed = {"type": "messageBack", "text": question, "displayText": question}
    return SubmitAction(title=question, data={"msteams": pressed})
