"""What is taken out of a message before anything is looked for."""

import cProfile
import hashlib
import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from re import _parser as parser  # the only way to a pattern's syntax tree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.personal import accounts, identity, mail, mask_personal, phones, streets
from bot.question import clean
from index.grams import split_words

CASES = Path(__file__).parent / "personal.jsonl"
MARKED = re.compile("⟦(.*?)⟧")  # the data to be taken out stands between these
MIN_CASES = 200
MAX_WRONG = 0.02
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


@cache
def cases() -> tuple[dict[str, str], ...]:
    """Return the list of messages: with data of each kind, and look-alikes without."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def with_data() -> list[dict[str, str]]:
    """Return the messages that hold personal data."""
    return [case for case in cases() if case["kind"] != "alike"]


def unmarked(text: str) -> str:
    """Return a message of the list as a person writes it."""
    return text.replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize("case", with_data(), ids=lambda case: case["id"])
def test_personal_data_is_taken_out(case: dict[str, str]) -> None:
    """All data goes and nothing but data, whether the message was cleaned before or not."""
    rest = split_words(MARKED.sub(" ", case["text"]))
    for message in (unmarked(case["text"]), clean(unmarked(case["text"]))):
        masked, is_masked = mask_personal(message)
        assert (split_words(masked), is_masked) == (rest, True)
        assert mask_personal(masked) == (masked, False)


def test_look_alikes_stay() -> None:
    """Figures, dates, numbers of laws and the like are no personal data."""
    alike = [case["text"] for case in cases() if case["kind"] == "alike"]
    wrong = [text for text in alike if mask_personal(text) != (text, False)]
    assert len(wrong) <= MAX_WRONG * len(alike), wrong


def test_list_is_long_and_a_third_is_held() -> None:
    """The list is what it is said to be, and its parts follow from the ids alone."""
    assert len(with_data()) >= MIN_CASES
    assert len(cases()) - len(with_data()) >= MIN_CASES
    assert len({case["id"] for case in cases()}) == len(cases())
    assert len({case["text"] for case in cases()}) == len(cases())
    for case in cases():
        is_held = int(hashlib.sha256(case["id"].encode()).hexdigest(), 16) % 3 == 0
        assert case["part"] == ("held" if is_held else "tuning")


LEFT = [
    ("a full stop after it", "Soita 040 123 4567. Miten?", "Soita. Miten?"),
    ("brackets around it", "Asiakas (131052-308T) lukee", "Asiakas lukee"),
    ("a comma after it, first", "131052-308T, mitä lukea?", "mitä lukea?"),
    ("lines", "Puh.\n040 123 4567\nMitä lukea?", "Puh.\n\nMitä lukea?"),
    ("two at once", "a@b.example ja c@d.example", "ja"),
    ("nothing else", "a@b.example", ""),
    ("one inside another", "131052-(040 123 4567)308T", "131052- … 308T"),
    (
        "one inside a figure's place",
        "FI21 1234 a@b.example 5600 0007 85",
        "FI21 1234 … 5600 0007 85",
    ),
]


@pytest.mark.parametrize(("claim", "text", "left"), LEFT, ids=[case[0] for case in LEFT])
def test_what_is_left_reads_on(claim: str, text: str, left: str) -> None:
    """A message without its data is a sentence still, and does not become data anew."""
    assert mask_personal(text) == (left, True), claim


HOSTILE = [
    *("a", "a.", "A. ", "@", "a@", "a@a.", "( at ", "katu ", "Abkatu 1 ", "Iso ", "Iso katu 1 "),
    *("0", "1", "0 ", "01 ", "00 1", "0\n", "1\u200b", "+1", "(", "(0", "358(", "- ", "0-1-"),
    *("FI21", "FI21 ", "131052-308 ", "131052-308T"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_length_only(piece: str) -> None:
    """Ten times the text takes about ten times the calls."""
    short, long = (count_calls(piece * (length // len(piece))) for length in (800, 8_000))
    assert long <= 12 * short


def count_calls(text: str) -> int:
    """Return how many functions are called to mask a text."""
    mask_personal(text)  # fills the caches
    profile = cProfile.Profile()
    profile.runcall(mask_personal, text)
    return sum(int(entry.callcount) for entry in profile.getstats())


def test_no_pattern_goes_back_over_what_it_read() -> None:
    """Of repetitions without end none stands in another: such a pattern's work may explode."""
    modules = (accounts, identity, mail, phones, streets)
    found = [p for m in modules for p in vars(m).values() if isinstance(p, re.Pattern)]
    assert len(found) >= 15
    assert [p.pattern for p in found if _has_endless(parser.parse(p.pattern, p.flags))] == []


def _has_endless(tree: object, *, inside: bool = False) -> bool:
    """Return whether a syntax tree of `re` has an endless repetition within one that gives back.

    `inside`: whether the tree stands in an endless repetition already.
    """
    if isinstance(tree, tuple) and len(tree) == 2 and str(tree[0]).endswith("_REPEAT"):
        _, high, body = tree[1]
        is_endless = high is parser.MAXREPEAT and str(tree[0]) != "POSSESSIVE_REPEAT"
        return (is_endless and inside) or _has_endless(body, inside=inside or is_endless)
    if isinstance(tree, parser.SubPattern | list | tuple):
        return any(_has_endless(part, inside=inside) for part in tree)
    return False


def identity_codes() -> st.SearchStrategy[str]:
    """Draw valid identity codes of every sign."""
    days = {"+": range(1850, 1900), "-YXWVU": range(1900, 2000), "ABCDEF": range(2000, 2030)}
    return st.sampled_from(
        [(sign, years) for signs, years in days.items() for sign in signs]
    ).flatmap(
        lambda drawn: st.builds(
            lambda day, number: (
                f"{day:%d%m%y}{drawn[0]}{number:03}{CHECKS[int(f'{day:%d%m%y}{number:03}') % 31]}"
            ),
            st.dates(date(drawn[1].start, 1, 1), date(drawn[1].stop - 1, 12, 31)),
            st.integers(2, 999),
        )
    )


def bank_accounts() -> st.SearchStrategy[str]:
    """Draw valid Finnish accounts."""
    return st.integers(0, 10**14 - 1).map(
        lambda n: f"FI{98 - int(f'{n:014}151800') % 97:02}{n:014}"
    )


def phone_numbers() -> st.SearchStrategy[str]:
    """Draw mobile numbers as written at home and abroad."""
    return st.builds(
        "{}{} {} {}".format,
        st.sampled_from(["0", "+358 ", "00358 "]),
        st.sampled_from(["40", "44", "45", "50"]),
        st.integers(100, 999),
        st.integers(1000, 9999),
    )


def mail_addresses() -> st.SearchStrategy[str]:
    """Draw addresses of mail."""
    return st.from_regex(
        r"[a-zäö][a-zäö0-9._+-]{0,20}@[a-z][a-z0-9-]{0,10}\.(?:fi|com)", fullmatch=True
    )


SURROUNDS = st.text(alphabet=" \n.,;:!?()[]\"'/<>–…€%äaZ", max_size=30)
HIDERS = st.sampled_from(["", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\ufe0f", "\u034f"])
WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}  # full-width forms


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(identity_codes(), bank_accounts(), phone_numbers(), mail_addresses()),
    SURROUNDS,
    SURROUNDS,
    HIDERS,
    st.booleans(),
)
def test_data_is_found_wherever_it_stands(
    data: str, before: str, after: str, hider: str, is_wide: bool
) -> None:
    """No text around it, no invisible character within and no width of digits saves data."""
    shown = hider.join(data.translate(WIDE) if is_wide else data)
    masked, is_masked = mask_personal(f"{before} {shown} {after}")
    assert is_masked
    plain = unicodedata.normalize("NFKC", masked)
    assert data not in plain
    assert not re.search(r"\d{2}", plain)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(identity_codes(), bank_accounts(), phone_numbers(), st.text(max_size=8))))
def test_masked_text_holds_nothing_to_mask(pieces: list[str]) -> None:
    """What is left of any text is left as it is when it is masked again."""
    masked, _ = mask_personal("".join(pieces))
    assert mask_personal(masked) == (masked, False)


@given(st.text(alphabet="abcäöÅ ,.?!\n–%€", max_size=200))
def test_words_alone_hold_no_personal_data(text: str) -> None:
    """A text without digits and signs of mail stays as it is."""
    assert mask_personal(text) == (text, False)
