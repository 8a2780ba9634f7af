"""`murros eval`: runs a question set through the assistant and prints how it did, by kind."""

import argparse
import asyncio
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from api.live import tell_live
from api.scores import save_scores
from api.service import open_assistant
from api.settings import read_settings
from api.tracing import collect_spans
from bot.assistant import Assistant
from bot.evaluation import Case, Judge, Result, fold_report, hold, read_cases
from bot.messages import say
from index.catalogue import find_sources
from index.errors import SettingError
from index.settings import ROOT
from index.store import ensure_index

QUESTIONS = ROOT / "tests" / "questions"
PARTS = ("tuning", "held")


def run_evaluation(args: argparse.Namespace) -> int:
    """Print the results of a question set; return 0 when the contract holds for every answer."""
    if args.save and (args.live or args.kind or args.part or args.questions):
        raise SettingError(say("command.save_whole"))
    settings = read_settings()
    index = ensure_index(settings)
    path = next(iter(find_sources(settings.reports)))
    printed = fold_report(path.read_text(encoding="utf-8"))
    cases = [
        case
        for case in read_cases(Path(args.questions or QUESTIONS))
        if (args.kind in (None, case.kind)) and (args.part in (None, case.part))
    ]
    judge = Judge(index.reports[0], printed)
    results = asyncio.run(_answer_all(Assistant(index), cases, judge))
    if args.live:
        without = results
        if not settings.model:
            raise SettingError("MURROS_MODEL on tyhjä; anna esimerkiksi openai:gpt-5-mini")
        with collect_spans() as spans:
            assistant = open_assistant(settings, index)
            results = asyncio.run(_answer_all(assistant, cases, judge))
        _print(results)
        tell_live(results, without, spans, args.price or ())
    elif args.json:
        sys.stdout.write(json.dumps(summarise(results), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(results)
    if args.save:
        save_scores(summarise(results), date.today())
    return 1 if any(result.broken for result in results) else 0


async def _answer_all(assistant: Assistant, cases: Sequence[Case], judge: Judge) -> list[Result]:
    return [judge.judge(case, await hold(assistant, case.turns)) for case in cases]


def summarise(results: Sequence[Result]) -> dict[str, Any]:
    """Return the figures of a run: shares right by kind and part, and all faults."""
    groups: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        groups[result.case.kind][result.case.part].append(result.is_right)
    words = [len(r.answer.text.split()) for r in results if "\n- " not in r.answer.text]
    return {
        "kinds": {
            kind: {part: _share(parts.get(part, [])) for part in PARTS} | {"n": _count(parts)}
            for kind, parts in sorted(groups.items())
        },
        "answers_where_it_must": _share(
            [r.answer.answered for r in results if r.case.answerable is not False]
        ),
        "declines_where_it_must": _share(
            [not r.answer.answered for r in results if r.case.answerable is False]
        ),
        "contract": _share([not r.broken for r in results]),
        "median_words": statistics.median(words) if words else 0,
        "faults": [
            {
                "id": r.case.id,
                "question": " / ".join(r.case.turns),
                "faults": [*r.faults, *r.broken],
                "answer": r.answer.text,
            }
            for r in results
            if (r.faults or r.broken) and (r.case.part != "held" or r.broken)
        ],
    }


def _share(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def _count(parts: dict[str, list[bool]]) -> int:
    return sum(len(values) for values in parts.values())


def _print(results: Sequence[Result]) -> None:
    summary = summarise(results)
    table = Table("laji", "n", "säädössä", "sivussa")
    kinds: dict[str, dict[str, float | None]] = summary["kinds"]
    for kind, row in kinds.items():
        table.add_row(kind, str(row["n"]), *(_percent(row[part]) for part in PARTS))
    console = Console()
    console.print(table)
    for key, label in (
        ("answers_where_it_must", "vastaa, kun pitää"),
        ("declines_where_it_must", "kieltäytyy, kun pitää"),
        ("contract", "sopimus pitää"),
    ):
        console.print(f"{label}: {_percent(summary[key])}")
    console.print(f"sanoja vastauksessa (mediaani, listat pois): {summary['median_words']}")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"
