"""Answers in Teams: what readers see in a chat of two, in groups and in channels."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from bot.answer import Computation, Coverage
from bot.messages import say
from tests.api.channels.teams.double import BOT, KID, SECRET, Double, Talk, channel, read_answer
from tests.api.fake import DECLINE, EXAMPLES, ROW, TABLE_ANSWER, FakeAssistant

GROUP = Talk("19:ryhma@thread.v2", "groupChat")


def test_personal_answer_has_all_that_http_has(double: Double, address: str) -> None:
    """Sentences, notes, sources, what to ask next, thumbs and the label of AI."""
    asked = double.send(address, "Kysymys")
    shown = read_answer(double)
    assert shown.text == TABLE_ANSWER.text
    assert len(shown.notes) == 1
    assert "84 %" in shown.notes[0]
    (source,) = shown.sources
    assert (source.number, source.quote, source.link) == (1, ROW.quote, None)
    assert source.place == "Taulukko 1. Toimintatapojen arviointi, sivu 13"
    assert shown.suggestions == TABLE_ANSWER.suggestions
    assert shown.coverage == "complete"
    assert shown.more["answered"] is True
    assert shown.more["mode"] == "extractive"
    message = shown.message
    assert message["replyToId"] == asked["id"]
    assert message["from"]["id"] == BOT["id"]
    assert message["channelData"]["feedbackLoop"] == {"type": "default"}
    (label,) = [e for e in message["entities"] if e["type"] == "https://schema.org/Message"]
    assert label["additionalType"] == ["AIGeneratedContent"]


def test_personal_answer_is_streamed(double: Double, address: str) -> None:
    """Each post holds the whole text so far; the last one ends the stream that the first began."""
    double.send(address, "Kysymys")
    (last,) = double.await_replies()
    posts = [call for call in double.calls if call.stream]
    assert posts[-1] is last
    assert [p.stream["streamType"] for p in posts] == ["streaming"] * (len(posts) - 1) + ["final"]
    assert len(posts) > 1
    assert [p.stream.get("streamSequence") for p in posts] == [*range(1, len(posts)), None]
    assert "streamId" not in posts[0].stream
    assert {p.stream["streamId"] for p in posts[1:]} == {"m1"}
    for earlier, later in pairwise(posts):
        assert later.body["text"].startswith(earlier.body["text"])


def test_room_that_is_no_group_is_personal(double: Double, address: str) -> None:
    """Also where its kind is left unsaid; what is one gets a single message."""
    for is_group, told in ((False, 1), (True, 0)):
        asked = double.activity("Kysymys")
        asked["conversation"] = {"id": f"a:{is_group}", "isGroup": is_group}
        double.post(address, asked)
        (reply,) = double.await_replies(1, asked)
        assert bool(reply.stream) is bool(told)


def test_silence_is_told(double: Double, address: str, assistant: FakeAssistant) -> None:
    """Who waits reads that we search; then the answer ends that same stream."""
    assistant.delay_s = 0.8
    double.send(address, "Kysymys")
    (last,) = double.await_replies()
    first = double.calls[0]
    assert first.stream["streamType"] == "informative"
    assert first.body["text"] == say("channels.searching")
    assert last.stream["streamId"] == "m1"


@pytest.mark.parametrize("talk", [GROUP, channel()])
def test_rooms_of_many_get_one_message(
    double: Double, address: str, assistant: FakeAssistant, talk: Talk
) -> None:
    """The mention is not part of the question; nothing is streamed; buttons are on the card."""
    double.send(address, "Kysymys", talk)
    shown = read_answer(double)
    assert assistant.messages == ["Kysymys"]
    assert shown.text == TABLE_ANSWER.text
    assert shown.suggestions == TABLE_ANSWER.suggestions
    assert "suggestedActions" not in shown.message
    assert not any(call.stream for call in double.calls)
    assert {call.conversation for call in double.calls} == {talk.id}
    assert len(double.replies()) == 1


def test_channel_without_thread_gets_one(double: Double, address: str) -> None:
    """The reply goes below the message, not beside it."""
    asked = double.send(address, "Kysymys", Talk("19:kanava@thread.tacv2", "channel"))
    (reply,) = double.await_replies()
    assert (reply.conversation, reply.activity) == ("19:kanava@thread.tacv2", asked["id"])


def test_mentions_of_others_are_their_names(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """What was asked about somebody stays a sentence."""
    asked = double.activity("Mitä <at>Matti</at> sanoo?", GROUP)
    double.post(address, asked)
    double.await_replies()
    assert assistant.messages == ["Mitä Matti sanoo?"]


@pytest.mark.parametrize("public_url", ["https://apuri.kunta.fi"])
def test_public_address_gives_links_and_chart(
    double: Double, address: str, assistant: FakeAssistant, public_url: str
) -> None:
    """Citations open the report; the chart is a PNG with its figures in words."""
    assistant.answer = replace(TABLE_ANSWER, chart="/raportti/r-2021/taulukko/1.svg?rivi=1")
    double.send(address, "Kysymys")
    shown = read_answer(double)
    assert shown.sources[0].link == public_url + ROW.url
    (card,) = shown.message["attachments"]
    image = card["content"]["body"][-1]
    assert image["url"] == f"{public_url}/raportti/r-2021/taulukko/1.png?rivi=1"
    assert "58 %" in image["altText"]


def test_table_answer_has_a_card(double: Double, address: str) -> None:
    """It shows the cited row and columns, and no chart where nobody could fetch it."""
    double.send(address, "Kysymys")
    (card,) = read_answer(double).message["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    title, table = card["content"]["body"]
    assert title["text"] == ROW.title
    rows = [[c["items"][0]["text"] for c in row["cells"]] for row in table["rows"]]
    assert rows == [["", "Käytössä", "Kokeilussa"], [f"{ROW.row} [1]", "58 %", "26 %"]]
    assert len(table["columns"]) == 3


def test_decline_has_no_sources(double: Double, address: str, assistant: FakeAssistant) -> None:
    """It says so and what to ask instead."""
    assistant.answer = DECLINE
    double.send(address, "Kysymys")
    shown = read_answer(double)
    assert (shown.text, shown.coverage) == (DECLINE.text, "none")
    assert (shown.notes, shown.sources) == ((), ())
    assert shown.suggestions == DECLINE.suggestions
    assert "attachments" not in shown.message


def test_notes_are_told(double: Double, address: str, assistant: FakeAssistant) -> None:
    """That a part is missing, what was computed, what was off."""
    assistant.answer = replace(
        TABLE_ANSWER,
        coverage=Coverage.PARTIAL,
        computed=(Computation("sum", (Decimal(1), Decimal(2)), Decimal(3), "*", (1,)),),
        notice="Henkilötiedot_poistettiin <b>*heti*</b>.",
    )
    double.send(address, "Kysymys")
    part, computed, notice = read_answer(double).notes
    assert part == say("channels.partial")
    assert "3 *" in computed
    assert notice == assistant.answer.notice


def test_long_names_and_quotes_are_cut_at_a_word(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Teams takes 80 and 160 characters; the card behind the citation has the whole."""
    row = replace(ROW, title="pitkä otsikko " * 20, quote="sanoja ja sanoja " * 60)
    assistant.answer = replace(TABLE_ANSWER, citations=(row,))
    double.send(address, "Kysymys")
    (source,) = read_answer(double).sources
    assert len(source.name) <= 80
    assert source.name.endswith("pitkä otsikko…") or source.name.endswith("pitkä…")
    assert len(source.abstract) <= 160
    assert source.quote == row.quote
    assert source.place.startswith(row.title)


def test_sources_beyond_the_limit_stand_in_the_text(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Teams shows twenty citations; the rest are not lost."""
    cited = tuple(replace(ROW, number=n) for n in range(1, 25))
    assistant.answer = replace(TABLE_ANSWER, citations=cited)
    double.send(address, "Kysymys")
    assert [s.number for s in read_answer(double).sources] == [*range(1, 25)]


def test_next_question_goes_on_in_the_room(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """The same room is one conversation, another thread another one."""
    for text, talk in (
        ("Eka", channel()),
        ("Toka", channel()),
        ("Muualla", channel("2")),
        ("Kahden", Talk()),
    ):
        read_answer(double, double.send(address, text, talk))
    assert [len(history) for history in assistant.histories] == [0, 1, 0, 0]


def test_replies_carry_the_token_of_the_log_in(double: Double, address: str) -> None:
    """It is fetched once, with our secret, and used for all."""
    for _ in range(2):
        read_answer(double, double.send(address, "Kysymys"))
    assert {call.authorization for call in double.calls} == {"Bearer vastausavain"}
    (asked,) = [line for line in double.asked if line.startswith("token")]
    assert SECRET in asked
    assert "scope=https%3A%2F%2Fapi.botframework.com%2F.default" in asked
    assert KID not in asked


def test_steps_of_the_onboarding_stay_on_a_card(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """In a personal chat, too: what may be pressed belongs to that message."""
    assistant.answer = replace(TABLE_ANSWER, suggestions=("a", "b", "Lopeta perehdytys"))
    shown = read_answer(double, double.send(address, "Kysy minulta"))
    assert shown.suggestions == assistant.answer.suggestions
    assert "suggestedActions" not in shown.message
    (card,) = shown.message["attachments"]
    assert [action["title"] for action in card["content"]["actions"]] == list(shown.suggestions)


def test_welcome_offers_questions_once(double: Double, address: str) -> None:
    """Teams tells of coming into a room twice; one welcome is enough."""
    came = double.activity("", type="conversationUpdate", membersAdded=[BOT, {"id": "29:maija"}])
    double.post(address, came)
    double.post(address, double.activity("", type="installationUpdate", action="add"))
    double.send(address, "Kysymys")
    welcome, _ = double.await_replies(2)
    assert welcome.body["text"] == say("channels.welcome")
    offered = [a["value"] for a in welcome.body["suggestedActions"]["actions"]]
    assert offered == [say("channels.onboarding"), EXAMPLES[0].questions[0]]
    assert "AIGeneratedContent" not in str(welcome.body)


def test_team_is_welcomed_with_a_card(double: Double, address: str) -> None:
    """There the questions to press are on it."""
    came = double.activity("", channel(), type="conversationUpdate", membersAdded=[BOT])
    double.post(address, came)
    (welcome,) = double.await_replies()
    (card,) = welcome.body["attachments"]
    pressed = card["content"]["actions"][0]["data"]["msteams"]
    assert pressed["text"] == say("channels.onboarding")


def test_edited_question_is_answered_anew(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Each edit once; what else changes in a message is nothing to us."""
    asked = double.send(address, "Eka")
    double.await_replies(1)
    edit = {**asked, "type": "messageUpdate", "text": "Toka"}
    edit["channelData"] = {**asked["channelData"], "eventType": "editMessage"}
    for fields in (edit, edit, {**edit, "channelData": {"eventType": "undeleteMessage"}}):
        assert double.post(address, fields).status_code == 200
    double.await_replies(2)
    double.send(address, "Loppu")
    double.await_replies(3)
    assert assistant.messages == ["Eka", "Toka", "Loppu"]


def test_files_alone_get_a_note(double: Double, address: str, assistant: FakeAssistant) -> None:
    """We do not read them, and say so."""
    file = {"contentType": "application/vnd.microsoft.teams.file.download.info", "content": {}}
    double.send(address, "", attachments=[file])
    (note,) = double.await_replies()
    assert note.body["text"] == say("channels.no_files")
    assert assistant.messages == []


NOTHING: list[dict[str, Any]] = [
    {"from": BOT},
    {"from": {"id": "28:toinen-botti", "name": "Toinen"}},
    {"from": {"id": "29:x", "role": "bot"}},
    {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
    {"type": "messageDelete"},
    {"type": "typing"},
    {"type": "conversationUpdate", "membersAdded": [{"id": "29:maija"}]},
    {"type": "installationUpdate", "action": "remove"},
    {"type": "invoke", "name": "task/fetch", "value": {}},
    {"type": "event", "name": "tuntematon"},
    {"text": ""},
    {"text": " \n "},
    {"text": None},
]


def test_what_asks_nothing_gets_no_answer(
    double: Double, address: str, assistant: FakeAssistant
) -> None:
    """Other bots, reactions, people who come and go, empty messages."""
    for more in NOTHING:
        assert double.post(address, {**double.activity("Kysymys"), **more}).status_code == 200
    double.send(address, "Oikea")
    double.await_replies()
    assert assistant.messages == ["Oikea"]
    assert len(double.calls) == len([call for call in double.calls if call.stream])
