"""The formal parts of a document, from top to bottom: which lines are letterhead, title, body, signature, annex.

Reads the lines; writes ``Zone``s that tile them. The order of parts is that of Nghị định 30/2020/NĐ-CP, Phụ lục I
(quốc hiệu, tên cơ quan, số, địa danh và thời gian, tên loại và trích yếu, nội dung, chữ ký, nơi nhận, phụ lục) and of
the Party's HD 36-HD/VPTW; any part may be absent, damaged, or printed as rows of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.boilerplate import find_site_start
from ingest.form_words import FormWords, compile_form_words
from ingest.lexicon import Lexicon
from ingest.lines import Line
from ingest.text import fold
from ingest.zone_lines import ZoneLines
from ingest.zone_signs import (
    ATTACHED,
    BODY_OF,
    CAPACITY,
    ENACTS,
    GROUND,
    OFFICE,
    RECIPIENTS,
    REGARDING,
    SIGNATURE,
)

ZoneKind = Literal[
    "boilerplate", "letterhead", "title", "preamble", "body", "recipients", "signature", "annex", "attachment", "notes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines ``[first, last)`` that form one formal part."""

    kind: ZoneKind
    first: int
    last: int


def find_zones(lines: Sequence[Line], lexicon: Lexicon) -> tuple[Zone, ...]:
    """Return the formal parts in order, tiling ``lines``."""
    types = tuple(sorted({fold(kind.label) for kind in lexicon.document_types}, key=len, reverse=True))
    return _ZoneReader(lines, types, compile_form_words(lexicon)).read()


class _ZoneReader(ZoneLines):
    """Walks once over the lines, part after part."""

    def __init__(self, lines: Sequence[Line], types: tuple[str, ...], form: FormWords) -> None:
        super().__init__(lines, types, form)
        self.zones: list[Zone] = []

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
        start = find_site_start(self.lines, limit, self.form)
        anchors = [index for index in range(limit) if self.is_letterhead(index)]
        if not anchors:
            return self._add("boilerplate", 0, start)
        first = anchors[0]
        while first > start and (self.lines[first - 1].blank or self.is_issuer(first - 1)):
            first -= 1
        while first < anchors[0] and not self.lines[first].words:
            first += 1
        self._add("boilerplate", 0, first)
        last = anchors[0] + 1
        for index in range(last, min(self.stop, last + 40)):
            if self.is_type_line(index) or (self.begins_with_type(index) and not self.is_letterhead(index)):
                break
            if self.is_letterhead(index) or REGARDING.match(self.lines[index].folded):
                last = index + 1
            elif not self.lines[index].blank and not self.is_issuer(index):
                break
        return self._add("letterhead", first, last)

    def _head_limit(self) -> int:
        """The letterhead stands before the first ground, mark, annex heading or long paragraph of the document."""
        for index in range(min(self.stop, 150)):
            line = self.lines[index]
            if GROUND.match(line.folded) or self.is_mark(index) or self.is_annex(index):
                return index
            if len(line.words) > 400 and not line.is_row:
                return index
        return min(self.stop, 150)

    def _read_title(self, at: int) -> int:
        first = self.next_filled(at)
        if first >= self.stop or not self.begins_with_type(first) or self.is_mark(first):
            return at
        last = first + 1
        subjects = 0 if self.is_type_line(first) or BODY_OF.search(self.lines[first].folded) else 1
        for index in range(first + 1, min(self.stop, first + 30)):
            line = self.lines[index]
            if not line.words:
                continue
            if line.blank:
                last = index + 1
                if subjects:
                    break
                continue
            if subjects and not self.continues_title(index, last - 1):
                break
            if not subjects and (GROUND.match(line.folded) or self.is_mark(index)):
                break
            subjects += 1
            last = index + 1
        return self._add("title", at, last)

    def _read_preamble(self, at: int) -> int:
        last = at
        for index in range(at, self.stop):
            line = self.lines[index]
            if line.blank:
                continue
            if self.is_preamble_end(index, first=last == at):
                break
            last = index + 1
            if line.words.endswith("như sau:") or (ENACTS.fullmatch(line.folded) and line.words.endswith(":")):
                break
        return self._add("preamble", at, last)

    def _read_body(self, at: int) -> int:
        last = at
        while last < self.stop and not (self.starts_signature(last) or self.is_annex(last)):
            last += 1
        return self._add("body", at, last)

    def _read_signature(self, at: int) -> int:
        if at >= self.stop or self.is_annex(at):
            return at
        last = at
        signed = False
        while last < self.stop and not self.is_annex(last) and (last == at or self.is_signature_line(last, signed)):
            signed = signed or self.names_signer(last)
            last += 1
        return self._add_signature(at, last)

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

    def _read_attached(self, at: int) -> int:
        """An annex, or a document that this one promulgates (quy định, chương trình ban hành kèm theo)."""
        at = self._skip_blank(at)
        if at >= self.stop:
            return at
        if self.is_site_rest(at):
            self.stop = at
            return at
        if not self.is_annex(at) and not self.is_heading(at):
            return self._add("notes", at, at + 1)
        kind: ZoneKind = "annex" if self.is_annex(at) else "attachment"
        last = at + 1
        for index in range(at + 1, min(self.stop, at + 20)):
            line = self.lines[index]
            if line.blank:
                continue
            if not (self.is_heading(index) or ATTACHED.match(line.folded)) or self.is_annex(index):
                break
            last = index + 1
        return self._add(kind, at, last)

    def _skip_blank(self, at: int) -> int:
        following = self.next_filled(at)
        if following > at and self.zones:
            last = self.zones.pop()
            self.zones.append(Zone(last.kind, last.first, following))
        return following
