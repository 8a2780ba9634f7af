"""Which columns and which table a question names, in Finnish as people write it."""

import pytest

from bot.question import Language
from bot.tables.audience import audience, spoken_to, table_score
from bot.tables.columns import (
    Choice,
    columns_of,
    find_columns,
    is_inflected,
    is_same_word,
    read_heading,
)
from bot.tables.request import read_request
from index.report import Table
from tests.bot.pieces import make_grid

FI = Language.FINNISH
NO_USE = "Ei käytössä, ei suunnitteilla"
USE = make_grid(["Käytössä", "Kokeilussa", "Suunnitteilla", NO_USE], title="Toimintatavat")
SIZES = ["Erittäin suuri", "Suuri", "Kohtalainen", "Pieni", "Ei merkitystä", "En osaa sanoa"]
READERS = make_grid(SIZES, title="Merkitys lainaajille ja kuntalaisille toteutuessaan", number=2)
STAFF = make_grid(SIZES, title="Merkitys henkilöstölle toteutuessaan", number=3)


def choose(asked: str, table: Table, language: Language = FI) -> Choice:
    """Return the columns of a table that a question names."""
    return find_columns(read_request(asked), table, language)


STEPS_OF_USE = ["Käytössä", "Kokeilussa", "Suunnitteilla"]
USE_CASES = [
    ("Missä lukupiiri on käytössä?", ["Käytössä"]),
    ("Moniko käyttää lukupiiriä?", ["Käytössä"]),
    ("moniko kayttaa lukupiiria", ["Käytössä"]),
    ("Moniko ka\u0308ytta\u0308a\u0308 lukupiiriä?", ["Käytössä"]),
    ("Moniko käyt\u00adtää lukupiiriä?", ["Käytössä"]),
    ("Mikä on eniten käytössä?", ["Käytössä"]),
    ("Onko lukupiiri yleinen?", ["Käytössä"]),
    ("Kuinka paljon lukupiiriä käytetään?", ["Käytössä"]),
    ("Kuinka yleistä on, että lukupiiri on käytössä?", ["Käytössä"]),
    ("Missä lukupiiriä pilotoidaan?", ["Kokeilussa"]),
    ("Missä lukupiiriä kokeillaan?", ["Kokeilussa"]),
    ("Kuinka moni kokeilee lukupiiriä?", ["Kokeilussa"]),
    ("Missä lukupiiri on testattavana?", ["Kokeilussa"]),
    ("Missä lukupiiriä suunnitellaan?", ["Suunnitteilla"]),
    ("Moniko suunnittelee lukupiiriä?", ["Suunnitteilla"]),
    ("Missä lukupiiriä harkitaan?", ["Suunnitteilla"]),
    ("Kuinka moni harkitsee lukupiiriä?", ["Suunnitteilla"]),
    ("Missä lukupiiriä ei käytetä eikä suunnitella?", [NO_USE]),
    ("Moniko ei käytä eikä suunnittele lukupiiriä?", [NO_USE]),
    ("Monellako lukupiiri ei ole käytössä eikä suunnitteilla?", [NO_USE]),
    ("Monellako lukupiiri ei ole käytössä?", [NO_USE]),
    ("Missä lukupiiri on ”Ei käytössä, ei suunnitteilla”?", [NO_USE]),
    ("Missä kukaan ei käytä lukupiiriä?", ["Käytössä"]),
    ("Onko lukupiiri käytössä tai kokeilussa?", ["Käytössä", "Kokeilussa"]),
    ("Onko lukupiiri kokeilussa tai käytössä?", ["Käytössä", "Kokeilussa"]),
    ("Moniko aikoo ottaa lukupiirin käyttöön?", ["Suunnitteilla"]),
    ("Moniko suunnittelee käyttävänsä lukupiiriä?", ["Suunnitteilla"]),
    ("Moniko käyttää tai aikoo käyttää lukupiiriä?", ["Käytössä", "Suunnitteilla"]),
    ("Moniko aikoo käyttää lukupiiriä tai kokeilee sitä?", ["Kokeilussa", "Suunnitteilla"]),
    ("Moniko aikoo ottaa sen käyttöön, mutta ei ole aloittanut?", ["Suunnitteilla"]),
    ("Missä lukupiiriä ei ole eikä tule?", [NO_USE]),
    ("Missä lukupiiri on edes kokeilussa?", ["Käytössä", "Kokeilussa"]),
    ("Ne joilla on, ne jotka kokeilee ja ne jotka harkitsee lukupiiriä", STEPS_OF_USE),
    ("Kuinka yleinen lukupiiri on?", []),
    ("Miten yleistä lukupiiri on?", []),
    ("Mikä on yleisin?", []),
    ("Montako lukupiiriä on?", []),
    ("", []),
]


@pytest.mark.parametrize(("asked", "expected"), USE_CASES)
def test_columns_of_use(asked: str, expected: list[str]) -> None:
    """Inflection and synonyms name a column; the order is the table's.

    A word after 'how' asks for a degree and names none: any column may tell it.
    """
    assert list(choose(asked, USE).columns) == expected


SIZE_CASES = [
    ("Kuinka monelle merkitys on erittäin suuri?", ["Erittäin suuri"]),
    ("Kuinka moni pitää sitä erittäin suurena?", ["Erittäin suuri"]),
    ("Kuinka moni pitää sitä erittäin tärkeänä?", ["Erittäin suuri"]),
    ("Kuinka monelle merkitys on suuri?", ["Suuri"]),
    ("Kuinka moni pitää merkitystä suurena?", ["Suuri"]),
    ("Monelleko se on erittäin suuri tai suuri?", ["Erittäin suuri", "Suuri"]),
    ("Onko se useammin erittäin suuri vai suuri?", ["Erittäin suuri", "Suuri"]),
    ("Kumpia on enemmän, 'suuri' vai 'erittäin suuri'?", ["Erittäin suuri", "Suuri"]),
    ("Monelleko se on ”Suuri”?", ["Suuri"]),
    ("Monelleko se on vähintään suuri?", ["Erittäin suuri", "Suuri"]),
    ("Kummalle sen merkitys on suurempi?", ["Erittäin suuri", "Suuri"]),
    ("Montako pitää sitä vähintään suurena?", ["Erittäin suuri", "Suuri"]),
    ("vahintaan suuri", ["Erittäin suuri", "Suuri"]),
    ("Monelleko se on ainakin kohtalainen?", ["Erittäin suuri", "Suuri", "Kohtalainen"]),
    ("Monelleko se on enintään pieni?", ["Pieni", "Ei merkitystä"]),
    ("Monelleko se on korkeintaan kohtalainen?", ["Kohtalainen", "Pieni", "Ei merkitystä"]),
    ("Monen mielestä se on kohtalaista?", ["Kohtalainen"]),
    ("Moniko pitää merkitystä pienenä?", ["Pieni"]),
    ("Onko merkitys pieni tai kohtalainen?", ["Kohtalainen", "Pieni"]),
    ("Kuinka suuri osuus pitää merkitystä pienenä?", ["Pieni"]),
    ("Monelleko sillä ei ole merkitystä?", ["Ei merkitystä"]),
    ("Monenko mielestä se ei ole tärkeä?", ["Ei merkitystä"]),
    ("Monenko mielestä se on turha?", ["Ei merkitystä"]),
    ("Moniko vastasi en osaa sanoa?", ["En osaa sanoa"]),
    ("Moniko ei osaa sanoa?", ["En osaa sanoa"]),
    ("Moniko ei osannut sanoa?", ["En osaa sanoa"]),
    ("Moniko ei osannut arvioida sitä?", ["En osaa sanoa"]),
    ("Paljonko ovat kohtalaisen, suuren ja erittäin suuren summa?", SIZES[:3]),
    ("Onko suuri-vastauksissa iso ero?", ["Suuri"]),
    ("Onko erittäin suuri -luvuissa iso ero?", ["Erittäin suuri"]),
    ("Moniko vastasi eritt. suuri?", ["Erittäin suuri"]),
    ("Monelleko se on suuri, toiseksi ylin luokka?", ["Suuri"]),
    ("Miten kohtalainen-vastaukset jakautuvat?", ["Kohtalainen"]),
    ("Kuinka suuri merkitys sillä on?", []),
    ("Kuinka tärkeä se on?", []),
    ("Mikä on suurin?", []),
    ("Mikä on pienin?", []),
    ("Onko sillä väliä?", []),
]


FAULTY_SIZE_CASE = pytest.param(
    "Moniko ei osaa sanoa, mitä merkitystä sillä on?",
    ["En osaa sanoa"],
)


@pytest.mark.parametrize(("asked", "expected"), [*SIZE_CASES, FAULTY_SIZE_CASE])
def test_columns_of_size(asked: str, expected: list[str]) -> None:
    """A heading within a longer one is told apart; 'at least' takes all that are larger."""
    assert list(choose(asked, STAFF).columns) == expected


AGREE = make_grid(["Täysin samaa mieltä", "Jokseenkin samaa mieltä", "Eri mieltä"])
MONEY = make_grid(["Talousarvio", "Toteutuma", "Ensi vuoden esitys"])
YEARS = make_grid(["2019", "2020", "2021"])
OFTEN = make_grid(["Päivittäin", "Viikoittain", "Harvoin", "En koskaan"])
PLEASED = make_grid(["Erittäin tyytyväinen", "Tyytyväinen", "Tyytymätön", "En osaa sanoa"])
THINGS = make_grid(["Lainat", "Kävijät", "Tapahtumat"])
OTHER_CASES = [
    ("Moniko on täysin samaa mieltä?", AGREE, ["Täysin samaa mieltä"]),
    ("Moniko on jokseenkin samaa mieltä?", AGREE, ["Jokseenkin samaa mieltä"]),
    ("Moniko on eri mieltä?", AGREE, ["Eri mieltä"]),
    ("Paljonko budjetoitiin?", MONEY, ["Talousarvio"]),
    ("Paljonko rahaa kului?", MONEY, ["Toteutuma"]),
    ("Mikä on talousarvion ja toteutuman ero?", MONEY, ["Talousarvio", "Toteutuma"]),
    ("Mitä ehdotetaan?", MONEY, ["Ensi vuoden esitys"]),
    ("Paljonko lainoja oli vuonna 2020?", YEARS, ["2020"]),
    ("Paljonko lainoja oli vuosina 2019 ja 2021?", YEARS, ["2019", "2021"]),
    ("Paljonko lainoja oli vuonna 2018?", YEARS, []),
    ("Moniko lukee joka päivä?", OFTEN, ["Päivittäin"]),
    ("Moniko lukee kerran viikossa?", OFTEN, ["Viikoittain"]),
    ("Moniko ei lue koskaan?", OFTEN, ["En koskaan"]),
    ("Moniko on tyytyväinen?", PLEASED, ["Tyytyväinen"]),
    ("Moniko on erittäin tyytyväinen?", PLEASED, ["Erittäin tyytyväinen"]),
    ("Moniko ei ole tyytyväinen?", PLEASED, ["Tyytymätön"]),
    ("Moniko on pettynyt?", PLEASED, ["Tyytymätön"]),
    ("Montako lainaa oli?", THINGS, ["Lainat"]),
    ("Moniko osallistui tapahtumiin?", THINGS, ["Tapahtumat"]),
    ("Montako traktoria oli?", THINGS, []),
]


@pytest.mark.parametrize(
    ("asked", "table", "expected"), OTHER_CASES, ids=[c[0] for c in OTHER_CASES]
)
def test_columns_of_other_tables(asked: str, table: Table, expected: list[str]) -> None:
    """Scales, sums of money, years and words that stand for themselves are named alike."""
    assert list(choose(asked, table).columns) == expected


@pytest.mark.parametrize(
    ("asked", "language", "expected"),
    [
        ("How many use it?", Language.ENGLISH, ["Käytössä"]),
        ("What share is planning it?", Language.ENGLISH, ["Suunnitteilla"]),
        ("Hur många använder det?", Language.SWEDISH, ["Käytössä"]),
        ("Hur många planerar det?", Language.SWEDISH, ["Suunnitteilla"]),
        ("How many cows?", Language.ENGLISH, []),
    ],
)
def test_columns_in_other_languages(asked: str, language: Language, expected: list[str]) -> None:
    """A question in English or Swedish names the Finnish columns."""
    assert list(choose(asked, USE, language).columns) == expected


@pytest.mark.parametrize(
    ("asked", "columns", "is_loose"),
    [
        ("Onko se tärkeä?", ("Erittäin suuri", "Suuri"), True),
        ("Onko se erittäin tärkeä?", ("Erittäin suuri",), False),
        ("Onko se suuri?", ("Suuri",), False),
        ("Onko se kiva?", (), False),
    ],
)
def test_word_for_several_steps_is_loose(
    asked: str, columns: tuple[str, ...], is_loose: bool
) -> None:
    """A word that is like the headings of several steps takes them all, and says so."""
    choice = choose(asked, STAFF)
    assert (choice.columns, choice.is_loose, bool(choice)) == (columns, is_loose, bool(columns))


@pytest.mark.parametrize(
    ("asked", "table", "words"),
    [
        ("Moniko käyttää lukupiiriä?", USE, ["kayttaa"]),
        ("Moniko ei käytä eikä suunnittele sitä?", USE, ["ei", "kayta", "eika", "suunnittele"]),
        ("Onko se kokeilussa vai käytössä?", USE, ["kokeilussa", "kaytossa"]),
        ("Onko merkitys erittäin suuri?", STAFF, ["erittain", "suuri"]),
        ("Onko lukupiiri kiva?", STAFF, []),
    ],
)
def test_places_are_those_of_the_words_that_name(
    asked: str, table: Table, words: list[str]
) -> None:
    """What is left besides these places may name a row."""
    request = read_request(asked)
    assert [request.words[p] for p in sorted(choose(asked, table).places)] == words


HEADINGS = [
    ("Käytössä", {"use"}, "", False, ()),
    ("Ka\u0308yto\u0308ssa\u0308", {"use"}, "", False, ()),
    (NO_USE, {"use", "plan"}, "", True, ()),
    ("Erittäin suuri", {"high"}, "very", False, ()),
    ("Suuri", {"high"}, "", False, ()),
    ("Melko tyytyväinen", {"satisfied"}, "somewhat", False, ()),
    ("Jokseenkin eri mieltä", {"disagree"}, "somewhat", False, ()),
    ("Ei merkitystä", {"no_meaning"}, "", False, ()),
    ("En osaa sanoa", {"unsure"}, "", False, ()),
    ("En koskaan", {"not_at_all"}, "", False, ()),
    ("Talousarvio 2020", {"budget"}, "", False, ("2020",)),
    ("2019", set(), "", False, ("2019",)),
    ("Kirjojen lainat", set(), "", False, ("kirjojen", "lainat")),
]


@pytest.mark.parametrize(
    ("column", "ideas", "strength", "is_denial", "words"), HEADINGS, ids=[c[0] for c in HEADINGS]
)
def test_heading(
    column: str, ideas: set[str], strength: str, is_denial: bool, words: tuple[str, ...]
) -> None:
    """A heading stands for ideas, how strongly, and for what words are left of it."""
    heading = read_heading(column)
    assert (heading.name, set(heading.ideas), heading.strength) == (column, ideas, strength)
    assert (heading.is_denial, heading.words) == (is_denial, words)


@pytest.mark.parametrize(
    ("idea", "table", "expected"),
    [
        ("use", USE, ("Käytössä", NO_USE)),
        ("high", STAFF, ("Erittäin suuri", "Suuri")),
        ("no_meaning", STAFF, ("Ei merkitystä",)),
        ("no_meaning", USE, ()),
        ("budget", MONEY, ("Talousarvio",)),
    ],
)
def test_columns_of_an_idea(idea: str, table: Table, expected: tuple[str, ...]) -> None:
    """All columns that stand for an idea are found, in the table's order."""
    assert columns_of(idea, table) == expected


TABLES = {"use": USE, "readers": READERS, "staff": STAFF}
TABLE_CASES = [
    ("Kuinka suuri merkitys sillä on lainaajille?", "readers"),
    ("Kuinka suuri merkitys sillä on kuntalaisille?", "readers"),
    ("Kuinka suuri merkitys sillä on henkilöstölle?", "staff"),
    ("Kuinka suuri merkitys silla on henkilosto\u0308lle?", "staff"),
    ("Mikä merkitys sillä on työntekijöille?", "staff"),
    ("Mikä on tärkeintä lainaajien kannalta?", "readers"),
    ("Mikä on tärkeintä henkilöstön kannalta?", "staff"),
    ("Mikä on tärkeintä henkilökunnan mielestä?", "staff"),
    ("Mikä on suurta kuntalaisten näkökulmasta?", "readers"),
    ("Missä lukupiiriä kokeillaan?", "use"),
    ("Mikä toimintatapa on yleisin?", "use"),
]


def scores(asked: str) -> dict[str, float]:
    """Return how well each table meets a question."""
    request = read_request(asked)
    return {
        name: table_score(request, table, FI, choose(asked, table))
        for name, table in TABLES.items()
    }


@pytest.mark.parametrize(("asked", "expected"), TABLE_CASES)
def test_table_is_told_by_audience_title_and_headings(asked: str, expected: str) -> None:
    """The table for whose audience, title or headings the question asks scores best, alone."""
    found = scores(asked)
    assert [name for name, score in found.items() if score == max(found.values())] == [expected]


@pytest.mark.parametrize("asked", ["Onko traktori punainen?", "Montako traktoria on?", ""])
def test_question_of_other_things_meets_no_table(asked: str) -> None:
    """A question that names nothing of the tables scores 0 on each."""
    assert scores(asked) == {"use": 0, "readers": 0, "staff": 0}


def test_loose_column_tells_a_table_less() -> None:
    """A word that is only like the headings is worth less than one of them."""
    loose, named = "Onko se tärkeä?", "Onko se suuri?"
    assert 0 < scores(loose)["staff"] < scores(named)["staff"]


AUDIENCES = [
    ("Mikä on tärkeintä lainaajien kannalta?", 1.0, 1.0),
    ("Mikä on tärkeintä lainaajien mielestä?", 1.0, 1.0),
    ("Mikä on tärkeintä lainaajille?", 1.0, 1.0),
    ("Mikä on tärkeintä kuntalaisille?", 1.0, 1.0),
    ("Mikä on tärkeintä asukkaille?", 0.85, 0.95),
    ("Mikä on tärkeintä lainaajalle?", 0.85, 0.95),
    ("Mitä lainaajat pitävät tärkeänä?", 0.4, 0.6),
    ("Missä ovat lainaajien kirjat?", 0.1, 0.3),
    ("Mikä on tärkeintä henkilöstön kannalta?", 0.0, 0.0),
    ("Missä ovat kirjat?", 0.0, 0.0),
    ("", 0.0, 0.0),
]


@pytest.mark.parametrize(("asked", "least", "most"), AUDIENCES, ids=[c[0] for c in AUDIENCES])
def test_audience(asked: str, least: float, most: float) -> None:
    """A viewpoint or the title's own word is sure, another form of it less so."""
    assert least <= audience(read_request(asked), spoken_to(READERS), FI) <= most


def test_word_of_the_row_tells_no_audience() -> None:
    """A word that stands in the row asked of may mean the row, but for a viewpoint."""
    label = ["lainaajien", "lainaajille", "lainaajat"]
    for asked in ("Lainaajat lukevat", "Lainaajille luetaan", "Lainaajien kirjat"):
        assert audience(read_request(asked), spoken_to(READERS), FI, label) == 0
    view = read_request("Lainaajien kannalta")
    assert audience(view, spoken_to(READERS), FI, label) == 1


def test_title_tells_for_whom_a_table_is() -> None:
    """Those for whom a table is are the words of its title in the allative."""
    assert spoken_to(READERS) == ["lainaajille", "kuntalaisille"]
    assert spoken_to(USE) == []


WORDS = [
    ("lainaajille", "lainaajat", True),
    ("lainaajille", "lainaajan", True),
    ("kaytossa", "kaytto", True),
    ("lainaajille", "lukijat", False),
    ("kotona", "kotvan", False),
    ("2020", "2020", True),
    ("2020", "2021", False),
    ("ja", "jaa", False),
    ("ja", "ja", True),
]


@pytest.mark.parametrize(("heading_word", "word", "expected"), WORDS)
def test_forms_of_one_word(heading_word: str, word: str, expected: bool) -> None:
    """Two forms share a long beginning; short words and numbers must be the same."""
    assert is_inflected(heading_word, word) is expected


def test_words_of_one_meaning() -> None:
    """The thesaurus makes two words one, in Finnish and from other languages."""
    assert is_same_word("henkilostolle", "tyontekijat", FI)
    assert is_same_word("henkilostolle", "staff", Language.ENGLISH)
    assert not is_same_word("henkilostolle", "lainaajat", FI)
