"""The desk: events once, people apart, errors told."""

import pytest

from api.channels.desk import Desk, Place
from api.conversations import turns
from api.errors import BadRequestError, OftenError
from api.limits import RateLimit
from api.service import Service
from bot.answer import Answer
from tests.api.fake import TABLE_ANSWER, FakeAssistant

ROOM: Place = ("chat", "T1", "C1", "100.1")
MAIJA: Place = ("chat", "T1", "U1")


@pytest.fixture
def desk(service: Service) -> Desk:
    """Return a desk without a rate limit."""
    return Desk(service, RateLimit("0"), "salaisuus")


async def ask(desk: Desk, text: str, place: Place = ROOM) -> Answer:
    """Return the whole answer to a message."""
    async with desk.ask(place, MAIJA, text) as talk:
        answer = [event async for event in talk.events][-1]
    assert isinstance(answer, Answer)
    return answer


@pytest.mark.anyio
async def test_event_is_taken_once(desk: Desk) -> None:
    """What a channel sends again is known; the parts of a name are kept apart."""
    assert await desk.take("chat", "Ev1")
    assert not await desk.take("chat", "Ev1")
    assert await desk.take("chatEv1")
    assert await desk.take("chat", "Ev2")


@pytest.mark.anyio
async def test_conversation_is_that_of_the_place(desk: Desk, assistant: FakeAssistant) -> None:
    """The same place goes on; another place, or another secret, knows nothing of it."""
    assert await ask(desk, "Eka") == TABLE_ANSWER
    await ask(desk, "Toka")
    await ask(desk, "Muualla", (*ROOM[:-1], "200.2"))
    await ask(Desk(desk.service, RateLimit("0"), "toinen"), "Vieras")
    told = [[turn.question for turn in history] for history in assistant.histories]
    assert told == [[], ["Eka"], [], []]


@pytest.mark.anyio
async def test_full_conversation_begins_anew(
    desk: Desk, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People of one endless chat are never told to begin another."""
    monkeypatch.setattr(turns, "MAX_MESSAGES", 2)
    for number in range(5):
        await ask(desk, str(number))
    assert [len(history) for history in assistant.histories] == [0, 1, 0, 1, 0]


@pytest.mark.anyio
@pytest.mark.parametrize("text", ["", " \u0007 ", "x" * 8001, "\ud800"])
async def test_message_that_cannot_be_taken_is_refused(desk: Desk, text: str) -> None:
    """The bounds are those of HTTP."""
    with pytest.raises(BadRequestError):
        await ask(desk, text)


@pytest.mark.anyio
async def test_person_is_bound_wherever_they_ask(service: Service) -> None:
    """The rate limit counts a person; others go on."""
    desk = Desk(service, RateLimit("2/minute"), "salaisuus")
    await ask(desk, "Eka")
    await ask(desk, "Toka", (*ROOM[:-1], "200.2"))
    with pytest.raises(OftenError):
        await ask(desk, "Kolmas")
    async with desk.ask(ROOM, (*MAIJA[:-1], "U2"), "Toinen ihminen") as talk:
        assert [event async for event in talk.events][-1] == TABLE_ANSWER


@pytest.mark.anyio
async def test_feedback_reaches_the_message(desk: Desk) -> None:
    """A thumb is kept; one on a message that is not there is an error."""
    async with desk.ask(ROOM, MAIJA, "Kysymys") as talk:
        async for _ in talk.events:
            pass
    await desk.judge(talk.message_id, "down", "Väärä rivi")
    with pytest.raises(BadRequestError):
        await desk.judge("0" * 32, "up")
    with pytest.raises(BadRequestError):
        await desk.judge(talk.message_id, "sideways")
