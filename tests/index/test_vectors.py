"""The vector store, on a real Chroma in a temporary folder."""

from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from index.chunks import Chunk, ChunkKind
from index.errors import IndexDamagedError, SearchError, SettingError
from index.vectors import Client, Vectors, chunk_key, collection_names, connect, drop

DIRECTIONS = {"kirja": [1.0, 0.0], "lehti": [0.0, 1.0], "kirja ja lehti": [0.6, 0.8]}


class KnownEmbeddings(Embeddings):
    """A model that knows a direction for each text of the tests."""

    def embed_query(self, text: str) -> list[float]:
        """Return a text's direction."""
        return DIRECTIONS[text]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the direction of each text."""
        return [DIRECTIONS[text] for text in texts]


CHUNKS = [
    Chunk("row:t1-r1", ChunkKind.ROW, "a", "t1-r1", "lehti", 0, 0),
    Chunk("passage:s1-1", ChunkKind.PASSAGE, "a", "s1-1", "kirja", 0, 1),
    Chunk("sentence:s1-1@7", ChunkKind.SENTENCE, "b", "s1-1", "kirja ja lehti", 7, 2),
]


@pytest.fixture
def client(tmp_path: Path) -> Client:
    """Return a client of an empty store."""
    return connect("", tmp_path / "chroma")


@pytest.fixture
def vectors(client: Client) -> Vectors:
    """Return a collection of three chunks."""
    return Vectors.create(client, "kokoelma", CHUNKS, KnownEmbeddings())


def test_chunks_come_back_as_they_were(vectors: Vectors) -> None:
    """All that a chunk says is stored, and the order is that of writing."""
    assert vectors.count == 3
    assert vectors.chunks() == CHUNKS


def test_search_gives_cosines(vectors: Vectors) -> None:
    """Scores are cosine similarities, 1 for the same direction and 0 across."""
    found = vectors.search([1.0, 0.0], 3)
    expected = {"a/passage:s1-1": 1.0, "b/sentence:s1-1@7": 0.6, "a/row:t1-r1": 0.0}
    assert found == pytest.approx(expected, abs=1e-5)
    assert list(found) == list(expected), "nearest first"


def test_length_of_the_question_does_not_matter(vectors: Vectors) -> None:
    """Cosine compares directions alone."""
    assert vectors.search([5.0, 0.0], 1) == pytest.approx({"a/passage:s1-1": 1.0}, abs=1e-5)


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (2_000, 3)])
def test_limit(vectors: Vectors, limit: int, count: int) -> None:
    """No more are found than asked for, and asking for more than there are is no error."""
    assert len(vectors.search([1.0, 0.0], limit)) == count


def test_search_of_another_size_is_a_search_error(vectors: Vectors) -> None:
    """A vector that does not fit the store is our error, not the vendor's."""
    with pytest.raises(SearchError, match="vektorihaku"):
        vectors.search([1.0, 0.0, 0.0], 1)


def test_many_chunks_are_written_in_batches(client: Client) -> None:
    """More chunks than one batch are all written, in order."""
    chunks = [
        Chunk(f"passage:s1-{i}", ChunkKind.PASSAGE, "a", f"s1-{i}", "kirja", 0, i)
        for i in range(300)
    ]
    assert Vectors.create(client, "iso", chunks, KnownEmbeddings()).chunks() == chunks


def test_store_outlives_its_client(vectors: Vectors, tmp_path: Path) -> None:
    """What was written is there for the next who opens the folder."""
    assert Vectors(connect("", tmp_path / "chroma"), vectors.name).chunks() == CHUNKS


def test_missing_collection_is_damage(client: Client) -> None:
    """A collection that is not there means that the index is damaged."""
    with pytest.raises(IndexDamagedError, match="kokoelmaa puuttuva ei voi lukea"):
        Vectors(client, "puuttuva")


def test_chunk_without_its_metadata_is_damage(client: Client) -> None:
    """A collection that someone else wrote is no index of ours."""
    client.create_collection("vieras").add(
        ids=["1"], documents=["kirja"], embeddings=[1.0, 0.0], metadatas=[{"id": "x"}]
    )
    with pytest.raises(IndexDamagedError, match="kokoelmaa vieras"):
        Vectors(client, "vieras").chunks()


def test_file_that_is_no_database_is_damage(tmp_path: Path) -> None:
    """A store that cannot be opened is damage, whatever the vendor raises."""
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"ei tietokanta" * 1000)
    with pytest.raises(IndexDamagedError, match="vektorivarastoa"):
        connect("", tmp_path / "chroma")


def test_collections_are_listed_and_dropped(vectors: Vectors, client: Client) -> None:
    """A collection is gone when dropped, and dropping twice is no error."""
    assert collection_names(client) == [vectors.name]
    drop(client, vectors.name)
    drop(client, vectors.name)
    assert collection_names(client) == []


def test_keys_tell_reports_apart() -> None:
    """Chunks of two reports with the same id have different keys."""
    assert chunk_key(CHUNKS[1]) != chunk_key(Chunk("passage:s1-1", ChunkKind.PASSAGE, "b", "", ""))


@pytest.mark.parametrize("url", ["chroma:8000", "ftp://chroma", "http://", "chroma"])
def test_wrong_address_is_a_setting_error(url: str, tmp_path: Path) -> None:
    """An address that is none is refused with the setting's name and an example."""
    with pytest.raises(SettingError, match=r"MURROS_CHROMA_URL=.*esim"):
        connect(url, tmp_path)


def test_silent_server_is_a_search_error(tmp_path: Path) -> None:
    """A server that does not answer is a passing error that names the setting."""
    with pytest.raises(SearchError, match="MURROS_CHROMA_URL") as caught:
        connect("http://127.0.0.1:9", tmp_path)
    assert caught.value.is_retryable
