"""The plain pipeline that any tutorial builds: what we measure ourselves against.

The report's raw text in pieces of 1,000 characters with 200 in common, embedded as they are, in
Chroma by cosine; a question gets the four nearest pieces, which a model would then be shown.
"""

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.vectors import connect

CHUNK_CHARS, OVERLAP_CHARS, NEAREST = 1000, 200, 4


class TutorialPipeline:
    """The pipeline over some texts."""

    def __init__(self, texts: Sequence[str], embeddings: Embeddings, folder: Path) -> None:
        """Cut, embed and store the texts; Chroma's files go into `folder`."""
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_CHARS, chunk_overlap=OVERLAP_CHARS
        )
        self._store = Chroma(
            collection_name="tutorial",
            embedding_function=embeddings,
            client=connect("", folder),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        self._store.add_texts([piece for text in texts for piece in splitter.split_text(text)])

    def query(self, question: str) -> str:
        """Return the nearest pieces for a question, nearest first, a line break between them."""
        found = self._store.similarity_search(question, k=NEAREST)
        return "\n".join(document.page_content for document in found)
