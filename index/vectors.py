"""The vector store. The only place that knows chromadb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
from chromadb.api import ClientAPI
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from index.chunks import Chunk, ChunkKind
from index.errors import IndexDamagedError, MurrosError, SearchError, SettingError

ADD_BATCH = 128
Client = ClientAPI  # what `connect` opens; other files need no other name of chromadb


def connect(url: str, folder: Path) -> Client:
    """Return a client of the Chroma server at `url`, or of Chroma inside this process.

    Raises:
        SettingError: `url` is no http address. SearchError: the server does not answer.
        IndexDamagedError: the embedded store in `folder` cannot be opened.
    """
    if not url:
        with _raising(IndexDamagedError, f"vektorivarastoa {folder} ei voi lukea"):
            return chromadb.PersistentClient(str(folder), _quiet())
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingError(f"MURROS_CHROMA_URL={url} ei ole http-osoite; esim. http://chroma:8000")
    is_ssl = parts.scheme == "https"
    port = parts.port or (443 if is_ssl else 80)
    try:
        return chromadb.HttpClient(parts.hostname, port, ssl=is_ssl, settings=_quiet())
    except (ValueError, ChromaError) as error:
        raise SearchError(
            f"Chroma-palvelin {url} ei vastaa; tarkista MURROS_CHROMA_URL ja palvelin"
        ) from error


def _quiet() -> Settings:
    """Return fresh settings: a client writes into those it is given."""
    return Settings(anonymized_telemetry=False)


class Vectors:
    """One collection of n chunks with their embeddings, compared by cosine."""

    def __init__(self, client: Client, name: str) -> None:
        """Open the collection `name`.

        Raises:
            IndexDamagedError: there is no such collection, or it cannot be read.
        """
        self.name = name
        with _raising(IndexDamagedError, f"kokoelmaa {name} ei voi lukea"):
            self._collection = client.get_collection(name)
            self.count = self._collection.count()

    @classmethod
    def create(
        cls, client: Client, name: str, chunks: Sequence[Chunk], embeddings: Embeddings
    ) -> "Vectors":
        """Write the chunks into a new collection and return it."""
        store = Chroma(
            collection_name=name,
            embedding_function=embeddings,
            client=client,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        for start in range(0, len(chunks), ADD_BATCH):
            batch = chunks[start : start + ADD_BATCH]
            store.add_texts(
                [chunk.text for chunk in batch],
                metadatas=[_metadata(chunk) for chunk in batch],
                ids=[chunk_key(chunk) for chunk in batch],
            )
        return cls(client, name)

    def chunks(self) -> list[Chunk]:
        """Return all chunks in the order in which they were written.

        Raises:
            IndexDamagedError: they cannot be read, or one lacks its text or its metadata.
        """
        with _raising(IndexDamagedError, f"kokoelmaa {self.name} ei voi lukea"):
            found = self._collection.get(include=["documents", "metadatas"])
            texts, metadatas = found["documents"] or [], found["metadatas"] or []
            chunks = [_chunk(text, m) for text, m in zip(texts, metadatas, strict=True)]
        return sorted(chunks, key=lambda chunk: chunk.position)

    def search(self, vector: Sequence[float], limit: int) -> dict[str, float]:
        """Return the keys of the nearest chunks with their cosine similarity, -1 to 1.

        Raises:
            SearchError: the store does not answer.
        """
        with _raising(SearchError, "vektorihaku ei onnistu; käynnistä palvelu uudelleen"):
            found = self._collection.query(
                query_embeddings=list(vector),
                n_results=min(limit, self.count),
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return {key: 1.0 - d for key, d in zip(found["ids"][0], distances, strict=True)}


@contextmanager
def _raising(kind: type[MurrosError], message: str) -> Iterator[None]:
    """Turn whatever Chroma raises into an error of ours: network, SQLite and Rust alike."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # panics of its Rust part are no Exception
        raise kind(f"{message} ({' '.join(str(error).split())})") from error


def drop(client: Client, name: str) -> None:
    """Delete a collection if it exists."""
    try:
        client.delete_collection(name)
    except (NotFoundError, ValueError):
        return


def collection_names(client: Client) -> list[str]:
    """Return the names of all collections."""
    return [collection.name for collection in client.list_collections()]


def chunk_key(chunk: Chunk) -> str:
    """Return a chunk's id that is unique over all reports."""
    return f"{chunk.report}/{chunk.id}"


def _metadata(chunk: Chunk) -> dict[str, str | int]:
    return {
        "id": chunk.id,
        "kind": chunk.kind.value,
        "report": chunk.report,
        "target": chunk.target,
        "start": chunk.start,
        "position": chunk.position,
    }


def _chunk(text: str, metadata: chromadb.Metadata) -> Chunk:
    return Chunk(
        id=str(metadata["id"]),
        kind=ChunkKind(str(metadata["kind"])),
        report=str(metadata["report"]),
        target=str(metadata["target"]),
        text=text,
        start=int(str(metadata["start"])),
        position=int(str(metadata["position"])),
    )
