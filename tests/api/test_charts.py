"""The picture of a table: what it shows and tells, and that nothing foreign is in it."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.charts import draw_chart
from api.settings import Settings
from bot.assistant import Assistant
from index.pages import split_lines
from index.report import Report, Table
from index.store import Index
from index.tables import read_tables
from tests.api.fake import await_ready

SVG = "{http://www.w3.org/2000/svg}"
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
FIGURE = re.compile(r"\d+(?:,\d+)? %")
ALL = tuple(range(1, 15))


@pytest.fixture
def answering(settings: Settings, built_index: Index) -> Iterator[TestClient]:
    """Return a client of the application over the real assistant."""
    with TestClient(create_app(settings, Assistant(built_index))) as client:
        await_ready(client)
        yield client


def address(report: Report, number: object = 1, query: str = "") -> str:
    """Return the address of a table's picture."""
    return f"/raportti/{report.id}/taulukko/{number}.svg" + (f"?{query}" if query else "")


def parse(svg: bytes) -> ET.Element:
    """Return a picture's root; fails where it is no XML."""
    return ET.fromstring(svg)  # noqa: S314 - what our own service just drew


def words(root: ET.Element, name: str) -> str:
    """Return the text of the only element of a name."""
    (found,) = root.iter(SVG + name)
    return found.text or ""


def drawn(root: ET.Element) -> list[str]:
    """Return the texts that one sees, a line each."""
    return ["".join(text.itertext()).strip() for text in root.iter(SVG + "text")]


def figures(table: Table, rows: tuple[int, ...], columns: tuple[int, ...]) -> list[str]:
    """Return the cells as printed of some rows and columns, 1-based, row by row."""
    return [table.rows[r - 1].cells[c - 1].text for r in rows for c in columns]


def test_picture_is_svg(client: TestClient, report: Report) -> None:
    """The address gives an SVG that a browser takes for one."""
    response = client.get(address(report))
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == "image/svg+xml"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert parse(response.content).tag == f"{SVG}svg"


CHOICES = [
    (1, "", ALL, (1, 2, 3, 4)),
    (2, "", ALL, (1, 2, 3, 4, 5, 6)),
    (1, "rivi=1", (1,), (1, 2, 3, 4)),
    (3, "rivi=14", (14,), (1, 2, 3, 4, 5, 6)),
    (1, "palsta=2", ALL, (2,)),
    (1, "rivi=1&palsta=3", (1,), (3,)),
    (1, "rivi=2&rivi=5&palsta=1&palsta=4", (2, 5), (1, 4)),
    (1, "rivi=5&rivi=2", (5, 2), (1, 2, 3, 4)),
    (1, "rivi=5&rivi=5&palsta=2&palsta=2", (5,), (2,)),
    (3, "palsta=6&palsta=1", ALL, (6, 1)),
]


@pytest.mark.parametrize(("number", "query", "rows", "columns"), CHOICES)
def test_words_tell_what_is_chosen(
    client: TestClient,
    report: Report,
    number: int,
    query: str,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
) -> None:
    """Those who do not see the picture get its rows, columns and figures, all and no others."""
    table = report.tables[number - 1]
    text = words(parse(client.get(address(report, number, query)).content), "desc")
    assert FIGURE.findall(text) == figures(table, rows, columns)
    labels = [table.rows[r - 1].label.rstrip(".") for r in rows]
    places = [text.find(label) for label in labels]
    assert -1 not in places
    assert places == sorted(places)
    for row in rows:
        for column in columns:
            name = table.columns[column - 1]
            assert f"{name} {table.rows[row - 1].cells[column - 1].text}" in text


@pytest.mark.parametrize(("number", "query", "rows", "columns"), CHOICES)
def test_picture_shows_what_is_chosen(
    client: TestClient,
    report: Report,
    number: int,
    query: str,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
) -> None:
    """Every row, column and figure chosen is to be seen, but figures that have no room."""
    table = report.tables[number - 1]
    seen = drawn(parse(client.get(address(report, number, query)).content))
    assert {table.columns[c - 1] for c in columns} <= set(seen)
    whole = "".join("".join(seen).split())
    assert all("".join(table.rows[r - 1].label.rstrip(".").split()) in whole for r in rows)
    wide = [f for f in figures(table, rows, columns) if float(f.split()[0]) >= 10]
    assert all(seen.count(figure) >= wide.count(figure) for figure in wide)


def test_title_names_the_table(client: TestClient, report: Report) -> None:
    """The title is the table's, with the row's where it is but one."""
    table = report.tables[0]
    title = f"Taulukko 1. {table.title}"
    assert words(parse(client.get(address(report)).content), "title") == title
    one = words(parse(client.get(address(report, 1, "rivi=3")).content), "title")
    assert one == f"{title}: {table.rows[2].label}"


@pytest.mark.parametrize("query", ["", "rivi=1"])
def test_picture_is_announced(client: TestClient, report: Report, query: str) -> None:
    """A screen reader meets one image in Finnish, named by its title and described by its words."""
    root = parse(client.get(address(report, 1, query)).content)
    ids = {e.get("id"): e.tag for e in root.iter() if e.get("id")}
    assert (root.get("role"), root.get("lang")) == ("img", "fi")
    assert ids[root.get("aria-labelledby")] == f"{SVG}title"
    assert ids[root.get("aria-describedby")] == f"{SVG}desc"


@pytest.mark.parametrize("query", ["", "rivi=1", "rivi=2&rivi=5&palsta=1"])
def test_nothing_in_it_acts_or_is_fetched(client: TestClient, report: Report, query: str) -> None:
    """No script, no link, no handler, and no address but namespaces and its own parts."""
    response = client.get(address(report, 1, query))
    root = parse(response.content)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not names & {"script", "foreignObject", "a", "image", "iframe", "animate", "set"}
    found = [(name, value) for e in root.iter() for name, value in e.attrib.items()]
    assert not [name for name, _ in found if name.lower().startswith("on")]
    assert all(value.startswith("#") for name, value in found if name.endswith("href"))
    text = response.text
    for namespace in NAMESPACES:
        text = text.replace(f'"{namespace}"', '""')
    assert "://" not in text
    assert all(where.startswith("#") for where in re.findall(r"url\(([^)]*)\)", text))
    assert not re.search(r"@import|<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", text)


def test_picture_has_a_policy_of_its_own(client: TestClient, report: Report) -> None:
    """It may style itself and nothing else; the pages may not, but may show pictures of ours."""
    (own,) = client.get(address(report)).headers.get_list("content-security-policy")
    (pages,) = client.get("/").headers.get_list("content-security-policy")
    rules = dict(rule.strip().split(" ", 1) for rule in own.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "frame-ancestors": "'none'",
    }
    assert "img-src 'self'" in pages
    assert "unsafe" not in pages


@pytest.mark.parametrize("query", ["", "rivi=1", "rivi=2&rivi=5&palsta=1"])
def test_same_address_gives_the_same_bytes(client: TestClient, report: Report, query: str) -> None:
    """Nothing in a picture depends on when it is drawn, or on what was drawn before."""
    first = client.get(address(report, 1, query)).content
    draw_chart.cache_clear()
    client.get(address(report, 2))
    assert client.get(address(report, 1, query)).content == first


NOT_FOUND = [
    ("olematon", 1, ""),
    ("sosiaalityo-2021", 4, ""),
    ("sosiaalityo-2021", 0, ""),
    ("sosiaalityo-2021", -1, ""),
    ("sosiaalityo-2021", 1, "rivi=15"),
    ("sosiaalityo-2021", 1, "rivi=1&rivi=15"),
    ("sosiaalityo-2021", 1, "rivi=99999999999999999999"),
    ("sosiaalityo-2021", 1, "palsta=5"),
    ("sosiaalityo-2021", 1, "rivi=1&palsta=1&palsta=7"),
]


@pytest.mark.parametrize(("name", "number", "query"), NOT_FOUND)
def test_what_is_not_there_is_not_found(
    client: TestClient, name: str, number: int, query: str
) -> None:
    """An unknown report, table, row or column is a 404 that echoes nothing."""
    response = client.get(f"/raportti/{name}/taulukko/{number}.svg?{query}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert name not in response.text


def test_picture_is_also_a_bitmap(client: TestClient, report: Report) -> None:
    """Programs that show no SVG get the same choice as PNG; what is not there is missing, too."""
    svg = address(report, 1, "rivi=1&palsta=2")
    response = client.get(svg.replace(".svg", ".png"))
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    whole = client.get(address(report).replace(".svg", ".png")).content
    assert len(whole) > len(response.content)
    assert client.get(address(report, 4).replace(".svg", ".png")).status_code == 404


BAD = [
    "rivi=0",
    "rivi=-1",
    "rivi=x",
    "rivi=1.5",
    "rivi=",
    "palsta=0",
    "palsta=yksi",
    "rivi=1&rivi=0",
    "&".join(["rivi=1"] * 65),
]


@pytest.mark.parametrize("query", BAD, ids=[query[:20] for query in BAD])
def test_bad_number_is_refused(client: TestClient, report: Report, query: str) -> None:
    """What is no place in a table is a 422, as is a list that no table could fill."""
    response = client.get(address(report, 1, query))
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("number", ["x", "1.5", "%20"])
def test_bad_table_number_is_refused(client: TestClient, report: Report, number: str) -> None:
    """A table's number is a whole one."""
    assert client.get(address(report, number)).status_code == 422


# --- tables of other shapes ----------------------------------------------------------------------

OTHER = {
    "counts and empty cells": (
        "Kirjat Lehdet Pelit \n\nPää \n\n1 234 56 – \n\nSivu \n\n12 7 3 \n",
        "Pää: Kirjat 1 234, Lehdet 56, Pelit –. Sivu: Kirjat 12, Lehdet 7, Pelit 3.",
    ),
    "a row of empty cells": (
        "Kirjat Lehdet \n\nPää \n\n– – \n\nSivu \n\n12 7 \n",
        "Pää: Kirjat –, Lehdet –. Sivu: Kirjat 12, Lehdet 7.",
    ),
    "decimals under years": (
        "2019 2021 \n\nAikuiset \n\n8,4 7,9 \n\nLapset \n\n14,2 12,8 \n",
        "Aikuiset: 2019 8,4, 2021 7,9. Lapset: 2019 14,2, 2021 12,8.",
    ),
    "euros": (
        "Arvio Toteutuma \n\nPalkat \n\n1 250 000 € 980 € \n\nTilat \n\n7 € 0,5 € \n",
        "Palkat: Arvio 1 250 000 €, Toteutuma 980 €. Tilat: Arvio 7 €, Toteutuma 0,5 €.",
    ),
    "figures below zero": (
        "Lapset Aikuiset \n\nPää \n\n–3,5 % 12 % \n\nSivu \n\n−7 % 0 % \n",
        "Pää: Lapset –3,5 %, Aikuiset 12 %. Sivu: Lapset −7 %, Aikuiset 0 %.",
    ),
    "marks of markup": (
        "Kirjat Lehdet \n\nA & B <script>alert(1)</script> \n\n1 2 \n\n”C” \n\n3 4 \n",
        "A & B <script>alert(1)</script>: Kirjat 1, Lehdet 2. ”C”: Kirjat 3, Lehdet 4.",
    ),
}


@pytest.mark.parametrize(("body", "text"), OTHER.values(), ids=OTHER)
def test_tables_of_other_shapes_are_drawn(body: str, text: str) -> None:
    """Any figures that a report may have are drawn and told, an empty cell as a dash."""
    (table,) = read_tables(split_lines("Taulukko 7. Luvut. \n\n" + body), "4")
    every = tuple(range(1, len(table.columns) + 1))
    root = parse(draw_chart(table, (1, 2), every))
    assert words(root, "desc") == text
    assert set(table.columns) <= set(drawn(root))
    assert not list(root.iter(f"{SVG}script"))
    one = parse(draw_chart(table, (2,), every))
    assert words(one, "title") == f"Taulukko 7. Luvut: {table.rows[1].label}"
    assert {cell.text for cell in table.rows[1].cells} <= set(drawn(one))


# --- answers with pictures -----------------------------------------------------------------------

ON_TABLES = [
    "Kuinka monta prosenttia vastaajista käyttää etäyhteyksiä asiakastapaamisissa?",
    "Mikä toimintatapa on yleisimmin käytössä?",
    "Mitkä kolme toimintatapaa ovat henkilöstölle tärkeimpiä?",
]


@pytest.mark.parametrize("question", ON_TABLES)
def test_table_answer_has_its_picture(answering: TestClient, report: Report, question: str) -> None:
    """The picture of an answer is there, of the table cited, and shows the figures told."""
    answer = answering.post("/api/chat", json={"message": question}).json()
    first = answer["citations"][0]
    assert answer["chart"].partition("?")[0] == address(report, first["table"])
    response = answering.get(answer["chart"])
    assert response.status_code == 200
    text = words(parse(response.content), "desc")
    for citation in answer["citations"]:
        assert citation["row"].rstrip(".") in text
        assert all(f"{name} {cell}" in text for name, cell in citation["cells"].items())


WITHOUT = [
    ("Montako hevosta kunnassa on?", False),
    ("Montako henkilöä työskenteli sosiaalihuollon laitos- ja avopalveluissa?", True),
    ("Hei!", True),
]


@pytest.mark.parametrize(("question", "is_answered"), WITHOUT)
def test_other_answers_have_no_picture(
    answering: TestClient, question: str, *, is_answered: bool
) -> None:
    """What is declined, told in words or small talk has no picture."""
    answer = answering.post("/api/chat", json={"message": question}).json()
    assert (answer["answered"], answer["chart"]) == (is_answered, None)
