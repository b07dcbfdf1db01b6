"""Items that assign: which provisions are read for duties, and what each inherits from the heading above it.

Reads the provisions; writes duties with their provision and evidence. A plan is read in its organising sections, a
directive or a guide in all its items, a decision in its enacting articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.duty_clauses import Context, Duty, read_duties
from ingest.duty_sentences import SentenceReader, Subject
from ingest.model import AgencyMention, Header, Provision, Span, Task
from ingest.spelling import soften
from ingest.text import sentences

Found = tuple[Provision, Duty, Span]
"""A duty, the provision that states it, and the sentence."""

_OUTSIDE = frozenset({"letterhead", "title", "recipients", "signature", "boilerplate", "table", "row", "annex"})
_FORMAL_HEAD = re.compile(r"^(?:mục đích|yêu cầu|mục tiêu|quan điểm|kinh phí|căn cứ|đánh giá|thực trạng|khẩu hiệu|hiệu lực)")
_CLOSING = re.compile(r"\s*(?:trên đây là|nơi nhận)")
_INTRODUCES = re.compile(r"(?:trong đó|cụ thể|gồm|với các nội dung|tập trung|chú ý)[^:]{0,120}:\s*$")
_LABEL = re.compile(r"[^\W\d_][^\n:;.,]{2,40}:\s+")
_ITS_DUTIES = re.compile(r"(?:nhiệm vụ|trách nhiệm|chức năng)(?:,\s(?:nhiệm vụ|quyền hạn|trách nhiệm))*(?:\scụ thể)?\s+của\s+")
_LEADS = re.compile(r"chủ\strì|thường\strực")
_COMMA = re.compile(r"[,;:]\s+(?:thì\s+)?|(?<!\w)thì\s+")
_MAX_SENTENCE = 6000
_MAX_COMMAS = 12
_MAX_TITLE = 120
_MAX_DEPTH = 12
_MODAL = re.compile(r"(?:cần|phải|được)(?!\w)")
_ITSELF = re.compile(r"(?:[^\W\d_]+\s){1,3}(?:này(?!\w)|số\s*:?\s*\d)")
_THEREFORE = re.compile(r"(?:do\s(?:đó|vậy)|vì\s(?:vậy|thế)|và|ngoài\sra|đồng\sthời)[\s,]*")
_DISTRIBUTES = "phân công"
_GROUND = re.compile(r"(?:căn\scứ|trên\scơ\ssở|theo)(?!\w)")


def find_item_duties(
    reader: SentenceReader, provisions: Sequence[Provision], header: Header, taken: frozenset[str]
) -> Iterator[Found]:
    """Return the duties that the sentences of the document state, leaving out the items in ``taken``."""
    walker = _Walker(reader, provisions, taken)
    kind = soften(header.type or "")
    articles = [one for one in provisions if one.kind == "article"]
    if articles and not walker.has_sections():
        yield from walker.read_articles(articles)
        return
    if articles:
        yield from walker.read_articles([one for one in articles if not one.locator.startswith("kem-theo")])
    yield from walker.read_sections(everywhere=kind in reader.words.open_types)


def find_open_tasks(
    reader: SentenceReader, provisions: Sequence[Provision], taken: frozenset[str]
) -> Iterator[Task]:
    """Return the items of "nhiệm vụ và giải pháp" that stand without children: tasks, whether or not someone is named."""
    parents = {one.parent for one in provisions}
    tree = _Tree(reader, provisions)
    for one in provisions:
        if one.kind in ("clause", "point", "dash") and one.locator not in parents and one.locator not in taken:
            section = tree.section_of(one)
            if section is not None and tree.is_tasking(section):
                body = tree.body_of(one)
                if body.end > body.start:
                    group = tree.title_of(tree.parent_of(one))
                    yield Task(one.locator, body, group)


class _Tree:
    """The provisions by locator, with their words."""

    def __init__(self, reader: SentenceReader, provisions: Sequence[Provision]) -> None:
        self.reader = reader
        self.text = reader.text
        self.provisions = provisions
        self.by_locator = {one.locator: one for one in provisions}
        self.children: dict[str, list[Provision]] = {}
        for one in provisions:
            if one.parent and one.parent != one.locator:
                self.children.setdefault(one.parent, []).append(one)

    def parent_of(self, one: Provision) -> Provision | None:
        """The provision above."""
        return self.by_locator.get(one.parent) if one.parent else None

    def section_of(self, one: Provision) -> Provision | None:
        """The outermost provision above ``one`` that has a heading: its section."""
        found: Provision | None = None
        above = self.parent_of(one)
        for _ in range(30):
            if above is None:
                break
            found = above if above.heading is not None and above.kind != "annex" and above.locator != "kem-theo" else found
            above = self.parent_of(above)
        return found

    def body_of(self, one: Provision) -> Span:
        """The own words of a provision without its mark, trimmed."""
        start, end = one.span.start, one.span.end
        while start < end and self.text[start] in " \t\n*_":
            start += 1
        if one.mark and self.text.startswith(one.mark, start):
            start += len(one.mark)
        while start < end and self.text[start] in " \t\n*_:.":
            start += 1
        while end > start and self.text[end - 1] in " \t\n*_":
            end -= 1
        return Span(start, end)

    def heading_of(self, one: Provision) -> str:
        """The softened heading, or a short first line above other lines or items; "" where there is none."""
        if one.heading is not None:
            return soften(one.heading.of(self.text)).strip(" .:*_")
        body = self.body_of(one)
        line = self.text.find("\n", body.start, body.end)
        if line < 0 and not self.children.get(one.locator):
            return ""
        if (body.end if line < 0 else line) - body.start > _MAX_TITLE:
            return ""
        first = self.soft_of(Span(body.start, body.end if line < 0 else line))
        return "" if first.endswith((".", ";", ",")) else first.strip(" .:*_")

    def soft_of(self, span: Span) -> str:
        """The softened words of a span."""
        return self.reader.soft[span.start : span.end]

    def title_of(self, one: Provision | None) -> str | None:
        """The heading as printed."""
        return " ".join(one.heading.of(self.text).split()) if one is not None and one.heading else None

    def is_organising(self, one: Provision) -> bool:
        """A heading like "Tổ chức thực hiện", "Phân công trách nhiệm"."""
        heading = self.heading_of(one)
        return bool(heading) and not _FORMAL_HEAD.match(heading) and self.reader.words.organising.search(heading) is not None

    def is_tasking(self, one: Provision) -> bool:
        """A heading like "Nhiệm vụ và giải pháp"."""
        heading = self.heading_of(one)
        return bool(heading) and not _FORMAL_HEAD.match(heading) and self.reader.words.tasking.search(heading) is not None


class _Walker:
    """Walks down the provisions with what they inherit."""

    def __init__(self, reader: SentenceReader, provisions: Sequence[Provision], taken: frozenset[str]) -> None:
        self.reader = reader
        self.text = reader.text
        self.soft = reader.soft
        self.tree = _Tree(reader, provisions)
        self.provisions = provisions
        self.taken = taken

    def has_sections(self) -> bool:
        """Tell whether the document, or one that it promulgates, has sections of Roman or plain numbers."""
        return any(one.kind == "section" and one.parent in ("", "kem-theo") for one in self.provisions)

    # ------------------------------------------------------------------ decisions

    def read_articles(self, articles: Sequence[Provision]) -> Iterator[Found]:
        """Read the enacting articles; those that set rules are left out, but for a sentence on who enforces them."""
        for article in articles:
            attached = article.locator.startswith(("kem-theo", "phu-luc"))
            if self._assigns(article, attached=attached):
                yield from self._walk(article, Context())
            elif not attached:
                yield from self._enforcing(article)
        for one in self.provisions:
            if one.kind == "closing" or (one.kind == "paragraph" and not one.parent):
                yield from self._enforcing(one)

    def _assigns(self, article: Provision, *, attached: bool) -> bool:
        """An article assigns if its first sentence names who has to do something, or its heading says that it does."""
        heading = self.tree.heading_of(article)
        if attached:
            return bool(heading) and self.tree.is_organising(article)
        if heading and (self.tree.is_organising(article) or self._gives(heading) or _ITS_DUTIES.match(heading)):
            return True
        if article.heading is not None and self.tree.children.get(article.locator):
            return False
        body = self.tree.body_of(article)
        first = next(iter(self._sentences(body)), None)
        if first is None:
            return False
        start = first.start
        if self.reader.words.giving.match(self.soft, start, first.end) or _ITS_DUTIES.match(self.soft, start, first.end):
            return True
        return self.reader.read_authority(start, first.end) is not None

    def _gives(self, heading: str) -> bool:
        return any(heading.endswith(word) for word in ("giao", "yêu cầu", "đề nghị"))

    def _enforcing(self, one: Provision) -> Iterator[Found]:
        for sentence in self._sentences(self.tree.body_of(one)):
            yield from ((one, duty, sentence) for duty in self._read_enforcing(sentence))

    # ------------------------------------------------------------------ plans, directives

    def read_sections(self, *, everywhere: bool) -> Iterator[Found]:
        """Read the organising sections, or all sections of a document that has none or that gives work everywhere."""
        top = [one for one in self.provisions if not one.parent and one.kind not in _OUTSIDE]
        top += [one for one in self.provisions if one.parent == "kem-theo" and one.kind not in _OUTSIDE]
        organising = [one for one in self.provisions if self.tree.is_organising(one) and one.kind not in _OUTSIDE]
        inherited = Context()
        for one in top:
            if one.kind == "article" or one.locator == "kem-theo":
                continue
            if one.kind == "preamble":
                inherited = (self._introduction(one) if everywhere else None) or inherited
            elif one.kind == "closing":
                yield from self._closing(one)
            elif everywhere or not organising:
                yield from self._walk(one, inherited)
            elif self._holds(one, organising):
                yield from self._organised(one, organising)
            elif self.tree.is_tasking(one):
                yield from self._named_in_tasks(one)
            else:
                yield from self._closing(one)

    def _is_labelled(self, one: Provision) -> bool:
        """A section whose items carry labelled agencies assigns by them."""
        within = (self.tree.by_locator.get(locator) for locator in self.taken)
        return any(part is not None and one.extent.holds(part.span) for part in within)

    def _holds(self, one: Provision, organising: Sequence[Provision]) -> bool:
        return any(one.extent.holds(other.span) for other in organising)

    def _organised(self, one: Provision, organising: Sequence[Provision]) -> Iterator[Found]:
        if one in organising:
            if not self._is_labelled(one):
                yield from self._walk(one, Context())
            return
        for child in self.tree.children.get(one.locator, ()):
            if self._holds(child, organising):
                yield from self._organised(child, organising)

    def _named_in_tasks(self, one: Provision, depth: int = 0) -> Iterator[Found]:
        """Where the text has a part that organises, its tasks assign only where the item begins with its agency."""
        if one.locator in self.taken or one.kind in _OUTSIDE or depth > _MAX_DEPTH:
            return
        first = next(iter(self._sentences(self.tree.body_of(one))), None)
        subject = self.reader.read_subject(first.start, first.end) if first else None
        if first is not None and subject is not None and not _MODAL.match(self.soft, subject.predicate, first.end):
            duties = read_duties(self.reader, Context(subject.mentions), subject.predicate, first.end, "subject-verb")
            yield from ((one, duty, first) for duty in duties)
        for child in self.tree.children.get(one.locator, ()):
            yield from self._named_in_tasks(child, depth + 1)

    def _introduction(self, one: Provision) -> Context | None:
        """ "UBND tỉnh yêu cầu X, Y … những việc sau:" names who has the items that follow without a subject."""
        body = self.tree.body_of(one)
        if not self.text[body.start : body.end].rstrip().endswith(":"):
            return None
        agents = self._given_agents(body)
        return Context(agents) if agents else None

    def _given_agents(self, span: Span) -> tuple[AgencyMention, ...]:
        given = self._given_subject(span.start, span.end)
        return given.mentions if given else ()

    def _closing(self, one: Provision) -> Iterator[Found]:
        """Closing words: who is asked to do something, who enforces."""
        if self.tree.children.get(one.locator):
            return
        for sentence in self._sentences(self.tree.body_of(one)):
            yield from ((one, duty, sentence) for duty in self._closing_duties(sentence))

    def _closing_duties(self, sentence: Span) -> tuple[Duty, ...]:
        if _CLOSING.match(self.soft, sentence.start, sentence.end):
            return ()
        enforcing = self._read_enforcing(sentence)
        return enforcing or self._read_given(sentence)

    # ------------------------------------------------------------------ items

    def _walk(self, one: Provision, inherited: Context, depth: int = 0) -> Iterator[Found]:
        if one.locator in self.taken or one.kind in _OUTSIDE or depth > _MAX_DEPTH:
            return
        context, body = self._headed(one, inherited)
        introduced = context
        children = self.tree.children.get(one.locator, ())
        if children and one.heading is not None and context is inherited and body.end <= one.heading.end + 2:
            context = Context()
        parts = self._sentences(body)
        for place, sentence in enumerate(parts):
            last = place == len(parts) - 1
            if last and self.text[sentence.end - 1] == ":" and children:
                introduced, duties = self._read_introducing(sentence, context)
            else:
                duties = self._read_sentence(sentence, context)
                context = self._carried(duties, context)
            yield from ((one, duty, sentence) for duty in duties)
        for child in children:
            yield from self._walk(child, introduced, depth + 1)

    def _carried(self, duties: tuple[Duty, ...], context: Context) -> Context:
        """A sentence without a subject goes on with the one before it in the same item."""
        if not duties or not duties[0].agents or duties[0].agents is context.agents:
            return context
        return Context(duties[0].agents)

    def _sentences(self, body: Span) -> tuple[Span, ...]:
        found: list[Span] = []
        for span in sentences(self.text, body):
            previous = found[-1] if found else None
            if previous and self.text[previous.end - 1] == ";" and "\n" not in self.text[previous.end : span.start]:
                found[-1] = Span(previous.start, span.end)
            elif span.end - span.start <= _MAX_SENTENCE:
                found.append(span)
        return tuple(found)

    def _headed(self, one: Provision, inherited: Context) -> tuple[Context, Span]:
        """Return what the item passes on by a heading of agencies, and the words that remain to be read."""
        body = self.tree.body_of(one)
        line = self.text.find("\n", body.start, body.end)
        line = body.end if line < 0 else line
        first = Span(body.start, line)
        children = self.tree.children.get(one.locator)
        its = _ITS_DUTIES.match(self.soft, first.start, first.end)
        start = its.end() if its else first.start
        stops = self.text[: first.end].rstrip().endswith((".", ";"))
        if (children or line < body.end) and (its or not stops):
            agents = (
                self.reader.read_list(start, first.end) if its else self.reader.read_heading(start, first.end)
            )
            if agents:
                return Context(agents), Span(first.end, body.end)
        heading = one.heading
        if heading is not None and heading.end < body.end and (children or line < body.end) and line <= heading.end + 2:
            if self.text[heading.end : heading.end + 1] != ":" and self._read_sentence(heading, Context()):
                return inherited, body
            introduced, _ = self._read_introducing(heading, inherited)
            return introduced, Span(min(heading.end, body.end), body.end)
        return inherited, body

    def _read_introducing(self, sentence: Span, context: Context) -> tuple[Context, tuple[Duty, ...]]:
        """Read "X chủ trì, phối hợp với Y:" before a list: what its items inherit, and what it says itself."""
        subject = self._subject_of(sentence, context)
        if subject is None:
            return context, ()
        agents, at = subject
        duties = read_duties(self.reader, Context(agents), at, sentence.end, "introduced-list")
        leading = next((one for one in duties if one.role == "lead" and self._leads(one)), None)
        own = duties if _INTRODUCES.search(self.soft, at, sentence.end) else ()
        if leading is not None:
            return Context(agents, "lead", leading.partners), own
        return Context(agents), own

    def _leads(self, duty: Duty) -> bool:
        return _LEADS.search(self.soft, duty.task.start, min(duty.task.end, duty.task.start + 40)) is not None

    def _read_sentence(self, sentence: Span, context: Context) -> tuple[Duty, ...]:
        if _CLOSING.match(self.soft, sentence.start, sentence.end):
            return ()
        enforcing = self._read_enforcing(sentence)
        if enforcing or _ITSELF.match(self.soft, sentence.start, sentence.end):
            return enforcing
        subject = self._subject_of(sentence, context)
        if subject is None:
            return self._read_given(sentence)
        agents, at = subject
        own = agents is context.agents
        rule = "inherited-subject" if own else "subject-verb"
        return read_duties(self.reader, context if own else Context(agents), at, sentence.end, rule)

    def _subject_of(self, sentence: Span, context: Context) -> tuple[tuple[AgencyMention, ...], int] | None:
        """Return who the sentence speaks of, and where its predicate begins."""
        start, end = self.reader.skip(sentence.start, sentence.end), sentence.end
        start = self._after_label(start, end)
        known = self._repeats(context, start, end)
        if known is not None:
            return (context.agents, known) if self.reader.begins_predicate(known, end) else None
        given = self.reader.words.giving.match(self.soft, start, end)
        if given is not None and not (context.agents and given[0] == _DISTRIBUTES):
            subject = self.reader.read_subject(given.end(), end)
            if subject is not None:
                return subject.mentions, self._past_condition(subject.predicate, end)
        subject = None if self.reader.is_person(start, end) else self.reader.read_subject(start, end)
        if subject is not None:
            given = self.reader.words.giving.match(self.soft, subject.predicate, end)
            inner = self.reader.read_subject(given.end(), end) if given else None
            if given is not None and inner is None and not self.soft[given.end() : end].strip(" .:;"):
                return None
            subject = inner or subject
            return subject.mentions, self._past_condition(subject.predicate, end)
        return self._after_condition(start, end, context)

    def _after_label(self, start: int, end: int) -> int:
        """Leave out a title before a predicate: "Chế độ báo cáo: Tổng hợp …"."""
        label = _LABEL.match(self.soft, start, end)
        if label and not self.reader.begins_agency(start, end) and self.reader.begins_predicate(label.end(), end):
            return label.end()
        return start

    def _repeats(self, context: Context, start: int, end: int) -> int | None:
        """Where the sentence goes on after repeating the one inherited name, None where it does not repeat it."""
        if len(context.agents) != 1:
            return None
        name = soften(context.agents[0].name)
        if not name or not self.soft.startswith(name, start):
            return None
        return self.reader.skip(start + len(name), end)

    def _past_condition(self, at: int, end: int) -> int:
        """After "X căn cứ …, " the predicate is what follows the comma."""
        if not self.soft.startswith(("căn cứ", "theo chức năng", "trên cơ sở"), at):
            return at
        for match in list(_COMMA.finditer(self.soft, at, end))[:_MAX_COMMAS]:
            if self.reader.begins_predicate(match.end(), end):
                return match.end()
        return at

    def _after_condition(self, start: int, end: int, context: Context) -> tuple[tuple[AgencyMention, ...], int] | None:
        """A sentence that begins with a verb or with a condition: its subject after a comma, or the inherited one."""
        verb = self.reader.begins_predicate(start, end)
        condition = self.reader.words.condition.match(self.soft, start, end) is not None
        if condition:
            given = self._given_subject(start, end)
            for match in list(_COMMA.finditer(self.soft, start, end))[:_MAX_COMMAS]:
                if given is not None and given.mentions[0].span.start < match.start():
                    return given.mentions, self._past_condition(given.predicate, end)
                if "thì" not in match[0] and self.reader.is_common(match.end(), end):
                    continue
                following = self.reader.words.giving.match(self.soft, match.end(), end)
                subject = self.reader.read_subject(following.end() if following else match.end(), end)
                if subject is not None and subject.predicate < end:
                    return subject.mentions, self._past_condition(subject.predicate, end)
                ground = _GROUND.match(self.soft, match.end(), end) is not None
                if context.agents and not verb and not ground and self.reader.begins_predicate(match.end(), end):
                    return context.agents, match.end()
        if context.agents and verb:
            return context.agents, self._past_condition(start, end)
        return None

    # ------------------------------------------------------------------ fixed forms

    def _read_enforcing(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "X, Y, Z chịu trách nhiệm thi hành Quyết định này": each has the duty."""
        anchors = list(self.reader.words.enforcing.finditer(self.soft, sentence.start, sentence.end))
        if not anchors:
            return ()
        anchor = anchors[-1]
        start = self.reader.skip(sentence.start, sentence.end)
        given = self.reader.words.giving.match(self.soft, start, sentence.end)
        agents = self.reader.read_list(given.end() if given else start, anchor.start(), plain=False)
        if not agents:
            return ()
        duties = read_duties(self.reader, Context(agents), anchor.start(), sentence.end, "enforcement")
        return (replace(duties[0], role="do"), *duties[1:])

    def _read_given(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "… yêu cầu X, Y thực hiện …" anywhere in a sentence."""
        given = self._given_subject(sentence.start, sentence.end)
        if given is None:
            return ()
        at = self._past_condition(given.predicate, sentence.end)
        return read_duties(self.reader, Context(given.mentions), at, sentence.end, "given")

    def _given_subject(self, start: int, end: int) -> Subject | None:
        """The agencies after "yêu cầu", "giao", where that begins the sentence or follows the body that gives the work."""
        for match in list(self.reader.words.giving.finditer(self.soft, start, end))[:_MAX_COMMAS]:
            if self._is_giver(start, match.start()):
                subject = self.reader.read_subject(match.end(), end)
                if subject is not None and subject.predicate < end:
                    return subject
        return None

    def _is_giver(self, start: int, at: int) -> bool:
        low = max(start, at - _MAX_TITLE)
        begin = max(low, *(self.soft.rfind(mark, low, at) + 1 for mark in ",;:."))
        begin = self.reader.skip(begin, at)
        joined = _THEREFORE.match(self.soft, begin, at)
        begin = joined.end() if joined else begin
        return begin >= at or self.reader.begins_agency(begin, at)
