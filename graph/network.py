"""The citation network in memory: all relations of a corpus as arrays, to walk a million edges in milliseconds.

Reads rows of (source, relation, target); writes closures. A document is a row number, an edge is a row number; names,
dates and evidence are looked up only for what a closure holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from ingest.model import Relation

Direction = Literal["up", "down", "both"]
"""``up``: what a document rests on (căn cứ của nó); ``down``: what rests on it."""

RELATIONS: tuple[Relation, ...] = get_args(Relation)
Ids: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NetworkEdge:
    """One relation to be put into a network. ``operative``: ordered in the body, not a ground of the document."""

    source: str
    relation: Relation
    target: str
    inferred: bool = False
    operative: bool = False


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Edges grouped by one end: those of node ``n`` are ``edges[offsets[n]:offsets[n + 1]]``."""

    offsets: Ids
    edges: Ids
    far: Ids
    """For each place in ``edges``, the node at the other end."""


@dataclass(frozen=True, slots=True)
class CitationNetwork:
    """All documents and relations of a store at one moment (ảnh chụp mạng căn cứ)."""

    iris: tuple[str, ...]
    rows: Mapping[str, int]
    source: Ids
    target: Ids
    relation: npt.NDArray[np.int8]
    inferred: Mask
    operative: Mask
    up: Adjacency
    down: Adjacency

    def edge(self, row: int) -> tuple[str, Relation, str]:
        """Return the two documents and the relation of edge ``row``."""
        relation = RELATIONS[int(self.relation[row])]
        return self.iris[int(self.source[row])], relation, self.iris[int(self.target[row])]


@dataclass(frozen=True, slots=True)
class Closure:
    """What is reached from a root: documents in order of distance, and the edges walked."""

    nodes: Ids
    edges: Ids


def build_network(edges: Iterable[NetworkEdge], alone: Iterable[str] = ()) -> CitationNetwork:
    """Return the network of ``edges``; ``alone`` names documents that may have none.

    >>> network = build_network([NetworkEdge("4655", "based_on", "116"), NetworkEdge("116", "implements", "69")])
    >>> [network.iris[row] for row in find_closure(network, "4655", "up").nodes]
    ['4655', '116', '69']
    """
    rows: dict[str, int] = {}
    columns: list[list[int]] = [[], [], [], [], []]
    codes = {relation: code for code, relation in enumerate(RELATIONS)}
    source, target, relation, inferred, operative = columns
    for edge in edges:
        source.append(rows.setdefault(edge.source, len(rows)))
        target.append(rows.setdefault(edge.target, len(rows)))
        relation.append(codes[edge.relation])
        inferred.append(edge.inferred)
        operative.append(edge.operative)
    for iri in alone:
        rows.setdefault(iri, len(rows))
    sources, targets = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
    return CitationNetwork(
        iris=tuple(rows),
        rows=rows,
        source=sources,
        target=targets,
        relation=np.asarray(relation, dtype=np.int8),
        inferred=np.asarray(inferred, dtype=np.bool_),
        operative=np.asarray(operative, dtype=np.bool_),
        up=_group(sources, targets, len(rows)),
        down=_group(targets, sources, len(rows)),
    )


def allow_edges(
    network: CitationNetwork,
    relations: Iterable[Relation] | None = None,
    asserted_only: bool = False,
    operative: bool = True,
) -> Mask:
    """Return which edges may be walked."""
    allowed = np.ones(len(network.source), dtype=np.bool_)
    if relations is not None:
        allowed &= np.isin(network.relation, [RELATIONS.index(relation) for relation in relations])
    if asserted_only:
        allowed &= ~network.inferred
    if not operative:
        allowed &= ~network.operative
    return allowed


def find_closure(
    network: CitationNetwork,
    root: str,
    direction: Direction,
    depth: int | None = None,
    allowed: Mask | None = None,
) -> Closure:
    """Return what ``root`` rests on, what rests on it, or both, at most ``depth`` steps away; a cycle is walked once.

    Raises:
        KeyError: ``root`` is not in the network.
    """
    start = network.rows[root]
    if direction == "both":
        halves = [_walk(network, start, side, depth, allowed) for side in (network.up, network.down)]
        nodes = np.concatenate([halves[0].nodes, np.setdiff1d(halves[1].nodes, halves[0].nodes)])
        return Closure(nodes, np.union1d(halves[0].edges, halves[1].edges))
    return _walk(network, start, network.up if direction == "up" else network.down, depth, allowed)


def _walk(network: CitationNetwork, start: int, side: Adjacency, depth: int | None, allowed: Mask | None) -> Closure:
    seen = np.zeros(len(network.iris), dtype=np.bool_)
    seen[start] = True
    frontier = np.asarray([start], dtype=np.int64)
    nodes, edges = [frontier], []
    steps = 0
    while len(frontier) and (depth is None or steps < depth):
        places = _places(side, frontier)
        if allowed is not None:
            places = places[allowed[side.edges[places]]]
        edges.append(side.edges[places])
        reached = side.far[places]
        frontier = np.unique(reached[~seen[reached]])
        seen[frontier] = True
        nodes.append(frontier)
        steps += 1
    found = np.concatenate(edges) if edges else np.empty(0, dtype=np.int64)
    return Closure(np.concatenate(nodes), np.unique(found))


def _places(side: Adjacency, nodes: Ids) -> Ids:
    """Return the places of the edges of all ``nodes``, without a loop over them."""
    starts, lengths = side.offsets[nodes], side.offsets[nodes + 1] - side.offsets[nodes]
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    places: Ids = np.arange(total, dtype=np.int64) + np.repeat(starts - before, lengths)
    return places


def _group(near: Ids, far: Ids, size: int) -> Adjacency:
    order = np.argsort(near, kind="stable")
    offsets = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(near, minlength=size), out=offsets[1:])
    return Adjacency(offsets, order.astype(np.int64), far[order])
