"""The judge finds each fault, and the contract's check each breach."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, Citation, Computation, Coverage
from bot.evaluation import Case, Judge, broken, fold_report, read_cases
from index.report import Report
from tests.bot.pieces import make_report, make_section

PRINTED = "Arki kirjastossa 58 % lukee paljon. Luen lehtiä."
QUOTE = Citation(
    number=1,
    report="kirjasto-2020",
    section="1",
    subsection=None,
    title="Arki kirjastossa",
    page=3,
    quote="58 % lukee paljon.",
    url="/raportti/kirjasto-2020#s1-1",
)
ROW = replace(
    QUOTE,
    number=2,
    table=1,
    row="Kirjoja viedään koteihin",
    cells={"Usein": "26 %"},
    quote="Kirjoja viedään koteihin: Usein 26 %",
)
TOLD = Answer("58 % lukee paljon. [1]", True, Coverage.COMPLETE, (QUOTE,))
DECLINE = Answer("Ei kerro.", False, Coverage.NONE)


@pytest.fixture
def report_of_nine() -> Report:
    """Return a report of nine pages."""
    return make_report(make_section())


SUM = Computation("sum", (Decimal(58), Decimal(26)), Decimal(84), "%", (1, 2))

HOLDS = [
    ("a cited claim", TOLD),
    ("a decline", DECLINE),
    ("small talk", Answer("Hei!", True, Coverage.COMPLETE)),
    (
        "a partial answer",
        replace(TOLD, coverage=Coverage.PARTIAL, text="58 % lukee. [1]\nMuuta ei."),
    ),
    ("a row", Answer("26 %. [2]", True, Coverage.COMPLETE, (ROW,))),
    (
        "two citations of a sentence",
        replace(TOLD, text="58 % ja 26 %. [1] [2]", citations=(QUOTE, ROW)),
    ),
    (
        "a computed number",
        replace(TOLD, text="Yhteensä 84 %. [1] [2]", citations=(QUOTE, ROW), computed=(SUM,)),
    ),
    ("a list", replace(TOLD, text="Näin: [1]\n- 58 % lukee [1]\n- moni lukee [1]")),
    ("brackets that are no marker", replace(TOLD, text="Lukee [sic] paljon. [1]")),
    ("signs of comparison", replace(TOLD, text="58 % < moni & muu. [1]")),
]


@pytest.mark.parametrize(("claim", "answer"), HOLDS, ids=[c[0] for c in HOLDS])
def test_answer_that_keeps_the_contract(claim: str, answer: Answer, report_of_nine: Report) -> None:
    """Nothing is found where nothing is broken."""
    assert list(broken(answer, report_of_nine, PRINTED)) == [], claim


BROKEN = [
    ("unknown marker", replace(TOLD, text="58 % lukee. [1] [2]")),
    ("unused citation", replace(TOLD, citations=(QUOTE, ROW))),
    ("citations without a marker", replace(TOLD, text="Moni lukee.")),
    ("decline with citations", replace(TOLD, answered=False, coverage=Coverage.NONE)),
    ("answered without coverage", replace(TOLD, coverage=Coverage.NONE)),
    ("decline with coverage", replace(DECLINE, coverage=Coverage.PARTIAL)),
    ("a tag", replace(TOLD, text="<b>58 %</b> lukee. [1]")),
    ("a closing tag", replace(TOLD, text="58 %</b> lukee. [1]")),
    ("an entity", replace(TOLD, text="58 %&nbsp;lukee. [1]")),
    ("not verbatim", replace(TOLD, citations=(replace(QUOTE, quote="58 % luki paljon."),))),
    ("page too high", replace(TOLD, citations=(replace(QUOTE, page=10),))),
    ("page too low", replace(TOLD, citations=(replace(QUOTE, page=0),))),
    ("number without a source", replace(TOLD, text="59 % lukee. [1]")),
    ("number after the last marker", replace(TOLD, text="58 % lukee. [1] Muut 42 %.")),
    (
        "number of another sentence's source",
        replace(TOLD, text="Moni lukee. [1] 58 % lukee. [2]", citations=(QUOTE, ROW)),
    ),
    ("number in a decline", replace(DECLINE, text="Ei kerro 59 prosentista.")),
    (
        "sum without a computation",
        replace(TOLD, text="Yhteensä 84 %. [1] [2]", citations=(QUOTE, ROW)),
    ),
    (
        "row that is not quoted",
        Answer("26 %. [2]", True, Coverage.COMPLETE, (replace(ROW, row="Muuta"),)),
    ),
    (
        "cell that is not quoted",
        Answer("26 %. [2]", True, Coverage.COMPLETE, (replace(ROW, cells={"Joskus": "26 %"}),)),
    ),
]


@pytest.mark.parametrize(("claim", "answer"), BROKEN, ids=[c[0] for c in BROKEN])
def test_breach_of_the_contract_is_found(
    claim: str, answer: Answer, report_of_nine: Report
) -> None:
    """Each kind of breach is told, and told once."""
    assert len(list(broken(answer, report_of_nine, PRINTED))) == 1, claim


def make_case(**fields: Any) -> Case:  # noqa: ANN401 - fields of several types, as in the files
    """Return a question that the report answers, with other fields where they are given."""
    values: dict[str, Any] = {"answerable": True, "turns": ("Kuka lukee?",), **fields}
    return Case(id="x-001", kind="fact", part="tuning", **values)


PLACE = {"section": "1", "subsection": None, "page": 3}

RIGHT = [
    ("no gold but that it answers", make_case(), TOLD),
    ("a fact", make_case(facts=(r"58\s*%",)), TOLD),
    ("a fact in other letters", make_case(facts=("LUKEE",)), TOLD),
    ("a place", make_case(citations=(PLACE,)), TOLD),
    ("one of several places", make_case(citations=({"section": "9"}, PLACE)), TOLD),
    (
        "a row by its beginning",
        make_case(citations=({"table": 1, "row": "Kirjoja viedään"},)),
        replace(TOLD, text="58 %, 26 %. [1] [2]", citations=(QUOTE, ROW)),
    ),
    ("a decline where it must", make_case(answerable=False), DECLINE),
    ("a part", make_case(answerable="partial", facts=("58",)), TOLD),
    ("nothing forbidden", make_case(never=("59",)), TOLD),
]


@pytest.mark.parametrize(("claim", "case", "answer"), RIGHT, ids=[c[0] for c in RIGHT])
def test_right_answer_has_no_fault(
    claim: str, case: Case, answer: Answer, report_of_nine: Report
) -> None:
    """An answer with the facts from the place is right."""
    result = Judge(report_of_nine, PRINTED).judge(case, answer)
    assert result.is_right, claim
    assert result.broken == ()


WRONG = [
    ("answers what is not told", make_case(answerable=False), TOLD),
    ("declines what is told", make_case(), DECLINE),
    ("declines what is told in part", make_case(answerable="partial"), DECLINE),
    ("a fact is missing", make_case(facts=("59",)), TOLD),
    ("one of two facts is missing", make_case(facts=("58", "59")), TOLD),
    ("another section", make_case(citations=({"section": "2"},)), TOLD),
    ("another page", make_case(citations=({**PLACE, "page": 4},)), TOLD),
    ("another row", make_case(citations=({"row": "Muuta"},)), TOLD),
    ("another figure", make_case(citations=({"figure": 2},)), TOLD),
    ("says what it must not", make_case(never=("58",)), TOLD),
    ("says it in a decline", make_case(answerable=False, never=("KERRO",)), DECLINE),
]


@pytest.mark.parametrize(("claim", "case", "answer"), WRONG, ids=[c[0] for c in WRONG])
def test_each_fault_is_found(
    claim: str, case: Case, answer: Answer, report_of_nine: Report
) -> None:
    """What is wrong by the gold data is told, each fault once."""
    result = Judge(report_of_nine, PRINTED).judge(case, answer)
    assert len(result.faults) == 1, claim
    assert not result.is_right


def test_all_faults_are_told() -> None:
    """One fault does not hide another."""
    case = make_case(facts=("59",), citations=({"section": "2"},), never=("58",))
    assert len(Judge(make_report(make_section()), PRINTED).judge(case, TOLD).faults) == 3


FOLDED = [
    ("white space", "Luen  kirjoja \n\n ja   lehtiä\n", "Luen kirjoja ja lehtiä"),
    ("a footer goes", "Luen.\nAlan kuvaus, Kirjasto, sivu 8\nKuuntelen.", "Luen. Kuuntelen."),
    ("no other line with a page", "Katso sivu 8 ensin.", "Katso sivu 8 ensin."),
    ("a hyphen at a line's end", "Kirjasto2030-\nkokonaisuus", "Kirjasto2030-kokonaisuus"),
    ("a suspended one stays apart", "kirja- \nja lehtihylly", "kirja- ja lehtihylly"),
    ("a dash stays apart", "Luen –\nja kirjoitan", "Luen – ja kirjoitan"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("claim", "text", "expected"), FOLDED, ids=[c[0] for c in FOLDED])
def test_report_is_folded(claim: str, text: str, expected: str) -> None:
    """What is compared with quotes is the report without its layout."""
    assert fold_report(text) == expected, claim


def test_questions_are_read_from_all_files(tmp_path: Path) -> None:
    """Lines with turns are questions, in the files' order; the last turn is what is judged."""
    gold = {"id": "a-1", "kind": "fact", "answerable": True, "turns": ["Kuka?", "Entä missä?"]}
    other = {"id": "b-1", "kind": "list", "part": "held", "answerable": False, "turns": ["Mitä?"]}
    lines = [json.dumps(gold), json.dumps({"question": "Opetus?"})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(other) + "\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("ei kysymyksiä", encoding="utf-8")
    first, second = read_cases(tmp_path)
    assert (first.id, first.part, first.question) == ("a-1", "tuning", "Entä missä?")
    assert (second.id, second.part, second.answerable) == ("b-1", "held", False)


def test_line_that_is_no_question_fails(tmp_path: Path) -> None:
    """A broken file is not passed over."""
    (tmp_path / "a.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting"):
        read_cases(tmp_path)
