"""Subjects: who a whole sentence speaks of, and where its predicate begins.

Reads a sentence with what it inherits; writes a ``Statement``. Four forms: "giao X …" or "UBND tỉnh yêu cầu X …",
"X + verb", the same after a condition, and a verb alone, whose subject is inherited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from ingest.duties import Context
from ingest.duty_sentences import SentenceReader, Subject
from ingest.model import AgencyMention, Span
from ingest.spelling import soften

_LABEL = re.compile(r"[^\W\d_][^\n:;.,]{2,40}:\s+")
_COMMA = re.compile(r"[,;:]\s+(?:thì\s+)?|(?<!\w)thì\s+|(?<=có hiệu lực)\s+")
_THEREFORE = re.compile(r"(?:do\s(?:đó|vậy)|vì\s(?:vậy|thế)|và|ngoài\sra|đồng\sthời)[\s,]*")
_AS_LEAD = re.compile(r"(?:cơ\squan|đơn\svị)\s(?:thường\strực|đầu\smối|chủ\strì)[,;\s]")
_CHAINED = re.compile(r"[^\W\d_]{2,}(?:\s[^\W\d_]{2,})?,\s")
_GROUND = re.compile(r"(?:căn\scứ|trên\scơ\ssở|theo)(?!\w)")
_DISTRIBUTES = "phân công"
_REGULARLY = re.compile(r"(?:hàng|hằng|mỗi|định\skỳ\shàng)\s(?:năm|quý|tháng)[\s,]+")
_ONCE = re.compile(r"(?:trong|sau|trước|khi|nếu|chậm\snhất|căn\scứ|trên\scơ\ssở)(?!\w)")
"""How a sentence begins that says when or on what ground the body after the comma acts."""
_MAX_COMMAS = 12
_GIVER_WINDOW = 120


@dataclass(frozen=True, slots=True)
class Statement:
    """Who a sentence speaks of, where its task begins, and the verb where that is not the first word of it."""

    agents: tuple[AgencyMention, ...]
    start: int
    verb: int | None = None


class SubjectFinder:
    """Finds the subjects of the sentences of one text."""

    def __init__(self, reader: SentenceReader) -> None:
        self.reader = reader
        self.text = reader.text
        self.soft = reader.soft

    def find(self, sentence: Span, context: Context) -> Statement | None:
        """Return who the sentence speaks of, and where its predicate begins."""
        start, end = self.reader.skip(sentence.start, sentence.end), sentence.end
        start = self._after_label(start, end)
        known = self._repeats(context, start, end)
        if known is not None:
            return Statement(context.agents, known) if self.reader.begins_predicate(known, end) else None
        given = self.reader.words.giving.match(self.soft, start, end)
        if given is not None and context.standing:
            return Statement(context.agents, start)
        if given is not None and not (context.agents and given[0] == _DISTRIBUTES):
            subject = self.reader.read_subject(given.end(), end)
            if subject is not None:
                return Statement(subject.mentions, subject.predicate)
        if context.agents and _AS_LEAD.match(self.soft, start, end):
            return Statement(context.agents, start)
        subject = None if self.reader.is_person(start, end) else self.reader.read_subject(start, end)
        if subject is not None:
            return self._handed_on(subject, end)
        joined = _THEREFORE.match(self.soft, start, end) if context.agents else None
        if joined is not None and self.reader.begins_predicate(joined.end(), end):
            return Statement(context.agents, joined.end())
        return self.find_after_condition(start, end, context) or self._bare_verb(start, end, context)

    def _handed_on(self, subject: Subject, end: int) -> Statement | None:
        """Read "UBND tỉnh giao Y + verb" as a statement about Y; "X giao:" alone speaks of nobody yet."""
        given = self.reader.words.giving.match(self.soft, subject.predicate, end)
        inner = self.reader.read_subject(given.end(), end) if given else None
        if given is not None and inner is None and not self.soft[given.end() : end].strip(" .:;"):
            return None
        subject = inner or subject
        return Statement(subject.mentions, subject.predicate)

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

    def find_after_condition(self, start: int, end: int, context: Context) -> Statement | None:
        """Read a sentence that begins with a condition: its subject after a comma, or the inherited one."""
        if self.reader.words.condition.match(self.soft, start, end) is None:
            return None
        yearly = _REGULARLY.match(self.soft, start, end)
        regular = self.reader.read_subject(yearly.end(), end) if yearly else None
        if regular is not None and regular.predicate < end:
            return self._handed_on(regular, end)
        given = self.find_given(start, end)
        for match in islice(_COMMA.finditer(self.soft, start, end), _MAX_COMMAS):
            if given is not None and given.mentions[0].span.start < match.start():
                return Statement(given.mentions, given.predicate)
            if "thì" not in match[0] and self.reader.is_common(match.end(), end):
                continue
            following = self.reader.words.giving.match(self.soft, match.end(), end)
            subject = self.reader.read_subject(following.end() if following else match.end(), end)
            if subject is not None and subject.predicate < end:
                return self._handed_on(subject, end)
            if self._goes_on(start, match.end(), end, context):
                return Statement(context.agents, start, match.end())
        return None

    def find_asked(self, start: int, end: int, asked: tuple[AgencyMention, ...]) -> Statement | None:
        """Read "nếu có vướng mắc, đề nghị phản ánh …": a request after a condition that names nobody."""
        if self.reader.words.condition.match(self.soft, start, end) is None:
            return None
        for match in islice(_COMMA.finditer(self.soft, start, end), _MAX_COMMAS):
            given = self.reader.words.giving.match(self.soft, match.end(), end)
            at = self.reader.skip(given.end(), end) if given else end
            if self.reader.begins_predicate(at, end):
                return Statement(asked, at)
        return None

    def _goes_on(self, start: int, at: int, end: int, context: Context) -> bool:
        """Tell whether after the condition at ``start`` a verb of the inherited subject stands at ``at``."""
        if not context.agents or self.reader.begins_predicate(start, end):
            return False
        return self.reader.begins_predicate(at, end) and _GROUND.match(self.soft, at, end) is None

    def _bare_verb(self, start: int, end: int, context: Context) -> Statement | None:
        """Read a sentence that begins with a verb: its subject is the inherited one."""
        if not context.agents:
            return None
        chained = _CHAINED.match(self.soft, start, end)
        verb = self.reader.begins_predicate(start, end)
        verb = verb or (chained is not None and self.reader.begins_predicate(chained.end(), end))
        return Statement(context.agents, start) if verb else None

    def find_bound_later(self, start: int, end: int) -> Subject | None:
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

    def find_given(self, start: int, end: int) -> Subject | None:
        """Return the agencies after "yêu cầu", "giao", at the head of a clause or after who gives the work."""
        for match in islice(self.reader.words.giving.finditer(self.soft, start, end), _MAX_COMMAS):
            if self.is_giver(start, match.start()):
                subject = self.reader.read_subject(match.end(), end)
                if subject is not None and subject.predicate < end:
                    return subject
        return None

    def is_giver(self, start: int, at: int) -> bool:
        """Tell whether the word at ``at`` gives work: at the head of a clause, or after the body that gives it."""
        if at > start and self.text[at].isupper():
            return False
        low = max(start, at - _GIVER_WINDOW)
        begin = max(low, *(self.soft.rfind(mark, low, at) + 1 for mark in ",;:."))
        begin = self.reader.skip(begin, at)
        joined = _THEREFORE.match(self.soft, begin, at)
        begin = joined.end() if joined else begin
        return begin >= at or self.reader.begins_agency(begin, at)

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
