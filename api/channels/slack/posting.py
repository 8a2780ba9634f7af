"""Whole messages, and what is tried where Slack does not take one as it is."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from api.channels.slack.blocks import (
    MARKDOWN_CHARS,
    NOTHING,
    Below,
    Block,
    drop_pictures,
    write_markdown,
)
from api.channels.slack.incoming import Where
from api.channels.slack.web import LIMITED, UNREACHABLE, LostError, RefusedError, Web
from api.channels.slack.words import escape, split_text

PIECE_CHARS = MARKDOWN_CHARS // 4  # the rest is for what escaping adds
BAD_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}
NOT_A_MEMBER = {"not_in_channel", "channel_not_found"}
HOPELESS = {*NOT_A_MEMBER, LIMITED, UNREACHABLE}  # however the message is put together


async def post_answer(
    web: Web, where: Where, text: str, below: Below = NOTHING, above: list[Block] | None = None
) -> None:
    """Show sentences and what stands below them, as few messages as Slack's bounds let.

    `above`: what stands over the first sentence. In private, only the asker sees it; so too where
    we are no member of the channel and Slack gave a URL to respond through.

    Raises:
        RefusedError, LostError: it cannot be shown by any means.
    """
    *first, last = split_text(text, PIECE_CHARS) or [""]
    for piece in first:
        await _show(web, where, piece, NOTHING, above or [])
        above = []
    await _show(web, where, last, below, above or [])


def list_variants(blocks: list[Block]) -> list[list[Block]]:
    """Return the blocks, and where there are pictures, then the blocks without them."""
    bare = drop_pictures(blocks)
    return [blocks] if bare == blocks else [blocks, bare]


def write_plain(text: str, below: Below) -> str:
    """Return all of a message in mrkdwn: what is read out, and shown where blocks are not."""
    return "\n".join(part for part in (escape(text), below.text) if part)


async def try_twice(call: Callable[[], Awaitable[None]]) -> None:
    """Call once more where nobody knows what became of the first call."""
    try:
        await call()
    except LostError:
        await call()


async def _show(web: Web, where: Where, text: str, below: Below, above: list[Block]) -> None:
    sentences = [write_markdown(text)] if text else []
    variants = list_variants([*above, *sentences, *below.blocks])
    told = write_plain(text, below)
    for blocks in [*variants, []]:
        try:
            # Silence would be worse than the same message twice.
            await try_twice(partial(_send, web, where, told, blocks, below))
        except RefusedError as error:
            if error.code in NOT_A_MEMBER and where.thread and where.response_url:
                await _show(web, replace(where, thread=""), text, below, above)
                return
            if error.code in HOPELESS or not blocks:
                raise
        else:
            return


async def _send(web: Web, where: Where, told: str, blocks: list[Block], below: Below) -> None:
    if where.thread:
        await web.post(where, told, blocks, below.metadata)
    else:
        await web.whisper(where, told, blocks)
