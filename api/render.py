"""Fills the pages' templates; holds no page itself."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.prose import describe_computation, describe_place
from bot.claim import evidence_source, evidence_url

FOLDER = Path(__file__).resolve().parent / "templates"


def render(name: str, **values: object) -> str:
    """Return a template of `api/templates/` filled with values, which it escapes.

    Raises:
        jinja2.UndefinedError: the template wants a value that is not given.
    """
    return _templates().get_template(name).render(values)


def format_date(day: date) -> str:
    """Return a day as Finnish writes it."""
    return f"{day.day}.{day.month}.{day.year}"


def format_percent(share: float | None) -> str:
    """Return a share from 0 to 1 as Finnish writes it, a dash for none."""
    return "–" if share is None else f"{share * 100:.1f} %".replace(".", ",")


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["place"] = describe_place
    templates.filters["computation"] = describe_computation
    templates.filters["date"] = format_date
    templates.filters["percent"] = format_percent
    templates.filters["thousands"] = lambda count: f"{count:,}".replace(",", "\u00a0")
    templates.filters["address"] = evidence_url
    templates.filters["where"] = lambda evidence: describe_place(evidence_source(evidence).citation)
    return templates
