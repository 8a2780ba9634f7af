"""What a built index was made from: decides whether it is stale or damaged."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.chunks import Chunk
from index.errors import IndexDamagedError
from index.report import Report, Source

FORMAT = 3  # raise it when the reader, the chunks or the stored files change
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what an index holds; another recipe makes the index stale."""

    format: int
    reports: dict[str, str]
    embeddings: str
    questions: str

    @classmethod
    def of(cls, sources: Iterable[Source], embeddings: str, questions: Sequence[str]) -> "Recipe":
        """Return the recipe of these reports, this embedding model and these general questions."""
        digest = hashlib.sha256("\n".join(questions).encode()).hexdigest()
        return cls(FORMAT, {s.id: s.sha256 for s in sources}, embeddings, digest)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A built index: its name, its recipe, its counts, and a checksum over its content."""

    name: str
    recipe: Recipe
    dimension: int
    counts: dict[str, int]
    checksum: str

    def write(self, folder: Path) -> None:
        """Write the manifest into `folder`; the last file of a build."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / FILE).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the manifest in `folder`.

        Raises:
            IndexDamagedError: it is missing or cannot be understood.
        """
        try:
            fields = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return cls(**{**fields, "recipe": Recipe(**fields["recipe"])})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"hakemiston tiedot puuttuvat kansiosta {folder}") from error


def count_parts(reports: Sequence[Report], chunks: Sequence[Chunk], tokens: int) -> dict[str, int]:
    """Return how many of each part the reports and the index hold."""
    return {
        "reports": len(reports),
        "sections": sum(len(report.sections) for report in reports),
        "passages": sum(1 for report in reports for _ in report.passages()),
        "tables": sum(len(report.tables) for report in reports),
        "rows": sum(len(table.rows) for report in reports for table in report.tables),
        "chunks": len(chunks),
        "tokens": tokens,
    }


def checksum(chunks: Iterable[Chunk], files: Iterable[Path]) -> str:
    """Return a SHA-256 over the chunks' places and texts and the files' bytes, in order.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(f"{chunk.position} {chunk.report} {chunk.id} {chunk.text}\n".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
