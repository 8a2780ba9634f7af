"""Whether the right passage is found in the real report."""

import numpy as np
import pytest

from bot.evidence import list_evidence
from bot.question import read_question
from bot.retrieve import FEATURES, Ranking, Retriever
from index.report import Report

PLAIN = [
    (
        "Montako henkilöä työskenteli sosiaalihuollon laitos- ja avopalveluissa?",
        "työskenteli 68 000 henkilöä",
    ),
    ("Miten etätyöhön suhtaudutaan?", "suhtaudutaan aiempaa myönteisemmin"),
    ("Mitä sote-uudistuksen viipyminen on aiheuttanut?", "poukkoilevaa johtamista"),
    ("Ketkä vastaavat työn murroksen seurannasta?", "seurannasta vastaavat KT"),
    ("Mistä vaativan asiakastyön osaaminen koostuu?", "osaaminen koostuu sosiaalioikeuden"),
    ("Paljonko rahaa osaamiskeskuksille turvataan?", "noin 4 miljoonaa euroa"),
    ("Mitä mobiililaitteet mahdollistavat?", "Mobiililaitteet mahdollistavat"),
    ("Miten kirjastojen yhteiskäyttötietokoneet liittyvät asiaan?", "kirjastojen"),
    ("Missä kuvauksesta voi antaa palautetta?", "Palautetta ja parannusehdotuksia voi antaa"),
    ("Keihin rajoitustoimet kohdistuivat?", "Rajoitustoimet kohdistuivat"),
]


@pytest.mark.parametrize(("asked", "words"), PLAIN, ids=[asked for asked, _ in PLAIN])
def test_plain_question_finds_its_passage_first(
    retriever: Retriever, asked: str, words: str
) -> None:
    """A plain question has the passage that answers it before all others."""
    ranking = retriever.rank(read_question(asked))
    assert words in retriever.evidence[ranking.order[0]].text


FOREIGN = [
    ("Vad säger rapporten om distansarbete?", "Etätyö"),
    ("How did people feel about remote work?", "Etätyö"),
    ("Which occupations and skills are emerging?", "Nousevia ammatteja"),
]


@pytest.mark.parametrize(("asked", "heading"), FOREIGN, ids=[asked for asked, _ in FOREIGN])
def test_foreign_question_finds_its_passage(retriever: Retriever, asked: str, heading: str) -> None:
    """A question in Swedish or English finds what tells of it among the first three."""
    question = read_question(asked)
    assert question.is_foreign
    near = [retriever.evidence[i] for i in retriever.rank(question).order[:3]]
    assert any(name.startswith(heading) for e in near for name in e.headings if name)


def test_typing_errors_and_missing_dots_change_nothing(retriever: Retriever) -> None:
    """A question typed in a hurry finds the same passage first."""
    typed = (
        "Miten etätyöhön suhtaudutaan?",
        "miten etatyohon suhtaudutaan",
        "miten etätyöhn suhtauduttaan?",
    )
    firsts = {retriever.rank(read_question(text)).order[0] for text in typed}
    assert len(firsts) == 1


@pytest.fixture(scope="module")
def ranking(retriever: Retriever) -> Ranking:
    """Return the ranking for one question."""
    return retriever.rank(read_question("Mitä mobiililaitteet mahdollistavat työntekijöille?"))


def test_evidence_is_all_of_the_report(retriever: Retriever, report: Report) -> None:
    """Everything that may be cited is ranked, in the report's order."""
    assert [e.id for e in retriever.evidence] == [e.id for e in list_evidence([report])]


def test_shapes_are_as_told(retriever: Retriever, ranking: Ranking) -> None:
    """Of k words and m pieces of evidence each measure has the shape that it promises."""
    size, words = len(retriever.evidence), len(ranking.question.words)
    assert ranking.features.shape == (size, len(FEATURES))
    assert ranking.matches.shape == (words, size)
    assert ranking.rarity.shape == (words,)
    for measure in (ranking.scores, ranking.shares, ranking.cosines, ranking.keyword_share):
        assert measure.shape == (size,)


def test_shares_are_parts_of_one(ranking: Ranking) -> None:
    """Shares are between 0 and 1 and 1 in all, and the best score has the largest."""
    assert ranking.shares.min() >= 0.0
    assert float(ranking.shares.sum()) == pytest.approx(1.0, abs=1e-4)
    assert int(ranking.shares.argmax()) == ranking.order[0]


def test_order_is_by_score(retriever: Retriever, ranking: Ranking) -> None:
    """Each place stands once in the order, the best score first."""
    assert sorted(ranking.order) == list(range(len(retriever.evidence)))
    assert np.all(np.diff(ranking.scores[ranking.order]) <= 0.0)


def test_measures_are_in_their_range(ranking: Ranking) -> None:
    """Likeness, rarity and cosines keep to the ranges that they promise; none is no number."""
    for measure, low, high in (
        (ranking.matches, 0.0, 1.0),
        (ranking.rarity, 0.0, 1.0),
        (ranking.cosines, -1.0, 1.0),
    ):
        assert measure.min() >= low - 1e-5
        assert measure.max() <= high + 1e-5
    assert np.isfinite(ranking.features).all()
    assert np.isfinite(ranking.scores).all()


def test_rare_word_tells_more_than_a_common_one(ranking: Ranking) -> None:
    """A word that one passage holds is rarer than one that many do."""
    rarity = dict(zip(ranking.question.words, ranking.rarity.tolist(), strict=True))
    assert rarity["mobiililaitteet"] > rarity["tyontekijoille"]


def test_sentences_stand_at_their_offsets(retriever: Retriever, ranking: Ranking) -> None:
    """The cosines of sentences are told by the offset at which a sentence begins."""
    texts = {(e.report.id, e.id): e.text for e in retriever.evidence}
    assert ranking.sentences
    for key, cosines in ranking.sentences.items():
        assert 0 in cosines
        assert all(0 <= start < len(texts[key]) for start in cosines)
        assert all(not texts[key][start].isspace() for start in cosines)


def test_same_question_has_the_same_ranking(retriever: Retriever, ranking: Ranking) -> None:
    """Ranking twice changes no score."""
    again = retriever.rank(ranking.question)
    assert np.array_equal(again.scores, ranking.scores)
    assert again.order == ranking.order


def test_hints_are_looked_for_besides(retriever: Retriever) -> None:
    """Hints draw what holds them towards the front, and are no words of the question."""
    question = read_question("Mitä sanotaan?")
    plain, hinted = retriever.rank(question), retriever.rank(question, ("mobiililaitteet",))
    (place,) = (i for i, e in enumerate(retriever.evidence) if e.text.startswith("Mobiililaitteet"))
    assert hinted.order.index(place) < plain.order.index(place)
    assert hinted.question == question


@pytest.mark.parametrize("asked", ["qwxz", "ö", "2018", "a b c", "漢字"])
def test_strange_question_is_ranked_all_the_same(retriever: Retriever, asked: str) -> None:
    """What no evidence holds still gives numbers, so that it can be declined."""
    ranking = retriever.rank(read_question(asked))
    assert np.isfinite(ranking.scores).all()
    assert float(ranking.shares.sum()) == pytest.approx(1.0, abs=1e-4)
