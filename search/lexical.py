"""The lexical index: BM25 over folded words and pairs, kept on disk by tantivy.

Reads ``LexicalEntry`` rows; gives positions of units with their scores, a field at a time. A unit that shares no term
with the question is never returned, so it never enters a fusion.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """The terms of one unit, a field at a time; ``position`` is its row in the index, ``document`` filters."""

    position: int
    document: str
    heading: tuple[str, ...]
    text: tuple[str, ...]
    agency: tuple[str, ...]


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
    """BM25 over units on disk (or in memory when no folder is given)."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._searcher = index.searcher()
        self.rarity = lru_cache(maxsize=_REMEMBERED)(self._rarity)

    @classmethod
    def build(cls, entries: Iterable[LexicalEntry], folder: Path | None = None) -> LexicalIndex:
        """Write a new index of ``entries`` into ``folder``, which must be empty, and open it."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder) if folder else None)
        _register(index)
        writer = index.writer(_HEAP_BYTES, 1)
        for entry in entries:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open the index in ``folder``; ``ValueError`` when there is none that this version can read."""
        index = tantivy.Index.open(str(folder))
        _register(index)
        return cls(index)

    def search(self, terms: Sequence[str], field: Field, limit: int, documents: Sequence[str] | None = None) -> Matches:
        """Return at most ``limit`` units that share a term with ``terms`` in ``field``, best first.

        ``documents`` keeps the answer to units of these documents (IRIs).
        """
        query = self._any_of(terms, field)
        if query is None or limit < 1 or (documents is not None and not documents):
            return _EMPTY
        if documents is not None:
            inside = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Should, tantivy.Query.term_query(self._index.schema, "document", document))
                    for document in documents
                ]
            )
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, tantivy.Query.const_score_query(inside, 0.0))]
            )
        found = self._searcher.search(query, limit).hits
        if not found:
            return _EMPTY
        addresses = [address for _, address in found]
        positions = self._searcher.fast_field_values("position", addresses)
        return Matches(
            np.asarray(positions, dtype=np.int64), np.asarray([score for score, _ in found], dtype=np.float64)
        )

    def scores(self, terms: Sequence[str], field: Field, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the score of each of ``rows``, 0 where it shares no term."""
        return scores_at(self.search(terms, field, self._searcher.num_docs), rows)

    def _rarity(self, term: str, field: Field = "text") -> float:
        """Return how much ``term`` tells (idf, natural logarithm); the rarest and the unknown tell most.

        Given as ``rarity``, which remembers the terms that every question meets.
        """
        known = self._searcher.doc_freq(field, term)
        total = self._searcher.num_docs
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
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="terms", index_option="freq")
    return builder.build()


def _register(index: tantivy.Index) -> None:
    """Make tantivy split on spaces only: the terms come ready from ``search.words``."""
    index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def _document(entry: LexicalEntry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("position", entry.position)
    document.add_text("document", entry.document)
    document.add_text("heading", " ".join(entry.heading))
    document.add_text("text", " ".join(entry.text))
    document.add_text("agency", " ".join(entry.agency))
    return document
