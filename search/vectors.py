"""Nearest vectors: exact with numpy up to a hundred thousand rows, faiss beyond.

Reads unit vectors, one row a unit; gives rows with their cosine. Both kinds answer the same question, so nothing above
knows which one it talks to.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from search.embedding import Vectors
from search.lexical import Matches, numbers_of

if TYPE_CHECKING:
    import faiss

EXACT_LIMIT = 100_000
"""Rows up to which the exact product is taken; measured 4 ms a question there (bench/scale.py)."""

_TRAINING_ROWS_PER_LIST = 40
_PROBES = 64
_RESCORED = 4
"""Candidates for each row wanted: the quantised order is not quite the exact one."""
_LEAST_RESCORED = 100
_FEW = 20_000
"""Rows up to which a filter is searched exactly: their vectors are read in about 10 ms."""
_PORTION = 50_000
_SEED = 20240610


class VectorIndex(Protocol):
    """Rows of unit vectors that can be asked for the nearest ones."""

    def __len__(self) -> int:
        """The number of rows."""

    def search(self, query: Vectors, limit: int, within: npt.NDArray[np.int64] | None = None) -> Matches:
        """Return the ``limit`` rows nearest to ``query``, best first; ``within`` keeps to these rows."""

    def cosines(self, query: Vectors, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the exact cosine of ``query`` with each of ``rows``."""


class ExactVectors:
    """All cosines, by one product.

    >>> index = ExactVectors(np.eye(3, dtype=np.float32))
    >>> index.search(np.array([0.6, 0.8, 0.0], dtype=np.float32), 1).positions.tolist()
    [1]
    """

    def __init__(self, matrix: Vectors) -> None:
        self._matrix = matrix

    def __len__(self) -> int:
        return len(self._matrix)

    def search(self, query: Vectors, limit: int, within: npt.NDArray[np.int64] | None = None) -> Matches:
        """Return the nearest rows, best first."""
        rows = np.arange(len(self._matrix)) if within is None else within
        return best(rows, self.cosines(query, rows), limit)

    def cosines(self, query: Vectors, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the cosine with each of ``rows``."""
        every = len(rows) == len(self._matrix)
        chosen = self._matrix if every else self._matrix[rows]
        product = np.asarray(chosen @ query, dtype=np.float64)
        return product[rows] if every else product


class FaissVectors:
    """Approximate neighbours from a quantised inverted file on disk, re-scored exactly.

    The index holds eight bits a coordinate (IVF-SQ8) under the lasting number of each unit; the exact rows stay on disk
    as a memory map and are read only for the few candidates that the index returns: about 400 bytes a row are touched.
    ``row_of`` gives the row of each number, -1 for those gone; without it they are the same.
    """

    def __init__(self, index: faiss.Index, matrix: Vectors, row_of: npt.NDArray[np.int32] | None = None) -> None:
        self._index = index
        self._matrix = matrix
        self._row_of = row_of
        self._numbers = None if row_of is None else numbers_of(row_of)

    @classmethod
    def build(cls, matrix: Vectors, file: Path, numbers: npt.NDArray[np.int64] | None = None) -> None:
        """Write ``file``: each row of ``matrix`` under its number (without ``numbers`` its row)."""
        import faiss

        rows, dimension = matrix.shape
        lists = max(16, int(2 * np.sqrt(rows)))
        index = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        sample = np.random.default_rng(_SEED).choice(rows, min(rows, _TRAINING_ROWS_PER_LIST * lists), replace=False)
        index.train(np.ascontiguousarray(matrix[np.sort(sample)]))
        for start in range(0, rows, _PORTION):
            portion = np.ascontiguousarray(matrix[start : start + _PORTION])
            own = np.arange(start, start + len(portion)) if numbers is None else numbers[start : start + _PORTION]
            index.add_with_ids(portion, np.ascontiguousarray(own))
        faiss.write_index(index, str(file))

    @classmethod
    def renew(
        cls, before: Path, gone: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64], added: Vectors, file: Path
    ) -> None:
        """Write the index ``before`` into ``file``, without the numbers ``gone``, with ``added`` under ``numbers``."""
        import faiss

        index = faiss.read_index(str(before))
        if len(gone):
            index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(gone)))
        if len(numbers):
            index.add_with_ids(np.ascontiguousarray(added), np.ascontiguousarray(numbers))
        faiss.write_index(index, str(file))

    @classmethod
    def open(cls, file: Path, matrix: Vectors, row_of: npt.NDArray[np.int32] | None = None) -> FaissVectors:
        """Open the index in ``file`` over the rows of ``matrix`` (may be a memory map)."""
        import faiss

        return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP), matrix, row_of)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, limit: int, within: npt.NDArray[np.int64] | None = None) -> Matches:
        """Return the nearest rows, best first; a small ``within`` is searched exactly."""
        if within is not None and len(within) <= _FEW:
            return best(within, self.cosines(query, within), limit)
        _, found = self._index.search(
            query.reshape(1, -1), max(_RESCORED * limit, _LEAST_RESCORED), params=self._parameters(within)
        )
        numbers = found[0][found[0] >= 0].astype(np.int64)
        rows = np.sort(numbers if self._row_of is None else self._row_of[numbers].astype(np.int64))
        return best(rows, self.cosines(query, rows), limit)

    def cosines(self, query: Vectors, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the exact cosine with each of ``rows``, read from the memory map."""
        return np.asarray(self._matrix[rows] @ query, dtype=np.float64)

    def _parameters(self, within: npt.NDArray[np.int64] | None) -> faiss.SearchParametersIVF:
        """Return how many lists are visited, and which numbers count.

        The fewer rows count, the further apart the nearest of them are, so the more lists are visited.
        """
        import faiss

        lists = faiss.extract_index_ivf(self._index).nlist
        share = 1.0 if within is None else len(within) / max(1, len(self))
        probes = max(_PROBES, lists // 8)
        visited = min(lists, int(probes / np.sqrt(share)))
        if within is None:
            return faiss.SearchParametersIVF(nprobe=visited)  # type: ignore[call-arg]  # as its Python side takes it
        numbers = within if self._numbers is None else self._numbers[within]
        allowed = np.zeros(int(numbers.max()) + 1, dtype=np.uint8)
        allowed[numbers] = 1
        selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg,arg-type]
        return faiss.SearchParametersIVF(nprobe=visited, sel=selector)  # type: ignore[call-arg]


def best(positions: npt.NDArray[np.int64], scores: npt.NDArray[np.float64], limit: int) -> Matches:
    """Return the ``limit`` highest scores with their positions; equal scores keep the order of positions."""
    if limit < len(scores):
        kept = np.sort(np.argpartition(-scores, limit)[:limit])
        positions, scores = positions[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")
    return Matches(positions[order], scores[order])
