"""What owners are told of questions that were not answered well."""

import asyncio
import csv
import itertools
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from api.cli import main
from api.conversations.body import FeedbackRequest
from api.conversations.commands import write_csv
from api.conversations.database import Database, opened
from api.conversations.gaps import (
    MIN_ASKERS,
    Gap,
    Kind,
    Miss,
    centre,
    find_gaps,
    group_alike,
    read_misses,
)
from api.conversations.schema import now
from api.conversations.store import Conversations
from api.settings import Settings
from bot.answer import Answer, Coverage
from index.settings import IndexSettings
from index.store import Index
from tests.api.conversations.talk import DECLINE, say

PARTIAL = Answer("Osa.", answered=True, coverage=Coverage.PARTIAL)
PAY = ("Mikä on palkka?", "Paljonko palkkaa saa?", "Paljonko palkkaa maksetaan?")
TOPICS = """
Mikä on sosiaalityöntekijän palkka?|Paljonko sosiaalityöntekijä tienaa kuussa?
Mitä sosiaalityöntekijöille maksetaan?|paljo palkkaa saa sosiaalityöntekijä

Montako lomapäivää sosiaalityöntekijällä on?|Kuinka pitkä vuosiloma sosiaalityöntekijälle kuuluu?
Paljonko lomaa saa sosiaalityössä?|kuinka monta viikkoa lomaa

Kuka on kunnan sosiaalijohtaja?|Mikä on sosiaalijohtajan nimi?
Kuka johtaa sosiaalitoimea?|sosiaalijohtajan yhteystiedot

Miten toimeentulotukea haetaan?|Mistä haen toimeentulotukea?
Toimeentulotuen hakeminen|Kuinka asiakas hakee perustoimeentulotukea?

Mitä tekoälyä sosiaalityössä käytetään?|Käytetäänkö sosiaalityössä tekoälyä?
Onko tekoäly käytössä sosiaalialalla?|tekoälyn käyttö sosiaalityössä

Mikä on asiakasmäärä työntekijää kohti?|Montako asiakasta yhdellä sosiaalityöntekijällä on?
Kuinka monta asiakasta sosiaalityöntekijä saa hoitaa?|asiakasmitoitus lastensuojelussa

Miten etätyö vaikuttaa verotukseen?|Saako etätyöstä verovähennyksen?
Etätyön verovähennys|Voiko kotitoimiston vähentää verotuksessa?

Mitä laki sanoo lastensuojeluilmoituksesta?|Milloin pitää tehdä lastensuojeluilmoitus?
Kenen on tehtävä lastensuojeluilmoitus?|lastensuojeluilmoituksen tekeminen
"""
MIN_SHARE = 0.75  # measured: .83 and .83


def misses(*asked: tuple[str, int]) -> list[Miss]:
    """Return declined questions of conversations."""
    return [Miss(question, conversation, Kind.DECLINED, None) for question, conversation in asked]


def test_groups_under_three_askers_are_hidden() -> None:
    """One who asks three times is one asker; the hidden groups are counted."""
    alone = misses((PAY[0], 1), (PAY[1], 1), (PAY[2], 1))
    two = misses((PAY[0], 1), (PAY[0], 2))
    three = misses((PAY[0], 1), (PAY[1], 2), (PAY[1], 2), (PAY[2], 3))
    assert find_gaps(alone, [PAY]) == ([], 1)
    assert find_gaps(two, [[PAY[0]]]) == ([], 1)
    (gap,), hidden = find_gaps(three, [PAY])
    assert (gap.size, gap.askers, hidden, MIN_ASKERS) == (4, 3, 0, 3)


def test_gaps_are_told_with_their_reasons_largest_first() -> None:
    """How often for which reason, and what readers wrote, each once."""
    few = misses(*((PAY[0], asker) for asker in range(3)))
    many = [Miss("Sää?", asker, Kind.VOTED_DOWN, "Väärin") for asker in range(4)]
    many += [Miss("Sää?", 9, Kind.PARTIAL, None)]
    gaps, _ = find_gaps([*few, *many], [[PAY[0]], ["Sää?"]])
    assert [gap.example for gap in gaps] == ["Sää?", PAY[0]]
    assert gaps[0].kinds == ((Kind.PARTIAL, 1), (Kind.VOTED_DOWN, 4))
    assert gaps[0].reasons == ("Väärin",)


def test_the_middle_of_a_group_comes_first() -> None:
    """Each row is in one group, and the example is the one nearest to all."""
    angles = np.radians([0, 10, 20, 100, 110, 200])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    groups = group_alike(vectors, 0.9)
    assert [sorted(group) for group in groups] == [[0, 1, 2], [3, 4], [5]]
    assert groups[0][0] == 1


def test_small_steps_make_no_chain() -> None:
    """What is unlike stays apart, though every step between is small."""
    angles = np.radians(np.arange(0, 180, 10))
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    for group in group_alike(vectors, 0.9):
        assert np.ptp(angles[group]) < np.radians(60)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_questions_are_no_trouble(count: int) -> None:
    """Not even none, nor the same one twice."""
    vectors = np.tile(np.asarray([[1.0, 0.0]], dtype=np.float32), (count, 1))
    assert sum(map(len, group_alike(centre(vectors)))) == count


def test_likeness_is_that_of_topics(built_index: Index) -> None:
    """Of pairs in a group most are on one topic, and of pairs on one topic most are in a group."""
    topics = [topic.replace("\n", "|").split("|") for topic in TOPICS.strip().split("\n\n")]
    questions = [question for topic in topics for question in topic]
    rows = [built_index.embeddings.embed_query(question) for question in questions]
    groups = group_alike(centre(np.asarray(rows, dtype=np.float32)))
    found = {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}
    meant = {
        pair
        for number, topic in enumerate(topics)
        for pair in itertools.combinations(range(4 * number, 4 * number + len(topic)), 2)
    }
    assert len(questions) == 32
    assert len(found & meant) >= MIN_SHARE * len(found)
    assert len(found & meant) >= MIN_SHARE * len(meant)


@pytest.mark.anyio
async def test_what_was_answered_well_is_no_gap(settings: Settings) -> None:
    """Declined, partly answered and voted down count, from the days asked for."""
    async with opened(settings) as database:
        conversations = Conversations(database)
        await say(conversations, "hyvä")
        liked = await say(conversations, "kiitetty")
        await conversations.judge(liked.message_id, FeedbackRequest(rating="up", reason="Hyvä"))
        await say(conversations, "ei", answer=DECLINE)
        await say(conversations, "osa", answer=PARTIAL)
        down = await say(conversations, "väärä")
        await conversations.judge(down.message_id, FeedbackRequest(rating="down", reason="Luku"))
        async with conversations.turn(None, "kesken"):
            pass
        found = await read(database, days=1)
        assert [(miss.question, miss.kind, miss.reason) for miss in found] == [
            ("väärä", Kind.VOTED_DOWN, "Luku"),
            ("osa", Kind.PARTIAL, None),
            ("ei", Kind.DECLINED, None),
        ]
        assert len({miss.conversation for miss in found}) == 3
        assert await read(database, days=-1) == []


async def read(database: Database, days: int) -> list[Miss]:
    """Return the misses of the last days."""
    since = now() - timedelta(days=days)
    return await database.run(lambda connection: read_misses(connection, since))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula(tmp_path: Path, start: str) -> None:
    """A spreadsheet that opens the file computes nothing."""
    evil = f'{start}HYPERLINK("http://a","b")'
    path = tmp_path / "gaps.csv"
    write_csv(path, [Gap(evil, 3, 3, ((Kind.DECLINED, 3),), (evil,))])
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, row = csv.reader(file)
    assert len(heading) == len(row) == 5
    assert [row[2], row[4]] == [f"'{evil}", f"'{evil}"]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def owner(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    built_index: Index,
    index_settings: IndexSettings,
) -> Settings:
    """Return the settings of an owner's commands: a real index, a database of one's own."""
    assert built_index.chunks
    url = f"sqlite:///{tmp_path}/talk.db"
    monkeypatch.setenv("MURROS_DATABASE_URL", url)
    return Settings(home=index_settings.home, database_url=url)


async def decline_all(settings: Settings) -> None:
    """Have three people ask on one thing, one on another."""
    async with opened(settings) as database:
        conversations = Conversations(database)
        for question in (*PAY, "Sataako huomenna [bold]?"):
            await say(conversations, question, answer=DECLINE)


def test_command_tells_table_and_csv(
    owner: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One group is shown with its example, the other only counted."""
    asyncio.run(decline_all(owner))
    path = tmp_path / "gaps.csv"
    assert main(["gaps", "--days", "7", "--csv", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "palkka" in shown
    assert "Sataako" not in shown
    assert "kysyjää: 1." in shown
    with path.open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file)
    assert row[:2] == ["3", "3"]
    assert row[2] in PAY
    assert "ei vastattu 3" in row[3]


def test_command_without_gaps_is_no_error(
    owner: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty database is told as such."""
    assert owner.database_url
    assert main(["gaps"]) == 0
    assert "kysyjää: 0." in capsys.readouterr().out


def test_csv_that_cannot_be_written_is_told(
    owner: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In one line, with what mends it."""
    assert owner.database_url
    assert main(["gaps", "--csv", str(tmp_path / "none" / "gaps.csv")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "--csv" in error
