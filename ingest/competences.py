"""Competences (thẩm quyền, trách nhiệm theo quy định): what a provision says that a body does, assigning no work.

Reads the text, its provisions and what was found assigned; writes ``Assignment``s of the sentences that assign nothing.
A circular says who receives a file, a decision who keeps an account: nobody is given a task, yet whoever asks "ai …?"
must find it. A body stands before its verb, after "do" in a passive sentence, or where something is sent to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ingest.appointments import find_appointments
from ingest.assignments import assign_duty
from ingest.duties import Context, Duty
from ingest.duty_clauses import read_duties
from ingest.duty_items import Found, find_stated_duties
from ingest.duty_sentences import SentenceReader, open_reader
from ingest.duty_statements import StatementReader
from ingest.duty_tree import OUTSIDE, ProvisionTree
from ingest.lexicon import Lexicon
from ingest.model import AgencyMention, Assignment, Header, Provision, Role, Span
from ingest.spelling import soften
from ingest.text import UPPER

_BY = re.compile(r"(?<!\w)do\s+(?!đó(?!\w)|vậy(?!\w))")
_DECIDES = re.compile(r"(?<!\w)thuộc\s(?:về\s)?thẩm\squyền\s(?:[^\s,;.]+\s){0,3}?(?:của\s)?")
_RECEIVES = re.compile(
    r"(?<!\w)(?:gửi|chuyển|nộp|trình|khởi\skiện|khiếu\snại)\s(?:(?:hồ sơ|đơn|báo cáo)\s)?"
    r"(?:(?:đến|tới|về|lên|cho|tại|ra)\s)?"
)
_SENDS = re.compile(r"(?<!\w)(?:gửi|chuyển|nộp)\s(?P<sent>[^,;:.\n]{4,100})")
_TOWARDS = re.compile(r"(?<!\w)(?:đến|tới|về|lên|cho)\s")
"""What is sent stands between the verb and its receiver: "Chuyển danh sách chính thức đến Ủy ban bầu cử xã"."""
_TO: tuple[tuple[re.Pattern[str], Role], ...] = ((_DECIDES, "decide"), (_RECEIVES, "inform"))
"""Words after which a body stands that decides, or that receives."""
_BEFORE = re.compile(r"(?:(?:hàng|hằng|mỗi)\s(?:năm|quý|tháng)[\s,]+|[^\n:;.]{4,60}:\s+)")
"""A recurrence or a label before the body: "Hàng năm Phòng Tài chính lập …", "Thẩm quyền: Chủ tịch UBND …"."""
_LEAD_IN = re.compile(
    r"(?:ngay\s)?(?:sau|trước|khi|trong|trường\shợp|đối\svới|căn\scứ|nếu|chậm\snhất|hết|kể\stừ|định\skỳ)(?!\w)"
)
"""How a sentence begins that comes to its body only behind a condition or a time."""
_TURN = re.compile(r"(?:,|\sthì|\slà)\s")
_CLUE = re.compile(
    r":|(?<!\w)(?:do|phải|có\strách\snhiệm|gửi|chuyển|nộp|trình|khởi\skiện|khiếu\snại|thẩm\squyền|(?:hàng|hằng|mỗi)\s(?:năm|quý|tháng))(?!\w)"
)
"""What a sentence must have to be read further."""
_BOUND = re.compile(r"(?:phải|có\s(?:trách\snhiệm|nghĩa\svụ)|chịu\strách\snhiệm)(?!\w)")
_IS = re.compile(r"có\s(?:trách\snhiệm|thẩm\squyền)[^.;:]{3,90}?\slà\s")
"""In "cơ quan có trách nhiệm bồi thường là Ủy ban nhân dân cấp huyện" the body stands behind."""
_PROPER = re.compile(rf"\s[{UPPER}][^\W\d_]*")
"""A word with a capital inside a name: "Công ty Khai thác công trình Thuỷ lợi" is one firm, no kind of firms."""
_EXAMPLE = re.compile(rf"\s[{UPPER}]")
"""A letter for a name: "Ông A", "Công ty B" are of an example, and so is what they do."""
_EXAMPLE_BEFORE = re.compile(r"(?<!\w)(?:ví\sdụ|thí\sdụ)(?!\w)")
_NAMED = re.compile(rf"[{UPPER}]")
"""A receiver is told by its name; "chuyên viên", "cấp có thẩm quyền" say nothing of who it is."""
_INTRODUCES = re.compile(r"(?<!\w)(?:sau đây|như sau|dưới đây)(?!\w)")
_MOST_PLACES = 12
_LEAST_WORDS = 4
_OPENING = 30
"""Characters in which a request names whom it asks: "Đề nghị Sở Tài chính …"."""
_FORMAL = frozenset({"preamble", "closing"})


def find_competences(
    text: str, provisions: Sequence[Provision], header: Header, lexicon: Lexicon, assigned: Sequence[Assignment]
) -> tuple[Assignment, ...]:
    """Return what the sentences outside of ``assigned`` say that bodies do, in reading order.

    Args:
        text: The one text.
        provisions: Its parts, from ``parse_provisions``.
        header: Its formal parts; the date gives the year of deadlines.
        lexicon: The registers.
        assigned: The assignments of the same text; their sentences are left out.
    """
    reader = open_reader(text, lexicon)
    year = header.date.year if header.date else None
    free = _Free([span for one in assigned for span in (one.evidence, one.task_span)])
    sentences = _sentences_of(reader, provisions)
    found = [one for one in find_appointments(reader, sentences) if free.holds(one.evidence)]
    free = _Free([*free.spans, *(one.evidence for one in found)])
    stated = [one for one in find_stated_duties(reader, provisions) if free.holds(one[2])]
    found += [one for read in stated for one in _write(reader, read, year)]
    free = _Free([*free.spans, *(one.evidence for one in found)])
    found += [one for read in _find_within(reader, sentences, free) for one in _write(reader, read, year)]
    unique: dict[tuple[str, Role, Span], Assignment] = {}
    for one in found:
        unique.setdefault((soften(one.agency), one.role, one.task_span), one)
    return tuple(sorted(unique.values(), key=lambda one: (one.task_span.start, one.agency_span.start)))


def _write(reader: SentenceReader, found: Found, year: int | None) -> Iterator[Assignment]:
    provision, duty, sentence = found
    duty = _named_behind(reader, duty, sentence)
    agents = tuple(agent for agent in duty.agents if _is_competent(reader, agent, duty.task))
    if not agents:
        return iter(())
    if duty.rule == "given" and agents[0].span.start > sentence.start + _OPENING:
        duty = replace(duty, task=sentence)  # What is handed over stands before the giver.
    return assign_duty(reader.text, provision, replace(duty, agents=agents), sentence, year)


def _named_behind(reader: SentenceReader, duty: Duty, sentence: Span) -> Duty:
    """Return ``duty`` as that of the body which the sentence says to be the one that has it."""
    match = _IS.match(reader.soft, duty.task.start, duty.task.end)
    listed = reader.read_objects(match.end(), duty.task.end) if match else None
    return replace(duty, agents=listed.mentions, task=sentence) if listed else duty


def _is_competent(reader: SentenceReader, agent: AgencyMention, task: Span) -> bool:
    """Tell whether an authority does something, or someone else is bound to it."""
    start, end = agent.span.start, agent.span.end
    if len(task.of(reader.soft).split(None, _LEAST_WORDS)) < _LEAST_WORDS:
        return False
    if _INTRODUCES.search(reader.soft, start, end) or _is_heading_or_example(reader.text[start:end]):
        return False
    if agent.label is not None or reader.is_authority(start, end):
        return True
    if reader.is_organisation(start, end) and _PROPER.search(reader.text, start + 1, end):
        return True
    return _BOUND.match(reader.soft, task.start, task.end) is not None and not reader.is_person(start, end)


def _is_heading_or_example(name: str) -> bool:
    """Tell whether ``name`` is printed like a heading, or stands for anybody in an example.

    >>> [_is_heading_or_example(name) for name in ("TỔ CHỨC VÀ HOẠT ĐỘNG", "Công ty A", "UBND tỉnh")]
    [True, True, False]
    """
    return (name.isupper() and " " in name) or _EXAMPLE.fullmatch(name[-2:]) is not None


class _Free:
    """Tells which sentences nothing was read from yet."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans, key=lambda span: (span.start, span.end))
        self._ends: list[int] = []
        for span in self.spans:
            self._ends.append(max(span.end, self._ends[-1] if self._ends else 0))
        self._starts = [span.start for span in self.spans]

    def holds(self, sentence: Span) -> bool:
        """Tell whether no span overlaps ``sentence``."""
        before = bisect_left(self._starts, sentence.end)
        return not before or self._ends[before - 1] <= sentence.start


def _sentences_of(reader: SentenceReader, provisions: Sequence[Provision]) -> tuple[tuple[Provision, Span], ...]:
    """Return the sentences of the parts that say something, each with its part."""
    tree, statements = ProvisionTree(reader, provisions), StatementReader(reader)
    saying = (one for one in provisions if one.kind not in OUTSIDE)
    return tuple((one, sentence) for one in saying for sentence in statements.sentences_of(tree.body_of(one)))


def _find_within(reader: SentenceReader, sentences: Sequence[tuple[Provision, Span]], free: _Free) -> Iterator[Found]:
    """Read sentences that do not begin with the body that they are about."""
    for one, sentence in sentences:
        if one.kind in _FORMAL or not free.holds(sentence):
            continue
        if _EXAMPLE_BEFORE.match(reader.soft, sentence.start, sentence.end) is None:
            yield from ((one, duty, sentence) for duty in _read_sentence(reader, sentence))


def _read_sentence(reader: SentenceReader, sentence: Span) -> tuple[Duty, ...]:
    if _CLUE.search(reader.soft, sentence.start, sentence.end) is None:
        return ()
    return _read_later(reader, sentence) or _read_passive(reader, sentence) or _read_receiver(reader, sentence)


def _read_later(reader: SentenceReader, sentence: Span) -> tuple[Duty, ...]:
    """Read "Hàng năm Phòng X lập …", "Thẩm quyền miễn: Chủ tịch X quyết định …"."""
    before = _BEFORE.match(reader.soft, sentence.start, sentence.end)
    if before is None:
        return _read_conditioned(reader, sentence)
    if reader.is_person(before.end(), sentence.end):
        return ()
    subject = reader.read_subject(before.end(), sentence.end)
    if subject is None or subject.predicate >= sentence.end:
        return ()
    return read_duties(reader, Context(subject.mentions), subject.predicate, sentence.end, "stated-later")


def _read_conditioned(reader: SentenceReader, sentence: Span) -> tuple[Duty, ...]:
    """Read "Ngay sau khi chi trả, thủ trưởng cơ quan phải ra quyết định …": the condition is part of what is bound."""
    if _LEAD_IN.match(reader.soft, sentence.start, sentence.end) is None:
        return ()
    for turn in islice(_TURN.finditer(reader.soft, sentence.start, sentence.end), _MOST_PLACES):
        subject = reader.read_subject(turn.end(), sentence.end)
        if subject is None or subject.predicate >= sentence.end:
            continue
        bound = _BOUND.match(reader.soft, subject.predicate, sentence.end)
        if bound is not None and not reader.is_person(turn.end(), sentence.end):
            return read_duties(reader, Context(subject.mentions), subject.predicate, sentence.end, "stated-later")
    return ()


def _read_passive(reader: SentenceReader, sentence: Span) -> tuple[Duty, ...]:
    """Read "biên lai do Sở Tài chính phát hành": the whole sentence is what the body does."""
    for match in islice(_BY.finditer(reader.soft, sentence.start, sentence.end), _MOST_PLACES):
        subject = reader.read_subject(match.end(), sentence.end)
        if subject is not None and subject.predicate < sentence.end:
            given = reader.words.giving.match(reader.soft, subject.predicate, sentence.end)
            subject = (reader.read_subject(given.end(), sentence.end) if given else None) or subject
            role = reader.find_role(subject.predicate, sentence.end).role
            return (Duty(subject.mentions, role, sentence, "stated-passive"),)
        listed = reader.read_objects(match.end(), sentence.end)
        if listed is not None:
            return (Duty(listed.mentions, "do", sentence, "stated-passive"),)
    return ()


def _read_receiver(reader: SentenceReader, sentence: Span) -> tuple[Duty, ...]:
    """Read "khiếu nại thì chuyển đến Ủy ban bầu cử": the body that receives; "thuộc thẩm quyền của X": who decides."""
    for at, role in _receivers_begin(reader, sentence):
        listed = reader.read_objects(at, sentence.end)
        if listed is not None and _NAMED.match(reader.text, listed.mentions[0].span.start):
            return (Duty(listed.mentions, role, sentence, "stated-receiver"),)
    return ()


def _receivers_begin(reader: SentenceReader, sentence: Span) -> Iterator[tuple[int, Role]]:
    """Yield where a body that decides or receives may be named, with its role."""
    for pattern, role in _TO:
        for match in islice(pattern.finditer(reader.soft, sentence.start, sentence.end), _MOST_PLACES):
            yield match.end(), role
    for sends in islice(_SENDS.finditer(reader.soft, sentence.start, sentence.end), _MOST_PLACES):
        for towards in islice(_TOWARDS.finditer(reader.soft, *sends.span("sent")), _MOST_PLACES):
            yield towards.end(), "inform"
