"""An answer as a message of Teams: text with markers, citations, the AI label, thumbs, questions.

Limits are those of learn.microsoft.com, "Bot messages with AI-generated content", and of the SDK's
models, which raise beyond them.
"""

import json
from collections.abc import Sequence

from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.activities.typing import TypingActivityInput
from microsoft_teams.api.models import Account, ConversationAccount, SuggestedActions
from microsoft_teams.api.models.card import CardAction, CardActionType
from microsoft_teams.api.models.entity import CitationAppearance, StreamInfoEntity
from microsoft_teams.cards import AdaptiveCard

from api.channels.links import Links
from api.channels.teams.activity import Activity
from api.channels.teams.card import draw_card, draw_source, offer
from api.channels.teams.connector import Body
from api.channels.teams.words import escape, lay_out
from api.channels.view import Source, list_notes, list_sources, shorten
from bot.answer import Answer

NAME_CHARS, ABSTRACT_CHARS = 80, 160
MOST_CITED = 20  # citations that Teams shows in a message
OURS = "murros"  # under it stands in `channelData` what programs may want to know


def write_answer(answer: Answer, activity: Activity, links: Links, message_id: str) -> Body:
    """Return the message of an answer, as a reply to what asked for it."""
    sources = list_sources(answer, links)
    rest = [_write_source(source) for source in sources[MOST_CITED:]]
    notes = [f"_{escape(note)}_" for note in list_notes(answer)]
    message = MessageActivityInput(text="\n\n".join([lay_out(answer.text), *notes, *rest]))
    message.add_ai_generated().add_feedback()
    for source in sources[:MOST_CITED]:
        message.add_citation(source.number, _cite(source))
    is_under = activity.room.is_personal and all(map(_is_question, answer.suggestions))
    card = draw_card(answer, links, () if is_under else answer.suggestions)
    if card:
        message.add_card(card)
    if is_under:
        _suggest(message, activity, answer.suggestions)
    body = _address(message, activity)
    body["channelData"][OURS] = {
        "message_id": message_id,
        "answered": answer.answered,
        "coverage": answer.coverage.value,
        "mode": answer.mode.value,
    }
    return body


def write_words(text: str, activity: Activity, questions: Sequence[str] = ()) -> Body:
    """Return a message of our own words, with questions to press."""
    message = MessageActivityInput(text=lay_out(text))
    if activity.room.is_personal:
        _suggest(message, activity, questions)
    elif card := offer(questions):
        message.add_card(card)
    return _address(message, activity)


def write_typing(activity: Activity) -> Body:
    """Return the sign that we write."""
    return _address(TypingActivityInput(), activity)


def write_chunk(text: str, kind: str, sequence: int, stream: str, activity: Activity) -> Body:
    """Return what is streamed: the whole text so far.

    `kind`: informative or streaming. `sequence`: from 1. `stream`: id of the first; empty for it.
    """
    typing = TypingActivityInput(text=text)
    return _mark(_address(typing, activity), kind, sequence, stream)


def end_stream(body: Body, stream: str) -> Body:
    """Return a message as the last of a stream."""
    return _mark(body, "final", None, stream)


def _mark(body: Body, kind: str, sequence: int | None, stream: str) -> Body:
    """Return an activity with where it stands in a stream, in both of the places Teams reads."""
    told = {"streamType": kind, "streamSequence": sequence, "streamId": stream or None}
    told = {name: value for name, value in told.items() if value is not None}
    entity = StreamInfoEntity.model_validate(told).model_dump(by_alias=True, exclude_none=True)
    return {
        **body,
        "entities": [*body.get("entities", []), entity],
        "channelData": {**body.get("channelData", {}), **told},
    }


def _cite(source: Source) -> CitationAppearance:
    return CitationAppearance(
        name=shorten(source.place, NAME_CHARS),
        abstract=shorten(source.quote, ABSTRACT_CHARS),
        url=source.link,
        text=json.dumps(_dump(draw_source(source)), ensure_ascii=False),
    )


def _write_source(source: Source) -> str:
    place = escape(source.place)
    return f"[{source.number}] {f'[{place}]({source.link})' if source.link else place}"


def _is_question(suggestion: str) -> bool:
    """Return whether a suggestion is a question; else it is a step of the onboarding.

    Questions go with the next message, as Teams shows them; steps stay on a card with theirs.
    """
    return suggestion.endswith("?")


def _suggest(message: MessageActivityInput, activity: Activity, questions: Sequence[str]) -> None:
    if questions:
        actions = [CardAction(type=CardActionType.IM_BACK, title=q, value=q) for q in questions]
        message.with_suggested_actions(SuggestedActions(to=[activity.user_id], actions=actions))


def _address(message: MessageActivityInput | TypingActivityInput, activity: Activity) -> Body:
    message.from_ = Account.model_validate(activity.bot)
    message.conversation = ConversationAccount(id=activity.room.id)
    message.reply_to_id = activity.id or None
    return _dump(message)


def _dump(model: MessageActivityInput | TypingActivityInput | AdaptiveCard) -> Body:
    body: Body = model.model_dump(by_alias=True, exclude_none=True, mode="json")
    return body
