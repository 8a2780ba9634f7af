"""Lies made by rule from the report's own sentences, and lies that were once shown: none passes."""

import re
from collections.abc import Callable, Iterator

import pytest

from bot.claim import Claim, evidence_source
from bot.evidence import Evidence
from bot.model.exhibit import Exhibit
from bot.model.proof import Prover
from bot.retrieve import Retriever
from index.sentences import split_sentences

WORD = re.compile(r"[^\W\d_]+")
PASSIVE = re.compile(r"[td](?:aa|ää)n$")
TO_ALL = {"osa": "kaikki", "moni": "kaikki", "monet": "kaikki", "jotkut": "kaikki"}
TO_ALWAYS = dict.fromkeys(("usein", "useimmiten", "yleensä", "enimmäkseen", "paljon"), "aina")
TURNS: dict[str, Callable[[str], str | None]] = {
    "not left out": lambda w: "" if w in {"ei", "eivät"} else None,
    "or for and": lambda w: "tai" if w in {"ja", "sekä"} else None,
    "and for or": lambda w: "ja" if w in {"tai", "taikka"} else None,
    "all or always": {**TO_ALL, **TO_ALWAYS}.get,
    "must for may": lambda w: "pitää" if w in {"voi", "voidaan", "voisi"} else None,
    "not put in": {"on": "ei ole", "ovat": "eivät ole"}.get,
    "not done": lambda w: f"ei {w[:-2]}" if PASSIVE.search(w) else None,
    "always put in": lambda w: f"{w} aina" if PASSIVE.search(w) else None,
}
SHOWN_ONCE = [
    ("s1-12", "Sosiaalihuollon laitospalveluissa ja avopalveluissa työskenteli 68 000 naista."),
    ("s1-12", "Sosiaalihuollon laitospalveluissa työskenteli 68 000 henkilöä vuonna 2018."),
    ("s1-12", "Laitospalveluissa tai avopalveluissa työskenteli 68 000 henkilöä vuonna 2018."),
    ("s2-3", "Ilmapiirin erinomaiseksi kokevien osuus laski 77 prosentista 63 prosenttiin."),
    ("s2-3", "Ilmapiirin hyväksi ja erinomaiseksi kokevien osuus laski 77 prosentista 63:een."),
    ("s2-8", "Asiakkaat luokiteltiin iän ja sairauden vuoksi koronan riskiryhmiin."),
    ("s6-12", "Rahoitus on noin 4 miljoonaa."),
    ("s6-12", "Sosiaalialan osaamiskeskukset saavat noin 4 miljoonaa euroa vuodessa."),
    ("s3-58", "Palvelujen helppous ja muotoilu työntekijän näkökulmasta."),
    ("s4-2", "Palvelut on integroitu asiakkaalle mielekkääksi kokonaisuudeksi."),
    ("s6-19", "Johto luo toivoa ja antaa ajan tasalla olevaa tietoa."),
    ("s4-6", "Asiakkaalla pitää olla asianajaja mukanaan."),
    ("s2-4", "Vaikea tilanne osoitti, ettei meillä ole luovuutta ja selviytymiskykyä."),
]


@pytest.fixture(scope="module")
def prover(retriever: Retriever) -> Prover:
    """Return what proves sentences against the real report."""
    return Prover(retriever.evidence)


def exhibit(retriever: Retriever, e: Evidence) -> Exhibit:
    """Return a passage as a model is given it."""
    place = retriever.evidence.index(e)
    heading = " > ".join(name for name in e.headings if name)
    return Exhibit(heading, e.text, (evidence_source(e),), (place,))


def turned(sentence: str, turn: Callable[[str], str | None]) -> Iterator[str]:
    """Yield a sentence once for each word that a rule turns."""
    for word in WORD.finditer(sentence):
        other = turn(word.group(0).lower())
        if other is not None:
            text = f"{sentence[: word.start()]}{other}{sentence[word.end() :]}"
            plain = re.sub(r"\s+([,;:])", r"\1", " ".join(text.split()))
            yield f"{plain[0].upper()}{plain[1:]} [1]."


@pytest.mark.parametrize("rule", TURNS)
def test_lie_made_by_rule_is_dropped(retriever: Retriever, prover: Prover, rule: str) -> None:
    """A sentence of the report with one word turned is no sentence of the report."""
    shown: list[str] = []
    count = 0
    for e in retriever.evidence:
        if e.passage is None or e.kind == "link":
            continue
        cited = [exhibit(retriever, e)]
        for sentence in split_sentences(e.text):
            lies = list(turned(sentence.text.rstrip(". "), TURNS[rule]))
            count += len(lies)
            shown += [lie for lie in lies if isinstance(prover.prove(lie, cited), Claim)]
    assert count
    assert shown == []


@pytest.mark.parametrize(("place", "lie"), SHOWN_ONCE, ids=[lie for _, lie in SHOWN_ONCE])
def test_lie_that_was_shown_is_dropped(
    retriever: Retriever, prover: Prover, place: str, lie: str
) -> None:
    """Half of a pair, another joint, a figure without its noun, a fragment as a fact."""
    (e,) = [e for e in retriever.evidence if e.id == place]
    found = prover.prove(f"{lie.rstrip('.')} [1].", [exhibit(retriever, e)])
    assert not isinstance(found, Claim)


AUDIENCES = {2: "asiakkaille", 3: "henkilöstölle"}


def test_figure_of_another_column_is_dropped(retriever: Retriever, prover: Prover) -> None:
    """Of every row its own figure is shown, and that of another column is not."""
    for place, e in enumerate(retriever.evidence):
        if e.table is None or e.row is None:
            continue
        to = AUDIENCES.get(e.table.number)
        form = (
            "Toimintatapa ”{}” on käytössä {} prosentilla [1]."
            if to is None
            else f"Toimintatavan ”{{}}” merkitys {to} on erittäin suuri {{}} prosentilla [1]."
        )
        label = re.sub(r"\s*\([^)]*\)", "", e.row.label).split(".")[0].strip()
        cited = [Exhibit(e.table.title, e.text, (evidence_source(e),), (place,))]
        own, *others = [cell.value for cell in e.row.cells]
        for value in {own, *others}:
            found = prover.prove(form.format(label, value), cited)
            assert isinstance(found, Claim) is (value == own), (label, value)
