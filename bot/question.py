"""Understands a message: cuts it into questions and tells what each one asks for.

Knows only language (`prompts/language.toml`), no report.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.cues import Cues
from bot.tables.wording import table_cues, table_words
from index.grams import fold, split_words
from prompts import read_toml

CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
SENTENCE_END = re.compile(r"(?<=[?!])\s+|(?<=[\w)][.])\s+(?=[A-ZÅÄÖ])|\n+")
QUESTION_WORD = (
    r"(?:mi[tk]|mist|mihi|mill|milloin|miss|mink|minn|mont|moni|mone|kuka\b|kuinka|ket|kene|"
    r"palj|onko|ovatko|what|who|when|how|why|where|vad|vem|när|hur|varför)\w*"
)
JOINT = re.compile(rf",?\s+(?:ja|sekä|entä|and|och)\s+(?={QUESTION_WORD})", re.IGNORECASE)
LEAD_END = re.compile(rf"[,;:–]\s+(?:(?:että|niin|joten|ja)\s+)?(?={QUESTION_WORD})", re.I)
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[ \u00a0]\d{3})*(?:,\d+)?")
FIGURE_CUES = ("compare", "count", "about")
MIN_PART_WORDS = 2
MIN_WHOLE_WORDS = 3  # content words from which on a question is understood alone
BACKGROUND_SENTENCES = 2  # of a long story only its end tells what is asked about
MAX_WORD_CHARS = 60  # longer than any Finnish compound in use
MIN_DRONE_WORDS = 10  # from so many on, words that only repeat are noise


class Ask(StrEnum):
    """What kind of thing a question asks for."""

    NUMBER = "number"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    LIST = "list"
    LINK = "link"
    DEFINITION = "definition"
    FIGURE = "figure"
    TABLE = "table"
    REPORT = "report"
    MOST = "most"
    LEAST = "least"
    SUM = "sum"
    AT_LEAST = "at_least"
    COMPARE = "compare"
    OVER = "over"
    UNDER = "under"
    NOBODY = "nobody"


OPERATIONS = frozenset(
    {Ask.MOST, Ask.LEAST, Ask.SUM, Ask.AT_LEAST, Ask.COMPARE, Ask.OVER, Ask.UNDER, Ask.NOBODY}
)
"""What is asked of figures beyond reading one."""


class Language(StrEnum):
    """Languages in which one may ask."""

    FINNISH = "fi"
    SWEDISH = "sv"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `words` are its folded words without function words, each once, in order; all its words where
    nothing would be left. `numbers` are numbers as written.
    """

    text: str
    language: Language
    words: tuple[str, ...]
    asks: frozenset[Ask]
    numbers: tuple[str, ...]

    @property
    def is_foreign(self) -> bool:
        """Return whether the question is in another language than Finnish."""
        return self.language is not Language.FINNISH

    def named_number(self, ask: Ask) -> int | None:
        """Return n of 'kuva n' or 'taulukko n', None where none is named."""
        if ask not in self.asks:
            return None
        stem = {
            "figure": r"kuv\w*|kaavio\w*|figur\w*|bild\w*",
            "table": r"taulu\w*|tabl?el\w*|table",
        }
        found = re.search(rf"\b(?:{stem[ask.value]})\s+(\d{{1,2}})\b", self.text, re.IGNORECASE)
        return int(found.group(1)) if found else None


def clean(message: str) -> str:
    """Return a message in NFC without control and invisible characters, trimmed."""
    whole = message.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", whole).replace("\t", " ")
    return CONTROL.sub("", LINE_END.sub("\n", text)).strip()


def is_unclear(message: str) -> bool:
    """Return whether a clean message holds no words, or is made of noise."""
    words = split_words(message)
    is_noise = max(map(len, words), default=0) > MAX_WORD_CHARS
    is_drone = len(words) >= MIN_DRONE_WORDS and len(set(words)) <= len(words) // 5
    return not any(c.isalpha() for c in message) or is_noise or is_drone


def split_message(message: str) -> list[str]:
    """Return the questions of a clean message in order.

    Statements before a question go with it only where it says too little alone; statements without
    a question are one question. Orders to the assistant are none: nothing is left where there is
    nothing else.
    """
    sentences = [_drop_lead(s.strip()) for s in SENTENCE_END.split(message) if s and s.strip()]
    kept = [s for s in sentences if (w := split_words(s)) and not language_cues("orders").is_in(w)]
    if not any(sentence.endswith("?") for sentence in kept):
        return _split_joint(" ".join(kept)) if kept else []
    parts: list[str] = []
    background: list[str] = []
    for sentence in kept:
        if not sentence.endswith("?"):
            background.append(sentence)
            continue
        if parts and _goes_on(split_words(sentence), split_words(parts[-1])):
            parts[-1] += f" {sentence}"
            continue
        first, *rest = _split_joint(sentence)
        words = split_words(first)
        leans = language_cues("anaphora", "one").is_in(words)
        is_whole = len(content_words(words)) >= MIN_WHOLE_WORDS and not leans
        is_whole = is_whole and not _asks_cell(words)
        told = background[-BACKGROUND_SENTENCES:]
        if is_whole:
            told = [s for s in told if language_cues("addition").is_in(split_words(s))]
        parts += [" ".join((*told, first)), *rest]
        background = []
    added = [s for s in background if _is_addition(split_words(s), split_words(parts[-1]))]
    return [*parts[:-1], " ".join((parts[-1], *added))]


def _asks_cell(words: Sequence[str]) -> bool:
    """Return whether words only tell which figure is wanted, not of what ('montako ei osaa?')."""
    taken = _of_figures(words) | _of_columns(words) | ask_cues(Ask.NUMBER).covered(words)
    return not content_words([word for place, word in enumerate(words) if place not in taken])


def _of_figures(words: Sequence[str]) -> set[int]:
    """Return the places of words that ask for a figure, or only speak of figures."""
    return set().union(*(table_cues(name, "cues").covered(words) for name in FIGURE_CUES))


def _of_columns(words: Sequence[str]) -> set[int]:
    """Return the places of words that stand for a column of a table."""
    ideas = (table_cues("ideas", idea, "asked") for idea in table_words("ideas"))
    return set().union(*(cues.covered(words) for cues in ideas))


def _drop_lead(sentence: str) -> str:
    """Return a sentence without what people say of themselves before they ask.

    It stays where what is asked needs it: where that is short, or speaks of what was named.
    """
    ends = list(LEAD_END.finditer(sentence))
    if not ends:
        return sentence
    lead, asked = sentence[: ends[-1].start()], sentence[ends[-1].end() :]
    words = split_words(asked)
    leans = any(
        language_cues(*path).is_in(words)
        for path in (("anaphora",), ("anaphora", "one"), ("first_person",))
    )
    is_whole = len(content_words(words)) >= MIN_PART_WORDS and not leans
    return asked if is_whole and language_cues("asker").is_in(split_words(lead)) else sentence


def _is_addition(words: Sequence[str], asked: Sequence[str]) -> bool:
    """Return whether a statement tells more of the question before it, by its words.

    What is to be compared is told by it only where the question compares nothing.
    """
    of_column = _of_columns(words) | table_cues("strength", "very").covered(words)
    if of_column == set(range(len(words))):
        return True
    compares = language_cues("addition", "compare").is_in(words)
    dividers = {fold(word) for word in table_words("compare", "between")}
    return language_cues("addition").is_in(words) or (compares and dividers.isdisjoint(asked))


def _split_joint(sentence: str) -> list[str]:
    """Return the questions that one sentence joins by 'ja' and a question word."""
    pieces = JOINT.split(sentence)
    words = [split_words(piece) for piece in pieces]
    leans = any(language_cues("anaphora").is_in(piece) for piece in words[1:])
    leans = leans and not all(ask_cues(Ask.NUMBER).is_in(piece) for piece in words)
    gap = table_cues("compare", "gap")
    if (
        leans
        or (
            any(map(gap.is_in, words)) and all(ask_cues(Ask.NUMBER).is_in(piece) for piece in words)
        )
        or any(_tells_nothing(piece) for piece in words[1:])
        or any(len(piece) < MIN_PART_WORDS for piece in words)
    ):
        return [sentence]
    return pieces


def _goes_on(words: Sequence[str], before: Sequence[str]) -> bool:
    """Return whether a question only asks on ('Mitkä ne ovat?', 'Montako prosenttia?')."""
    compares = table_cues("compare", "cues").is_in(words)  # of figures told: asked by itself
    if _tells_nothing(words) and not compares and not ask_cues(Ask.NUMBER).is_in(before):
        return True
    is_short = len(words) <= MIN_PART_WORDS or language_cues("anaphora").is_in(words)
    return is_short and not content_words(words)


def _tells_nothing(words: Sequence[str]) -> bool:
    """Return whether words ask only for a figure of what was named ('ja paljonko on ero')."""
    taken = _of_figures(words)
    rest = [word for place, word in enumerate(words) if place not in taken]
    return bool(taken) and not content_words(rest)


def read_question(text: str) -> Question:
    """Return what one question of a message asks."""
    words = split_words(text)
    language = detect_language(words)
    asks = frozenset(ask for ask in Ask if ask_cues(ask).is_in(words))
    return Question(
        text=text,
        language=language,
        words=content_words(words) or tuple(dict.fromkeys(words)),
        asks=asks,
        numbers=tuple(NUMBER.findall(text)),
    )


def content_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return the folded words that are no function words, each once, in order."""
    functions = _function_words()
    return tuple(dict.fromkeys(word for word in words if word not in functions))


def is_function_word(word: str) -> bool:
    """Return whether a folded word is a function word of any language."""
    return word in _function_words()


def detect_language(words: Sequence[str]) -> Language:
    """Return the language whose function words are most; Finnish where none is ahead."""
    counts = {language: sum(word in _words_of(language) for word in words) for language in Language}
    best = max(Language, key=lambda language: counts[language])
    is_ahead = counts[best] > counts[Language.FINNISH]
    return best if is_ahead else Language.FINNISH


def find_meta(question: Question) -> str | None:
    """Return which fact of the report itself is asked for ('author', 'date', …), if any."""
    if Ask.REPORT not in question.asks:
        return None
    words = split_words(question.text)
    best = {
        kind: language_cues("meta", kind).longest(words)
        for kind in read_toml("language.toml")["meta"]
    }
    kind = max(best, key=lambda k: best[k])
    return kind if best[kind] else None


def subject_words(question: Question) -> tuple[str, ...]:
    """Return the question's words but those that ask for a report and its making."""
    words = split_words(question.text)
    lists = [ask_cues(Ask.REPORT)]
    lists += [language_cues("meta", kind) for kind in read_toml("language.toml")["meta"]]
    taken = {words[place] for cues in lists for place in cues.covered(words)}
    return tuple(word for word in question.words if word not in taken)


def meta_words(kind: str) -> str:
    """Return words by which an answer to a question on the report itself is told."""
    words: str = read_toml("language.toml")["meta"][kind]["answers"]
    return words


def find_small_talk(message: str) -> str | None:
    """Return the kind of small talk a message is, None where it holds anything more."""
    words = split_words(message)
    met = {
        kind: language_cues("smalltalk", kind).covered(words)
        for kind in read_toml("language.toml")["smalltalk"]
    }
    if len(set().union(*met.values())) < len(words):
        return None
    kind = max((k for k in met if k != "filler"), key=lambda k: len(met[k]))
    return kind if met[kind] else None


@cache
def language_cues(*path: str) -> Cues:
    """Return the cues of a table in `language.toml`."""
    table = read_toml("language.toml")
    for key in path:
        table = table[key]
    return Cues(table["cues"])


@cache
def ask_cues(ask: Ask) -> Cues:
    """Return the cues by which a question asks for this."""
    return Cues(read_toml("language.toml")["asks"][ask.value])


@cache
def _words_of(language: Language) -> frozenset[str]:
    return frozenset(split_words(read_toml("language.toml")["function_words"][language.value]))


@cache
def _function_words() -> frozenset[str]:
    return frozenset().union(*(_words_of(language) for language in Language))
