"""A shelf: one kind of unit (tasks, or windows of passages) with its lexical index and its vectors.

Reads units; is written into a folder of its own, and opened from it. Vectors of units whose words did not change are
taken over from the shelf before it, so adding a document encodes that document only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.embedding import Encoder, Vectors
from search.lexical import LexicalEntry, LexicalIndex, TermIndex
from search.passages import Unit
from search.records import open_units, read_rows, write_records
from search.vectors import EXACT_LIMIT, ExactVectors, FaissVectors, VectorIndex
from search.words import Analyser

_BATCH = 32
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


def write_shelf(
    folder: Path,
    units: Sequence[Unit],
    analyser: Analyser,
    encoder: Encoder,
    before: Path | None = None,
    progress: Progress | None = None,
) -> int:
    """Write a shelf of ``units`` into the empty ``folder``; return how many vectors had to be computed.

    ``before`` is the folder of the same shelf in the previous generation, made with the same encoder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_records(folder / "units.jsonl", units)
    documents = tuple(dict.fromkeys(unit.document for unit in units))
    rows = {iri: row for row, iri in enumerate(documents)}
    np.save(folder / "codes.npy", np.asarray([rows[unit.document] for unit in units], dtype=np.int32))
    (folder / "documents.json").write_text(json.dumps(documents), encoding="utf-8")
    LexicalIndex.build((_entry(row, unit, analyser) for row, unit in enumerate(units)), folder / "lexical")
    return _write_vectors(folder, units, encoder, before, progress)


def open_shelf(folder: Path) -> Shelf:
    """Open the shelf in ``folder``."""
    matrix = np.load(folder / "vectors.npy", mmap_mode="r")
    vectors: VectorIndex = (
        FaissVectors.open(folder / "vectors.faiss", matrix)
        if (folder / "vectors.faiss").exists()
        else ExactVectors(matrix)
    )
    return Shelf(
        units=open_units(folder / "units.jsonl"),
        lexical=LexicalIndex.open(folder / "lexical"),
        vectors=vectors,
        documents=tuple(json.loads((folder / "documents.json").read_text(encoding="utf-8"))),
        codes=np.load(folder / "codes.npy", mmap_mode="r"),
    )


def _entry(row: int, unit: Unit, analyser: Analyser) -> LexicalEntry:
    return LexicalEntry(
        position=row,
        document=unit.document,
        heading=analyser.terms(unit.heading),
        text=analyser.terms(unit.text),
        agency=tuple(term for name in unit.agencies for term in analyser.terms(name)),
    )


def _write_vectors(
    folder: Path, units: Sequence[Unit], encoder: Encoder, before: Path | None, progress: Progress | None
) -> int:
    prints = [unit.fingerprint for unit in units]
    known = _known_vectors(before)
    matrix = np.lib.format.open_memmap(
        folder / "vectors.npy", mode="w+", dtype=np.float32, shape=(len(units), encoder.dimension)
    ) if units else np.empty((0, encoder.dimension), dtype=np.float32)  # fmt: skip
    missing: dict[str, list[int]] = {}
    for row, fingerprint in enumerate(prints):
        vector = known(fingerprint)
        if vector is None:
            missing.setdefault(fingerprint, []).append(row)
        else:
            matrix[row] = vector
    # Texts of like length together: a batch costs as much as its longest text.
    todo = sorted(missing.values(), key=lambda rows: len(units[rows[0]].passage))
    for start in range(0, len(todo), _BATCH):
        batch = todo[start : start + _BATCH]
        for rows, vector in zip(batch, encoder.encode_passages([units[r[0]].passage for r in batch]), strict=True):
            matrix[rows] = vector
        if progress:
            progress(min(start + _BATCH, len(todo)), len(todo))
    if isinstance(matrix, np.memmap):
        matrix.flush()
    else:
        np.save(folder / "vectors.npy", matrix)
    np.save(folder / "prints.npy", np.asarray(prints, dtype="S64"))
    if len(units) > EXACT_LIMIT:
        FaissVectors.build(matrix, folder / "vectors.faiss")
    return len(todo)


def _known_vectors(before: Path | None) -> Callable[[str], Vectors | None]:
    """Return a look-up of the vectors of the previous generation by fingerprint."""
    if before is None or not (before / "prints.npy").exists():
        return lambda _: None
    prints = np.load(before / "prints.npy")
    matrix = np.load(before / "vectors.npy", mmap_mode="r")
    order = np.argsort(prints, kind="stable")
    ordered = prints[order]

    def look_up(fingerprint: str) -> Vectors | None:
        wanted = np.bytes_(fingerprint)
        at = int(np.searchsorted(ordered, wanted))
        if at == len(ordered) or ordered[at] != wanted:
            return None
        return np.asarray(matrix[order[at]], dtype=np.float32)

    return look_up
