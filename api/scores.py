"""The figures of the last saved `murros eval`: a file under version control, shown on a page.

So people see how well a release answers without running the evaluation.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.messages import say
from index.errors import SettingError
from index.settings import ROOT

SCORES = ROOT / "data" / "evaluation.json"
LEFT_OUT = {"faults"}  # of the summary: texts of questions and answers


class KindScore(BaseModel):
    """How many questions of a kind there are, and the shares treated rightly, 0 to 1.

    `held`: of the questions that nobody read while the program was made; None where there are none.
    """

    n: int
    tuning: float | None
    held: float | None


class Scores(BaseModel):
    """What a run of the whole question set measured; shares are 0 to 1, None of no questions."""

    model_config = ConfigDict(frozen=True)

    date: date
    questions: int
    kinds: dict[str, KindScore]
    answers_where_it_must: float | None
    declines_where_it_must: float | None
    contract: float | None
    median_words: float


def read_scores(path: Path = SCORES) -> Scores | None:
    """Return the saved figures, None where there is no file or it is not what we wrote."""
    try:
        return Scores.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def save_scores(summary: dict[str, Any], day: date, path: Path = SCORES) -> None:
    """Write the figures of `api.evaluation.summarise`, measured on a day.

    Raises:
        SettingError: the file cannot be written.
    """
    kept = {name: value for name, value in summary.items() if name not in LEFT_OUT}
    total = sum(kind["n"] for kind in summary["kinds"].values())
    text = json.dumps({"date": day.isoformat(), "questions": total, **kept}, indent=2)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingError(say("command.save_failed", path=str(path), reason=reason)) from error
