"""Paragraphs and cell marks in reading order, turned into lines and pipe rows (for doc and rtf)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.read.lines import join_soft_lines
from ingest.read.tables import PlacedRow, align_rows, print_table


@dataclass(slots=True)
class Flow:
    """Collects what a word processor's file says one after the other.

    >>> flow = Flow()
    >>> flow.add_paragraph("Điều 1."); flow.add_paragraph("A", in_table=True); flow.end_cell(); flow.end_cell()
    >>> flow.end_row(); flow.lines()
    ['Điều 1.', '| A |  |']
    """

    _lines: list[str] = field(default_factory=list)
    _rows: list[PlacedRow] = field(default_factory=list)
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
            self._rows.append(PlacedRow(self._cells, edges))
        self._cells = []

    def end_table(self) -> None:
        """Print the table that is being read, if there is one."""
        self.end_row()
        if self._rows:
            self._lines += print_table(align_rows(self._rows))
            self._rows = []

    def lines(self) -> list[str]:
        """Return all lines so far; an open table is ended."""
        self.end_table()
        return self._lines
