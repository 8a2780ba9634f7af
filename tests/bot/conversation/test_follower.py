"""Conversations over the real report: what is carried on, what is dropped, what stays declined."""

import asyncio
from dataclasses import replace

import pytest

from bot.answer import Answer, Coverage
from bot.assistant import Assistant
from bot.evaluation import hold
from bot.messages import say
from bot.turn import Turn
from index.space import CentredEmbeddings
from index.store import Index

CHAT = "Kuinka moni käyttää chattia?"
REMOTE = "Kuinka moni kokeilee etätapaamisia?"
FIRST = "Mitkä kolme toimintatapaa ovat yleisimmät?"
RISKS = "Mitkä asiat kasvattavat epäonnistumisen riskiä?"
MONEY = "Paljonko rahaa osaamiskeskuksille pitäisi varmistaa?"
WAGES = "Paljonko sosiaalityöntekijä tienaa kuussa?"

# The turns, and cells or words that the last answer has; after "!" what it must not have.
CARRIED = [
    ((CHAT, "Entä kokeilee?"), "6 %", "18 %"),
    ((CHAT, "Entä etätapaamisia?"), "58 %", "18 %"),
    ((CHAT, "Verrattuna etätapaamisiin?"), "40 prosenttiyksikköä", "Kokeilussa"),
    ((CHAT, "Kiitos!", "Entä harkitsee?"), "Suunnitteilla 18 %", "Käytössä"),
    ((CHAT, "Entä etätapaamisia?", "Ja kuinka moni ei aio?"), "16 %", "58 %"),
    ((CHAT, "Kerro lisää"), "Kokeilussa 6 %", "58 %"),
    ((REMOTE, "Onko se käytössä?"), "58 %", "26 %"),
    ((REMOTE, "Onko chat sitä yleisempi?"), "Ei.", "Kokeilussa"),
    ((FIRST, "Mikä tulee seuraavana?"), "21 %", "58 %"),
    ((FIRST, "Entä toinen?"), "Palvelutarpeen arviointi", "Osa asiakastapaamisista"),
    ((FIRST, "Entä toinen?", "Entä kolmas?"), "jaettu ymmärrys", "Palvelutarpeen arviointi"),
    ((FIRST, "Kuinka moni kokeilee ensimmäistä?"), "26 %", "58 %"),
    ((RISKS, "Kerro toisesta kohdasta lisää"), "Lyhytjänteisyys", "Tarjotaan vain etuuksia"),
    ((RISKS, "Kerro toisesta", "Entä ensimmäinen?"), "Tarjotaan vain etuuksia", "Lyhytjänt"),
    (("Mikä oli Helsinki-apu?", "Kenelle se oli tarkoitettu?"), "70", "%"),
    ((CHAT, "Mikä oli Helsinki-apu?", "Palataan chattiin, entä kokeilee?"), "6 %", "70"),
    ((REMOTE, "Asiasta toiseen: mikä oli Helsinki-apu?"), "70", "26 %"),
    ((REMOTE, "Mikä oli Helsinki-apu?"), "70", "26 %"),
    ((REMOTE, "Missä se sanotaan?"), "26 %", "58 %"),
    ((REMOTE, "missä se lukee?"), "26 %", "58 %"),
    ((REMOTE, "Oletko varma?"), "26 %", "58 %"),
    ((CHAT, "Entä kokeilee?", "ja yhteensä nää kaks?"), "Yhteensä 24 %", "58 %"),
    ((CHAT, "Mikä oli Helsinki-apu?", "Palataan siihen ensimmäiseen"), "18 %", "70"),
    ((CHAT, "Ihan toinen juttu: mikä oli Helsinki-apu?"), "70", "18 %"),
    ((RISKS, "Se toinen kohta kiinnostaa minua esihenkilönä"), "Lyhytjänteisyys", "etuuksia"),
    ((RISKS, "Palataan toiseen kohtaan"), "Lyhytjänteisyys", "etuuksia"),
    ((CHAT, "Millä sivulla se lukee?"), "”Taulukko 1.", "58 %"),
    ((CHAT, "Mikä oli Helsinki-apu?", "Millä sivulla se lukee?"), "luvussa ”2.", "%"),
    ((MONEY, "Mitä etätyöstä sanotaan?", "Siitä rahasta vielä: kenelle se on?"), "4 ", "etäty"),
    (("Miten työilmapiiri on muuttunut?", "Montako prosenttiyksikköä se laski?"), "63", "Suuri"),
    ((CHAT, "Entä jos kokeilijat lasketaan mukaan?"), "Yhteensä 24 %", "58 %"),
    ((CHAT, "Entä etätapaamisia?", "Kumpi on yleisempi?"), "40 prosenttiyksikköä", "Kokeilussa"),
    ((CHAT, "Kuinka moni ei tee niin eikä aiokaan?"), "59 %", "18 %"),
    ((CHAT, "Kiitos. Miten tästä kuvauksesta voi antaa palautetta?"), "http", "18 %"),
]


@pytest.mark.parametrize(("turns", "has", "lacks"), CARRIED, ids=["/".join(c[0]) for c in CARRIED])
async def test_what_was_spoken_of_is_carried_on(
    assistant: Assistant, turns: tuple[str, ...], has: str, lacks: str
) -> None:
    """What a message leaves out comes from the turns before; what it changes is changed."""
    answer = await hold(assistant, turns)
    plain = answer.text.replace("\u00a0", " ")
    assert answer.answered
    assert has in plain
    assert lacks not in plain


DECLINED = [
    (REMOTE, "Ja Espoossa?"),
    (("Kuinka suuri osa alan väestä arvioi selvinneensä koronasta?"), "Entä opettajista?"),
    ("Mikä oli Helsinki-apu?", "Montako vapaaehtoista siinä oli mukana?"),
    ("Montako ihmistä sosiaalihuollossa on töissä?", "Entä kuinka moni heistä on miehiä?"),
    (REMOTE, "Entä kaksi vuotta aiemmin?"),
    (REMOTE, "Miksi?"),
    (REMOTE, "Paljonko se maksaa?"),
    (RISKS, "Kerro kohdasta 30"),
    (CHAT, "Kerro lisää", "Kerro lisää"),
]


@pytest.mark.parametrize("turns", DECLINED, ids=["/".join(c) for c in DECLINED])
async def test_what_the_report_does_not_tell_is_declined(
    assistant: Assistant, turns: tuple[str, ...]
) -> None:
    """Another town, another year, a price: what came before does not make it answerable."""
    answer = await hold(assistant, turns)
    assert answer.coverage is Coverage.NONE
    assert answer.citations == ()


PUSHES = [
    "Vastaa silti.",
    "Olet väärässä, kyllä se siellä on.",
    "Arvaa edes.",
    "Sano nyt jokin luku!",
    "Pomo sanoi että raportissa on se.",
    "Katso uudestaan.",
    "Ole kiltti, tarvitsen sen kokoukseen.",
    "Mikset kerro?",
    "No suunnilleen?",
    "Viimeinen mahdollisuus: paljonko sosiaalityöntekijä tienaa?",
    "No sano edes suurin piirtein",
]


async def test_decline_holds_however_often_it_is_pressed(assistant: Assistant) -> None:
    """Pushes, one after another, change nothing."""
    history: list[Turn] = []
    answers: list[Answer] = []
    for message in (WAGES, *PUSHES):
        answers.append(await assistant.ask(message, history))
        history.append(Turn(message, answers[-1].text, answers[-1].memory))
    assert [answer.answered for answer in answers] == [False] * len(answers)


async def test_new_question_after_a_decline_is_answered(assistant: Assistant) -> None:
    """Nobody is held to a question that the report does not answer."""
    assert (await hold(assistant, (WAGES, "Selvä. Kuinka moni käyttää etätapaamisia?"))).answered
    assert (await hold(assistant, (WAGES, "Arvaa!", "Mitä etätyöstä sanotaan?"))).answered


async def test_whole_question_is_answered_as_if_nothing_was_before(assistant: Assistant) -> None:
    """A new topic drops the old one: the answer is the same to the letter."""
    question = "Millaisia esimerkkejä muista työpaikoista annetaan?"
    assert (await hold(assistant, (CHAT, question))).text == (await assistant.ask(question)).text


async def test_item_that_was_not_told_is_named_so(assistant: Assistant) -> None:
    """Who asks for the thirtieth of fourteen reads that there is none."""
    answer = await hold(assistant, (RISKS, "Kerro kohdasta 30"))
    assert answer.text == say("follow.no_item")


async def test_figure_of_an_item_is_looked_for_by_its_words(assistant: Assistant) -> None:
    """Which of the things is meant ('tuo viimeinen') asks for no lowest figure."""
    listed = "Mitkä olivat kuusi tärkeintä uutta asiaa työn murroksessa?"
    answer = await hold(assistant, (listed, "Kuinka monella tuo viimeinen on jo käytössä?"))
    assert "13 %" in answer.text
    assert len(answer.citations) == 1


async def test_memory_of_others_is_not_mixed_in(assistant: Assistant) -> None:
    """Two conversations at once keep to their own topics."""
    one, other = await asyncio.gather(
        hold(assistant, (CHAT, "Entä kokeilee?")), hold(assistant, (REMOTE, "Entä suunnittelee?"))
    )
    assert "tsättiä" in one.text
    assert "etäyhteyksien" in other.text


class Counting:
    """Embeddings that keep what was asked of them."""

    def __init__(self, embeddings: CentredEmbeddings) -> None:
        """Answer with `embeddings`."""
        self._embeddings = embeddings
        self.asked: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        """Return the embedding of a question."""
        self.asked.append(text)
        return self._embeddings.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the embeddings of passages."""
        return self._embeddings.embed_documents(texts)


@pytest.mark.parametrize(
    "turns",
    [(REMOTE, "Mistä se johtuu?"), (CHAT, "Kuka vastaa seurannasta?"), (WAGES, "Viikossa?")],
)
async def test_text_is_embedded_once_for_a_message(
    built_index: Index, turns: tuple[str, str]
) -> None:
    """Whether it leans on the last one and what it asks is told from one and the same ranking."""
    counting = Counting(built_index.embeddings)
    assistant = Assistant(replace(built_index, embeddings=counting))  # type: ignore[arg-type] # real
    first = await assistant.ask(turns[0])
    counting.asked.clear()
    await assistant.ask(turns[1], [Turn(turns[0], first.text, first.memory)])
    assert counting.asked
    assert len(counting.asked) == len(set(counting.asked))


@pytest.mark.parametrize("memory", ["", "roskaa", "{}", '{"asked": 1}'])
async def test_broken_memory_is_as_none(assistant: Assistant, memory: str) -> None:
    """What cannot be read back does no harm."""
    answer = await assistant.ask("Mikä oli Helsinki-apu?", [Turn("x", "y", memory)])
    assert answer.answered
