"""Nearest vectors by pgvector: exact over few rows, by a graph (HNSW over half precision) over many.

Speaks the protocol of ``search.vectors``. What the graph proposes is scored again with the full vectors, so a cosine is
the same number whichever way a row was found.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from pgvector import Vector
from psycopg import sql

from search.embedding import Vectors
from search.lexical import Matches
from search.postgres.database import Database, Row
from search.postgres.faults import IndexUnavailable
from search.postgres.generations import Generation, Layout, Rows
from search.vectors import best

EXACT_ROWS: Final = 5_000
"""Rows up to which all are compared: some 10 ms. Beyond, the graph answers (``bench/postgres.py``)."""
_SPARSE: Final = 20
"""Where fewer than one row in so many is asked for, the graph would visit too much to find enough of them."""
_PROPOSED: Final = 2

_VISIBLE: Final = sql.SQL("document <= %s AND document <> ALL(%s::integer[])")
_EVERY: Final = sql.SQL("SELECT document, place, -(embedding <#> %s) FROM {units} WHERE {visible}")
_WITHIN: Final = sql.SQL("SELECT document, place, -(embedding <#> %s) FROM {units} WHERE document = ANY(%s::integer[])")
_CHOSEN: Final = sql.SQL(
    "SELECT u.document, u.place, -(u.embedding <#> %s)"
    " FROM unnest(%s::integer[], %s::integer[]) AS wanted (document, place) JOIN {units} AS u USING (document, place)"
)
_NEAR: Final = sql.SQL(
    "SELECT document, place, -(embedding <#> %s) FROM (SELECT document, place, embedding FROM {units} WHERE {where}"
    " ORDER BY embedding::halfvec({dimension}) <#> %s::halfvec({dimension}) LIMIT %s) AS near"
)


class PostgresVectors:
    """The vectors of one shelf, as one generation has them."""

    def __init__(
        self,
        database: Database,
        kind: Literal["tasks", "windows"],
        generation: Generation,
        dimension: int,
        exact_rows: int = EXACT_ROWS,
    ) -> None:
        self._database = database
        self._layout: Layout = generation.layout(kind)
        self._visible = (generation.last, list(generation.hidden))
        self._exact_rows = exact_rows
        units, size = sql.Identifier(kind), sql.Literal(dimension)
        self._every = _EVERY.format(units=units, visible=_VISIBLE)
        self._within = _WITHIN.format(units=units)
        self._chosen = _CHOSEN.format(units=units)
        self._near = _NEAR.format(units=units, where=_VISIBLE, dimension=size)
        # "IS TRUE" hides the filter from the index of documents: fetching all their rows to sort them is slower.
        self._near_within = _NEAR.format(
            units=units, where=sql.SQL("(document = ANY(%s::integer[])) IS TRUE"), dimension=size
        )

    def __len__(self) -> int:
        return len(self._layout)

    def search(self, query: Vectors, limit: int, within: npt.NDArray[np.int64] | None = None) -> Matches:
        """Return the nearest rows, best first; all of them are compared when they are few."""
        if limit < 1 or not len(self) or (within is not None and not len(within)):
            return Matches(np.empty(0, dtype=np.int64), np.empty(0))
        vector = Vector(query)
        proposed = _PROPOSED * limit
        if within is None:
            if len(self) <= self._exact_rows:
                return self._best(self._database.rows(self._every, (vector, *self._visible)), limit)
            return self._best(self._database.rows(self._near, (vector, *self._visible, vector, proposed)), limit)
        documents = self._layout.whole(within)
        if documents is None:
            return best(within, self.cosines(query, within), limit)
        if len(within) <= max(self._exact_rows, len(self) // _SPARSE):
            return self._best(self._database.rows(self._within, (vector, documents.tolist())), limit)
        found = self._database.rows(self._near_within, (vector, documents.tolist(), vector, proposed))
        return self._best(found, limit)

    def cosines(self, query: Vectors, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the exact cosine with each of ``rows``."""
        if not len(rows):
            return np.empty(0)
        codes, places = self._layout.locate(rows)
        found = self._database.rows(self._chosen, (Vector(query), codes.tolist(), places.tolist()))
        at, scores = self._read(found)
        if len(at) < len(np.unique(rows)):
            raise IndexUnavailable("outdated", self._database.address.shown)
        order = np.argsort(at)
        return scores[order][np.searchsorted(at[order], rows)]

    def _best(self, found: list[Row], limit: int) -> Matches:
        rows, scores = self._read(found)
        order = np.argsort(rows)
        return best(rows[order], scores[order], limit)

    def _read(self, found: list[Row]) -> tuple[Rows, npt.NDArray[np.float64]]:
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0)
        codes, places, scores = zip(*found, strict=True)
        rows = self._layout.rows(np.asarray(codes, dtype=np.int64), np.asarray(places, dtype=np.int64))
        return rows, np.asarray(scores, dtype=np.float64)
