"""The service stops: whoever waits for an answer hears of it."""

import asyncio

import pytest

from api.channels.desk import Desk
from api.channels.links import Links
from api.channels.slack.answering import Answering
from api.channels.slack.incoming import Question, Where
from api.channels.slack.web import Web
from api.channels.tasks import Tasks
from api.limits import RateLimit
from api.service import Service
from bot.messages import say
from tests.api.channels.slack.deliver import TOKEN
from tests.api.channels.slack.double import Double
from tests.api.fake import FIRST, FakeAssistant

QUESTION = Question(Where("T1", "C1", "1.1", "U1"), "Kuinka moni?")


@pytest.mark.anyio
@pytest.mark.parametrize("is_begun", [False, True])
async def test_answer_under_way_ends_with_words(
    service: Service, assistant: FakeAssistant, double: Double, is_begun: bool
) -> None:
    """What was proved stays; the rest is told to be asked again."""
    assistant.delay_s = 0.3 if is_begun else 30.0
    answering = Answering(Desk(service, RateLimit("0"), "x"), Web(TOKEN, double.url), Links(""))
    tasks = Tasks()
    tasks.start(answering.answer(QUESTION))
    method = "chat.appendStream" if is_begun else "assistant.threads.setStatus"
    await asyncio.to_thread(double.wait, lambda: bool(double.of(method)))
    await tasks.close(0.0)
    (message,) = double.in_thread("1.1")
    assert not message.is_streaming
    assert message.sentences.endswith(say("channels.slack_stopped"))
    assert (FIRST.text in message.sentences) == is_begun
