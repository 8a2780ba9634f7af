"""The sentences that the program itself says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

import pytest

from bot.messages import join_names, say
from index.settings import ROOT
from prompts import read_toml

MESSAGES = read_toml("messages.fi.toml")
KEY = re.compile(r"[a-z_]+\.[a-z_\d]*[a-z\d]")


def message_keys() -> set[str]:
    """Return the keys of all messages that `say` knows."""
    return {
        f"{section}.{name}"
        for section, messages in MESSAGES.items()
        if isinstance(messages, dict)
        for name, text in messages.items()
        if isinstance(text, str)
    }


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield name and syntax tree of each module that speaks."""
    for package in ("api", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(Path(path).relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def said(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the first argument of each call of `say`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield node.args[0]


def test_every_key_in_the_code_exists() -> None:
    """A literal key, said or kept to be said later, names a message."""
    known, sections = message_keys(), set(MESSAGES)
    wrong = [
        f"{name}: {node.value}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and KEY.fullmatch(node.value)
        and not node.value.endswith(".toml")
        and node.value.partition(".")[0] in sections
        and node.value not in known
    ]
    wrong += [
        f"{name}: {node.value!r}"
        for name, tree in trees()
        for node in said(tree)
        if isinstance(node, ast.Constant) and node.value not in known
    ]
    assert not wrong


def test_every_key_put_together_has_a_message() -> None:
    """A key that is put together begins like some message."""
    known = message_keys()
    for name, tree in trees():
        for node in said(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                assert any(key.startswith(start) for key in known), f"{name}: {start}"


@pytest.mark.parametrize(
    "kind", [k for k in read_toml("language.toml")["smalltalk"] if k != "filler"]
)
def test_every_kind_of_small_talk_has_an_answer(kind: str) -> None:
    """What is understood as small talk is answered."""
    assert say(f"smalltalk.{kind}", titles="”Kirjastotyön arki”")


@pytest.mark.parametrize("key", sorted(message_keys()))
def test_message_is_whole_sentence_material(key: str) -> None:
    """A message is not empty, has no markup and no stray `$`, and is trimmed but for a prompt."""
    section, _, name = key.partition(".")
    text: str = MESSAGES[section][name]
    assert text.strip()
    assert Template(text).is_valid()
    assert not re.search(r"</?\w+>|\s{2,}|\[\d+\]", text)


def test_placeholders_are_filled() -> None:
    """A value stands where its placeholder stood, and is no template itself."""
    assert "$heading" not in say("frames.list", heading="Lehdet")
    assert "$text ja ${x}" in say("frames.worker", text="$text ja ${x}")


def test_missing_value_fails() -> None:
    """A message with a hole is never said."""
    with pytest.raises(KeyError):
        say("frames.list")


@pytest.mark.parametrize("key", ["frames.nothing", "nothing.list", "nothing", ""])
def test_unknown_message_fails(key: str) -> None:
    """There is no silent empty message."""
    with pytest.raises(KeyError):
        say(key)


NAMES = [
    ([], ""),
    (["Kirjat"], "”Kirjat”"),
    (["Kirjat", "Lehdet"], "”Kirjat” ja ”Lehdet”"),
    (["Kirjat", "Lehdet", "Kartat"], "”Kirjat”, ”Lehdet” ja ”Kartat”"),
]


@pytest.mark.parametrize(("names", "expected"), NAMES, ids=["none", "one", "two", "three"])
def test_names_are_joined_as_in_finnish(names: list[str], expected: str) -> None:
    """Names stand in quotation marks, the last after 'ja'."""
    assert join_names(names) == expected
