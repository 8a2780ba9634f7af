"""The labelled sets of statements: does the cited evidence support the sentence?

One statement a line: `given` and `cited` are ids of evidence, `computed` pairs of operands and
result, `label` whether a careful reader would call the sentence true with only the cited evidence
at hand. Statements on the same evidence are of one `group`; one group in three was not looked at
while the checks were made. `statements.jsonl` was written by people who had not seen the code;
`hostile.jsonl` by one who had, before it believed more: lies that keep the evidence's words, and
true sentences as a careful model writes them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from zlib import crc32

from bot.claim import Claim, Reckoning, evidence_source
from bot.evidence import Evidence
from bot.model.exhibit import Exhibit
from bot.model.proof import Fault, Prover

FILE = Path(__file__).with_name("statements.jsonl")
HOSTILE = FILE.with_name("hostile.jsonl")
HELD_EVERY = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with markers, the evidence given with it, and whether it is true."""

    sentence: str
    exhibits: tuple[Exhibit, ...]
    cited: tuple[Exhibit, ...]
    reckonings: tuple[Reckoning, ...]
    is_true: bool
    kind: str
    is_held: bool


def read_statements(evidence: Sequence[Evidence], file: Path = FILE) -> list[Statement]:
    """Return a set, over the evidence of the real report."""
    by_id = {e.id: (place, e) for place, e in enumerate(evidence)}
    found: list[Statement] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        reckonings = tuple(
            Reckoning("sum", tuple(map(Decimal, operands)), Decimal(result), "%", ())
            for operands, result in item.get("computed", ())
        )
        told = " ".join(f"Yhteensä {r.result} %." for r in reckonings)
        given = [_exhibit(*by_id[i], told) for i in item["given"]]
        markers = " ".join(f"[{item['given'].index(i) + 1}]" for i in item["cited"])
        found.append(
            Statement(
                sentence=f"{item['statement'].rstrip('. ')} {markers}.",
                exhibits=tuple(given),
                cited=tuple(given[item["given"].index(i)] for i in item["cited"]),
                reckonings=reckonings,
                is_true=item["label"],
                kind=item["kind"],
                is_held=crc32(item["group"].encode()) % HELD_EVERY == 0,
            )
        )
    return found


def is_shown(prover: Prover, statement: Statement) -> bool:
    """Return whether a statement is shown; one shown with other sources than cited is mended."""
    found = prover.prove(statement.sentence, statement.exhibits, statement.reckonings)
    return not isinstance(found, Fault) and not is_mended(found, statement)


def is_mended(claim: Claim, statement: Statement) -> bool:
    """Return whether a claim has none of the sources that its sentence named."""
    named = {source.key for exhibit in statement.cited for source in exhibit.sources}
    return not any(source.key in named for source in claim.sources)


def _exhibit(place: int, e: Evidence, told: str) -> Exhibit:
    heading = " > ".join(name for name in e.headings if name)
    text = f"{e.text} {told}".strip() if e.row is not None else e.text
    return Exhibit(heading, text, (evidence_source(e),), (place,))
