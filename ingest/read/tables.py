"""Tables in the one text: pipe rows, a row a line, the same from every format."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[str]
"""The cells of one row; a cell may hold several lines."""

_SAME_EDGE = 90
"""Twips (1/20 point) within which two column edges are one."""
_SPACE = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with the places of its cell borders, in twips; none where the file does not say."""

    cells: list[str]
    edges: tuple[int, ...] = ()


def is_layout(rows: Sequence[Row]) -> bool:
    """Tell whether a table only places words side by side: a letterhead, a signature block (bảng trình bày).

    Such a table has at most two filled columns and four filled rows; one with data has more of either.

    >>> is_layout([["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]])
    True
    """
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    filled = [row for row in filled if row]
    return len(filled) <= 4 and all(len(row) <= 2 for row in filled)


def print_row(cells: Row, line_break: str = "<br>") -> str:
    r"""Return one pipe row; lines inside a cell are joined by ``line_break``, a pipe becomes ``\|``.

    >>> print_row(["1", "Rà soát\nBáo cáo", ""])
    '| 1 | Rà soát<br>Báo cáo |  |'
    """
    return "| " + " | ".join(_print_cell(cell, line_break) for cell in cells) + " |"


def print_table(rows: Sequence[Row]) -> list[str]:
    """Return the pipe rows of a table, without the rows and columns that are empty throughout.

    In a layout table the lines of a cell are joined by a space and empty columns stay; a table of one column is no
    table but its lines.
    """
    filled = [list(row) for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, filled), default=0)
    if width == 1:
        return [line for row in filled for line in _clean(row[0]).split("\n")]
    layout = is_layout(filled)
    columns = [at for at in range(width) if layout or any(at < len(row) and row[at].strip() for row in filled)]
    line_break = " " if layout else "<br>"
    return [print_row([row[at] if at < len(row) else "" for at in columns], line_break) for row in filled]


def align_rows(rows: Sequence[PlacedRow]) -> list[list[str]]:
    """Put every cell into the column of the whole table at which its left edge stands.

    Rows drawn with slightly different borders keep one set of columns.

    >>> align_rows([PlacedRow(["TT", "Việc"], (0, 500, 2000)), PlacedRow(["I. Chung"], (20, 2010))])
    [['TT', 'Việc'], ['I. Chung', '']]
    """
    if any(len(row.edges) != len(row.cells) + 1 for row in rows):
        return [row.cells for row in rows]
    columns: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not columns or edge - columns[-1] > _SAME_EDGE:
            columns.append(edge)
    aligned = []
    for row in rows:
        cells = [""] * max(1, len(columns) - 1)
        for edge, cell in zip(row.edges, row.cells, strict=False):
            place = min(max(0, bisect_right(columns, edge) - 1), len(cells) - 1)
            cells[place] = f"{cells[place]}\n{cell}".strip()
        aligned.append(cells)
    return aligned


def _clean(cell: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in cell.split("\n"))
    return "\n".join(line for line in lines if line)


def _print_cell(cell: str, line_break: str) -> str:
    return _clean(cell).replace("|", "\\|").replace("\n", line_break)
