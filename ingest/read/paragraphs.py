"""Blocks of all pages to paragraphs and pipe rows: no running heads, wrapped lines and broken tables joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.read.geometry import Line
from ingest.read.page_layout import Block, TableBlock
from ingest.read.tables import print_table
from ingest.read.wrapping import join_two, starts_with_mark

_PAGE_NUMBER = re.compile(r"\W{0,5}(?:(?:[Tt]rang|TRANG|Page)\s{0,3})?\d{1,4}(?:\s?/\s?\d{1,4})?\W{0,5}")
_DIGITS = re.compile(r"\d+")
_HEAD_LINES = 2
"""Lines at the top and at the bottom of a page that may be running heads."""


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """The blocks of one page in reading order, and the page's size in points."""

    width: float
    height: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where the running text of the document stands: its left and right edge and the step from line to line.

    ``justified``: full lines end at one edge, so that a line short of it ends a paragraph.
    """

    left: float
    right: float
    step: float
    justified: bool = True

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)


@dataclass(slots=True)
class _Printer:
    margins: _Margins
    lines: list[str] = field(default_factory=list)
    last: Line | None = None
    """The last line of an open paragraph; None after a table or at the start."""
    first_of_page: bool = False
    opened_at: float = 0.0
    rows: list[tuple[str, ...]] = field(default_factory=list)


def print_pages(pages: Sequence[PageBlocks]) -> str:
    """Return the text of a document from its pages' blocks."""
    pages = _drop_running_heads(pages)
    printer = _Printer(_measure_margins(pages))
    for page in pages:
        printer.first_of_page = True
        for block in page.blocks:
            if isinstance(block, TableBlock):
                _add_table(printer, block)
            else:
                _add_line(printer, block)
            printer.first_of_page = False
    _end_table(printer)
    return "\n".join(printer.lines)


def _drop_running_heads(pages: Sequence[PageBlocks]) -> list[PageBlocks]:
    """Drop page numbers, and lines that stand at the same place of many pages, digits aside.

    A line with a printed mark ("PHỤ LỤC II") stays, however many pages begin so.
    """
    counts = Counter(_head_key(line) for page in pages for line in _edge_lines(page))
    least = max(3, 0.3 * len(pages))
    kept = []
    for page in pages:
        dropped = {
            id(line)
            for line in _edge_lines(page)
            if _PAGE_NUMBER.fullmatch(line.text.strip())
            or (counts[_head_key(line)] >= least and not starts_with_mark(line.text))
        }
        kept.append(
            PageBlocks(page.width, page.height, tuple(block for block in page.blocks if id(block) not in dropped))
        )
    return kept


def _head_key(line: Line) -> tuple[int, str]:
    return round(line.box.bottom / 4), _DIGITS.sub("#", line.text)


def _edge_lines(page: PageBlocks) -> list[Line]:
    """Return the lines within the top and bottom eighth of the page that may be running heads."""
    limit = page.height / 8
    first = [block for block in page.blocks[:_HEAD_LINES] if isinstance(block, Line) and block.box.bottom < limit]
    rest = page.blocks[len(first) :][-_HEAD_LINES:]
    return first + [block for block in rest if isinstance(block, Line) and block.box.top > page.height - limit]


def _measure_margins(pages: Sequence[PageBlocks]) -> _Margins:
    lines = [block for page in pages for block in page.blocks if isinstance(block, Line)]
    if not lines:
        return _Margins(0, 0, 0)
    widest = max(line.box.width for line in lines)
    body = [line for line in lines if line.box.width > 0.7 * widest] or lines
    left = Counter(round(line.box.left) for line in body).most_common(1)[0][0]
    rights = sorted(line.box.right for line in body)
    common, times = Counter(round(right) for right in rights).most_common(1)[0]
    justified = times > 0.3 * len(rights)
    right = common + 0.5 if justified else rights[int(len(rights) * 0.95)]
    steps = sorted(
        b.box.bottom - a.box.bottom
        for page in pages
        for a, b in zip(page.blocks, page.blocks[1:], strict=False)
        if isinstance(a, Line) and isinstance(b, Line) and b.box.bottom > a.box.bottom
    )
    return _Margins(float(left), right, steps[len(steps) // 4] if steps else 0.0, justified)


def _add_line(printer: _Printer, line: Line) -> None:
    _end_table(printer)
    text = " ".join(line.text.split())
    if not text:
        return
    if printer.last is not None and _goes_on(printer, printer.last, line, text):
        printer.lines[-1] = join_two(printer.lines[-1], text)
    else:
        printer.lines.append(text)
        printer.opened_at = line.box.left
    printer.last = line


def _goes_on(printer: _Printer, last: Line, line: Line, text: str) -> bool:
    """Tell whether a line belongs to the paragraph above it."""
    margins = printer.margins
    if _is_rule(text) or _is_rule(printer.lines[-1]):
        return False
    if starts_with_mark(text) and not _mark_inside(printer, last, line, text):
        return False
    if margins.justified and _is_ended(printer.lines[-1], text) and abs(margins.right - last.box.right) > 2.5:
        return False
    step = line.box.bottom - last.box.bottom
    if not printer.first_of_page and margins.step and step > 1.35 * max(margins.step, line.box.height):
        return False
    if _is_centred(last, margins) and _is_centred(line, margins):
        return _wraps(margins.width - last.box.width, line) or _centred_go_on(printer.lines[-1], text)
    if not _wraps(margins.right - last.box.right, line):
        return False
    if _is_centred(line, margins):
        return not printer.lines[-1].endswith((".", ";", ":", ",", "/"))
    return line.box.left <= max(margins.left, min(printer.opened_at, last.box.left)) + 6


def _wraps(room: float, line: Line) -> bool:
    """Tell whether the first word of ``line`` did not fit into the room left on the line above."""
    return room < line.words[0].box.width + 0.4 * line.box.height


def _mark_inside(printer: _Printer, last: Line, line: Line, text: str) -> bool:
    """Tell what only looks like a mark after a wrap ("kinh tế / - xã hội", "điểm / 1.1.2 nói trên")."""
    flush = line.box.left < printer.margins.left + 6
    ended = printer.lines[-1].endswith((".", ";", ":", ","))
    words = text.split(" ", 2)
    small = len(words) > 1 and words[1][:1].islower()
    return small and flush and not ended and _wraps(printer.margins.right - last.box.right, line)


def _is_ended(first: str, second: str) -> bool:
    return first.endswith((".", ";", ":")) and not second[:1].islower()


def _is_rule(text: str) -> bool:
    """Tell a drawn line: "-----", "****", "____"."""
    return set(text) <= set("-_*—= ")


def _is_centred(line: Line, margins: _Margins) -> bool:
    left, right = line.box.left - margins.left, margins.right - line.box.right
    return left > 12 and abs(left - right) < max(8.0, 0.12 * (left + right))


def _centred_go_on(first: str, second: str) -> bool:
    if first.endswith((".", ";", ":")):
        return False
    if second[0].islower() or second[0] == "(":
        return True
    return first.isupper() == second.isupper() and len(first.split()) > 4


def _add_table(printer: _Printer, block: TableBlock) -> None:
    printer.last = None
    if not block.ruled:
        _end_table(printer)
        printer.lines += print_table([list(row) for row in block.rows])
        return
    rows = list(block.rows)
    if printer.rows and len(printer.rows[0]) != len(rows[0]):
        _end_table(printer)
    if printer.rows and rows[0] == printer.rows[0]:
        rows = rows[1:]
    if printer.rows and rows and _row_goes_on(printer.rows[-1], rows[0]):
        pairs = zip(printer.rows[-1], rows.pop(0), strict=True)
        printer.rows[-1] = tuple(join_two(first, second) if second else first for first, second in pairs)
    printer.rows += rows


def _row_goes_on(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether the first row of a page is the rest of the last row of the page before: it has no number of its own.

    All that it fills goes on with words that the row above did not end.
    """
    rest = [(above, below) for above, below in zip(first, second, strict=True) if below]
    if not first[0] or second[0] or not rest:
        return False
    return all(above for above, _ in rest) and not all(above.endswith((".", ";")) for above, _ in rest)


def _end_table(printer: _Printer) -> None:
    if printer.rows:
        printer.lines += print_table([list(row) for row in printer.rows])
        printer.rows = []
        printer.last = None
