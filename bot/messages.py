"""The Finnish sentences that the program itself says, from `prompts/messages.fi.toml`."""

from string import Template

from prompts import read_toml


def say(key: str, **values: str) -> str:
    """Return the message `section.name` with `$placeholders` filled in.

    Raises:
        KeyError: there is no such message, or a placeholder has no value.
    """
    section, _, name = key.partition(".")
    template: str = read_toml("messages.fi.toml")[section][name]
    return Template(template).substitute(values)


def join_names(names: list[str]) -> str:
    """Return quoted names as a Finnish list: ”a”, ”b” ja ”c”."""
    return join_words([f"”{name}”" for name in names])


def join_words(words: list[str]) -> str:
    """Return a Finnish list: a, b ja c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} ja {words[-1]}"
