"""Token counts and cuts, with no download."""

import pytest

from index.tokens import count_tokens, cut_to_tokens


def test_counts_are_those_of_cl100k() -> None:
    """Counts are those of cl100k_base, whatever the text says."""
    assert count_tokens("") == 0
    assert count_tokens("hello world") == 2
    assert count_tokens("<|endoftext|>") > 1


@pytest.mark.parametrize(
    ("claim", "text", "budget", "expected"),
    [
        ("what fits stays whole", "hello world", 2, "hello world"),
        ("what does not is cut at a blank", "hello world again", 2, "hello"),
        ("nothing stays nothing", "", 5, ""),
    ],
)
def test_cut(claim: str, text: str, budget: int, expected: str) -> None:
    """A text is cut to its longest head of whole words within the budget."""
    assert cut_to_tokens(text, budget) == expected, claim


@pytest.mark.parametrize("budget", range(1, 12))
def test_cut_never_breaks_a_letter(budget: int) -> None:
    """Where one word is longer than the budget, its head holds no broken letter."""
    cut = cut_to_tokens("ääöö€ääöö€ääöö€", budget)
    assert "ääöö€ääöö€ääöö€".startswith(cut)
