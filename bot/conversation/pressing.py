"""Tells whether a message after a decline brings nothing new: it only presses for an answer."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import numpy as np

from bot.conversation.leaning import MOST_OWN, Lean, Leaning, follow_cues
from bot.evidence import Evidence
from bot.lexicon import Lexicon
from bot.question import Language
from bot.retrieve import MET
from bot.tables.rows import is_form
from bot.weights import read_probe
from index.grams import split_words
from prompts import read_lines

# Cosine from which on a message asks again what was declined: of 50 new questions none lies above.
RESTATED = 0.5
# Who asks nothing presses, unless it is told from pressing so surely: of 278 such messages of the
# training set one lies below.
SURELY_NEW = -1.0
Embed = Callable[[str], Sequence[float]]
WHOLE_LEANS = frozenset({Lean.MORE, Lean.WHERE, Lean.AGAIN, Lean.EXAMPLE})


class Pressing:
    """Tells pressing from new questions, by words and by a learnt direction (`bot/weights.py`)."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        """Take in the words of the reports."""
        texts = [" ".join((*e.headings, e.text)) for e in evidence]
        self._words = frozenset(word for text in texts for word in split_words(text))

    def presses(self, text: str, leaning: Leaning, asked: str, embed: Embed) -> bool:
        """Return whether a message only presses for the answer to `asked`, which was declined."""
        if leaning.lean in WHOLE_LEANS and not leaning.own:
            return True
        words = split_words(text)
        if follow_cues("press").is_in(words):
            return True
        left = [word for word in leaning.own if not is_push(word)]
        known = Lexicon([asked]).matches(left, Language.FINNISH).max(axis=1, initial=0.0)
        new = [word for word, met in zip(left, known, strict=True) if met < MET]
        is_question = follow_cues("question").is_in(words)
        is_short = len(leaning.own) <= MOST_OWN
        asks = follow_cues("request").is_in(words)
        is_request = is_question or asks or (is_short and follow_cues("more").is_in(words))
        if is_request and new and all(map(self._is_told_of, new)):
            return False
        if not new and not (is_question and left):
            return True
        message, before = (np.asarray(embed(t), dtype=np.float32) for t in (text, asked))
        least = 0.0 if is_question or asks or "?" in text else SURELY_NEW
        return read_probe("press").apply(message) > least or float(message @ before) >= RESTATED

    def _is_told_of(self, word: str) -> bool:
        """Return whether the reports have a form of a folded word."""
        return any(is_form(word, other) for other in self._words)


@lru_cache(maxsize=4_096)
def is_push(word: str) -> bool:
    """Return whether a folded word is one of those by which people press for an answer."""
    return any(is_form(word, other) for other in _push_words())


@cache
def _push_words() -> frozenset[str]:
    return frozenset(split_words(" ".join(read_lines("pushes.fi.txt"))))
