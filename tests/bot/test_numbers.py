"""Numbers in Finnish text, and which have no source."""

from decimal import Decimal

import pytest

from bot.numbers import MARKER, find_numbers, format_figure, format_number, unproved_numbers

FORMS = [
    ("with a space before %", "58 % vastasi", ["58 %"]),
    ("without one", "58% vastasi", ["58 %"]),
    ("with a hard space", "58\u00a0% vastasi", ["58 %"]),
    ("with a narrow space", "58\u202f% vastasi", ["58 %"]),
    ("per cent in a case", "58 %:lla", ["58 %"]),
    ("per cent in words", "58 prosentilla", ["58 %"]),
    ("per cent cut short", "58 pros. vastasi", ["58 %"]),
    ("per cent in Swedish", "58 procent", ["58 %"]),
    ("percentage points", "32 prosenttiyksikköä", ["32 pp"]),
    ("percentage points with a sign", "32 %-yksikköä", ["32 pp"]),
    ("euros", "120 €", ["120 €"]),
    ("euros in words", "120 euron", ["120 €"]),
    ("millions in words", "noin 4 miljoonaa euroa", ["4 milj"]),
    ("millions cut short", "4 milj. €", ["4 milj"]),
    ("milliards cut short", "3 mrd. €", ["3 mrd"]),
    ("another word is no unit", "58 kirjaa", ["58"]),
    ("thousands", "68 000 henkilöä", ["68000"]),
    ("thousands with a hard space", "68\u00a0000 henkilöä", ["68000"]),
    ("thousands with a narrow space", "68\u202f000 henkilöä", ["68000"]),
    ("millions in digits", "1 234 567 kirjaa", ["1234567"]),
    ("thousands and decimals", "1 234,5 kirjaa", ["1234.5"]),
    ("thousands and a unit", "1 000 000 €", ["1000000 €"]),
    ("decimals", "0,5 kirjaa", ["0.5"]),
    ("a comma after a number is none of it", "Vuonna 2018, siis", ["2018"]),
    ("a full stop neither", "Vuonna 2018. Siis", ["2018"]),
    ("a case ending neither", "vuosina 2018:sta", ["2018"]),
    ("a year and a number are two", "Vuonna 2020 300 kirjaa", ["2020", "300"]),
    ("four digits are no thousands", "Kohdassa 1 2021 luettiin", ["1", "2021"]),
    ("a number in a compound", "yli 70-vuotiaat, Kirja2030", ["70", "2030"]),
    ("a number in brackets", "kirjoja (58)", ["58"]),
    ("a section sign is none of it", "lain 5 §", ["5"]),
    ("a date is one number", "Päivitetty 17.5.2021", ["20210517 date"]),
    ("a date at the end of a sentence", "Se oli 17.5.2021.", ["20210517 date"]),
    ("a date without a year", "17.5. avattiin", ["517 date"]),
    ("no such day or month is no date", "32.13.2020", ["32", "13", "2020"]),
    ("a number that is part of a date is none", "1.10.2020 ja 5", ["20201001 date", "5"]),
    ("a range is its ends", "10–20 kirjaa", ["10", "20"]),
    ("a range of years", "vuosina 1999–2001", ["1999", "2001"]),
    ("both ends of a range have the unit", "10–20 %", ["10 %", "20 %"]),
    ("with spaces too", "10 – 20 %", ["10 %", "20 %"]),
    ("with a hyphen too", "10-20 prosenttia", ["10 %", "20 %"]),
    ("all of a list have the unit", "5, 10 ja 15 %", ["5 %", "10 %", "15 %"]),
    ("both of two have it", "58 tai 60 prosenttia", ["58 %", "60 %"]),
    ("not over other words", "58 kirjaa ja 60 %", ["58", "60 %"]),
    ("a unit of its own stays", "10 € – 20 %", ["10 €", "20 %"]),
    ("a minus sign", "−5 astetta", ["-5"]),
    ("a hyphen for it", "-6 astetta", ["-6"]),
    ("a minus in a sentence", "Muutos oli −5 %", ["-5 %"]),
    ("a minus after a hard space", "oli\u00a0−5 %", ["-5 %"]),
    ("a minus in brackets", "muutos (-6)", ["-6"]),
    ("a hyphen in a compound is no minus", "COVID-19", ["19"]),
    ("a hyphen in a range neither", "2019-2021", ["2019", "2021"]),
    ("a dash after a space is a range", "10 –20", ["10", "20"]),
    ("zeros after the comma", "58,0 %", ["58.0 %"]),
    ("markers are none", "Moni lukee. [1] [23]", []),
    ("a number beside a marker is one", "58 % [1]", ["58 %"]),
    ("nothing has none", "", []),
]


@pytest.mark.parametrize(("claim", "text", "expected"), FORMS, ids=[c[0] for c in FORMS])
def test_numbers_are_read_as_finns_write_them(claim: str, text: str, expected: list[str]) -> None:
    """Spaces group thousands, a comma parts decimals, a unit follows, and markers are none."""
    found = find_numbers(text)
    assert [f"{n.value} {n.unit}".strip() for n in found] == expected, claim
    assert not any(n.is_word or n.is_share for n in found), claim


WORDS = [
    ("kaksi kirjaa", ["2"]),
    ("Kahdeksan kirjaa", ["8"]),
    ("kolmen kärki", ["3"]),
    ("viidellä lainaajalla", ["5"]),
    ("viittä tai kuutta", ["5", "6"]),
    ("kahteen kotiin", ["2"]),
    ("kymmenellä", ["10"]),
    ("kaksitoista", ["12"]),
    ("viidellätoista", ["15"]),
    ("kaksikymmentä", ["20"]),
    ("kahdellakymmenellä", ["20"]),
    ("kaksikymmentäviisi", ["25"]),
    ("yhdeksänkymmentäyhdeksän", ["99"]),
    ("sata", ["100"]),
    ("kolmesataa", ["300"]),
    ("tuhat", ["1000"]),
    ("kaksi tuhatta", ["2000"]),
    ("kaksikymmentä tuhatta", ["20000"]),
    ("kymmenen prosenttia", ["10 %"]),
    ("viisikymmentäkahdeksan prosenttia", ["58 %"]),
    ("kaksi prosenttiyksikköä", ["2 pp"]),
    ("kaksi kirjaa ja 3 lehteä", ["2", "3"]),
    ("neljakymmenta", ["40"]),
    ("yksi kirja", []),
    ("kuusen alla", []),
    ("viisaita sanoja", []),
    ("viime vuonna", []),
    ("toinen kirja", []),
    ("kahdesti", []),
    ("tensori, setti ja treeni", []),
    ("viisto", []),
]


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[text for text, _ in WORDS])
def test_numbers_in_words(text: str, expected: list[str]) -> None:
    """A number in words is read in any case; 'one' and words that only begin like it are none."""
    found = find_numbers(text)
    assert [f"{n.value} {n.unit}".strip() for n in found] == expected
    assert all(n.is_word != text[n.start : n.end].isdigit() for n in found)
    assert not any(n.is_share for n in found)


SHARES = [
    ("puolet vastaajista", "puolet", "50"),
    ("puolella vastaajista", "puolella", "50"),
    ("kolmannes vastaajista", "kolmannes", "33.3"),
    ("kolmanneksella", "kolmanneksella", "33.3"),
    ("neljäsosa vastaajista", "neljäsosa", "25"),
    ("neljännes vastaajista", "neljännes", "25"),
    ("kymmenesosa vastaajista", "kymmenesosa", "10"),
    ("joka toinen lukee", "joka toinen", "50"),
    ("joka viides lukee", "joka viides", "20"),
    ("joka viidennellä on", "joka viidennellä", "20"),
    ("kaksi kolmasosaa lukee", "kaksi kolmasosaa", "66.7"),
    ("kolme neljäsosaa lukee", "kolme neljäsosaa", "75"),
    ("kolme neljästä lukee", "kolme neljästä", "75"),
    ("yhdellä viidestä", "yhdellä viidestä", "20"),
    ("yhdeksän kymmenestä", "yhdeksän kymmenestä", "90"),
    ("one in five reads", "one in five", "20"),
    ("två av tre läser", "två av tre", "66.7"),
    ("every fifth reads", "every fifth", "20"),
    ("var femte läser", "var femte", "20"),
]


@pytest.mark.parametrize(("text", "written", "percent"), SHARES, ids=[s[1] for s in SHARES])
def test_part_in_words_is_per_cent(text: str, written: str, percent: str) -> None:
    """A part of the whole in words is one number, in per cent, of all its words."""
    (found,) = find_numbers(text)
    assert (found.unit, found.is_share, found.is_word) == ("%", True, True)
    assert text[found.start : found.end] == written
    assert round(found.value, 1) == Decimal(percent)


@pytest.mark.parametrize("text", ["joka päivä", "joka kirja", "puolestaan", "toinen viides"])
def test_words_like_parts_are_no_parts(text: str) -> None:
    """'Joka' needs an ordinal, and an ordinal alone is no part."""
    assert not any(number.is_share for number in find_numbers(text))


PLACES = [
    ("Noin 58\u00a0% lukee", ["58\u00a0%"]),
    ("58 prosenttia lukee", ["58"]),
    ("a 10–20 % b", ["10", "20 %"]),
    ("1 234,5 ja kaksi tuhatta", ["1 234,5", "kaksi tuhatta"]),
    ("se oli −5 % (17.5.2021)", ["−5 %", "17.5.2021"]),
    ("[12] 58 [3] puolet", ["58", "puolet"]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES, ids=[text for text, _ in PLACES])
def test_numbers_tell_their_places(text: str, expected: list[str]) -> None:
    """The characters of a number are those of the text as given, in its order."""
    assert [text[n.start : n.end] for n in find_numbers(text)] == expected


def test_marker_is_a_number_in_square_brackets_only() -> None:
    """What stands in round brackets is a number of the text."""
    assert MARKER.findall("[1] (2) [a] [34]") == ["1", "34"]


FIGURES = [
    ("58", "%", "58 %"),
    ("58.0", "%", "58 %"),
    ("0", "%", "0 %"),
    ("0.00", "%", "0 %"),
    ("100", "%", "100 %"),
    ("12.5", "%", "12,5 %"),
    ("-2.50", "%", "-2,5 %"),
    ("1234.50", "€", "1 234,5 €"),
    ("1000000", "€", "1 000 000 €"),
    ("1E+3", "", "1 000"),
    ("7", "", "7"),
    ("32", "prosenttiyksikköä", "32 prosenttiyksikköä"),
]


@pytest.mark.parametrize(("value", "unit", "expected"), FIGURES)
def test_figure_is_printed_as_finnish_does(value: str, unit: str, expected: str) -> None:
    """Thousands are parted by a space, decimals by a comma, and zeros at the end left out."""
    assert format_figure(Decimal(value), unit) == expected


def test_number_is_grouped_by_a_hard_space() -> None:
    """A number alone does not break at the end of a line."""
    assert format_number(Decimal("1234567.5")) == "1\u00a0234\u00a0567,5"
    assert format_number(Decimal(1234), blank=" ") == "1 234"


@pytest.mark.parametrize(("value", "unit", "expected"), FIGURES)
def test_printed_figure_is_read_as_the_same_number(value: str, unit: str, expected: str) -> None:
    """What is printed is read back without loss."""
    (found,) = find_numbers(expected)
    assert found.value == Decimal(value)
    assert found.unit == {"prosenttiyksikköä": "pp"}.get(unit, unit)


PROOFS = [
    ("in the proof", "58 % lukee", ["58 % lukee kirjoja"], []),
    ("in other words", "58 prosenttia lukee", ["58\u00a0%"], []),
    ("in another way of writing", "68 000 kirjaa", ["68\u00a0000 kirjaa"], []),
    ("with zeros after the comma", "58,0 %", ["58 %"], []),
    ("in one proof of two", "58 % ja 26 %", ["58 %", "26 %"], []),
    ("in no proof", "58 % lukee", ["57 % lukee"], ["58 %"]),
    ("in none, as written", "58\u00a0% ja 1 234,5 €", ["57 %"], ["58\u00a0%", "1 234,5"]),
    ("part of another number", "5 kirjaa", ["58 kirjaa"], ["5"]),
    ("part of a decimal", "5 kirjaa", ["2,5 kirjaa"], ["5"]),
    ("part of thousands", "68 kirjaa", ["68 000 kirjaa"], ["68"]),
    ("rounded", "12 %", ["12,4 %"], ["12 %"]),
    ("two of three", "1, 2 ja 3", ["2"], ["1", "3"]),
    ("no proof at all", "58 %", [], ["58 %"]),
    ("no number needs none", "Moni lukee", [], []),
    ("a marker needs none", "Moni lukee [58]", [], []),
    ("a marker proves none", "58 kirjaa", ["Moni lukee [58]"], ["58"]),
    ("the proof has a unit more", "58 lukee", ["58 %"], []),
    ("the proof has no unit", "58 % lukee", ["58 lukee"], ["58 %"]),
    ("the proof has another unit", "58 €", ["58 %"], ["58"]),
    ("millions of euros are no euros", "4 euroa", ["4 miljoonaa euroa"], ["4"]),
    ("points are the gap of per cents", "32 prosenttiyksikköä", ["32 %"], []),
    ("per cents are no points", "32 %", ["32 prosenttiyksikköä"], ["32 %"]),
    ("the end of a range", "10 %", ["10–20 %"], []),
    ("the other end", "20 prosenttia", ["10–20 %"], []),
    ("the middle of a range", "15 %", ["10–20 %"], ["15 %"]),
    ("a word by digits", "viisi kirjaa", ["5 kirjaa"], []),
    ("digits by a word", "5 kirjaa", ["viisi kirjaa"], []),
    ("a word in another case", "viidellä", ["viisi kirjaa"], []),
    ("a word of another number", "kuusi kirjaa", ["5 kirjaa"], ["kuusi"]),
    ("'one' needs none", "yksi kirja", [], []),
    ("a word and its unit", "viisi prosenttia", ["5 kirjaa"], ["viisi"]),
    ("thousands in words", "kolme tuhatta", ["3 000"], []),
    ("a minus told in words", "laski 5 %", ["muutos −5 %"], []),
    ("a minus of a word has none", "viisi", ["−5"], ["viisi"]),
    ("a minus of another size", "−5 %", ["−6 %"], ["−5 %"]),
    ("the whole date", "17.5.2021", ["Päivitetty 17.5.2021"], []),
    ("a date without its year", "17.5.", ["17.5.2021"], []),
    ("the year of a date", "vuonna 2021", ["17.5.2021"], []),
    ("another day", "18.5.2021", ["17.5.2021"], ["18.5.2021"]),
    ("another year", "17.5.2020", ["17.5.2021"], ["17.5.2020"]),
    ("the day alone", "17 kirjaa", ["17.5.2021"], ["17"]),
    ("the month alone", "5 kirjaa", ["17.5.2021"], ["5"]),
    ("a year that the proof does not tell", "17.5.2021", ["17.5."], ["17.5.2021"]),
    ("numbers beside each other are no date", "17.5.2021", ["17, 5 ja 2021"], ["17.5.2021"]),
]


@pytest.mark.parametrize(
    ("claim", "text", "proofs", "expected"), PROOFS, ids=[c[0] for c in PROOFS]
)
def test_number_needs_a_source(
    claim: str, text: str, proofs: list[str], expected: list[str]
) -> None:
    """A number stands in a proof with its unit; all others are told as written."""
    assert unproved_numbers(text, proofs) == expected, claim


TRUE_SHARES = [
    ("yli puolet", "58 %"),
    ("Yli puolet", "50,5 %"),
    ("yli puolella", "58 prosenttia"),
    ("reilusti yli puolet", "90 %"),
    ("alle puolet", "42 %"),
    ("puolet", "50 %"),
    ("puolet", "50,5 %"),
    ("noin puolet", "52 %"),
    ("noin puolet", "48 %"),
    ("lähes puolet", "48 %"),
    ("vajaa kolmannes", "30 %"),
    ("reilu kolmannes", "35 %"),
    ("kolmannes", "33 %"),
    ("joka viides", "20 %"),
    ("alle joka viides", "18 %"),
    ("kaksi kolmasosaa", "67 %"),
    ("puolet", "Puolet heistä lukee"),
]
FALSE_SHARES = [
    ("yli puolet", "50 %"),
    ("yli puolet", "42 %"),
    ("alle puolet", "50 %"),
    ("alle puolet", "58 %"),
    ("puolet", "49 %"),
    ("puolet", "58 %"),
    ("noin puolet", "54 %"),
    ("noin puolet", "46 %"),
    ("lähes puolet", "51 %"),
    ("vajaa kolmannes", "35 %"),
    ("reilu kolmannes", "30 %"),
    ("kolmannes", "30 %"),
    ("joka viides", "25 %"),
    ("alle joka viides", "22 %"),
    ("kaksi kolmasosaa", "60 %"),
    ("yli puolet", "58 kirjaa"),
    ("puolet", "50"),
    ("puolet", "kolmannes"),
    ("puolet", "kaksi"),
]


@pytest.mark.parametrize(("share", "proof"), TRUE_SHARES)
def test_part_in_words_is_proved_by_a_percentage_for_which_it_holds(share: str, proof: str) -> None:
    """'Over half' is true of 58 %, and of what says so itself."""
    assert unproved_numbers(f"{share} lukee", [proof]) == []


@pytest.mark.parametrize(("share", "proof"), FALSE_SHARES)
def test_part_in_words_is_not_proved_by_a_percentage_for_which_it_fails(
    share: str, proof: str
) -> None:
    """'Over half' is not true of 42 %, nor of 58 books."""
    (missing,) = unproved_numbers(f"{share} lukee", [proof])
    assert share.endswith(missing)
