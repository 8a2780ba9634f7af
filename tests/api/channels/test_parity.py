"""One answer, every channel: HTTP, stream, Slack and Teams show the same."""

import html
import json
import tomllib
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from api.channels.links import Links
from api.channels.view import list_notes, list_sources
from api.settings import Settings
from bot.answer import Answer, Citation, Computation, Coverage, Event, Sentence
from bot.assistant import Assistant
from bot.turn import Turn
from index.store import Index
from tests.api.channels.slack import deliver
from tests.api.channels.slack import double as slack
from tests.api.channels.slack.shown import read_answer as read_slack
from tests.api.channels.teams import double as teams
from tests.api.fake import DECLINE, TABLE_ANSWER, FakeAssistant, await_ready
from tests.browser.served import serve as serve_here

CITED = 20
KINDS = {"list", "table", "partial", "decline", "small_talk", "personal", "signs", "long"}
PUBLIC = "https://apuri.example"
MESSAGES = [
    (kind, message)
    for kind, messages in tomllib.loads(
        (Path(__file__).parent / "messages.toml").read_text(encoding="utf-8")
    ).items()
    for message in messages
]
SIGNS = [
    "Luku 2 * 3 * 4 on *tärkeä* ja _alleviivattu_. [1]",
    "Ehto a < b && b > c, <b>lihava</b> &amp; merkitty. [1]",
    "Koodi `ls -l` ja ~~yli~~ ja \\kenoviiva\\. [1]",
    "# Ei otsikko. [1]\n> Ei lainaus. [1]\n1. Ei numeroitu. [1]\n+ Ei luettelo. [1]",
    "Linkki [sana](https://x.example/a_b_c) ja https://x.example/a_b_c?d=1&e=2#f. [1]",
    "Maininta <@U1>, <!channel>, @here ja <at>Maija</at>. [1]",
    "Luettelo: [1]\n- *eka* [1]\n- _toka_ | kolmas [1]\nLoppu. [1]",
    "Taulukko | solu | 58\u00a0% ja 1\u00a0234,5 – loppu. [1]",
    "Pitkä " + "sanoja ja lisää sanoja " * 700 + "loppu. [1]",
]


class Saying(FakeAssistant):
    """An assistant that says the answer line by line, whatever is asked."""

    async def stream(self, message: str, history: Sequence[Turn] = ()) -> AsyncGenerator[Event]:
        """Yield citations, lines and the answer."""
        del message, history
        for citation in self.answer.citations:
            yield citation
        for line in self.answer.text.splitlines(keepends=True):
            yield Sentence(line)
        yield self.answer


@dataclass(frozen=True)
class Seen:
    """What people see of an answer: its lines, sources, notes, suggestions, coverage."""

    lines: tuple[str, ...]
    sources: tuple[tuple[int, str, str, str | None], ...]
    notes: tuple[str, ...]
    suggestions: tuple[str, ...]
    coverage: str


@dataclass(frozen=True)
class Served:
    """A served application, and the doubles of Slack and Teams beside it."""

    address: str
    slack: slack.Double
    teams: teams.Double


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Let Teams' streams wait for almost nothing between two posts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.channels.teams.stream.PAUSE_S", 0.01)
        yield


@pytest.fixture(scope="module")
def doubles() -> Iterator[tuple[slack.Double, teams.Double]]:
    """Return the doubles of both vendors."""
    with slack.serve_double() as of_slack, teams.serve_double() as of_teams:
        yield of_slack, of_teams


@contextmanager
def serve(
    home: Path, doubles: tuple[slack.Double, teams.Double], assistant: Assistant | Saying
) -> Iterator[Served]:
    """Serve an assistant with both channels and a public address."""
    of_slack, of_teams = doubles
    settings = Settings(
        home=home,
        rate_limit="0",
        public_url=PUBLIC,
        slack_bot_token=SecretStr(deliver.TOKEN),
        slack_signing_secret=SecretStr(deliver.SECRET),
        slack_api_url=of_slack.url,
        **of_teams.settings(),
    )
    with serve_here(create_app(settings, assistant)) as address:
        with httpx.Client(base_url=address) as client:
            await_ready(client)
        yield Served(address, of_slack, of_teams)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory,
    doubles: tuple[slack.Double, teams.Double],
    built_index: Index,
) -> Iterator[Served]:
    """Return the application over the real report."""
    with serve(tmp_path_factory.mktemp("store"), doubles, Assistant(built_index)) as served:
        yield served


@pytest.fixture
def saying(
    tmp_path: Path, doubles: tuple[slack.Double, teams.Double], request: pytest.FixtureRequest
) -> Iterator[Served]:
    """Return the application over an assistant that says the answer of a test."""
    with serve(tmp_path, doubles, Saying(request.param)) as served:
        yield served


_rooms = count(1)


def ask_http(served: Served, message: str) -> dict[str, Any]:
    """Return the answer's object over HTTP."""
    reply = httpx.post(f"{served.address}/api/chat", json={"message": message}, timeout=60)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def ask_stream(served: Served, message: str) -> tuple[list[str], dict[str, Any]]:
    """Return the sentences of the stream and the object at its end."""
    url = f"{served.address}/api/chat/stream"
    text = httpx.post(url, json={"message": message}, timeout=60).text
    events = [frame.split("\n", 1) for frame in text.split("\n\n") if frame.startswith("event")]
    told = [(name.removeprefix("event: "), json.loads(data[6:])) for name, data in events]
    sentences = [data["text"] for name, data in told if name == "sentence"]
    return sentences, next(data for name, data in told if name == "done")


def ask_slack(served: Served, message: str) -> Seen:
    """Return what is seen in a new thread of Slack."""
    thread = deliver.send_direct(served.address, html.escape(message, quote=False))
    shown = read_slack(served.slack, thread)
    return Seen(
        lines=lines_of(shown.text),
        sources=tuple((s.number, s.place, s.quote, s.link) for s in shown.sources),
        notes=shown.notes,
        suggestions=shown.suggestions,
        coverage=shown.coverage,
    )


def ask_teams(served: Served, message: str, kind: str, body: dict[str, Any]) -> Seen:
    """Return what is seen in a new chat of Teams."""
    talk = teams.Talk(id=f"a:{next(_rooms)}", kind=kind)
    sent = served.teams.send(served.address, message, talk)
    shown = teams.read_answer(served.teams, to=sent)
    quotes = [c["quote"] for c in body["citations"]]
    return Seen(
        lines=lines_of(shown.text),
        # Teams takes twenty citations: the others stand in the text, without their quotes.
        sources=tuple(
            (s.number, s.place, s.quote if n < CITED else quote, s.link)
            for n, (s, quote) in enumerate(zip(shown.sources, quotes, strict=True))
        ),
        notes=shown.notes,
        suggestions=shown.suggestions,
        coverage=shown.coverage,
    )


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that are not empty, white space folded."""
    return tuple(" ".join(line.split()) for line in text.split("\n") if line.strip())


def see(body: dict[str, Any]) -> Seen:
    """Return what a channel has to show of an answer's object, by the channels' own rules."""
    computed = (
        Computation(
            c["operation"],
            tuple(Decimal(str(operand)) for operand in c["operands"]),
            Decimal(str(c["result"])),
            c["unit"],
            tuple(c["citations"]),
        )
        for c in body["computed"]
    )
    answer = Answer(
        text=body["answer"],
        answered=body["answered"],
        coverage=Coverage(body["coverage"]),
        citations=tuple(Citation(**c) for c in body["citations"]),
        computed=tuple(computed),
        notice=body["notice"],
    )
    sources = list_sources(answer, Links(PUBLIC))
    return Seen(
        lines=lines_of(body["answer"]),
        sources=tuple((s.number, s.place, s.quote, s.link) for s in sources),
        notes=list_notes(answer),
        suggestions=tuple(body["suggestions"]),
        coverage=body["coverage"],
    )


def check(served: Served, message: str) -> None:
    """Check that all channels agree on a message."""
    body = ask_http(served, message)
    sentences, done = ask_stream(served, message)
    ids = ("conversation_id", "message_id")
    assert {**done, **{name: body[name] for name in ids}} == body
    assert "".join(sentences) == body["answer"]
    expected = see(body)
    assert ask_slack(served, message) == expected
    assert ask_teams(served, message, "personal", body) == expected
    assert ask_teams(served, message, "channel", body) == expected
    assert served.slack.beyond == []


@pytest.mark.parametrize(
    "message", [m for _, m in MESSAGES], ids=[f"{k}-{n}" for n, (k, _) in enumerate(MESSAGES)]
)
def test_channels_agree(served: Served, message: str) -> None:
    """The same message gets the same sentences, in order, with the same sources and coverage."""
    check(served, message)


@pytest.mark.parametrize(
    "saying", [replace(TABLE_ANSWER, text=text) for text in SIGNS], indirect=True
)
def test_signs_are_shown_as_they_are(saying: Served) -> None:
    """What means something to a channel's markup is shown, and does nothing."""
    check(saying, "Kysymys")


@pytest.mark.parametrize(
    "saying",
    [
        DECLINE,
        replace(TABLE_ANSWER, coverage=Coverage.PARTIAL),
        replace(TABLE_ANSWER, notice="Kielimalliin ei saatu yhteyttä."),
        replace(TABLE_ANSWER, suggestions=("Entä *muut*?", "Miksi <näin>?", "P" + "itkä " * 60)),
    ],
    indirect=True,
)
def test_what_is_beside_the_sentences_agrees(saying: Served) -> None:
    """Coverage, notice and suggestions are told alike."""
    check(saying, "Kysymys")


def test_there_are_enough_messages_of_every_kind() -> None:
    """The table is worth its name."""
    kinds = {kind for kind, _ in MESSAGES}
    assert len(MESSAGES) >= 60
    assert {
        "list",
        "table",
        "partial",
        "decline",
        "small_talk",
        "personal",
        "signs",
        "long",
    } <= kinds
