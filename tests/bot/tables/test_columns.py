"""Which columns and which table a question names, in Finnish as people write it."""

import pytest

from bot.question import read_question
from bot.tables.columns import find_columns, table_score
from tests.bot.pieces import make_grid

NO_USE = "Ei käytössä, ei suunnitteilla"
USE = make_grid(["Käytössä", "Kokeilussa", "Suunnitteilla", NO_USE], title="Toimintatavat")
SIZES = ["Erittäin suuri", "Suuri", "Kohtalainen", "Pieni", "Ei merkitystä", "En osaa sanoa"]
READERS = make_grid(SIZES, title="Merkitys lainaajille ja kuntalaisille toteutuessaan", number=2)
STAFF = make_grid(SIZES, title="Merkitys henkilöstölle toteutuessaan", number=3)

USE_CASES = [
    ("Missä lukupiiri on käytössä?", ["Käytössä"]),
    ("Moniko käyttää lukupiiriä?", ["Käytössä"]),
    ("moniko kayttaa lukupiiria", ["Käytössä"]),
    ("Moniko ka\u0308ytta\u0308a\u0308 lukupiiriä?", ["Käytössä"]),
    ("Mikä on eniten käytössä?", ["Käytössä"]),
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
    ("Onko lukupiiri käytössä tai kokeilussa?", ["Käytössä", "Kokeilussa"]),
    ("Onko lukupiiri kokeilussa tai käytössä?", ["Käytössä", "Kokeilussa"]),
    ("Kuinka yleinen lukupiiri on?", []),
    ("Mikä on yleisin?", []),
    ("", []),
]


@pytest.mark.parametrize(("asked", "expected"), USE_CASES)
def test_columns_of_use(asked: str, expected: list[str]) -> None:
    """Inflection and synonyms name a column; the order is the table's."""
    assert list(find_columns(read_question(asked), USE)) == expected


SIZE_CASES = [
    ("Kuinka monelle merkitys on erittäin suuri?", ["Erittäin suuri"]),
    ("Kuinka moni pitää sitä erittäin suurena?", ["Erittäin suuri"]),
    ("Kuinka monelle merkitys on suuri?", ["Suuri"]),
    ("Kuinka moni pitää merkitystä suurena?", ["Suuri"]),
    ("Monelleko se on erittäin suuri tai suuri?", ["Erittäin suuri", "Suuri"]),
    ("Onko se useammin erittäin suuri vai suuri?", ["Erittäin suuri", "Suuri"]),
    ("Monelleko se on vähintään suuri?", ["Erittäin suuri", "Suuri"]),
    ("Montako pitää sitä vähintään suurena?", ["Erittäin suuri", "Suuri"]),
    ("vahintaan suuri", ["Erittäin suuri", "Suuri"]),
    ("Monelleko se on ainakin kohtalainen?", ["Erittäin suuri", "Suuri", "Kohtalainen"]),
    ("Monen mielestä se on kohtalaista?", ["Kohtalainen"]),
    ("Moniko pitää merkitystä pienenä?", ["Pieni"]),
    ("Onko merkitys pieni tai kohtalainen?", ["Kohtalainen", "Pieni"]),
    ("Kuinka suuri osuus pitää merkitystä pienenä?", ["Pieni"]),
    ("Monelleko sillä ei ole merkitystä?", ["Ei merkitystä"]),
    ("Moniko vastasi en osaa sanoa?", ["En osaa sanoa"]),
    ("Moniko ei osaa sanoa?", ["En osaa sanoa"]),
    ("Moniko ei osannut sanoa?", ["En osaa sanoa"]),
    ("Moniko ei osaa sanoa, mitä merkitystä sillä on?", ["En osaa sanoa"]),
    ("Mikä on suurin?", []),
    ("Mikä on pienin?", []),
    ("Onko sillä väliä?", []),
]


@pytest.mark.parametrize(("asked", "expected"), SIZE_CASES)
def test_columns_of_size(asked: str, expected: list[str]) -> None:
    """A heading within a longer one is told apart; 'at least' takes all that are larger."""
    assert list(find_columns(read_question(asked), STAFF)) == expected


TABLES = {"use": USE, "readers": READERS, "staff": STAFF}
TABLE_CASES = [
    ("Kuinka suuri merkitys sillä on lainaajille?", "readers"),
    ("Kuinka suuri merkitys sillä on kuntalaisille?", "readers"),
    ("Kuinka suuri merkitys sillä on henkilöstölle?", "staff"),
    ("Mikä merkitys sillä on työntekijöille?", "staff"),
    ("Mikä on tärkeintä lainaajien kannalta?", "readers"),
    ("Mikä on tärkeintä henkilöstön kannalta?", "staff"),
    ("Mikä on tärkeintä henkilökunnan mielestä?", "staff"),
    ("Mikä on suurta kuntalaisten näkökulmasta?", "readers"),
    ("Missä lukupiiriä kokeillaan?", "use"),
    ("Mikä toimintatapa on yleisin?", "use"),
]


@pytest.mark.parametrize(("asked", "expected"), TABLE_CASES)
def test_table_is_told_by_audience_title_and_headings(asked: str, expected: str) -> None:
    """The table for whose audience, title or headings the question asks scores best, alone."""
    scores = {name: table_score(read_question(asked), table) for name, table in TABLES.items()}
    assert [name for name, score in scores.items() if score == max(scores.values())] == [expected]


@pytest.mark.parametrize("asked", ["Kuka lainaa kirjoja?", "Montako traktoria on?", ""])
def test_question_of_other_things_meets_no_table(asked: str) -> None:
    """A question that names nothing of the tables scores 0 on each."""
    assert [table_score(read_question(asked), table) for table in TABLES.values()] == [0, 0, 0]
