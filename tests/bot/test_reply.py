"""Which kind of answer one question gets."""

import pytest

from bot.answer import Coverage
from bot.messages import join_names, say
from bot.phrase import heading_of
from bot.question import read_question
from bot.reply import MAX_NEAR, MAX_PASSAGES, MAX_WORDS, Reply, Responder


def places(reply: Reply) -> list[str]:
    """Return the sections cited, each once, in order."""
    found = [source.citation.section for claim in reply.claims for source in claim.sources]
    return list(dict.fromkeys(found))


FIGURES = [
    ("Mitä kuva 1 esittää?", 1),
    ("Mitä kuvassa 2 on?", 2),
    ("Mitä kuvassa 3 sanotaan?", 3),
    ("Mitä kuva 4 kertoo?", 4),
    ("What does figure 2 show?", 2),
]


@pytest.mark.parametrize(("asked", "number"), FIGURES)
def test_named_figure_is_told(responder: Responder, asked: str, number: int) -> None:
    """A question that names a figure gets what is said of that figure, and nothing else."""
    reply = responder.reply(read_question(asked))
    assert reply.coverage is Coverage.COMPLETE
    assert {s.citation.figure for c in reply.claims for s in c.sources} == {number}


@pytest.mark.parametrize(
    "asked", ["Mitä kuva 9 esittää?", "Mitä kuvassa 0 on?", "Mitä taulukossa 7 on?", "Figure 12?"]
)
def test_figure_or_table_that_is_not_there_is_declined(responder: Responder, asked: str) -> None:
    """No other figure or table is told in its place."""
    reply = responder.reply(read_question(asked))
    assert reply.coverage is Coverage.NONE
    assert reply.claims[0].text == say("declines.none")
    assert not any(claim.sources for claim in reply.claims)


META = [
    ("Kuka on tehnyt tämän raportin?", "pääsopijajärjestöt"),
    ("Milloin raportti on päivitetty?", "17.5.2021"),
    ("Mikä on raportin nimi?", "Sosiaalityön uudet ratkaisut"),
    ("Kuinka usein seuranta toteutetaan?", "Kahden vuoden välein"),
    ("Who made this report?", "pääsopijajärjestöt"),
    ("När uppdaterades rapporten?", "17.5.2021"),
]


@pytest.mark.parametrize(("asked", "words"), META)
def test_question_on_the_report_is_told_from_its_opening(
    responder: Responder, asked: str, words: str
) -> None:
    """Who, when and how often come from the report's own word on itself."""
    reply = responder.reply(read_question(asked))
    assert reply.coverage is Coverage.COMPLETE
    assert places(reply) == ["0"]
    assert any(words in claim.text for claim in reply.claims)


def test_overview_tells_all_sections(responder: Responder) -> None:
    """What the report is about is told with all its sections, a line each."""
    reply = responder.reply(read_question("Mistä raportti kertoo?"))
    assert places(reply) == [str(n) for n in range(10)]


LINKS = [
    (
        "Mistä löydän lisätietoa talousneuvolasta?",
        "https://innokyla.fi/fi/toimintamalli/tampereen-talousneuvola",
    ),
    ("Mikä on PRO SOS -hankkeen osoite?", "https://www.prosos.fi/"),
    ("Missä on palautelinkki?", "https://q.surveypal.com/2021-tyon-murros-kuvaukset"),
]


@pytest.mark.parametrize(("asked", "url"), LINKS)
def test_link_is_told_as_printed(responder: Responder, asked: str, url: str) -> None:
    """The address that belongs to what is asked for is told whole and cited."""
    reply = responder.reply(read_question(asked))
    assert reply.coverage is Coverage.COMPLETE
    assert reply.claims[-1].text == say("frames.link_address", url=url)
    assert reply.claims[-1].sources[0].citation.quote == url


def test_link_that_is_uncertain_is_no_whole_answer(responder: Responder) -> None:
    """Where no address belongs for sure the answer is partial and gives none."""
    asked = "Mistä saan lisätietoa lastensuojelun onnistumisen tekijöistä?"
    reply = responder.reply(read_question(asked))
    assert reply.coverage is Coverage.PARTIAL
    assert reply.claims[-1].text == say("declines.link")
    assert not any("http" in claim.text for claim in reply.claims)


def test_story_is_told_whole_where_no_part_of_it_stands_out(responder: Responder) -> None:
    """What was done is a whole story, in its order; who leads is one sentence of it."""
    told = [e for e in responder.evidence if e.passage is not None and e.passage.is_story]
    reply = responder.reply(read_question("Mikä se Selänteen esimerkki oli?"))
    quotes = (source.citation.quote for claim in reply.claims for source in claim.sources)
    assert list(dict.fromkeys(quotes)) == [e.text for e in told]
    narrow = responder.reply(read_question("Kuka on Päivi Roivas?"))
    assert len(narrow.claims) < len(reply.claims)


def test_list_is_told_whole(responder: Responder) -> None:
    """'Which are …' gets the whole list under the heading that is asked for."""
    reply = responder.reply(read_question("Mitkä ovat nousevia ammatteja ja osaamistarpeita?"))
    bullets = [
        e.text
        for e in responder.evidence
        if e.kind == "bullet" and e.section.title == "Nousevia ammatteja ja osaamistarpeita"
    ]
    assert [c.text for c in reply.claims if c.lead == "\n- "] == bullets


PLAIN = [
    "Montako henkilöä työskenteli sosiaalihuollon laitos- ja avopalveluissa?",
    "Mitä mobiililaitteet mahdollistavat?",
    "Mistä vaativan asiakastyön osaaminen koostuu?",
    "Mitä sote-uudistuksen viipyminen on aiheuttanut?",
]


@pytest.mark.parametrize("asked", PLAIN)
def test_plain_answer_is_short_and_cited(responder: Responder, asked: str) -> None:
    """An answer of passages keeps to a few, the best first, and each claim is cited."""
    reply = responder.reply(read_question(asked))
    assert reply.coverage is Coverage.COMPLETE
    assert all(claim.sources for claim in reply.claims)
    quotes = dict.fromkeys(s.citation.quote for c in reply.claims for s in c.sources)
    texts = [quote for quote in quotes if not quote.startswith("http")]
    assert len(texts) <= MAX_PASSAGES
    assert len(texts) == 1 or sum(len(text.split()) for text in texts) <= MAX_WORDS


DECLINED = ["Mikä on Suomen pääkaupunki?", "Montako hevosta kunnassa on?"]


@pytest.mark.parametrize("asked", DECLINED)
def test_decline_names_what_is_near(responder: Responder, asked: str) -> None:
    """What the report does not tell is declined with the nearest headings, a few, no sources."""
    reply = responder.reply(read_question(asked))
    assert (reply.coverage, reply.chart, reply.reckonings) == (Coverage.NONE, None, ())
    assert 1 <= len(reply.suggestions) <= MAX_NEAR
    names = [near_name(responder, question) for question in reply.suggestions]
    assert len(set(names)) == len(names)
    key = "declines.near" if len(names) > 1 else "declines.near_one"
    expected = [say("declines.none"), say(key, headings=join_names(names))]
    assert [claim.text for claim in reply.claims] == expected
    assert not any(claim.sources for claim in reply.claims)


def near_name(responder: Responder, question: str) -> str:
    """Return the heading or table of the report that a decline's suggestion asks of."""
    for e in responder.evidence:
        name = heading_of(e)
        key = "suggestions.heading" if e.table is None else "suggestions.table"
        if name is not None and say(key, heading=name) == question:
            return name
    raise AssertionError(question)


@pytest.mark.parametrize("asked", DECLINED)
def test_suggestion_of_a_decline_is_answered(responder: Responder, asked: str) -> None:
    """What a decline suggests to ask, the report tells, and it is cited."""
    for question in responder.reply(read_question(asked)).suggestions:
        reply = responder.reply(read_question(question))
        assert reply.coverage is Coverage.COMPLETE, question
        assert all(claim.sources for claim in reply.claims), question


ON_TABLES = [
    "Kuinka monta prosenttia vastaajista käyttää etäyhteyksiä asiakastapaamisissa?",
    "Kuinka monella eSosiaalityö on käytössä?",
    "Kuinka moni pitää palvelutarpeen arviointia tiimissä erittäin suurena henkilöstölle?",
    "Kuinka suurella osalla työ viedään sinne, missä ihmiset ovat?",
    "Onko asiakassuunnitelman digitaalinen alusta kokeilussa?",
]


@pytest.mark.parametrize("asked", ON_TABLES)
def test_table_answer_has_a_picture_of_its_table(responder: Responder, asked: str) -> None:
    """Figures come with the address of a picture of the table that they are of."""
    reply = responder.reply(read_question(asked))
    tables = [s.citation.table for c in reply.claims for s in c.sources]
    assert reply.chart is not None
    assert reply.chart.startswith(f"/raportti/sosiaalityo-2021/taulukko/{tables[0]}.svg?rivi=")


@pytest.mark.parametrize("asked", PLAIN)
def test_plain_answer_has_no_picture(responder: Responder, asked: str) -> None:
    """What is told in words has no figures to draw and nothing computed."""
    reply = responder.reply(read_question(asked))
    assert (reply.chart, reply.reckonings) == (None, ())


@pytest.mark.parametrize("asked", [*PLAIN, *DECLINED, "Mistä raportti kertoo?"])
def test_same_question_gets_the_same_reply(responder: Responder, asked: str) -> None:
    """Asking again changes nothing."""
    assert responder.reply(read_question(asked)) == responder.reply(read_question(asked))
