"""What a reader of the shared index holds: one generation, which stays as it is while newer ones are written.

Reads the tables ``generation`` and ``document``; gives a ``Generation`` with a ``Layout`` for each kind of record. A
row, as search counts them, is a document version and a place in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from search.postgres.database import Database

Kind = Literal["duties", "passages", "tasks", "windows"]
KINDS: tuple[Kind, ...] = ("duties", "passages", "tasks", "windows")
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of one kind of record: ``codes`` of document versions, and the row at which each begins.

    >>> layout = lay_out([7, 9], [2, 3])
    >>> [part.tolist() for part in layout.locate(np.array([0, 1, 2, 4]))]
    [[7, 7, 9, 9], [0, 1, 0, 2]]
    >>> layout.rows(np.array([9, 7]), np.array([2, 1])).tolist()
    [4, 1]
    """

    codes: Rows
    starts: Rows
    order: Rows

    def __len__(self) -> int:
        return int(self.starts[-1])

    def locate(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the document version and the place of each of ``rows``."""
        at = np.searchsorted(self.starts, rows, side="right") - 1
        return self.codes[at], rows - self.starts[at]

    def rows(self, codes: Rows, places: Rows) -> Rows:
        """Return the row of each (document version, place); the versions must be among ``codes``."""
        at = self.order[np.searchsorted(self.codes, codes, sorter=self.order)]
        return np.asarray(self.starts[at] + places, dtype=np.int64)

    def start_of(self, code: int) -> int:
        """Return the first row of a document version."""
        return int(self.rows(np.asarray([code]), np.zeros(1, dtype=np.int64))[0])

    def counts(self) -> Rows:
        """Return how many rows each document version has."""
        return np.diff(self.starts)

    def whole(self, rows: Rows) -> Rows | None:
        """Return the document versions whose rows ``rows`` are, if they are all the rows of some."""
        codes = np.unique(self.locate(rows)[0])
        at = self.order[np.searchsorted(self.codes, codes, sorter=self.order)]
        return codes if int(self.counts()[at].sum()) == len(rows) else None


def lay_out(codes: Sequence[int], counts: Sequence[int]) -> Layout:
    """Return the layout of document versions with so many rows each, in this order."""
    versions = np.asarray(codes, dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(np.asarray(counts, dtype=np.int64)))).astype(np.int64)
    return Layout(versions, starts, np.argsort(versions).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document; ``words`` counts the words of each field of each shelf."""

    code: int
    iri: str
    node: list[Any] | None
    counts: dict[Kind, int]
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the index. ``hidden`` are document versions in the tables that belong to other generations."""

    number: int
    state: str
    encoded: int
    versions: tuple[Version, ...]
    listed: tuple[int, ...]
    hidden: tuple[int, ...]

    @property
    def last(self) -> int:
        """The highest version; what was written later has a higher one."""
        return max((version.code for version in self.versions), default=0)

    def layout(self, kind: Kind) -> Layout:
        """Return where the rows of ``kind`` lie."""
        return lay_out([v.code for v in self.versions], [v.counts[kind] for v in self.versions])


def read_generation(database: Database) -> Generation | None:
    """Return the newest generation, if one was written."""
    newest = database.rows("SELECT number, state, encoded, codes, listed FROM generation ORDER BY number DESC LIMIT 1")
    if not newest:
        return None
    number, state, encoded, codes, listed = newest[0]
    found = database.rows(
        "SELECT code, iri, node, duties, passages, tasks, windows, words FROM document WHERE code = ANY(%s)", (codes,)
    )
    versions = {
        code: Version(code, iri, node, dict(zip(KINDS, counts, strict=True)), tuple(words))
        for code, iri, node, *counts, words in found
    }
    hidden = database.rows(
        "SELECT code FROM document WHERE code <> ALL(%s) AND code < %s", (codes, max(codes, default=0))
    )
    return Generation(
        number, state, encoded, tuple(versions[code] for code in codes), tuple(listed), tuple(row[0] for row in hidden)
    )


def read_accents(database: Database, number: int) -> bytes:
    """Return the spelling model of generation ``number``, as written."""
    [(accents,)] = database.rows("SELECT accents FROM generation WHERE number = %s", (number,))
    return bytes(accents)
