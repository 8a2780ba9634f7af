"""The one path from a message to an answer; all channels call it."""

from collections.abc import AsyncIterator

from bot.answer import Answer, Event
from index.store import Index


class Assistant:
    """Answers messages over one index. Safe to share between requests."""

    def __init__(self, index: Index) -> None:
        """Prepare retrieval over `index`."""
        self._index = index

    async def stream(self, message: str) -> AsyncIterator[Event]:
        """Yield the answer to a message as it is proved; the whole `Answer` comes last.

        Embedding and search run in a worker thread, off the event loop.

        Raises:
            SearchError: the vector store or the embedding does not answer.
        """
        raise NotImplementedError
        yield

    async def ask(self, message: str) -> Answer:
        """Return the whole answer: `stream` collected."""
        async for event in self.stream(message):
            if isinstance(event, Answer):
                return event
        raise AssertionError("stream ended without an answer")
