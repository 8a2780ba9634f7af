"""Lines, pages, blocks and the joining of lines."""

import pytest

from index.pages import Line, join_lines, split_blocks, split_lines

LINES = [
    ("a line that begins with one space opens a page", " a\n b\nc", [("a", 1), ("b", 2), ("c", 2)]),
    ("the first line may open page 1", " a\nb", [("a", 1), ("b", 1)]),
    ("a line of a space alone opens no page", "a\n \nb", [("a", 1), ("", 1), ("b", 1)]),
    ("two spaces open no page", " a\n  b", [("a", 1), ("b", 1)]),
    (
        "a footer names its page and is no text",
        " a\nSarjan kuvaus, Kirjasto, sivu 4\nb\n c",
        [("a", 1), ("b", 4), ("c", 5)],
    ),
    (
        "a sentence that speaks of a page is no footer",
        "Katso liite, sivu 8 kertoo.",
        [("Katso liite, sivu 8 kertoo.", 1)],
    ),
    ("white space is folded, a hard space too", "58\u00a0%  26 %  ", [("58 % 26 %", 1)]),
    ("letters typed as letter and dots become one", "a\u0308iti\u0308", [("äitï", 1)]),
    ("a soft hyphen inside a line goes", "kirjasto\u00adtyö", [("kirjastotyö", 1)]),
    ("a text of nothing has no lines", "", []),
]


@pytest.mark.parametrize(("claim", "text", "expected"), LINES, ids=[c[0] for c in LINES])
def test_lines_have_pages(claim: str, text: str, expected: list[tuple[str, int]]) -> None:
    """Each line is known with its page, and page furniture is left out."""
    assert [(line.text, line.page) for line in split_lines(text)] == expected, claim


def test_blocks_end_at_empty_lines_and_pages() -> None:
    """A block is a run of lines; an empty line or a new page ends it."""
    blocks = split_blocks(split_lines("a\nb\n\n\nc\n d\ne\n"))
    assert [[line.text for line in block] for block in blocks] == [["a", "b"], ["c"], ["d", "e"]]


def test_no_lines_make_no_blocks() -> None:
    """Empty lines alone make no block."""
    assert list(split_blocks(split_lines("\n \n\n"))) == []


JOINS = [
    ("lines are joined by a blank", ["kirjaston", "arki"], "", "kirjaston arki"),
    ("a word break at a line's end goes", ["lainaus-", "palvelu"], "", "lainauspalvelu"),
    ("a hyphen after a digit is spelling", ["Kirjasto2030-", "hanke"], "", "Kirjasto2030-hanke"),
    ("a hyphen after a capital is spelling", ["uusi TV-", "lupa"], "", "uusi TV-lupa"),
    ("a hyphen before a capital is spelling", ["Etelä-", "Savo"], "", "Etelä-Savo"),
    (
        "a hyphen stays where the word stands so elsewhere",
        ["koko iso-", "äiti"],
        "meidän iso-äiti tuli",
        "koko iso-äiti",
    ),
    ("a suspended hyphen keeps its blank", ["osto-", "ja myyntityö"], "", "osto- ja myyntityö"),
    ("a suspended hyphen before sekä too", ["kesä-", "sekä talviaika"], "", "kesä- sekä talviaika"),
    ("a word that begins like ja breaks", ["vesi-", "jakso"], "", "vesijakso"),
    ("a dash is no hyphen", ["kirja –", "lehti"], "", "kirja – lehti"),
    ("a soft hyphen at a line's end goes", ["Lainaus\u00ad", "palvelu"], "", "Lainauspalvelu"),
    ("no lines make no text", [], "", ""),
]


@pytest.mark.parametrize(("claim", "texts", "known", "expected"), JOINS, ids=[c[0] for c in JOINS])
def test_lines_join_to_text(claim: str, texts: list[str], known: str, expected: str) -> None:
    """Word breaks at line ends go, hyphens of the spelling stay."""
    lines = [Line(text, 1, opens_page=False) for text in texts]
    assert join_lines(lines, known)[0] == expected, claim


def test_joined_text_knows_its_pages() -> None:
    """Each page that a text touches is known with the offset of its first character."""
    lines = [Line("yksi", 3, False), Line("kaksi", 3, False), Line("kolme", 4, True)]
    assert join_lines(lines) == ("yksi kaksi kolme", ((0, 3), (11, 4)))


def test_page_of_a_word_broken_at_a_page_is_that_of_its_second_part() -> None:
    """Where a word breaks at the end of a page, the new page begins with the rest of the word."""
    lines = [Line("lainaus-", 3, False), Line("palvelu", 4, True)]
    assert join_lines(lines) == ("lainauspalvelu", ((0, 3), (7, 4)))
