"""The command `murros`: reads the command line, calls the part that does the work."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from api.build import run_index
from api.conversations.commands import run_export, run_gaps, run_purge
from api.errors import BadRequestError
from api.evaluation import run_evaluation
from api.keys import Role, run_key
from api.problems import explain
from api.server import run_server
from api.terminal import run_ask
from bot.messages import say
from index.errors import MurrosError

HOST, PORT = "127.0.0.1", 8000
GAPS_DAYS = 30
STOPPED = 130  # as shells tell of Ctrl+C


class _Formatter(argparse.HelpFormatter):
    """Says 'usage' in Finnish."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add the usage line."""
        super().add_usage(
            usage, actions, groups, say("command.usage") if prefix is None else prefix
        )


class _Parser(argparse.ArgumentParser):
    """Speaks Finnish, and tells in one line what is wrong."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - argparse's many
        """Make a parser that knows `--help`; `settings` are argparse's own."""
        super().__init__(formatter_class=_Formatter, add_help=False, **settings)
        self.options = self.add_argument_group(say("command.options"))
        self.options.add_argument("-h", "--help", action="help", help=say("command.help"))

    def error(self, message: str) -> NoReturn:
        """Exit with 2."""
        text = say("command.misused", reason=message, command=self.prog)
        self.exit(2, f"murros: {text}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, or 1 for an error told on stderr."""
    args = build_parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = args.run
    try:
        return run(args)
    except BadRequestError as error:
        sys.stderr.write(f"murros: {explain(error).detail}\n")
    except MurrosError as error:
        sys.stderr.write(f"murros: {error}\n")
    except KeyboardInterrupt:
        return STOPPED
    return 1


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the work is done by `run` of what it returns."""
    parser = _Parser(prog="murros", description=say("command.about"))
    commands = parser.add_subparsers(
        title=say("command.commands"), required=True, metavar=say("command.command")
    )

    serve = _add(commands, "serve", run_server)
    serve.add_argument("--host", default=HOST, help=say("command.serve_host", default=HOST))
    port_help = say("command.serve_port", default=str(PORT))
    serve.add_argument("--port", type=int, default=PORT, help=port_help)

    index = _add(commands, "index", run_index)
    index.add_argument("--check", action="store_true", help=say("command.index_check"))
    index.add_argument("--force", action="store_true", help=say("command.index_force"))

    ask = _add(commands, "ask", run_ask)
    ask.add_argument("question", metavar="kysymys", help=say("command.ask_question"))
    ask.add_argument("--json", action="store_true", help=say("command.ask_json"))
    ask.add_argument("--trace", action="store_true", help=say("command.ask_trace"))

    key = _add(commands, "key", run_key)
    roles = [role.value for role in Role]
    key.add_argument("--role", choices=roles, default=Role.ASK.value, help=say("command.key_role"))
    _add_conversations(commands)

    measure = _add(commands, "eval", run_evaluation)
    measure.add_argument("--json", action="store_true", help=say("command.eval_json"))
    measure.add_argument("--save", action="store_true", help=say("command.eval_save"))
    measure.add_argument("--live", action="store_true", help=say("command.eval_live"))
    measure.add_argument(
        "--price", nargs=2, type=float, metavar="hinta", help=say("command.eval_price")
    )
    measure.add_argument("--kind", help=say("command.eval_kind"))
    measure.add_argument("--part", help=say("command.eval_part"))
    measure.add_argument("--questions", type=Path, help=say("command.eval_questions"))
    return parser


def _add_conversations(commands: "argparse._SubParsersAction[_Parser]") -> None:
    """Add the commands of those who keep the conversations."""
    _add(commands, "purge", run_purge)

    export = _add(commands, "export", run_export)
    export.add_argument("conversation", metavar="tunnus", help=say("command.export_id"))

    gaps = _add(commands, "gaps", run_gaps)
    days_help = say("command.gaps_days", default=str(GAPS_DAYS))
    gaps.add_argument("--days", type=int, default=GAPS_DAYS, help=days_help)
    gaps.add_argument("--csv", type=Path, metavar="tiedosto", help=say("command.gaps_csv"))


def _add(
    commands: "argparse._SubParsersAction[_Parser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse._ArgumentGroup:
    """Add a command that `run` does; return the group to which its options belong."""
    about = say(f"command.{name}")
    parser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(run=run)
    return parser.options


if __name__ == "__main__":
    sys.exit(main())
