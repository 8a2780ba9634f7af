"""What the tests of bot/ share: the real assistant over the real index."""

import pytest

from bot.reply import Responder
from bot.retrieve import Retriever
from index.store import Index


@pytest.fixture(scope="session")
def retriever(built_index: Index) -> Retriever:
    """Return retrieval over the real report."""
    return Retriever(built_index)


@pytest.fixture(scope="session")
def responder(retriever: Retriever) -> Responder:
    """Return what answers one question over the real report."""
    return Responder(retriever)
