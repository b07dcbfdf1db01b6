"""A lineage as SVG, drawn without a browser: documents in layers, what is rested on above what rests on it.

Layers are the longest distances in the acyclic condensation of the graph (Sugiyama's first step); within a layer the
order follows the mean place of the neighbours, which removes most crossings.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape

import networkx as nx

from graph.model import DocumentEdge, DocumentNode, Lineage
from graph.wording import load_readings, name_document

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 220, 76, 36, 84, 24
_CHARACTERS, _LINES = 30, 3
_STYLE = (
    "text{font:13px 'Be Vietnam Pro',sans-serif;fill:#1c2430}.b{fill:#fff;stroke:#31456b}.r{stroke-width:3}"
    ".c{stroke-dasharray:5 4}.party{stroke:#a3262a}.normative{stroke:#20603d}.e{fill:none;stroke:#667;stroke-width:1.3}"
    ".i{stroke-dasharray:2 4}.l{font-size:11px;fill:#445;paint-order:stroke;stroke:#fff;stroke-width:4px}"
)
_ARROW = (
    '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>'
)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a document is drawn: the left upper corner, in pixels."""

    node: DocumentNode
    x: float
    y: float


def draw_svg(lineage: Lineage) -> str:
    """Return a complete SVG document of ``lineage``, readable by screen readers through titles."""
    boxes = place_documents(lineage)
    width = max(box.x for box in boxes.values()) + WIDTH + MARGIN
    height = max(box.y for box in boxes.values()) + HEIGHT + MARGIN
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="vi">',
        f"<title>Đường căn cứ của {_text(name_document(boxes[lineage.root].node))}</title>",
        f"<style>{_STYLE}</style>",
        _ARROW,
        *(_draw_edge(edge, boxes) for edge in lineage.edges),
        *(_draw_box(box, box.node.iri == lineage.root) for box in boxes.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def place_documents(lineage: Lineage) -> dict[str, Box]:
    """Return the place of every document; no two overlap, and a document is below those that it rests on."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(node.iri for node in lineage.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in lineage.edges)
    layers = _order_layers(graph, _find_layers(graph))
    widest = max(len(layer) for layer in layers)
    nodes = {node.iri: node for node in lineage.nodes}
    boxes: dict[str, Box] = {}
    for depth, layer in enumerate(layers):
        left = MARGIN + (widest - len(layer)) * (WIDTH + GAP_X) / 2
        for place, iri in enumerate(layer):
            boxes[iri] = Box(nodes[iri], left + place * (WIDTH + GAP_X), MARGIN + depth * (HEIGHT + GAP_Y))
    return boxes


def _find_layers(graph: nx.DiGraph[str]) -> list[list[str]]:
    """Return the layers from the top; members of a cycle share none but follow each other."""
    condensed = nx.condensation(graph)
    layers: list[list[str]] = []
    for generation in nx.topological_generations(condensed.reverse(copy=True)):
        knots = [sorted(condensed.nodes[part]["members"]) for part in generation]
        longest = max(len(knot) for knot in knots)
        layers.extend(sorted(knot[rank] for knot in knots if rank < len(knot)) for rank in range(longest))
    return layers


def _order_layers(graph: nx.DiGraph[str], layers: list[list[str]], sweeps: int = 4) -> list[list[str]]:
    for sweep in range(sweeps):
        ordered = layers if sweep % 2 == 0 else layers[::-1]
        place = {iri: float(rank) for layer in layers for rank, iri in enumerate(layer)}
        for layer in ordered:
            means = {iri: _mean_place(graph, iri, place) for iri in layer}
            layer.sort(key=lambda iri: (means[iri], iri))
            place.update({iri: float(rank) for rank, iri in enumerate(layer)})
    return layers


def _mean_place(graph: nx.DiGraph[str], iri: str, place: dict[str, float]) -> float:
    near = [place[other] for other in (*graph.successors(iri), *graph.predecessors(iri))]
    return sum(near) / len(near) if near else place[iri]


def _draw_box(box: Box, root: bool) -> str:
    node = box.node
    marks = [
        "b",
        *(["r"] if root else []),
        *([] if node.in_corpus else ["c"]),
        *([node.stratum] if node.stratum else []),
    ]
    lines = textwrap.wrap(name_document(node), _CHARACTERS) or [node.key]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _CHARACTERS - 1] + "…"]
    top = box.y + HEIGHT / 2 - 9 * (len(lines) - 1) + 4
    words = "".join(
        f'<text x="{box.x + WIDTH / 2:.0f}" y="{top + 18 * row:.0f}" text-anchor="middle">{_text(line)}</text>'
        for row, line in enumerate(lines)
    )
    known = node.title or name_document(node)
    hint = known if node.in_corpus else f"{known} (chỉ được viện dẫn, chưa có toàn văn)"
    return (
        f'<g><title>{_text(hint)}</title><rect class="{" ".join(marks)}" x="{box.x:.0f}" y="{box.y:.0f}" '
        f'width="{WIDTH}" height="{HEIGHT}" rx="6"/>{words}</g>'
    )


def _draw_edge(edge: DocumentEdge, boxes: dict[str, Box]) -> str:
    low, high = boxes[edge.source], boxes[edge.target]
    down = high.y > low.y
    x1, y1 = low.x + WIDTH / 2, low.y + (HEIGHT if down else 0)
    x2, y2 = high.x + WIDTH / 2, high.y + (0 if down else HEIGHT)
    middle = (y1 + y2) / 2
    kind = "e i" if edge.inferred else "e"
    label = load_readings()[edge.relation].active + (" (suy ra)" if edge.inferred else "")
    quote = f"<title>{_text(edge.evidence.quote)}</title>" if edge.evidence else ""
    return (
        f'<g>{quote}<path class="{kind}" marker-end="url(#a)" '
        f'd="M{x1:.0f} {y1:.0f}C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"/>'
        f'<text class="l" x="{(x1 + x2) / 2:.0f}" y="{middle:.0f}" text-anchor="middle">{_text(label)}</text></g>'
    )


def _text(words: str) -> str:
    """Return words as XML text; characters that XML 1.0 forbids become U+FFFD."""
    return escape("".join(char if char >= " " or char in "\n\t" else "\ufffd" for char in words), quote=True)
