"""Words a message that leans on an earlier question so that it is understood alone."""

import re
from collections.abc import Collection, Sequence

from bot.conversation.leaning import (
    Lean,
    Leaning,
    case_of,
    follow_cues,
    is_verb,
    own_words,
    pronoun_cases,
)
from index.grams import fold, split_words

# Names of cases in `follow.toml`.
NOMINATIVE, PARTITIVE, GENITIVE = "nominative", "partitive", "genitive"
TOKEN = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")


def stand_alone(message: str, leaning: Leaning, asked: str, topic: str) -> str:
    """Return the message with what it leaves out.

    `asked`: the earlier question. `topic`: the words for what it was about. A pronoun gives way to
    the topic; what is named after 'entä' takes the place of the word of the earlier question that
    is in the same case; where there is neither, both stand side by side.
    """
    if leaning.lean is Lean.EXAMPLE:
        words = split_words(message)
        wanted = [words[place] for place in follow_cues("example").covered(words)]
        return f"{_phrase(message, wanted)} {topic}"
    if leaning.pronouns:
        return _for_pronoun(message, leaning.pronouns[0], topic)
    if leaning.own:
        named = _phrase(message, leaning.own)
        return in_its_case(asked, message, leaning) or f"{asked.rstrip(' ?!.')} {named}?"
    return f"{message.rstrip(' ?!.')} {topic}?"


def topic_of(asked: str) -> str:
    """Return the words by which a question names what it is about, as written."""
    own = own_words(split_words(asked))
    return _phrase(asked, [word for word in own if not is_verb(word)] or own)


def _phrase(text: str, own: Sequence[str]) -> str:
    """Return the words of a text from the first to the last of its own."""
    spots = [m for m in TOKEN.finditer(text) if set(split_words(m.group(0))) & set(own)]
    if not spots:
        return text.strip(" ?!.")
    return text[spots[0].start() : spots[-1].end()]


def _for_pronoun(message: str, pronoun: str, topic: str) -> str:
    """Return a message with the topic in place of a pronoun, of a genitive at the end."""
    spots = (m for m in TOKEN.finditer(message) if fold(m.group(0)) == pronoun)
    found = next(spots, None)
    if found is None:
        return f"{message.rstrip(' ?!.')} {topic}?"
    before, after = message[: found.start()], message[found.end() :]
    if pronoun_cases()[pronoun] == GENITIVE:
        return f"{before.rstrip()}{after.rstrip(' ?!.')} {topic}?"
    return before + topic + after


def in_its_case(asked: str, message: str, leaning: Leaning) -> str | None:
    """Return the earlier question with what is named now in place of the last word like it.

    None where the message names nothing so, or no word is in the same case.
    """
    if leaning.pronouns or not leaning.own:
        return None
    named = _phrase(message, leaning.own)
    own = set(own_words(split_words(asked)))
    spots = [m for m in TOKEN.finditer(asked) if own & set(split_words(m.group(0)))]
    spots = [m for m in spots if not is_verb(fold(m.group(0)))]
    case = case_of(split_words(named)[-1])
    tried = (case, NOMINATIVE) if case == PARTITIVE else (case,)  # 'haitta' ends as 'kirjaa' does
    found = ([m for m in spots if case_of(fold(m.group(0))) == one] for one in tried)
    like = next((spots for spots in found if spots), None)
    if like is None:
        return None
    last = like[-1]
    return asked[: last.start()] + named + asked[last.end() :]


def without(text: str, known: Collection[str], cues: Collection[int]) -> str:
    """Return a text without its known folded words and the words at some places."""
    kept: list[str] = []
    place = 0
    for token in text.split():
        words = split_words(token)
        is_cue = bool(words) and all(i in cues for i in range(place, place + len(words)))
        place += len(words)
        if words and not is_cue and not set(words) & set(known):
            kept.append(token)
    return " ".join(kept)
