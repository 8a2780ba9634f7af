"""Embeddings of a provider, over real HTTP: an index is built with them, and stale without."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from index.embeddings import open_embeddings
from index.errors import IndexMissingError, SearchError
from index.settings import IndexSettings
from index.store import build_index, open_index
from tests.stub.behaviour import Fails
from tests.stub.server import StubServer

NAME = "openai:text-embedding-3-small"


def settings_for(server: StubServer, base: IndexSettings, home: Path) -> IndexSettings:
    """Return settings whose embeddings a stub serves."""
    return IndexSettings(
        home=home,
        reports=base.reports,
        embeddings=NAME,
        openai_api_key=SecretStr("avain"),
        openai_base_url=server.base_url,
    )


def test_index_is_built_and_searched(index_settings: IndexSettings, tmp_path: Path) -> None:
    """Another model needs settings and nothing else; texts go in batches and as they are."""
    with StubServer(dimension=64) as server:
        settings = settings_for(server, index_settings, tmp_path)
        build_index(settings)
        index = open_index(settings)
        assert index.manifest.dimension == 64
        near = index.vectors.search(index.embeddings.embed_query("etätyö"), 5)
        assert len(near) == 5
        texts = [body["input"] for body in server.embedded if isinstance(body["input"], list)]
        assert max(map(len, texts)) > 1
        assert all(isinstance(text, str) for batch in texts for text in batch)


def test_changed_model_makes_the_index_stale(index_settings: IndexSettings, tmp_path: Path) -> None:
    """Vectors of one model are never searched with those of another."""
    with StubServer(dimension=64) as server:
        settings = settings_for(server, index_settings, tmp_path)
        build_index(settings)
        other = settings.model_copy(update={"embeddings": "openai:text-embedding-3-large"})
        with pytest.raises(IndexMissingError, match="asetuksista"):
            open_index(other)


def test_changed_dimension_is_told(index_settings: IndexSettings, tmp_path: Path) -> None:
    """A server that puts another model under the same name is found out, in words."""
    with StubServer(dimension=64) as server:
        settings = settings_for(server, index_settings, tmp_path)
        build_index(settings)
    with StubServer(dimension=32) as server:
        settings = settings_for(server, index_settings, tmp_path)
        index = open_index(settings)
        with pytest.raises(SearchError, match="32 ulottuvuutta, hakemistossa on 64"):
            index.embeddings.embed_query("etätyö")


@pytest.mark.parametrize("status", [401, 404])
def test_refusing_provider_is_a_search_error(
    index_settings: IndexSettings, tmp_path: Path, status: int
) -> None:
    """What a provider says in English is not shown; the error names the setting."""
    with StubServer(Fails(status)) as server:
        model = open_embeddings(settings_for(server, index_settings, tmp_path))
        with pytest.raises(SearchError, match="MURROS_EMBEDDINGS"):
            model.embed_query("etätyö")


def test_failed_build_leaves_nothing(index_settings: IndexSettings, tmp_path: Path) -> None:
    """A provider that fails in mid-build leaves no half index behind."""
    with StubServer(Fails(401)) as server, pytest.raises(SearchError):
        build_index(settings_for(server, index_settings, tmp_path))
    assert not (tmp_path / "index" / "current").exists()
