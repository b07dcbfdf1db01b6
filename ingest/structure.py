"""From the text to its provisions: every line has a place.

Reads the one text; writes the provisions whose spans tile it. Formal parts come from ``ingest.zones``, marks from
``ingest.marks``, nesting from ``ingest.outline``, rows from ``ingest.rows``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.form_words import FormWords, compile_form_words
from ingest.lexicon import Lexicon
from ingest.lines import Line, split_lines
from ingest.marks import UNORDERED, Mark, read_marks
from ingest.model import Provision, ProvisionKind, Span
from ingest.outline import Outline, finish_drafts
from ingest.rows import FlatTable, continues_row, find_first_row, find_flat_tables, is_separator, row_mark
from ingest.zone_signs import AUTHORITY, GROUND, annex_number
from ingest.zones import Zone, find_zones

_SLUG = {
    "boilerplate": "trang-web", "letterhead": "the-thuc", "title": "ten-loai", "preamble": "mo-dau",
    "recipients": "noi-nhan", "signature": "chu-ky", "attachment": "kem-theo", "notes": "ghi-chu",
}  # fmt: skip
_KINDS: dict[str, ProvisionKind] = {
    "boilerplate": "boilerplate", "letterhead": "letterhead", "title": "title", "recipients": "recipients",
    "signature": "signature",
}  # fmt: skip
_HEADING_END = (".", ";", ",")
_QUOTE_OPEN = re.compile(r"[“\"«]")
_QUOTE_CLOSE = re.compile(r"[”\"»][\s.;,:)]*$")
_MAX_HEADING = 300
_MAX_RUN_IN = 120
_MAX_QUOTE_LINES = 3000
_WRAPPED = 60


def parse_provisions(text: str, lexicon: Lexicon) -> tuple[Provision, ...]:
    """Return the provisions of a document in reading order.

    Args:
        text: The one text (``ingest.text.normalise``).
        lexicon: The registers; the names of document types are read.

    Returns:
        Provisions whose spans tile ``text`` exactly; none for an empty text. Never raises on any text. Parts without a
        printed mark are named ``the-thuc`` (letterhead), ``ten-loai`` (title), ``mo-dau/n`` (grounds and enactment),
        ``ket/n`` (closing), ``noi-nhan``, ``chu-ky``, ``kem-theo`` (an attached document), ``ghi-chu`` (notes below the
        signature), ``trang-web`` (what a site adds). A mark printed twice in one list gets ``_2``; articles leave out
        the chapter above them, for they are numbered through.
    """
    lines = split_lines(text)
    if not lines:
        return ()
    parser = _Parser(text, lines, compile_form_words(lexicon))
    for zone in find_zones(lines, lexicon):
        parser.read_zone(zone)
    return finish_drafts(parser.outline.drafts, len(text))


def print_provisions(text: str, provisions: Sequence[Provision]) -> str:
    """Return the text that the provisions cover, in order: the text itself when they tile it."""
    return "".join(provision.span.of(text) for provision in provisions)


class _Parser:
    """Walks over the lines of each zone and feeds the outline."""

    def __init__(self, text: str, lines: Sequence[Line], form: FormWords) -> None:
        self.text = text
        self.form = form
        self.lines = lines
        self.outline = Outline()
        self._quote_end: int | None = None
        self._zone_end = 0
        self._closings = _closing_lines(lines)

    def read_zone(self, zone: Zone) -> None:
        """Add the provisions of one formal part."""
        self._zone_end = zone.last
        if zone.kind == "body":
            self._read_body(zone)
        elif zone.kind == "annex":
            self._open_annex(zone)
        elif zone.kind in ("attachment", "notes"):
            self._open_attachment(zone)
        elif zone.kind == "preamble":
            self._read_preamble(zone)
        else:
            self.outline.clear()
            start = self.lines[zone.first].span.start
            self.outline.add_part(_SLUG[zone.kind], _KINDS[zone.kind], start if self.outline.drafts else 0)

    def _start(self, index: int) -> int:
        return self.lines[index].span.start if self.outline.drafts else 0

    def _read_preamble(self, zone: Zone) -> None:
        count = 0
        for index in range(zone.first, zone.last):
            line = self.lines[index]
            if (line.blank and (count or index + 1 < zone.last)) or (count and self._continues_ground(index)):
                continue
            count += 1
            self.outline.add_part(f"{_SLUG['preamble']}/{count}", "preamble", self._start(index))

    def _continues_ground(self, index: int) -> bool:
        """The rest of a broken line, not the next ground or the enacting body."""
        line, before = self.lines[index], self.lines[index - 1]
        if line.words[:1].islower():
            return True
        wrapped = len(before.words) > _WRAPPED and before.words[-1] not in ';.:,/”"'
        enacting = AUTHORITY.match(line.folded) is not None and not line.words.endswith((";", ","))
        return wrapped and not (line.upper or enacting or GROUND.match(line.folded))

    def _open_annex(self, zone: Zone) -> None:
        words = self.lines[zone.first].words
        number = annex_number(words) or ""
        locator = f"phu-luc-{number}" if number else "phu-luc"
        draft = self.outline.open_part(locator, "annex", self._start(zone.first), words[:80])
        draft.heading = self._joined(zone.first + 1, zone.last)

    def _open_attachment(self, zone: Zone) -> None:
        """An attached document (quy định, chương trình ban hành kèm theo), or the notes under a signature."""
        kind: ProvisionKind = "part" if zone.kind == "attachment" else "paragraph"
        draft = self.outline.open_part(_SLUG[zone.kind], kind, self._start(zone.first), "")
        if zone.kind == "attachment":
            draft.heading = self._joined(zone.first, zone.last)

    def _joined(self, first: int, last: int) -> Span | None:
        printed = [line for line in self.lines[first:last] if not line.blank]
        return Span(printed[0].content.start, printed[-1].content.end) if printed else None

    def _read_body(self, zone: Zone) -> None:
        tables = {table.first: table for table in find_flat_tables(self.lines, zone.first, zone.last)}
        closing = self._find_closing(zone)
        if self._at_top():
            self.outline.clear()
        index = zone.first
        while index < zone.last:
            table = tables.get(index)
            if table is not None:
                self._read_flat_table(table)
                index = table.last
            elif self.lines[index].is_row:
                index = self._read_pipe_table(index, zone.last)
            elif index == closing:
                self.outline.clear()
                self._read_closing(index, zone.last)
                index = zone.last
            else:
                self._read_line(index)
                index += 1
        self._quote_end = None

    def _at_top(self) -> bool:
        return not self.outline.open_locator.startswith(("phu-luc", "kem-theo", "ghi-chu"))

    def _find_closing(self, zone: Zone) -> int | None:
        """The first of the last unmarked paragraphs that speaks of the document as a whole."""
        found = None
        for index in range(zone.last - 1, zone.first - 1, -1):
            line = self.lines[index]
            if line.blank:
                continue
            if line.is_row or read_marks(line.words):
                break
            if self.form.closing.match(line.folded) and self._previous_ends(index):
                found = index
        return found

    def _previous_ends(self, index: int) -> bool:
        before = next((line for line in reversed(self.lines[max(0, index - 5) : index]) if not line.blank), None)
        return before is not None and before.words[-1] in '.;/”"!)'

    def _read_closing(self, first: int, last: int) -> None:
        count = 0
        for index in range(first, last):
            if count and self.lines[index].blank:
                continue
            count += 1
            self.outline.add_part(f"ket/{count}", "closing", self._start(index))

    def _read_line(self, index: int) -> None:
        line = self.lines[index]
        if line.blank and self.outline.drafts and self.outline.depth:
            return
        self._open_quote(index)
        marks = read_marks(line.words)
        mark = self.outline.choose(marks) if marks else None
        if mark is not None:
            self._add_marked(index, mark)
        elif not line.blank or not self.outline.drafts:
            self._add_unmarked(index)
        if not line.blank:
            self.outline.expect_list(line.words.endswith(":"))
        if self._quote_end is not None and index >= self._quote_end:
            self.outline.lower_floor()
            self._quote_end = None

    def _open_quote(self, index: int) -> None:
        """A paragraph that begins with a quotation mark quotes another text down to the closing mark."""
        if self._quote_end is not None or not self.outline.depth or not _QUOTE_OPEN.match(self.lines[index].words):
            return
        end = self._closings[index]
        if end is None or end - index > _MAX_QUOTE_LINES:
            return
        self.outline.quote_under_open()
        self.outline.raise_floor()
        self._quote_end = end

    def _add_marked(self, index: int, mark: Mark) -> None:
        line = self.lines[index]
        draft = self.outline.add_mark(mark, line.words[: mark.length].strip(), self._start(index))
        draft.heading = self._heading(index, mark)

    def _heading(self, index: int, mark: Mark) -> Span | None:
        line = self.lines[index]
        start = line.content.start + mark.length
        if mark.scheme in ("part", "step", "chapter", "named_section", "subsection") and start >= line.content.end:
            return self._heading_below(index)
        words = line.words[mark.length :]
        start += len(words) - len(words.lstrip())
        words = words.lstrip()
        stripped = words.rstrip(" :")
        if stripped and len(stripped) <= _MAX_HEADING and not stripped.endswith(_HEADING_END) and ". " not in stripped:
            return Span(start, start + len(stripped))
        colon = words.find(": ")
        if 0 < colon <= _MAX_RUN_IN and "." not in words[:colon] and mark.scheme not in UNORDERED:
            return Span(start, start + colon)
        return None

    def _heading_below(self, index: int) -> Span | None:
        following = next(
            (line for line in self.lines[index + 1 : min(index + 4, self._zone_end)] if not line.blank), None
        )
        if following is None or read_marks(following.words) or len(following.words) > _MAX_HEADING:
            return None
        return following.content

    def _add_unmarked(self, index: int) -> None:
        if not self.outline.drafts or not self.outline.depth:
            if self.outline.drafts and not self._begins_paragraph(index):
                return
            self.outline.add_paragraph(self._start(index))
        elif self.outline.open_scheme in ("dash", "plus", "bullet") and self._begins_paragraph(index):
            self.outline.add_paragraph(self._start(index))

    def _begins_paragraph(self, index: int) -> bool:
        """A new paragraph, not the rest of a broken line: the one before has ended and this begins with a capital."""
        line = self.lines[index]
        before = next((one for one in reversed(self.lines[max(0, index - 5) : index]) if not one.blank), None)
        ended = before is None or before.words[-1] in '.;:!?/”"' or before.is_row
        return ended and not line.words[:1].islower()

    def _read_pipe_table(self, first: int, last: int) -> int:
        """Add the rows of a pipe table; return the index after it."""
        end = first
        while end < last and (self.lines[end].is_row or (end > first and continues_row(self.lines, end, last))):
            end += 1
        self.outline.add_paragraph(self._start(first), "table", UNORDERED)
        self.outline.raise_floor()
        index = first + 1
        body = find_first_row(self.lines, first, end)
        while index < end:
            line = self.lines[index]
            if line.is_row and not is_separator(line) and index >= body:
                self._add_row(index, row_mark(line))
            index += 1
        self.outline.lower_floor()
        return end

    def _add_row(self, index: int, mark: Mark | None) -> None:
        chosen = self.outline.choose((mark,)) if mark is not None else None
        if chosen is not None and mark is not None:
            self.outline.add_mark(chosen, mark.label, self._start(index), "row")
        else:
            self.outline.add_paragraph(self._start(index), "row", frozenset())

    def _read_flat_table(self, table: FlatTable) -> None:
        self.outline.add_paragraph(self._start(table.first), "table")
        self.outline.raise_floor()
        for index, mark in table.rows:
            self.outline.add_mark(mark, self.lines[index].words, self._start(index), "row")
        self.outline.lower_floor()


def _closing_lines(lines: Sequence[Line]) -> list[int | None]:
    """For every line, the index of the next line that ends with a closing quotation mark."""
    found: list[int | None] = [None] * len(lines)
    following: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        if _QUOTE_CLOSE.search(lines[index].words[-12:]):
            following = index
        found[index] = following
    return found
