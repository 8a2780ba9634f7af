"""Which printed address belongs to which item of the list above it."""

import pytest

from index.links import join_links
from index.report import Passage, PassageKind, Report

# An example's first words → the tail of the address that is its own.
JOINED = {
    "Mielenterveys- ja päihdepalvelujen": "paihdepalvelujen-seka-aikuissosiaalityon-integraatio",
    "Helsingin Soten": "stadin-soten-etatyotoiminta",
    "Sosiaalinen raportointi": "sosiaalinen-raportointi-osana-gerontologista-sosiaalityota",
    "Etsivä sosiaalityö": "jalkautuva-sosiaalialan-tyo",
    "Yhteisösosiaalityötä": "kototori-tukee-kotoutujaa-monialaisesti-ja-yhteisollisesti",
    "Aikuissosiaalityön matalan": "matalan-kynnyksen-palvelu-matala",
    "Aikuissosiaalityön kehittäminen PRO SOS": "www.prosos.fi/",
    "Tampereen matalan": "tampereen-talousneuvola",
    "Etsivä vanhustyö": "jarjestojen-etsivan-vanhustyon-systeeminen",
    "Perhekumppanipalvelu": "perhekumppanipalvelu-vantaan-vaikuttavuusinvestointi-lapset-sib",
    "Kokonaisvaltaisella": "kokonaisvaltaisella-muutoksella-varhaista-tukea-lapsiperheille",
    "Varkauden kaupunki": "aikuissosiaalityon-palvelupakettien-kehittaminen",
}
ALONE = ("katso/510", "katso/573", "10024/138850", "lastensuojelija.blogspot.com/2020/")


@pytest.mark.parametrize(("start", "tail"), JOINED.items())
def test_example_has_its_link(report: Report, start: str, tail: str) -> None:
    """An address that tells its example for certain is joined to it, with its page."""
    (example,) = [p for p in report.passages() if p.text.startswith(start)]
    (link,) = example.links
    assert link.url.endswith(tail)
    assert link.page == 5


def test_no_other_link_is_joined(report: Report) -> None:
    """What no address tells stays without one, and an address has one example at most."""
    urls = [link.url for p in report.passages() for link in p.links]
    assert len(urls) == len(set(urls)) == len(JOINED)


@pytest.mark.parametrize("tail", ALONE)
def test_address_that_tells_nothing_stays_alone(report: Report, tail: str) -> None:
    """An address of a number alone is never guessed at; it stays a link of the list."""
    assert not [link for p in report.passages() for link in p.links if link.url.endswith(tail)]
    assert [p for p in report.passages() if p.kind is PassageKind.LINK and p.text.endswith(tail)]


RULES = [
    ("two shared words join", ["Avoin lukusali Porissa", "Kirjabussi"], "/avoin-lukusali", 0),
    ("inflection does not part", ["Lukusalien avoimuus", "Kirjabussi"], "/lukusali-avoimena", 0),
    ("one shared word is too little", ["Avoin lukusali", "Kirjabussi"], "/lukusali", None),
    ("a tie is not guessed at", ["Avoin lukusali A", "Avoin lukusali B"], "/avoin-lukusali", None),
    (
        "more shared words win",
        ["Avoin lukusali iltaisin", "Avoin lukusali"],
        "/avoin-lukusali-iltaisin",
        0,
    ),
    ("a number tells nothing", ["Avoin lukusali 510", "Kirjabussi"], "/katso/510", None),
    ("letters are met without dots", ["Yötyö äänten parissa"], "/yotyo-aanten", 0),
    ("short words do not count", ["Me ja he ja me", "Kirjabussi"], "/me-ja-he", None),
]


@pytest.mark.parametrize(("claim", "items", "path", "owner"), RULES, ids=[c[0] for c in RULES])
def test_rule(claim: str, items: list[str], path: str, owner: int | None) -> None:
    """An address belongs to the item it shares most words with, or to none."""
    passages = [_passage(PassageKind.BULLET, text, "Lista") for text in items]
    passages.append(_passage(PassageKind.LINK, f"https://esimerkki.fi{path}", "Lista"))
    joined = join_links(passages)
    found = [i for i, p in enumerate(joined) if p.links]
    assert found == ([] if owner is None else [owner]), claim


def test_host_that_is_the_items_name_joins() -> None:
    """A host named like a project belongs to the item that names it."""
    items = ["Hanke LUE NYT alueella", "Avoin lukusali"]
    passages = [_passage(PassageKind.BULLET, text, "Lista") for text in items]
    passages.append(_passage(PassageKind.LINK, "https://www.luenyt.fi/", "Lista"))
    assert [link.url for link in join_links(passages)[0].links] == ["https://www.luenyt.fi/"]


def test_link_of_another_list_is_not_joined() -> None:
    """An address belongs to the list under whose sub-heading it is printed."""
    passages = [
        _passage(PassageKind.BULLET, "Avoin lukusali", "Ensimmäinen"),
        _passage(PassageKind.LINK, "https://esimerkki.fi/avoin-lukusali", "Toinen"),
    ]
    assert not any(p.links for p in join_links(passages))


def _passage(kind: PassageKind, text: str, subsection: str) -> Passage:
    return Passage(f"{kind}-{text}", kind, text, "1", ((0, 1),), subsection)
