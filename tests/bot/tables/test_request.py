"""What a question asks of figures, told by its language alone."""

from decimal import Decimal

import pytest

from bot.tables.limit import Limit, Relation
from bot.tables.order import Direction
from bot.tables.request import read_request

OVER, AT_LEAST, EQUAL = Relation.OVER, Relation.AT_LEAST, Relation.EQUAL
UNDER, AT_MOST, BETWEEN = Relation.UNDER, Relation.AT_MOST, Relation.BETWEEN
MOST, LEAST = Direction.MOST, Direction.LEAST

LIMITS = [
    ("yli 50 prosentilla", OVER, 50),
    ("yli 50\u00a0%:lla", OVER, 50),
    ("yli 50 pros", OVER, 50),
    ("yli viidelläkymmenellä prosentilla", OVER, 50),
    ("yli kymmenellä", OVER, 10),
    ("useammalla kuin 50 prosentilla", OVER, 50),
    ("enemmän kuin 20 prosentilla", OVER, 20),
    ("yli 1 500 lainaajalla", OVER, 1500),
    ("yli 1 234,5 euroa", OVER, "1234.5"),
    ("siten, että ne ylittävät 50 prosenttia", OVER, 50),
    ("by more than 50 percent", OVER, 50),
    ("av mer än 50 procent", OVER, 50),
    ("vähintään 13 %:lla", AT_LEAST, 13),
    ("va\u0308hinta\u0308a\u0308n 13 %:lla", AT_LEAST, 13),
    ("vahintaan 13 %:lla", AT_LEAST, 13),
    ("ainakin kymmenellä prosentilla", AT_LEAST, 10),
    ("väh. 13 prosentilla", AT_LEAST, 13),
    ("50 %:lla tai enemmän", AT_LEAST, 50),
    ("by at least 20 %", AT_LEAST, 20),
    ("60 % tai yli", AT_LEAST, 60),
    ("15 % tai enemmän työntekijöiden puolella", AT_LEAST, 15),
    ("joissa on enemmän kuin nolla", OVER, 0),
    ("jotka yltävät 40 prosenttiin", AT_LEAST, 40),
    ("jotka eivät yllä edes viiteentoista prosenttiin", UNDER, 15),
    ("jotka eivät ylitä 20 prosenttia", AT_MOST, 20),
    ("alle 10 prosentilla", UNDER, 10),
    ("alle 12,5 %:lla", UNDER, "12.5"),
    ("alle kahdellakymmenellä prosentilla", UNDER, 20),
    ("harvemmalla kuin 10 prosentilla", UNDER, 10),
    ("vähemmän kuin viidellä prosentilla", UNDER, 5),
    ("siten, että ne alittavat 10 prosentin rajan", UNDER, 10),
    ("enintään 6 %:lla", AT_MOST, 6),
    ("korkeintaan kuudella prosentilla", AT_MOST, 6),
    ("tasan 22 prosentilla", EQUAL, 22),
    ("täsmälleen 22 %:lla", EQUAL, 22),
    ("22 prosentilla", EQUAL, 22),
    ("22 %:lla", EQUAL, 22),
    ("0 prosentilla", EQUAL, 0),
]


@pytest.mark.parametrize(("asked", "relation", "value"), LIMITS, ids=[c[0] for c in LIMITS])
def test_limit(asked: str, relation: Relation, value: int | str) -> None:
    """A number with a word for its relation is a limit; a percentage alone is to be met just so."""
    limit = read_request(f"Mitkä ovat käytössä {asked}?").limit
    assert limit == Limit(relation, Decimal(value))


PARTS = [
    ("puolella", EQUAL, "50"),
    ("yli puolella", OVER, "50"),
    ("alle puolella", UNDER, "50"),
    ("vähintään puolella", AT_LEAST, "50"),
    ("joka viidennellä", EQUAL, "20"),
    ("yli joka viidennellä", OVER, "20"),
    ("alle neljänneksellä", UNDER, "25"),
    ("kolmanneksella", EQUAL, "33.33"),
    ("vähintään kolmasosalla", AT_LEAST, "33.33"),
    ("vähintään kahdella kolmasosalla", AT_LEAST, "66.67"),
    ("enintään kymmenesosalla", AT_MOST, "10"),
    ("reilulla kolmanneksella", OVER, "33.33"),
    ("vajaalla kolmanneksella", UNDER, "33.33"),
    ("enemmistöllä", OVER, "50"),
    ("suurimmalla osalla", OVER, "50"),
    ("vähemmistöllä", UNDER, "50"),
    ("harvemmassa kuin joka kymmenennessä", UNDER, "10"),
    ("useammassa kuin joka toisessa", OVER, "50"),
    ("vähintään kolmella neljästä", AT_LEAST, "75"),
]


@pytest.mark.parametrize(("asked", "relation", "percent"), PARTS, ids=[c[0] for c in PARTS])
def test_limit_is_a_part_of_the_whole(asked: str, relation: Relation, percent: str) -> None:
    """A part in words is a limit in per cent, and told from a number."""
    limit = read_request(f"Mitkä ovat käytössä {asked}?").limit
    assert limit is not None
    assert (limit.relation, limit.is_share) == (relation, True)
    assert round(limit.value, 2) == Decimal(percent)


RANGES = [
    ("10–20 prosentilla", 10, 20),
    ("10-20 %:lla", 10, 20),
    ("10 – 20 prosentilla", 10, 20),
    ("20–10 prosentilla", 10, 20),
    ("10 ja 20 prosentin välillä", 10, 20),
    ("välillä 10 ja 20 prosenttia", 10, 20),
    ("kymmenen ja kahdenkymmenen prosentin välillä", 10, 20),
    ("by between 10 and 20 percent", 10, 20),
]


@pytest.mark.parametrize(("asked", "lower", "upper"), RANGES, ids=[c[0] for c in RANGES])
def test_limit_between_two_numbers(asked: str, lower: int, upper: int) -> None:
    """A range is told by a dash or by 'between', in either order."""
    limit = read_request(f"Mitkä ovat käytössä {asked}?").limit
    assert limit == Limit(BETWEEN, Decimal(lower), Decimal(upper))


NEAR = [
    ("noin 20 prosentilla", [17, 20, 23], [16, 24]),
    ("suunnilleen 20 %:lla", [18, 22], [15, 25]),
    ("noin puolella", [47, 50, 53], [44, 56]),
    ("lähes 20 prosentilla", [16, 19], [9, 21]),
    ("melkein puolella", [46, 49], [40, 51]),
]


@pytest.mark.parametrize(("asked", "held", "failed"), NEAR, ids=[c[0] for c in NEAR])
def test_limit_that_is_only_about(asked: str, held: list[int], failed: list[int]) -> None:
    """'About' reaches a little to both sides, 'nearly' only below."""
    limit = read_request(f"Mitkä ovat käytössä {asked}?").limit
    assert limit is not None
    assert [n for n in held + failed if limit.holds(Decimal(n))] == held


NOBODY = [
    ("Mitä ei kukaan käytä?", EQUAL),
    ("Mitä kukaan ei käytä?", EQUAL),
    ("mita kukaan ei kayta", EQUAL),
    ("Mitkä eivät ole kenelläkään käytössä?", EQUAL),
    ("Mikä ei ole yhdelläkään käytössä?", EQUAL),
    ("Mitkä ovat kokonaan käyttämättä?", EQUAL),
    ("Mitkä ovat suunnitteilla nollassa?", EQUAL),
    ("Mikä ei ole käytössä yhdessäkään kirjastossa?", EQUAL),
    ("Mitä joku käyttää?", OVER),
    ("Mikä sai yhtään ääniä?", OVER),
    ("Mitkä ovat joidenkin mukaan suunnitteilla?", OVER),
    ("Mitkä ovat jollakin käytössä?", OVER),
]


@pytest.mark.parametrize(("asked", "relation"), NOBODY, ids=[c[0] for c in NOBODY])
def test_nobody_is_zero_and_somebody_more(asked: str, relation: Relation) -> None:
    """Words for nobody and somebody set a limit of zero by themselves."""
    assert read_request(asked).limit == Limit(relation, Decimal(0))


NO_LIMITS = [
    "Mitkä ovat käytössä?",
    "Mikä oli budjetti vuonna 2021?",
    "Vuonna 2021 mitä käytettiin?",
    "Mitä lainattiin vuosina 2019–2021?",
    "Paljonko lainattiin 2019 ja 2021?",
    "Missä on 3 kirjastoa?",
    "Missä on kaksi kirjastoa?",
    "Mitä taulukko 3 kertoo?",
    "Montako kirjaa?",
    "Mikä on yleisin lukijoiden puolella?",
    "",
]


@pytest.mark.parametrize("asked", NO_LIMITS)
def test_years_and_bare_numbers_are_no_limits(asked: str) -> None:
    """A number needs a unit or a word for its relation, and a year is none."""
    assert read_request(asked).limit is None


HOLDS = [
    (Limit(OVER, Decimal(5)), {6}),
    (Limit(AT_LEAST, Decimal(5)), {5, 6}),
    (Limit(UNDER, Decimal(5)), {3, 4}),
    (Limit(AT_MOST, Decimal(5)), {3, 4, 5}),
    (Limit(EQUAL, Decimal(5)), {5}),
    (Limit(BETWEEN, Decimal(4), Decimal(5)), {4, 5}),
]


@pytest.mark.parametrize(("limit", "expected"), HOLDS, ids=[c[0].relation.value for c in HOLDS])
def test_limit_holds(limit: Limit, expected: set[int]) -> None:
    """Each relation holds of just the figures that it says, both ends of a range among them."""
    assert {n for n in range(3, 7) if limit.holds(Decimal(n))} == expected


RANKS = [
    ("Mikä on yleisin?", MOST, 0, 0),
    ("Mikä on eniten käytössä?", MOST, 0, 0),
    ("Mikä on suurin?", MOST, 0, 0),
    ("Mitkä ovat tärkeimmät?", MOST, 0, 0),
    ("Mikä on kärjessä?", MOST, 0, 0),
    ("Mitkä ovat hauskimmat?", MOST, 0, 0),
    ("Which is used most?", MOST, 0, 0),
    ("Vilken är vanligast?", MOST, 0, 0),
    ("Mikä on vähiten käytössä?", LEAST, 0, 0),
    ("mika on vahiten kaytossa", LEAST, 0, 0),
    ("Mikä on va\u0308hiten käytössä?", LEAST, 0, 0),
    ("Mikä on harvinaisin?", LEAST, 0, 0),
    ("Mikä on pienin?", LEAST, 0, 0),
    ("Mikä on häntäpäässä?", LEAST, 0, 0),
    ("Which is used least?", LEAST, 0, 0),
    ("Mitkä kolme ovat eniten käytössä?", MOST, 3, 0),
    ("Mitkä ovat kolme yleisintä?", MOST, 3, 0),
    ("Mitkä ovat 2 yleisintä?", MOST, 2, 0),
    ("Mitkä kaksi ovat vähiten käytössä?", LEAST, 2, 0),
    ("Top 3", MOST, 3, 0),
    ("Mikä on viiden kärki?", MOST, 5, 0),
    ("Mikä on toiseksi yleisin?", MOST, 0, 1),
    ("Mikä on toisiksi eniten käytössä?", MOST, 0, 1),
    ("Mikä on kolmanneksi eniten käytössä?", MOST, 0, 2),
    ("Mikä on neljänneksi vähiten käytössä?", LEAST, 0, 3),
    ("Mitkä kaksi ovat seuraavaksi yleisimmät?", MOST, 2, 1),
    ("Mikä on toiseks yleisin?", MOST, 0, 1),
    ("Mikä on kakkosena listalla?", MOST, 0, 1),
    ("Mikä tulee kolmantena?", MOST, 0, 2),
    ("Mikä on sijalla 3?", MOST, 0, 2),
    ("Mikä on toiseksi viimeinen, kun ne laitetaan järjestykseen?", LEAST, 0, 1),
    ("Mikä on viimeisenä järjestyksessä?", LEAST, 0, 0),
    ("Montako pitää sitä suurena (toiseksi ylin luokka)?", None, 0, 0),
    ("Paremmuusjärjestys: kolme yleisintä", MOST, 3, 0),
    ("mikä on pahnanpohjimmaisena", LEAST, 0, 0),
    ("Toisena kysymyksenä: monellako?", None, 0, 0),
    ("Mikä on käytössä?", None, 0, 0),
    ("Onko se yleinen?", None, 0, 0),
    ("Mikä on erittäin suuri?", None, 0, 0),
    ("Mitkä kolme ovat käytössä?", None, 0, 0),
    ("Mikä on hauskin?", None, 0, 0),
]


@pytest.mark.parametrize(("asked", "direction", "count", "skip"), RANKS, ids=[c[0] for c in RANKS])
def test_rank(asked: str, direction: Direction | None, count: int, skip: int) -> None:
    """A superlative tells the end of an order, a number how many, an ordinal how many go before."""
    request = read_request(asked)
    assert (request.direction, request.order.count, request.order.skip) == (direction, count, skip)


@pytest.mark.parametrize(
    "asked", ["Laita käytössä olevat järjestykseen", "Järjestä ne", "Mikä on suuruusjärjestys?"]
)
def test_whole_order_is_asked_for(asked: str) -> None:
    """An order asked for as such is of more than any table has, from the top."""
    request = read_request(asked)
    assert request.direction is MOST
    assert request.order.count > 1000


def test_number_of_a_limit_is_no_count() -> None:
    """What is ranked within a limit is not counted by it."""
    request = read_request("Mikä on yleisin alle 10 prosentilla?")
    assert (request.direction, request.order.count) == (MOST, 0)
    assert request.limit == Limit(UNDER, Decimal(10))


LINES = [
    ("Mikä on taulukon ensimmäinen rivi?", 1),
    ("Mikä on henkilöstötaulukon alin rivi?", -1),
    ("Mikä on toiseksi viimeinen rivi?", -2),
    ("Mitä rivillä 3 sanotaan?", 3),
    ("Mikä on kolmas rivi?", 3),
    ("Mikä on taulukon 2 rivi 3?", 3),
    ("Montako riviä taulukossa 2 on?", 0),
    ("Mikä on listan viimeinen?", 0),
]


@pytest.mark.parametrize(("asked", "line"), LINES, ids=[c[0] for c in LINES])
def test_row_is_told_by_its_place_in_print(asked: str, line: int) -> None:
    """A row may be told by its place, from the top or from the end."""
    assert read_request(asked).order.line == line


def test_not_even_a_part_is_under_it() -> None:
    """What is denied of 'even a tenth' lies below it, and denies no column."""
    request = read_request("Mitkä eivät ole käytössä edes joka kymmenennellä?")
    assert request.limit == Limit(UNDER, Decimal(10), is_share=True)
    assert request.words.index("eivat") in request.taken


def test_what_is_at_zero_is_left_out() -> None:
    """Who leaves out the zeros asks for the end of the rest."""
    request = read_request("Mikä on harvinaisin, nollat pois lukien?")
    assert (request.direction, request.limit) == (LEAST, Limit(OVER, Decimal(0)))


@pytest.mark.parametrize(
    "asked", ["Mitkä eivät ole käytössä lainkaan?", "Montako tapaa ei ole lainkaan?"]
)
def test_not_at_all_of_things_is_zero(asked: str) -> None:
    """Things that are not at all are those at zero."""
    assert read_request(asked).limit == Limit(EQUAL, Decimal(0))


def test_both_ends_are_told_with_their_places() -> None:
    """Where both ends of an order are named, each has the place of its word."""
    turns = read_request("Mikä yleisimmistä on vähiten käytössä?").order.turns
    assert sorted(turns, key=lambda turn: turn[1]) == [(MOST, 1), (LEAST, 3)]


def test_superlative_of_an_idiom_is_no_end() -> None:
    """'Suurin piirtein' is 'about'."""
    assert read_request("Paljonko suurin piirtein käyttää sitä?").direction is None
    assert read_request("Mikä on suurin?").direction is MOST


SCALES = [
    ("Monelleko se on vähintään suuri?", AT_LEAST),
    ("vahintaan suuri", AT_LEAST),
    ("Monelleko se on ainakin kohtalainen?", AT_LEAST),
    ("Monelleko se on väh. suuri?", AT_LEAST),
    ("Monelleko se on suuri tai suurempi?", AT_LEAST),
    ("Monelleko se on enintään pieni?", AT_MOST),
    ("Monelleko se on korkeintaan kohtalainen?", AT_MOST),
    ("Monelleko se on pieni tai pienempi?", AT_MOST),
    ("Hur många anser att det har minst stor betydelse?", AT_LEAST),
    ("What share says it is of at least a great importance?", AT_LEAST),
    ("Vilket har minst stor betydelse?", None),
    ("Vad används minst?", None),
    ("Monelleko se on suuri?", None),
    ("Missä on vähintään 13 prosenttia?", None),
    ("Missä on vähintään kolme?", None),
    ("Missä on korkeintaan kolmasosalla?", None),
]


@pytest.mark.parametrize(("asked", "expected"), SCALES, ids=[c[0] for c in SCALES])
def test_scale(asked: str, expected: Relation | None) -> None:
    """'At least' is of a scale where no number follows; 'minst' may be 'the least'."""
    assert read_request(asked).scale is expected


FLAGS = [
    ("is_count", ["Kuinka moni lukee?", "Kuinka monta kohtaa?", "Montako on?", "Moniko lukee?",
                  "Monellako on kirja?", "kuinka monella se on", "How many read?", "Hur många?"],
     ["Kuinka paljon luetaan?", "Moni lukee", "Mitkä ovat käytössä?"]),
    ("is_total", ["Paljonko on yhteensä?", "Mikä on summa?", "Laske yhteen kaikki"],
     ["Paljonko luetaan?", "Yhteinen kirja?"]),
    ("is_average", ["Mikä on keskiarvo?", "Paljonko keskimäärin luetaan?", "what is the average"],
     ["Mikä on keskeistä?", "Paljonko luetaan?"]),
    ("is_compare", ["Onko kirja yleisempi kuin lehti?", "Mikä on ero?",
                    "Kumpi on suurempi?", "Vertaa kirjaa ja lehteä", "A more than B",
                    "Onko osuus sama lukijoille ja muille?", "Onko niillä sama osuus?"],
     ["Mikä on yleisin?", "Onko kaikilla sama käsitys kirjoista?",
      "Onko kirja suurempi kuin 50 %?", "Onko kirja vai lehti?"]),
    ("is_choice", ["Onko kirja vai lehti?", "Tuleeko hän vai ei?"], ["Onko kirja ja lehti?"]),
    ("is_yes_no", ["Onko kirja käytössä?", "Käyttääkö moni kirjaa?", "Ovatko kirjat käytössä?",
                   "Is it used?", "Finns den?"],
     ["Mikä on käytössä?", "Kuinka moni lukee?", "Kirja, onko se käytössä", ""]),
    ("degree", ["Kuinka yleinen se on?", "Kuinka tärkeä se on?", "Miten merkittävä se on?",
                     "How important is it?"],
     ["Kuinka moni lukee?", "Onko se yleinen?", "Kuinka suuri osa lukee?", "Yleinen?"]),
]  # fmt: skip
FLAG_CASES = [(flag, text, True) for flag, told, _ in FLAGS for text in told]
FLAG_CASES += [(flag, text, False) for flag, _, untold in FLAGS for text in untold]


@pytest.mark.parametrize(("flag", "asked", "expected"), FLAG_CASES)
def test_operation_is_told_by_words(flag: str, asked: str, expected: bool) -> None:
    """Each operation has words of its own, and a word like them tells nothing."""
    assert bool(getattr(read_request(asked), flag)) is expected


CLAIMS = [
    ("Onko kirja yleisempi kuin lehti?", True),
    ("Onko kirja enemmän käytössä kuin lehti?", True),
    ("Onko kirja useammin käytössä kuin lehti?", True),
    ("Is the book more common than the paper?", True),
    ("Onko kirja harvinaisempi kuin lehti?", False),
    ("Onko kirja vähemmän käytössä kuin lehti?", False),
    ("Onko kirja pienempi kuin lehti?", False),
    ("Onko kirja vai lehti yleisempi?", None),
    ("Kumpi on yleisempi?", None),
    ("Onko kirja kuin lehti?", None),
]


@pytest.mark.parametrize(("asked", "expected"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_claim_of_a_comparison(asked: str, expected: bool | None) -> None:
    """'More than' and 'less than' claim something; 'which of the two' does not."""
    assert read_request(asked).claims_more is expected


QUOTES = [
    ("Mikä on ”Erittäin suuri”?", {"erittain suuri"}),
    ('Mikä on "Suuri"?', {"suuri"}),
    ("Kumpi, 'suuri' vai 'erittäin suuri'?", {"suuri", "erittain suuri"}),
    ("Mikä on »Ei ka\u0308yto\u0308ssa\u0308»?", {"ei kaytossa"}),
    ("Mikä on suuri?", set()),
    ("", set()),
]


@pytest.mark.parametrize(("asked", "expected"), QUOTES, ids=[c[0] for c in QUOTES])
def test_quoted(asked: str, expected: set[str]) -> None:
    """What stands in quotation marks of any kind is told apart, folded."""
    assert read_request(asked).quoted == expected


TAKEN = [
    ("Mitkä kirjat ovat yli 50 prosentilla?", {"mitka", "kirjat", "ovat"}),
    ("Mitkä kolme kirjaa ovat yleisimmät?", {"mitka", "kirjaa", "ovat"}),
    ("Montako kirjaa on yhteensä?", {"kirjaa", "on"}),
    ("Onko kirja vähintään suuri?", {"onko", "kirja", "suuri"}),
    ("Onko kirja yleisempi kuin lehti?", {"onko", "kirja", "yleisempi", "lehti"}),
    ("Mitä kirjaa joku lukee?", {"mita", "kirjaa", "lukee"}),
]


@pytest.mark.parametrize(("asked", "left"), TAKEN, ids=[c[0] for c in TAKEN])
def test_words_of_operations_are_taken(asked: str, left: set[str]) -> None:
    """Words that tell an operation or its numbers are taken; those that name things are left."""
    request = read_request(asked)
    assert {w for i, w in enumerate(request.words) if i not in request.taken} == left


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Kuinka moni lukee?", True),
        ("Paljonko on yhteensä?", True),
        ("Mikä on yleisin?", False),
        ("Mitkä yli 20 prosentilla?", False),
        ("Mikä on keskiarvo?", False),
        ("Onko kirja vai lehti?", True),
        ("Onko kirja yleisempi kuin lehti?", False),
    ],
)
def test_plain_request_has_no_operation_on_all_rows(asked: str, expected: bool) -> None:
    """A request is plain where nothing more than printed figures is asked for."""
    assert read_request(asked).is_plain is expected
