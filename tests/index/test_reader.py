"""The real report as a reader sees it, and each rule on texts with other words."""

from collections.abc import Callable

import pytest

from index.errors import ReportError
from index.reader import read_report
from index.report import Passage, PassageKind, Report, Source

Read = Callable[[str], Report]
ReadSection = Callable[[str], list[Passage]]

# --- the real report -------------------------------------------------------------------------

SECTIONS = [
    ("0", "Kunta-alan työn murroksen seuranta – mistä on kysymys?", 1),
    ("1", "Peruspalvelukuntayhtymä Selänne 2020: Tuen pitää toimia myös poikkeusoloissa", 1),
    ("2", "Korona-ajan kokemuksia", 3),
    ("3", "Mikä saa aikaan muutosta sosiaalityössä?", 4),
    ("4", "Nousevia ammatteja ja osaamistarpeita", 10),
    ("5", "Miten sosiaalityön murrosta kannattaa seurata?", 10),
    ("6", "Mitä on tarpeen tehdä, jotta kunta-ala onnistuu työn murroksessa?", 10),
    ("7", "Mitä tai miten tekemällä epäonnistumisen riski kasvaa?", 11),
    ("8", "Anna palautetta tästä kuvauksesta ja kerro, miten saisimme siitä paremman", 12),
    ("9", "Kaaviokuvien taulukot", 13),
]
SUBSECTIONS = {
    "2": ("Asiakkaat", "Etätyö"),
    "3": (
        "Monimuotoinen asiakaskunta",
        "Poliittinen päätöksenteko ja kuntien erilaisuus",
        "Uudenlaiset työtavat",
        "Digitalisaation hyödyntäminen",
        "Toisten työpaikkojen esimerkit ja kiinnostavat ratkaisut",
        "Top 6 -kyselyvastaukset",
    ),
    "6": (
        "Sosiaalityön merkitys näkyviin",
        "Päätöksenteko",
        "Työyhteisöjen ja työskentelytapojen kehittäminen",
        "Sote-uudistus ja yhteistyö",
    ),
}
# A passage's first words, and where it must stand: section, sub-heading, kind, first page.
PLACES = [
    ("Kunta-alan työn murroksen kuvaus 6:", "0", None, "title", 1),
    ("Päivitetty 17.5.2021", "0", None, "date", 1),
    ("Millä tavoin työt ja toimintatavat", "0", None, "paragraph", 1),
    ("Vammaisten työ- ja päivätoiminnan", "1", None, "paragraph", 1),
    ("Meidän asiakkaille työ- ja päivätoiminta", "1", None, "quotation", 1),
    ("Sosiaalipalveluilla on monta kohderyhmää", "1", None, "paragraph", 2),
    ("Sosiaalialalla onnistuttiin", "2", None, "bullet", 3),
    ("Rajoitustoimet kohdistuivat", "2", "Asiakkaat", "bullet", 3),
    ("Etätyö ja digiloikka.", "2", "Etätyö", "bullet", 3),
    ("Työn sisältö ei ole muuttunut.", "2", "Etätyö", "bullet", 3),
    ("Monimuotoistuva asiakaskunta", "3", "Monimuotoinen asiakaskunta", "bullet", 4),
    ("Mobiililaitteet mahdollistavat", "3", "Digitalisaation hyödyntäminen", "bullet", 4),
    ("Sosiaalityön asiakkaina ovat myös", "3", "Digitalisaation hyödyntäminen", "bullet", 5),
    ("Moniammatillisuus", "3", "Top 6 -kyselyvastaukset", "bullet", 7),
    ("Palveluohjaaja, joka integroi", "4", None, "bullet", 10),
    ("Turvataan sosiaalialan", "6", "Päätöksenteko", "bullet", 10),
    ("Ymmärretään, että osa", "6", "Päätöksenteko", "bullet", 11),
    ("Ei kuunnella henkilöstöä.", "7", None, "bullet", 11),
    ("Anna palautetta kuvauksesta", "8", None, "paragraph", 12),
]
FIGURES = [(1, "1", 2), (2, "3", 6), (3, "3", 8), (4, "3", 9)]
# Texts that are hard to join right, as they must read.
JOINED = [
    "Seuranta on osa Kuntatyö2030-kokonaisuutta.",
    "palvelut toimivat koronasta huolimatta.",
    "asiantuntija- ja erityisasiantuntijatyötä.",
    "etäisiä. Pienissä kunnissa kaikki on lähellä",
    "sosiaalityössä ja -ohjauksessa on jalkauduttu aina",
    "tilanteisiin. Koulutus- ja tukitarve on suuri myös omaisilla.",
    "kun toiset ovat taas tehneet pääasiassa lähityötä. Olen itse antanut",
    "etäpalvelu ja sosiaalisen kuntoutuksen etäkahvila",
    "kehitysvammaisten kanssa ja kehitysvammaisten toimintakeskus",
]
# As the original has it, errors and all.
VERBATIM = [
    "KT Kuntatyöantajat",
    "paikkariippumattomaksi",
    "Hyvä ammatillinen osaaminen ja vahva työkokemus kannattelivat yli vaikea ajan",
    "Terveyden ja hyvinvoinninlaitoksen mukaan",
    "Nepsy-(neuropsykiatristen) haasteiden",
    "Perhekumppanipalvelu -Vantaan",
    'Osaoptimoidaan kunnan eri toimialojen välillä: "Ei kuulu meille".',
]


def find(report: Report, start: str) -> Passage:
    """Return the only passage that begins so."""
    (found,) = [p for p in report.passages() if p.text.startswith(start)]
    return found


def test_report_has_its_pages(report: Report) -> None:
    """The report has 16 pages, by its own numbers."""
    assert report.page_count == 16


def test_report_has_its_sections(report: Report) -> None:
    """The opening is section 0; headings are joined over lines and stand on their pages."""
    assert [(s.number, s.title, s.page) for s in report.sections] == SECTIONS


def test_sections_have_their_subheadings(report: Report) -> None:
    """Sections 2, 3 and 6 have sub-headings, without what leads on to the list; others none."""
    found = {s.number: s.subsections for s in report.sections if s.subsections}
    assert found == SUBSECTIONS


@pytest.mark.parametrize(("start", "section", "subsection", "kind", "page"), PLACES)
def test_passage_stands_in_its_place(
    report: Report, start: str, section: str, subsection: str | None, kind: str, page: int
) -> None:
    """Each passage is known by section, sub-heading, kind and the page of its first word."""
    found = find(report, start)
    assert (found.section, found.subsection, found.kind, found.page) == (
        section,
        subsection,
        kind,
        page,
    )


@pytest.mark.parametrize(("figure", "section", "page"), FIGURES)
def test_figure_has_its_caption(report: Report, figure: int, section: str, page: int) -> None:
    """Each of the four figures has one caption, with all that is said under it."""
    found = find(report, f"Kuva {figure}. ")
    assert (found.figure, found.section, found.page) == (figure, section, page)
    assert (found.kind, found.subsection) == (PassageKind.CAPTION, None)


def test_caption_has_all_its_sentences(report: Report) -> None:
    """What is said under figure 2 belongs to its caption."""
    assert find(report, "Kuva 2. ").text.endswith("Paljon on silti vasta suunnitteluasteella.")


def test_alternative_text_belongs_to_its_figure(report: Report) -> None:
    """The text before Kuva 4 that tells what it shows is of figure 4."""
    found = find(report, "Kuvan kaaviossa esitetään")
    assert (found.figure, found.page, found.subsection) == (4, 9, None)


def test_no_other_passage_is_of_a_figure(report: Report) -> None:
    """Only captions and the alternative text are of a figure."""
    assert sum(p.figure is not None for p in report.passages()) == len(FIGURES) + 1


@pytest.mark.parametrize("text", JOINED + VERBATIM)
def test_text_is_verbatim(report: Report, text: str) -> None:
    """Lines are joined as one reads them, and the original's spelling stays."""
    assert any(text in passage.text for passage in report.passages())


def test_footers_are_no_text(report: Report) -> None:
    """Page furniture is in no passage and no label."""
    labels = [row.label for table in report.tables for row in table.rows]
    texts = [passage.text for passage in report.passages()]
    assert not [text for text in labels + texts if ", sivu " in text]


def test_bullets_are_whole(report: Report) -> None:
    """No bullet is cut at an empty line or a page: each section has as many as are printed."""
    counts = {
        section.number: sum(p.kind is PassageKind.BULLET for p in section.passages)
        for section in report.sections
    }
    printed = {"2": 16, "3": 39, "4": 11, "5": 3, "6": 24, "7": 14}
    assert {number: count for number, count in counts.items() if count} == printed


def test_bullet_spans_two_pages(report: Report) -> None:
    """The last Etätyö bullet begins on page 3 and goes on on page 4."""
    found = find(report, "Työn sisältö ei ole muuttunut.")
    assert [page for _, page in found.pages] == [3, 4]
    assert found.page_at(0) == 3
    assert found.page_at(found.text.index("kun toiset")) == 3
    assert found.page_at(found.text.index("toiset ovat taas")) == 4
    assert found.page_at(len(found.text) - 1) == 4


def test_story_ends_at_its_last_quotation(report: Report) -> None:
    """General text after the story of section 1 has no heading and is no part of the story."""
    passages = report.section("1").passages
    last = max(i for i, p in enumerate(passages) if p.is_story)
    assert passages[last].text.startswith("Erityisesti pisteet ohjaajille")
    assert passages[last + 1].text.startswith("Sosiaalipalveluilla on monta")
    assert not any(p.is_story for s in report.sections if s.number != "1" for p in s.passages)


def test_examples_and_links_are_all_there(report: Report) -> None:
    """Section 3 lists 17 examples and 16 distinct addresses, section 8 one."""
    examples = [
        p
        for p in report.section("3").passages
        if p.kind is PassageKind.BULLET and p.subsection == SUBSECTIONS["3"][4]
    ]
    assert len(examples) == 17
    links = [p for p in report.passages() if p.kind is PassageKind.LINK]
    assert [(p.section, p.page) for p in links] == [("3", 5)] * 16 + [("8", 12)]
    assert len({p.text for p in links}) == 17


def test_quotations_are_three(report: Report) -> None:
    """The story has three quotations, without their dash; other dashes are text."""
    found = [p.text for p in report.passages() if p.kind is PassageKind.QUOTATION]
    assert [text.split()[0] for text in found] == ["Meidän", "Osan", "Erityisesti"]


def test_passages_have_unique_ids_and_no_marks(report: Report) -> None:
    """Ids are unique; no passage is empty or keeps its bullet."""
    passages = list(report.passages())
    assert len({p.id for p in passages}) == len(passages)
    assert not [p for p in passages if not p.text or p.text.startswith(("•", "– "))]


def test_passage_pages_ascend(report: Report) -> None:
    """Pages of passages never go back, and each begins at its text's first character."""
    pages = [page for p in report.passages() for _, page in p.pages]
    assert pages == sorted(pages)
    assert all(p.pages[0][0] == 0 for p in report.passages())


# --- each rule on other words ----------------------------------------------------------------

RULES = [
    (
        "a bullet goes on over an empty line where the next begins small",
        "• Lainaus sujuu \n\nilman jonoa. \n",
        [("bullet", "Lainaus sujuu ilman jonoa.")],
    ),
    (
        "a bullet goes on over an empty line with a new sentence",
        "• Lainaus sujuu. \n\nJono on poissa. \n\n• Palautus sujuu. \n",
        [("bullet", "Lainaus sujuu. Jono on poissa."), ("bullet", "Palautus sujuu.")],
    ),
    (
        "a bullet goes on over a page break where the next begins small",
        "• Lainaus \n sujuu. \n• Palautus. \n",
        [("bullet", "Lainaus sujuu."), ("bullet", "Palautus.")],
    ),
    (
        "a bullet ends at a page break where a sentence begins",
        "• Lainaus sujuu. \n Kirjasto on yhteinen tila kaikille. Sinne tullaan. \n",
        [
            ("bullet", "Lainaus sujuu."),
            ("paragraph", "Kirjasto on yhteinen tila kaikille. Sinne tullaan."),
        ],
    ),
    (
        "a short line before a bullet is a sub-heading",
        "Aineisto \n\n• Kirjoja riittää. \n\nTilat \n\n• Tilaa on. \n",
        [
            ("heading", "Aineisto"),
            ("bullet", "Kirjoja riittää."),
            ("heading", "Tilat"),
            ("bullet", "Tilaa on."),
        ],
    ),
    (
        "a sub-heading may follow the section's heading at once",
        "Aineisto \n• Kirjoja riittää. \n",
        [("heading", "Aineisto"), ("bullet", "Kirjoja riittää.")],
    ),
    (
        "a quotation ends where a paragraph begins",
        "– Luen paljon, \nsanoo lukija. \n\nKirjasto auttaa häntä. \n",
        [("quotation", "Luen paljon, sanoo lukija."), ("paragraph", "Kirjasto auttaa häntä.")],
    ),
    (
        "paragraphs part at empty lines",
        "Ensin luetaan. \n\nSitten puhutaan. \n",
        [("paragraph", "Ensin luetaan."), ("paragraph", "Sitten puhutaan.")],
    ),
    (
        "a paragraph goes on over a page break in mid-sentence",
        "Ensin luetaan ja \n sitten puhutaan. \n",
        [("paragraph", "Ensin luetaan ja sitten puhutaan.")],
    ),
    (
        "a caption takes all lines of its block",
        "Kuva 2. Lainat kasvavat. \nKirjat ensin. \n\nLehtiä luetaan vähemmän. \n",
        [
            ("caption", "Kuva 2. Lainat kasvavat. Kirjat ensin."),
            ("paragraph", "Lehtiä luetaan vähemmän."),
        ],
    ),
    (
        "an address is a passage of its own, once however often it is printed",
        "• Lainaus sujuu. \n\nhttps://esimerkki.fi/a\nhttps://esimerkki.fi/a\nhttps://b.fi/\n",
        [
            ("bullet", "Lainaus sujuu."),
            ("link", "https://esimerkki.fi/a"),
            ("link", "https://b.fi/"),
        ],
    ),
    (
        "a number at the start of a line in mid-sentence is no section",
        "Kirjoja on \n12. kerran vuodessa laskettu. \n",
        [("paragraph", "Kirjoja on 12. kerran vuodessa laskettu.")],
    ),
    (
        "a dash inside a line is text",
        "Lainaus – ja palautus – sujuu. \n",
        [("paragraph", "Lainaus – ja palautus – sujuu.")],
    ),
    (
        "errors of the original stay",
        "Kirjastto on on auki.. \n",
        [("paragraph", "Kirjastto on on auki..")],
    ),
]


@pytest.mark.parametrize(("claim", "body", "expected"), RULES, ids=[c[0] for c in RULES])
def test_rule(
    read_section: ReadSection, claim: str, body: str, expected: list[tuple[str, str]]
) -> None:
    """Each rule of the layout holds whatever the words are."""
    assert [(p.kind.value, p.text) for p in read_section(body)] == expected, claim


HEADINGS = [
    ("1. Kirjasto muuttuu \n\nTeksti. \n", "Kirjasto muuttuu"),
    ("1. Kirjasto muuttuu nopeasti ja \nkaikki tietävät sen \n\nTeksti. \n", None),
    ("1. Miten käy? \nAineisto \n\n• Hyvin. \n", "Miten käy?"),
    ("1. Kirjasto 2020: Auki myös \niltaisin \n\nTeksti. \n", "Kirjasto 2020: Auki myös iltaisin"),
]


@pytest.mark.parametrize(("text", "title"), HEADINGS)
def test_heading_is_joined_over_lines(read: Read, text: str, title: str | None) -> None:
    """A heading takes the lines that go on in small letters, and no sub-heading."""
    expected = title or "Kirjasto muuttuu nopeasti ja kaikki tietävät sen"
    assert read(text).section("1").title == expected


SUBHEADINGS = [
    ("Muiden ratkaisut, kuten \n\n• Yksi \n", "Muiden ratkaisut"),
    ("Kysely: Mikä on tärkeää \n\n• Yksi \n", "Kysely"),
    ("Muiden ratkaisut: \n\n• Yksi \n", "Muiden ratkaisut"),
]


@pytest.mark.parametrize(("body", "name"), SUBHEADINGS)
def test_subheading_is_named_without_its_lead(
    read_section: ReadSection, body: str, name: str
) -> None:
    """A sub-heading's name is without what leads on to the list; its text stays whole."""
    heading, bullet = read_section(body)
    assert (bullet.subsection, heading.subsection) == (name, name)
    assert heading.text == body.partition(" \n")[0]


def test_text_before_a_caption_that_tells_of_it_is_of_the_figure(read_section: ReadSection) -> None:
    """A paragraph on the figure belongs to the caption below it, on the same page only."""
    told, caption = read_section("Kuvassa on lainoja. \n\nKuva 3. Lainat. \n")
    assert (told.figure, caption.figure) == (3, 3)
    told, caption = read_section("Kuvassa on lainoja. \n Kuva 3. Lainat. \n")
    assert (told.figure, caption.figure) == (None, 3)


def test_opening_is_section_0(read: Read) -> None:
    """Title, date and heading before the first number are section 0."""
    opening = read("1. Luku \n\nTeksti. \n").section("0")
    assert opening.title == "Mistä on kysymys?"
    assert [p.kind.value for p in opening.passages] == ["title", "date", "heading", "paragraph"]


def test_report_without_tables_is_read(read: Read) -> None:
    """A report of text alone has no tables."""
    assert read("1. Luku \n\nTeksti. \n").tables == ()


def test_tables_belong_to_the_last_section(read: Read) -> None:
    """Tables are printed at the end and belong to the section that holds them."""
    body = "1. Luku \n\nTeksti. \n 2. Taulukot \nTaulukko 1. Lainat. \n\nPaljon Vähän \n\n"
    report = read(body + "Kirjat \n\n60 % 40 % \n")
    assert [(t.section, t.page) for t in report.tables] == [("2", 2)]


@pytest.mark.parametrize("text", ["", "\n\n", " Otsikko \n\nPelkkää tekstiä. \n"])
def test_text_of_another_layout_is_refused(source: Source, text: str) -> None:
    """A file without numbered sections is no report of the series, and the error says so."""
    with pytest.raises(ReportError, match="ei ole numeroituja lukuja"):
        read_report(text, source)


def test_unknown_section_is_a_key_error(report: Report) -> None:
    """A section is had by its number; there is no other answer for a wrong one."""
    with pytest.raises(KeyError):
        report.section("99")
