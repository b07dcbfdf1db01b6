"""Records on the server: fetched many at a time, the last ones remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any, Final, TypeVar, overload

import numpy as np
from psycopg import sql

from search.passages import Unit
from search.postgres.database import Database
from search.postgres.faults import IndexUnavailable
from search.postgres.generations import Kind, Layout
from search.records import FarRecords, decode_unit

Record = TypeVar("Record")
Decode = Callable[[list[Any], int], Record]
"""Makes a record of its stored fields and the code of its document version."""

_REMEMBERED: Final = 20_000
_AT_ONCE: Final = 2_000
_FETCH: Final = sql.SQL(
    "SELECT r.document, r.place, r.record FROM unnest(%s::integer[], %s::integer[]) AS wanted (document, place)"
    " JOIN {records} AS r USING (document, place)"
)


class PostgresRecords(FarRecords[Record]):
    """A sequence of records of one kind, as one generation has them."""

    def __init__(self, database: Database, kind: Kind, layout: Layout, decode: Decode[Record]) -> None:
        self._database = database
        self._statement = _FETCH.format(records=sql.Identifier(kind))
        self._layout = layout
        self._decode = decode
        self._remembered: OrderedDict[int, Record] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._layout)

    @overload
    def __getitem__(self, row: int) -> Record: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Record]: ...

    def __getitem__(self, row: int | slice) -> Record | Sequence[Record]:
        if isinstance(row, slice):
            return self.fetch(range(*row.indices(len(self))))
        return self.fetch([range(len(self))[row]])[0]

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self), _AT_ONCE):
            yield from self.fetch(range(start, min(start + _AT_ONCE, len(self))))

    def fetch(self, rows: Sequence[int]) -> list[Record]:
        """Return the records in ``rows``, in that order; those not remembered come in one journey.

        Raises:
            IndexUnavailable: the server does not answer, or the generation has been removed since.
        """
        with self._lock:
            known = {row: self._remembered[row] for row in rows if row in self._remembered}
        missing = [row for row in dict.fromkeys(rows) if row not in known]
        if missing:
            found = self._read(missing)
            known |= found
            with self._lock:
                self._remembered |= found
                while len(self._remembered) > _REMEMBERED:
                    self._remembered.popitem(last=False)
        return [known[row] for row in rows]

    def _read(self, rows: list[int]) -> dict[int, Record]:
        codes, places = self._layout.locate(np.asarray(rows, dtype=np.int64))
        found = self._database.rows(self._statement, (codes.tolist(), places.tolist()))
        if len(found) != len(rows):
            raise IndexUnavailable("outdated", self._database.address.shown)
        at = self._layout.rows(np.asarray([row[0] for row in found]), np.asarray([row[1] for row in found]))
        return {row: self._decode(record, code) for row, (code, _, record) in zip(at.tolist(), found, strict=True)}


def unit_decoder(members: Layout) -> Decode[Unit]:
    """Return how a unit is read: its members are stored as places in the document, and counted here from the first."""

    def decode(fields: list[Any], code: int) -> Unit:
        start = members.start_of(code)
        return decode_unit([*fields[:-1], [start + place for place in fields[-1]]])

    return decode
