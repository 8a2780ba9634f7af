"""Talks in many conversations at once and tells each stored answer; run by `test_kill.py`.

Arguments: the home, the database's URL, the number of conversations. Prints a line for each answer
once it is stored: the conversation's id, the message's id, the text.
"""

import asyncio
import sys
from itertools import count
from pathlib import Path

from api.conversations.database import Database
from api.conversations.store import Conversations
from api.settings import Settings
from tests.api.conversations.talk import answer_with


async def main(home: str, url: str, talkers: str) -> None:
    """Talk until killed."""
    database = Database(Settings(home=Path(home), database_url=url))
    await database.open()
    conversations = Conversations(database)

    async def talk(talker: int) -> None:
        known: str | None = None
        for number in count():
            text = f"{talker}:{number}"
            async with conversations.turn(known, text) as turn:
                await turn.finish(answer_with(text))
            known = turn.conversation_id
            sys.stdout.write(f"{known} {turn.message_id} {text}\n")
            sys.stdout.flush()

    await asyncio.gather(*(talk(talker) for talker in range(int(talkers))))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
