"""Đường căn cứ: the lineage of a document as graph, picture and table, and the way between two documents."""

from __future__ import annotations

from typing import Annotated, Literal, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from app.lookup import resolve_document
from app.pages.frame import page_language, render
from app.pages.lineage_layout import lay_out
from app.pages.links import document_link, lineage_link, sentence_link
from app.plain_text import one_line
from app.presentation import Json
from app.queries import check_relations
from app.served import Served
from app.settings import Language
from app.terminal import relation_word
from graph.drawing import draw_lineage
from graph.lineage import Route, find_paths, trace_lineage
from graph.model import DocumentNode, Lineage
from graph.network import Direction
from graph.reading import list_documents
from graph.wording import name_document
from ingest.model import Relation

router = APIRouter(include_in_schema=False)
MAX_SHOWN = 300
"""The most documents that one drawing can show and be read."""
MAX_LABEL = 72
"""What three lines of a box hold."""
EVERY = "moi"
"""All relations, the bare mention too."""
_DEPTHS = (1, 2, 3, 4, 6, 10)
_SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
Form = Literal["html", "json", "svg", "graphml"]
Name = Annotated[str, Query(max_length=500)]


@router.get("/duong-can-cu")
def choose(request: Request, tu: Name = "", den: Name = "") -> Response:
    """List the documents, and lead from two names to the way between them."""
    served: Served = request.app.state.served
    lang = page_language(request)
    if tu.strip():
        start = resolve_document(served.store, tu, lang)
        end = resolve_document(served.store, den, lang) if den.strip() else None
        return RedirectResponse(lineage_link(start, end), status_code=303)
    documents = list_documents(served.store)
    return render(request, "lineage_choose.html", documents=documents[:500], lineage_link=lineage_link)


@router.get("/duong-can-cu/{key:path}")
def lineage(
    request: Request,
    key: str,
    huong: Direction = "both",
    buoc: Annotated[int, Query(ge=0, le=1000)] = 0,
    quan_he: Annotated[str, Query(max_length=20)] = "",
    chi_neu: bool = False,
    den: Name = "",
    dang: Form = "html",
) -> Response:
    """Show the lineage of ``key``; ``den`` is the other end of a way, ``dang`` the form of a download."""
    served: Served = request.app.state.served
    lang = page_language(request)
    root = resolve_document(served.store, key, lang)
    relations = get_args(Relation) if quan_he == EVERY else check_relations([quan_he], lang) if quan_he else None
    whole = trace_lineage(served.store, root.iri, huong, buoc or None, relations, chi_neu)
    shown = whole
    if len(whole.nodes) > MAX_SHOWN:
        shown = _nearest(served, root.iri, huong, relations, chi_neu)
    if dang == "json":
        return JSONResponse(graph_json(shown, lang))
    if dang in {"svg", "graphml"}:
        return _drawing(shown if dang == "svg" else whole, "svg" if dang == "svg" else "graphml", root)
    end = resolve_document(served.store, den, lang) if den.strip() else None
    return render(
        request,
        "lineage.html",
        document=root,
        lineage=shown,
        cut=shown is not whole,
        nodes={node.iri: node for node in shown.nodes},
        direction=huong,
        depth=buoc,
        depths=_DEPTHS,
        relation=quan_he,
        relations=get_args(Relation),
        every=EVERY,
        present=[name for name in get_args(Relation) if any(edge.relation == name for edge in shown.edges)],
        asserted=chi_neu,
        end=end,
        routes=_routes(served, root, end, chi_neu) if end else (),
        relation_word=lambda name: relation_word(name, lang),
        name_document=name_document,
        one_line=one_line,
        document_link=document_link,
        lineage_link=lineage_link,
        sentence_link=sentence_link,
        query=_without_form(request),
        dict_of=lambda found: {node.iri: node for node in found},
    )


def graph_json(lineage: Lineage, lang: Language) -> Json:
    """Return what the graph of the page draws: documents with their places, relations with their sentences."""
    return {
        "root": lineage.root,
        "nodes": [
            {
                "id": place.node.iri,
                "label": one_line(name_document(place.node), MAX_LABEL),
                "name": one_line(name_document(place.node), 300),
                "title": (place.node.title or "")[:300],
                "stratum": place.node.stratum or "none",
                "here": place.node.in_corpus,
                "page": document_link(place.node),
                "lineage": lineage_link(place.node),
                "x": place.x,
                "y": place.y,
            }
            for place in lay_out(lineage)
        ],
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "relation": edge.relation,
                "label": relation_word(edge.relation, lang),
                "inferred": edge.inferred,
                "reason": edge.reason or "",
                "quote": " ".join(edge.evidence.quote.split())[:1000] if edge.evidence else "",
                "page": sentence_link(edge.evidence) if edge.evidence else "",
            }
            for edge in lineage.edges
        ],
    }


def _nearest(
    served: Served, root: str, direction: Direction, relations: tuple[Relation, ...] | None, asserted: bool
) -> Lineage:
    """Return as many steps as can be drawn; of one step, the first documents."""
    best = trace_lineage(served.store, root, direction, 1, relations, asserted)
    for depth in range(2, 20):
        wider = trace_lineage(served.store, root, direction, depth, relations, asserted)
        if len(wider.nodes) > MAX_SHOWN or len(wider.nodes) == len(best.nodes):
            break
        best = wider
    kept = {node.iri for node in best.nodes[:MAX_SHOWN]} | {root}
    edges = tuple(edge for edge in best.edges if {edge.source, edge.target} <= kept)
    return Lineage(root, tuple(node for node in best.nodes if node.iri in kept), edges)


def _routes(served: Served, start: DocumentNode, end: DocumentNode, asserted: bool) -> tuple[Route, ...]:
    """Return the ways from one to the other, in whichever direction there are some; by grounds where it can be."""
    found = find_paths(served.store, start.iri, end.iri, 5, asserted) or find_paths(
        served.store, end.iri, start.iri, 5, asserted
    )
    grounded = tuple(route for route in found if all(edge.relation != "cites" for edge in route.edges))
    return (grounded or found)[:3]


def _drawing(lineage: Lineage, form: Literal["svg", "graphml"], root: DocumentNode) -> Response:
    media = {"svg": "image/svg+xml", "graphml": "application/graphml+xml"}[form]
    name = f"{root.key.replace('/', '-')}.{form}"
    headers = {"content-disposition": f"{'inline' if form == 'svg' else 'attachment'}; filename*=UTF-8''{quote(name)}"}
    if form == "svg":
        # The picture brings its own style sheet and can do nothing else.
        headers["content-security-policy"] = _SVG_POLICY
    return Response(draw_lineage(lineage, form), media_type=media, headers=headers)


def _without_form(request: Request) -> str:
    """Return the filters of the request, to be put into the addresses of its other forms."""
    return request.url.remove_query_params("dang").query
