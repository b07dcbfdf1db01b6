"""What a document rests on, what rests on it, and by which steps (đường căn cứ), from the store.

Reads the relations of a store once per version of it into a ``CitationNetwork``; names, dates and evidence are read for
the documents of an answer only, and kept while the store does not change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
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
from graph.paths import find_cycles, find_path_rows, weigh_documents
from graph.query_files import narrow_query, read_query
from graph.rows import need_text, number_of, text_of, truth_of
from graph.store_model import GraphStore
from graph.terms import load_relations
from ingest.model import Relation

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
    nodes: dict[str, DocumentNode] = field(default_factory=dict)
    edges: dict[tuple[str, Relation, str], DocumentEdge] = field(default_factory=dict)
    proved: set[str] = field(default_factory=set)


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
    edges = _read_edges(store, atlas, (row for path in paths for row in path))
    routes = []
    for path in paths:
        steps = tuple(edges[atlas.network.edge(row)] for row in path)
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
    edges = tuple(_read_edges(store, atlas, rows).values())
    return Steps(edges, _read_documents(store, atlas, (iri for edge in edges for iri in (edge.source, edge.target))))


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
    relations = load_relations()

    def whole(iri: str) -> str:
        return identities[iri].target if iri in identities else iri

    edges: dict[tuple[str, Relation, str], NetworkEdge] = {}
    for row in store.select(read_query("edges")):
        source, relation, target = (
            need_text(row, "source"),
            relations[need_text(row, "property")],
            need_text(row, "target"),
        )
        inferred = truth_of(row, "inferred") or source in identities or target in identities
        edge = NetworkEdge(whole(source), relation, whole(target), inferred, truth_of(row, "operative"))
        known = edges.get((edge.source, relation, edge.target))
        if edge.source != edge.target and (
            known is None or (known.inferred, known.operative) > (inferred, edge.operative)
        ):
            edges[edge.source, relation, edge.target] = edge
    alone = (need_text(row, "document") for name in ("corpus", "cited") for row in store.select(read_query(name)))
    return Atlas(version, build_network(edges.values(), alone), identities)


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
    return Lineage(root, tuple(nodes[iri] for iri in iris), tuple(edges.values()), find_cycles(network, closure))


def _read_documents(store: GraphStore, atlas: Atlas, iris: Iterable[str]) -> dict[str, DocumentNode]:
    wanted = list(iris)
    missing = [iri for iri in wanted if iri not in atlas.nodes]
    if missing:
        atlas.nodes.update(read_nodes(store, missing))
    return {iri: atlas.nodes.get(iri) or _nameless(iri) for iri in wanted}


def _nameless(iri: str) -> DocumentNode:
    return DocumentNode(iri, iri, None, None, None, None, None, None, in_corpus=False)


def _read_edges(store: GraphStore, atlas: Atlas, rows: Iterable[int]) -> dict[tuple[str, Relation, str], DocumentEdge]:
    wanted = [atlas.network.edge(row) for row in rows]
    missing = sorted({source for source, _, _ in wanted} - atlas.proved)
    if missing:
        _read_proofs(store, atlas, missing)
    return {edge: atlas.edges[edge] for edge in wanted}


def _read_proofs(store: GraphStore, atlas: Atlas, sources: list[str]) -> None:
    """Read the evidence of all relations from ``sources``; where several texts state one, an asserted one is shown."""
    partial: dict[str, list[str]] = {}
    for iri, identity in atlas.identities.items():
        partial.setdefault(identity.target, []).append(iri)
    named = [name for source in sources for name in (source, *partial.get(source, ()))]
    for start in range(0, len(named), _BATCH):
        for row in store.select(narrow_query("statements", sources=named[start : start + _BATCH])):
            edge = _edge_of(row, atlas)
            name = (edge.source, edge.relation, edge.target)
            known = atlas.edges.get(name)
            if known is None or (known.inferred, -known.confidence) > (edge.inferred, -edge.confidence):
                atlas.edges[name] = edge
    atlas.proved.update(sources)


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
