"""Takes graphs out of a store and brings them back: export in the formats of RDF, backup and restore of everything.

A dataset format (N-Quads, TriG) keeps the named graphs; a triple format (Turtle, RDF/XML, JSON-LD) gives their union. A
backup is N-Quads of all graphs, so restoring gives the same dataset again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, Final, get_args
from typing import Literal as OneOf

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from graph.query_files import narrow_query
from graph.rows import need_text
from graph.store_model import GraphStore
from graph.vocabulary_graph import VOCABULARY_GRAPH
from ontology.vocabulary import PREFIXES

ExportFormat = OneOf["turtle", "jsonld", "nquads", "rdfxml", "trig", "ntriples"]
EXPORT_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
_FORMATS: Final[dict[ExportFormat, RdfFormat]] = {
    "turtle": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nquads": RdfFormat.N_QUADS,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
}
_DATASETS: Final = frozenset({"nquads", "trig"})


class BackupRejected(ValueError):
    """A file that is no backup: ``name`` says which, ``message`` what to do (Vietnamese), ``message_en`` in English."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.message = f"Không khôi phục được từ {name}: {reason}. Hãy dùng tệp của `cancu export --format nquads`."
        self.message_en = f"Cannot restore from {name}: {reason}. Use a file made by `cancu export --format nquads`."
        super().__init__(self.message)


def export_graphs(
    store: GraphStore, target: BinaryIO, form: ExportFormat, documents: Collection[str] | None = None
) -> None:
    """Write the graphs of ``documents`` (IRIs; all graphs when None) to ``target``.

    >>> from io import BytesIO
    >>> from tempfile import TemporaryDirectory
    >>> from graph.store import open_store
    >>> with TemporaryDirectory() as folder, open_store(folder) as store:
    ...     export_graphs(store, out := BytesIO(), "nquads")
    >>> out.getvalue()
    b''
    """
    quads = _select(store, documents)
    if form in _DATASETS:
        serialize(quads, target, format=_FORMATS[form], prefixes=_prefixes(form))
    else:
        serialize(_distinct(quads), target, format=_FORMATS[form], prefixes=_prefixes(form))


def write_backup(store: GraphStore, target: BinaryIO) -> None:
    """Write all graphs as N-Quads: one consistent state of the store."""
    store.dump(target, RdfFormat.N_QUADS)


def restore_backup(store: GraphStore, path: Path) -> int:
    """Replace everything in ``store`` by the backup in ``path``; return how many quads came back.

    The file is read to its end before the store is touched, so a damaged backup changes nothing; a store on disk is
    switched at once, so a killed restoration leaves the old dataset or the new one.

    Raises:
        BackupRejected: the file cannot be read as N-Quads.
        StoreError: the store cannot be written.
    """
    try:
        with path.open("rb") as file:
            count = sum(1 for _ in parse(file, format=RdfFormat.N_QUADS))
    except (OSError, SyntaxError, ValueError) as error:
        raise BackupRejected(path.name, str(error)) from error
    store.restore(path, RdfFormat.N_QUADS)
    return count


def _select(store: GraphStore, documents: Collection[str] | None) -> Iterator[Quad]:
    if documents is None:
        yield from store.quads()
        return
    rows = store.select(narrow_query("graphs_of", documents=documents))
    for name in sorted({need_text(row, "graph") for row in rows}):
        if name != VOCABULARY_GRAPH:
            yield from store.quads(NamedNode(name))


def _distinct(quads: Iterator[Quad]) -> Iterator[Triple]:
    """Yield each triple once: two graphs may state the same."""
    seen: set[Triple] = set()
    for quad in quads:
        triple = quad.triple
        if triple not in seen:
            seen.add(triple)
            yield triple


def _prefixes(form: ExportFormat) -> dict[str, str] | None:
    return dict(PREFIXES) if form in {"turtle", "trig", "rdfxml", "jsonld"} else None
