"""How an answer was made, as it is kept with its message: ids and figures, no one's words."""

from typing import Any

from bot.answer import Answer, Mode
from bot.model.prompt import prompt_version


def describe_work(answer: Answer, took_ms: float) -> dict[str, Any]:
    """Return what is kept of an answer's making.

    `took_ms`: milliseconds from the message to its answer. `prompt`: the version of the model's
    prompt, None where no model wrote.
    """
    return {
        "took_ms": round(took_ms, 1),
        "mode": answer.mode.value,
        "coverage": answer.coverage.value,
        "evidence": [citation.url for citation in answer.citations],
        "computed": len(answer.computed),
        "prompt": prompt_version() if answer.mode is Mode.MODEL else None,
    }
