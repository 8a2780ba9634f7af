"""A LangChain chat model with a queue of replies and a history of calls; no server, no network."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from tests.stub.writing import cut

Reply = str | Exception | Callable[[Sequence[BaseMessage]], str]


class StubModel(BaseChatModel):
    """Gives its replies in turn: a text, an error to raise, or what a function makes of messages.

    `replies`: those not yet given. `history`: the messages of each call, the failed ones too.
    """

    replies: list[Reply] = Field(default_factory=list)
    history: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "stub"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: object,
    ) -> ChatResult:
        text = self._reply(messages)
        message = AIMessage(text, usage_metadata=_usage(messages, text))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: object,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(messages, self._reply(messages)):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **options: object,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(messages, self._reply(messages)):
            await asyncio.sleep(0)  # others may go on between tokens, as with a real model
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _reply(self, messages: list[BaseMessage]) -> str:
        self.history.append(list(messages))
        assert self.replies, f"no reply is left for call {len(self.history)} of the stub model"
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, str) else reply(messages)


def _chunks(messages: Sequence[BaseMessage], text: str) -> Iterator[ChatGenerationChunk]:
    """Yield a text by tokens, then a chunk that has no text but the usage."""
    for token in cut(text):
        yield ChatGenerationChunk(message=AIMessageChunk(content=token))
    usage = _usage(messages, text)
    last = AIMessageChunk(content="", usage_metadata=usage, chunk_position="last")
    yield ChatGenerationChunk(message=last)


def _usage(messages: Sequence[BaseMessage], text: str) -> UsageMetadata:
    read, written = sum(len(m.text) for m in messages) // 4, sum(1 for _ in cut(text))
    return UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
