"""What a document rests on, what rests on it, and by which steps (đường căn cứ), from the store.

Reads the relations of a store once per version of it into a ``CitationNetwork``; names, dates and evidence are read for
the documents of an answer only, and kept while the store does not change.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from pyoxigraph import QuerySolution

from graph.documents import read_nodes
from graph.model import DocumentEdge, DocumentNode, Evidence, Lineage
from graph.network import (
    CitationNetwork,
    Closure,
    Direction,
    Mask,
    NetworkEdge,
    allow_edges,
    build_network,
    find_closure,
)
from graph.paths import find_cycles, find_knots, find_path_rows, weigh_documents
from graph.query_files import narrow_query, read_query
from graph.rows import need_text, number_of, text_of, truth_of
from graph.store_model import GraphStore
from graph.terms import load_relations
from ingest.model import Relation
from ontology.vocabulary import Cancu

GROUNDS: tuple[Relation, ...] = (
    "based_on", "implements", "continues", "amends", "replaces", "repeals", "guides", "promulgates", "consolidates",
    "corrects",
)  # fmt: skip
"""The relations that a lineage follows unless told otherwise: all but the bare mention."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Route:
    """One justified path: its steps in order, and the documents passed."""

    nodes: tuple[DocumentNode, ...]
    edges: tuple[DocumentEdge, ...]


@dataclass(frozen=True, slots=True)
class Reliance:
    """How much of the corpus relies on a document: directly, over any number of steps, and by PageRank."""

    document: DocumentNode
    direct: int
    reach: int
    score: float


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


def trace_lineage(
    store: GraphStore,
    root: str,
    direction: Direction = "both",
    depth: int | None = None,
    relations: Iterable[Relation] | None = None,
    asserted_only: bool = False,
    as_of: dt.date | None = None,
) -> Lineage:
    """Return the documents and relations reached from ``root`` (an IRI).

    Upwards, what the document merely orders to be carried on ("Tiếp tục thực hiện các Kế hoạch sau") is no ground of it
    and is left out, unless ``relations`` asks for it. ``as_of`` leaves out what was issued after that day.

    Raises:
        KeyError: the store knows no document of this IRI.
    """
    atlas = open_atlas(store)
    network = atlas.network
    root = _whole(atlas, root)
    grounds = _allow(atlas, store, relations or GROUNDS, asserted_only, as_of, operative=relations is not None)
    if direction == "up":
        closure = find_closure(network, root, "up", depth, grounds)
    else:
        below = _allow(atlas, store, relations or GROUNDS, asserted_only, as_of, operative=True)
        closure = find_closure(network, root, "down", depth, below)
        if direction == "both":
            closure = _join(find_closure(network, root, "up", depth, grounds), closure)
    return _describe(store, atlas, root, closure)


def find_paths(
    store: GraphStore, start: str, end: str, limit: int = 1, asserted_only: bool = False
) -> tuple[Route, ...]:
    """Return up to ``limit`` justified paths from ``start`` to ``end``, the shortest first; none when there is none.

    Raises:
        KeyError: the store knows no document of one of the IRIs.
    """
    atlas = open_atlas(store)
    allowed = allow_edges(atlas.network, None, asserted_only)
    start, end = _whole(atlas, start), _whole(atlas, end)
    paths = find_path_rows(atlas.network, start, end, limit, allowed)
    routes = []
    for path in paths:
        steps = _read_edges(store, atlas, path)
        iris = [step.source for step in steps] + [steps[-1].target]
        nodes = _read_documents(store, atlas, iris)
        routes.append(Route(tuple(nodes[iri] for iri in iris), steps))
    return tuple(routes)


def rank_documents(store: GraphStore, limit: int = 10) -> tuple[Reliance, ...]:
    """Return the documents most relied on ("mười văn bản được dựa vào nhiều nhất")."""
    atlas = open_atlas(store)
    weights = weigh_documents(atlas.network, limit, allow_edges(atlas.network, GROUNDS))
    nodes = _read_documents(store, atlas, (weight.iri for weight in weights))
    return tuple(Reliance(nodes[one.iri], one.direct, one.reach, one.score) for one in weights)


@dataclass(frozen=True, slots=True)
class Steps:
    """Some relations with their proofs, and the documents at their ends by IRI."""

    edges: tuple[DocumentEdge, ...]
    nodes: Mapping[str, DocumentNode]


def read_steps(store: GraphStore, rows: Iterable[int]) -> Steps:
    """Return the relations in some rows of the present network, in that order."""
    atlas = open_atlas(store)
    edges = _read_edges(store, atlas, rows)
    return Steps(edges, _read_documents(store, atlas, (iri for edge in edges for iri in (edge.source, edge.target))))


def read_documents(store: GraphStore, iris: Iterable[str]) -> dict[str, DocumentNode]:
    """Return what is known of documents by IRI, read once while the store does not change."""
    return _read_documents(store, open_atlas(store), iris)


def open_atlas(store: GraphStore) -> Atlas:
    """Return the atlas of the present version of ``store``; made anew only when the store has changed."""
    with _TURN:
        version = store.version()
        atlas = _ATLASES.get(store)
        if atlas is None or atlas.version != version:
            atlas = _ATLASES[store] = _read_atlas(store, version)
        return atlas


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


def _whole(atlas: Atlas, iri: str) -> str:
    identity = atlas.identities.get(iri)
    return identity.target if identity else iri


def _allow(
    atlas: Atlas,
    store: GraphStore,
    relations: Iterable[Relation],
    asserted_only: bool,
    as_of: dt.date | None,
    operative: bool,
) -> Mask:
    network = atlas.network
    allowed = allow_edges(network, relations, asserted_only, operative)
    if as_of is None:
        return allowed
    nodes = _read_documents(store, atlas, network.iris)
    later = np.asarray([bool((day := nodes[iri].date) and day > as_of) for iri in network.iris], dtype=np.bool_)
    kept: Mask = allowed & ~later[network.source]
    return kept


def _join(first: Closure, second: Closure) -> Closure:
    nodes = np.concatenate([first.nodes, second.nodes[~np.isin(second.nodes, first.nodes)]])
    return Closure(nodes, np.union1d(first.edges, second.edges))


def _describe(store: GraphStore, atlas: Atlas, root: str, closure: Closure) -> Lineage:
    network = atlas.network
    iris = [network.iris[row] for row in closure.nodes.tolist()]
    nodes = _read_documents(store, atlas, iris)
    edges = _read_edges(store, atlas, closure.edges.tolist())
    return Lineage(root, tuple(map(nodes.__getitem__, iris)), edges, find_cycles(network, closure, atlas.knots))


def _read_documents(store: GraphStore, atlas: Atlas, iris: Iterable[str]) -> dict[str, DocumentNode]:
    wanted = list(iris)
    missing = [iri for iri in wanted if iri not in atlas.nodes]
    if missing:
        atlas.nodes.update(read_nodes(store, missing))
    return {iri: atlas.nodes.get(iri) or _nameless(iri) for iri in wanted}


def _nameless(iri: str) -> DocumentNode:
    return DocumentNode(iri, iri, None, None, None, None, None, None, in_corpus=False)


def _read_edges(store: GraphStore, atlas: Atlas, rows: Iterable[int]) -> tuple[DocumentEdge, ...]:
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
    evidence = Evidence(
        need_text(row, "document"), need_text(row, "locator"), number_of(row, "start"), number_of(row, "end"),
        need_text(row, "quote"),
    )  # fmt: skip
    return DocumentEdge(
        source=_whole(atlas, source),
        relation=load_relations()[need_text(row, "property")],
        target=_whole(atlas, target),
        inferred=truth_of(row, "inferred") or bool(links),
        confidence=min([float(need_text(row, "confidence")), *(link.confidence for link in links)]),
        evidence=evidence,
        reason="; ".join(filter(None, reasons)) or None,
    )
