"""The index with a Chroma server in the place of the embedded store."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import IndexDamagedError
from index.settings import IndexSettings
from index.store import build_index, ensure_index, open_index
from index.vectors import collection_names, connect


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Chroma server on a free port of this machine and return its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"),
        *("--port", str(port), "--path", str(tmp_path_factory.mktemp("server"))),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - a development tool
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    """Return when a port of this machine answers."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the Chroma server does not answer")


def test_server_serves_as_the_embedded_store_does(
    settings: IndexSettings, chroma_url: str, tmp_path: Path
) -> None:
    """With a server the same index is built and found; old collections are dropped there."""
    remote = settings.model_copy(update={"home": tmp_path / "remote", "chroma_url": chroma_url})
    embedded, index = open_index(settings), ensure_index(remote)
    assert index.chunks == embedded.chunks
    vector = embedded.embeddings.embed_query("toinen kohta")
    assert index.vectors.search(vector, 5) == pytest.approx(embedded.vectors.search(vector, 5))
    first = index.manifest.name
    build_index(remote)
    build_index(remote)
    client = connect(chroma_url, tmp_path)
    assert first not in collection_names(client)
    assert len(collection_names(client)) == 2


def test_index_of_another_server_is_damage(settings: IndexSettings, chroma_url: str) -> None:
    """An index whose collection is not on the server that the setting names is rebuilt."""
    moved = settings.model_copy(update={"chroma_url": chroma_url})
    with pytest.raises(IndexDamagedError, match="kokoelmaa"):
        open_index(moved)
