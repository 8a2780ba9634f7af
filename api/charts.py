"""Draws a table of a report as a bar chart, for those who would rather look than read.

The picture is an SVG without scripts, with a title and all its figures as a text alternative; for
chat programs, which show no SVG, it is a PNG as well.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from http import HTTPStatus
from math import ceil
from textwrap import wrap
from threading import Lock
from typing import Annotated, Any, Literal
from xml.etree import ElementTree as ET

from anyio import to_thread
from fastapi import APIRouter, HTTPException, Query, Response
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from api.problems import document
from api.reports import find_report
from api.service import Serving
from index.report import Report, Row, Table

SVG = "http://www.w3.org/2000/svg"
# Colours that the colour-blind tell apart (Okabe and Ito 2008, "Color Universal Design").
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#999999", "#d55e00", "#f0e442")
INK, DARK = "#1a1a1a", {0, 6}  # figures on these colours are white
# As wide as a telephone and the widget, so that its letters are read there without enlarging.
WIDTH_IN, LABEL_CHARS, TITLE_CHARS = 5.2, 30, 56
STACKED_IN = 6.6  # bars of many pieces need more, for the figures within them
LINE_IN, TOP_IN = 0.17, 0.75  # inches: a line of text, and what stands around bars and title
MARGIN = 0.03  # of the width, at the left: browsers set labels wider than the library reckons
WHOLE_MOST = 102  # per cent: rounding makes a whole a little more or less
LEGEND_COLUMNS = 3
MANY = 64  # rows or columns that one picture takes
MIN_SHOWN = 0.05  # of the axis; in a smaller piece of a bar its figure has no room
STYLE: Any = {
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "murros",
    "font.family": "sans-serif",
}
AS_SVG: dict[str, Any] = {"format": "svg", "metadata": {"Date": None, "Creator": None}}
AS_PNG: dict[str, Any] = {"format": "png", "dpi": 150}  # sharp on the dense screens of phones
# The picture's own: its library writes styles into the elements.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# The widget shows it on pages of other sites, also on those that want to be asked for it.
HEADERS = {"Content-Security-Policy": POLICY, "Cross-Origin-Resource-Policy": "cross-origin"}

router = APIRouter(prefix="/raportti", tags=["reports"])
_drawing = Lock()  # the library keeps settings that threads share

Places = Annotated[list[Annotated[int, Query(ge=1)]], Query(max_length=MANY, default_factory=list)]


PATH = "/{report}/taulukko/{number}"
ERRORS = document(HTTPStatus.NOT_FOUND, 422, HTTPStatus.SERVICE_UNAVAILABLE)


@router.head(f"{PATH}.svg", include_in_schema=False)
@router.get(
    f"{PATH}.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, **ERRORS},
)
async def show_chart(
    report: str, number: int, service: Serving, rivi: Places, palsta: Places
) -> Response:
    """Return a table as a picture; `rivi`, `palsta`: its rows and columns, 1-based, else all."""
    choice = _choose(service.reports, report, number, rivi, palsta)
    picture = await to_thread.run_sync(draw_chart, *choice)
    return Response(picture, media_type="image/svg+xml", headers=HEADERS)


@router.head(f"{PATH}.png", include_in_schema=False)
@router.get(
    f"{PATH}.png",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, **ERRORS},
)
async def show_bitmap(
    report: str, number: int, service: Serving, rivi: Places, palsta: Places
) -> Response:
    """Return the same picture as PNG, for programs that show no SVG."""
    choice = _choose(service.reports, report, number, rivi, palsta)
    picture = await to_thread.run_sync(draw_bitmap, *choice)
    return Response(picture, media_type="image/png", headers=HEADERS)


@lru_cache(maxsize=128)
def draw_chart(table: Table, rows: tuple[int, ...], columns: tuple[int, ...]) -> bytes:
    """Return a bar chart of some rows and columns of a table, both 1-based, as SVG."""
    chosen, names = _pick(table, rows, columns)
    svg = _draw(table, chosen, names, AS_SVG)
    return _describe(svg, table, chosen, names)


@lru_cache(maxsize=128)
def draw_bitmap(table: Table, rows: tuple[int, ...], columns: tuple[int, ...]) -> bytes:
    """Return the same chart as PNG; its text alternative has to be told beside it."""
    return _draw(table, *_pick(table, rows, columns), AS_PNG)


def _choose(
    reports: tuple[Report, ...], report: str, number: int, rows: list[int], columns: list[int]
) -> tuple[Table, tuple[int, ...], tuple[int, ...]]:
    """Return the table of an address with the places of its rows and columns, all if none given.

    Raises:
        HTTPException: there is no such table, row or column (404).
    """
    tables = find_report(reports, report).tables
    table = next((table for table in tables if table.number == number), None)
    if table is None or max(rows, default=1) > len(table.rows):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if max(columns, default=1) > len(table.columns):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return (
        table,
        tuple(dict.fromkeys(rows)) or tuple(range(1, len(table.rows) + 1)),
        tuple(dict.fromkeys(columns)) or tuple(range(1, len(table.columns) + 1)),
    )


def _pick(
    table: Table, rows: tuple[int, ...], columns: tuple[int, ...]
) -> tuple[list[Row], list[str]]:
    return [table.rows[n - 1] for n in rows], [table.columns[n - 1] for n in columns]


def _draw(table: Table, rows: list[Row], columns: list[str], form: dict[str, Any]) -> bytes:
    """Return a chart in the form that the library's `savefig` is told."""
    with _drawing, rc_context(STYLE):
        layout = ConstrainedLayoutEngine(rect=(MARGIN, 0, 1 - MARGIN, 1))
        figure = Figure(figsize=(WIDTH_IN, 1.0), layout=layout)
        axes = figure.add_subplot()
        is_one = len(rows) == 1
        lines = _draw_row(axes, rows[0], columns) if is_one else _draw_rows(axes, rows, columns)
        lines += _dress(axes, table, rows, columns)
        width_in = STACKED_IN if _is_stacked(rows, columns) else WIDTH_IN
        figure.set_size_inches(width_in, TOP_IN + lines * LINE_IN)
        written = io.BytesIO()
        figure.savefig(written, **form)
    return written.getvalue()


def chart_title(table: Table, rows: Sequence[Row]) -> str:
    """Return what a picture shows: the table, and the row where it shows but one."""
    return f"{table.caption}: {rows[0].label}" if len(rows) == 1 else table.caption


def chart_text(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return all figures of a picture in words."""
    told = (
        f"{row.label.rstrip('.')}: {', '.join(f'{c} {row.cell(c).text}' for c in columns)}."
        for row in rows
    )
    return " ".join(told)


def _draw_row(axes: Axes, row: Row, columns: Sequence[str]) -> int:
    """Draw one row, a bar for each column; return the number of lines of text."""
    values = [_value(row, column) for column in columns]
    bars = axes.barh(range(len(columns)), values, color=COLOURS[0], height=0.6)
    axes.bar_label(bars, [row.cell(c).text for c in columns], padding=4, color=INK)
    labels = [_wrapped(column) for column in columns]
    axes.set_yticks(range(len(columns)), labels)
    return sum(label.count("\n") + 2 for label in labels)


def _draw_rows(axes: Axes, rows: Sequence[Row], columns: Sequence[str]) -> int:
    """Draw rows, side by side or, parts of a whole, stacked; return the number of lines."""
    is_whole = _is_stacked(rows, columns)
    height = 0.7 if is_whole else 0.7 / len(columns)
    starts = [0.0] * len(rows)
    most = max((_value(row, c) for row in rows for c in columns), default=1.0)
    for place, column in enumerate(columns):
        values = [_value(row, column) for row in rows]
        shift = 0.0 if is_whole else (place - (len(columns) - 1) / 2) * height
        bars = axes.barh(
            [y + shift for y in range(len(rows))],
            values,
            left=starts if is_whole else None,
            height=height,
            color=COLOURS[place % len(COLOURS)],
            edgecolor="white",
            label=column,
        )
        shown = [
            row.cell(column).text if not is_whole or value >= 100 * MIN_SHOWN else ""
            for row, value in zip(rows, values, strict=True)
        ]
        where: Literal["center", "edge"] = "center" if is_whole else "edge"
        colour = "white" if is_whole and place % len(COLOURS) in DARK else INK
        padding = 0 if is_whole else 4
        axes.bar_label(bars, shown, label_type=where, padding=padding, fontsize=7, color=colour)
        starts = [start + value for start, value in zip(starts, values, strict=True)]
    if not is_whole:
        axes.set_xlim(right=most * 1.15 or 1.0)
    labels = [_wrapped(row.label) for row in rows]
    axes.set_yticks(range(len(rows)), labels)
    each = 1 if is_whole else len(columns)
    return sum(max(label.count("\n") + 1, each) + 1 for label in labels)


def _dress(axes: Axes, table: Table, rows: Sequence[Row], columns: Sequence[str]) -> int:
    """Give a picture title, legend and the figures of its axis; return their lines of text."""
    axes.margins(y=0.02)
    axes.invert_yaxis()
    axes.tick_params(axis="y", labelsize=8, length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    unit = next((row.cell(c).unit for row in rows for c in columns if row.cell(c).unit), "")
    axes.xaxis.set_major_formatter(lambda value, _place: f"{_plain(value)} {unit}".strip())
    title = wrap(chart_title(table, rows), TITLE_CHARS)
    axes.figure.suptitle("\n".join(title), fontsize=9.5)
    if len(rows) > 1 and len(columns) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.4, 1), ncols=LEGEND_COLUMNS, fontsize=8)
        return len(title) + 1 + ceil(len(columns) / LEGEND_COLUMNS)
    if len(rows) > 1:
        axes.set_title(columns[0], loc="left", fontsize=9)
    return len(title) + 1


def _is_stacked(rows: Sequence[Row], columns: Sequence[str]) -> bool:
    """Return whether the figures of each row are drawn as pieces of one bar."""
    return min(len(rows), len(columns)) > 1 and all(_is_whole(row, columns) for row in rows)


def _is_whole(row: Row, columns: Sequence[str]) -> bool:
    """Return whether a row's figures are parts of one whole, in per cent."""
    is_share = all(row.cell(column).unit == "%" for column in columns)
    return is_share and sum(_value(row, column) for column in columns) <= WHOLE_MOST


def _value(row: Row, column: str) -> float:
    value = row.cell(column).value
    return 0.0 if value is None else float(value)


def _plain(value: float) -> str:
    return f"{value:,.6g}".replace(",", " ").replace(".", ",")


def _wrapped(label: str) -> str:
    return "\n".join(wrap(label, LABEL_CHARS))


def _describe(svg: bytes, table: Table, rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return a picture with the title and the text that screen readers read in its stead."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ET.fromstring(svg)  # noqa: S314 - written by the library just now
    for old in [*root.findall(f"{{{SVG}}}metadata"), *root.findall(f"{{{SVG}}}title")]:
        root.remove(old)
    title, text = ET.Element(f"{{{SVG}}}title"), ET.Element(f"{{{SVG}}}desc")
    title.set("id", "otsikko")
    text.set("id", "luvut")
    title.text, text.text = chart_title(table, rows), chart_text(rows, columns)
    root.insert(0, title)
    root.insert(1, text)
    root.set("role", "img")
    root.set("lang", "fi")
    root.set("aria-labelledby", "otsikko")
    root.set("aria-describedby", "luvut")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
