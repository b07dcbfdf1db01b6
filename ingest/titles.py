"""The name of type and the subject of a document (tên loại và trích yếu nội dung).

Reads the title's range; writes a ``Title``. NĐ 30/2020 prints the type alone and the subject below; sites print both on
one line ("Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về …"), from which number, date and body are read too.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ingest.dates import find_dates
from ingest.lexicon import DocumentType, Lexicon
from ingest.lines import split_lines
from ingest.model import Span
from ingest.numbers import find_numbers
from ingest.text import fold

_RULE = re.compile(r"[\s\-_=*.~–—\\]+")
_BODY = re.compile(
    r"[\s,]*(?:c[uủ]a\s{1,4}|(?=b[oộ] ))(?P<body>[^\n,;:()]{3,90}?)(?=\s{1,4}(?:v[eề]|s[oố]|ng[aà]y|ban h[aà]nh|"
    r"h[uư][oớ]ng d[aẫ]n|quy [dđ][iị]nh)\s|\s{0,4}$|\n)",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"[\s,]*h[oộ]i ngh[iị]\s{1,4}l[aầ]n th[uứ]\s{1,4}\S+\s{1,4}(?P<body>.{3,60}?)(?:\s{1,4}[DĐ][aảẢ]ng)?"
    r"(?:\s{1,4}kh[oóÓaáÁ]{1,2}\s{1,4}\S+)?\s{0,4}(?=\n|$)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s{0,4}(?:s[oố]\s{0,4}:?\s{0,4})?(?=[\d/])", re.IGNORECASE)
_MAX_HEAD = 300
_DATED = re.compile(r"[\s,(]*(?=ng[aà]y\s)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """A document's title taken apart; ``subject`` in one line as printed."""

    type: DocumentType | None = None
    subject: str | None = None
    number: str | None = None
    date: dt.date | None = None
    body: str | None = None
    span: Span | None = None


def read_title(text: str, within: Span, lexicon: Lexicon) -> Title:
    """Return the parts of the title printed in ``within``."""
    start = within.start + len(within.of(text)) - len(within.of(text).lstrip())
    kind, length = type_at(within.of(text).lstrip(), lexicon)
    if kind is None:
        return Title(subject=_one_line(within.of(text)) or None, span=within)
    position = start + length
    cursor = _Cursor(text, position, within.end, lexicon)
    for _ in range(2):  # "của Bộ Tài chính số 48/2000/TT-BTC ngày …" as well as "số 69-KL/TW ngày … của Bộ Chính trị"
        cursor.take_number()
        cursor.take_date()
        cursor.take_body()
    repeated = _repeated_head(text, Span(cursor.position, within.end), kind, lexicon)
    if repeated is not None:
        return read_title(text, repeated, lexicon)
    subject = _one_line(text[cursor.position : within.end])
    return Title(kind, subject or None, cursor.number, cursor.date, cursor.body, Span(start, within.end))


def _repeated_head(text: str, rest: Span, kind: DocumentType, lexicon: Lexicon) -> Span | None:
    """A site's heading repeats type and number on a line of its own, and the full title follows below it."""
    words = rest.of(text)
    if not words.startswith(("\n", " \n")):
        return None
    below = words.lstrip()
    again, length = type_at(below, lexicon)
    if again is not kind or not _NUMBERED.match(below, length):
        return None
    return Span(rest.end - len(below), rest.end)


class _Cursor:
    """Reads number, date and body in whatever order they follow the name of type."""

    def __init__(self, text: str, position: int, end: int, lexicon: Lexicon) -> None:
        self.text, self.position, self.end, self.lexicon = text, position, end, lexicon
        self.number: str | None = None
        self.date: dt.date | None = None
        self.body: str | None = None

    def take_number(self) -> None:
        """Take "số 69-KL/TW"."""
        if self.number is not None or not (match := _NUMBERED.match(self.text, self.position, self.end)):
            return
        found = find_numbers(self.text, self.lexicon, Span(self.position, min(self.end, match.end() + 60)))
        if found and found[0].number and found[0].span.start <= match.end():
            self.number, self.position = found[0].number.canonical, found[0].span.end

    def take_date(self) -> None:
        """Take ", ngày 11/01/2024" or "(ngày 11/01/2024)"."""
        if self.date is not None or not (match := _DATED.match(self.text, self.position, self.end)):
            return
        found = find_dates(self.text, Span(match.end(), min(self.end, match.end() + 50)))
        if found and found[0].span.start == match.end():
            self.date, self.position = found[0].date, found[0].span.end
            self.position += self.text[self.position : self.position + 1] == ")"

    def take_body(self) -> None:
        """Take "của Bộ Chính trị", or the body whose meeting resolved."""
        if self.body is not None:
            return
        for pattern in (_BODY, _MEETING):
            match = pattern.match(self.text, self.position, min(self.end, self.position + _MAX_HEAD))
            if match is not None:
                self.body, self.position = " ".join(match["body"].split()), match.end()
                return


def type_at(words: str, lexicon: Lexicon) -> tuple[DocumentType | None, int]:
    """Return the type whose name ``words`` begin with, the longest first, and the length of the name.

    "THÔNG TƯ LIÊN TỊCH hướng dẫn" begins with "Thông tư liên tịch", not with "Thông tư".
    """
    folded = fold(words[:80])
    best: tuple[DocumentType | None, int] = (None, 0)
    for kind in lexicon.document_types:
        for name in (kind.label, *kind.aliases):
            length = len(name)
            if length > best[1] and folded.startswith(fold(name)) and not folded[length : length + 1].isalpha():
                best = (kind, length)
    return best


def _one_line(words: str) -> str:
    printed = [line.words for line in split_lines(words) if line.words and not _RULE.fullmatch(line.words)]
    joined = " ".join(" ".join(printed).split()).strip(" :.,;-–")
    return joined.strip('“”"') if joined[:1] in '“"' else joined
