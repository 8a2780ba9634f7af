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
    quoted = [f"”{name}”" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} ja {quoted[-1]}"
