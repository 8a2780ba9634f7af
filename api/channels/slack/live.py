"""One answer in a thread: it grows while it is proved, or is one message where it may not grow.

No sentence is there twice and none is lost: what Slack refused is posted as a message of its own,
and where nobody knows what arrived, the whole takes the place of what is there.
"""

import asyncio
from contextlib import suppress

from api.channels.slack.blocks import NOTHING, Below, write_markdown
from api.channels.slack.incoming import Where
from api.channels.slack.posting import (
    BAD_BLOCKS,
    PIECE_CHARS,
    list_variants,
    post_answer,
    try_twice,
    write_plain,
)
from api.channels.slack.web import LostError, RefusedError, Web
from api.channels.slack.words import split_text, to_markdown


class Live:
    """A message in a thread that grows by what is added.

    Slack is told in the background: while it is slow, more is gathered for the next call.
    """

    def __init__(self, web: Web, where: Where) -> None:
        """Begin with nothing; there is no message until something is added."""
        self._web, self._where = web, where
        self._ts = ""
        self._shown = ""  # what is in the message for sure
        self._waiting = ""
        self._telling: asyncio.Task[None] | None = None
        self._may_grow = True
        self._is_unsure = False

    def add(self, text: str) -> None:
        """Add sentences."""
        self._waiting += text
        if self._may_grow and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell())

    async def finish(self, text: str, below: Below = NOTHING) -> None:
        """End the message: `text` is all of the answer, also what was added already.

        Raises:
            RefusedError, LostError: it cannot be shown whole by any means.
        """
        if self._telling is not None:
            await self._telling
        if self._ts and self._may_grow:
            self._waiting = text[len(self._shown) :]
            await self._stop(below)
        if not self._ts or not self._may_grow:
            await self._mend(text, below)

    async def fail(self, detail: str) -> None:
        """End with a sentence that tells why there is no more.

        Raises:
            RefusedError, LostError: it cannot be shown by any means.
        """
        if self._telling is not None:
            await self._telling
        so_far = self._shown + self._waiting
        await self.finish(f"{so_far}\n\n{detail}" if so_far else detail)

    async def leave(self) -> None:
        """Stop what is being told, because the service stops; what arrived of it is not known."""
        if self._telling is not None and not self._telling.done():
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
            self._may_grow = False
        self._telling = None

    async def _tell(self) -> None:
        """Send what waits, piece by piece; after a failure the message grows no more."""
        try:
            while self._waiting:
                if not self._ts:
                    # Empty at first: were the call lost, no sentence would be in a message that
                    # nobody knows.
                    self._ts = await self._web.start_stream(self._where)
                piece, *_ = split_text(self._waiting, PIECE_CHARS)
                self._is_unsure = True
                markdown = to_markdown(piece, self._shown)
                await self._web.append_stream(self._where, self._ts, markdown)
                self._is_unsure = False
                self._shown += piece
                self._waiting = self._waiting[len(piece) :]
        except RefusedError:
            self._may_grow = self._is_unsure = False
        except LostError:
            self._may_grow = False

    async def _stop(self, below: Below) -> None:
        """End the message with what still waits and what stands below it."""
        await self._tell_long()
        if not self._may_grow:
            return
        rest = to_markdown(self._waiting, self._shown)
        for blocks in list_variants(below.blocks):
            try:
                await self._web.stop_stream(self._where, self._ts, rest, blocks, below.metadata)
            except RefusedError as error:
                self._may_grow = False
                if error.code not in BAD_BLOCKS:
                    return
            except LostError:
                self._may_grow, self._is_unsure = False, True
                return
            else:
                self._may_grow = True
                return

    async def _tell_long(self) -> None:
        """Append what waits but for its last piece, where it is too long for one call."""
        *first, last = split_text(self._waiting, PIECE_CHARS) or [""]
        if first:
            self._waiting = "".join(first)
            await self._tell()
            self._waiting += last

    async def _mend(self, text: str, below: Below) -> None:
        """Show what is not there yet, after Slack refused or lost a call."""
        if self._ts:
            with suppress(RefusedError, LostError):
                await self._web.stop_stream(self._where, self._ts, "", [], {})
            if self._is_unsure and await self._replace(text, below):
                return
        rest = text[len(self._shown) :].lstrip()
        await post_answer(self._web, self._where, rest, below)

    async def _replace(self, text: str, below: Below) -> bool:
        """Return whether the whole is there now, in place of what nobody knows.

        Where it may not be replaced, what is there is taken away, and all of it is still to come.
        """
        blocks = [write_markdown(text), *below.blocks]
        told = write_plain(text, below)
        try:
            if len(text) > PIECE_CHARS:
                raise RefusedError("too_long")
            await try_twice(
                lambda: self._web.replace(self._where, self._ts, told, blocks, below.metadata)
            )
        except (RefusedError, LostError):
            with suppress(RefusedError, LostError):
                await self._web.delete(self._where, self._ts)
                self._shown = ""
            return False
        return True
