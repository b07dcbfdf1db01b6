"""Tables in the one text: pipe rows, a row a line, the same from every format."""

from __future__ import annotations

import re
from collections.abc import Sequence

Row = Sequence[str]
"""The cells of one row; a cell may hold several lines."""

_SPACE = re.compile(r"[^\S\n]+")


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


def _clean(cell: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in cell.split("\n"))
    return "\n".join(line for line in lines if line)


def _print_cell(cell: str, line_break: str) -> str:
    return _clean(cell).replace("|", "\\|").replace("\n", line_break)
