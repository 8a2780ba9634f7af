"""Reads the texts that the program says and the words it knows; holds none of them itself."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def read_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a file in this folder, without empty ones and `#` comments."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return a TOML file of this folder as a dictionary."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
