"""Settings of the assistant, read from the environment or `.env`."""

from pydantic import Field

from index.settings import IndexSettings


class AssistantSettings(IndexSettings):
    """Which language model writes the answers, if any, and how long it may take."""

    model: str = ""
    model_timeout_s: float = Field(default=30.0, gt=0, le=600)
