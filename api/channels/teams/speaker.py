"""What we say to an activity: an answer, a welcome, a note; and what readers thought of it."""

import asyncio
from collections import OrderedDict
from weakref import WeakValueDictionary

from api.channels.desk import Desk, Place
from api.channels.links import Links
from api.channels.teams.activity import Activity, Kind
from api.channels.teams.connector import Body, Connector
from api.channels.teams.reply import OURS, write_answer, write_typing, write_words
from api.channels.teams.stream import INFORMATIVE, StoppedError, Stream
from api.channels.teams.words import lay_out
from api.channels.view import shorten
from api.conversations.body import REASON_MAX_CHARS
from api.errors import BadRequestError, VendorError
from api.problems import explain, log_failure
from bot.answer import Answer, Sentence
from bot.messages import say

MOST_SENT = 10_000  # names of answers whose thumbs we know; older ones cannot be judged any more
LAST, UNNAMED = "", "?"  # the last answer of a room, and one whose id Teams has not told (yet)
SILENCE_S = 0.5  # then a reader is told that we search, and what waits is shown


class Speaker:
    """Answers in Teams what a desk takes in."""

    def __init__(self, desk: Desk, connector: Connector, links: Links) -> None:
        """Keep who takes in and who sends."""
        self._desk = desk
        self._connector = connector
        self._links = links
        self._sent: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    async def say(self, activity: Activity) -> None:
        """Answer an activity, in a room one after another; a question gets an answer or why not.

        An edited question is answered anew, below: an answer that changed in its place would be
        seen by nobody, and what was asked after it may build on the old one.
        """
        turn = self._turns.setdefault(activity.room.place, asyncio.Lock())
        async with turn:
            if activity.kind is Kind.ARRIVAL:
                await self._connector.send(activity.room, self._welcome(activity))
            elif activity.text:
                await self._answer(activity)
            elif activity.has_files:
                note = write_words(say("channels.no_files"), activity)
                await self._connector.send(activity.room, note)

    async def judge(self, activity: Activity) -> None:
        """Keep a thumb; one on what we do not know (any more) is let go.

        Raises:
            StoreError: the database does not answer.
        """
        room = activity.room.id
        message_id = self._sent.get((room, activity.of or LAST)) or self._sent.get((room, UNNAMED))
        if message_id and activity.rating:
            reason = shorten(activity.text, REASON_MAX_CHARS)
            try:
                await self._desk.judge(message_id, activity.rating, reason)
            except BadRequestError as error:
                log_failure(error)

    async def _answer(self, activity: Activity) -> None:
        stream = Stream(self._connector, activity)
        try:
            await self._hint(activity)
            body = await self._make(activity, stream)
        except StoppedError:
            return
        except Exception as error:  # noqa: BLE001 - whoever asked is told that it failed
            log_failure(error)
            body = write_words(explain(error).detail, activity)
        self._remember(activity, body, LAST, UNNAMED)  # a thumb may come before the answer to us
        try:
            sent_id = await stream.close(body)
        except StoppedError:
            return
        if sent_id:
            self._remember(activity, body, sent_id)
            self._sent.pop((activity.room.id, UNNAMED), None)

    async def _make(self, activity: Activity, stream: Stream) -> Body:
        """Return the message of the answer, shown meanwhile as it is proved."""
        room, said = activity.room, ""
        async with self._desk.ask(room.place, activity.person, activity.text, SILENCE_S) as talk:
            async for event in talk.events:
                if isinstance(event, Answer):
                    return write_answer(event, activity, self._links, talk.message_id)
                if isinstance(event, Sentence):
                    said += event.text
                await self._show(stream, said, is_silent=event is None)
        raise AssertionError  # the answer is the last event, or there is an error

    async def _show(self, stream: Stream, said: str, *, is_silent: bool) -> None:
        if said:
            await stream.show(lay_out(said))
        elif is_silent:
            await stream.show(say("channels.searching"), INFORMATIVE)

    async def _hint(self, activity: Activity) -> None:
        """Show that we write, where Teams shows it; a stream shows it by itself."""
        if not activity.room.is_channel and not activity.room.is_personal:
            try:
                await self._connector.send(activity.room, write_typing(activity), 1)
            except VendorError as error:
                log_failure(error)

    def _remember(self, activity: Activity, body: Body, *names: str) -> None:
        """Know an answer by these names when it is judged."""
        message_id = body.get("channelData", {}).get(OURS, {}).get("message_id")
        for key in ((activity.room.id, name) for name in names if message_id):
            self._sent[key] = message_id
            self._sent.move_to_end(key)
        while len(self._sent) > MOST_SENT:
            self._sent.popitem(last=False)

    def _welcome(self, activity: Activity) -> Body:
        examples = [e.questions[0] for e in self._desk.service.examples if e.questions]
        return write_words(
            say("channels.welcome"), activity, [say("channels.onboarding"), *examples]
        )
