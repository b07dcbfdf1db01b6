"""Where the documents of a lineage stand, and where its longer relations turn, so that none runs over a document.

Layers are the longest distances in the acyclic condensation of the graph (Sugiyama's first step). A relation that
passes layers takes a place of its own in each of them, between the documents. Within a layer the order follows the mean
place of the neighbours, which removes most crossings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import networkx as nx

from graph.model import DocumentNode, Lineage

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 220, 76, 36, 84, 24
LANE = 20
"""The width of the place that a passing relation takes in a layer."""
_MAX_LANES = 20_000
"""Beyond this many places the remaining relations go straight: such a drawing is not read edge by edge."""
_SWEEPS = 4

Lane: TypeAlias = tuple[str, str, int]
"""A relation by its two documents, and the layer that it passes."""
Slot: TypeAlias = str | Lane
"""What stands in a layer: a document by IRI, or a passing relation."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a document is drawn: the left upper corner, in pixels."""

    node: DocumentNode
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes by IRI; for a relation that passes layers (source, target), the middles of its lanes in order."""

    boxes: Mapping[str, Box]
    lanes: Mapping[tuple[str, str], tuple[tuple[float, float], ...]]


def lay_out(lineage: Lineage) -> Layout:
    """Return the place of every document and passing relation.

    No two overlap, and a document is below those that it rests on.

    >>> from graph.model import DocumentEdge, Lineage
    >>> nodes = [DocumentNode(iri, iri, None, None, None, None, None, None, True) for iri in ("4655", "116", "69")]
    >>> steps = [("4655", "116"), ("116", "69"), ("4655", "69")]
    >>> edges = [DocumentEdge(low, "based_on", high, False, 1.0, None) for low, high in steps]
    >>> layout = lay_out(Lineage("4655", tuple(nodes), tuple(edges)))
    >>> [layout.boxes[node.iri].y for node in nodes], len(layout.lanes["4655", "69"])
    ([344.0, 184.0, 24.0], 1)
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(node.iri for node in lineage.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in lineage.edges)
    layers: list[list[Slot]] = [list(layer) for layer in _find_layers(graph)]
    chains = _lay_lanes(graph, layers)
    _order_layers(chains, layers)
    widest = max(map(_width, layers))
    places = {slot: place for depth, layer in enumerate(layers) for slot, place in _spread(layer, depth, widest)}
    boxes = {node.iri: Box(node, *places[node.iri]) for node in lineage.nodes}
    lanes = {
        (chain[0], chain[-1]): tuple((places[slot][0] + LANE / 2, places[slot][1] + HEIGHT / 2) for slot in chain[1:-1])
        for chain in chains
        if len(chain) > 2 and isinstance(chain[0], str) and isinstance(chain[-1], str)
    }
    return Layout(boxes, lanes)


def _find_layers(graph: nx.DiGraph[str]) -> list[list[str]]:
    """Return the layers from the top; members of a cycle share none but follow each other."""
    condensed = nx.condensation(graph)
    layers: list[list[str]] = []
    for generation in nx.topological_generations(condensed.reverse(copy=True)):
        knots = [sorted(condensed.nodes[part]["members"]) for part in generation]
        longest = max(len(knot) for knot in knots)
        layers.extend(sorted(knot[rank] for knot in knots if rank < len(knot)) for rank in range(longest))
    return layers


def _lay_lanes(graph: nx.DiGraph[str], layers: list[list[Slot]]) -> list[tuple[Slot, ...]]:
    """Put a lane into every layer that a relation passes; return each relation as the chain of its places."""
    depth = {slot: row for row, layer in enumerate(layers) for slot in layer}
    chains: list[tuple[Slot, ...]] = []
    used = 0
    for source, target in graph.edges:
        step = 1 if depth[target] > depth[source] else -1
        passed = range(depth[source] + step, depth[target], step)
        used += len(passed)
        lanes = [(source, target, row) for row in passed] if used <= _MAX_LANES else []
        for lane in lanes:
            layers[lane[2]].append(lane)
        chains.append((source, *lanes, target))
    return chains


def _order_layers(chains: list[tuple[Slot, ...]], layers: list[list[Slot]]) -> None:
    near: dict[Slot, list[Slot]] = {slot: [] for layer in layers for slot in layer}
    for first, second in (step for chain in chains for step in pairwise(chain)):
        near[first].append(second)
        near[second].append(first)
    names = {slot: (slot, "", 0) if isinstance(slot, str) else slot for slot in near}
    place = {slot: float(rank) for layer in layers for rank, slot in enumerate(layer)}
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 == 0 else layers[::-1]:
            means = {slot: _mean([place[other] for other in near[slot]], place[slot]) for slot in layer}
            layer.sort(key=lambda slot: (means[slot], names[slot]))
            place.update((slot, float(rank)) for rank, slot in enumerate(layer))


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _spread(layer: list[Slot], depth: int, widest: int) -> Iterator[tuple[Slot, tuple[float, float]]]:
    """Yield the left upper corner of everything in a layer, which stands in the middle of the drawing."""
    left = MARGIN + (widest - _width(layer)) / 2
    for slot in layer:
        yield slot, (left, float(MARGIN + depth * (HEIGHT + GAP_Y)))
        left += (WIDTH if isinstance(slot, str) else LANE) + GAP_X


def _width(layer: list[Slot]) -> int:
    return sum((WIDTH if isinstance(slot, str) else LANE) + GAP_X for slot in layer) - GAP_X
