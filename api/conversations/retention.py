"""Deletes, day by day, the conversations that are older than the setting allows."""

import asyncio
import logging
import secrets

from api.conversations.store import Conversations
from api.errors import StoreError

DAY_S = 24 * 60 * 60.0
JITTER_S = 60 * 60  # so that several processes do not all begin at once
RETRY_S = 60.0

logger = logging.getLogger("murros")


async def keep_retention(conversations: Conversations, days: int) -> None:
    """Delete at once and then daily what is older than `days`, until cancelled."""
    while True:
        try:
            count = await conversations.purge(days)
        except StoreError as error:
            logger.warning("%s", error)
            await asyncio.sleep(RETRY_S)
            continue
        if count:
            logger.info("%d conversations older than %d days deleted", count, days)
        await asyncio.sleep(DAY_S + secrets.randbelow(JITTER_S))
