"""The lexical index: BM25 over folded words and pairs, kept on disk by tantivy.

Reads ``LexicalEntry`` rows; gives positions of units with their scores, a field at a time. A unit that shares no term
with the question is never returned, so it never enters a fusion.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
import tantivy

Field = Literal["heading", "text", "agency"]
FIELDS: tuple[Field, ...] = ("heading", "text", "agency")
_HEAP_BYTES = 64_000_000
_MAX_TERMS = 256
_REMEMBERED = 50_000
_FEW_OF = 8
"""Up to this part of the index a few rows are scored alone, beyond it every match is."""


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """The terms of one unit, a field at a time; ``position`` is its lasting number, ``document`` (IRI) filters."""

    position: int
    document: str
    heading: tuple[str, ...]
    text: tuple[str, ...]
    agency: tuple[str, ...]
    holders: tuple[str, ...] = ()
    """The names of its bodies as they are, which filter."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Positions of units, best first, with scores above zero."""

    positions: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]


class TermIndex(Protocol):
    """Units that can be found by their terms, scored by BM25 (k1 = 1.2, b = 0.75), a field at a time."""

    def search(self, terms: Sequence[str], field: Field, limit: int, documents: Sequence[str] | None = None) -> Matches:
        """Return at most ``limit`` units that share a term with ``terms``, best first, of ``documents`` if given."""

    def scores(self, terms: Sequence[str], field: Field, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the score of each of ``rows``, 0 where it shares no term."""

    def rarity(self, term: str, field: Field = "text") -> float:
        """Return how much ``term`` tells (idf, natural logarithm); the rarest and the unknown tell most."""

    def knows(self, term: str, field: Field = "text") -> bool:
        """Tell whether some unit holds ``term``."""


class LexicalIndex:
    """BM25 over units on disk (or in memory when no folder is given).

    ``row_of`` gives the row of each lasting number; without it they are the same.
    """

    def __init__(self, index: tantivy.Index, row_of: npt.NDArray[np.int32] | None = None) -> None:
        self._index = index
        self._row_of = row_of
        self._numbers: npt.NDArray[np.int64] | None = None
        self._searcher = index.searcher()
        self.rarity = lru_cache(maxsize=_REMEMBERED)(self._rarity)

    @classmethod
    def build(cls, entries: Iterable[LexicalEntry], folder: Path | None = None) -> LexicalIndex:
        """Write a new index of ``entries`` into ``folder``, which must be empty, and open it."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder) if folder else None)
        _register(index)
        _write(index, entries, ())
        return cls(index)

    @classmethod
    def renew(cls, before: Path, entries: Iterable[LexicalEntry], gone: Iterable[str], folder: Path) -> None:
        """Write the index ``before`` into the new ``folder``, without the documents ``gone`` (IRIs), with ``entries``.

        Segments never change once written, so both folders share them; only the lists of segments are their own.
        """
        folder.mkdir(parents=True)
        for file in before.iterdir():
            if file.suffix == ".json":
                shutil.copy2(file, folder)
            elif file.suffix != ".lock":
                _share(file, folder / file.name)
        index = tantivy.Index.open(str(folder))
        _register(index)
        _write(index, entries, gone)

    @classmethod
    def open(cls, folder: Path, row_of: npt.NDArray[np.int32] | None = None) -> LexicalIndex:
        """Open the index in ``folder``; ``ValueError`` when there is none that this version can read."""
        index = tantivy.Index.open(str(folder))
        _register(index)
        return cls(index, row_of)

    def search(
        self,
        terms: Sequence[str],
        field: Field,
        limit: int,
        documents: Sequence[str] | None = None,
        holders: Sequence[str] | None = None,
    ) -> Matches:
        """Return at most ``limit`` units that share a term with ``terms`` in ``field``, best first.

        ``documents`` keeps the answer to units of these documents (IRIs), ``holders`` to units of bodies so named.
        """
        filters = [self._one_of(name, wanted) for name, wanted in (("document", documents), ("holder", holders))
                   if wanted is not None]  # fmt: skip
        return self._find(terms, field, limit, filters)

    def scores(self, terms: Sequence[str], field: Field, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the score of each of ``rows``, 0 where it shares no term."""
        total = self._searcher.num_docs
        if len(rows) > total // _FEW_OF:
            return scores_at(self._find(terms, field, total, ()), rows)
        numbers = rows if self._row_of is None else self._number_of(rows)
        wanted = tantivy.Query.term_set_query(self._index.schema, "position", numbers.tolist())
        return scores_at(self._find(terms, field, len(rows), (wanted,)), rows)

    def _find(self, terms: Sequence[str], field: Field, limit: int, filters: Sequence[tantivy.Query]) -> Matches:
        """Return the best units that share a term and pass every filter, which adds nothing to the score."""
        query = self._any_of(terms, field)
        if query is None or limit < 1:
            return _EMPTY
        if filters:
            silent = [(tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)) for query in filters]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *silent])
        found = self._searcher.search(query, limit, count=False).hits
        if not found:
            return _EMPTY
        numbers = self._searcher.fast_field_values("position", [address for _, address in found])
        positions = np.asarray(numbers, dtype=np.int64)
        if self._row_of is not None:
            positions = self._row_of[positions].astype(np.int64)
        return Matches(positions, np.asarray([score for score, _ in found], dtype=np.float64))

    def _number_of(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        if self._numbers is None:
            assert self._row_of is not None
            self._numbers = numbers_of(self._row_of)
        return self._numbers[rows]

    def _one_of(self, field: str, values: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._index.schema, field, list(values))

    def _rarity(self, term: str, field: Field = "text") -> float:
        """Return how much ``term`` tells (idf, natural logarithm); the rarest and the unknown tell most.

        Given as ``rarity``, which remembers the terms that every question meets.
        """
        known = self._searcher.doc_freq(field, term)
        total = max(known, self._searcher.num_docs)  # removed units are counted until their segments are merged
        return float(np.log1p((total - known + 0.5) / (known + 0.5)))

    def knows(self, term: str, field: Field = "text") -> bool:
        """Tell whether some unit holds ``term``."""
        return bool(self._searcher.doc_freq(field, term))

    def _any_of(self, terms: Sequence[str], field: Field) -> tantivy.Query | None:
        wanted = list(dict.fromkeys(terms))[:_MAX_TERMS]
        if not wanted:
            return None
        schema = self._index.schema
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.term_query(schema, field, term, "freq")) for term in wanted]
        )


def numbers_of(row_of: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Return the lasting number of each row, from the row of each number (-1 for numbers that are gone).

    >>> numbers_of(np.array([1, -1, 0], dtype=np.int32)).tolist()
    [2, 0]
    """
    living = np.flatnonzero(row_of >= 0)
    numbers = np.empty(len(living), dtype=np.int64)
    numbers[row_of[living]] = living
    return numbers


_EMPTY = Matches(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))


def scores_at(matches: Matches, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the score of each of ``rows``, 0 where it is not among ``matches``.

    >>> scores_at(Matches(np.array([4, 2]), np.array([3.0, 1.5])), np.array([2, 3, 4])).tolist()
    [1.5, 0.0, 3.0]
    """
    order = np.argsort(matches.positions)
    positions, scores = matches.positions[order], matches.scores[order]
    at = np.searchsorted(positions, rows)
    found = np.zeros(len(rows))
    inside = at < len(positions)
    hit = np.zeros(len(rows), dtype=bool)
    hit[inside] = positions[at[inside]] == rows[inside]
    found[hit] = scores[at[hit]]
    return found


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("position", fast=True, indexed=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("holder", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="terms", index_option="freq")
    return builder.build()


def _write(index: tantivy.Index, entries: Iterable[LexicalEntry], gone: Iterable[str]) -> None:
    """Remove the units of the documents ``gone``, add ``entries``, in one commit."""
    writer = index.writer(_HEAP_BYTES, 1)
    for document in gone:
        writer.delete_documents_by_term("document", document)
    for entry in entries:
        writer.add_document(_document(entry))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _share(file: Path, target: Path) -> None:
    """Give ``file`` a second name, or copy it where the file system has no such names."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copy2(file, target)


def _register(index: tantivy.Index) -> None:
    """Make tantivy split on spaces only: the terms come ready from ``search.words``."""
    index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def _document(entry: LexicalEntry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("position", entry.position)
    document.add_text("document", entry.document)
    for name in entry.holders:
        document.add_text("holder", name)
    document.add_text("heading", " ".join(entry.heading))
    document.add_text("text", " ".join(entry.text))
    document.add_text("agency", " ".join(entry.agency))
    return document
