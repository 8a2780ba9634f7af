"""`murros eval --live`: the question set with a language model, beside the answers without."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from opentelemetry.sdk.trace import ReadableSpan

from bot.answer import Mode
from bot.evaluation import Result
from bot.messages import say
from bot.trace import NAME

PER_TOKENS = 1_000_000  # what a price is told for


@dataclass(frozen=True, slots=True)
class Cost:
    """Tokens read and written by a model, as its provider counts them, and calls made."""

    calls: int
    read_tokens: int
    written_tokens: int

    def price(self, read: float, written: float) -> float:
        """Return what it costs at prices for a million tokens, in their currency."""
        return (self.read_tokens * read + self.written_tokens * written) / PER_TOKENS


def count_cost(spans: Sequence[ReadableSpan]) -> Cost:
    """Return the cost of the calls that stand in the spans of answers."""
    calls = [span.attributes or {} for span in spans if span.name == "write"]

    def total(name: str) -> int:
        values = (values.get(f"{NAME}.{name}", 0) for values in calls)
        return sum(value for value in values if isinstance(value, int))

    return Cost(len(calls), total("read_tokens"), total("written_tokens"))


def count_dropped(spans: Sequence[ReadableSpan]) -> Counter[str]:
    """Return how many sentences were not shown, by what was wrong with them."""
    found: Counter[str] = Counter()
    for span in spans:
        faults = (span.attributes or {}).get(f"{NAME}.dropped", ())
        found.update(str(fault) for fault in faults if span.name == "write")  # type: ignore[union-attr] # a list of texts
    return found


def tell_live(
    results: Sequence[Result],
    without: Sequence[Result],
    spans: Sequence[ReadableSpan],
    price: Sequence[float],
) -> None:
    """Print what the model wrote, what it cost, and which questions fell or rose with it."""
    cost = count_cost(spans)
    written = sum(result.answer.mode is Mode.MODEL for result in results)
    lines = [
        say("live.written", count=str(written), total=str(len(results))),
        say(
            "live.tokens",
            calls=str(cost.calls),
            read=str(cost.read_tokens),
            written=str(cost.written_tokens),
        ),
    ]
    if price:
        lines.append(say("live.price", price=f"{cost.price(*price):.4f}".replace(".", ",")))
    dropped = ", ".join(f"{name} {count}" for name, count in count_dropped(spans).most_common())
    lines.append(say("live.dropped", faults=dropped or "–"))
    for key, is_risen in (("live.fallen", False), ("live.risen", True)):
        pairs = zip(results, without, strict=True)
        changed = [r for r, plain in pairs if r.is_right != plain.is_right]
        those = [result for result in changed if result.is_right is is_risen]
        lines.append(say(key, count=str(len(those))))
        lines += [f"  {r.case.id} {r.case.question} {'; '.join(r.faults)}" for r in those]
    sys.stdout.write("\n".join(lines) + "\n")
