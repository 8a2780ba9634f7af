"""What a question that goes on from the one before it asks of the tables of the real report."""

import pytest

from bot.question import read_question, split_message
from bot.retrieve import Retriever
from bot.tables.follow import follow
from bot.tables.order import Direction
from bot.tables.query import Operation, Query
from bot.tables.rows import RowFinder
from bot.tables.understand import Reading, understand

LARGE = ("Erittäin suuri",)


class Talker:
    """Reads the questions of a message one after another, as the assistant does."""

    def __init__(self, retriever: Retriever, finder: RowFinder) -> None:
        """Take what the real assistant asks with."""
        self._retriever = retriever
        self._finder = finder

    def read(self, message: str) -> list[Reading | None]:
        """Return how each question is understood, None where one does not go on."""
        first, *rest = map(read_question, split_message(message))
        alone = understand(first, self._retriever.rank(first), self._finder)
        assert alone is not None
        before: list[Query] = [alone.query]
        found: list[Reading | None] = [alone]
        for question in rest:
            ranking = self._retriever.rank(question)
            reading = follow(question, ranking, self._finder, before)
            found.append(reading)
            if reading is not None:
                before.append(reading.query)
        return found

    def last(self, message: str) -> Query:
        """Return what the last question asks."""
        reading = self.read(message)[-1]
        assert reading is not None
        assert reading.is_sure
        return reading.query


@pytest.fixture(scope="module")
def talker(retriever: Retriever, finder: RowFinder) -> Talker:
    """Return what reads messages on the real report."""
    return Talker(retriever, finder)


CELLS = [
    ("Montako prosenttia käyttää chattia? Entä kokeilee?", "t1-r8", ("Kokeilussa",)),
    ("Paljonko digialusta on suunnitteilla ja paljonko kokeilussa?", "t1-r14", ("Kokeilussa",)),
    ("Etätapaamiset, erittäin suuri: asiakkaat? Entä henkilöstö?", "t3-r13", LARGE),
    ("Kuinka moni käyttää omaoloa ja kuinka moni suunnittelee sitä?", "t1-r13", ("Suunnitteilla",)),
    ("Montako kokeilee chattia? Entä moniammatillista arviointia?", "t1-r2", ("Kokeilussa",)),
    ("Mikä on yleisin? Kuinka moni kokeilee sitä?", "t1-r1", ("Kokeilussa",)),
]


@pytest.mark.parametrize(("message", "row", "columns"), CELLS, ids=[c[0] for c in CELLS])
def test_row_is_carried(talker: Talker, message: str, row: str, columns: tuple[str, ...]) -> None:
    """A question that names no row asks of the one before it, in its own columns or table."""
    query = talker.last(message)
    assert query.operation is Operation.CELL
    assert [(t.row.id, t.columns) for t in query.targets] == [(row, columns)]


def test_order_is_carried(talker: Talker) -> None:
    """A rank that names no column is of the column before it."""
    query = talker.last("Mikä on eniten suunnitteilla? Entä toiseksi eniten?")
    assert (query.operation, query.skip) == (Operation.RANK, 1)
    assert {target.columns for target in query.targets} == {("Suunnitteilla",)}


def test_column_of_an_order_changes(talker: Talker) -> None:
    """A column alone asks for the same place in its order."""
    query = talker.last("Mitkä kolme ovat eniten käytössä? Entä kokeilussa?")
    assert (query.operation, query.count) == (Operation.RANK, 3)
    assert {target.columns for target in query.targets} == {("Kokeilussa",)}


def test_gap_is_of_the_figures_before(talker: Talker) -> None:
    """What lies between two figures just asked for is a comparison of them."""
    query = talker.last("Montako käyttää chattia? Entä kokeilee? Paljonko on eroa?")
    assert query.operation is Operation.COMPARE
    assert [target.columns for target in query.targets] == [("Käytössä",), ("Kokeilussa",)]


@pytest.mark.parametrize(
    "message",
    [
        "Mitkä kaksi ovat yleisimmin käytössä? Paljonko niiden ero on?",
        "Mikä on yleisimmin käytössä? Entä toiseksi yleisin? Paljonko niiden ero on?",
        "Mikä on yleisimmin käytössä? Paljonko ero on seuraavaan?",
        "Mikä on yleisimmin käytössä? Kuinka paljon yleisempi se on kuin toiseksi yleisin?",
        "Mitä käyttää yli 30 prosenttia? Paljonko niiden ero on?",
    ],
)
def test_gap_is_of_what_an_order_told(talker: Talker, message: str) -> None:
    """What lies between the things that a rank or a filter told is a comparison of them."""
    query = talker.last(message)
    assert query.operation is Operation.COMPARE
    assert [target.row.id for target in query.targets] == ["t1-r1", "t1-r2"]


@pytest.mark.parametrize(
    ("asked", "direction", "skip"),
    [("Entä pienin?", Direction.LEAST, 0), ("Entä seuraavaksi suurin?", Direction.MOST, 1)],
)
def test_order_of_gaps_is_carried(
    talker: Talker, asked: str, direction: Direction, skip: int
) -> None:
    """Another end or place of an order of gaps is of the same two columns."""
    first = "Missä käytön ja henkilöstölle erittäin suuren merkityksen välinen kuilu on suurin?"
    query = talker.last(f"{first} {asked}")
    assert (query.operation, query.direction, query.skip) == (Operation.GAP, direction, skip)
    assert len(query.against) == len(query.targets)


def test_comparison_is_carried(talker: Talker) -> None:
    """Two rows compared are compared again in another column."""
    query = talker.last("Onko chat yleisempi kuin etätapaamiset? Entä kokeilussa?")
    assert query.operation is Operation.COMPARE
    assert {target.columns for target in query.targets} == {("Kokeilussa",)}


@pytest.mark.parametrize(
    "message",
    [
        "Montako käyttää chattia? Montako kokeilee moniammatillista arviointia?",
        "Montako käyttää chattia? Kuka niin sanoi?",
    ],
)
def test_other_questions_stand_alone(talker: Talker, message: str) -> None:
    """What names a row of its own, or asks for no figure, does not go on."""
    assert talker.read(message)[-1] is None
