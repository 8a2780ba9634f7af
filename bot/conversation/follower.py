"""Answers messages that lean on the turns before."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Coverage
from bot.claim import Claim, caption_source, evidence_source, heading_passage, passage_source
from bot.conversation.leaning import (
    LAST,
    MOST_OWN,
    Lean,
    Leaning,
    asks_text,
    follow_cues,
    item_places,
    own_words,
    place_of,
    read_leaning,
)
from bot.conversation.memory import Memory
from bot.conversation.pressing import Pressing
from bot.conversation.rephrase import in_its_case, stand_alone, topic_of, without
from bot.evidence import Evidence
from bot.lexicon import Lexicon
from bot.messages import say
from bot.phrase import heading_of, phrase_pick, pick_sentences
from bot.question import SENTENCE_END, Ask, read_question
from bot.reply import Reply, Responder, write_figures
from bot.retrieve import MET
from bot.signals import names_place, names_whom
from bot.tables.asked import Asked
from bot.tables.follow import follow, follow_row, read_query, whole_rows
from bot.tables.query import Operation, Query, Target, filter_targets, rank_targets
from bot.tables.request import read_request
from bot.tables.understand import Reading
from bot.trace import span, tell
from index.grams import split_words

MAX_RESTATED = 3
MAX_QUERIES = 4
WHOLE = 10_000  # words: no passage is longer


class Follower:
    """Answers what is understood only from the turns before, in one request."""

    def __init__(self, responder: Responder, pressing: Pressing) -> None:
        """Answer with what a responder answers with."""
        self._responder = responder
        self._evidence: tuple[Evidence, ...] = responder.evidence
        self._pressing = pressing

    def reply(self, text: str, memories: Sequence[Memory]) -> Reply | None:
        """Return the answer to a message that leans on those before it, None if it stands alone.

        `memories`: of the turns before, oldest first.

        Raises:
            SearchError: the vector store does not answer.
        """
        if not memories:
            return None
        with span("follow") as begun:
            asked = _last_question(text)
            leaning = read_leaning(asked)
            reply = self._reply(asked, leaning, memories)
            tell(begun, {"lean": leaning.lean.value, "follows": reply is not None})
        return reply

    def _reply(self, text: str, leaning: Leaning, memories: Sequence[Memory]) -> Reply | None:
        last = memories[-1]
        other = follow_cues("other").covered(split_words(text))
        if other:
            new = without(text, (), other)
            return replace(self._responder.reply(read_question(new)), asked=new) if new else None
        is_item = leaning.item != 0 and follow_cues("item").is_in(split_words(text))
        if leaning.lean is Lean.BACK and not (is_item and last.items):
            return self._back(text, leaning, memories)
        if leaning.lean in {Lean.ITEM, Lean.BACK} and last.items:
            return self._item(text, leaning, last)
        if last.is_declined and self._presses(text, leaning, last):
            return self._declined(last.asked, last)
        is_named = bool(leaning.own) and not leaning.pronouns and not names_place(text)
        is_new = last.is_declined and is_named and leaning.lean is not Lean.ITEM
        if leaning.lean is Lean.ALONE or is_new:
            leans = leaning.opens and not asks_text(split_words(text))
            return self._figures(text, memories, leans=leans)
        if leaning.lean is Lean.MORE:
            return self._more(text, leaning, memories)
        if leaning.lean is Lean.WHERE:
            return self._located(self._restated(last), last)
        if leaning.lean is Lean.AGAIN:
            return self._restated(last)
        return self._on(text, leaning, memories)

    def _presses(self, text: str, leaning: Leaning, last: Memory) -> bool:
        return self._pressing.presses(text, leaning, last.asked, self._responder.embed)

    def _on(self, text: str, leaning: Leaning, memories: Sequence[Memory]) -> Reply:
        """Return the answer to a message that leaves out what was spoken of."""
        last = memories[-1]
        if last.query is not None and follow_cues("other_time").is_in(split_words(text)):
            return self._declined(self._alone(text, leaning, last), last)
        figures = self._figures(text, memories, leans=True)
        if figures is not None:
            return figures
        alone = self._alone(text, leaning, last)
        is_other = in_its_case(last.asked, text, leaning) is not None
        near = () if is_other else self._near(last)
        reply = self._responder.reply(read_question(alone), near=near)
        asks_number = Ask.NUMBER in read_question(text).asks
        is_part = asks_number and follow_cues("part").is_in(split_words(text))
        if reply.reading is not None and not self._asks_figures(text, leaning, reply.reading):
            reply = self._declined(alone, last)
        elif is_part and last.query is None and last.places and reply.order[:1] == last.places[:1]:
            reply = self._declined(alone, last)  # it counts all of them, not a part
        is_other = is_other or (last.query is not None and bool(leaning.own))
        is_other = is_other and Ask.REASON not in read_question(text).asks
        if reply.coverage is Coverage.NONE and is_other and not names_whom(text):
            named = self._responder.reply(read_question(text))
            if named.coverage is not Coverage.NONE:
                return replace(named, asked=text)
        return replace(reply, asked=alone, kept=last)

    def _asks_figures(self, text: str, leaning: Leaning, reading: Reading) -> bool:
        """Return whether figures answer a message: not one for a reason, nor of other things."""
        if Ask.REASON in read_question(text).asks:
            return False
        question = read_question(_bare(text))
        asked = Asked(question, self._responder.rank(question), self._responder.rows)
        left = [word for word in asked.row_words if word in leaning.own]
        known = " ".join(f"{t.row.label} {t.table.title}" for t in reading.query.targets)
        return bool((Lexicon([known]).matches(left, question.language) >= MET).all())

    def _near(self, memory: Memory) -> list[int]:
        """Return the places of all that stands under the headings of what was told."""
        under = {self._heading(place) for place in memory.places if self._is_text(place)}
        return [p for p in range(len(self._evidence)) if self._heading(p) in under]

    def _alone(self, text: str, leaning: Leaning, last: Memory) -> str:
        return stand_alone(text, leaning, last.asked, self._topic(last))

    def _topic(self, memory: Memory) -> str:
        """Return the words for what a turn was about: a row's label, or those of its question."""
        query = memory.query
        labels = {target.row.label for target in _told(query)} if query is not None else set()
        return labels.pop().rstrip(".") if len(labels) == 1 else topic_of(memory.asked)

    def _figures(self, text: str, memories: Sequence[Memory], *, leans: bool) -> Reply | None:
        """Return the figures of a message that changes what was asked of the tables before."""
        if memories[-1].query is None:
            return None
        queries = [m.query for m in memories[-MAX_QUERIES:] if m.query is not None]
        question = read_question(_bare(text))
        ranking = self._responder.rank(question)
        reading = follow(question, ranking, self._responder.rows, queries, leans=leans)
        if reading is None:
            return None
        kept = Memory("", items=memories[-1].items)
        return replace(write_figures(reading), asked=text, kept=kept)

    def _item(self, text: str, leaning: Leaning, last: Memory) -> Reply:
        """Return what is told of one of the things of the last answer."""
        query, item = last.query, leaning.item
        points = leaning.item == LAST and bool(leaning.pronouns)  # 'tuo viimeinen'
        if query is not None and read_request(text).order.turns and not points:
            figures = self._figures(text, [last], leans=True)
            if figures is not None:
                return figures
        count, kept = len(last.items), Memory("", items=last.items)
        if query is not None and query.operation is Operation.RANK and 0 < count < item:
            further = replace(query, skip=item - 1, count=0)
            if rank_targets(further):
                return replace(write_figures(read_query(further)), asked=last.asked, kept=kept)
        if item > count:
            return Reply((Claim(say("follow.no_item")),), Coverage.NONE, asked=text, kept=last)
        reply = self._of_item(text, last.items[-1 if item == LAST else item - 1], last)
        return replace(reply, kept=kept, is_of_item=True)

    def _of_item(self, text: str, place: int, last: Memory) -> Reply:
        """Return what is asked of one thing, or all that is told of it."""
        if Ask.NUMBER in read_question(text).asks and self._is_text(place):
            asked = without(text, (), item_places(split_words(text)))
            alone = f"{asked.rstrip(' ?!.')} {self._evidence[place].text}"
            return replace(self._responder.reply(read_question(alone)), asked=alone)
        if self._evidence[place].row is not None and last.query is not None:
            return self._row(text, place, last.query)
        return self._whole(place, last)

    def _row(self, text: str, place: int, earlier: Query) -> Reply:
        """Return what is asked of a row that was told, all its figures where nothing is."""
        e = self._evidence[place]
        if e.row is None or e.table is None:
            raise ValueError(e.id)
        question = read_question(text)
        rows = self._responder.rows
        reading = follow_row(question, self._responder.rank(question), rows, earlier, e.row)
        if not reading.is_column_named and Ask.NUMBER not in question.asks:
            reading = read_query(whole_rows(rows, e.row, e.table))
        return replace(write_figures(reading), asked=e.row.label)

    def _whole(self, place: int, last: Memory) -> Reply:
        """Return a passage whole, and what comes nearest to it elsewhere."""
        e = self._evidence[place]
        ranking = self._responder.rank(read_question(e.text))
        near = [p for p in ranking.order if p != place and p not in last.places]
        claims = phrase_pick(pick_sentences(e, {}, WHOLE))
        others = self._responder.passages(ranking, [p for p in near[:1] if self._is_text(p)])
        return Reply((*claims, *others), Coverage.COMPLETE, asked=e.text, order=(place, *near[:4]))

    def _more(self, text: str, leaning: Leaning, memories: Sequence[Memory]) -> Reply | None:
        """Return what else is told of what was spoken of; None where something else is named."""
        last = memories[-1]
        if leaning.own and not self._knows(leaning.own, last):
            begins = 0 in follow_cues("more").covered(split_words(_bare(text)))
            if begins and len(leaning.own) <= MOST_OWN and last.query is None:
                rest = without(text, (), follow_cues("more").covered(split_words(text)))
                return self._on(rest, leaning, memories)
            leans = leaning.opens or leaning.pronouns
            return self._on(text, leaning, memories) if leans else None
        if last.query is not None:
            first = _told(last.query)[0]
            whole = whole_rows(self._responder.rows, first.row, first.table)
            if whole != last.query:
                return replace(write_figures(read_query(whole)), asked=last.asked)
        wanted = " ".join((self._topic(last), *leaning.own))
        ranking = self._responder.rank(read_question(wanted))
        left = [p for p in ranking.order if p not in last.places and self._is_text(p)]
        under = {self._heading(place) for place in last.places}
        near = [p for p in left if self._heading(p) in under]
        claims = self._responder.passages(ranking, near)
        if not claims:
            declined = self._declined(last.asked, last)
            said = Claim(say("follow.no_more"))
            return replace(declined, claims=(said, *declined.claims[1:]))
        return Reply(tuple(claims), Coverage.COMPLETE, asked=last.asked, kept=last)

    def _restated(self, last: Memory) -> Reply:
        """Return where it stands what was said."""
        if last.query is not None:
            return replace(write_figures(read_query(last.query)), asked=last.asked)
        claims = [self._place_of(self._evidence[p]) for p in last.places[:MAX_RESTATED]]
        if not claims:
            return self._declined(last.asked, last)
        told = tuple(replace(claim, lead="\n") for claim in claims)
        return Reply(told, Coverage.COMPLETE, asked=last.asked, musts=told)

    def _located(self, restated: Reply, last: Memory) -> Reply:
        """Return what was said with the sections where it stands; pages stand in the sources."""
        if restated.coverage is Coverage.NONE:
            return restated
        told = [self._evidence[place] for place in last.places[:MAX_RESTATED]]
        sections = {(e.report.id, e.section.number, e.table and e.table.id): e for e in told}
        claims = [*restated.claims, *map(_section_of, sections.values())]
        claims.append(Claim(say("follow.page"), lead="\n" if len(claims) == 1 else " "))
        return replace(restated, claims=tuple(claims), musts=tuple(claims))

    def _place_of(self, e: Evidence) -> Claim:
        heading = heading_of(e)
        key = "follow.where" if heading else "follow.where_bare"
        return Claim(say(key, heading=heading or "", text=e.text), (evidence_source(e),))

    def _back(self, text: str, leaning: Leaning, memories: Sequence[Memory]) -> Reply | None:
        """Return the answer to a message that takes up an earlier topic again."""
        fits = [self._likeness(leaning.own, memory) for memory in memories]
        best = max(range(len(fits)), key=lambda i: (sum(fits[i]), i))
        if 0 < leaning.item <= len(memories):  # 'palataan siihen ensimmäiseen'
            best = leaning.item - 1
        elif not any(fits[best]):
            return None
        memory = replace(memories[best], is_declined=False)
        known = {w for w, met in zip(leaning.own, fits[best], strict=True) if met}
        words = split_words(text)
        cues = follow_cues("back").covered(words)
        cues |= {i for i, word in enumerate(words) if place_of(word)} if leaning.item else set()
        rest = without(text, known, cues)
        left = read_leaning(rest)
        if left.own or left.opens:
            return self._on(rest, left, [*memories[:best], memory])
        if memory.query is not None:
            return self._restated(memory)
        return replace(self._responder.reply(read_question(memory.asked)), asked=memory.asked)

    def _declined(self, asked: str, last: Memory) -> Reply:
        ranking = self._responder.rank(read_question(asked))
        return replace(self._responder.decline(ranking), asked=asked, kept=last)

    def _knows(self, own: Sequence[str], memory: Memory) -> bool:
        return all(self._likeness(own, memory))

    def _likeness(self, own: Sequence[str], memory: Memory) -> list[bool]:
        """Return for each word whether the turn spoke of it."""
        if not own:
            return []
        told = [e.row.label for e in (self._evidence[p] for p in memory.places) if e.row]
        text = " ".join((memory.asked, *told))
        met = Lexicon([text]).matches(own, read_question(text).language).max(axis=1)
        return [bool(likeness >= MET) for likeness in met]

    def _heading(self, place: int) -> tuple[str, str, str | None]:
        e = self._evidence[place]
        return e.report.id, e.section.number, e.passage.subsection if e.passage else None

    def _is_text(self, place: int) -> bool:
        return self._evidence[place].passage is not None


def _last_question(text: str) -> str:
    """Return the question that ends a message, where it says what it asks about; else all of it."""
    sentences = [s.strip() for s in SENTENCE_END.split(text) if s.strip()]
    is_back = follow_cues("back").is_in(split_words(text))
    is_whole = bool(sentences) and sentences[-1].endswith("?") and not is_back
    return sentences[-1] if is_whole and own_words(split_words(sentences[-1])) else text


def _section_of(e: Evidence) -> Claim:
    """Return in which table or section a piece of evidence stands, numbered as it is printed."""
    if e.table is not None:
        source = caption_source(e.report, e.section, e.table)
        return Claim(say("follow.table", title=e.table.caption), (source,), lead="\n")
    heading = heading_passage(e.section, None)
    if heading is None:
        return Claim(say("follow.section", title=e.section.title), lead="\n")
    source = passage_source(e.report, e.section, heading, heading.text)
    return Claim(say("follow.section", title=heading.text), (source,), lead="\n")


def _bare(text: str) -> str:
    """Return a message without the words that only say that it goes on."""
    return without(text, (), follow_cues("filler").covered(split_words(text))) or text


def _told(query: Query) -> Sequence[Target]:
    """Return the rows that an answer to a query names first."""
    if query.operation is Operation.RANK:
        return rank_targets(query)
    is_filtered = query.operation in {Operation.FILTER, Operation.COUNT}
    return filter_targets(query) or query.targets if is_filtered else query.targets
