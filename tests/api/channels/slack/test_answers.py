"""Answers in Slack: the same words as elsewhere, in the thread of the question."""

from dataclasses import replace

import pytest

from bot.answer import Answer, Coverage
from bot.messages import say
from tests.api.channels.slack.conftest import PUBLIC
from tests.api.channels.slack.deliver import (
    BOT,
    TEAM,
    TOKEN,
    ask,
    make_direct,
    make_mention,
    send_direct,
    send_json,
    wrap,
)
from tests.api.channels.slack.double import Double
from tests.api.channels.slack.shown import ShownSource, read_answer
from tests.api.fake import DECLINE, EXAMPLES, ROW, TABLE_ANSWER, FakeAssistant

CHART = "/raportti/sosiaalityo-2021/taulukko/1.svg?rivi=1"


def test_direct_message_is_answered_in_its_thread(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """Sentences, sources, notes, suggestions and coverage are those of the answer."""
    thread = send_direct(address, "Kuinka moni?")
    shown = read_answer(double, thread)
    assert assistant.messages == ["Kuinka moni?"]
    assert shown.text == TABLE_ANSWER.text
    link = f"{PUBLIC}{ROW.url}"
    assert shown.sources == (ShownSource(1, f"{ROW.title}, sivu 13", ROW.quote, link),)
    assert len(shown.notes) == 1
    assert "84 %" in shown.notes[0]
    assert shown.suggestions == TABLE_ANSWER.suggestions
    assert (shown.coverage, shown.answered, shown.chart) == ("complete", True, None)
    assert double.beyond == []


def test_mention_is_answered_in_the_thread_of_the_channel(
    address: str, double: Double, assistant: FakeAssistant
) -> None:
    """The mention is no part of the question; the stream is for the asker, as channels need."""
    thread = ask(address, make_mention("Mitä <https://kunta.fi|sivu> &amp; &lt;b&gt;?"))
    assert read_answer(double, thread).text == TABLE_ANSWER.text
    assert assistant.messages == ["Mitä sivu & <b>?"]
    (begun,) = double.of("chat.startStream")
    assert begun["recipient_team_id"] == TEAM
    assert begun["recipient_user_id"] == "U1"
    assert {call.token for call in double.calls} == {TOKEN}


def test_status_tells_that_an_answer_is_looked_for(address: str, double: Double) -> None:
    """It is set in the thread; Slack takes it away when a message comes."""
    thread = send_direct(address, "Kuinka moni?")
    read_answer(double, thread)
    (status,) = double.of("assistant.threads.setStatus")
    assert (status["channel_id"], status["thread_ts"]) == ("D1", thread)
    assert status["status"]


@pytest.mark.parametrize(
    "answer",
    [
        DECLINE,
        replace(TABLE_ANSWER, coverage=Coverage.PARTIAL, notice="Poistin henkilötietoja."),
        replace(TABLE_ANSWER, chart=CHART),
        Answer("Hei! Olen *Murrosapuri* & <muut>.", answered=True, coverage=Coverage.COMPLETE),
        Answer("\n".join(f"- {n}_a~b" for n in range(9)), answered=True, coverage=Coverage.NONE),
        Answer("sana " * 6000 + "loppu", answered=True, coverage=Coverage.COMPLETE),
    ],
    ids=["decline", "partial", "chart", "marks", "list", "long"],
)
def test_every_kind_of_answer_is_shown_as_it_is(
    address: str, double: Double, assistant: FakeAssistant, answer: Answer
) -> None:
    """Marks are not taken for markup, nothing is lost, Slack's bounds hold."""
    assistant.answer = answer
    shown = read_answer(double, send_direct(address, "Kuinka moni?"))
    assert shown.text == answer.text
    assert (shown.coverage, shown.answered) == (str(answer.coverage), answer.answered)
    assert [source.number for source in shown.sources] == [c.number for c in answer.citations]
    assert shown.suggestions == answer.suggestions
    assert (answer.notice in shown.notes) == bool(answer.notice)
    picture = f"{PUBLIC}{CHART.replace('.svg', '.png')}" if answer.chart else None
    assert shown.chart == picture
    assert "58 %" in (shown.chart_words or "58 %")
    assert double.beyond == []


def test_thread_is_the_conversation(address: str, double: Double, assistant: FakeAssistant) -> None:
    """What follows in a thread goes on from it; another thread knows nothing of it."""
    thread = send_direct(address, "Eka")
    read_answer(double, thread)
    send_direct(address, "Toka", thread)
    read_answer(double, thread, 2)
    other = send_direct(address, "Muualla")
    read_answer(double, other)
    told = [[turn.question for turn in history] for history in assistant.histories]
    assert told == [[], ["Eka"], []]


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed", "message": {"text": "Eka"}, "hidden": True},
        {"subtype": "message_deleted", "deleted_ts": "1.1", "hidden": True},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "1.1"}},
        {"user": BOT},
        {"user": ""},
        {"channel_type": "channel"},
        {"channel": None},
        {"ts": None},
    ],
    ids=str,
)
def test_what_no_person_asks_us_is_not_answered(
    address: str, double: Double, assistant: FakeAssistant, change: dict[str, object]
) -> None:
    """Changes, deletions, other bots and our own words are acknowledged, and that is all."""
    response = send_json(address, wrap(make_direct("Eka") | change))
    assert response.status_code == 200
    read_answer(double, send_direct(address, "Toka"))
    assert assistant.messages == ["Toka"]


def test_file_with_words_is_answered(address: str, double: Double) -> None:
    """The words are a question all the same."""
    event = make_direct("Mitä tästä?") | {"subtype": "file_share", "files": [{"id": "F1"}]}
    assert read_answer(double, ask(address, event)).answered


@pytest.mark.parametrize(
    ("event", "place"),
    [
        ({"type": "app_home_opened", "tab": "messages", "channel": "D1", "user": "U1"}, ("D1", "")),
        (
            {
                "type": "assistant_thread_started",
                "assistant_thread": {"channel_id": "D1", "thread_ts": "1.1", "user_id": "U1"},
            },
            ("D1", "1.1"),
        ),
    ],
)
def test_opening_offers_questions(
    address: str, double: Double, event: dict[str, object], place: tuple[str, str]
) -> None:
    """The course for new staff and questions of the roles, ready to be asked."""
    assert send_json(address, wrap(event)).status_code == 200
    double.wait(lambda: bool(double.of("assistant.threads.setSuggestedPrompts")))
    (offered,) = double.of("assistant.threads.setSuggestedPrompts")
    assert (offered["channel_id"], offered.get("thread_ts", "")) == place
    messages = [prompt["message"] for prompt in offered["prompts"]]
    assert messages == [say("channels.onboarding"), *EXAMPLES[0].questions]
    assert double.beyond == []


def test_other_tabs_and_events_ask_for_nothing(address: str, double: Double) -> None:
    """They are acknowledged."""
    home = {"type": "app_home_opened", "tab": "home", "channel": "D1", "user": "U1"}
    for event in (home, {"type": "team_join", "user": {"id": "U9"}}, {"type": "reaction_added"}):
        assert send_json(address, wrap(event)).status_code == 200
    read_answer(double, send_direct(address, "Eka"))
    assert double.of("assistant.threads.setSuggestedPrompts") == []
