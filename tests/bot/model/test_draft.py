"""What a model is given to write from, and what no answer of it may leave out."""

from collections.abc import Callable

import pytest

from bot.answer import Coverage
from bot.claim import Claim, evidence_source, report_url, row_source
from bot.evidence import Evidence, list_evidence
from bot.model.draft import is_told, make_draft
from bot.model.exhibit import MAX_EXHIBITS, MAX_PASSAGES, Exhibit, list_exhibits
from bot.question import read_question
from bot.reply import Reply, Responder
from bot.tables.query import Operation, Query
from bot.tables.write import write_query
from index.report import PassageKind
from tests.bot.pieces import make_grid, make_passage, make_report, make_section, make_targets

LONG = "Luemme aamulla. Kirjoja lainataan eniten illalla. Yöllä ovi on kiinni."
USE = make_grid(("Usein", "Joskus", "Ei koskaan"), (58, 26, 16), (21, 11, 68), (5, 3, 92))
REPORT = make_report(
    make_section(
        make_passage(LONG, PassageKind.PARAGRAPH, name="s1-1"),
        make_passage("Lehdet tulevat maanantaina.", name="s1-2", subsection="Lehdet"),
        make_passage("Minä vien kirjat koteihin.", name="s1-3"),
        make_passage("Siitä kaikki pitävät.", PassageKind.QUOTATION, name="s1-4"),
    ),
    tables=(USE,),
)
EVIDENCE = list_evidence([REPORT])
PLACE = {e.id: place for place, e in enumerate(EVIDENCE)}
PICKED = "Kirjoja lainataan eniten illalla."


def piece(name: str) -> Evidence:
    """Return a piece of evidence by its id."""
    return EVIDENCE[PLACE[name]]


def tell(text: str, *names: str, quote: str | None = None) -> Claim:
    """Return a claim whose sources are pieces of evidence, `quote` of them or whole."""
    return Claim(text, tuple(evidence_source(piece(name), quote) for name in names))


def exhibits(*claims: Claim, order: tuple[str, ...] = ()) -> tuple[Exhibit, ...]:
    """Return what is given for claims and for more evidence, told by id."""
    return list_exhibits(claims, [PLACE[name] for name in order], EVIDENCE)


def texts(*claims: Claim, order: tuple[str, ...] = ()) -> list[str]:
    """Return the texts of what is given."""
    return [exhibit.text for exhibit in exhibits(*claims, order=order)]


def test_figures_are_given_with_what_was_computed() -> None:
    """Of rows the claim itself is given, with its sum, and all rows are its places."""
    claims, _ = write_query(Query(Operation.CELL, make_targets(USE, "Usein", "Joskus")[:1]))
    (found,) = exhibits(*claims)
    assert found.text == claims[0].text
    assert "84 %" in found.text
    assert found.told == found.text
    assert found.places == (PLACE["t1-r1"],)
    assert found.heading.startswith("Taulukko 1. Lukupiirit")


def test_figures_of_several_rows_are_one_piece() -> None:
    """A claim on two rows is given once, with the sources of both."""
    claims, _ = write_query(Query(Operation.COMPARE, make_targets(USE, "Usein")[:2]))
    found = exhibits(*claims)
    assert [exhibit.text for exhibit in found] == [claim.text for claim in claims]
    assert "37" in found[-1].text
    assert found[-1].places == (PLACE["t1-r1"], PLACE["t1-r2"])
    assert len(found[-1].sources) == 2


def test_row_among_more_evidence_is_not_given() -> None:
    """Rows are given only with a claim that reads them: more evidence is passages."""
    assert texts(order=("t1-r1", "s1-2", "t1-r2")) == ["Lehdet tulevat maanantaina."]


def test_quoted_words_come_first_and_the_whole_later() -> None:
    """Of a long passage what the draft picked leads, and all of it follows the other evidence."""
    claim = tell(PICKED, "s1-1", quote=PICKED)
    assert texts(claim, order=("s1-1",)) == [PICKED, LONG]
    assert texts(claim, order=("s1-2",)) == [PICKED, "Lehdet tulevat maanantaina.", LONG]
    first, whole = exhibits(claim)
    assert first.places == whole.places == (PLACE["s1-1"],)
    assert (first.told, whole.told) == ("", "")


def test_whole_passage_is_given_once() -> None:
    """What a claim cites whole is not given again as more evidence."""
    claim = tell("Lehdet tulevat.", "s1-2")
    assert texts(claim, order=("s1-2",)) == ["Lehdet tulevat maanantaina."]


def test_nothing_is_given_twice() -> None:
    """Claims of one passage, or the same claim on figures, make one piece."""
    once = tell("Lehdet tulevat.", "s1-2")
    again = tell("Lehdet tulevat viikolla.", "s1-2")
    figure = Claim("Usein 58 %.", (row_source(REPORT, USE, USE.rows[0], ("Usein",)),))
    found = texts(once, again, figure, figure, order=("s1-2", "s1-2"))
    assert found == ["Lehdet tulevat maanantaina.", "Usein 58 %."]


def test_two_claims_on_one_row_are_two_pieces() -> None:
    """Different things computed of one row are each given."""
    source = row_source(REPORT, USE, USE.rows[0], ("Usein", "Joskus"))
    assert texts(Claim("Usein 58 %.", (source,)), Claim("Yhteensä 84 %.", (source,))) == [
        "Usein 58 %.",
        "Yhteensä 84 %.",
    ]


@pytest.mark.parametrize(
    ("name", "is_quoted"), [("s1-2", False), ("s1-3", True), ("s1-4", True), ("s1-1", False)]
)
def test_quoted_worker_is_told_as_such(name: str, is_quoted: bool) -> None:
    """What somebody said is given under a heading that says so; what the report says is not."""
    (found,) = exhibits(order=(name,))
    plain = " > ".join(h for h in piece(name).headings if h)
    assert (found.heading != plain) is is_quoted
    assert plain in found.heading


def test_claim_that_cites_nothing_is_not_given() -> None:
    """What says nothing of the report is no evidence, nor is what is not in the index."""
    heading = next(p for p in REPORT.sections[0].passages if p.kind is PassageKind.HEADING)
    outside = Claim("Näin:", (evidence_source(Evidence(REPORT, REPORT.sections[0], heading)),))
    assert exhibits(Claim("Raportti ei kerro tätä."), outside) == ()


def test_evidence_is_bounded() -> None:
    """So many passages come besides what is cited, and so many pieces in all."""
    passages = [make_passage(f"Kirja numero {n}.", name=f"s1-{n}") for n in range(1, 60)]
    many = list_evidence([make_report(make_section(*passages))])
    claims = [Claim(e.text, (evidence_source(e),)) for e in many]
    assert len(list_exhibits(claims, range(len(many)), many)) == MAX_EXHIBITS
    found = list_exhibits(claims[:1], range(len(many)), many)
    assert [e.places[0] for e in found] == list(range(MAX_PASSAGES + 1))


def test_draft_without_citations_has_no_exhibits() -> None:
    """A decline gives a model nothing to write from, and its claims are beside the evidence."""
    claim = Claim("Raportti ei kerro tätä.")
    draft = make_draft(Reply((claim,), Coverage.NONE), EVIDENCE)
    assert (draft.exhibits, draft.musts, draft.asides) == ((), (), (claim,))
    assert not draft.may_decline


def test_draft_parts_claims() -> None:
    """What may not be left out stays so where its sources are given; asides cite nothing."""
    known = tell("Lehdet tulevat.", "s1-2")
    free = tell("Minä vien kirjat koteihin.", "s1-3")
    aside = Claim("Toiseen osaan raportti ei vastaa.")
    reply = Reply((known, free, aside), Coverage.COMPLETE, musts=(known,))
    draft = make_draft(reply, EVIDENCE)
    assert draft.claims == (known, free, aside)
    assert draft.musts == (known,)
    assert draft.asides == (aside,)


def test_whether_a_model_may_decline() -> None:
    """It may where the reply says what to tell otherwise."""
    claim = tell("Lehdet tulevat.", "s1-2")
    other = Reply((Claim("Raportti ei kerro tätä."),), Coverage.NONE)
    assert make_draft(Reply((claim,), Coverage.COMPLETE, otherwise=other), EVIDENCE).may_decline
    assert not make_draft(Reply((claim,), Coverage.COMPLETE), EVIDENCE).may_decline


def test_draft_keeps_reckonings() -> None:
    """What was computed goes on to what proves sentences."""
    claims, reckonings = write_query(Query(Operation.COMPARE, make_targets(USE, "Usein")[:2]))
    reply = Reply(tuple(claims), Coverage.COMPLETE, tuple(reckonings), musts=tuple(claims))
    draft = make_draft(reply, EVIDENCE)
    assert draft.reckonings == tuple(reckonings)
    assert draft.musts == tuple(claims)


BOTH = Claim(
    "Usein 58 % ja 21 %.",
    tuple(row_source(REPORT, USE, row, ("Usein",)) for row in USE.rows[:2]),
)
FIRST, SECOND = (
    Claim(text, (source,))
    for text, source in zip(("Usein 58 %.", "Usein 21 %."), BOTH.sources, strict=True)
)
ASIDE = Claim("Toiseen osaan raportti ei vastaa.")
LEHDET = tell("Lehdet tulevat maanantaina.", "s1-2")
TOLD: list[tuple[str, Claim, list[Claim], bool]] = [
    ("the claim itself", BOTH, [BOTH], True),
    ("all places and numbers, in two sentences", BOTH, [SECOND, FIRST], True),
    ("one place is missing", BOTH, [FIRST], False),
    (
        "one place is missing, no number",
        BOTH,
        [Claim("Usein 58 % ja 21 %.", BOTH.sources[:1])],
        False,
    ),
    ("one number is missing", BOTH, [Claim("Usein 58 %.", BOTH.sources)], False),
    ("another number", FIRST, [Claim("Usein 59 %.", FIRST.sources)], False),
    ("a number in words", FIRST, [Claim("Usein viisikymmentäkahdeksan %.", FIRST.sources)], True),
    ("more than is needed", FIRST, [BOTH], True),
    ("other words of the same place", LEHDET, [tell("Maanantaina tulevat lehdet.", "s1-2")], True),
    ("the same words of another place", LEHDET, [tell(LEHDET.text, "s1-3")], False),
    ("nothing", LEHDET, [], False),
    ("an aside that was shown", ASIDE, [LEHDET, ASIDE], True),
    ("an aside that was not", ASIDE, [LEHDET], False),
]


@pytest.mark.parametrize(("case", "claim", "shown", "expected"), TOLD, ids=[c[0] for c in TOLD])
def test_claim_is_told_by_places_and_numbers(
    case: str, claim: Claim, shown: list[Claim], expected: bool
) -> None:
    """A claim is told where what was shown cites all its places and says all its numbers."""
    assert is_told(claim, shown) is expected, case


def draft_of(responder: Responder, question: str) -> tuple[Reply, Callable[[str], int]]:
    """Return the reply to a question over the real report, and how often an address is given."""
    reply = responder.reply(read_question(question))
    draft = make_draft(reply, responder.evidence)
    urls = [source.citation.url for exhibit in draft.exhibits for source in exhibit.sources]
    return reply, urls.count


@pytest.mark.parametrize(
    "question",
    [
        "Kuinka moni käyttää etätapaamisia?",
        "Mitkä kolme toimintatapaa ovat yleisimmät?",
        "Miten etätyö on muuttanut sosiaalityötä?",
        "Mitä hyötyä digiloikasta on ollut?",
    ],
)
def test_all_that_the_real_answer_cites_is_given(responder: Responder, question: str) -> None:
    """Each piece of evidence that the answer without a model cites is among the exhibits."""
    reply, count = draft_of(responder, question)
    known = {report_url(e.report, e.id) for e in responder.evidence}
    cited = {source.citation.url for claim in reply.claims for source in claim.sources}
    assert cited & known
    assert all(count(url) for url in cited & known)


def test_real_worker_is_told_as_such(responder: Responder) -> None:
    """A worker whom the real report quotes is not mistaken for the report."""
    reply = responder.reply(read_question("Mikä on työn sisältö korona-aikana?"))
    first, *_ = make_draft(reply, responder.evidence).exhibits
    assert "siteerattu" in first.heading
    assert "Työn sisältö ei ole muuttunut." in first.text
