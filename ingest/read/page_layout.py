"""A page in reading order: ruled tables, columns, and words set side by side (letterhead, signature)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.read.geometry import Box, Line, Page, Word, group_lines
from ingest.read.ruled_tables import find_tables

_LEAST_GAP = 14.0
"""Points; justified lines have narrower gaps between words."""
_WIDE_GAP = 30.0


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of cells at a place on the page. ``ruled`` is false for words that only stand side by side."""

    box: Box
    rows: tuple[tuple[str, ...], ...]
    ruled: bool = True


Block = Line | TableBlock
"""What stands on a page, from top to bottom."""


def order_page(page: Page) -> list[Block]:
    """Return the blocks of a page in reading order."""
    tables, words = find_tables(page.words, page.rulings)
    blocks: list[Block] = []
    rest: Sequence[Word] = words
    for table in tables:
        above = [word for word in rest if word.box.center[1] < table.box.top]
        rest = [word for word in rest if word.box.center[1] >= table.box.top]
        blocks += _order_words(above)
        blocks.append(TableBlock(table.box, table.rows))
    return blocks + _order_words(rest)


def _order_words(words: Sequence[Word]) -> list[Block]:
    lines = group_lines(words)
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


def _find_side_by_side(lines: Sequence[Line]) -> list[Block]:
    """Turn each run of lines that share an empty stripe into one table row of two cells."""
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        end, stripe = _side_by_side_end(lines, at)
        if end > at:
            blocks.append(_side_by_side(lines[at:end], (stripe[0] + stripe[1]) / 2))
            at = end
        else:
            blocks.append(lines[at])
            at += 1
    return blocks


def _side_by_side_end(lines: Sequence[Line], start: int) -> tuple[int, tuple[float, float]]:
    """Return where the lines side by side that begin at ``start`` end (``start`` when there are none), and the stripe."""
    low, high = lines[start].widest_gap()
    if high - low < max(_LEAST_GAP, 1.1 * lines[start].box.height):
        return start, (low, high)
    right = _right_part(lines[start], high)
    split = 1
    end = start + 1
    while end < len(lines):
        line = lines[end]
        gap = line.widest_gap()
        near = line.box.top - lines[end - 1].box.bottom < 2.2 * line.box.height
        overlap = (max(low, gap[0]), min(high, gap[1]))
        if overlap[1] - overlap[0] >= 8 and near:
            low, high = overlap
            split += 1
        elif not (near and (_stands_left(line, low) or _stands_right(line, high, right))):
            break
        end += 1
    alone = split < 2 and high - low < _WIDE_GAP
    return (start if alone else end), (low, high)


def _right_part(line: Line, edge: float) -> Box:
    return Box(edge, line.box.top, line.box.right, line.box.bottom)


def _stands_left(line: Line, low: float) -> bool:
    return line.box.right <= low + 4


def _stands_right(line: Line, high: float, right: Box) -> bool:
    """Tell whether a line is wholly to the right and set under the right part, not centred on the page."""
    aligned = abs(line.box.left - right.left) < 6
    centred = abs(line.box.center[0] - right.center[0]) < 0.25 * right.width
    return line.box.left >= high - 4 and (aligned or centred)


def _side_by_side(lines: Sequence[Line], middle: float) -> TableBlock:
    cells = ["", ""]
    for line in lines:
        for side, words in enumerate(
            (
                [word for word in line.words if word.box.center[0] < middle],
                [word for word in line.words if word.box.center[0] >= middle],
            )
        ):
            if words:
                cells[side] += "\n".join(part.text for part in group_lines(words)) + "\n"
    box = Box(
        min(line.box.left for line in lines),
        lines[0].box.top,
        max(line.box.right for line in lines),
        lines[-1].box.bottom,
    )
    return TableBlock(box, ((cells[0].strip(), cells[1].strip()),), ruled=False)
