"""The network of a store with its names and proofs, read once for each version of the store.

Relations are scanned into a ``CitationNetwork``, partly named documents taken for the ones that they mean; names, dates
and evidence are read for the documents of an answer only, and kept while the store does not change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from pyoxigraph import QuerySolution

from graph.documents import read_nodes
from graph.model import DocumentEdge, DocumentNode
from graph.network import CitationNetwork, Mask, NetworkEdge, build_network
from graph.paths import find_knots
from graph.query_files import narrow_query, read_query
from graph.rows import evidence_of, need_text, text_of, truth_of
from graph.store_model import GraphStore
from graph.terms import load_relations
from ingest.model import Relation
from ontology.vocabulary import Cancu

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Identity:
    """Why a partly named document is taken for another."""

    target: str
    reason: str
    confidence: float


@dataclass(slots=True)
class Atlas:
    """The network of one version of a store, with the names and proofs read so far."""

    version: int
    network: CitationNetwork
    identities: dict[str, Identity]
    knots: Mask
    nodes: dict[str, DocumentNode] = field(default_factory=dict)
    edges: dict[int, DocumentEdge] = field(default_factory=dict)


_ATLASES: WeakKeyDictionary[GraphStore, Atlas] = WeakKeyDictionary()
_TURN = Lock()


def open_atlas(store: GraphStore) -> Atlas:
    """Return the atlas of the present version of ``store``; made anew only when the store has changed."""
    with _TURN:
        version = store.version()
        atlas = _ATLASES.get(store)
        if atlas is None or atlas.version != version:
            atlas = _ATLASES[store] = _read_atlas(store, version)
        return atlas


def whole_of(atlas: Atlas, iri: str) -> str:
    """Return the document that ``iri`` is taken for, mostly itself."""
    identity = atlas.identities.get(iri)
    return identity.target if identity else iri


def describe_documents(store: GraphStore, atlas: Atlas, iris: Iterable[str]) -> dict[str, DocumentNode]:
    """Return what is known of documents by IRI; one that no graph describes has its IRI alone."""
    wanted = list(iris)
    missing = [iri for iri in wanted if iri not in atlas.nodes]
    if missing:
        atlas.nodes.update(read_nodes(store, missing))
    return {iri: atlas.nodes.get(iri) or _nameless(iri) for iri in wanted}


def _nameless(iri: str) -> DocumentNode:
    return DocumentNode(iri, iri, None, None, None, None, None, None, in_corpus=False)


def describe_edges(store: GraphStore, atlas: Atlas, rows: Iterable[int]) -> tuple[DocumentEdge, ...]:
    """Return the relations in some rows of the network with their proofs, in that order."""
    wanted = list(rows)
    missing = [row for row in wanted if row not in atlas.edges]
    if missing:
        _read_proofs(store, atlas, missing)
    return tuple(map(atlas.edges.__getitem__, wanted))


def _read_proofs(store: GraphStore, atlas: Atlas, rows: list[int]) -> None:
    """Read the evidence of relations; where several texts state one, an asserted one is shown."""
    named = {atlas.network.edge(row): row for row in rows}
    sources = {source for source, _, _ in named}
    sources |= {iri for iri, identity in atlas.identities.items() if identity.target in sources}
    ordered = sorted(sources)
    for start in range(0, len(ordered), _BATCH):
        for row in store.select(narrow_query("statements", sources=ordered[start : start + _BATCH])):
            edge = _edge_of(row, atlas)
            place = named.get((edge.source, edge.relation, edge.target))
            if place is None:
                continue
            known = atlas.edges.get(place)
            if known is None or (known.inferred, -known.confidence) > (edge.inferred, -edge.confidence):
                atlas.edges[place] = edge
    for (source, relation, target), place in named.items():
        atlas.edges.setdefault(place, DocumentEdge(source, relation, target, False, 1.0, None))


def _edge_of(row: QuerySolution, atlas: Atlas) -> DocumentEdge:
    source, target = need_text(row, "source"), need_text(row, "target")
    links = [atlas.identities[iri] for iri in (source, target) if iri in atlas.identities]
    reasons = [text_of(row, "reason"), *(link.reason for link in links)]
    return DocumentEdge(
        source=whole_of(atlas, source),
        relation=load_relations()[need_text(row, "property")],
        target=whole_of(atlas, target),
        inferred=truth_of(row, "inferred") or bool(links),
        confidence=min([float(need_text(row, "confidence")), *(link.confidence for link in links)]),
        evidence=evidence_of(row),
        reason="; ".join(filter(None, reasons)) or None,
    )


def _read_atlas(store: GraphStore, version: int) -> Atlas:
    identities = {
        need_text(row, "partial"): Identity(
            need_text(row, "document"), need_text(row, "reason"), float(need_text(row, "confidence"))
        )
        for row in store.select(read_query("identities"))
    }

    def whole(iri: str) -> str:
        return identities[iri].target if iri in identities else iri

    edges: dict[tuple[str, Relation, str], NetworkEdge] = {}
    for stated in _read_stated(store):
        source, target = whole(stated.source), whole(stated.target)
        name = (source, stated.relation, target)
        edge = stated
        if (source, target) != (stated.source, stated.target):
            edge = NetworkEdge(source, stated.relation, target, True, stated.operative)
        if source != target and (name not in edges or _doubt(edge) < _doubt(edges[name])):
            edges[name] = edge
    alone = (need_text(row, "document") for name in ("corpus", "cited") for row in store.select(read_query(name)))
    network = build_network(edges.values(), alone)
    return Atlas(version, network, identities, find_knots(network))


def _read_stated(store: GraphStore) -> Iterator[NetworkEdge]:
    """Yield each relation once; it is inferred, or operative, when every graph that states it says so.

    The direct triples are scanned, which is much faster than joining the statement nodes; those of the few doubtful
    statements are counted against them.
    """
    doubtful: dict[str, Counter[tuple[str, str, str]]] = {Cancu.INFERRED: Counter(), Cancu.OPERATIVE: Counter()}
    for row in store.select(narrow_query("doubtful_edges", flags=doubtful)):
        name = (need_text(row, "source"), need_text(row, "property"), need_text(row, "target"))
        doubtful[need_text(row, "flag")][name] += 1
    inferred, operative = doubtful[Cancu.INFERRED], doubtful[Cancu.OPERATIVE]
    for term, relation in load_relations().items():
        rows = store.select(narrow_query("edges", properties=[term]))
        counted = Counter((need_text(row, "source"), need_text(row, "target")) for row in rows)
        for (source, target), count in counted.items():
            name = (source, term, target)
            yield NetworkEdge(source, relation, target, inferred[name] >= count, operative[name] >= count)


def _doubt(edge: NetworkEdge) -> tuple[bool, bool]:
    """Order statements of one relation: an asserted ground first."""
    return edge.inferred, edge.operative
