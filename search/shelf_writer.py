"""Writing a shelf: what the one before it holds is taken over, what came is read, encoded and indexed.

Reads units, in the order of the store; writes a folder that ``search.shelf.open_shelf`` opens. A unit keeps its lasting
number as long as its document stays as it is. A large shelf is renewed: the lexical and the vector index of the one
before lose the documents that changed or went, and gain those that came. A small shelf, or one of which much changed,
is built anew, which also frees what the lost units took.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from search.embedding import Encoder, choose_bulk_encoder
from search.lexical import LexicalEntry, LexicalIndex
from search.passages import Unit
from search.records import open_units, write_records
from search.shelf import Progress
from search.vectors import EXACT_LIMIT, FaissVectors
from search.words import Analyser

RENEWED_FROM: Final = 20_000
"""Units from which a shelf is renewed; a smaller one is built anew in seconds."""
MOST_LOST: Final = 0.25
"""The share of lost units, among those living, up to which a shelf is renewed."""
_BATCH: Final = 64
_COPIED: Final = 20_000
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a shelf did: its units, vectors computed, and the rows read anew (all where it was built anew)."""

    units: int
    encoded: int
    rebuilt: bool
    fresh: Rows


@dataclass(frozen=True, slots=True)
class _Listing:
    """The units of a shelf by row: their document, the hash of their words; and for each document the hash of all."""

    documents: tuple[str, ...]
    codes: npt.NDArray[np.int32]
    prints: npt.NDArray[np.bytes_]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Before:
    """The shelf before: ``first`` counts the units that it was last built anew with, ``next`` is the next number."""

    folder: Path
    listing: _Listing
    numbers: Rows
    first: int
    next: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which rows stay, in pairs of (now, before); which are fresh; which numbers and documents are gone."""

    now: Rows
    then: Rows
    fresh: Rows
    gone_numbers: Rows
    gone_documents: tuple[str, ...]


def write_shelf(
    folder: Path,
    units: Iterable[Unit],
    analyser: Analyser,
    encoder: Encoder,
    before: Path | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write a shelf of ``units`` into the empty ``folder``.

    ``before`` is the folder of the same shelf in the previous generation, made with the same encoder. Units are read
    once and may be more than memory holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listing = _list_units(folder, units)
    stored = open_units(folder / "units.jsonl")
    old = _open_before(before)
    plan = _plan(listing, old)
    renewed = old is not None and _renewable(old, plan, len(stored))
    encoded = _write_vectors(folder, stored, listing, plan, old, encoder, progress)
    numbers = _number(len(stored), plan, old) if renewed and old else np.arange(len(stored), dtype=np.int64)
    np.save(folder / "numbers.npy", numbers)
    rows = plan.fresh if renewed else np.arange(len(stored), dtype=np.int64)
    entries = (_entry(int(numbers[row]), stored[row], analyser) for row in rows.tolist())
    if renewed and old:
        LexicalIndex.renew(old.folder / "lexical", entries, plan.gone_documents, folder / "lexical")
    else:
        LexicalIndex.build(entries, folder / "lexical")
    _write_neighbours(folder, numbers, plan, old if renewed else None)
    first = old.first if renewed and old else len(stored)
    following = max(old.next if renewed and old else 0, int(numbers.max(initial=-1)) + 1)
    (folder / "numbers.json").write_text(json.dumps({"first": first, "next": following}), encoding="utf-8")
    return Written(len(stored), encoded, not renewed, rows)


def _list_units(folder: Path, units: Iterable[Unit]) -> _Listing:
    """Write the records of ``units`` and what is known of them by row."""
    documents: dict[str, int] = {}
    codes: list[int] = []
    prints: list[bytes] = []
    hashes: list[hashlib._Hash] = []

    def noted() -> Iterator[Unit]:
        for unit in units:
            code = documents.setdefault(unit.document, len(documents))
            if code == len(hashes):
                hashes.append(hashlib.sha256())
            hashes[code].update(f"{unit.heading}\n{unit.text}\n{unit.agencies}\0".encode())
            codes.append(code)
            prints.append(unit.fingerprint.encode())
            yield unit

    write_records(folder / "units.jsonl", noted())
    listing = _Listing(
        tuple(documents),
        np.asarray(codes, dtype=np.int32),
        np.asarray(prints, dtype="S64"),
        tuple(made.hexdigest() for made in hashes),
    )
    np.save(folder / "codes.npy", listing.codes)
    np.save(folder / "prints.npy", listing.prints)
    (folder / "documents.json").write_text(json.dumps(listing.documents), encoding="utf-8")
    (folder / "marks.json").write_text(json.dumps(listing.marks), encoding="utf-8")
    return listing


def _open_before(folder: Path | None) -> _Before | None:
    if folder is None or not (folder / "numbers.json").exists():
        return None
    counts = json.loads((folder / "numbers.json").read_text(encoding="utf-8"))
    return _Before(
        folder,
        _Listing(
            tuple(json.loads((folder / "documents.json").read_text(encoding="utf-8"))),
            np.load(folder / "codes.npy"),
            np.load(folder / "prints.npy"),
            tuple(json.loads((folder / "marks.json").read_text(encoding="utf-8"))),
        ),
        np.load(folder / "numbers.npy"),
        counts["first"],
        counts["next"],
    )


def _plan(listing: _Listing, old: _Before | None) -> _Plan:
    """Return what stays and what goes: a document stays where all its units are, word for word, as they were."""
    every = np.arange(len(listing.codes), dtype=np.int64)
    none = np.empty(0, dtype=np.int64)
    if old is None:
        return _Plan(none, none, every, none, ())
    known = dict(
        zip(old.listing.documents, zip(old.listing.marks, range(len(old.listing.marks)), strict=True), strict=True)
    )
    kept = np.full(len(listing.documents), -1, dtype=np.int64)
    for code, (iri, mark) in enumerate(zip(listing.documents, listing.marks, strict=True)):
        was, at = known.get(iri, ("", -1))
        kept[code] = at if was == mark else -1
    then_codes = kept[listing.codes] if len(every) else none
    lasting = np.zeros(len(old.listing.documents), dtype=bool)
    lasting[kept[kept >= 0]] = True
    stays = lasting[old.listing.codes] if len(old.listing.codes) else np.empty(0, dtype=bool)
    # Within a document the units are in the same order then and now, so sorting both by document pairs them.
    now = np.flatnonzero(then_codes >= 0)
    then = np.flatnonzero(stays)
    return _Plan(
        now[np.argsort(then_codes[now], kind="stable")],
        then[np.argsort(old.listing.codes[then], kind="stable")],
        np.flatnonzero(then_codes < 0),
        old.numbers[~stays],
        tuple(iri for iri, stayed in zip(old.listing.documents, lasting.tolist(), strict=True) if not stayed),
    )


def _renewable(old: _Before, plan: _Plan, count: int) -> bool:
    """Tell whether the indexes of ``old`` are kept: enough units, few of them lost, not twice as many as at first."""
    lost = old.next + len(plan.fresh) - count
    return count >= RENEWED_FROM and lost <= MOST_LOST * count and count <= 2 * old.first


def _number(count: int, plan: _Plan, old: _Before) -> Rows:
    """Return the lasting number of each row: the one that it had, or a new one."""
    numbers = np.empty(count, dtype=np.int64)
    numbers[plan.now] = old.numbers[plan.then]
    numbers[plan.fresh] = old.next + np.arange(len(plan.fresh))
    return numbers


def _write_vectors(
    folder: Path,
    units: Sequence[Unit],
    listing: _Listing,
    plan: _Plan,
    old: _Before | None,
    encoder: Encoder,
    progress: Progress | None,
) -> int:
    """Write the vectors by row, those that are known copied; return how many were computed."""
    file, shape = folder / "vectors.npy", (len(units), encoder.dimension)
    if not units:
        np.save(file, np.empty(shape, dtype=np.float32))
        return 0
    matrix = np.lib.format.open_memmap(file, mode="w+", dtype=np.float32, shape=shape)
    todo = plan.fresh
    if old is not None:
        source = np.load(old.folder / "vectors.npy", mmap_mode="r")
        now, then, todo = _known(listing, plan, old)
        for start in range(0, len(now), _COPIED):
            matrix[now[start : start + _COPIED]] = source[then[start : start + _COPIED]]
    _, where, inverse, counts = np.unique(
        listing.prints[todo], return_index=True, return_inverse=True, return_counts=True
    )
    # Texts of like length together: a batch costs as much as its longest text.
    order = np.argsort([len(units[row].text) for row in todo[where].tolist()], kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    equal = todo[np.argsort(rank[inverse], kind="stable")]  # the rows of each text in turn, in that order
    ends = np.cumsum(counts[order])
    encoder = choose_bulk_encoder(encoder, len(order))
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        vectors = encoder.encode_passages([units[row].passage for row in todo[where[batch]].tolist()])
        first, last = ends[start] - counts[batch[0]], ends[start + len(batch) - 1]
        matrix[equal[first:last]] = np.repeat(vectors, counts[batch], axis=0)
        if progress:
            progress(start + len(batch), len(order))
    matrix.flush()
    return len(order)


def _known(listing: _Listing, plan: _Plan, old: _Before) -> tuple[Rows, Rows, Rows]:
    """Return the rows with a known vector, the rows before that hold it, and the rows without one.

    A fresh row may stand in a changed document and have the words of an old one.
    """
    order = np.argsort(old.listing.prints, kind="stable")
    ordered = old.listing.prints[order]
    wanted = listing.prints[plan.fresh]
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1) if len(ordered) else np.zeros(len(wanted), int)
    same = ordered[at] == wanted if len(ordered) else np.zeros(len(wanted), dtype=bool)
    return (
        np.concatenate((plan.now, plan.fresh[same])),
        np.concatenate((plan.then, order[at[same]])),
        plan.fresh[~same],
    )


def _write_neighbours(folder: Path, numbers: Rows, plan: _Plan, old: _Before | None) -> None:
    """Write the index of near vectors where there are too many to compare all."""
    if len(numbers) <= EXACT_LIMIT:
        return
    matrix, file = np.load(folder / "vectors.npy", mmap_mode="r"), folder / "vectors.faiss"
    if old is None or not (old.folder / file.name).exists():
        FaissVectors.build(matrix, file, numbers)
    else:
        FaissVectors.renew(old.folder / file.name, plan.gone_numbers, numbers[plan.fresh], matrix[plan.fresh], file)


def _entry(number: int, unit: Unit, analyser: Analyser) -> LexicalEntry:
    return LexicalEntry(
        position=number,
        document=unit.document,
        heading=analyser.terms(unit.heading),
        text=analyser.terms(unit.text),
        agency=tuple(term for name in unit.agencies for term in analyser.terms(name)),
        holders=unit.agencies,
    )
