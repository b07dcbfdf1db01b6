"""What every store gives: the ``GraphStore`` protocol, its errors, and the bookkeeping triples.

A store is a set of named graphs. Queries see the union of them as the default graph. The bookkeeping graph
``STORE_GRAPH`` holds one node with the change counter and the schema version; it is not among ``graph_names()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolution, RdfFormat, Triple

Term = NamedNode | BlankNode | Literal | Triple
"""What a variable of a query can be bound to."""

Substitutions = Mapping[str, NamedNode | Literal]
"""Parameters of a query: variable name without ``?`` → the term put in its place."""

STORE_GRAPH = NamedNode("urn:cancu:store")
"""The graph of the bookkeeping triples, and the one node in it."""
CHANGES = NamedNode("urn:cancu:store#changes")
"""How many transactions the store has seen: the value of ``GraphStore.version()``."""
SCHEMA = NamedNode("urn:cancu:store#schema")
"""The shape of the data: raised by ``graph.migrations`` when a release changes it."""

OWN_GRAPH = NamedNode("urn:cancu:store#graph")
"""On an endpoint, which may hold data of others: the named graphs that are ours."""


class StoreError(Exception):
    """The store cannot do what was asked; ``location`` says which one, ``message_en`` is the English of the message."""

    def __init__(self, location: str, message: str, message_en: str) -> None:
        super().__init__(message)
        self.location = location
        self.message = message
        self.message_en = message_en

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str]]:
        return type(self), (self.location, self.message, self.message_en)


class StoreMissing(StoreError):
    """There is no store at the place named."""


class StoreUnavailable(StoreError):
    """The store is there but does not answer: the endpoint is down, the files are damaged or may not be read."""


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreOutdated(StoreError):
    """The data has a schema version that this release cannot read."""

    @classmethod
    def between(cls, location: str, found: int, known: int) -> Self:
        """Return the error for data of schema ``found`` where the code reads ``known``."""
        return cls(
            location,
            f"Kho {location} có cấu trúc bản {found}, chương trình này đọc bản {known}. "
            "Hãy cài bản Căn Cứ mới hơn, hoặc nạp lại vào một kho khác.",
            f"The store {location} has schema {found}; this release reads {known}. "
            "Install a newer release, or ingest into another store.",
        )


class StoreReadOnly(StoreError):
    """A write was asked of a store opened for reading."""


class GraphStore(Protocol):
    """A set of named graphs that changes whole: readers see the state before a change or after it, never between.

    Every method raises a ``StoreError`` when the store fails, ``SyntaxError`` when the query text is wrong. Queries are
    the project's own and trusted; what strangers send goes through ``graph.sparql``.
    """

    @property
    def location(self) -> str:
        """Where the store is: the folder, or the address without credentials."""
        ...

    def select(self, query: str, substitutions: Substitutions | None = None) -> list[QuerySolution]:
        """Return the rows of a SELECT query. ``row["name"]`` is a term, or None where unbound."""
        ...

    def ask(self, query: str, substitutions: Substitutions | None = None) -> bool:
        """Return the answer of an ASK query."""
        ...

    def construct(self, query: str, substitutions: Substitutions | None = None) -> list[Triple]:
        """Return the distinct triples of a CONSTRUCT or DESCRIBE query."""
        ...

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the quads of one named graph, or of all without the bookkeeping."""
        ...

    def graph_names(self) -> list[NamedNode]:
        """Return the names of all graphs, sorted, without the bookkeeping graph."""
        ...

    def version(self) -> int:
        """Return the change counter: 0 for a new store, higher after each change; equal means nothing changed."""
        ...

    def replace_graphs(self, removals: Iterable[NamedNode], quads: Iterable[Quad]) -> int:
        """Drop the graphs ``removals`` and add ``quads`` in one transaction; return the new version."""
        ...

    def bulk_load(self, source: BinaryIO | Path, rdf_format: RdfFormat) -> int:
        """Add a whole file, fast; return the new version. On disk all or nothing; an endpoint takes it in portions."""
        ...

    def restore(self, source: Path, rdf_format: RdfFormat) -> int:
        """Put the dataset of a file in the place of all graphs; return the new version.

        On disk in one switch: whoever reads, or opens the store after a kill, finds the old dataset or the new one. An
        endpoint drops its graphs and takes the file in portions.
        """
        ...

    def dump(self, target: BinaryIO, rdf_format: RdfFormat) -> None:
        """Write all graphs but the bookkeeping as one consistent state (N-Quads or TriG)."""
        ...

    def clear(self) -> int:
        """Remove every graph in one transaction; return the new version."""
        ...

    def close(self) -> None:
        """Release files, locks and connections. Closing twice does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
