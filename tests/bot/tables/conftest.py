"""What the tests of bot/tables/ share: the rows of the real report."""

import pytest

from bot.retrieve import Retriever
from bot.tables.rows import RowFinder


@pytest.fixture(scope="session")
def finder(retriever: Retriever) -> RowFinder:
    """Return the rows of the real report's tables, with the meaning of their labels."""
    return RowFinder(retriever.evidence, retriever.embed_passages)
