"""Answers one question: chooses the kind of answer and writes its claims, or declines."""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace

from bot.about import is_about_report, opening_lexicon, write_about
from bot.answer import Coverage
from bot.claim import Claim, Reckoning
from bot.conversation.memory import Memory, Step
from bot.decide import is_answerable, names_other, names_other_subject
from bot.evidence import Evidence
from bot.lexicon import Lexicon
from bot.links import write_address, write_link
from bot.lists import (
    Heading,
    embed_headings,
    heading_cosines,
    heading_likeness,
    heading_scores,
    is_asked_whole,
    list_headings,
    same_most,
    write_list,
)
from bot.messages import join_names, say
from bot.phrase import FIRST_WORDS, NEXT_WORDS, heading_of, phrase_pick, pick_sentences
from bot.quantity import measures
from bot.question import Ask, Question, find_meta, meta_words
from bot.retrieve import Ranking, Retriever, favour
from bot.signals import Floats, lacks_named, measure
from bot.tables.beside import chart_url, suggest
from bot.tables.follow import follow
from bot.tables.query import Query
from bot.tables.rows import RowFinder
from bot.tables.understand import Reading, understand
from bot.tables.write import assume_table, write_query
from bot.trace import span, tell
from index.grams import split_words

# Who asks for one of these wants no list.
ONE_THING = frozenset({Ask.REASON, Ask.NUMBER, Ask.TIME, Ask.PLACE})
MAX_PASSAGES = 4
MAX_WORDS = 90
MIN_SHARE = 0.025  # of what the best evidence got
MAX_NEAR = 3
NEAR_PLACES = 10
TRACED = 5  # so many of the best pieces of evidence stand in a trace
# Of the evidence found, from which on figures are what is asked for; less where the tables fit.
ROWS_SHARE, FIT_SHARE = 0.5, 0.05
NAMES_HEADING = 0.8  # likeness from which on a question names a heading and asks for its list
SPREAD_SHARE, SPREAD_MOST, SPREAD_WORDS = 0.5, 0.5, 120
# A story is told whole where so much of what is found is of it, and no part has more than so much.
STORY_SHARE, STORY_MOST, STORY_WORDS = 0.85, 0.75, 200
LIST_SCORE = 0.6  # from which on a heading's list is what was asked for


@dataclass(frozen=True, slots=True)
class Reply:
    """The claims that answer one question, and how much they cover.

    `suggestions`: questions that come near and are answered. `chart`: the address of a picture of
    the figures. `reading`: what was asked of the tables, where figures answer. For a language
    model: `order`: places of more evidence, best first; `musts`: claims that no wording may leave
    out; `otherwise`: the reply if the evidence turns out not to tell. For the next turn: `asked`:
    the question as it is understood alone; `kept`: what of the turn before is still spoken of;
    `is_of_item`: one of the things that were told then is told more closely; `step`: where the
    reader is in the onboarding, whose words no language model puts otherwise.
    """

    claims: tuple[Claim, ...]
    coverage: Coverage
    reckonings: tuple[Reckoning, ...] = ()
    suggestions: tuple[str, ...] = ()
    chart: str | None = None
    reading: Reading | None = None
    order: tuple[int, ...] = ()
    musts: tuple[Claim, ...] = ()
    otherwise: "Reply | None" = None
    asked: str = ""
    kept: Memory | None = None
    is_of_item: bool = False
    step: Step | None = None


class Responder:
    """Answers questions over one index, without a language model."""

    def __init__(self, retriever: Retriever) -> None:
        """Prepare what does not depend on the question."""
        self._retriever = retriever
        self.evidence: tuple[Evidence, ...] = retriever.evidence
        self._headings: tuple[Heading, ...] = list_headings(self.evidence)
        self._heading_words = Lexicon([heading.text for heading in self._headings])
        self._heading_vectors = embed_headings(self._headings, retriever.embed)
        self._opening = opening_lexicon(self.evidence)
        self.rows = RowFinder(self.evidence, retriever.embed_passages)
        cells = (cell for e in self.evidence if e.row is not None for cell in e.row.cells)
        self._tells_shares_only = all(cell.unit == "%" for cell in cells)

    def recalling(self) -> "Responder":
        """Return one like it, for a single request: it ranks the same question but once."""
        other = copy(self)
        other._retriever = self._retriever.recalling()
        return other

    def reply(
        self, question: Question, before: Sequence[Query] = (), near: Collection[int] = ()
    ) -> Reply:
        """Return the answer to one question.

        `before`: what the message asked of figures so far. `near`: places of evidence that the
        conversation has come to, where the answer stands rather than elsewhere.

        Raises:
            SearchError: the vector store does not answer.
        """
        told = self._follow(question, before) or self._figure(question)
        if told is not None:
            return told
        kind = find_meta(question)
        if kind is not None and is_about_report(question, kind, self._opening):
            ranking = self._retriever.rank(question, tuple(split_words(meta_words(kind))))
            claims = write_about(kind, ranking, self.evidence)
            if claims and not names_other(measure(ranking, self.evidence)):
                return tell_whole(claims)
        ranking = favour(self.rank(question), near)
        if Ask.LINK in question.asks and not names_other(measure(ranking, self.evidence)):
            linked = self._link(ranking)
            if linked is not None:
                return linked
        named = self._named_list(ranking)
        if named is not None:
            return named
        reading = self._read(question, ranking)
        signals = measure(ranking, self.evidence, reading)
        with span("decide") as begun:
            is_told = self._is_told(question, ranking, reading, signals)
            tell(begun, {"is_told": is_told, "is_figure_sure": bool(reading and reading.is_sure)})
        if not is_told:
            return self.decline(ranking)
        return self._figures(ranking, reading) or self._tell(question, ranking)

    def _read(self, question: Question, ranking: Ranking) -> Reading | None:
        """Return what a question asks of the tables; None where it measures what none tells."""
        if self._tells_shares_only and measures(question):
            return None
        return understand(question, ranking, self.rows)

    def _is_told(
        self, question: Question, ranking: Ranking, reading: Reading | None, signals: Floats
    ) -> bool:
        """Return whether the report tells what is asked."""
        if reading is not None and reading.is_of_others and self._figures(ranking, reading):
            return False
        if Ask.REASON in question.asks and self._takes_for_granted(ranking, reading):
            return False
        is_sure = reading is not None and reading.is_sure
        if reading is not None and reading.left:
            is_sure = is_sure and not names_other_subject(signals)
        return is_sure or is_answerable(signals)

    def embed(self, text: str) -> list[float]:
        """Return the embedding of a message."""
        return self._retriever.embed(text)

    def rank(self, question: Question) -> Ranking:
        """Return the ranking of the evidence for a question, traced."""
        with span("retrieve") as begun:
            ranking = self._retriever.rank(question)
            best = [self.evidence[place].id for place in ranking.order[:TRACED]]
            tell(begun, {"language": question.language.value, "evidence": best})
        return ranking

    def _follow(self, question: Question, before: Sequence[Query]) -> Reply | None:
        """Return the figures of a question that goes on from those before it."""
        if not before:
            return None
        reading = follow(question, self.rank(question), self.rows, before)
        return None if reading is None else write_figures(reading)

    def _takes_for_granted(self, ranking: Ranking, reading: Reading | None) -> bool:
        """Return whether a figure is all there is, and the question says it itself."""
        is_figure = reading is not None and reading.asks and reading.takes_for_granted
        return is_figure and self._is_figure(ranking)

    def _is_figure(self, ranking: Ranking) -> bool:
        """Return whether a row of a table is the best evidence."""
        return self.evidence[ranking.order[0]].row is not None

    def _figures(self, ranking: Ranking, reading: Reading | None) -> Reply | None:
        """Return the figures asked for where rows of tables are the best evidence."""
        if reading is None:
            return None
        rows = [i for i, e in enumerate(self.evidence) if e.row is not None]
        share = float(ranking.shares[rows].sum())
        least = 0.0 if reading.is_sure else FIT_SHARE if reading.fits else ROWS_SHARE
        if not self._is_figure(ranking) and share < least:
            return None
        return write_figures(reading)

    def _tell(self, question: Question, ranking: Ranking) -> Reply:
        """Return the list or the passages that answer an answerable question."""
        heading = self._asked_list(question, ranking)
        if heading is not None:
            return tell_whole(write_list(heading, self.evidence))
        story = self._asked_story(question, ranking)
        return Reply(
            tuple(self.passages(ranking) if story is None else self._whole(story)),
            Coverage.COMPLETE,
            order=tuple(ranking.order[:NEAR_PLACES]),
            otherwise=self.decline(ranking),
        )

    def passages(self, ranking: Ranking, places: Sequence[int] | None = None) -> list[Claim]:
        """Return the claims of the best evidence, and of what comes near it, within bounds.

        `places`: those of the evidence to be told from, best first, where not all may be.
        """
        claims: list[Claim] = []
        told: str | None = None
        used = 0
        order = ranking.order if places is None else places
        for place in order[:MAX_PASSAGES]:
            e = self.evidence[place]
            if claims and ranking.shares[place] < MIN_SHARE * ranking.shares[order[0]]:
                break
            if e.passage is None:
                continue
            limit = NEXT_WORDS if claims else FIRST_WORDS
            pick = pick_sentences(e, ranking.sentence_scores(e), limit)
            if claims and used + pick.word_count > MAX_WORDS:
                continue
            first, *rest = phrase_pick(pick, told)
            claims += [replace(first, lead="\n"), *rest, *([] if claims else write_address(e))]
            told = heading_of(e)
            used += pick.word_count
        return claims

    def _named_list(self, ranking: Ranking) -> Reply | None:
        """Return the whole list under a heading that the question names, and nothing else."""
        question = ranking.question
        if Ask.NUMBER in question.asks:
            return None
        likeness = heading_likeness(question, self._heading_words)
        best = max(range(len(likeness)), key=lambda i: likeness[i], default=None)
        if best is None or likeness[best] < NAMES_HEADING:
            best = same_most(question, self._headings, self._heading_words)
        if best is None:
            return None
        heading = self._headings[best]
        if lacks_named(ranking, self.evidence, heading.places):
            return None
        return tell_whole(write_list(heading, self.evidence))

    def _asked_list(self, question: Question, ranking: Ranking) -> Heading | None:
        """Return the heading whose whole list is asked for, if any."""
        if not self._headings:
            return None
        cosines = heading_cosines(ranking, self._heading_vectors)
        scores = heading_scores(ranking, self._headings, cosines)
        best = int(scores.argmax())
        heading = self._headings[best]
        if Ask.LIST in question.asks and scores[best] >= LIST_SCORE:
            return heading
        if question.asks & ONE_THING:
            return None
        is_whole = is_asked_whole(ranking, heading, float(cosines[best]))
        return heading if is_whole or self._is_spread(ranking, heading) else None

    def _asked_story(self, question: Question, ranking: Ranking) -> list[int] | None:
        """Return the places of a section's story, if all of it answers and no part stands out."""
        best = self.evidence[ranking.order[0]]
        if best.passage is None or not best.passage.is_story or question.asks & ONE_THING:
            return None
        places = [
            i
            for i, e in enumerate(self.evidence)
            if e.passage is not None and e.passage.is_story and e.section == best.section
        ]
        words = sum(len(self.evidence[i].text.split()) for i in places)
        share = ranking.shares[places]
        is_whole = float(share.sum()) >= STORY_SHARE and float(share.max()) <= STORY_MOST
        return places if is_whole and words <= STORY_WORDS else None

    def _whole(self, places: Sequence[int]) -> list[Claim]:
        """Return the claims of all that some evidence says."""
        claims: list[Claim] = []
        for place in places:
            first, *rest = phrase_pick(pick_sentences(self.evidence[place], {}, STORY_WORDS))
            claims += [replace(first, lead="\n" if claims else first.lead), *rest]
        return claims

    def _is_spread(self, ranking: Ranking, heading: Heading) -> bool:
        """Return whether all of a short list answers alike, and no single item stands out."""
        places = list(heading.places)
        words = sum(len(self.evidence[i].text.split()) for i in places)
        share = ranking.shares[places]
        is_alike = float(share.sum()) >= SPREAD_SHARE and float(share.max()) <= SPREAD_MOST
        return is_alike and words <= SPREAD_WORDS

    def _link(self, ranking: Ranking) -> Reply | None:
        claims, is_found = write_link(ranking, self.evidence)
        if not claims:
            return None
        return tell_whole(claims, Coverage.COMPLETE if is_found else Coverage.PARTIAL)

    def _figure(self, question: Question) -> Reply | None:
        """Return what is said of a figure that the question names; a decline if there is none."""
        for ask, known in (
            (Ask.FIGURE, {e.passage.figure for e in self.evidence if e.passage}),
            (Ask.TABLE, {e.table.number for e in self.evidence if e.table}),
        ):
            number = question.named_number(ask)
            if number is not None and number not in known:
                return Reply((Claim(say("declines.none")),), Coverage.NONE)
        number = question.named_number(Ask.FIGURE)
        if number is None:
            return None
        claims = [
            claim
            for e in self.evidence
            if e.passage is not None and e.passage.figure == number
            for claim in phrase_pick(pick_sentences(e, {}))
        ]
        return tell_whole(claims)

    def decline(self, ranking: Ranking) -> Reply:
        """Return that the report does not tell, with the headings that come nearest."""
        near = {
            heading: self.evidence[place].table is not None
            for place in reversed(ranking.order[:NEAR_PLACES])
            if (heading := heading_of(self.evidence[place])) is not None
        }
        names = list(reversed(near))[:MAX_NEAR]
        claims = [Claim(say("declines.none"))]
        if names:
            key = "declines.near" if len(names) > 1 else "declines.near_one"
            claims.append(Claim(say(key, headings=join_names(names))))
        questions = (
            say("suggestions.table" if near[name] else "suggestions.heading", heading=name)
            for name in names
        )
        return Reply(tuple(claims), Coverage.NONE, suggestions=tuple(questions))


def write_figures(reading: Reading) -> Reply:
    """Return the figures that a reading asks for."""
    claims, reckonings = write_query(reading.query)
    if reading.is_assumed:
        claims.append(assume_table(reading.query))
    return Reply(
        tuple(claims),
        Coverage.COMPLETE,
        reckonings=tuple(reckonings),
        suggestions=suggest(reading),
        chart=chart_url(reading.query),
        reading=reading,
        musts=tuple(claims),
    )


def tell_whole(claims: Iterable[Claim], coverage: Coverage = Coverage.COMPLETE) -> Reply:
    """Return a reply of which nothing may be left out: a list, an address, what is of a figure."""
    told = tuple(claims)
    return Reply(told, coverage, musts=told)
