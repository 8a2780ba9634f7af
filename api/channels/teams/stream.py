"""Shows an answer while it is made, in a chat of two: at most one post a second.

Teams wants the whole text so far in each post, and the last one as a message of its own kind
(learn.microsoft.com, "Stream bot messages").
"""

import asyncio

from api.channels.teams.activity import Activity
from api.channels.teams.connector import Body, Connector, LaterError, RefusedError
from api.channels.teams.reply import end_stream, write_chunk
from api.errors import VendorError

PAUSE_S = 1.0  # Teams takes one post a second
CHUNK_MAX_S = 10.0  # a post is given up then; the message at the end is not
INFORMATIVE, STREAMING = "informative", "streaming"


class StoppedError(VendorError):
    """The reader pressed Stop: nothing more is to be sent."""

    is_retryable = False


class Stream:
    """One answer under way. Where Teams refuses to stream, it shows nothing until the end."""

    def __init__(self, connector: Connector, activity: Activity) -> None:
        """Begin with nothing shown."""
        self._connector = connector
        self._activity = activity
        self._clock = asyncio.get_running_loop().time
        self._due_s = float("-inf")
        self._is_open = activity.room.is_personal
        self._id = ""
        self._sequence = 0
        self._shown = ""

    async def show(self, text: str, kind: str = STREAMING) -> None:
        """Show the whole text so far, unless it is too early or nothing new.

        Raises:
            StoppedError: the reader wants no more.
        """
        is_early = self._clock() < self._due_s
        if not self._is_open or not text or text == self._shown or is_early:
            return
        pause_s = PAUSE_S
        chunk = write_chunk(text, kind, self._sequence + 1, self._id, self._activity)
        try:
            told = await self._connector.send(self._activity.room, chunk, 1, CHUNK_MAX_S)
        except RefusedError as error:
            self._is_open = False
            if error.is_stopped:
                raise StoppedError("lukija keskeytti vastauksen") from error
        except LaterError as error:
            pause_s = max(pause_s, error.wait_s)
        except VendorError:
            self._is_open = bool(self._id)  # one post less is no loss; without an id there is none
        else:
            self._sequence += 1
            self._shown = text
            self._id = self._id or told
            self._is_open = bool(self._id)
        self._due_s = self._clock() + pause_s

    async def close(self, body: Body) -> str:
        """Send the whole message, as the end of the stream or by itself; return its id.

        Raises:
            StoppedError: the reader wants no more.
            VendorError: it cannot be sent.
        """
        await asyncio.sleep(max(0.0, self._due_s - self._clock()))
        if not self._is_open or not self._id:
            return await self._connector.send(self._activity.room, body)
        try:
            told = await self._connector.send(self._activity.room, end_stream(body, self._id))
        except RefusedError as error:
            if error.is_stopped:
                raise StoppedError("lukija keskeytti vastauksen") from error
            return await self._connector.send(self._activity.room, body)
        return told or self._id
