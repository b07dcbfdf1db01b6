"""A lineage as text: a tree for the terminal, Mermaid, DOT and GraphML for other programs.

Reads a ``Lineage``; writes strings. SVG is drawn in ``graph.svg``. Names come from documents, so every format escapes
them by its own rules: a title can never become markup.
"""

from __future__ import annotations

import html
import io
from collections.abc import Mapping
from typing import Literal, TypeAlias

import networkx as nx

from graph.model import DocumentEdge, DocumentNode, Lineage
from graph.svg import draw_svg
from graph.wording import Language, load_readings, name_document

Format = Literal["text", "mermaid", "dot", "graphml", "svg"]
Attributes: TypeAlias = Mapping[str, str | bool | float | None]


def draw_lineage(lineage: Lineage, form: Format, lang: Language = "vi") -> str:
    """Return ``lineage`` in the format asked for; its relations read in ``lang``."""
    draw = {"text": draw_tree, "mermaid": draw_mermaid, "dot": draw_dot, "graphml": draw_graphml, "svg": draw_svg}
    return draw[form](lineage, lang)


def draw_tree(lineage: Lineage, lang: Language = "vi") -> str:
    """Return an indented tree: what the root rests on, then what rests on it; a document shown before ends in ↑."""
    nodes = {node.iri: node for node in lineage.nodes}
    lines = [_describe(nodes[lineage.root], lang)]
    for upward in (True, False):
        lines.extend(_branches(lineage, nodes, upward, lang))
    warning = "⚠ cycle: " if lang == "en" else "⚠ vòng lặp: "
    lines.extend(
        warning + " → ".join(name_document(nodes[iri], lang) for iri in (*cycle, cycle[0])) for cycle in lineage.cycles
    )
    return "\n".join(lines) + "\n"


def draw_mermaid(lineage: Lineage, lang: Language = "vi") -> str:
    """Return a Mermaid flowchart; inferred relations are dotted, documents without full text have a dashed border."""
    names = {node.iri: f"n{row}" for row, node in enumerate(lineage.nodes)}
    lines = ["flowchart TD"]
    lines += [f'    {names[node.iri]}["{_mermaid_text(_describe(node, lang))}"]' for node in lineage.nodes]
    for edge in lineage.edges:
        arrow = "-.->" if edge.inferred else "-->"
        lines.append(
            f'    {names[edge.source]} {arrow}|"{load_readings(lang)[edge.relation].active}"| {names[edge.target]}'
        )
    absent = ",".join(names[node.iri] for node in lineage.nodes if not node.in_corpus)
    if absent:
        lines += ["    classDef absent stroke-dasharray: 4 3", f"    class {absent} absent"]
    lines += ["    classDef root stroke-width: 3px", f"    class {names[lineage.root]} root"]
    return "\n".join(lines) + "\n"


def draw_dot(lineage: Lineage, lang: Language = "vi") -> str:
    """Return a Graphviz digraph with the same marks as the Mermaid one."""
    lines = ["digraph lineage {", "  rankdir=TB;", '  node [shape=box, fontname="Be Vietnam Pro"];']
    for node in lineage.nodes:
        style = "solid" if node.in_corpus else "dashed"
        width = 3 if node.iri == lineage.root else 1
        lines.append(
            f"  {_quoted(node.iri)} [label={_quoted(_describe(node, lang))}, style={style}, penwidth={width}];"
        )
    for edge in lineage.edges:
        style = "dotted" if edge.inferred else "solid"
        label = _quoted(load_readings(lang)[edge.relation].active)
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [label={label}, style={style}];")
    return "\n".join([*lines, "}"]) + "\n"


def draw_graphml(lineage: Lineage, lang: Language = "vi") -> str:
    """Return GraphML with all attributes of documents and relations (Gephi, yEd, networkx)."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in lineage.nodes:
        graph.add_node(node.iri, **_present(_node_attributes(node, lang)))
    for edge in lineage.edges:
        graph.add_edge(edge.source, edge.target, **_present(_edge_attributes(edge, lang)))
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue().decode("utf-8")


def _branches(lineage: Lineage, nodes: dict[str, DocumentNode], upward: bool, lang: Language) -> list[str]:
    """Walk depth first with an own stack: a chain may be longer than the interpreter's."""
    steps: dict[str, list[DocumentEdge]] = {}
    for edge in lineage.edges:
        steps.setdefault(edge.source if upward else edge.target, []).append(edge)
    lines: list[str] = []
    readings, inferred = load_readings(lang), " (inferred)" if lang == "en" else " (suy ra)"
    shown = {lineage.root}
    stack = _children(steps, lineage.root, "")
    while stack:
        edge, prefix, last = stack.pop()
        far = edge.target if upward else edge.source
        reading = readings[edge.relation].active if upward else readings[edge.relation].passive
        mark = inferred if edge.inferred else ""
        again = " ↑" if far in shown else ""
        lines.append(f"{prefix}{'└─' if last else '├─'} {reading}{mark} {_describe(nodes[far], lang)}{again}")
        if far not in shown:
            shown.add(far)
            stack += _children(steps, far, prefix + ("   " if last else "│  "))
    return lines


def _children(steps: dict[str, list[DocumentEdge]], iri: str, prefix: str) -> list[tuple[DocumentEdge, str, bool]]:
    edges = steps.get(iri, [])
    return [(edge, prefix, edge is edges[-1]) for edge in reversed(edges)]


def _describe(node: DocumentNode, lang: Language) -> str:
    cited_only = " [only cited]" if lang == "en" else " [chỉ được viện dẫn]"
    return name_document(node, lang) + ("" if node.in_corpus else cited_only)


def _mermaid_text(words: str) -> str:
    """Escape with the entity codes of Mermaid, which begin with ``#`` (``#quot;``), and drop line ends."""
    plain = " ".join(words.split()).replace("#", "#35;")
    return html.escape(plain).replace("&", "#")


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _node_attributes(node: DocumentNode, lang: Language) -> Attributes:
    return {
        "label": name_document(node, lang),
        "number": node.number,
        "type": node.type,
        "date": node.date.isoformat() if node.date else None,
        "issuer": node.issuer,
        "title": node.title,
        "stratum": node.stratum,
        "in_corpus": node.in_corpus,
    }


def _edge_attributes(edge: DocumentEdge, lang: Language) -> Attributes:
    return {
        "relation": edge.relation,
        "label": load_readings(lang)[edge.relation].active,
        "inferred": edge.inferred,
        "confidence": edge.confidence,
        "reason": edge.reason,
        "quote": edge.evidence.quote if edge.evidence else None,
    }


def _present(attributes: Attributes) -> dict[str, str | bool | float]:
    return {name: value for name, value in attributes.items() if value is not None}
