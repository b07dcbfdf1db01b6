"""What a document rests on, what rests on it, and by which steps (đường căn cứ).

Reads the ``Atlas`` of a store; writes a ``Lineage``, the ``Route``s between two documents, and the documents most
relied on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graph.atlas import Atlas, describe_documents, describe_edges, open_atlas, whole_of
from graph.model import DocumentEdge, DocumentNode, Lineage
from graph.network import (
    Closure,
    Direction,
    Mask,
    allow_edges,
    find_closure,
)
from graph.paths import find_cycles, find_path_rows, weigh_documents
from graph.store_model import GraphStore
from ingest.model import Relation

GROUNDS: tuple[Relation, ...] = (
    "based_on", "implements", "continues", "amends", "replaces", "repeals", "guides", "promulgates", "consolidates",
    "corrects",
)  # fmt: skip
"""The relations that a lineage follows unless told otherwise: all but the bare mention."""


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
    root = whole_of(atlas, root)
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
    start, end = whole_of(atlas, start), whole_of(atlas, end)
    paths = find_path_rows(atlas.network, start, end, limit, allowed)
    routes = []
    for path in paths:
        steps = describe_edges(store, atlas, path)
        iris = [step.source for step in steps] + [steps[-1].target]
        nodes = describe_documents(store, atlas, iris)
        routes.append(Route(tuple(nodes[iri] for iri in iris), steps))
    return tuple(routes)


def rank_documents(store: GraphStore, limit: int = 10) -> tuple[Reliance, ...]:
    """Return the documents most relied on ("mười văn bản được dựa vào nhiều nhất")."""
    atlas = open_atlas(store)
    weights = weigh_documents(atlas.network, limit, allow_edges(atlas.network, GROUNDS))
    nodes = describe_documents(store, atlas, (weight.iri for weight in weights))
    return tuple(Reliance(nodes[one.iri], one.direct, one.reach, one.score) for one in weights)


@dataclass(frozen=True, slots=True)
class Steps:
    """Some relations with their proofs, and the documents at their ends by IRI."""

    edges: tuple[DocumentEdge, ...]
    nodes: Mapping[str, DocumentNode]


def read_steps(store: GraphStore, rows: Iterable[int]) -> Steps:
    """Return the relations in some rows of the present network, in that order."""
    atlas = open_atlas(store)
    edges = describe_edges(store, atlas, rows)
    return Steps(edges, describe_documents(store, atlas, (iri for edge in edges for iri in (edge.source, edge.target))))


def read_documents(store: GraphStore, iris: Iterable[str]) -> dict[str, DocumentNode]:
    """Return what is known of documents by IRI, read once while the store does not change."""
    return describe_documents(store, open_atlas(store), iris)


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
    nodes = describe_documents(store, atlas, network.iris)
    later = np.asarray([bool((day := nodes[iri].date) and day > as_of) for iri in network.iris], dtype=np.bool_)
    kept: Mask = allowed & ~later[network.source]
    return kept


def _join(first: Closure, second: Closure) -> Closure:
    nodes = np.concatenate([first.nodes, second.nodes[~np.isin(second.nodes, first.nodes)]])
    return Closure(nodes, np.union1d(first.edges, second.edges))


def _describe(store: GraphStore, atlas: Atlas, root: str, closure: Closure) -> Lineage:
    network = atlas.network
    iris = [network.iris[row] for row in closure.nodes.tolist()]
    nodes = describe_documents(store, atlas, iris)
    edges = describe_edges(store, atlas, closure.edges.tolist())
    return Lineage(root, tuple(map(nodes.__getitem__, iris)), edges, find_cycles(network, closure, atlas.knots))
