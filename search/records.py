"""Nouns on disk, one JSON line each, read back one at a time: a million passages need no memory.

Reads and writes ``Duty``, ``Passage``, ``DocumentNode`` and ``Unit``. A file is written whole, with its table of
offsets beside it; a reader maps it and decodes only the rows that are asked for.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import mmap
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import numpy as np

from graph.model import AgencyRef, DocumentNode, Duty, Evidence, Passage
from ingest.model import Deadline, Span
from search.passages import Unit

Record = TypeVar("Record")
_KEPT = 10_000
"""Decoded records that a file remembers: those that every question meets; about 20 MB."""


class RecordFile(Sequence[Record], Generic[Record]):
    """A sequence of records in a file; rows are decoded when they are read, and the last ones are remembered."""

    def __init__(self, file: Path, decode: Callable[[list[Any]], Record]) -> None:
        self._decode = decode
        self._kept = lru_cache(maxsize=_KEPT)(self._read)
        self._ends = np.load(_offsets(file), mmap_mode="r")
        with file.open("rb") as handle:
            self._bytes: mmap.mmap | bytes = (
                mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) if len(self._ends) else b""
            )

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, row: int) -> Record: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Record]: ...

    def __getitem__(self, row: int | slice) -> Record | Sequence[Record]:
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(len(self)))]
        return self._kept(range(len(self))[row])

    def __iter__(self) -> Iterator[Record]:
        return (self._read(row) for row in range(len(self)))

    def _read(self, row: int) -> Record:
        start = int(self._ends[row - 1]) if row else 0
        return self._decode(json.loads(self._bytes[start : int(self._ends[row])]))


def write_records(file: Path, records: Iterable[Duty | Passage | DocumentNode | Unit]) -> None:
    """Write ``records`` and their offsets; the folder must exist."""
    ends: list[int] = []
    end = 0
    with file.open("wb") as handle:
        for record in records:
            end += handle.write(json.dumps(_encode(record), ensure_ascii=False).encode() + b"\n")
            ends.append(end)
    np.save(_offsets(file), np.asarray(ends, dtype=np.int64))


class FarRecords(Sequence[Record], Generic[Record]):
    """Records that are fetched from another process: many at a time cost one journey, one at a time cost one each."""

    @abstractmethod
    def fetch(self, rows: Sequence[int]) -> list[Record]:
        """Return the records in ``rows``, in that order."""


def read_rows(records: Sequence[Record], rows: Sequence[int]) -> list[Record]:
    """Return ``records`` in ``rows``, in that order, with one journey where they are far."""
    if isinstance(records, FarRecords):
        return records.fetch(rows)
    return [records[row] for row in rows]


def encode_record(record: Duty | Passage | DocumentNode | Unit) -> list[Any]:
    """Return a record as nested lists that JSON can hold; ``decode_…`` gives it back."""
    return [_encode(getattr(record, field.name)) for field in dataclasses.fields(record)]


def open_duties(file: Path) -> RecordFile[Duty]:
    """Open a file of duties."""
    return RecordFile(file, decode_duty)


def open_passages(file: Path) -> RecordFile[Passage]:
    """Open a file of passages."""
    return RecordFile(file, decode_passage)


def open_documents(file: Path) -> RecordFile[DocumentNode]:
    """Open a file of documents."""
    return RecordFile(file, decode_document)


def open_units(file: Path) -> RecordFile[Unit]:
    """Open a file of units."""
    return RecordFile(file, decode_unit)


def _offsets(file: Path) -> Path:
    return file.with_suffix(".npy")


def _encode(value: object) -> object:
    """Return a dataclass as a list of its fields, nested; dates in ISO 8601."""
    if dataclasses.is_dataclass(value):
        return [_encode(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    return value


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _deadline(fields: list[Any] | None) -> Deadline | None:
    if fields is None:
        return None
    surface, span, start, end, recurrence, due, relative = fields
    return Deadline(surface, Span(*span), _date(start), _date(end), recurrence, due, relative)


def decode_duty(fields: list[Any]) -> Duty:
    """Return a duty from what ``encode_record`` gave."""
    iri, agency, printed, role, task, document, number, locator, heading, when, evidence, *rest = fields
    recipients, others, stated = rest
    return Duty(
        iri, AgencyRef(*agency), printed, role, task, document, number, locator, heading, _deadline(when),
        Evidence(*evidence), tuple(recipients), tuple(others), stated,
    )  # fmt: skip


def decode_passage(fields: list[Any]) -> Passage:
    """Return a passage from what ``encode_record`` gave."""
    iri, document, number, locator, heading, text, evidence = fields
    return Passage(iri, document, number, locator, heading, text, Evidence(*evidence))


def decode_document(fields: list[Any]) -> DocumentNode:
    """Return a document from what ``encode_record`` gave."""
    iri, key, number, kind, date, issuer, title, stratum, in_corpus = fields
    return DocumentNode(iri, key, number, kind, _date(date), issuer, title, stratum, in_corpus)


def decode_unit(fields: list[Any]) -> Unit:
    """Return a unit from what ``encode_record`` gave."""
    document, locator, heading, text, agencies, members = fields
    return Unit(document, locator, heading, text, tuple(agencies), tuple(members))
