"""A second report of the series, with tables of other shapes, beside the real one in one index.

Its words and figures are made up; no list, weight or message was written with it in sight.
"""

import hashlib
import shutil
from decimal import Decimal

import pytest

from bot.answer import Answer, Coverage
from bot.assistant import Assistant
from bot.messages import say
from index.report import Report
from index.settings import ROOT, IndexSettings
from index.store import Index, ensure_index

OTHER, REAL = "liikunta-2023", "sosiaalityo-2021"
TEXT = (
    " Kunta-alan työn murroksen kuvaus 11: Liikuntapalvelujen uusi arki \n \n"
    "Päivitetty 4.10.2023 \n\n"
    "Mistä on kysymys? \n\n"
    "Kuvaus kertoo, miten liikuntapaikkojen arki on muuttunut. \n\n"
    "1. Ovet aukeavat ilman vahtimestaria \n"
    "• Kuntosaliin pääsee sähköisellä avaimella aamusta iltaan. \n"
    "• Jääkone kulkee radalla ilman kuljettajaa. \n\n"
    "2. Ohjaajan työ muuttuu \n"
    "• Ohjaajat vetävät jumppia myös verkossa. \n"
    "• Uimavalvojat saavat hälytyksen kameroilta. \n\n"
    " Taulukko 1. Liikuntapaikkojen käyttö. \n\n"
    "Käynnit Tapahtumat Varaukset \n\n"
    "Uimahalli \n\n12 450 130 1 640 \n\n"
    "Jäähalli \n\n8 310 95 720 \n\n"
    "Kuntosali \n\n5 275 – 2 104 \n\n"
    "Tenniskentät \n\n940 12 385 \n\n"
    "Kaukalo keskustan \npuistossa \n\n1 160 7 48 \n\n"
    "Taulukko 2. Liikuntapalvelujen menot. \n\n"
    "Talousarvio Toteutuma \n\n"
    "Palkat \n\n1 250 000 € 1 312 400 € \n\n"
    "Tilavuokrat \n\n620 000 € 655 900 € \n\n"
    "Sähkö ja lämpö \n\n95 000 € 120 750 € \n\n"
    "Urheiluvälineet \n\n41 500 € 39 825 € \n\n"
    "Mainonta \n\n18 000 € 9 400 € \n\n"
    " Taulukko 3. Liikuntakerrat viikossa. \n\n"
    "2019 2021 2023 \n\n"
    "Lapset 5,3 4,7 5,1 \n"
    "Nuoret 4,2 2,8 3,6 \n"
    "Työikäiset 2,4 1,9 2,1 \n"
    "Eläkeläiset 3,5 3,2 3,9 \n\n"
    "Taulukko 4. Asiakkaiden tyytyväisyys. \n\n"
    "Oletteko tyytyväisiä palveluun? \n\n"
    "Tyytyväinen Tyytymätön En osaa sanoa \n\n"
    "Aukioloajat \n\n62 % 30 % 8 % \n\n"
    "Siisteys \n\n81 % 14 % 5 % \n\n"
    "Pysäköinti \n\n27 % 58 % 15 % \n\n"
    "Hinnat \n\n44 % 44 % 12 % \n"
)
TOML = """\
id = "{id}"
title = "Kunta-alan työn murroksen kuvaus 11: Liikuntapalvelujen uusi arki"
publisher = "Liitto"
date = 2023-10-04
language = "fi"
origin = "keksitty"
licence = "vapaa"
sha256 = "{sha256}"
"""


@pytest.fixture(scope="module")
def shared_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return the index of both reports, built once with the real embedding."""
    root = tmp_path_factory.mktemp("two-reports")
    shutil.copytree(ROOT / "data" / "reports", root / "reports")
    folder = root / "reports" / OTHER
    folder.mkdir()
    text = folder / "report.txt"
    text.write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    (folder / "report.toml").write_text(TOML.format(id=OTHER, sha256=digest), encoding="utf-8")
    return ensure_index(IndexSettings(home=root / "home", reports=root / "reports"))


@pytest.fixture(scope="module")
def both(shared_index: Index) -> Assistant:
    """Return the assistant over both reports."""
    return Assistant(shared_index)


@pytest.fixture(scope="module")
def other(shared_index: Index) -> Report:
    """Return the second report."""
    (found,) = (report for report in shared_index.reports if report.id == OTHER)
    return found


def cited(answer: Answer) -> dict[str, dict[str, str]]:
    """Return the cells that an answer cites, by the labels of their rows."""
    return {c.row: dict(c.cells) for c in answer.citations if c.row is not None and c.cells}


def computed(answer: Answer) -> list[tuple[str, Decimal, str]]:
    """Return what an answer computed."""
    return [(c.operation, c.result, c.unit) for c in answer.computed]


# --- the tables as read -----------------------------------------------------------------------

TABLES = [
    ("Liikuntapaikkojen käyttö", "", ("Käynnit", "Tapahtumat", "Varaukset"), 5),
    ("Liikuntapalvelujen menot", "", ("Talousarvio", "Toteutuma"), 5),
    ("Liikuntakerrat viikossa", "", ("2019", "2021", "2023"), 4),
    (
        "Asiakkaiden tyytyväisyys",
        "Oletteko tyytyväisiä palveluun?",
        ("Tyytyväinen", "Tyytymätön", "En osaa sanoa"),
        4,
    ),
]


def test_tables_of_the_second_report_are_read(other: Report) -> None:
    """Its tables have their own titles, leads, headings and numbers of rows."""
    assert [(t.title, t.lead, t.columns, len(t.rows)) for t in other.tables] == TABLES


# --- figures ----------------------------------------------------------------------------------

CELLS = [
    ("Montako käyntiä uimahallissa oli?", 1, "Uimahalli", {"Käynnit": "12 450"}),
    ("Paljonko tapahtumia jäähallissa järjestettiin?", 1, "Jäähalli", {"Tapahtumat": "95"}),
    ("Kuinka monta varausta jäähalliin tehtiin?", 1, "Jäähalli", {"Varaukset": "720"}),
    (
        "Montako käyntiä keskustan puiston kaukalossa oli?",
        1,
        "Kaukalo keskustan puistossa",
        {"Käynnit": "1 160"},
    ),
    ("Mikä oli sähkön ja lämmön toteutuma?", 2, "Sähkö ja lämpö", {"Toteutuma": "120 750 €"}),
    ("Mikä oli urheiluvälineiden talousarvio?", 2, "Urheiluvälineet", {"Talousarvio": "41 500 €"}),
    ("Montako kertaa viikossa nuoret liikkuivat vuonna 2021?", 3, "Nuoret", {"2021": "2,8"}),
    (
        "Kuinka usein eläkeläiset liikkuivat viikossa vuonna 2023?",
        3,
        "Eläkeläiset",
        {"2023": "3,9"},
    ),
    ("Mikä oli lasten liikuntakertojen määrä vuonna 2019?", 3, "Lapset", {"2019": "5,3"}),
    ("Kuinka moni on tyytyväinen siisteyteen?", 4, "Siisteys", {"Tyytyväinen": "81 %"}),
    ("Kuinka moni asiakas on tyytymätön hintoihin?", 4, "Hinnat", {"Tyytymätön": "44 %"}),
]


@pytest.mark.parametrize(("question", "table", "row", "cells"), CELLS, ids=[c[0] for c in CELLS])
async def test_cell_is_told(
    both: Assistant, question: str, table: int, row: str, cells: dict[str, str]
) -> None:
    """A question on one row and one column gets that cell, as printed, and no other."""
    answer = await both.ask(question)
    assert (answer.coverage, cited(answer)) == (Coverage.COMPLETE, {row: cells})
    assert [(c.report, c.table) for c in answer.citations] == [(OTHER, table)]
    assert all(figure in answer.text for figure in cells.values())
    assert answer.computed == ()


async def test_empty_cell_is_no_zero(both: Assistant) -> None:
    """What the table leaves open is told as a dash."""
    answer = await both.ask("Montako tapahtumaa kuntosalilla oli?")
    assert cited(answer) == {"Kuntosali": {"Tapahtumat": "–"}}
    assert "Tapahtumat –" in answer.text


LISTS = [
    ("Missä liikuntapaikassa oli eniten käyntejä?", "Käynnit", {"Uimahalli": "12 450"}),
    (
        "Missä liikuntapaikassa oli vähiten varauksia?",
        "Varaukset",
        {"Kaukalo keskustan puistossa": "48"},
    ),
    (
        "Mitkä kaksi liikuntapaikkaa keräsivät eniten tapahtumia?",
        "Tapahtumat",
        {"Uimahalli": "130", "Jäähalli": "95"},
    ),
    ("Mihin meni eniten rahaa?", "Toteutuma", {"Palkat": "1 312 400 €"}),
    (
        "Mitkä kaksi menoa olivat toteutumaltaan suurimmat?",
        "Toteutuma",
        {"Palkat": "1 312 400 €", "Tilavuokrat": "655 900 €"},
    ),
    ("Missä menoissa toteutuma oli pienin?", "Toteutuma", {"Mainonta": "9 400 €"}),
    ("Ketkä liikkuivat eniten vuonna 2023?", "2023", {"Lapset": "5,1"}),
    ("Ketkä liikkuivat vähiten vuonna 2021?", "2021", {"Työikäiset": "1,9"}),
    ("Mihin asiakkaat ovat eniten tyytymättömiä?", "Tyytymätön", {"Pysäköinti": "58 %"}),
    (
        "Missä liikuntapaikoissa oli yli 5000 käyntiä?",
        "Käynnit",
        {"Uimahalli": "12 450", "Jäähalli": "8 310", "Kuntosali": "5 275"},
    ),
    (
        "Mihin käytettiin yli 500 000 euroa?",
        "Toteutuma",
        {"Palkat": "1 312 400 €", "Tilavuokrat": "655 900 €"},
    ),
    (
        "Ketkä liikkuivat yli 3,5 kertaa viikossa vuonna 2019?",
        "2019",
        {"Lapset": "5,3", "Nuoret": "4,2"},
    ),
    (
        "Mihin yli puolet asiakkaista on tyytyväisiä?",
        "Tyytyväinen",
        {"Aukioloajat": "62 %", "Siisteys": "81 %"},
    ),
]


@pytest.mark.parametrize(("question", "column", "rows"), LISTS, ids=[c[0] for c in LISTS])
async def test_rows_are_ranked_and_filtered(
    both: Assistant, question: str, column: str, rows: dict[str, str]
) -> None:
    """The most, the least and what is beyond a limit are all rows that are so, and only those."""
    answer = await both.ask(question)
    assert answer.coverage is Coverage.COMPLETE
    assert cited(answer) == {row: {column: figure} for row, figure in rows.items()}
    assert {c.report for c in answer.citations} == {OTHER}
    assert all(figure in answer.text for figure in rows.values())


COMPUTED = [
    (
        "Kumpi on suurempi, tilavuokrien talousarvio vai toteutuma?",
        ("difference", Decimal(35900), "€"),
        "35 900 €",
        {"Tilavuokrat"},
    ),
    (
        "Kummassa oli enemmän käyntejä, uimahallissa vai jäähallissa?",
        ("difference", Decimal(4140), ""),
        "4 140",
        {"Uimahalli", "Jäähalli"},
    ),
    (
        "Paljonko tapahtumia oli yhteensä?",
        ("sum", Decimal(244), ""),
        "244",
        {"Uimahalli", "Jäähalli", "Tenniskentät", "Kaukalo keskustan puistossa"},
    ),
    (
        "Paljonko liikuntapalvelujen menojen toteutuma oli yhteensä?",
        ("sum", Decimal(2138275), "€"),
        "2 138 275 €",
        {"Palkat", "Tilavuokrat", "Sähkö ja lämpö", "Urheiluvälineet", "Mainonta"},
    ),
    (
        "Monessako liikuntapaikassa oli yli 500 varausta?",
        ("count", Decimal(3), ""),
        "3",
        {"Uimahalli", "Jäähalli", "Kuntosali"},
    ),
    (
        "Mikä on tapahtumien keskiarvo?",
        ("average", Decimal(61), ""),
        "61",
        {"Uimahalli", "Jäähalli", "Tenniskentät", "Kaukalo keskustan puistossa"},
    ),
]


@pytest.mark.parametrize(
    ("question", "result", "told", "rows"), COMPUTED, ids=[c[0] for c in COMPUTED]
)
async def test_figures_are_computed(
    both: Assistant, question: str, result: tuple[str, Decimal, str], told: str, rows: set[str]
) -> None:
    """Differences, sums, counts and means come from all the rows they should, and no others."""
    answer = await both.ask(question)
    assert (answer.coverage, computed(answer)) == (Coverage.COMPLETE, [result])
    assert told in answer.text
    assert set(cited(answer)) == rows
    assert {c.report for c in answer.citations} == {OTHER}


# --- what is not there, what is told in words, and the real report ------------------------------

DECLINED = [
    "Montako käyntiä oli Tampereen uimahallissa?",
    "Montako kertaa nuoret liikkuivat vuonna 2020?",
    "Kuinka moni asiakas vastasi kyselyyn?",
    "Montako uimavalvojaa uimahallissa on?",
    "Mikä on uimahallin pääsylipun hinta?",
]


@pytest.mark.parametrize("question", DECLINED)
async def test_figure_that_is_not_there_is_declined(both: Assistant, question: str) -> None:
    """Another place, another year, or a thing that is not counted gets no figure of these."""
    answer = await both.ask(question)
    assert (answer.answered, answer.citations, answer.chart) == (False, (), None)
    assert answer.text.startswith(say("declines.none"))


async def test_running_text_is_told(both: Assistant) -> None:
    """What the second report tells in words is cited from it."""
    answer = await both.ask("Kuinka kuntosaliin pääsee?")
    assert [(c.report, c.section, c.table) for c in answer.citations] == [(OTHER, "1", None)]
    assert "sähköisellä avaimella" in answer.text


async def test_picture_is_of_the_table_that_answers(both: Assistant) -> None:
    """Both reports have a table 2; the picture is of the one whose figures are told."""
    answer = await both.ask("Mikä oli sähkön ja lämmön toteutuma?")
    assert answer.chart == f"/raportti/{OTHER}/taulukko/2.svg?rivi=3"


OWN = [
    (
        "Kuinka monta prosenttia vastaajista käyttää etäyhteyksiä asiakastapaamisissa?",
        1,
        {"Käytössä": "58 %"},
    ),
    ("Mikä toimintatapa on yleisimmin käytössä?", 1, {"Käytössä": "58 %"}),
    ("Kuinka monella eSosiaalityö on käytössä?", 1, {"Käytössä": "0 %"}),
]


@pytest.mark.parametrize(("question", "table", "cells"), OWN, ids=[c[0] for c in OWN])
async def test_real_report_still_answers(
    both: Assistant, question: str, table: int, cells: dict[str, str]
) -> None:
    """A second report beside it takes nothing from the first."""
    answer = await both.ask(question)
    assert answer.coverage is Coverage.COMPLETE
    assert [(c.report, c.table, c.cells) for c in answer.citations] == [(REAL, table, cells)]


async def test_real_report_still_tells_in_words(both: Assistant) -> None:
    """Running text of the first report is found and cited too."""
    question = "Montako henkilöä työskenteli sosiaalihuollon laitos- ja avopalveluissa?"
    answer = await both.ask(question)
    assert "68 000" in answer.text
    assert {c.report for c in answer.citations} == {REAL}
