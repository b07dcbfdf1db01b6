"""The nouns of the query service: what is asked, within which limits, and the run that gives the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, Self

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph.query_outline import QueryForm

RESULT_FORMATS: dict[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""Media types of SELECT and ASK results, the preferred one first (SPARQL 1.1 Results JSON, XML, CSV and TSV)."""

BOOLEAN_FORMATS = ("application/sparql-results+json", "application/sparql-results+xml")
"""Those that can hold the answer of ASK."""

GRAPH_FORMATS: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
"""Media types of CONSTRUCT and DESCRIBE results, the preferred one first."""


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may use.

    ``seconds`` of the clock until the last byte is handed over; ``rows`` or triples; ``result_bytes`` as serialised;
    ``memory_bytes`` above what the process needs to start.
    """

    seconds: float = 30.0
    rows: int = 1_000_000
    result_bytes: int = 500_000_000
    memory_bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query and its dataset by graph IRI, as the protocol gave it; ``None`` where it gave none.

    Without any dataset the default graph is the union of all named graphs (unless ``union`` is false), and with
    duplicates where two graphs hold one triple. ``media_type`` is a key of ``RESULT_FORMATS`` or ``GRAPH_FORMATS``;
    ``base`` is the IRI against which relative ones are resolved where the query has no BASE.
    """

    text: str
    media_type: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    union: bool = True
    base: str | None = None

    @property
    def gives_dataset(self) -> bool:
        """Tell whether the protocol chose the dataset, which then takes the place of FROM."""
        return self.default_graphs is not None or self.named_graphs is not None


def media_types_of(form: QueryForm) -> tuple[str, ...]:
    """Return the media types in which a query of this form can be answered, the preferred one first.

    >>> media_types_of("describe")[0]
    'text/turtle'
    """
    if form == "select":
        return tuple(RESULT_FORMATS)
    return BOOLEAN_FORMATS if form == "ask" else tuple(GRAPH_FORMATS)


class QueryRun(Protocol):
    """A query under way, or answered: its bytes in order. Closing early ends the work."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the serialised result; raises a ``QueryError`` where it breaks off."""
        ...

    @property
    def is_whole(self) -> bool:
        """Tell whether all bytes are there, so that reading cannot fail any more."""
        ...

    def close(self) -> None:
        """End the work if it is still going on."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


class QueryService(Protocol):
    """Runs queries of strangers, within limits, so that none can hurt another."""

    def run(self, request: QueryRequest) -> QueryRun:
        """Start a query; return when its first bytes are there.

        Raises:
            QueryError: as it is: wrong, refused, too long under way, too large, or our fault.
            StoreError: if the store is missing or does not answer.
        """
        ...

    def close(self) -> None:
        """End all processes."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...
