"""Tables without drawn lines: columns from the white stripes that all their lines leave free (bảng không kẻ khung).

Reads the lines of a page; writes rows of cells. A table has at least three columns, and a number or "TT" in the first
one at least twice: words that justification or a letterhead sets apart have neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.geometry import Box, Line, Word, group_lines, surround
from ingest.read.wrapping import join_wrapped_lines

_GAP = 6.0
"""Points; words of a justified line are mostly nearer to each other."""
_STRIPE = 5.0
_LEAST_STRIPE = 2.0
_LEAST_COLUMNS = 3
_LEAST_MARKS = 2
_NUMBER_HEADS = frozenset({"TT", "STT"})
"""How the column of numbers is headed: a line with it and two more columns heads a table, read or not."""
_MAX_BETWEEN = 45
"""Lines of wrapped words that may stand between two lines with three columns."""
_MAX_LINES = 400
_MARK = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVXLC]{1,6}|[A-ZĐ]|S?TT|STT|[a-zđ])[.)]?")


@dataclass(frozen=True, slots=True)
class OpenTable:
    """Rows of cells read from lines ``start`` to ``end`` (exclusive) of a page; ``rows`` empty where not understood."""

    start: int
    end: int
    box: Box
    rows: tuple[tuple[str, ...], ...]


def find_open_tables(lines: Sequence[Line]) -> list[OpenTable]:
    """Return the tables that the lines of a page form, from top to bottom.

    >>> at = lambda text, left, top: Word(text, Box(left, top, left + 6 * len(text), top + 10))
    >>> table = [at("TT", 60, 0), at("Việc", 100, 0), at("Chủ_trì", 200, 0), at("1", 60, 20), at("Rà_soát", 100, 20)]
    >>> [one.rows for one in find_open_tables(group_lines([*table, at("Sở_A", 200, 20)]))]
    [(('TT', 'Việc', 'Chủ_trì'), ('1', 'Rà_soát', 'Sở_A'))]
    """
    found = []
    at = 0
    lines = lines[:_MAX_LINES]
    wide = [len(_groups(line)) >= _LEAST_COLUMNS for line in lines]
    while at < len(lines):
        if not wide[at]:
            at += 1
            continue
        last = _last_of_run(wide, at)
        table = _read_run(lines, wide, at, last)
        if table is None and any(word.text in _NUMBER_HEADS for word in lines[at].words):
            table = OpenTable(at, at + 1, lines[at].box, ())
        if table is not None:
            found.append(table)
        at = table.end if table else at + 1
    return found


def _last_of_run(wide: Sequence[bool], start: int) -> int:
    last = start
    for at in range(start, len(wide)):
        if wide[at]:
            last = at
        elif at - last > _MAX_BETWEEN:
            break
    return last


def _groups(line: Line) -> list[Box]:
    """Return the stretches of a line between wide gaps."""
    groups: list[Box] = []
    for word in line.words:
        if groups and word.box.left - groups[-1].right < max(_GAP, 0.45 * line.box.height):
            groups[-1] = surround((groups[-1], word.box))
        else:
            groups.append(word.box)
    return groups


def _read_run(lines: Sequence[Line], wide: Sequence[bool], start: int, last: int) -> OpenTable | None:
    stripes = _stripes([group for at in range(start, last + 1) if wide[at] for group in _groups(lines[at])])
    if len(stripes) + 1 < _LEAST_COLUMNS:
        return None
    for line in lines[start : last + 1]:
        stripes = _narrowed(stripes, line)
    last = _before_heading(lines, start, last, stripes)
    start = _start_of(lines, start, stripes)
    end = _end_of(lines, wide, last, stripes)
    inside = list(lines[start:end])
    rows = _rows(inside, stripes)
    marked = sum(_MARK.fullmatch(row[0]) is not None for row in rows)
    if marked < _LEAST_MARKS or 2 * marked < len(rows):
        return None
    return OpenTable(start, end, surround(line.box for line in inside), tuple(rows))


def _narrowed(stripes: list[tuple[float, float]], line: Line) -> list[tuple[float, float]]:
    """Return the stripes without what the groups of a line take; as they were where one would vanish."""
    found = []
    groups = _groups(line)
    for stripe in stripes:
        low, high = stripe
        for group in groups:
            if group.left < high and group.right > low:
                low, high = (group.right, high) if group.left <= low else (low, group.left)
        if high - low < _LEAST_STRIPE:
            return stripes
        found.append((low, high))
    return found


def _before_heading(lines: Sequence[Line], start: int, last: int, stripes: Sequence[tuple[float, float]]) -> int:
    """Return the last line before a heading: words over all columns that begin with no mark and go on with no group."""
    grouped = False
    for at in range(start, last + 1):
        crosses = _crosses(lines[at], stripes)
        grouped = crosses and (grouped or _MARK.fullmatch(lines[at].words[0].text) is not None)
        if crosses and not grouped and at > start:
            return _without_heading(lines, start, at - 1, stripes)
    return last


def _without_heading(lines: Sequence[Line], start: int, last: int, stripes: Sequence[tuple[float, float]]) -> int:
    """Return the last line that is none of a heading's short ones: words from the first column on, but no mark."""
    while last > start and _is_first(lines[last], stripes) and not _MARK.fullmatch(lines[last].words[0].text):
        last -= 1
    return last


def _start_of(lines: Sequence[Line], start: int, stripes: Sequence[tuple[float, float]]) -> int:
    """Return where the table begins: before a group's words, or at the top of the page with the rest of a row."""
    first = start
    for at in range(start - 1, max(-1, start - _MAX_BETWEEN), -1):
        far = lines[at + 1].box.top - lines[at].box.bottom > lines[at].box.height
        if far or _crosses(lines[at], stripes):
            break
        mark = _is_first(lines[at], stripes) and _MARK.fullmatch(lines[at].words[0].text) is not None
        if at == 0 or mark or len(_groups(lines[at])) > 1:
            first = at
    return first


def _stripes(groups: Sequence[Box]) -> list[tuple[float, float]]:
    """Return the stretches between the left and the right edge that no group covers."""
    stripes = []
    reach = float("inf")
    for group in sorted(groups, key=lambda box: box.left):
        if group.left - reach >= _STRIPE:
            stripes.append((reach, group.left))
        reach = group.right if reach == float("inf") else max(reach, group.right)
    return stripes


def _crosses(line: Line, stripes: Sequence[tuple[float, float]]) -> bool:
    return any(word.box.left < high - 1 and word.box.right > low + 1 for word in line.words for low, high in stripes)


def _end_of(lines: Sequence[Line], wide: Sequence[bool], last: int, stripes: Sequence[tuple[float, float]]) -> int:
    """Return where the table ends: after the wrapped words of the last row, which leave the stripes free."""
    end = last + 1
    step = 1.8 * lines[last].box.height
    while end < len(lines) and not wide[end]:
        near = lines[end].box.bottom - lines[end - 1].box.bottom <= step
        unmarked = lines[end].box.left < stripes[0][1] - 1 and _MARK.fullmatch(lines[end].words[0].text) is None
        if not near or unmarked or _crosses(lines[end], stripes):
            break
        end += 1
    return end


def _rows(lines: Sequence[Line], stripes: Sequence[tuple[float, float]]) -> list[tuple[str, ...]]:
    """Return the cells: a row begins where the first column is filled, or where words run over the stripes.

    Where more room than between lines parts the rows, and each part has at most one number, the parts are the rows:
    the number may stand in the middle of its row.
    """
    parts = _parts(lines)
    if all(sum(_is_first(line, stripes) for line in part) <= 1 for part in parts):
        return [row for part in parts for row in _part_rows(part, stripes)]
    rows: list[tuple[str, ...]] = []
    held: list[Line] = []
    for line in lines:
        spans = _crosses(line, stripes)
        begins = _is_first(line, stripes) and (
            bool(rows) or line.words[0].text[0].isdigit() or any(_is_first(one, stripes) for one in held)
        )
        if held and (spans or begins):
            rows += _part_rows(held, stripes)
            held = []
        if spans:
            rows.append(_spanning(line, stripes))
        else:
            held.append(line)
    return [*rows, *_part_rows(held, stripes)]


def _is_first(line: Line, stripes: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a line fills the first column."""
    return line.words[0].box.right <= stripes[0][1] + 1


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in parts between which there is more room than between the lines of one cell."""
    steps = [b.box.center[1] - a.box.center[1] for a, b in pairwise(lines)]
    usual = min((step for step in steps if step > 2), default=0.0)
    parts = [[line] for line in lines[:1]]
    for line, step in zip(lines[1:], steps, strict=True):
        if step > 1.25 * usual:
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts


def _part_rows(lines: Sequence[Line], stripes: Sequence[tuple[float, float]]) -> list[tuple[str, ...]]:
    """Return the row of some lines; lines that run over the stripes are rows of their own."""
    rows = [_spanning(line, stripes) for line in lines if _crosses(line, stripes)]
    words = [word for line in lines if not _crosses(line, stripes) for word in line.words]
    return [*rows, _cells(words, stripes)] if words else rows


def _cells(words: Sequence[Word], stripes: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    edges = [(low + high) / 2 for low, high in stripes]
    cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        cells[sum(word.box.center[0] > edge for edge in edges)].append(word)
    return tuple("\n".join(join_wrapped_lines([line.text for line in group_lines(cell)])) for cell in cells)


def _spanning(line: Line, stripes: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """A line over all columns is a group row ("I. Tuyên truyền"): its mark and its words."""
    empty = ("",) * (len(stripes) - 1)
    first = line.words[0].text
    if _MARK.fullmatch(first) and len(line.words) > 1:
        return (first, line.text[len(first) :].strip(), *empty)
    return ("", line.text, *empty)
