"""The signals by which it is decided whether evidence answers a question. All are general.

Which of the question's words the best evidence leaves unmet tells most: a telling subject, a
place, a profession or a year that is not there is no paraphrase. What kind of question it is tells
the rest: the probe is a direction in the embedding space, learnt from questions that reports of
this kind do and do not answer, by writers who had seen no report.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from bot.cues import Cue, Cues
from bot.evidence import Evidence
from bot.lexicon import synonym_stems
from bot.quantity import BEGINNING, NAME, counts_other, measures, tells_quantity
from bot.question import NUMBER, Ask, Question, language_cues
from bot.retrieve import MET, Ranking
from bot.tables.request import read_request
from bot.tables.understand import Reading
from bot.weights import read_probe
from index.grams import split_words
from index.report import PassageKind
from prompts import read_lines, read_toml

Floats = npt.NDArray[np.float32]
SIGNALS = (
    "cosine",
    "cosine_peak",
    "cosine_standard",
    "share",
    "score",
    "keyword_share",
    "cover",
    "cover_near",
    "worst_unmet",
    "unmet",
    "unknown",
    "unknown_words",
    "words",
    "subjects",
    "subjects_unmet",
    "subjects_unknown",
    "worst_subject",
    "number_unmet",
    "year_unmet",
    "place_unmet",
    "profession_unmet",
    "asks_number",
    "lacks_number",
    "lacks_time",
    "lacks_name",
    "lacks_thing",
    "lacks_detail",
    "foreign",
    "foreign_cosine",
    "probe",
    "figures",
    "figures_unmet",
    "figures_fit",
)
PLACES = "places.fi.txt"
PROFESSIONS = "professions.fi.txt"
NEAR = 3  # the best pieces of evidence, looked at together
ESSIVE = "na"  # 'toimittajana' tells who asks, not who is asked about
RARE = 0.45  # rarity from which on a word is not one of the report's own everyday words
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\d{1,2}\.|\b\w*(?:kuu|vuosi|vuode|vuonna|syksy|kevä|talve|kesä)\w*"
)


def measure(
    ranking: Ranking, evidence: Sequence[Evidence], reading: Reading | None = None
) -> Floats:
    """Return the values of SIGNALS for a ranking; `reading`: what it asks of the tables."""
    values = {
        **_by_meaning(ranking),
        **_by_word(ranking),
        **_by_subject(ranking, evidence, reading),
        **_by_kind(ranking, evidence, reading),
        **_by_figures(reading),
    }
    return np.array([values[name] for name in SIGNALS], dtype=np.float32)


def names_place(text: str) -> bool:
    """Return whether a text names a place."""
    return _cues(PLACES).is_in(split_words(text))


def names_whom(text: str) -> bool:
    """Return whether a text names a place or a profession."""
    return names_place(text) or _cues(PROFESSIONS).is_in(split_words(text))


def _by_meaning(ranking: Ranking) -> dict[str, float]:
    cosines = np.sort(ranking.cosines)[::-1]
    top = ranking.order[0]
    is_foreign = float(ranking.question.is_foreign)
    return {
        "cosine": float(cosines[0]),
        "cosine_peak": float(cosines[0] - cosines[min(9, len(cosines) - 1)]),
        "cosine_standard": float((cosines[0] - cosines.mean()) / (cosines.std() + 1e-6)),
        "share": float(ranking.shares[top]),
        "score": float(ranking.scores[top] - ranking.scores.mean()),
        "keyword_share": float(ranking.keyword_share[top]),
        "foreign": is_foreign,
        "foreign_cosine": is_foreign * float(cosines[0]),
        "probe": read_probe().apply(ranking.vector),
    }


def _by_figures(reading: Reading | None) -> dict[str, float]:
    """Return whether figures are asked for, and how much of the row asked for is not there."""
    asks = reading is not None and reading.asks and reading.is_named
    unmet = reading.unmet if reading is not None else 0.0
    return {
        "figures": float(asks),
        "figures_unmet": asks * unmet,
        "figures_fit": float(reading is not None and reading.fits),
    }


def _by_word(ranking: Ranking) -> dict[str, float]:
    """Return how much of the question's words the best evidence, and any evidence, holds."""
    weight = ranking.rarity + 0.05
    total = float(weight.sum())
    near = ranking.matches[:, ranking.order[:NEAR]].max(axis=1)
    anywhere = ranking.matches.max(axis=1)
    return {
        "cover": float(weight @ ranking.matches[:, ranking.order[0]]) / total,
        "cover_near": float(weight @ near) / total,
        "worst_unmet": float((weight * (1.0 - near)).max()),
        "unmet": float((near < MET).mean()),
        "unknown": float(weight @ (anywhere < MET)) / total,
        "unknown_words": float((anywhere < MET).mean()),
        "words": float(np.log1p(len(near))),
    }


def _by_subject(
    ranking: Ranking, evidence: Sequence[Evidence], reading: Reading | None
) -> dict[str, float]:
    """Return which subjects, places and professions are named that the evidence lacks.

    What a question on tables means by a column, an operation or a row asked for is not lacking.
    """
    question, order = ranking.question, ranking.order
    top = ranking.matches[:, order[0]]
    anywhere = ranking.matches.max(axis=1)
    named = _named(question, "subjects.fi.txt")
    told = _told_by_tables(question, reading)
    return {
        "subjects": float(len(named)),
        "subjects_unmet": float(sum(top[i] < MET for i in named if question.words[i] not in told)),
        "subjects_unknown": float(sum(anywhere[i] < MET for i in named)),
        "worst_subject": float(max((1.0 - top[i] for i in named), default=0.0)),
        "place_unmet": float(_lacks(ranking, evidence, order[:NEAR], PLACES, told)),
        "profession_unmet": float(_lacks(ranking, evidence, order[:1], PROFESSIONS, told)),
    }


def _told_by_tables(question: Question, reading: Reading | None) -> frozenset[str]:
    """Return the words that tell which figures are asked for, none where none surely are."""
    if reading is None or not reading.is_sure:
        return frozenset()
    return frozenset(split_words(question.text)) - reading.unmet_words


def _by_kind(
    ranking: Ranking, evidence: Sequence[Evidence], reading: Reading | None
) -> dict[str, float]:
    """Return whether numbers and years are met, and the kind of thing asked for is there."""
    question, order = ranking.question, ranking.order
    top = evidence[order[0]]
    best = top.text
    near = " ".join(evidence[i].text for i in order[:NEAR])
    digits = set(re.findall(r"\d+", near))
    asked = {part for n in question.numbers for part in re.findall(r"\d+", n)}
    asks = question.asks
    tells = tells_quantity(question, top)
    has_number = bool(NUMBER.search(best)) or (reading is not None and reading.fits)
    is_other = measures(question) or (top.passage is not None and counts_other(question, best))
    lacks = not has_number or (is_other and not tells)
    return {
        "number_unmet": float(bool(asked - digits)),
        "year_unmet": float(bool(set(YEAR.findall(question.text)) - digits)),
        "asks_number": float(Ask.NUMBER in asks and not tells),
        "lacks_number": float(Ask.NUMBER in asks and lacks),
        "lacks_time": float(Ask.TIME in asks and not TIME.search(best)),
        "lacks_thing": float(_lacks_thing(ranking, best)),
        "lacks_detail": float(_is_title(top) and _asks_detail(question)),
        "lacks_name": float(bool({Ask.PERSON, Ask.PLACE} & asks) and not NAME.search(best)),
    }


def _is_title(best: Evidence) -> bool:
    """Return whether evidence is only the title of something that is linked to."""
    passage = best.passage
    if passage is None or passage.kind is not PassageKind.BULLET or passage.text.endswith("."):
        return False
    beside = (p for p in best.section.passages if p.subsection == passage.subsection)
    return any(p.kind is PassageKind.LINK for p in beside)


def _asks_detail(question: Question) -> bool:
    """Return whether a question asks how something is done, or whether something is so with it."""
    words = split_words(question.text)
    asks_if = read_request(question.text).is_yes_no
    is_of_any = language_cues("detail", "exists").is_in(words)
    return (asks_if and not is_of_any) or language_cues("detail").is_in(words)


def _lacks_thing(ranking: Ranking, best: str) -> bool:
    """Return whether a thing that has a name is asked for that the best evidence does not have.

    A town is there where the evidence names any place, somebody's name where it has a name.
    """
    question = ranking.question
    words = split_words(question.text)
    after = frozenset(read_toml("language.toml")["named_thing"]["after"])
    asked = {
        words[span[0]]
        for _, span in language_cues("named_thing").find(words)
        if span[0] > 0 and words[span[0] - 1] in after
    }
    if language_cues("named_thing", "person").is_in(words) and not NAME.search(best):
        return True
    if language_cues("named_thing", "place").is_in(sorted(asked)) and _cues_in(PLACES, best):
        return False
    top = ranking.matches[:, ranking.order[0]]
    return any(word in asked and top[i] < MET for i, word in enumerate(question.words))


def _named(question: Question, file: str) -> list[int]:
    """Return the places of the question's words that the list holds; foreign ones by glossary."""
    cues = _cues(file)
    words = split_words(question.text)
    named = {words[place] for place in cues.covered(words)}
    if question.is_foreign:
        for word in question.words:
            stems = list(synonym_stems(word, question.language))
            if any(cues.is_in([stem]) for stem in stems):
                named.add(word)
    return [i for i, word in enumerate(question.words) if word in named]


def lacks_named(ranking: Ranking, evidence: Sequence[Evidence], places: Sequence[int]) -> bool:
    """Return whether a place or profession is named that the evidence at some places lacks."""
    return any(_lacks(ranking, evidence, places, file) for file in (PLACES, PROFESSIONS))


def _lacks(
    ranking: Ranking,
    evidence: Sequence[Evidence],
    places: Sequence[int],
    file: str,
    told: frozenset[str] = frozenset(),
) -> bool:
    """Return whether a rare word of the list is named that is neither told nor in the evidence."""
    held = [text for i in places for text in (*evidence[i].headings, evidence[i].text)]
    words = split_words(ranking.question.text)
    near = ranking.matches[:, list(places)].max(axis=1)
    beginnings = frozenset().union(*map(_beginnings, held))
    unmet = {
        word
        for i, word in enumerate(ranking.question.words)
        if word not in told
        and (near[i] < MET or word[:BEGINNING] not in beginnings)
        and ranking.rarity[i] >= RARE
        and not (word.endswith(ESSIVE) and file == PROFESSIONS)
    }
    cues = _cues(file)
    known = frozenset().union(*(_cues_in(file, text) for text in held))
    return any(
        cue not in known and any(words[place] in unmet for place in span)
        for cue, span in cues.find(words)
    )


@lru_cache(maxsize=4_096)
def _beginnings(text: str) -> frozenset[str]:
    """Return how the words of the report's text begin."""
    return frozenset(word[:BEGINNING] for word in split_words(text))


@lru_cache(maxsize=4_096)
def _cues_in(file: str, text: str) -> frozenset[Cue]:
    """Return the cues of a list that the report's text holds."""
    return frozenset(cue for cue, _ in _cues(file).find(split_words(text)))


@cache
def _cues(file: str) -> Cues:
    return Cues(read_lines(file))
