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
from search.lexical import Matches

if TYPE_CHECKING:
    import faiss

EXACT_LIMIT = 100_000
"""Rows up to which the exact product is taken; measured 4 ms a question there (bench/scale.py)."""

_TRAINING_ROWS_PER_LIST = 40
_PROBES = 64
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

    The index holds eight bits a number (IVF-SQ8); the exact rows stay on disk as a memory map and are read only for the
    few candidates that the index returns, so memory stays at about 400 bytes a row.
    """

    def __init__(self, index: faiss.Index, matrix: Vectors) -> None:
        self._index = index
        self._matrix = matrix

    @classmethod
    def build(cls, matrix: Vectors, file: Path) -> FaissVectors:
        """Train on a sample of ``matrix``, add every row, write ``file`` and open it."""
        import faiss

        rows, dimension = matrix.shape
        lists = max(16, int(2 * np.sqrt(rows)))
        index = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        sample = np.random.default_rng(_SEED).choice(rows, min(rows, _TRAINING_ROWS_PER_LIST * lists), replace=False)
        index.train(np.ascontiguousarray(matrix[np.sort(sample)]))
        for start in range(0, rows, EXACT_LIMIT):
            index.add(np.ascontiguousarray(matrix[start : start + EXACT_LIMIT]))
        faiss.write_index(index, str(file))
        return cls.open(file, matrix)

    @classmethod
    def open(cls, file: Path, matrix: Vectors) -> FaissVectors:
        """Open the index in ``file`` over the rows of ``matrix`` (may be a memory map)."""
        import faiss

        index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP)
        lists = faiss.extract_index_ivf(index)
        lists.nprobe = max(_PROBES, lists.nlist // 16)
        return cls(index, matrix)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, limit: int, within: npt.NDArray[np.int64] | None = None) -> Matches:
        """Return the nearest rows, best first; a small ``within`` is searched exactly."""
        if within is not None and len(within) <= EXACT_LIMIT:
            return best(within, self.cosines(query, within), limit)
        import faiss

        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = faiss.extract_index_ivf(self._index).nprobe
        if within is not None:
            parameters.sel = faiss.IDSelectorBatch(within)
        _, found = self._index.search(query.reshape(1, -1), 4 * limit, params=parameters)
        rows = np.sort(found[0][found[0] >= 0]).astype(np.int64)
        return best(rows, self.cosines(query, rows), limit)

    def cosines(self, query: Vectors, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the exact cosine with each of ``rows``, read from the memory map."""
        return np.asarray(self._matrix[rows] @ query, dtype=np.float64)


def best(positions: npt.NDArray[np.int64], scores: npt.NDArray[np.float64], limit: int) -> Matches:
    """Return the ``limit`` highest scores with their positions; equal scores keep the order of positions."""
    if limit < len(scores):
        kept = np.sort(np.argpartition(-scores, limit)[:limit])
        positions, scores = positions[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")
    return Matches(positions[order], scores[order])
