"""Cuts a report into themes by its own headings; headings that are alike make one theme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.claim import heading_passage, report_url
from bot.evidence import Evidence, list_evidence
from bot.lexicon import Lexicon
from bot.question import Language, content_words
from bot.retrieve import MET
from index.grams import split_words
from index.report import PassageKind, Report, Section, Table

TOLD = frozenset({PassageKind.BULLET, PassageKind.PARAGRAPH, PassageKind.QUOTATION})
MIN_PASSAGES = 2  # less under a heading is no theme


@dataclass(frozen=True, slots=True)
class Part:
    """What stands right under one heading: a section's title (`name` is None) or a sub-heading."""

    report: Report
    section: Section
    name: str | None
    evidence: tuple[Evidence, ...]

    @property
    def heading(self) -> str:
        """Return the heading's words without its number."""
        return self.name or self.section.title


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject of a report: one or more parts of its text, or a table.

    `id` is stable for a given report and unique among reports. `parts` are in the report's order.
    """

    id: str
    title: str
    report: Report
    parts: tuple[Part, ...] = ()
    table: Table | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return all passages or rows of the theme, in the report's order."""
        if self.table is not None:
            section = self.report.section(self.table.section)
            rows = self.table.rows
            return tuple(Evidence(self.report, section, table=self.table, row=r) for r in rows)
        return tuple(e for part in self.parts for e in part.evidence)

    @property
    def above(self) -> tuple[str, ...]:
        """Return the titles of the sections that the theme is from, where it has another name."""
        if self.table is not None:
            return ()
        titles = dict.fromkeys(part.section.title for part in self.parts)
        return tuple(title for title in titles if title != self.title)

    @property
    def url(self) -> str:
        """Return the address of the theme's first heading, or its table, in the report."""
        if self.table is not None:
            return report_url(self.report, self.table.id)
        passage = heading_passage(self.parts[0].section, self.parts[0].name)
        return report_url(self.report, passage.id if passage else "")


def list_themes(report: Report) -> tuple[Theme, ...]:
    """Return the themes of a report: those of its text in its order, then its tables."""
    groups = merge_alike(_parts(report))
    themes: list[Theme] = []
    for group in groups:
        title = min((part.heading for part in group), key=len)
        themes.append(Theme(_name(title, report, themes), title, report, parts=tuple(group)))
    for table in report.tables:
        themes.append(Theme(_name(table.title, report, themes), table.title, report, table=table))
    return tuple(themes)


def merge_alike(parts: Sequence[Part]) -> list[list[Part]]:
    """Return the parts in groups: one whose heading's words all stand in another's joins it."""
    if not parts:
        return []
    lexicon = Lexicon([part.heading for part in parts])
    groups: list[list[Part]] = []
    places: dict[int, list[Part]] = {}
    for place, part in enumerate(parts):
        like = [i for i in range(place) if _are_alike(lexicon, parts, i, place)]
        group = places[like[0]] if like else []
        if not like:
            groups.append(group)
        group.append(part)
        places[place] = group
    return groups


def _are_alike(lexicon: Lexicon, parts: Sequence[Part], one: int, other: int) -> bool:
    """Return whether all words of one heading, at least, are met in the other."""
    return any(
        bool(words) and bool((lexicon.matches(words, Language.FINNISH)[:, there] >= MET).all())
        for here, there in ((one, other), (other, one))
        for words in [content_words(split_words(parts[here].heading))]
    )


def _parts(report: Report) -> list[Part]:
    """Return what stands under each heading, where it is enough for a theme."""
    found: dict[tuple[str, str | None], list[Evidence]] = {}
    for e in list_evidence([report]):
        if e.passage is not None and e.passage.kind in TOLD:
            found.setdefault((e.section.number, e.passage.subsection), []).append(e)
    owned = {key: _own(group) for key, group in found.items()}
    return [
        Part(report, group[0].section, name, group)
        for (_, name), group in owned.items()
        if len(group) >= MIN_PASSAGES
    ]


def _own(group: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return what a heading is of beyond doubt: after a story its section goes on without it."""
    stories = tuple(e for e in group if e.passage is not None and e.passage.is_story)
    return stories or tuple(group)


def _name(title: str, report: Report, known: Iterable[Theme]) -> str:
    """Return an id made of the report's id and a title's words, unlike all that are known."""
    name = "-".join((report.id, *split_words(title)))
    taken = {theme.id for theme in known}
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, 1000))) if n not in taken)
