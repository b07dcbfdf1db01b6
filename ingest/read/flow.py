"""Paragraphs and cell marks in reading order, turned into lines and pipe rows (for doc and rtf)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from ingest.read.lines import join_soft_lines
from ingest.read.tables import print_table

_SAME_EDGE = 90
"""Twips (1/20 point) within which two column edges are one."""


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[str]
    edges: tuple[int, ...]


@dataclass(slots=True)
class Flow:
    """Collects what a word processor's file says one after the other.

    >>> flow = Flow()
    >>> flow.add_paragraph("Điều 1."); flow.add_paragraph("A", in_table=True); flow.end_cell(); flow.end_cell()
    >>> flow.end_row(); flow.lines()
    ['Điều 1.', '| A |  |']
    """

    _lines: list[str] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)

    def add_paragraph(self, words: str, in_table: bool = False) -> None:
        """Add a paragraph, to the open cell or, which ends a table, to the page."""
        printed = join_soft_lines(" ".join(line.split()) for line in words.split("\n") if line.strip())
        if in_table:
            self._cell += printed
            return
        self.end_table()
        self._lines += printed or [""]

    def end_cell(self) -> None:
        """End the open cell."""
        self._cells.append("\n".join(self._cell))
        self._cell = []

    def end_row(self, edges: tuple[int, ...] = ()) -> None:
        """End the open row; ``edges`` are the places of its cell borders, one more than cells, in twips."""
        if self._cell:
            self.end_cell()
        if self._cells:
            self._rows.append(_Row(self._cells, edges))
        self._cells = []

    def end_table(self) -> None:
        """Print the table that is being read, if there is one."""
        self.end_row()
        if self._rows:
            self._lines += print_table(_align_rows(self._rows))
            self._rows = []

    def lines(self) -> list[str]:
        """Return all lines so far; an open table is ended."""
        self.end_table()
        return self._lines


def _align_rows(rows: list[_Row]) -> list[list[str]]:
    """Put every cell into the column of the whole table at which its left edge stands."""
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
