"""`murros eval`: runs a question set through the assistant and prints how it did, by kind."""

import argparse
import asyncio
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.settings import Settings
from bot.assistant import Assistant
from bot.evaluation import Result, fold_report, judge, read_cases
from index.catalogue import find_sources
from index.settings import ROOT
from index.store import ensure_index

QUESTIONS = ROOT / "tests" / "questions"
PARTS = ("tuning", "held")


def run_evaluation(args: argparse.Namespace) -> int:
    """Print the results of a question set; return 0 when the contract holds for every answer."""
    settings = Settings()
    index = ensure_index(settings)
    path = next(iter(find_sources(settings.reports)))
    printed = fold_report(path.read_text(encoding="utf-8"))
    cases = [
        case
        for case in read_cases(Path(args.questions or QUESTIONS))
        if (args.kind in (None, case.kind)) and (args.part in (None, case.part))
    ]
    assistant = Assistant(index)
    results = asyncio.run(_answer_all(assistant, cases, index.reports[0], printed))
    if args.json:
        sys.stdout.write(json.dumps(summarise(results), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(results)
    return 1 if any(result.broken for result in results) else 0
