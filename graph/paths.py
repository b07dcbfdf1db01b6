"""Paths, cycles and weight in a citation network, with networkx.

Reads closures of ``graph.network``; writes edge rows in walking order. A path is *justified* when each of its steps is
a stated or a reasoned relation; asserted steps are preferred to inferred ones, and grounds to mere mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from graph.network import RELATIONS, CitationNetwork, Closure, Mask, find_closure
from ingest.model import Relation

STRENGTH: tuple[Relation, ...] = (
    "based_on", "implements", "continues", "replaces", "repeals", "amends", "guides", "promulgates", "consolidates",
    "corrects", "cites",
)  # fmt: skip
"""Relations from the one that justifies a document most to the one that does least."""

_MAX_CYCLES = 100
_MENTION = 1000.0
"""The length of a bare mention: a path of grounds goes before any that needs one, however short."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much of a corpus relies on one document, directly and over any number of steps."""

    iri: str
    direct: int
    reach: int
    score: float


def find_path_rows(
    network: CitationNetwork, start: str, end: str, limit: int = 1, allowed: Mask | None = None
) -> tuple[tuple[int, ...], ...]:
    """Return up to ``limit`` paths from ``start`` to ``end`` as edge rows, the shortest first, then the best justified.

    Paths that need a bare mention ("dẫn chiếu") come after all that do not.

    Raises:
        KeyError: one of the two is not in the network.
    """
    above = find_closure(network, start, "up", allowed=allowed)
    below = find_closure(network, end, "down", allowed=allowed)
    graph = _weigh_steps(network, np.intersect1d(above.edges, below.edges))
    source, target = network.rows[start], network.rows[end]
    if source == target or source not in graph or target not in graph:
        return ()
    walks: Iterator[list[int]] = nx.shortest_simple_paths(graph, source, target, weight="weight")
    return tuple(tuple(int(graph.edges[pair]["row"]) for pair in pairwise(walk)) for walk in islice(walks, limit))


def find_knots(network: CitationNetwork) -> Mask:
    """Return which edges can be part of a cycle: those within one strongly connected component.

    Found once for a network, so that the many closures without a cycle need no search of their own.
    """
    size = len(network.iris)
    weights = np.ones(len(network.source), dtype=np.int8)
    matrix = csr_array((weights, (network.source, network.target)), shape=(size, size))
    _, component = connected_components(matrix, directed=True, connection="strong")
    knotted: Mask = component[network.source] == component[network.target]
    return knotted


def find_cycles(network: CitationNetwork, closure: Closure, knots: Mask | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the cycles among the edges of ``closure``, each from its first document by IRI, at most 100."""
    rows = closure.edges[(find_knots(network) if knots is None else knots)[closure.edges]]
    if not len(rows):
        return ()
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from(zip(network.source[rows].tolist(), network.target[rows].tolist(), strict=True))
    parts = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    loops = [[node] for node in graph if graph.has_edge(node, node)]
    found = list(loops)
    for part in parts:
        cycles = nx.simple_cycles(graph.subgraph(part), length_bound=20)
        found.extend(cycle for cycle in islice(cycles, _MAX_CYCLES) if len(cycle) > 1)
    named = [_turn([network.iris[row] for row in cycle]) for cycle in found[:_MAX_CYCLES]]
    return tuple(sorted(named))


def find_loops(network: CitationNetwork, allowed: Mask) -> tuple[tuple[int, ...], ...]:
    """Return the cycles of the whole network over the allowed edges, as edge rows in walking order, at most 100."""
    closure = Closure(np.arange(len(network.iris), dtype=np.int64), np.flatnonzero(allowed))
    rows = {(network.iris[network.source[row]], network.iris[network.target[row]]): int(row) for row in closure.edges}
    return tuple(tuple(rows[pair] for pair in pairwise((*cycle, cycle[0]))) for cycle in find_cycles(network, closure))


def weigh_documents(network: CitationNetwork, limit: int = 10, allowed: Mask | None = None) -> tuple[Weight, ...]:
    """Return the documents most relied on, by PageRank over the relations from the relying to the relied on."""
    rows = np.arange(len(network.source)) if allowed is None else np.flatnonzero(allowed)
    if not len(rows):
        return ()
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from(zip(network.source[rows].tolist(), network.target[rows].tolist(), strict=True))
    scores: dict[int, float] = nx.pagerank(graph)
    best = sorted(scores, key=lambda row: (-scores[row], network.iris[row]))[:limit]
    return tuple(
        Weight(
            network.iris[row],
            graph.in_degree(row),
            len(find_closure(network, network.iris[row], "down", allowed=allowed).nodes) - 1,
            scores[row],
        )
        for row in best
    )


def _weigh_steps(network: CitationNetwork, rows: Iterable[int]) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    for row in rows:
        source, target = int(network.source[row]), int(network.target[row])
        rank = STRENGTH.index(RELATIONS[int(network.relation[row])])
        length = _MENTION if RELATIONS[int(network.relation[row])] == "cites" else 1.0
        weight = length + 0.01 * bool(network.inferred[row]) + 0.001 * rank
        if not graph.has_edge(source, target) or weight < graph.edges[source, target]["weight"]:
            graph.add_edge(source, target, weight=weight, row=int(row))
    return graph


def _turn(cycle: list[str]) -> tuple[str, ...]:
    """Return the cycle from its smallest member, so that equal cycles are equal."""
    first = cycle.index(min(cycle))
    return tuple(cycle[first:] + cycle[:first])
