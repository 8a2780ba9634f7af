"""Finds which table a question speaks of, by its title, and for whom it asks."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.question import Language, is_function_word
from bot.tables.columns import MIN_SHARED, STEM_CHANGE, Choice, is_same_word
from bot.tables.request import Request
from bot.tables.wording import table_cues, table_words
from index.grams import fold, shared_start, split_words
from index.report import Table

ALLATIVE, GENITIVE = "lle", "n"
MOST_GLUE = 3  # ways to part a compound after what its beginning shares with a stem
# What each thing that tells a table is worth, beside a word of its title.
AUDIENCE, NAMED, LOOSELY_NAMED = 2.5, 2.5, 0.4
BESIDE_COLUMN = 0.8  # how surely one is spoken of whose word stands beside a column's


def table_score(
    request: Request,
    table: Table,
    language: Language,
    choice: Choice,
    label_words: Sequence[str] = (),
    bound: Collection[int] = (),
) -> float:
    """Return how well a table's title, lead and headings meet a question, higher is better."""
    named = (*split_words(table.title), *split_words(table.lead))
    plain = [w for w in named if not w.endswith(ALLATIVE) and not is_function_word(w)]
    heard = audience(request, spoken_to(table), language, label_words, choice.places, bound)
    told = sum(any(is_same_word(t, w, language) for w in request.words) for t in plain)
    named_worth = LOOSELY_NAMED if choice.is_loose else NAMED
    return AUDIENCE * heard + float(told) + named_worth * bool(choice)


def audience(
    request: Request,
    spoken: Sequence[str],
    language: Language,
    label_words: Sequence[str] = (),
    columns: Collection[int] = (),
    bound: Collection[int] = (),
) -> float:
    """Return how surely a question speaks of those that a title names: 0 to 1.

    `label_words`: those of the row that the question names; a word that stands there tells little.
    `columns`: the places of words that name a column; who stands beside one is spoken of. `bound`:
    the places of words that stand in a row of a table with the word after them.
    """
    words = request.words
    found = [0.0]
    for place, word in enumerate(words):
        if any(is_joined_to(s.removesuffix(ALLATIVE), word) for s in spoken):
            found.append(0.95)
        elif any(is_same_word(s.removesuffix(ALLATIVE), word, language) for s in spoken):
            if _is_viewpoint(words, place):
                return 1.0
            found.append(_worth(words, place, spoken, label_words, columns, bound))
    return max(found)


def _is_viewpoint(words: Sequence[str], place: int) -> bool:
    """Return whether the word beside an audience says that it is asked from its view."""
    after, before = table_cues("viewpoint", "after"), table_cues("viewpoint", "before")
    is_view = after.is_in(words[place + 1 : place + 2])
    return is_view or before.is_in(words[max(place - 1, 0) : place])


def _worth(
    words: Sequence[str],
    place: int,
    spoken: Sequence[str],
    label_words: Sequence[str],
    columns: Collection[int],
    bound: Collection[int],
) -> float:
    """Return how surely a word for an audience speaks of it, 0 to 1."""
    word = words[place]
    is_of_row = word in label_words
    if word in spoken and not is_of_row:
        return 1.0
    if place in bound:
        return 0.0
    worths = [0.0]
    if not {place - 1, place + 1}.isdisjoint(columns):
        worths.append(BESIDE_COLUMN)
    if _is_joined(word):
        worths.append(0.9)
    if word.endswith(GENITIVE) and table_cues("viewpoint", "beside").is_in(
        words[place + 1 : place + 2]
    ):
        worths.append(0.5)
    if not is_of_row:
        worths.append(0.9 if word.endswith(ALLATIVE) else 0.5 if word.endswith("t") else 0.15)
    return max(worths)


def is_joined_to(stem: str, word: str) -> bool:
    """Return whether a compound is of an audience and its view ('henkilöstövaikutus')."""
    shared = shared_start(stem, word)
    if shared < MIN_SHARED or len(stem) - shared > STEM_CHANGE - 1:
        return False
    joined = tuple(fold(part) for part in table_words("viewpoint", "joined"))
    return any(word[shared + glue :].startswith(joined) for glue in range(MOST_GLUE))


def _is_joined(word: str) -> bool:
    """Return whether a compound ends in a word for a table or its meaning ('asiakastaulukko')."""
    joined: list[str] = table_words("viewpoint", "joined")
    return any(fold(stem) in word[MIN_SHARED:] for stem in joined)


def spoken_to(table: Table) -> list[str]:
    """Return the words of a table's title that tell for whom it is: those in the allative."""
    return list(_allatives(table.title))


@lru_cache(maxsize=256)
def _allatives(title: str) -> tuple[str, ...]:
    return tuple(word for word in split_words(title) if word.endswith(ALLATIVE))
