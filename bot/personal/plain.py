"""Reads a text as a person sees it, so that no odd character hides personal data."""

import unicodedata

INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Mn", "Me"})  # categories; what marks letters is composed
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by category, drawn as nothing
BLANKS = frozenset("\u2800")  # a Braille pattern without dots
DASHES = frozenset("\u02d7\u2043\u2212\u2796")  # dashes that are no punctuation by category


def read_plain(text: str) -> tuple[str, str]:
    """Return a text without what is not seen, and the same in plain characters.

    Both have the same length: digits of any script stand as ASCII, dashes as '-', all blanks but
    line ends as spaces, wide and raised characters as common ones.
    """
    composed = unicodedata.normalize("NFC", text)
    read = {character: _plain(character) for character in set(composed)}
    visible = composed.translate({ord(c): None for c, plain in read.items() if not plain})
    return visible, visible.translate({ord(c): plain for c, plain in read.items() if plain != c})


def _plain(character: str) -> str:
    """Return the plain character for one, the empty string for one that is not seen."""
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if character.isspace() or category == "Zs" or character in BLANKS:
        return " "
    if category in INVISIBLE or character in FILLERS:
        return ""
    if category == "Pd" or character in DASHES:
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    common = unicodedata.normalize("NFKC", character)
    return common if len(common) == 1 else character
