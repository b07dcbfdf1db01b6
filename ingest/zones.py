"""The formal parts of a document, from top to bottom: which lines are letterhead, title, body, signature, annex.

Reads the lines; writes ``Zone``s that tile them. The order of parts is that of Nghị định 30/2020/NĐ-CP, Phụ lục I
(quốc hiệu, tên cơ quan, số, địa danh và thời gian, tên loại và trích yếu, nội dung, chữ ký, nơi nhận, phụ lục) and of
the Party's HD 36-HD/VPTW; any part may be absent, damaged, or printed as rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.boilerplate import find_site_start, find_site_tail, is_site
from ingest.lexicon import Lexicon
from ingest.lines import Line
from ingest.marks import read_marks
from ingest.persons import is_person
from ingest.text import fold
from ingest.zone_signs import (
    ATTACHED,
    AUTHORITY,
    BODY_OF,
    CAPACITY,
    CUE,
    EMPTY_ROW,
    ENACTS,
    GROUND,
    NATION,
    NUMBER,
    OFFICE,
    OFFICE_CELL,
    PLACE_DATE,
    RECIPIENTS,
    REGARDING,
    SEPARATOR,
    SIGNATURE,
    SIGNATURE_HINT,
    SIGNED,
    STRONG,
    SUBJECT,
    annex_number,
)

ZoneKind = Literal[
    "boilerplate", "letterhead", "title", "preamble", "body", "recipients", "signature", "annex", "attachment", "notes",
]  # fmt: skip


_SITE_REST = 60


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines ``[first, last)`` that form one formal part."""

    kind: ZoneKind
    first: int
    last: int


def find_zones(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Zone, ...]:
    """Return the formal parts in order, tiling ``lines``."""
    reader = _ZoneReader(lines, tuple(sorted({fold(t.label) for t in lexicon.document_types}, key=len, reverse=True)))
    return reader.read()


class _ZoneReader:
    """Walks once over the lines, part after part."""

    def __init__(self, lines: Sequence[Line], types: tuple[str, ...]) -> None:
        self.lines = lines
        self.types = types
        self.zones: list[Zone] = []
        self.stop = find_site_tail(lines)

    def read(self) -> tuple[Zone, ...]:
        """Return the zones of all lines."""
        at = self._read_head()
        at = self._read_title(at)
        at = self._read_preamble(at)
        while at < self.stop:
            at = self._read_body(at)
            at = self._read_signature(at)
            at = self._read_attached(at)
        self._add("boilerplate", at, len(self.lines))
        return tuple(self.zones)

    def _add(self, kind: ZoneKind, first: int, last: int) -> int:
        if last > first:
            self.zones.append(Zone(kind, first, last))
        return max(first, last)

    def _read_head(self) -> int:
        """Boilerplate before the document, and the letterhead."""
        limit = self._head_limit()
        start = find_site_start(self.lines, limit)
        anchors = [index for index in range(limit) if self._is_letterhead(index)]
        if not anchors:
            return self._add("boilerplate", 0, start)
        first = anchors[0]
        while first > start and (self.lines[first - 1].blank or self._is_issuer(first - 1)):
            first -= 1
        while first < anchors[0] and not self.lines[first].words:
            first += 1
        self._add("boilerplate", 0, first)
        last = anchors[0] + 1
        for index in range(last, min(self.stop, last + 40)):
            if self._is_type_line(index) or (self._begins_with_type(index) and not self._is_letterhead(index)):
                break
            if self._is_letterhead(index) or REGARDING.match(self.lines[index].folded):
                last = index + 1
            elif not self.lines[index].blank and not self._is_issuer(index):
                break
        return self._add("letterhead", first, last)

    def _head_limit(self) -> int:
        """The letterhead stands before the first ground, mark, annex heading or long paragraph of the document."""
        for index in range(min(self.stop, 150)):
            line = self.lines[index]
            if GROUND.match(line.folded) or self._is_mark(index) or self._is_annex(index):
                return index
            if len(line.words) > 400 and not line.is_row:
                return index
        return min(self.stop, 150)

    def _is_letterhead(self, index: int) -> bool:
        line = self.lines[index]
        if not line.words or len(line.words) > 600:
            return False
        if line.is_row and SEPARATOR.fullmatch(line.words):
            return 0 < index < self.stop and bool(self.lines[index - 1].is_row) and self._is_letterhead(index - 1)
        folded = line.folded
        if NATION.search(folded) and (line.is_row or line.upper or len(line.words) < 120):
            return not GROUND.match(folded) and "quoc hoi nuoc" not in folded
        if NUMBER.search(folded) and len(line.words) < 120 and self._is_short_number(folded):
            return True
        return PLACE_DATE.search(folded) is not None and len(line.words) < 90 and not GROUND.match(folded)

    def _is_short_number(self, folded: str) -> bool:
        return re.match(r"\|?\s{0,4}(?:luat\s{1,4})?so\s{0,4}:?\s{0,4}[\d_.…\s]{0,30}[/-]", folded) is not None

    def _is_issuer(self, index: int) -> bool:
        line = self.lines[index]
        return line.is_row or (line.upper and len(line.words) < 120 and not self._is_type_line(index))

    def _is_type_line(self, index: int) -> bool:
        folded = self.lines[index].folded.strip(" :|")
        return folded in self.types

    def _begins_with_type(self, index: int) -> bool:
        folded = self.lines[index].folded
        return any(folded.startswith(kind) and not folded[len(kind) : len(kind) + 1].isalpha() for kind in self.types)

    def _read_title(self, at: int) -> int:
        first = self._next(at)
        if first >= self.stop or not self._begins_with_type(first) or self._is_mark(first):
            return at
        last = first + 1
        subjects = 0 if self._is_type_line(first) or BODY_OF.search(self.lines[first].folded) else 1
        for index in range(first + 1, min(self.stop, first + 30)):
            line = self.lines[index]
            if not line.words:
                continue
            if line.blank:
                last = index + 1
                if subjects:
                    break
                continue
            if subjects and not self._continues_title(index, last - 1):
                break
            if not subjects and (GROUND.match(line.folded) or self._is_mark(index)):
                break
            subjects += 1
            last = index + 1
        return self._add("title", at, last)

    def _continues_title(self, index: int, previous: int) -> bool:
        line, before = self.lines[index], self.lines[previous]
        if self._is_mark(index) or line.is_row or len(line.words) > 300:
            return False
        if line.words[0].islower() or before.words.endswith((",", "-", "–", " và", " của", " về")):
            return not GROUND.match(line.folded)
        if SUBJECT.match(line.folded):
            return True
        if CUE.match(line.folded) or line.words[-1] in ".;:" or ENACTS.fullmatch(line.folded):
            return False
        if AUTHORITY.match(line.folded) and (line.upper or not before.upper):
            return line.upper and before.upper and not self._is_followed_by_ground(index)
        return line.upper == before.upper or line.words.startswith("(")

    def _is_followed_by_ground(self, index: int) -> bool:
        following = self._next(index + 1)
        return following < self.stop and CUE.match(self.lines[following].folded) is not None

    def _read_preamble(self, at: int) -> int:
        last = at
        for index in range(at, self.stop):
            line = self.lines[index]
            if line.blank:
                continue
            if self._is_preamble_end(index, first=last == at):
                break
            last = index + 1
            if line.words.endswith("như sau:") or (ENACTS.fullmatch(line.folded) and line.words.endswith(":")):
                break
        return self._add("preamble", at, last)

    def _is_preamble_end(self, index: int, *, first: bool) -> bool:
        """The body begins with the first mark of a list; an excerpt that begins with a later mark is all body."""
        line = self.lines[index]
        if GROUND.match(line.folded):
            return False
        if self._is_annex(index) or (self._starts_signature(index) and not OFFICE.match(line.words)):
            return True
        return (
            any(
                mark.scheme in STRONG and (mark.value <= 1 or (first and not mark.loose))
                for mark in read_marks(line.words)
            )
            or line.is_row
        )

    def _read_body(self, at: int) -> int:
        last = at
        while last < self.stop and not (self._starts_signature(last) or self._is_annex(last)):
            last += 1
        return self._add("body", at, last)

    def _starts_signature(self, index: int) -> bool:
        line = self.lines[index]
        if line.blank:
            return False
        if RECIPIENTS.search(line.folded[:200]):
            return True
        if line.is_row and OFFICE_CELL.search(line.words[-400:]):
            return True
        if _is_signed(line.words):
            return line.is_row or len(line.words) < 120
        return len(line.words) < 60 and OFFICE.match(line.words) is not None and self._ends_soon(index)

    def _ends_soon(self, index: int) -> bool:
        """An office alone on a line signs only if a name follows, within a few short lines."""
        following = [line for line in self.lines[index + 1 : index + 8] if not line.blank][:2]
        return bool(following) and all(len(line.words) < 60 and not read_marks(line.words) for line in following[:1])

    def _read_signature(self, at: int) -> int:
        if at >= self.stop or self._is_annex(at):
            return at
        last = at
        signed = False
        while last < self.stop and not self._is_annex(last) and (last == at or self._is_signature_line(last, signed)):
            signed = signed or self._names_signer(last)
            last += 1
        return self._add_signature(at, last)

    def _names_signer(self, index: int) -> bool:
        words = self.lines[index].words
        return SIGNED.search(words) is not None or is_person(words)

    def _add_signature(self, at: int, last: int) -> int:
        signs = next(
            (i for i in range(at, last) if SIGNATURE.search(self.lines[i].words) or OFFICE.match(self.lines[i].words)),
            last,
        )
        head = self.lines[at]
        beside = head.is_row or CAPACITY.search(head.words) is not None  # two columns read as one line
        if beside or not RECIPIENTS.search(head.folded[:200]):
            return self._add("signature", at, last)
        self._add("recipients", at, signs)
        return self._add("signature", signs, last)

    def _is_signature_line(self, index: int, signed: bool) -> bool:
        line = self.lines[index]
        if not line.words or line.words[0] in "-–•+" or self._starts_signature(index):
            return True
        if line.is_row:
            return not signed or EMPTY_ROW.fullmatch(line.words) is not None
        if self._is_type_line(index) or NATION.search(line.folded):
            return False
        if any(mark.scheme in STRONG for mark in read_marks(line.words)) or len(line.words) >= 90:
            return False
        return not signed or is_person(line.words)

    def _is_annex(self, index: int) -> bool:
        return annex_number(self.lines[index].words) is not None

    def _read_attached(self, at: int) -> int:
        """An annex, or a document that this one promulgates (quy định, chương trình ban hành kèm theo)."""
        at = self._skip_blank(at)
        if at >= self.stop:
            return at
        if self._is_site_rest(at):
            self.stop = at
            return at
        if not self._is_annex(at) and not self._is_heading(at):
            return self._add("notes", at, at + 1)
        kind: ZoneKind = "annex" if self._is_annex(at) else "attachment"
        last = at + 1
        for index in range(at + 1, min(self.stop, at + 20)):
            line = self.lines[index]
            if line.blank:
                continue
            if not (self._is_heading(index) or ATTACHED.match(line.folded)) or self._is_annex(index):
                break
            last = index + 1
        return self._add(kind, at, last)

    def _is_site_rest(self, at: int) -> bool:
        """After the signature only a site's links are left: one of its words near, no annex, no mark, no long line."""
        if self.stop - at > _SITE_REST:
            return False
        rest = self.lines[at : self.stop]
        if not any(is_site(line) for line in self.lines[at : at + _SITE_REST]):
            return False
        return not any(
            annex_number(line.words) is not None or len(line.words) > 300 or line.is_row or self._is_mark(at + offset)
            for offset, line in enumerate(rest)
        )

    def _is_heading(self, index: int) -> bool:
        line = self.lines[index]
        if line.is_row or len(line.words) >= 500 or self._is_mark(index) or _table_head(line):
            return False
        return line.upper or self._is_type_line(index)

    def _is_mark(self, index: int) -> bool:
        return any(mark.scheme in STRONG and not mark.loose for mark in read_marks(self.lines[index].words))

    def _next(self, at: int) -> int:
        while at < self.stop and self.lines[at].blank:
            at += 1
        return at

    def _skip_blank(self, at: int) -> int:
        following = self._next(at)
        if following > at and self.zones:
            last = self.zones.pop()
            self.zones.append(Zone(last.kind, last.first, following))
        return following


def _is_signed(words: str) -> bool:
    head = words[:1500]
    if SIGNATURE_HINT.search(head) and SIGNATURE.search(head):
        return True
    return "(" in words and SIGNED.search(words[-300:]) is not None


def _table_head(line: Line) -> bool:
    return line.folded in {"tt", "stt", "so tt", "so thu tu"}
