"""A page in reading order: tables with and without lines, columns, words side by side (letterhead, signature)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.read.geometry import Box, Line, Page, Word, group_lines, surround
from ingest.read.open_tables import find_open_tables
from ingest.read.ruled_tables import find_tables
from ingest.read.wrapping import mend_numbers

_LEAST_GAP = 14.0
"""Points; justified lines have narrower gaps between words."""
_WIDE_GAP = 30.0
_LEAST_STRIPE = 4.0
_NEAR = 3.5
"""Line heights that may be empty inside a letterhead."""
_MARK = re.compile(r"\(?(?:[IVXLC]{1,7}|\d{1,3}(?:\.\d{1,2}){0,4}|[a-zđA-ZĐ])[.)/-]{0,2}|[-–—+•*●▪]")
_MOTTO_STARTS = frozenset({("CỘNG", "HÒA"), ("CỘNG", "HOÀ"), ("ĐẢNG", "CỘNG")})
"""How the right side of a letterhead begins (Quốc hiệu, NĐ 30/2020 PL I; tiêu đề văn bản của Đảng)."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of cells at a place on the page. ``ruled`` is false for words that only stand side by side."""

    box: Box
    rows: tuple[tuple[str, ...], ...]
    ruled: bool = True


Block = Line | TableBlock
"""What stands on a page, from top to bottom."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a page in reading order; ``unread`` counts the tables whose rows could not be told."""

    blocks: tuple[Block, ...]
    unread: int = 0

    def followed_by(self, other: Layout) -> Layout:
        """Return both, one after the other."""
        return Layout(self.blocks + other.blocks, self.unread + other.unread)


def order_page(page: Page) -> Layout:
    """Return the blocks of a page in reading order."""
    tables, words = find_tables(page.words, page.rulings)
    layout = Layout(())
    rest: Sequence[Word] = words
    for table in tables:
        above = [word for word in rest if word.box.center[1] < table.box.top]
        rest = [word for word in rest if word.box.center[1] >= table.box.top]
        layout = layout.followed_by(_order_words(above))
        layout = layout.followed_by(Layout((TableBlock(table.box, table.rows),)))
    return layout.followed_by(_order_words(rest))


def _order_words(words: Sequence[Word]) -> Layout:
    lines = group_lines(words)
    tables = find_open_tables(lines)
    blocks: list[Block] = []
    at = 0
    for table in tables:
        if table.rows:
            blocks += _order_lines(lines[at : table.start])
            blocks.append(TableBlock(table.box, table.rows))
            at = table.end
    return Layout((*blocks, *_order_lines(lines[at:])), sum(not table.rows for table in tables))


def _order_lines(lines: list[Line]) -> list[Block]:
    gutter = _find_gutter(lines)
    if gutter is not None:
        return [block for part in _split_columns(lines, gutter) for block in _order_words_in_column(part)]
    return _find_side_by_side(lines)


def _order_words_in_column(words: Sequence[Word]) -> list[Block]:
    return _find_side_by_side(group_lines(words))


def _find_gutter(lines: Sequence[Line]) -> float | None:
    """Return the middle of the empty stripe between two columns of running text, None where there is one column."""
    if len(lines) < 12:
        return None
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    gaps = [line.widest_gap() for line in lines]
    middles = [
        (low + high) / 2
        for low, high in gaps
        if high - low >= _LEAST_GAP * 0.7 and 0.35 < ((low + high) / 2 - left) / (right - left) < 0.65
    ]
    if len(middles) < 0.6 * len(lines):
        return None
    gutter = median(middles)
    crossing = sum(any(word.box.left < gutter < word.box.right for word in line.words) for line in lines)
    filled = [
        line
        for line in lines
        if sum(word.box.width for word in line.words if word.box.right <= gutter) > 0.5 * (gutter - left) * 0.8
        and sum(word.box.width for word in line.words if word.box.left >= gutter) > 0.5 * (right - gutter) * 0.8
    ]
    return gutter if crossing <= 0.15 * len(lines) and len(filled) >= 0.5 * len(lines) else None


def _split_columns(lines: Sequence[Line], gutter: float) -> list[list[Word]]:
    """Return the words part by part: the left column, then the right one, between lines that cross the gutter."""
    parts: list[list[Word]] = []
    left: list[Word] = []
    right: list[Word] = []
    for line in lines:
        if any(word.box.left < gutter < word.box.right for word in line.words):
            parts += [left, right, list(line.words)]
            left, right = [], []
        else:
            left += [word for word in line.words if word.box.right <= gutter]
            right += [word for word in line.words if word.box.left >= gutter]
    return [part for part in [*parts, left, right] if part]


def _find_side_by_side(lines: list[Line]) -> list[Block]:
    """Turn each run of lines that share an empty stripe into one table row of two cells."""
    blocks: list[Block] = []
    middle = surround(line.box for line in lines).center[0] if lines else 0.0
    at = 0
    while at < len(lines):
        end, stripe = _side_by_side_end(lines, at, middle)
        if end > at:
            blocks.append(_side_by_side(lines[at:end], (stripe[0] + stripe[1]) / 2))
            at = end
        else:
            blocks.append(lines[at])
            at += 1
    return blocks


def _side_by_side_end(lines: list[Line], start: int, middle: float) -> tuple[int, tuple[float, float]]:
    """Return where the lines side by side that begin at ``start`` end (``start`` if there are none), and the stripe.

    ``middle`` is that of the page's text: a line centred there (a title) ends them.
    """
    motto = _gap_before_motto(lines[start])
    low, high = motto or lines[start].widest_gap()
    if motto is None and high - low < max(_LEAST_GAP, 1.1 * lines[start].box.height):
        return start, (low, high)
    if motto is None and (_is_justified(lines, start) or _is_mark_only(lines[start], low)):
        return start, (low, high)
    first = lines[start].box
    left, right = Box(first.left, first.top, low, first.bottom), Box(high, first.top, first.right, first.bottom)
    split = 1
    end = start + 1
    while end < len(lines):
        line = lines[end]
        gap = line.widest_gap()
        overlap = (max(low, gap[0]), min(high, gap[1]))
        if line.box.top - lines[end - 1].box.bottom > _NEAR * line.box.height:
            break
        if overlap[1] - overlap[0] >= _LEAST_STRIPE and gap[1] - gap[0] >= 0.7 * _LEAST_GAP:
            low, high = overlap
            split += 1
        elif _stands_in_the_middle(line, middle, left, right):
            break
        elif line.box.left < low and line.box.right <= high - _LEAST_STRIPE:
            low = max(low, line.box.right)
        elif _stands_right(line, low, right):
            high = min(high, line.box.left)
        else:
            break
        end += 1
    alone = motto is None and split < 2 and high - low < _WIDE_GAP
    return (start if alone else end), (low, high)


def _gap_before_motto(line: Line) -> tuple[float, float] | None:
    """Return the gap before the country's or the Party's name where it stands to the right of an issuer's."""
    for at in range(1, len(line.words) - 1):
        if (line.words[at].text, line.words[at + 1].text) in _MOTTO_STARTS:
            gap = line.words[at - 1].box.right, line.words[at].box.left
            return gap if gap[1] - gap[0] > 0.5 * line.box.height else None
    return None


def _is_mark_only(line: Line, low: float) -> bool:
    """Tell a list mark with a tab behind it ("II.    NỘI DUNG") from words side by side."""
    marks = [word.text for word in line.words if word.box.right <= low + 1]
    return len(marks) == 1 and _MARK.fullmatch(marks[0]) is not None


def _is_justified(lines: list[Line], at: int) -> bool:
    """Tell a line of running text that justification pulls apart: a neighbour without the gap has the same edges."""
    low, high = lines[at].widest_gap()
    for near in lines[max(0, at - 1) : at] + lines[at + 1 : at + 2]:
        same = abs(near.box.left - lines[at].box.left) < 3 and abs(near.box.right - lines[at].box.right) < 3
        if same and any(word.box.left < high and word.box.right > low for word in near.words):
            return True
    return False


def _stands_in_the_middle(line: Line, middle: float, left: Box, right: Box) -> bool:
    """Tell whether a line is set under the page's middle rather than under one of the two sides."""
    center = line.box.center[0]
    away = abs(center - middle)
    flush = abs(line.box.left - left.left) < 6
    return not flush and away < min(abs(center - left.center[0]), abs(center - right.center[0]))


def _stands_right(line: Line, low: float, right: Box) -> bool:
    """Tell whether a line is wholly to the right and set under the right part, not centred on the page."""
    aligned = abs(line.box.left - right.left) < 6
    centred = abs(line.box.center[0] - right.center[0]) < 0.25 * right.width
    return line.box.left >= low + _LEAST_STRIPE and (aligned or centred)


def _side_by_side(lines: Sequence[Line], middle: float) -> TableBlock:
    cells = []
    for is_left in (True, False):
        words = [word for line in lines for word in line.words if (word.box.center[0] < middle) == is_left]
        cells.append("\n".join(mend_numbers([part.text for part in group_lines(words)])))
    return TableBlock(surround(line.box for line in lines), (tuple(cells),), ruled=False)
