"""Measures how soon Slack and Teams are acknowledged when 50 people write at once.

The service is a process of its own with the embedded assistant, the vendors are doubles here.
Run by `make bench`, or alone: `python -m tests.bench.channels`.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from itertools import count

import httpx
from rich.console import Console

from tests.api.channels.slack import deliver
from tests.api.channels.slack import double as slack
from tests.api.channels.teams import double as teams
from tests.bench.serving import serve_apart, time_build

AT_ONCE, ROUNDS = 50, 6
QUESTION = "Kuinka moni jo käyttää etätapaamisia?"
MAX_ACK_S = 1.0
WAIT_S = 60.0
PERCENT = 100

Delivery = tuple[bytes, dict[str, str]]
Figure = tuple[str, float, float]
"""Name, value, and the most that it may be."""

_people = count(1)


def measure_channels(environment: Mapping[str, str]) -> list[Figure]:
    """Return each channel's slow acknowledgements (s) and answers that were lost or sent twice.

    `environment`: settings of a service whose index is built. The first round comes as soon as the
    service is ready.
    """
    with ExitStack() as stack:
        of_slack = stack.enter_context(slack.serve_double())
        of_teams = stack.enter_context(teams.serve_double())
        channels: dict[str, tuple[str, Callable[[], Delivery], Callable[[], int]]] = {
            "Slack": (deliver.PATH, _write_slack, lambda: _count_slack(of_slack)),
            "Teams": (
                "/api/messages",
                lambda: _write_teams(of_teams),
                lambda: len(of_teams.replies()),
            ),
        }
        settings = {
            "MURROS_SLACK_BOT_TOKEN": deliver.TOKEN,
            "MURROS_SLACK_SIGNING_SECRET": deliver.SECRET,
            "MURROS_SLACK_API_URL": of_slack.url,
            **{f"MURROS_{name.upper()}": value for name, value in of_teams.settings().items()},
        }
        figures: list[Figure] = []
        for name, (path, write, count_answers) in channels.items():
            served = stack.enter_context(serve_apart({**environment, **settings}))
            address = str(served.client.base_url).rstrip("/") + path
            times_s: list[float] = []
            for number in range(ROUNDS):
                times_s += asyncio.run(_send([write() for _ in range(AT_ONCE)], address))
                _await(count_answers, (number + 1) * AT_ONCE)
            slow_s = statistics.quantiles(times_s, n=PERCENT)[-1]
            wrong = abs(count_answers() - ROUNDS * AT_ONCE)
            figures += [
                (f"{name}: ack of {AT_ONCE} at once, p99 (s)", slow_s, MAX_ACK_S),
                (f"{name}: answers lost or twice, of {ROUNDS * AT_ONCE}", float(wrong), 0.0),
            ]
        return figures


async def _send(deliveries: list[Delivery], address: str) -> list[float]:
    """Send all at once; return the seconds until each was acknowledged."""
    limits = httpx.Limits(max_connections=AT_ONCE)

    async def send(client: httpx.AsyncClient, body: bytes, headers: dict[str, str]) -> float:
        started_s = time.perf_counter()
        (await client.post(address, content=body, headers=headers)).raise_for_status()
        return time.perf_counter() - started_s

    async with httpx.AsyncClient(limits=limits, timeout=WAIT_S) as client:
        return await asyncio.gather(*(send(client, *delivery) for delivery in deliveries))


def _write_slack() -> Delivery:
    person = next(_people)
    event = deliver.make_direct(QUESTION, user=f"U{person}", channel=f"D{person}")
    body = json.dumps(deliver.wrap(event)).encode()
    return body, deliver.sign_headers(body)


def _write_teams(double: teams.Double) -> Delivery:
    person = next(_people)
    talk = teams.Talk(id=f"a:{person}", user=f"29:{person}")
    body = json.dumps(double.activity(QUESTION, talk)).encode()
    headers = {"authorization": f"Bearer {double.sign()}", "content-type": "application/json"}
    return body, headers


def _count_slack(double: slack.Double) -> int:
    return sum(message.is_answer for message in list(double.messages))


def _await(count_answers: Callable[[], int], wanted: int) -> None:
    """Return once so many answers are there, and a moment later, for one too many to come."""
    end_s = time.monotonic() + WAIT_S
    while count_answers() < wanted and time.monotonic() < end_s:
        time.sleep(0.05)
    time.sleep(0.5)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="murros-bench-") as home:
        environment = {"MURROS_HOME": home, "MURROS_RATE_LIMIT": "0"}
        time_build(environment)
        for name, value, most in measure_channels(environment):
            Console().print(f"{name}: {value:.2f} (≤ {most:g})")


if __name__ == "__main__":
    main()
