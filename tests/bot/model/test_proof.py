"""A sentence is shown only where the report says so; markers are mended, everything else is not."""

from collections.abc import Callable

import pytest

from bot.claim import Claim, evidence_source
from bot.evidence import Evidence
from bot.model.exhibit import Exhibit, list_exhibits
from bot.model.proof import MAX_WORDS, Fault, Prover, tidy
from bot.question import read_question
from bot.reply import Responder
from bot.retrieve import Retriever
from index.report import Report

MEET = "Asiakkaita on silti edelleen tavattava kasvokkain"
HOPE = "Asiakkaat toivovat mahdollisuutta pitää yhteyttä muutoinkin kuin perinteisin tavoin"
SHARE = (
    "Sosiaalialan henkilöstöstä 78 % arvioi työyhteisönsä selviytyneen hyvin koronakriisin aikana"
)
UNPROVED = {Fault.UNSUPPORTED, Fault.UNMARKED, Fault.NUMBER, Fault.FIGURES}
Given = Callable[..., list[Exhibit]]


@pytest.fixture(scope="module")
def prover(retriever: Retriever) -> Prover:
    """Return what proves sentences against the real report."""
    return Prover(retriever.evidence)


@pytest.fixture(scope="module")
def given(retriever: Retriever) -> Given:
    """Return what makes exhibits of pieces of the real report, told by words in them."""

    def find(*words: str) -> list[Exhibit]:
        return [exhibit_of(retriever, text) for text in words]

    return find


def exhibit_of(retriever: Retriever, words: str) -> Exhibit:
    """Return the one piece of evidence that has these words as an exhibit."""
    ((place, e),) = [(i, e) for i, e in enumerate(retriever.evidence) if words in e.text]
    return exhibit(e, place)


def exhibit(e: Evidence, place: int) -> Exhibit:
    """Return a whole piece of evidence as a model is given it."""
    source = evidence_source(e)
    text = source.citation.quote if e.passage is not None else e.text
    return Exhibit(" > ".join(name for name in e.headings if name), text, (source,), (place,))


def shown(found: Claim | Fault) -> Claim:
    """Return a claim that must have been proved."""
    assert isinstance(found, Claim), found
    return found


def fault(found: Claim | Fault) -> Fault:
    """Return why a sentence that must not have been proved was dropped."""
    assert isinstance(found, Fault), found
    return found


@pytest.mark.parametrize(
    "sentence",
    [
        f"{MEET} [1].",
        f"{MEET}. [1]",
        f"{MEET}. [1].",
        f"{MEET}[1].",
        f"\n{MEET} [1].",
        f"- {MEET} [1]",
        f"**{MEET}** [1].",
        f"{MEET.upper()} [1].",
    ],
)
def test_words_of_the_report_pass(prover: Prover, given: Given, sentence: str) -> None:
    """A whole sentence of a marked exhibit is shown with that exhibit as its source."""
    exhibits = given(MEET, HOPE)
    claim = shown(prover.prove(sentence, exhibits))
    assert claim.text.rstrip(".").lower() == MEET.lower()
    assert claim.sources == exhibits[0].sources


def test_two_sentences_of_the_report_pass(prover: Prover, given: Given) -> None:
    """Neighbouring sentences of one exhibit are as good as one."""
    (exhibit,) = given(MEET)
    assert shown(prover.prove(f"{exhibit.text} [1]", [exhibit])).text == exhibit.text


@pytest.mark.parametrize(
    ("marker", "case"),
    [
        (" [2]", "another exhibit"),
        ("", "no marker"),
        (" [9]", "a number that is not there"),
        (" [0]", "a number before the first"),
        (" [123456789]", "a huge number"),
        (" [2] [9]", "two that are wrong"),
    ],
)
def test_wrong_markers_are_mended(prover: Prover, given: Given, marker: str, case: str) -> None:
    """Where one exhibit clearly says so, a sentence gets that one, whatever its marker."""
    exhibits = given(MEET, HOPE)
    claim = shown(prover.prove(f"{MEET}{marker}.", exhibits))
    assert claim.sources == exhibits[0].sources, case
    assert "[" not in claim.text


def test_needless_marker_is_left_out(prover: Prover, given: Given) -> None:
    """Of two exhibits marked only the one that proves the sentence is cited."""
    exhibits = given(MEET, HOPE)
    claim = shown(prover.prove(f"{MEET} [1] [2].", exhibits))
    assert claim.sources == exhibits[0].sources


def test_markers_of_one_exhibit_make_one_source(prover: Prover, given: Given) -> None:
    """A marker that stands twice is one source."""
    exhibits = given(MEET, HOPE)
    assert len(shown(prover.prove(f"{MEET} [1] [1].", exhibits)).sources) == 1


def test_sentence_without_any_evidence_is_dropped(prover: Prover) -> None:
    """Where nothing was given, nothing can be proved, and nothing fails."""
    assert fault(prover.prove(f"{MEET} [1].", [])) is Fault.UNMARKED


def test_no_marker_and_no_proof(prover: Prover, given: Given) -> None:
    """What no exhibit says is called unmarked where it has no marker, unsupported where it has."""
    text = "Kirjastojen aukioloaikoja pidennettiin kesällä"
    assert fault(prover.prove(f"{text}.", given(MEET, HOPE))) is Fault.UNMARKED
    assert fault(prover.prove(f"{text} [1].", given(MEET, HOPE))) is Fault.UNSUPPORTED


@pytest.mark.parametrize("number", ["78\u00a0%", "78 prosenttia"])
def test_number_of_the_quote_passes(prover: Prover, given: Given, number: str) -> None:
    """A number may be written in another way than in the report."""
    exhibits = given("78 % arvioi", MEET)
    text = SHARE.replace("78 %", number)
    assert shown(prover.prove(f"{text} [1].", exhibits)).sources == exhibits[0].sources


@pytest.mark.parametrize("number", ["88 %", "7,8 %", "78 000", "78 €", "kolme neljästä"])
def test_number_that_is_not_in_the_quote_is_dropped(
    prover: Prover, given: Given, number: str
) -> None:
    """Everything else may stand in the report: one number of its own ends a sentence."""
    text = SHARE.replace("78 %", number)
    assert fault(prover.prove(f"{text} [1].", given("78 % arvioi", MEET))) is Fault.NUMBER


def test_number_of_another_sentence_is_dropped(prover: Prover, given: Given) -> None:
    """A number of the same passage is not proof of what it is not told of."""
    text = SHARE.replace("78", "63")
    assert fault(prover.prove(f"{text} [1].", given("78 % arvioi"))) is Fault.UNSUPPORTED


def test_year_beside_true_words_is_dropped(prover: Prover, given: Given) -> None:
    """True words with a year that the report does not tell are not shown."""
    exhibits = given(MEET, HOPE)
    assert fault(prover.prove(f"Vuonna 2021 {MEET.lower()} [1].", exhibits)) is Fault.NUMBER


@pytest.mark.parametrize("link", ["paha.fi", "kirjaudu.example.com/x", "paha.org"])
def test_bare_address_of_its_own_is_dropped(prover: Prover, given: Given, link: str) -> None:
    """An address without a protocol that no exhibit has is not shown, beside true words either."""
    assert fault(prover.prove(f"{MEET} ({link}) [1].", given(MEET, HOPE))) is Fault.LINK


@pytest.mark.parametrize("link", ["https://paha.example/", "http://paha.example", "www.paha.fi"])
def test_link_of_its_own_is_dropped(prover: Prover, given: Given, link: str) -> None:
    """A link that no exhibit has is not shown, beside true words either."""
    assert fault(prover.prove(f"{MEET} ({link}) [1].", given(MEET, HOPE))) is Fault.LINK


@pytest.mark.xfail(reason="a link of the evidence is not proved by it yet", strict=False)
@pytest.mark.parametrize("frame", ["Osoite: {} [1].", "Lisätietoa: {} [1]"])
def test_link_of_the_evidence_passes(prover: Prover, retriever: Retriever, frame: str) -> None:
    """An address that an exhibit gives may be told."""
    found = [(i, e) for i, e in enumerate(retriever.evidence) if e.kind == "link"]
    place, e = found[-1]
    claim = shown(prover.prove(frame.format(e.text), [exhibit(e, place)]))
    assert e.text in claim.text


@pytest.mark.parametrize(
    "sentence",
    [
        f"<b>{MEET}</b> [1].",
        f"{MEET}<br/> [1].",
        f'<img src="x" onerror="alert(1)"> {MEET} [1].',
        f"{MEET}&nbsp;aina [1].",
        f"{MEET} &#60;aina [1].",
        f"`{MEET}` [1].",
        f"```\n{MEET} [1].",
        f"| {MEET} [1] | Toinen |",
        f"[{MEET}](https://paha.example) [1].",
        f"![kuva](https://paha.example/x.png) {MEET} [1].",
        f"{{{MEET}}} [1].",
        f"\\textbf {MEET} [1].",
    ],
)
def test_markup_is_dropped(prover: Prover, given: Given, sentence: str) -> None:
    """HTML, code, tables and Markdown links are not shown, whatever words they hold."""
    assert fault(prover.prove(sentence, given(MEET, HOPE))) in {Fault.MARKUP, Fault.EMPTY}


@pytest.mark.parametrize(
    "sentence",
    [
        f"**{MEET}** [1].",
        f"__{MEET}__ [1].",
        f"*{MEET}* [1].",
        f"_{MEET}_ [1].",
        f"# {MEET} [1].",
        f"> {MEET} [1].",
        MEET.replace("edelleen", "*edelleen*") + " [1].",
    ],
)
def test_emphasis_is_taken_off(prover: Prover, given: Given, sentence: str) -> None:
    """Marks that only stress leave the words as they are."""
    assert shown(prover.prove(sentence, given(MEET, HOPE))).text == f"{MEET}."


@pytest.mark.parametrize(
    "sentence", ["", "  ", "[1]", "[1].", "---", "1. [1]", "|---|---|", "78 %"]
)
def test_no_words_are_empty(prover: Prover, given: Given, sentence: str) -> None:
    """What has no letter is nothing to show."""
    assert fault(prover.prove(sentence, given(MEET))) is Fault.EMPTY


@pytest.mark.parametrize(
    "sentence",
    [
        "Clients must still be met face to face [1].",
        "Remote work has become more common and clients are met online [1].",
        "Distansarbete har blivit vanligare och det är bra för personalen [1].",
        "Klienterna vill hålla kontakt på andra sätt än tidigare och det är viktigt [1].",
    ],
)
def test_other_languages_are_dropped(prover: Prover, given: Given, sentence: str) -> None:
    """Answers are in Finnish, whatever the question was in."""
    assert fault(prover.prove(sentence, given(MEET, HOPE))) is Fault.LANGUAGE


def test_sentence_too_long_is_dropped(prover: Prover, given: Given) -> None:
    """True words too many to check at a glance are not one sentence."""
    (exhibit,) = given(MEET)
    words = MEET.split()
    many = " ".join(words * (MAX_WORDS // len(words) + 1))
    assert fault(prover.prove(f"{many} [1].", [exhibit])) is Fault.LONG


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (MEET, "Asiakkaita ei tarvitse enää tavata kasvokkain"),
        (MEET, "Asiakkaita ei ole silti edelleen tavattava kasvokkain"),
        (MEET, "Korona-aika ei ole muuttanut etätyöhön liittyvää toimintakulttuuria"),
        (HOPE, "Asiakkaat eivät toivo mahdollisuutta pitää yhteyttä muutoinkin"),
        ("Työn sisältö ei ole muuttunut", "Työn sisältö on muuttunut"),
        ("Digi-maailma muuttaa", "Se on sinällään uutta"),
        ("tarinat sosiaalityön onnistumisista", "Se johtuu niiden puuttumisesta"),
    ],
)
def test_turned_meaning_is_dropped(prover: Prover, given: Given, words: str, sentence: str) -> None:
    """A 'not' put in or left out is not what the report says."""
    assert fault(prover.prove(f"{sentence} [1].", given(words))) is Fault.UNSUPPORTED


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        ("Työn sisältö ei ole muuttunut", "Ole muuttunut"),
        ("Digi-maailma muuttaa", "Sinällään ole uutta"),
        ("Digi-maailma muuttaa", "Ole uutta, koska sosiaalityössä ja -ohjauksessa on jalkauduttu"),
        ("Useimmiten kasvokkainen kohtaaminen", "Aina ole välttämätöntä"),
        ("omistaa älypuhelimen", "Tarkoita, että sitä osaa käyttää"),
        ("omistaa älypuhelimen", "Sitä osaa käyttää"),
        ("Heistä kaikilla ei ole", "Ole pankkitunnuksia"),
    ],
)
def test_part_of_a_sentence_is_not_verbatim(
    prover: Prover, given: Given, words: str, fragment: str
) -> None:
    """Words that follow a 'not' in the report do not pass without it for the report's own."""
    assert fault(prover.prove(f"{fragment} [1].", given(words))) is Fault.UNSUPPORTED


def test_fragment_that_loses_its_not_is_no_proof_without_marker(
    prover: Prover, given: Given
) -> None:
    """Neither does it find a place of its own where it has no marker."""
    exhibits = given("Työn sisältö ei ole muuttunut", "Digi-maailma muuttaa")
    for fragment in ("Ole muuttunut.", "Sinällään ole uutta."):
        assert fault(prover.prove(fragment, exhibits)) in UNPROVED


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (MEET, f"{MEET}, koska laki vaatii sitä"),
        (MEET, f"{MEET}, ja palkkoja on korotettava"),
        (HOPE, f"{HOPE}, ja siksi kuntien on palkattava lisää väkeä"),
        (
            "Etätyöhön suhtaudutaan",
            "Etätyöhön suhtaudutaan aiempaa myönteisemmin, ja se säästää kunnille rahaa",
        ),
    ],
)
def test_added_clause_is_dropped(prover: Prover, given: Given, words: str, sentence: str) -> None:
    """True words do not carry a clause that the report does not have."""
    assert fault(prover.prove(f"{sentence} [1].", given(words))) is Fault.UNSUPPORTED


@pytest.mark.parametrize(
    "sentence",
    [
        "Etätyöhön suhtaudutaan aiempaa myönteisemmin",
        "Etätyö nähdään mahdollisuutena edistää työhyvinvointia",
        "Raportin mukaan etätyöhön suhtaudutaan aiempaa myönteisemmin",
    ],
)
def test_shortened_sentence_passes(prover: Prover, given: Given, sentence: str) -> None:
    """What leaves something out, or says who says so, is still what the report says."""
    exhibits = given("Etätyöhön suhtaudutaan", MEET)
    assert shown(prover.prove(f"{sentence} [1].", exhibits)).sources == exhibits[0].sources


FIGURES = [
    ("{} on käytössä {} prosentilla [1].", None),
    ("{} on kokeilussa {} prosentilla [1].", Fault.FIGURES),
    ("{} on käytössä 99 prosentilla [1].", Fault.NUMBER),
]


@pytest.mark.parametrize(("form", "expected"), FIGURES, ids=[c[0] for c in FIGURES])
def test_figures_are_checked_against_their_row(
    prover: Prover, retriever: Retriever, report: Report, form: str, expected: Fault | None
) -> None:
    """A figure of a real row is shown of its own column, and of no other."""
    table = report.tables[0]
    row = next(r for r in table.rows if len({cell.text for cell in r.cells}) == len(r.cells))
    place = next(i for i, e in enumerate(retriever.evidence) if e.id == row.id)
    text = form.format(row.label, row.cells[0].value)
    found = prover.prove(text, [exhibit(retriever.evidence[place], place)])
    assert (found if isinstance(found, Fault) else None) is expected


def test_what_was_computed_passes_as_it_is_told(prover: Prover, responder: Responder) -> None:
    """The claim of a draft on figures is proof of itself, with its sum."""
    question = "Mitkä kolme toimintatapaa ovat yleisimmät?"
    reply = responder.reply(read_question(question))
    exhibits = list_exhibits(reply.claims, reply.order, responder.evidence)
    for number, told in enumerate(exhibits, 1):
        if "%" in told.text:
            claim = shown(prover.prove(f"- {told.text} [{number}]", exhibits, reply.reckonings))
            assert {s.key for s in claim.sources} <= {s.key for s in told.sources}


TIDY = [
    ("a marker before the stop", "Työ muuttuu [1].", "Työ muuttuu.", " "),
    ("a marker after the stop", "Työ muuttuu. [1]", "Työ muuttuu.", " "),
    ("a stop on both sides", "Työ muuttuu. [1].", "Työ muuttuu.", " "),
    ("several markers", "Työ muuttuu [1] [2].", "Työ muuttuu.", " "),
    ("a marker first", "[1] Työ muuttuu.", "Työ muuttuu.", " "),
    ("no stop at all", "Työ muuttuu [1]", "Työ muuttuu.", " "),
    ("a blank before a stop", "Työ muuttuu , ja kasvaa [1] .", "Työ muuttuu, ja kasvaa.", " "),
    ("a hyphen", "- Työ muuttuu [1]", "Työ muuttuu", "\n- "),
    ("a hyphen and a stop", "- Työ muuttuu. [1]", "Työ muuttuu.", "\n- "),
    ("a dash", "– Työ muuttuu [1]", "Työ muuttuu", "\n- "),
    ("a bullet", "• Työ muuttuu [1]", "Työ muuttuu", "\n- "),
    ("an asterisk", "* Työ muuttuu [1]", "Työ muuttuu", "\n- "),
    ("an item on a line", "\n\n- Työ muuttuu [1]", "Työ muuttuu", "\n- "),
    ("a numbered item", "1. Työ muuttuu [1]", "Työ muuttuu", "\n- "),
    ("a numbered item on a line", "\n2. Työ muuttuu [1].", "Työ muuttuu.", "\n- "),
    ("a number and a bracket", "12) Työ muuttuu [1]", "Työ muuttuu", "\n- "),
    ("a year is no item", "2021. Työ muuttuu [1].", "2021. Työ muuttuu.", " "),
    ("a hyphen at a word is no item", "-ohjaus muuttuu [1].", "-ohjaus muuttuu.", " "),
    ("a sentence on a line", "\nTyö muuttuu [1].", "Työ muuttuu.", "\n"),
    ("bold", "**Työ** muuttuu [1].", "Työ muuttuu.", " "),
    ("bold in an item", "- **Työ** muuttuu [1]", "Työ muuttuu", "\n- "),
    ("italics", "*Työ* muuttuu _nyt_ [1].", "Työ muuttuu nyt.", " "),
    ("underlined", "__Työ__ muuttuu [1].", "Työ muuttuu.", " "),
    ("a heading's mark", "## Työ muuttuu [1].", "Työ muuttuu.", " "),
    ("a quotation's mark", "> Työ muuttuu [1].", "Työ muuttuu.", " "),
    ("a mark inside a word stays", "tiedosto_a muuttuu [1].", "tiedosto_a muuttuu.", " "),
    ("a sign between numbers stays", "2*3 muuttuu [1].", "2*3 muuttuu.", " "),
    ("quotation marks", "Työ ”muuttuu” [1].", "Työ ”muuttuu”.", " "),
    ("a stop in quotation marks", "Sanoi: ”Työ muuttuu.” [1].", "Sanoi: ”Työ muuttuu.”", " "),
    ("a stop in brackets", "(Työ muuttuu.) [1].", "(Työ muuttuu.)", " "),
    ("a question", "Muuttuuko työ? [1].", "Muuttuuko työ?", " "),
    ("a colon", "Työ muuttuu näin: [1]", "Työ muuttuu näin:", " "),
    ("dots", "Työ muuttuu… [1].", "Työ muuttuu…", " "),
    ("blanks and a line end", "Työ  muuttuu\nnyt [1].", "Työ muuttuu nyt.", " "),
    ("nothing", "", "", " "),
    ("an empty item", "- [1]", "", "\n- "),
]


@pytest.mark.parametrize(("case", "sentence", "text", "lead"), TIDY, ids=[c[0] for c in TIDY])
def test_tidy_takes_off_what_is_no_word(case: str, sentence: str, text: str, lead: str) -> None:
    """Markers, list marks and emphasis go, words and one stop stay, the list is remembered."""
    assert tidy(sentence) == (text, lead), case
