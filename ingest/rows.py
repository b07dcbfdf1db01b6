"""Rows of tables, printed as pipe rows or flattened to one cell a line.

Reads lines; writes the marks of rows and the extent of flattened tables. A flattened table begins with the head cell of
the running number ("TT", "STT") and its rows with a number alone on a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, cells_of
from ingest.marks import Mark, Scheme, roman_value
from ingest.zone_signs import annex_number

_SEPARATOR = re.compile(r"\|[\s:\-|]*-[\s:\-|]*")
_NUMBER_HEADS = frozenset({"tt", "stt", "so tt", "so thu tu", "s tt", "tt.", "stt."})
_ROW = re.compile(
    r"(?:(?P<roman>[IVXLC]{1,7})|(?P<upper>[A-ZĐ])|(?P<decimal>\d{1,4}(?:\.\d{1,3}){0,4})|(?P<letter>[a-zđ]))[.)]?"
)
_MAX_HEAD_CELL = 90
_MAX_HEAD_CELLS = 12


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table printed one cell a line: lines ``[first, last)``, ``columns`` head cells, rows as (line index, mark)."""

    first: int
    last: int
    columns: int
    rows: tuple[tuple[int, Mark], ...]


def is_separator(line: Line) -> bool:
    r"""Tell whether a pipe row only rules off the head ("| --- | --- |").

    >>> from ingest.lines import split_lines
    >>> [is_separator(line) for line in split_lines("| --- | :---: |\n| - Lưu: VT |")]
    [True, False]
    """
    return _SEPARATOR.fullmatch(line.words) is not None


def row_mark(line: Line) -> Mark | None:
    r"""Return the mark in the first cell of a pipe row.

    >>> from ingest.lines import split_lines
    >>> [row_mark(line).label for line in split_lines("| **II.** | Nhóm |\n| 11.2 | Tỉ lệ | % |")]
    ['II', '11.2']
    """
    cells = cells_of(line)
    if not cells:
        return None
    base = line.content.start
    return bare_mark(line.words[cells[0].start - base : cells[0].end - base])


def bare_mark(cell: str) -> Mark | None:
    """Return the mark that a cell consists of ("1", "II.", "11.2", "a)"), else None."""
    match = _ROW.fullmatch(cell.strip())
    if match is None:
        return None
    length = len(cell)
    if match["roman"] and (value := roman_value(match["roman"])) is not None and value < 50:
        return Mark("roman", match["roman"], value, length)
    if match["decimal"]:
        label = match["decimal"]
        prefix, _, last = label.rpartition(".")
        schemes: tuple[Scheme, ...] = ("decimal", "decimal2", "decimal3", "decimal4", "decimal4")
        return Mark(schemes[label.count(".")], label if prefix else label.lstrip("0") or "0", int(last), length, prefix)
    if match["letter"]:
        return Mark("letter", match["letter"], ord(match["letter"]) - ord("a") + 1, length)
    letter = match["upper"] or match["roman"]
    return Mark("upper", letter, ord(letter[0]) - ord("A") + 1, length) if len(letter) == 1 else None


def find_flat_tables(lines: Sequence[Line], first: int, last: int) -> tuple[FlatTable, ...]:
    """Return the flattened tables among lines ``[first, last)``."""
    tables: list[FlatTable] = []
    index = first
    while index < last:
        table = _flat_table_at(lines, index, last) if lines[index].folded in _NUMBER_HEADS else None
        if table is not None:
            tables.append(table)
            index = table.last
        else:
            index += 1
    return tuple(tables)


def _flat_table_at(lines: Sequence[Line], first: int, last: int) -> FlatTable | None:
    columns, index = _head(lines, first, last)
    if columns < 2 or index >= last:
        return None
    rows: list[tuple[int, Mark]] = []
    cells = 0
    end = index
    while index < last:
        line = lines[index]
        if line.words:
            mark = bare_mark(line.words)
            if mark is not None and _expected(mark, rows):
                rows.append((index, mark))
                cells = 1
            elif annex_number(line.words) is not None or line.is_row or cells >= columns + 6:
                break
            else:
                cells += 1
            end = index + 1
        index += 1
    return FlatTable(first, end, columns, tuple(rows)) if rows else None


def _head(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    """Count the head cells and find the first row's mark."""
    columns = 0
    for index in range(first, last):
        words = lines[index].words
        if not words:
            continue
        if columns and bare_mark(words) is not None and bare_mark(words).value == 1:  # type: ignore[union-attr]
            return columns, index
        if len(words) > _MAX_HEAD_CELL or columns >= _MAX_HEAD_CELLS:
            return 0, index
        columns += 1
    return 0, last


def _expected(mark: Mark, rows: list[tuple[int, Mark]]) -> bool:
    """A number alone in a cell is a row's mark when it starts a list or continues the last of its scheme."""
    if mark.value == 1 and not (rows and rows[-1][1].scheme == mark.scheme):
        return True
    before = next((one for _, one in reversed(rows) if one.scheme == mark.scheme), None)
    return before is not None and (mark.value == before.value + 1 or (mark.value == 1 and mark.prefix != before.prefix))


def continues_row(lines: Sequence[Line], index: int, last: int) -> bool:
    """Tell whether a line goes on inside a broken cell: the row above is not closed and a later line closes it."""
    above = lines[index - 1]
    if above.words.endswith("|") and above.is_row:
        return False
    return any(line.words.endswith("|") for line in lines[index : min(last, index + 12)])


def find_first_row(lines: Sequence[Line], first: int, end: int) -> int:
    """Return the first row after the head: after the ruling row where there is one, else the second row."""
    for index in range(first, min(end, first + 4)):
        if is_separator(lines[index]):
            return index + 1
    return first + 1
