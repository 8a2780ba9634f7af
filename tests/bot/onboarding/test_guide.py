"""The onboarding in a conversation: theme by theme, items asked and judged, all of it proved."""

from collections.abc import AsyncGenerator, Sequence

import pytest

from bot.answer import Answer, Coverage, Mode
from bot.assistant import Assistant
from bot.conversation.memory import Memory, Step
from bot.evaluation import broken, fold_report
from bot.model.chat import Usage
from bot.model.prompt import Prompt
from bot.onboarding.guide import Guide
from bot.onboarding.item import Item, Kind
from bot.onboarding.options import NO_OPTION, letter_of, read_option, show_item
from bot.onboarding.themes import Theme
from bot.turn import Turn
from index.report import Report
from index.settings import ROOT
from index.store import Index

START, NEXT, ASK, STOP = "Aloita perehdytys", "Seuraava aihe", "Kysy minulta", "Lopeta perehdytys"


class Talk:
    """A conversation; each answer must keep what the contract promises."""

    def __init__(self, assistant: Assistant, report: Report) -> None:
        """Begin with nothing said."""
        text = (ROOT / "data" / "reports" / report.id / "report.txt").read_text(encoding="utf-8")
        self._printed = fold_report(text)
        self._assistant, self._report = assistant, report
        self._history: list[Turn] = []

    async def say(self, message: str) -> Answer:
        """Return the answer to the next message."""
        answer = await self._assistant.ask(message, self._history)
        assert list(broken(answer, self._report, self._printed)) == [], message
        self._history.append(Turn(message, answer.text, answer.memory))
        return answer


@pytest.fixture
def talk(assistant: Assistant, report: Report) -> Talk:
    """Return a conversation with the assistant over the real report."""
    return Talk(assistant, report)


def asked_item(answer: Answer, quiz: Sequence[Item]) -> Item:
    """Return the item that an answer asks."""
    lines = answer.text.split("\n")
    (item,) = (
        i
        for i in quiz
        if lines[0].startswith(i.question)
        and lines[1:-1] == [f"{letter_of(n)}) {option}" for n, option in enumerate(i.options)]
    )
    return item


@pytest.mark.anyio
async def test_leads_from_first_theme_to_last(
    talk: Talk, themes: tuple[Theme, ...], quiz: tuple[Item, ...]
) -> None:
    """Each theme is told with its sources and has something to ask; every answer is judged."""
    await talk.say(START)
    is_right = False
    for theme in themes:
        told = await talk.say(NEXT)
        assert f"”{theme.title}”" in told.text
        assert told.citations
        seen: set[str] = set()
        while (asked := await talk.say(ASK)).text.count("\na) "):
            item = asked_item(asked, quiz)
            assert item.theme == theme.id
            assert item.id not in seen
            seen.add(item.id)
            is_right = not is_right
            option = item.right if is_right else (item.right + 1) % len(item.options)
            judged = await talk.say(letter_of(option))
            assert judged.text.startswith("Oikein." if is_right else "Väärin.")
            assert {c.quote for c in item.citations} == {c.quote for c in judged.citations}
        assert seen, theme.title
    assert not (await talk.say(NEXT)).citations
    assert (await talk.say(STOP)).coverage is Coverage.COMPLETE


@pytest.mark.anyio
async def test_questions_between_are_answered(talk: Talk, assistant: Assistant) -> None:
    """As they are alone; the item waits, and the next theme is the next."""
    question = "Kuka vastaa työn murroksen seurannasta?"
    await talk.say(START)
    first = await talk.say("Aloita ensimmäisestä aiheesta")
    item = await talk.say(ASK)
    assert (await talk.say(question)).text == (await assistant.ask(question)).text
    assert (await talk.say("kysy minulta!")).text == item.text
    assert (await talk.say(NEXT)).text != first.text
    assert (await talk.say("aloita ensimmäisestä aiheesta")).text == first.text


@pytest.mark.anyio
async def test_theme_is_chosen_by_its_name(talk: Talk, themes: tuple[Theme, ...]) -> None:
    """Then its items are asked, and more is told of it."""
    theme = next(theme for theme in themes if theme.title == "Etätyö")
    await talk.say(START)
    told = await talk.say("etätyö")
    assert "”Etätyö”" in told.text.split("\n")[0]
    assert "otsikon ”Etätyö”" in (await talk.say("visa")).text
    await talk.say("Ei mikään näistä vaan kerro etätyöstä lisää")
    following = themes[themes.index(theme) + 1]
    assert following.title in (await talk.say("seuraava aihe")).text


@pytest.mark.anyio
async def test_what_is_suggested_is_understood(talk: Talk) -> None:
    """Every way on that an answer offers leads on."""
    answer = await talk.say(START)
    for _ in range(6):
        is_item = set(answer.suggestions) >= {"a", "b", "c"}
        answer = await talk.say(answer.suggestions[0])
        assert answer.coverage is Coverage.COMPLETE
        assert answer.text.startswith(("Oikein.", "Väärin.")) is is_item


COMMANDS = ["Seuraava aihe", "visa", "lopeta", "a", "2", "Etätyö", "jatka"]


@pytest.mark.parametrize("message", COMMANDS)
@pytest.mark.parametrize("memories", [(), (Memory("", step=Step(is_over=True)),)])
def test_nothing_is_of_it_before_and_after(
    report: Report, message: str, memories: tuple[Memory, ...]
) -> None:
    """Who has not begun, or has ended, asks the report."""
    assert Guide([report]).reply(message, memories) is None


@pytest.mark.parametrize(
    "message", ["jatka", "a", "Etätyö", "Kerro lisää", "Mitä seuraava hallitus tekee?"]
)
def test_short_words_mean_what_was_spoken_of_last(report: Report, message: str) -> None:
    """After another question they are of that one."""
    memories = (Memory("x", step=Step()), Memory("Mitä etätyöstä sanotaan?"))
    assert Guide([report]).reply(message, memories) is None


@pytest.fixture
def item(quiz: tuple[Item, ...]) -> Item:
    """Return an item on a statement with four options."""
    return next(i for i in quiz if i.kind is Kind.STATEMENT and len(i.options) == 4)


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ("a", 0),
        ("B)", 1),
        ("c.", 2),
        ("Vastaus on d", 3),
        ("1", 0),
        ("vaihtoehto 4", 3),
        ("toinen", 1),
        ("e", NO_OPTION),
        ("7", NO_OPTION),
        ("", None),
        ("Mitä etätyöstä sanotaan?", None),
        ("En tiedä", None),
        ("b ja c", None),
    ],
)
def test_option_is_read(item: Item, said: str, option: int | None) -> None:
    """By letter or number; what is no answer is a question."""
    assert read_option(said, item) == option


def test_option_is_read_by_its_words(quiz: tuple[Item, ...]) -> None:
    """All of them or the first few; as a question they are none."""
    for item in (i for i in quiz if i.kind is Kind.STATEMENT):
        for place, option in enumerate(item.options):
            assert read_option(option, item) == place
            assert read_option(" ".join(option.split()[:5]).upper(), item) == place
            assert read_option(f"{option}?", item) is None


def test_options_do_not_give_the_answer_away(
    themes: tuple[Theme, ...], quiz: tuple[Item, ...]
) -> None:
    """What an item cites when it is asked is a heading at most."""
    of = {theme.id: theme for theme in themes}
    for item in quiz:
        for claim in show_item(item, of[item.theme]):
            quotes = [source.citation.quote for source in claim.sources]
            assert not any(option.strip("”") in q for q in quotes for option in item.options)


class Untouched:
    """A model that may not be asked."""

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        """Fail."""
        raise AssertionError(prompt)
        yield ""


@pytest.mark.anyio
async def test_no_model_is_asked(built_index: Index, report: Report) -> None:
    """An item is put as it was proved, and judged without one."""
    talk = Talk(Assistant(built_index, Untouched()), report)
    for message in (START, NEXT, ASK, "a"):
        answer = await talk.say(message)
        assert (answer.mode, answer.notice) == (Mode.EXTRACTIVE, None)
