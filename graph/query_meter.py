"""Measure a serialised result as it passes, and stop it at its limits."""

from __future__ import annotations

import re

from graph.query_errors import ResultTooLarge
from graph.query_model import GRAPH_FORMATS, QueryLimits

_LINE_END = re.compile(rb"\n")
_ROW_MARKS = {
    "application/sparql-results+json": re.compile(rb'\}\s{0,20}\}\s{0,20},\s{0,20}\{\s{0,20}"'),
    "application/sparql-results+xml": re.compile(rb"<result>"),
}
LINE_GRAPHS = frozenset({"application/n-triples", "application/n-quads"})
"""Graph formats in which a line is a triple."""
_OVERLAP = 64
"""Bytes of one chunk looked at again with the next: more than the longest mark."""


class ResultMeter:
    """Counts bytes and rows of one result.

    Rows are counted by marks that cannot occur inside a value (quotes and angle brackets are escaped there); in CSV and
    TSV by line ends after the header, so a CSV value with line breaks counts once a line; in ``LINE_GRAPHS`` by line
    ends. Triples of other formats are counted by whoever has them as such, or not at all.
    """

    def __init__(self, media_type: str, limits: QueryLimits) -> None:
        self._limits = limits
        has_header = media_type not in GRAPH_FORMATS and media_type not in _ROW_MARKS
        by_lines = has_header or media_type in LINE_GRAPHS
        self._mark = _LINE_END if by_lines else _ROW_MARKS.get(media_type)
        self._tail = b""
        self._bytes = 0
        self._rows = -1 if has_header else 0

    def take(self, data: bytes) -> None:
        """Count the next bytes.

        Raises:
            ResultTooLarge: when a limit is passed.
        """
        self._bytes += len(data)
        if self._bytes > self._limits.result_bytes:
            raise ResultTooLarge("bytes", self._limits.result_bytes)
        if self._mark:
            self._add_rows(self._count_marks(self._mark, data))

    def take_triple(self) -> None:
        """Count one triple of a graph, as a row.

        Raises:
            ResultTooLarge: when the limit is passed.
        """
        self._add_rows(1)

    def _count_marks(self, mark: re.Pattern[bytes], data: bytes) -> int:
        if mark is _LINE_END:
            return data.count(b"\n")
        window = self._tail + data
        seen = len(self._tail)
        self._tail = window[-_OVERLAP:]
        return sum(1 for found in mark.finditer(window) if found.end() > seen)

    def _add_rows(self, rows: int) -> None:
        self._rows += rows
        if self._rows > self._limits.rows:
            raise ResultTooLarge("rows", self._limits.rows)
