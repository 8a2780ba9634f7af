"""The quiz: every item has one right option, is proved by what it cites, and stays the same."""

from collections import Counter

import pytest

from bot.onboarding import facts
from bot.onboarding.item import Item, Kind
from bot.onboarding.quiz import make_quiz
from bot.onboarding.themes import Theme, list_themes
from bot.phrase import leans
from index.grams import split_words
from index.report import Report
from tests.bot.onboarding.proof import true_options

LEAST = 60  # items of this report, as was promised


def test_there_are_enough_items_of_every_kind(quiz: tuple[Item, ...]) -> None:
    """A quiz has variety, and no item twice."""
    assert len(quiz) >= LEAST
    assert set(Counter(item.kind for item in quiz)) == set(Kind)
    assert len({item.id for item in quiz}) == len(quiz)
    assert len({(item.question, item.options) for item in quiz}) == len(quiz)


def test_exactly_one_option_is_true(report: Report, quiz: tuple[Item, ...]) -> None:
    """Read from the report anew, the right option is true and all others are not."""
    wrong = [
        (item.id, true)
        for item in quiz
        if (true := true_options(report, item.question, item.options)) != [item.options[item.right]]
    ]
    assert wrong == []


def test_a_false_key_is_found_out(report: Report, quiz: tuple[Item, ...]) -> None:
    """The proof can fail: no wrong option passes for the right one."""
    for item in quiz:
        (true,) = true_options(report, item.question, item.options)
        assert all(o != true for i, o in enumerate(item.options) if i != item.right), item.id


def test_options_are_distinct_and_enough(quiz: tuple[Item, ...]) -> None:
    """Two rows to compare, else three or four options; no two alike."""
    for item in quiz:
        least = 2 if item.kind is Kind.COMPARE else 3
        assert least <= len(item.options) <= 4, item.id
        assert len({" ".join(split_words(option)) for option in item.options}) == len(item.options)


def test_right_option_stands_anywhere(quiz: tuple[Item, ...]) -> None:
    """The place of the right option tells nothing."""
    places = Counter(item.right for item in quiz if len(item.options) == 4)
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= 0.5 * sum(places.values())


def test_citation_proves_the_item(report: Report, quiz: tuple[Item, ...]) -> None:
    """The quote is the report's and holds the right option, or its row and figure."""
    texts = [p.text for p in report.passages()]
    for item in quiz:
        right = item.options[item.right]
        first = item.citations[0]
        if first.table is None:
            assert any(first.quote in text for text in texts), item.id
        assert right.strip("”") in item.explanation, item.id
        assert first.url.startswith(f"/raportti/{report.id}#")
        assert 1 <= first.page <= report.page_count
        assert [c.number for c in item.citations] == list(range(1, len(item.citations) + 1))


def test_statements_are_understood_alone(quiz: tuple[Item, ...]) -> None:
    """No option leans on a sentence that is not shown, none is a question or cut off."""
    for item in quiz:
        if item.kind is Kind.STATEMENT:
            for option in item.options:
                assert not leans(option), option
                assert not option.endswith((",", ":", "…", "?")), option


def test_no_item_gives_another_away(quiz: tuple[Item, ...]) -> None:
    """A figure that is asked for stands in no option of another item."""
    asked = [item for item in quiz if item.kind is Kind.NUMBER]
    assert asked
    for item in asked:
        sentence = item.citations[0].quote.rstrip(".")
        assert not [i.id for i in quiz if i != item and any(sentence in o for o in i.options)]


def test_what_workers_say_is_told_as_theirs(quiz: tuple[Item, ...]) -> None:
    """It stands in quotation marks, beside nothing but what others say."""
    for item in quiz:
        marked = [option.startswith("”") and option.endswith("”") for option in item.options]
        assert all(marked) if item.kind is Kind.QUOTE else not any(marked), item.id


def test_every_theme_has_a_few_items(themes: tuple[Theme, ...], quiz: tuple[Item, ...]) -> None:
    """Enough that an answer is not chance alone."""
    counts = Counter(item.theme for item in quiz)
    assert min(counts[theme.id] for theme in themes) >= 2


@pytest.mark.parametrize(
    ("word", "other", "is_kin"),
    [
        ("tyoparityoskentely", "tyoskentelytapojen", True),
        ("palvelumuotoilun", "muotoilu", True),
        ("asiakkaiden", "asiakkaan", True),
        ("tyontekija", "tyoskentely", False),
        ("", "sana", False),
    ],
)
def test_compounds_with_a_common_part_are_kin(word: str, other: str, *, is_kin: bool) -> None:
    """Else a wrong option might be said in other words under the heading."""
    assert facts.is_kin(word, other) is is_kin


def test_items_belong_to_a_theme(themes: tuple[Theme, ...], quiz: tuple[Item, ...]) -> None:
    """Each theme has something to check."""
    assert {item.theme for item in quiz} == {theme.id for theme in themes}


def test_quiz_is_the_same_every_time(report: Report, quiz: tuple[Item, ...]) -> None:
    """An item can be checked later, by another process."""
    assert make_quiz(list_themes(report)) == quiz
