"""Identifies partly named documents by the corpus: a number without date is the one known document of that number.

A partly named document keeps its own node, which the citing graphs hold; what it is identified with stands in a small
graph of its own, written anew when a document of that number comes or goes. So the order of ingestion cannot matter,
and a second 20-NQ/TW turns "the one known" into "one of two" without touching any citing document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.agencies import Validity
from graph.query_files import narrow_query
from graph.registers import load_congress_terms
from graph.rows import need_text, text_of, truth_of
from graph.sheet import Sheet
from graph.store_model import GraphStore
from ontology.identifiers import UNKNOWN_PLACE, DocumentKey, identity_graph_iri, parse_document_iri
from ontology.vocabulary import Cancu

_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class Bearer:
    """A document as the corpus knows it, in so far as it can be confused with others."""

    iri: str
    number: str | None
    title: str | None
    date: str | None
    partial: bool


@dataclass(frozen=True, slots=True)
class IdentityUpdate:
    """The graphs to drop and the quads to add so that all identities are right again."""

    removals: tuple[NamedNode, ...]
    quads: tuple[Quad, ...]


def find_bearers(store: GraphStore, numbers: Iterable[str], without: Iterable[str] = ()) -> tuple[Bearer, ...]:
    """Return the documents in the store with one of ``numbers``, not counting what the graphs ``without`` say."""
    wanted = [Literal(number) for number in dict.fromkeys(numbers)]
    left_out = set(without)
    if not wanted:
        return ()
    rows = store.select(narrow_query("bearers", numbers=wanted))
    return tuple(
        Bearer(
            need_text(row, "document"),
            text_of(row, "number"),
            text_of(row, "title"),
            text_of(row, "date"),
            truth_of(row, "partial"),
        )
        for row in rows
        if need_text(row, "graph") not in left_out
    )


def identify_partials(bearers: Iterable[Bearer], standing: Iterable[Bearer] = ()) -> IdentityUpdate:
    """Return the identity graphs of all partial documents among ``bearers``; those of ``standing`` ones are dropped."""
    known = {bearer.iri: bearer for bearer in sorted(bearers, key=lambda bearer: bearer.title or "")}
    whole = [bearer for bearer in known.values() if not bearer.partial]
    quads: list[Quad] = []
    written: set[str] = set()
    for partial in (bearer for bearer in known.values() if bearer.partial):
        fitting = sorted(other.iri for other in whole if _may_be(partial, other))
        if fitting:
            graph = identity_graph_iri(partial.iri)
            written.add(graph)
            quads += _write(graph, partial, fitting)
    old = {identity_graph_iri(bearer.iri) for bearer in standing if bearer.partial}
    return IdentityUpdate(tuple(map(NamedNode, sorted(written | old))), tuple(quads))


def _write(graph: str, partial: Bearer, fitting: list[str]) -> tuple[Quad, ...]:
    sheet = Sheet(graph)
    if len(fitting) == 1:
        sheet.link(partial.iri, Cancu.IDENTIFIED_WITH, fitting[0])
        sheet.note(partial.iri, Cancu.CONFIDENCE, _CONFIDENCE)
        reason = (
            f"chỉ biết một văn bản mang số {partial.number} của cơ quan này; nơi viện dẫn không ghi đủ để phân biệt"
        )
        sheet.words(partial.iri, Cancu.REASON, reason)
    else:
        for iri in fitting:
            sheet.link(partial.iri, Cancu.CANDIDATE, iri)
    return sheet.quads()


def _may_be(partial: Bearer, other: Bearer) -> bool:
    """Tell whether all that the partial name tells agrees with the other document."""
    named, full = parse_document_iri(partial.iri), parse_document_iri(other.iri)
    if not isinstance(named, DocumentKey) or not isinstance(full, DocumentKey):
        return False
    if (named.kind, named.number) != (full.kind, full.number):
        return False
    if named.year is not None and named.year != full.year:
        return False
    if named.term is not None and full.year is not None and not _in_term(full.year, named.term):
        return False
    return _same_issuer(named.issuer, full.issuer)


def _same_issuer(named: str, full: str) -> bool:
    if named == full:
        return True
    parts, others = named.split("/"), full.split("/")
    if UNKNOWN_PLACE not in parts or parts[-1] != others[-1]:
        return False
    return all(part in others for part in parts if part != UNKNOWN_PLACE)


def _in_term(year: int, numeral: str) -> bool:
    """Tell whether a year has days of a congress term of the Party."""
    spans = [term.validity for term in load_congress_terms() if term.numeral == numeral]
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return any(span.meet(Validity(first, last)) is not None for span in spans)
