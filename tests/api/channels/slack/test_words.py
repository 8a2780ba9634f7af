"""Words in and out of Slack's two markups."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.channels.slack.words import escape, link, read_text, split_text, to_markdown
from tests.api.channels.slack.shown import plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@UBOT> Kuinka moni?", "Kuinka moni?"),
        ("<@UBOT|murrosapuri>: Kuinka moni?", ": Kuinka moni?"),
        ("Katso <https://kunta.fi/a?b=1&amp;c=2>", "Katso https://kunta.fi/a?b=1&c=2"),
        ("Katso <https://kunta.fi|kunnan sivu>", "Katso kunnan sivu"),
        ("Kanava <#C1|yleinen>", "Kanava #yleinen"),
        ("<!here> Eka", "Eka"),
        ("<!subteam^S1|@tiimi> Eka", "@tiimi Eka"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&lt;@UBOT&gt; on kirjoitettu", "<@UBOT> on kirjoitettu"),
        ("&amp;lt;", "&lt;"),
        ("a\u0308 58\u00a0% – ”x”", "a\u0308 58\u00a0% – ”x”"),
        ("", ""),
    ],
)
def test_what_was_typed_is_read(text: str, read: str) -> None:
    """As the writer sees it, without whom they called."""
    assert read_text(text) == read


@given(st.text())
def test_typed_text_survives_slack(text: str) -> None:
    """Slack escapes three characters of what is typed."""
    assert read_text(escape(text)) == text.strip()


def test_mrkdwn_is_escaped_once() -> None:
    """Three characters, the ampersand first."""
    assert escape("a & <b> *c* &lt;") == "a &amp; &lt;b&gt; *c* &amp;lt;"


@pytest.mark.parametrize(
    ("address", "label", "written"),
    [
        ("https://x.fi/a#t1", "[1] Taulukko", "<https://x.fi/a#t1|[1] Taulukko>"),
        ("https://x.fi/?a=1&b=2", "a|b > c\nd", "<https://x.fi/?a=1&amp;b=2|a/b &gt; c d>"),
        ("https://x.fi/|b>", "<!channel>", "<https://x.fi/%7Cb&gt;|&lt;!channel&gt;>"),
    ],
)
def test_link_cannot_be_ended_early(address: str, label: str, written: str) -> None:
    """Neither by its address nor by its label."""
    assert link(address, label) == written


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("58 % [1] ja [2]", "58 % [1] ja [2]"),
        ("*a* _b_ ~c~ `d`", r"\*a\* \_b\_ \~c\~ \`d\`"),
        ("tiedosto_nimi", "tiedosto_nimi"),
        ("<b> & &lt;", "&lt;b> & &amp;lt;"),
        ("<!channel>", "&lt;!channel>"),
        ("# otsikko\n> lainaus\n+ kohta", "\\# otsikko\n\\> lainaus\n\\+ kohta"),
        ("[a](https://x.fi)", r"[a]\(https://x.fi)"),
        ("Katso https://x.fi/a_b_*c~d.", "Katso https://x.fi/a_b_*c~d."),
        ("a\\b", r"a\\b"),
        ("Alku:\n- eka\n- toka\nLoppu", "Alku:\n- eka\n- toka\n\nLoppu"),
        ("- eka\n\nLoppu", "- eka\n\nLoppu"),
    ],
)
def test_markdown_shows_the_text(text: str, markdown: str) -> None:
    """Marks stay marks, lists are lists, and what follows a list is no part of it."""
    assert to_markdown(text) == markdown


PIECES = st.lists(st.text(alphabet="ab_*#>-<&(]. \n", max_size=12), max_size=6)


@given(PIECES)
def test_pieces_are_the_whole(pieces: list[str]) -> None:
    """A text that grows is read as the same text; spaces and lines stand between its pieces."""
    spaced = [f" {piece} " for piece in pieces]
    told, before = "", ""
    for piece in spaced:
        told += to_markdown(piece, before)
        before += piece
    assert " ".join(plain(told).split()) == " ".join(html.unescape(before).split())


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 9))
def test_split_text_is_all_there(text: str, most: int) -> None:
    """In pieces that are short enough, none of them empty."""
    pieces = split_text(text, most)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= most for piece in pieces)


def test_split_is_at_lines_and_words() -> None:
    """No half words."""
    assert split_text("yksi kaksi\nkolme", 11) == ["yksi kaksi", "\nkolme"]
    assert re.fullmatch(r"(yksi|kaksi| kaksi)", split_text("yksi kaksi", 6)[0])
