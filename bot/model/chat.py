"""The language model behind LangChain. The only place that builds and calls one."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Protocol

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from bot.model.prompt import Prompt
from bot.settings import AssistantSettings
from index.errors import ModelError, ModelRefusedError, SettingError
from index.settings import OPENAI

REFUSALS = range(400, 500)
TRANSIENT = frozenset({408, 409, 425, 429})  # of the 4xx: the same call may succeed later


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that a call took, as the provider counts them."""

    read_tokens: int
    written_tokens: int


class Writes(Protocol):
    """What writes from a prompt."""

    def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        """Yield the text in pieces as it is written; closing it ends the call."""


class ChatModel:
    """One chat model, called without retries of its own: who calls it decides on those."""

    def __init__(self, model: BaseChatModel) -> None:
        """Wrap a LangChain chat model."""
        self._model = model

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str | Usage]:
        """Yield the text in pieces as it is written, and at last the tokens where they are told.

        Raises:
            ModelError: the provider does not answer, or breaks off; ModelRefusedError where the
                key, the model's name or the request is wrong.
        """
        usage: Usage | None = None
        try:
            async with aclosing(_open(self._model, prompt)) as chunks:
                async for chunk in chunks:
                    if chunk.text:
                        yield chunk.text
                    if isinstance(chunk, AIMessage) and chunk.usage_metadata:
                        told = chunk.usage_metadata
                        usage = Usage(told["input_tokens"], told["output_tokens"])
        except Exception as error:  # each provider has its own kinds
            raise _wrap(error) from error
        if usage is not None:
            yield usage


def open_model(settings: AssistantSettings) -> ChatModel | None:
    """Return the language model that a setting names, None where it is empty.

    Raises:
        SettingError: LangChain knows no such model, or its package or key is missing.
    """
    if not settings.model:
        return None
    options: dict[str, Any] = dict(settings.client_options(settings.model))
    options |= {"max_retries": 0, "timeout": settings.model_timeout_s}
    if settings.model.startswith(OPENAI):
        options["stream_usage"] = True  # else tokens are told only where no address is set
    try:
        model = init_chat_model(settings.model, **options)
    except Exception as error:  # each provider has its own kinds
        raise SettingError(
            f"MURROS_MODEL={settings.model} ei kelpaa ({' '.join(str(error).split())[:200]}); "
            "tarkista nimi (esimerkiksi openai:gpt-5-mini), paketti ja OPENAI_API_KEY"
        ) from error
    return ChatModel(model)


async def _open(model: BaseChatModel, prompt: Prompt) -> AsyncGenerator[BaseMessage]:
    async for chunk in model.astream(_messages(prompt)):
        yield chunk


def _messages(prompt: Prompt) -> Sequence[BaseMessage]:
    messages: list[BaseMessage] = [SystemMessage(prompt.rules)]
    for turn in prompt.history:
        messages += [HumanMessage(turn.question), AIMessage(turn.answer)]
    return [*messages, HumanMessage(prompt.task)]


def _wrap(error: Exception) -> ModelError:
    """Return a provider's error as ours, by its HTTP status where it has one."""
    status = getattr(error, "status_code", None)
    name = type(error).__name__ + (f" {status}" if status else "")
    if isinstance(status, int) and status in REFUSALS and status not in TRANSIENT:
        return ModelRefusedError(
            f"kielimalli ei vastaa ({name}); tarkista OPENAI_API_KEY, OPENAI_BASE_URL, MURROS_MODEL"
        )
    return ModelError(
        f"kielimalli ei vastaa ({name}); tarkista OPENAI_BASE_URL ja verkko", _retry_after_s(error)
    )


def _retry_after_s(error: Exception) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3), None for none or a date."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(float(headers.get("retry-after", "")), 0.0)
    except ValueError:
        return None
