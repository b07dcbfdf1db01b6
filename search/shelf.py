"""A shelf: one kind of unit (tasks, or windows of passages) with its lexical index and its vectors.

Opened from the folder that ``search.shelf_writer`` wrote. Units stand in rows, in the order of the store; each also has
a lasting number, under which the indexes keep it, so a document that comes or goes moves rows and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.lexical import LexicalIndex, TermIndex
from search.passages import Unit
from search.records import open_units, read_rows
from search.vectors import ExactVectors, FaissVectors, VectorIndex

Progress = Callable[[int, int], None]
"""Told how many of how many vectors are done."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Units that can be searched by words and by meaning.

    ``codes`` gives for each unit the row of its document in ``documents`` (IRIs).
    """

    units: Sequence[Unit]
    lexical: TermIndex
    vectors: VectorIndex
    documents: tuple[str, ...]
    codes: npt.NDArray[np.int32]

    def rows_of(self, documents: Iterable[str]) -> npt.NDArray[np.int64]:
        """Return the rows of the units of ``documents``."""
        wanted = [row for row, iri in enumerate(self.documents) if iri in set(documents)]
        return np.flatnonzero(np.isin(self.codes, wanted)).astype(np.int64)

    def read(self, rows: npt.NDArray[np.int64]) -> list[Unit]:
        """Return the units in ``rows``, in that order."""
        return read_rows(self.units, rows.tolist())


def open_shelf(folder: Path) -> Shelf:
    """Open the shelf in ``folder``."""
    matrix = np.load(folder / "vectors.npy", mmap_mode="r")
    row_of = find_rows(np.load(folder / "numbers.npy"))
    vectors: VectorIndex = (
        FaissVectors.open(folder / "vectors.faiss", matrix, row_of)
        if (folder / "vectors.faiss").exists()
        else ExactVectors(matrix)
    )
    return Shelf(
        units=open_units(folder / "units.jsonl"),
        lexical=LexicalIndex.open(folder / "lexical", row_of),
        vectors=vectors,
        documents=tuple(json.loads((folder / "documents.json").read_text(encoding="utf-8"))),
        codes=np.load(folder / "codes.npy", mmap_mode="r"),
    )


def find_rows(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int32] | None:
    """Return the row of each lasting number, -1 for those gone; None where every number is its row.

    >>> find_rows(np.array([0, 3, 1])).tolist()
    [0, 2, -1, 1]
    >>> find_rows(np.array([0, 1])) is None
    True
    """
    if not len(numbers) or np.array_equal(numbers, np.arange(len(numbers))):
        return None
    rows = np.full(int(numbers.max()) + 1, -1, dtype=np.int32)
    rows[numbers] = np.arange(len(numbers), dtype=np.int32)
    return rows
