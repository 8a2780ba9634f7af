"""Blocks stay within Slack's bounds, whatever an answer holds."""

from dataclasses import replace
from decimal import Decimal

from api.channels.links import Links
from api.channels.slack.blocks import write_below, write_question, write_reason_view
from bot.answer import Answer, Computation, Coverage
from tests.api.channels.slack.bounds import find_faults
from tests.api.channels.slack.double import Message
from tests.api.channels.slack.shown import read_message
from tests.api.fake import ROW, TABLE_ANSWER

LINKS = Links("https://apuri.example")
LONG = "sanasto " * 1000
TOTAL = Computation("sum", tuple(Decimal(n) for n in range(40)), Decimal("780"), "%", (1,))
HUGE = Answer(
    text=LONG,
    answered=True,
    coverage=Coverage.PARTIAL,
    citations=tuple(replace(ROW, number=n, quote=f"{n} {LONG}") for n in range(1, 61)),
    computed=(TOTAL,) * 20,
    suggestions=tuple(f"{n} {LONG[: 60 * n]}?" for n in range(40)),
    chart="/raportti/r/taulukko/1.svg",
    notice=LONG,
)


def test_largest_answer_is_within_bounds() -> None:
    """Texts end at words, what is too much is left out."""
    below = write_below(HUGE, LINKS, "0" * 32)
    assert find_faults("chat.postMessage", {"blocks": below.blocks}) == []
    shown = read_message(Message("C1", "1.1", "1.1", blocks=below.blocks, metadata=below.metadata))
    assert [source.number for source in shown.sources] == list(range(1, 61))
    assert all(source.quote.endswith("sanasto…") for source in shown.sources)


def test_button_asks_the_whole_question() -> None:
    """What it shows is cut, what it asks is not."""
    question = "Mitä raportti kertoo aiheesta " + "ja aiheesta " * 10 + "kaiken?"
    below = write_below(replace(TABLE_ANSWER, suggestions=(question,)), LINKS, "0" * 32)
    (block,) = [block for block in below.blocks if block["type"] == "actions"]
    (button,) = block["elements"]
    assert button["value"] == question
    assert button["text"]["text"].endswith(" ja…")


def test_without_a_public_address_there_is_no_link_or_picture() -> None:
    """Nobody could open them."""
    answer = replace(TABLE_ANSWER, chart="/raportti/r/taulukko/1.svg")
    below = write_below(answer, Links(""), "0" * 32)
    shown = read_message(Message("C1", "1.1", "1.1", blocks=below.blocks))
    assert (shown.chart, shown.sources[0].link) == (None, None)


def test_text_beside_the_blocks_has_all_of_it() -> None:
    """It is what is read out."""
    answer = replace(TABLE_ANSWER, notice="A & <B>")
    text = write_below(answer, LINKS, "0" * 32).text
    assert "A &amp; &lt;B&gt;" in text
    assert f"<https://apuri.example{ROW.url}|[1] {ROW.title}, sivu 13>: {ROW.quote}" in text


def test_question_and_window_are_within_bounds() -> None:
    """However long what was asked is."""
    assert find_faults("chat.postMessage", {"blocks": [write_question("U1", LONG)]}) == []
    assert find_faults("views.open", {"view": write_reason_view("0" * 32)}) == []
