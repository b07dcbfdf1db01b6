"""A lineage as SVG, drawn without a browser: documents in layers, what is rested on above what rests on it."""

from __future__ import annotations

import textwrap
from collections import Counter
from html import escape

from graph.layout import HEIGHT, MARGIN, WIDTH, Box, Layout, lay_out
from graph.model import DocumentEdge, Lineage
from graph.wording import Language, load_readings, name_document

_CHARACTERS, _LINES, _LINE_STEP = 30, 3, 13
_STYLE = (
    "text{font:13px 'Be Vietnam Pro',sans-serif;fill:#1c2430}.b{fill:#fff;stroke:#31456b}.r{stroke-width:3}"
    ".c{stroke-dasharray:5 4}.party{stroke:#a3262a}.normative{stroke:#20603d}.e{fill:none;stroke:#667;stroke-width:1.3}"
    ".i{stroke-dasharray:2 4}.l{font-size:11px;fill:#445;paint-order:stroke;stroke:#fff;stroke-width:4px}"
)
_ARROW = (
    '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>'
)


def draw_svg(lineage: Lineage, lang: Language = "vi") -> str:
    """Return a complete SVG document of ``lineage``, readable by screen readers through titles."""
    layout = lay_out(lineage)
    boxes = layout.boxes
    width = max(box.x for box in boxes.values()) + WIDTH + MARGIN
    height = max(box.y for box in boxes.values()) + HEIGHT + MARGIN
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    of = "Lineage of" if lang == "en" else "Đường căn cứ của"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" lang="{lang}">',
        f"<title>{of} {_text(name_document(boxes[lineage.root].node, lang))}</title>",
        f"<style>{_STYLE}</style>",
        _ARROW,
        *_draw_edges(lineage, layout, lang),
        *(_draw_box(box, box.node.iri == lineage.root, lang) for box in boxes.values()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _draw_box(box: Box, root: bool, lang: Language) -> str:
    node = box.node
    marks = [
        "b",
        *(["r"] if root else []),
        *([] if node.in_corpus else ["c"]),
        *([node.stratum] if node.stratum else []),
    ]
    lines = textwrap.wrap(name_document(node, lang), _CHARACTERS) or [node.key]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _CHARACTERS - 1] + "…"]
    top = box.y + HEIGHT / 2 - 9 * (len(lines) - 1) + 4
    words = "".join(
        f'<text x="{box.x + WIDTH / 2:.0f}" y="{top + 18 * row:.0f}" text-anchor="middle">{_text(line)}</text>'
        for row, line in enumerate(lines)
    )
    known = node.title or name_document(node, lang)
    cited_only = "only cited, without its text" if lang == "en" else "chỉ được viện dẫn, chưa có toàn văn"
    hint = known if node.in_corpus else f"{known} ({cited_only})"
    return (
        f'<g><title>{_text(hint)}</title><rect class="{" ".join(marks)}" x="{box.x:.0f}" y="{box.y:.0f}" '
        f'width="{WIDTH}" height="{HEIGHT}" rx="6"/>{words}</g>'
    )


def _draw_edges(lineage: Lineage, layout: Layout, lang: Language) -> list[str]:
    """Draw each relation; the words of several between two documents stand below each other."""
    drawn: Counter[tuple[str, str]] = Counter()
    parts = []
    for edge in lineage.edges:
        ends = edge.source, edge.target
        parts.append(_draw_edge(edge, layout, drawn[ends], lang))
        drawn[ends] += 1
    return parts


def _draw_edge(edge: DocumentEdge, layout: Layout, line: int, lang: Language) -> str:
    points = _points(edge, layout)
    (x1, y1), (x2, y2) = points[:2]
    kind = "e i" if edge.inferred else "e"
    inferred = " (inferred)" if lang == "en" else " (suy ra)"
    label = load_readings(lang)[edge.relation].active + (inferred if edge.inferred else "")
    quote = f"<title>{_text(edge.evidence.quote)}</title>" if edge.evidence else ""
    return (
        f'<g>{quote}<path class="{kind}" marker-end="url(#a)" d="{_path(points)}"/>'
        f'<text class="l" x="{(x1 + x2) / 2:.0f}" y="{(y1 + y2) / 2 + line * _LINE_STEP:.0f}" text-anchor="middle">'
        f"{_text(label)}</text></g>"
    )


def _points(edge: DocumentEdge, layout: Layout) -> list[tuple[float, float]]:
    """Return where a relation leaves the source, enters and leaves each lane, and reaches the target."""
    low, high = layout.boxes[edge.source], layout.boxes[edge.target]
    down = high.y > low.y
    near, far = (0, HEIGHT) if down else (HEIGHT, 0)
    points = [(low.x + WIDTH / 2, low.y + far)]
    for x, y in layout.lanes.get((edge.source, edge.target), ()):
        points += [(x, y - HEIGHT / 2 + near), (x, y - HEIGHT / 2 + far)]
    return [*points, (high.x + WIDTH / 2, high.y + near)]


def _path(points: list[tuple[float, float]]) -> str:
    """Return the path through ``points``: curves between layers, straight lines along lanes."""
    (x, y), *rest = points
    steps = [f"M{x:.0f} {y:.0f}"]
    for number, (next_x, next_y) in enumerate(rest):
        middle = (y + next_y) / 2
        curve = f"C{x:.0f} {middle:.0f} {next_x:.0f} {middle:.0f} {next_x:.0f} {next_y:.0f}"
        steps.append(f"L{next_x:.0f} {next_y:.0f}" if number % 2 else curve)
        x, y = next_x, next_y
    return "".join(steps)


def _text(words: str) -> str:
    """Return words as XML text; characters that XML 1.0 forbids become U+FFFD."""
    return escape("".join(char if char >= " " or char in "\n\t" else "\ufffd" for char in words), quote=True)
