"""Open a store: a folder on disk, memory, or a SPARQL 1.1 endpoint, behind one protocol."""

from __future__ import annotations

from pathlib import Path

from graph.embedded import EmbeddedReader, EmbeddedStore
from graph.store_model import (
    STORE_GRAPH,
    GraphStore,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreOutdated,
    StoreReadOnly,
    StoreUnavailable,
    Substitutions,
    Term,
)

REMOTE_SCHEMES = ("sparql+http://", "sparql+https://")
"""How the location of a SPARQL endpoint begins."""


def open_store(location: str | Path, *, read_only: bool = False) -> GraphStore:
    """Open the store at ``location``: a folder, or ``sparql+http(s)://host/path`` (see ``graph.remote``).

    A writer of a folder shuts out other writers only; readers follow its published states from any process.
    ``read_only=True`` never makes a store.

    Raises:
        StoreMissing: if ``read_only`` and nothing is there.
        StoreLocked: if another process keeps writing.
        StoreUnavailable: if it cannot be opened or reached.

    >>> import tempfile
    >>> from pyoxigraph import Literal, NamedNode, Quad
    >>> plan, graph = NamedNode("urn:plan"), NamedNode("urn:graph")
    >>> title = Quad(plan, NamedNode("urn:title"), Literal("Kế hoạch", language="vi"), graph)
    >>> with tempfile.TemporaryDirectory() as folder, open_store(folder) as store:
    ...     _ = store.replace_graphs([graph], [title])
    ...     with open_store(folder, read_only=True) as reader:
    ...         [row["title"].value for row in reader.select("SELECT ?title { ?plan <urn:title> ?title }")]
    ['Kế hoạch']
    """
    if isinstance(location, str) and location.startswith(REMOTE_SCHEMES):
        from graph.endpoint import EndpointAddress
        from graph.remote import RemoteStore

        return RemoteStore(EndpointAddress.read(location), read_only=read_only)
    folder = Path(location)
    return EmbeddedReader(folder) if read_only else EmbeddedStore(folder)


__all__ = [
    "REMOTE_SCHEMES",
    "STORE_GRAPH",
    "GraphStore",
    "StoreError",
    "StoreLocked",
    "StoreMissing",
    "StoreOutdated",
    "StoreReadOnly",
    "StoreUnavailable",
    "Substitutions",
    "Term",
    "open_store",
]
