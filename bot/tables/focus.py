"""Leaves out of a question what it says not to ask: 'ei siis …', a figure that it tells itself."""

from collections.abc import Callable, Sequence

from bot.numbers import find_numbers
from bot.question import Language
from bot.tables.columns import find_columns, is_denial, read_heading
from bot.tables.request import dividers, read_request
from bot.tables.wording import Words, table_cues
from index.grams import split_words
from index.report import Table

PAUSE = ",(–;"
END = ",().;?!–"

IsRow = Callable[[Sequence[str]], bool]


def focus(text: str, tables: Sequence[Table], language: Language, is_row: IsRow) -> str:
    """Return a question without its asides; `is_row`: whether folded words name a row."""
    words = Words.read(text)
    for start, end in (_told(words), _aside(words)):
        if start >= end:
            continue
        aside, rest = words.text[start:end], words.text[:start] + words.text[end:]
        if start == 0:
            if _names(rest, tables, language):
                return _row_words(words, end, tables, language) + words.text[end:]
        elif _is_other(aside, rest, tables, language, is_row):
            return rest
    return text


def _told(words: Words) -> tuple[int, int]:
    """Return the characters of a statement with a figure before 'but how many'; none: (0, 0)."""
    for place, word in enumerate(words.words[:-1]):
        asks = table_cues("count", "cues").is_in(words.words[place + 1 : place + 3])
        asks = asks or table_cues("focus", "asks").is_in(words.words[place + 1 : place + 2])
        if word in dividers("but") and asks:
            end = words.starts[place]
            told = find_numbers(words.text[:end])
            return (0, end) if any(n.unit == "%" for n in told) else (0, 0)
    return 0, 0


def _row_words(words: Words, end: int, tables: Sequence[Table], language: Language) -> str:
    """Return the words before a character that name no column and are no number."""
    before = words.text[:end]
    request = read_request(before)
    taken = set(request.taken)
    for table in tables:
        taken |= find_columns(request, table, language).places
    taken |= {i for i, word in enumerate(request.words) if is_denial(word)}
    return "".join(f"{word} " for i, word in enumerate(request.words) if i not in taken)


def _aside(words: Words) -> tuple[int, int]:
    """Return the characters of what is denied aside, after a pause or as 'eikä …'; else (0, 0)."""
    for place, word in enumerate(words.words):
        if not is_denial(word):
            continue
        first = (
            place - 1
            if table_cues("focus", "that_is").is_in(words.words[place - 1 : place])
            else place
        )
        before = words.text[: words.starts[first]].rstrip()
        is_and = table_cues("focus", "and_not").is_in([word])
        if place == 0 or not (before.endswith(tuple(PAUSE)) or is_and):
            return 0, 0
        start = words.starts[first]
        after = words.starts[place] + len(word)
        ends = [i for i in range(after, len(words.text)) if words.text[i] in END]
        return start, min(ends, default=len(words.text))
    return 0, 0


def _names(text: str, tables: Sequence[Table], language: Language) -> bool:
    request = read_request(text)
    return any(find_columns(request, table, language) for table in tables)


def _is_other(
    aside: str, rest: str, tables: Sequence[Table], language: Language, is_row: IsRow
) -> bool:
    """Return whether what is denied aside is another column or row than the one asked for."""
    said = Words.read(aside).words
    kept = read_request(" ".join(w for w in said if not is_denial(w)))
    whole = read_request(rest)
    told = " ".join(said)
    headings = (" ".join(split_words(column)) for table in tables for column in table.columns)
    if any(is_denial(h.split()[0]) and h in told for h in headings):
        return False
    for table in tables:
        denied, asked = (find_columns(r, table, language) for r in (kept, whole))
        if find_columns(read_request(aside), table, language) and not asked:
            return False
        if denied and asked and not denied.is_loose:
            return not _is_denied(denied.columns, table) and denied.columns != asked.columns
        if denied:
            return False
    return is_row(said)


def _is_denied(columns: Sequence[str], table: Table) -> bool:
    """Return whether a heading denies what some columns say: then a denial may mean that one."""
    said = {idea for column in columns for idea in read_heading(column).ideas}
    headings = map(read_heading, table.columns)
    return any(h.is_denial and not said.isdisjoint(h.ideas) for h in headings)
