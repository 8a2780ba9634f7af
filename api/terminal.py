"""An answer in the terminal."""

import argparse
import asyncio
import secrets
import sys

from api.prose import describe_computation, describe_place
from api.service import open_assistant
from api.settings import read_settings
from api.tracing import collect_spans, write_spans
from api.wire import check_request, write_answer
from bot.answer import Answer
from bot.messages import say
from index.store import open_index


def run_ask(args: argparse.Namespace) -> int:
    """Print the answer to `args.question`, as JSON where `args.json` is set.

    Raises:
        MurrosError: the question is empty or too long, or the index cannot be used.
    """
    message = check_request({"message": args.question}).message
    settings = read_settings()
    assistant = open_assistant(settings, open_index(settings))
    with collect_spans() as spans:
        answer = asyncio.run(assistant.ask(message))
    if args.trace:
        sys.stderr.write(write_spans(spans))
    if args.json:
        body = write_answer(answer, secrets.token_hex(16), secrets.token_hex(16))
        sys.stdout.write(body.model_dump_json(indent=2) + "\n")
    else:
        sys.stdout.write(write_text(answer))
    return 0


def write_text(answer: Answer) -> str:
    """Return an answer with its sources as plain text that ends in a line break."""
    lines = [answer.text]
    lines += [describe_computation(computation) for computation in answer.computed]
    if answer.notice:
        lines += ["", answer.notice]
    if answer.citations:
        lines += ["", say("command.sources")]
    for citation in answer.citations:
        lines += [f"[{citation.number}] {describe_place(citation)}", f"    {citation.quote}"]
    if answer.suggestions:
        lines += ["", say("command.suggestions"), *(f"- {text}" for text in answer.suggestions)]
    return "\n".join(lines) + "\n"
