"""Statements: what a whole sentence makes those do of whom it speaks.

Reads sentences with what they inherit; writes ``Duty``s: of a sentence with a subject (``ingest.duty_subjects``), of
"X, Y chịu trách nhiệm thi hành …", of a request anywhere in a sentence, of the words that introduce a list.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from ingest.duties import Context, Duty
from ingest.duty_clauses import read_duties
from ingest.duty_sentences import SentenceReader
from ingest.duty_subjects import SubjectFinder
from ingest.model import AgencyMention, Span
from ingest.text import sentences

_CLOSING = re.compile(r"\s*(?:trên đây là|nơi nhận)")
_INTRODUCES = re.compile(
    r"(?:trong đó|cụ thể|gồm|với các nội dung|tập trung|chú ý)[^:]{0,120}:\s*$|"
    r"và\s(?:có|chịu)\s(?:các\s)?(?:trách\snhiệm|nhiệm\svụ)[^:]{0,40}:\s*$"
)
_LEADS = re.compile(r"chủ\strì|thường\strực")
_ITSELF = re.compile(r"(?:[^\W\d_]+\s){1,3}(?:này(?!\w)|số\s*:?\s*\d)")
_JOINT = re.compile(r"(?:;|,|:|(?<!\w)và|(?<!\w)đồng\sthời)\s+$")
_REGULARLY = re.compile(r"(?:hàng|hằng|mỗi)\s(?:năm|quý|tháng)[\s,]+")
_BINDING = re.compile(
    r"(?:có|chịu)\s(?:trách\snhiệm|nhiệm\svụ)(?!\w)|chủ\sđộng(?!\w)|căn\scứ(?!\w)|tập\strung(?!\w)|"
    r"tăng\scường(?!\w)|tổ\schức\s(?:thực|triển)"
)
_JOINT_WINDOW = 12
_MAX_SENTENCE = 6000
_MAX_COMMAS = 12
_BROKEN_LINE = 60
"""A line of running text that was broken is at least so long; a heading may be as long and is read before."""


class StatementReader:
    """Reads the sentences of one text."""

    def __init__(self, reader: SentenceReader) -> None:
        self.reader = reader
        self.subjects = SubjectFinder(reader)
        self.text = reader.text
        self.soft = reader.soft

    def sentences_of(self, body: Span) -> tuple[Span, ...]:
        """Return the sentences of ``body``, put together where a list or a broken line goes on."""
        if body in self.reader.parts:
            return self.reader.parts[body]
        found: list[Span] = []
        for span in sentences(self.text, body):
            previous = found[-1] if found else None
            if previous and self._belongs(previous, span):
                found[-1] = Span(previous.start, span.end)
            elif span.end - span.start <= _MAX_SENTENCE:
                found.append(span)
        return self.reader.parts.setdefault(body, tuple(found))

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
        subject = self.subjects.find(sentence, context)
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
        spoken = self.subjects.find_after_condition(start, end, Context()) or self.subjects.find_asked(
            start, end, asked
        )
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
        subject = self.subjects.find(sentence, context)
        if subject is None:
            return self.read_given(sentence)
        inherited = subject.agents is context.agents
        rule = "inherited-subject" if inherited else "subject-verb"
        whose = context if inherited else Context(subject.agents)
        return read_duties(self.reader, whose, subject.start, sentence.end, rule, subject.verb)

    def read_enforcing(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "X, Y, Z chịu trách nhiệm thi hành Quyết định này": each has the duty."""
        anchors = list(self.reader.words.enforcing.finditer(self.soft, sentence.start, sentence.end))
        if not anchors:
            return ()
        anchor = anchors[-1]
        start = self.reader.skip(sentence.start, sentence.end)
        for given in islice(self.reader.words.giving.finditer(self.soft, start, anchor.start()), 1):
            start = given.end() if self.subjects.is_giver(start, given.start()) else start
        agents = self.reader.read_list(start, anchor.start(), plain=False)
        if not agents:
            return ()
        duties = read_duties(self.reader, Context(agents), anchor.start(), sentence.end, "enforcement")
        return (replace(duties[0], role="do"), *duties[1:]) if duties else ()

    def read_given(self, sentence: Span) -> tuple[Duty, ...]:
        """Read "… yêu cầu X, Y thực hiện …" anywhere in a sentence."""
        given = self.subjects.find_given(sentence.start, sentence.end)
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
        subject = self.reader.read_authority(yearly.end() if yearly else start, end) or self.subjects.find_bound_later(
            start, end
        )
        if subject is None:
            return ()
        bound = _BINDING.match(self.soft, subject.predicate, end) is not None
        if not bound and self.reader.find_role(subject.predicate, end).role in ("do", "decide", "fund"):
            return ()
        return read_duties(self.reader, Context(subject.mentions), subject.predicate, end, "subject-verb")
