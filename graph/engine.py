"""What can be asked of an Oxigraph database in this process, and how its failures are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from graph.store_model import CHANGES, STORE_GRAPH, StoreUnavailable, Substitutions
from graph.substitution import substitute

ENGINE_FAILURES = (OSError, RuntimeError)
"""What the engine raises when files cannot be read or written, or are damaged."""


class EngineReading:
    """All that can be asked of an Oxigraph database, whichever way it was opened."""

    location: str

    def _native(self) -> Store:
        raise NotImplementedError

    def select(self, query: str, substitutions: Substitutions | None = None) -> list[QuerySolution]:
        """Return the rows of a SELECT query."""
        return list(cast("QuerySolutions", self._query(query, substitutions)))

    def ask(self, query: str, substitutions: Substitutions | None = None) -> bool:
        """Return the answer of an ASK query."""
        return bool(self._query(query, substitutions))

    def construct(self, query: str, substitutions: Substitutions | None = None) -> list[Triple]:
        """Return the distinct triples of a CONSTRUCT or DESCRIBE query."""
        return list(dict.fromkeys(cast("QueryTriples", self._query(query, substitutions))))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or of all but the bookkeeping."""
        native = self._native()
        for quad in native.quads_for_pattern(None, None, None, graph):
            if quad.graph_name != STORE_GRAPH:
                yield quad

    def graph_names(self) -> list[NamedNode]:
        """Return the names of all graphs, sorted, without the bookkeeping graph."""
        names = (name for name in self._native().named_graphs() if isinstance(name, NamedNode) and name != STORE_GRAPH)
        return sorted(names, key=lambda name: name.value)

    def version(self) -> int:
        """Return the change counter."""
        return read_number(self._native(), CHANGES) or 0

    def dump(self, target: BinaryIO, rdf_format: RdfFormat) -> None:
        """Write all graphs but the bookkeeping as one consistent state."""
        serialize(self.quads(), target, format=rdf_format)

    def _query(self, query: str, substitutions: Substitutions | None) -> QuerySolutions | QueryBoolean | QueryTriples:
        return self._native().query(substitute(query, substitutions or {}), use_default_graph_as_union=True)


def read_number(native: Store, predicate: NamedNode) -> int | None:
    """Return a number of the bookkeeping, None where it has none."""
    for quad in native.quads_for_pattern(STORE_GRAPH, predicate, None, STORE_GRAPH):
        return int(quad.object.value) if isinstance(quad.object, Literal) else None
    return None


def unavailable(location: str, reason: object) -> StoreUnavailable:
    """Return the error for a database that cannot be used; ``reason`` is the engine's word."""
    return StoreUnavailable(
        location,
        f"Không mở được kho {location}: {reason}. Hãy kiểm tra quyền đọc ghi và dung lượng đĩa, "
        "hoặc khôi phục từ bản sao lưu bằng `cancu import`.",
        f"Cannot use the store {location}: {reason}. Check permissions and disk space, "
        "or restore a backup with `cancu import`.",
    )
