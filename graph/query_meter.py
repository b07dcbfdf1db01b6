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
_OVERLAP = 64
"""Bytes of one chunk looked at again with the next: more than the longest mark."""


class ResultMeter:
    """Counts bytes and rows of one result.

    Rows are counted by marks that cannot occur inside a value (quotes and angle brackets are escaped there); in CSV and
    TSV by line ends after the header, so a CSV value with line breaks counts once a line. Triples are counted by
    whoever has them as such, or not at all.
    """

    def __init__(self, media_type: str, limits: QueryLimits) -> None:
        self._limits = limits
        self._mark = None if media_type in GRAPH_FORMATS else _ROW_MARKS.get(media_type, _LINE_END)
        self._tail = b""
        self._bytes = 0
        self._rows = -1 if self._mark is _LINE_END else 0

    def take(self, data: bytes) -> None:
        """Count the next bytes.

        Raises:
            ResultTooLarge: when a limit is passed.
        """
        self._bytes += len(data)
        if self._bytes > self._limits.result_bytes:
            raise ResultTooLarge("bytes", self._limits.result_bytes)
        if self._mark:
            window = self._tail + data
            seen = len(self._tail)
            self._add_rows(sum(1 for mark in self._mark.finditer(window) if mark.end() > seen))
            self._tail = window[-_OVERLAP:]

    def take_triple(self) -> None:
        """Count one triple of a graph, as a row.

        Raises:
            ResultTooLarge: when the limit is passed.
        """
        self._add_rows(1)

    def _add_rows(self, rows: int) -> None:
        self._rows += rows
        if self._rows > self._limits.rows:
            raise ResultTooLarge("rows", self._limits.rows)
