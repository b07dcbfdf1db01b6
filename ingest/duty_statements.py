"""Statements: who a whole sentence speaks of, and what it makes them do.

Reads sentences with what they inherit; writes ``Duty``s. Four forms: "X, Y chịu trách nhiệm thi hành …", "giao X …" or
"UBND tỉnh yêu cầu X …", "X + verb" also after a condition, and a verb alone, whose subject is inherited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from ingest.duty_clauses import Context, Duty, read_duties
from ingest.duty_sentences import SentenceReader, Subject
from ingest.model import AgencyMention, Span
from ingest.spelling import soften
from ingest.text import sentences

_CLOSING = re.compile(r"\s*(?:trên đây là|nơi nhận)")
_INTRODUCES = re.compile(
    r"(?:trong đó|cụ thể|gồm|với các nội dung|tập trung|chú ý)[^:]{0,120}:\s*$|"
    r"và\s(?:có|chịu)\s(?:các\s)?(?:trách\snhiệm|nhiệm\svụ)[^:]{0,40}:\s*$"
)
_LABEL = re.compile(r"[^\W\d_][^\n:;.,]{2,40}:\s+")
_LEADS = re.compile(r"chủ\strì|thường\strực")
_COMMA = re.compile(r"[,;:]\s+(?:thì\s+)?|(?<!\w)thì\s+|(?<=có hiệu lực)\s+")
_ITSELF = re.compile(r"(?:[^\W\d_]+\s){1,3}(?:này(?!\w)|số\s*:?\s*\d)")
_THEREFORE = re.compile(r"(?:do\s(?:đó|vậy)|vì\s(?:vậy|thế)|và|ngoài\sra|đồng\sthời)[\s,]*")
_AS_LEAD = re.compile(r"(?:cơ\squan|đơn\svị)\s(?:thường\strực|đầu\smối|chủ\strì)[,;\s]")
_CHAINED = re.compile(r"[^\W\d_]{2,}(?:\s[^\W\d_]{2,})?,\s")
_GROUND = re.compile(r"(?:căn\scứ|trên\scơ\ssở|theo)(?!\w)")
_DISTRIBUTES = "phân công"
_JOINT = re.compile(r"(?:;|,|:|(?<!\w)và|(?<!\w)đồng\sthời)\s+$")
_REGULARLY = re.compile(r"(?:hàng|hằng|mỗi)\s(?:năm|quý|tháng)[\s,]+")
_ONCE = re.compile(r"(?:trong|sau|trước|khi|nếu|chậm\snhất|căn\scứ|trên\scơ\ssở)(?!\w)")
"""How a sentence begins that says when or on what ground the body after the comma acts."""
_BINDING = re.compile(
    r"(?:có|chịu)\s(?:trách\snhiệm|nhiệm\svụ)(?!\w)|chủ\sđộng(?!\w)|căn\scứ(?!\w)|tập\strung(?!\w)|"
    r"tăng\scường(?!\w)|tổ\schức\s(?:thực|triển)"
)
_JOINT_WINDOW = 12
_MAX_SENTENCE = 6000
_MAX_COMMAS = 12
_BROKEN_LINE = 60
"""A line of running text that was broken is at least so long; a heading may be as long and is read before."""
_GIVER_WINDOW = 120


@dataclass(frozen=True, slots=True)
class _Statement:
    """Who a sentence speaks of, where its task begins, and the verb where that is not the first word of it."""

    agents: tuple[AgencyMention, ...]
    start: int
    verb: int | None = None


class StatementReader:
    """Reads the sentences of one text."""

    def __init__(self, reader: SentenceReader) -> None:
        self.reader = reader
        self.text = reader.text
        self.soft = reader.soft

    def sentences_of(self, body: Span) -> tuple[Span, ...]:
        """Return the sentences of ``body``, put together where a list or a broken line goes on."""
        found: list[Span] = []
        for span in sentences(self.text, body):
            previous = found[-1] if found else None
            if previous and self._belongs(previous, span):
                found[-1] = Span(previous.start, span.end)
            elif span.end - span.start <= _MAX_SENTENCE:
                found.append(span)
        return tuple(found)

    def _belongs(self, previous: Span, span: Span) -> bool:
        """A list goes on after ";" in one line, and a line that was broken goes on in lower case."""
        if span.end - previous.start > _MAX_SENTENCE:
            return False
        stop = self.text[previous.end - 1]
        if "\n" in self.text[previous.end : span.start]:
            broken = self.text[span.start].islower() or self._is_broken(previous, span)
            return broken and stop not in ".;:!?…"
        return stop == ";"

    def _is_broken(self, previous: Span, span: Span) -> bool:
        """A long line whose words go on with a name ("của Kiểm toán / Nhà nước"): the next opens no statement."""
        if previous.end - previous.start < _BROKEN_LINE or not self.text[span.start].isalpha():
            return False
        start, end = span.start, span.end
        words = self.reader.words
        opens = words.condition.match(self.soft, start, end) or words.giving.match(self.soft, start, end)
        return not (opens or self.reader.begins_predicate(start, end) or self.reader.begins_agency(start, end))

    def read_introducing(self, sentence: Span, context: Context) -> tuple[Context, tuple[Duty, ...]]:
        """Read "X chủ trì, phối hợp với Y:" before a list: what its items inherit, and what it says itself."""
        subject = self._subject_of(sentence, context)
        if subject is None:
            return context, ()
        agents = subject.agents
        duties = read_duties(self.reader, Context(agents), subject.start, sentence.end, "introduced-list", subject.verb)
        leading = next((one for one in duties if one.role == "lead" and self._leads(one)), None)
        own = duties if _INTRODUCES.search(self.soft, subject.start, sentence.end) else ()
        if leading is not None:
            return Context(agents, "lead", leading.partners), own
        return Context(agents), own

    def _leads(self, duty: Duty) -> bool:
        return _LEADS.search(self.soft, duty.task.start, min(duty.task.end, duty.task.start + 40)) is not None

    def read_closing(self, sentence: Span, asked: tuple[AgencyMention, ...] = ()) -> tuple[Duty, ...]:
        """Return the duties of a sentence outside of the organising parts: only enforcement and explicit requests.

        ``asked`` are those whom the sentence before asked for something: "nếu có vướng mắc, đề nghị phản ánh về Y" goes
        to them. Where nobody was asked, only Y has a duty.
        """
        if _CLOSING.match(self.soft, sentence.start, sentence.end):
            return ()
        return self.read_enforcing(sentence) or self.read_given(sentence) or self._read_reporting(sentence, asked)

    def _read_reporting(self, sentence: Span, asked: tuple[AgencyMention, ...]) -> tuple[Duty, ...]:
        """Read "Trong quá trình thực hiện, nếu có vướng mắc, X phản ánh về Y để tổng hợp, báo cáo Z"."""
        start, end = sentence.start, sentence.end
        spoken = self._after_condition(start, end, Context()) or self._asked_after_condition(start, end, asked)
        if spoken is None:
            return ()
        duties = read_duties(self.reader, Context(spoken.agents), spoken.start, end, "closing-report")
        return tuple(duty for duty in duties if duty.role in ("report", "advise"))

    def read(self, sentence: Span, context: Context) -> tuple[Duty, ...]:
        """Return the duties of a sentence; a verb without a subject speaks of the agencies of ``context``."""
        if _CLOSING.match(self.soft, sentence.start, sentence.end):
            return ()
        enforcing = self.read_enforcing(sentence)
        if enforcing or _ITSELF.match(self.soft, sentence.start, sentence.end):
            return enforcing
        subject = self._subject_of(sentence, context)
        if subject is None:
            return self.read_given(sentence)
        inherited = subject.agents is context.agents
        rule = "inherited-subject" if inherited else "subject-verb"
        whose = context if inherited else Context(subject.agents)
        return read_duties(self.reader, whose, subject.start, sentence.end, rule, subject.verb)

    def _subject_of(self, sentence: Span, context: Context) -> _Statement | None:
        """Return who the sentence speaks of, and where its predicate begins."""
        start, end = self.reader.skip(sentence.start, sentence.end), sentence.end
        start = self._after_label(start, end)
        known = self._repeats(context, start, end)
        if known is not None:
            return _Statement(context.agents, known) if self.reader.begins_predicate(known, end) else None
        given = self.reader.words.giving.match(self.soft, start, end)
        if given is not None and context.standing:
            return _Statement(context.agents, start)
        if given is not None and not (context.agents and given[0] == _DISTRIBUTES):
            subject = self.reader.read_subject(given.end(), end)
            if subject is not None:
                return _Statement(subject.mentions, subject.predicate)
        if context.agents and _AS_LEAD.match(self.soft, start, end):
            return _Statement(context.agents, start)
        subject = None if self.reader.is_person(start, end) else self.reader.read_subject(start, end)
        if subject is not None:
            return self._handed_on(subject, end)
        joined = _THEREFORE.match(self.soft, start, end) if context.agents else None
        if joined is not None and self.reader.begins_predicate(joined.end(), end):
            return _Statement(context.agents, joined.end())
        return self._after_condition(start, end, context) or self._bare_verb(start, end, context)

    def names_authority(self, sentence: Span, *, acting: bool = False) -> bool:
        """Tell whether the sentence says what an authority does: at its head, or after a condition.

        One that is only named ("Giám đốc Sở Tài chính:") counts unless it has to be ``acting``.
        """
        start, end = sentence.start, sentence.end
        named = self.reader.read_authority(start, end)
        if named is not None and (not acting or named.predicate < end):
            return True
        if self.reader.words.condition.match(self.soft, start, end) is None:
            return False
        for match in islice(_COMMA.finditer(self.soft, start, end), _MAX_COMMAS):
            given = self.reader.words.giving.match(self.soft, match.end(), end)
            subject = self.reader.read_authority(given.end() if given else match.end(), end)
            if subject is not None:
                return subject.predicate < end and not self.reader.is_common(match.end(), end)
        return False

    def _handed_on(self, subject: Subject, end: int) -> _Statement | None:
        """Read "UBND tỉnh giao Y + verb" as a statement about Y; "X giao:" alone speaks of nobody yet."""
        given = self.reader.words.giving.match(self.soft, subject.predicate, end)
        inner = self.reader.read_subject(given.end(), end) if given else None
        if given is not None and inner is None and not self.soft[given.end() : end].strip(" .:;"):
            return None
        subject = inner or subject
        return _Statement(subject.mentions, subject.predicate)

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

    def _after_condition(self, start: int, end: int, context: Context) -> _Statement | None:
        """Read a sentence that begins with a condition: its subject after a comma, or the inherited one."""
        if self.reader.words.condition.match(self.soft, start, end) is None:
            return None
        given = self.given_subject(start, end)
        for match in islice(_COMMA.finditer(self.soft, start, end), _MAX_COMMAS):
            if given is not None and given.mentions[0].span.start < match.start():
                return _Statement(given.mentions, given.predicate)
            if "thì" not in match[0] and self.reader.is_common(match.end(), end):
                continue
            following = self.reader.words.giving.match(self.soft, match.end(), end)
            subject = self.reader.read_subject(following.end() if following else match.end(), end)
            if subject is not None and subject.predicate < end:
                return self._handed_on(subject, end)
            if self._goes_on(start, match.end(), end, context):
                return _Statement(context.agents, start, match.end())
        return None

    def _asked_after_condition(self, start: int, end: int, asked: tuple[AgencyMention, ...]) -> _Statement | None:
        """Read "nếu có vướng mắc, đề nghị phản ánh …": a request after a condition that names nobody."""
        if self.reader.words.condition.match(self.soft, start, end) is None:
            return None
        for match in islice(_COMMA.finditer(self.soft, start, end), _MAX_COMMAS):
            given = self.reader.words.giving.match(self.soft, match.end(), end)
            at = self.reader.skip(given.end(), end) if given else end
            if self.reader.begins_predicate(at, end):
                return _Statement(asked, at)
        return None

    def _goes_on(self, start: int, at: int, end: int, context: Context) -> bool:
        """Tell whether after the condition at ``start`` a verb of the inherited subject stands at ``at``."""
        if not context.agents or self.reader.begins_predicate(start, end):
            return False
        return self.reader.begins_predicate(at, end) and _GROUND.match(self.soft, at, end) is None

    def _bare_verb(self, start: int, end: int, context: Context) -> _Statement | None:
        """Read a sentence that begins with a verb: its subject is the inherited one."""
        if not context.agents:
            return None
        chained = _CHAINED.match(self.soft, start, end)
        verb = self.reader.begins_predicate(start, end)
        verb = verb or (chained is not None and self.reader.begins_predicate(chained.end(), end))
        return _Statement(context.agents, start) if verb else None

    def read_enforcing(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "X, Y, Z chịu trách nhiệm thi hành Quyết định này": each has the duty."""
        anchors = list(self.reader.words.enforcing.finditer(self.soft, sentence.start, sentence.end))
        if not anchors:
            return ()
        anchor = anchors[-1]
        start = self.reader.skip(sentence.start, sentence.end)
        for given in islice(self.reader.words.giving.finditer(self.soft, start, anchor.start()), 1):
            start = given.end() if self._is_giver(start, given.start()) else start
        agents = self.reader.read_list(start, anchor.start(), plain=False)
        if not agents:
            return ()
        duties = read_duties(self.reader, Context(agents), anchor.start(), sentence.end, "enforcement")
        return (replace(duties[0], role="do"), *duties[1:]) if duties else ()

    def read_given(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "… yêu cầu X, Y thực hiện …" anywhere in a sentence."""
        given = self.given_subject(sentence.start, sentence.end)
        if given is None:
            return ()
        return read_duties(self.reader, Context(given.mentions), given.predicate, sentence.end, "given")

    def read_handed(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "Giao X chủ trì …", at the head of a sentence or after "… và"; X is an authority."""
        for match in islice(self.reader.words.giving.finditer(self.soft, sentence.start, sentence.end), _MAX_COMMAS):
            low = max(sentence.start, match.start() - _JOINT_WINDOW)
            if match.start() > sentence.start and _JOINT.search(self.soft, low, match.start()) is None:
                continue
            subject = self.reader.read_authority(match.end(), sentence.end)
            if subject is not None and subject.predicate < sentence.end:
                return read_duties(self.reader, Context(subject.mentions), subject.predicate, sentence.end, "given")
        return ()

    def read_bound(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "X có trách nhiệm …", "X chủ trì …": an authority bound by a word of duty or a role of its own.

        What an authority may or decides in a rule ("UBND tỉnh quyết định mức thu") is no duty.
        """
        start, end = sentence.start, sentence.end
        yearly = _REGULARLY.match(self.soft, start, end)
        subject = self.reader.read_authority(yearly.end() if yearly else start, end) or self._bound_later(start, end)
        if subject is None:
            return ()
        bound = _BINDING.match(self.soft, subject.predicate, end) is not None
        if not bound and self.reader.find_role(subject.predicate, end).role in ("do", "decide", "fund"):
            return ()
        return read_duties(self.reader, Context(subject.mentions), subject.predicate, end, "subject-verb")

    def _bound_later(self, start: int, end: int) -> Subject | None:
        """Return the authority after a time or condition ("Trong 60 ngày kể từ ngày có hiệu lực, Sở X …")."""
        if _ONCE.match(self.soft, start, end) is None:
            return None
        for match in islice(_COMMA.finditer(self.soft, start, end), _MAX_COMMAS):
            subject = None
            if not self.reader.is_common(match.end(), end):
                subject = self.reader.read_authority(match.end(), end)
            if subject is not None and subject.predicate < end:
                return subject
        return None

    def given_subject(self, start: int, end: int) -> Subject | None:
        """Return the agencies after "yêu cầu", "giao", at the head of a clause or after who gives the work."""
        for match in islice(self.reader.words.giving.finditer(self.soft, start, end), _MAX_COMMAS):
            if self._is_giver(start, match.start()):
                subject = self.reader.read_subject(match.end(), end)
                if subject is not None and subject.predicate < end:
                    return subject
        return None

    def _is_giver(self, start: int, at: int) -> bool:
        """Tell whether the word at ``at`` gives work: at the head of a clause, or after the body that gives it."""
        if at > start and self.text[at].isupper():
            return False
        low = max(start, at - _GIVER_WINDOW)
        begin = max(low, *(self.soft.rfind(mark, low, at) + 1 for mark in ",;:."))
        begin = self.reader.skip(begin, at)
        joined = _THEREFORE.match(self.soft, begin, at)
        begin = joined.end() if joined else begin
        return begin >= at or self.reader.begins_agency(begin, at)
