"""Appointments (phân công người giữ chức): who heads a body, who is its deputy, who are its members.

Reads the sentences of a text; writes ``Assignment``s. A decision that sets up a team lists its members ("1. Bà X -
Phó Chủ tịch … - Tổ trưởng."); others say it in a sentence ("do một Phó Chủ tịch … làm Trưởng ban"). Nobody is given
work by it, yet whoever asks "ai làm tổ trưởng?" must find the line. The holder is printed with name and office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from ingest.assignments import assign_duty
from ingest.duties import Duty
from ingest.duty_sentences import SentenceReader
from ingest.model import AgencyMention, Assignment, Provision, Role, Span

_BODY: Final = r"(?:ban|tổ|đoàn|tiểu ban|nhóm|đội|hội đồng)"
_HEAD: Final = rf"(?:tổ trưởng|đội trưởng|nhóm trưởng|trưởng {_BODY}|chủ tịch hội đồng|chủ nhiệm)"
_DEPUTY: Final = rf"(?:tổ phó|đội phó|nhóm phó|phó {_HEAD}|phó {_BODY})"
_MEMBER: Final = r"(?:(?:ủy|uỷ) viên|thành viên|thư (?:ký|kí))"
_TITLE: Final = rf"(?:{_DEPUTY}|{_HEAD}|{_MEMBER})(?: thường trực| thứ nhất| kiêm thư (?:ký|kí)|, thư (?:ký|kí))?"
_ANY = re.compile(_TITLE)
"""Most sentences have no title, and are read no further."""
_LISTED = re.compile(
    rf"(?:\d{{1,3}}[.)]\s|[-+]\s)?(?P<holder>[^:;\n]{{4,240}}?)(?:\s?[-–:]|(?P<comma>,))\s(?:làm\s)?(?P<title>{_TITLE})"
    r"\s?[.;,]?\s*$"
)
"""A line of a list: name, office, title."""
_TITLED = re.compile(
    rf"(?:\d{{1,3}}[.)]\s|[-+]\s)?(?:các )?(?P<title>{_TITLE})\s?:\s(?P<holder>[^:;\n]{{4,240}}?)[.;,]?\s*$"
)
"""A line of a list: title, holder."""
_SAID = re.compile(
    rf"(?:(?<!\w)(?:do|gồm|và)|[,:])\s{{1,3}}(?:có\s)?(?P<holder>(?!do\s)(?:(?!\sdo\s)[^,;:\n]){{4,120}}?)\s"
    rf"(?:làm|giữ chức)\s(?P<title>{_TITLE})(?!\w)"
)
"""In a sentence: "do Thứ trưởng Bộ Tài chính làm Tổ trưởng"."""
_NAMED = re.compile(rf"(?<!\w)(?P<title>{_TITLE})\s(?:là|gồm)\s(?P<holder>[^,;:.(\n]{{4,120}}[^,;:.(\s])")
"""In a sentence: "Trưởng đoàn là đại diện lãnh đạo Ban Thường trực"."""
_PERSON = re.compile(r"(?:một(?!\ssố)|ông|bà|đồng chí|đ/c|đại diện|lãnh đạo)\s(?!\()")
_ENDS_IN_TITLE = re.compile(rf"(?<!\w){_TITLE}\s?$")
"""A list of titles has no holder: "Trưởng ban, Phó Trưởng ban - thành viên"."""
_BLANK = re.compile(r"\.{3}|…|_{3}|\(bà\)")
"""A form leaves the name open."""
_MOST_SAID: Final = 12


def find_appointments(reader: SentenceReader, sentences: Iterable[tuple[Provision, Span]]) -> Iterator[Assignment]:
    """Yield who holds which title, in reading order: the head leads, a deputy supports, a member takes part.

    ``sentences`` are those of the text, each with the part that it stands in.
    """
    for provision, sentence in sentences:
        for holder, task, role in _read(reader, sentence):
            mention = AgencyMention(holder, holder.of(reader.text))
            duty = Duty((mention,), role, task, "appointed")
            yield from assign_duty(reader.text, provision, duty, sentence, None)


def _read(reader: SentenceReader, sentence: Span) -> Iterator[tuple[Span, Span, Role]]:
    """Yield holder, what is said of the holder, and the role."""
    if _ANY.search(reader.soft, sentence.start, sentence.end) is None:
        return
    for pattern in (_LISTED, _TITLED):
        line = pattern.match(reader.soft, sentence.start, sentence.end)
        if line is not None and _is_holder(reader, line):
            yield _span(line, "holder"), Span(line.start(), line.end()), _role_of(line["title"])
            return
    for pattern in (_SAID, _NAMED):
        for said in islice(pattern.finditer(reader.soft, sentence.start, sentence.end), _MOST_SAID):
            if _is_holder(reader, said):
                first, last = sorted((said.span("holder"), said.span("title")))
                yield _span(said, "holder"), Span(first[0], last[1]), _role_of(said["title"])


def _is_holder(reader: SentenceReader, match: re.Match[str]) -> bool:
    """Tell whether a person or an office is named, and no blank of a form."""
    start, end = match.span("holder")
    if _BLANK.search(reader.soft, start, end) or _ENDS_IN_TITLE.search(reader.soft[start:end]):
        return False
    named = _PERSON.match(reader.soft, start, end)
    if match.groupdict().get("comma"):
        return named is not None  # A sentence may end in a title behind a comma, too.
    return named is not None or reader.words.agencies.position.match(reader.soft, start, end) is not None


def _span(match: re.Match[str], group: str) -> Span:
    return Span(*match.span(group))


def _role_of(title: str) -> Role:
    """Return the role of a title.

    >>> [_role_of(title) for title in ("trưởng ban", "phó trưởng ban thường trực", "thành viên")]
    ['lead', 'support', 'do']
    """
    if re.match(_DEPUTY, title):
        return "support"
    return "lead" if re.match(_HEAD, title) else "do"
