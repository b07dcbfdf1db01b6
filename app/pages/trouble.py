"""A problem as a page: what is wrong, what to do, the nearest things that there are."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request, Response

from app.negotiation import choose_media_type
from app.pages.frame import render
from app.pages.links import document_link
from app.pages.words import word
from app.settings import Language
from graph.model import DocumentNode
from graph.wording import name_document

_PROGRAMS = ("/api/", "/sparql", "/id/", "/static/", "/ontology/")
_PROBLEM = "application/problem+json"


def wants_page(request: Request) -> bool:
    """Tell whether a person asks: a page of ours, by a client that likes HTML best."""
    accept = request.headers.get("accept", "")
    if request.url.path.startswith(_PROGRAMS) and not ("text/html" in accept and request.url.path.startswith("/id/")):
        return False
    return "text/html" in accept and choose_media_type(accept, ["text/html", _PROBLEM]) == "text/html"


def tell_candidates(*, several: bool, lang: Language) -> str:
    """Return what to do with the candidates below: choose one that is named so, or look among the nearest."""
    return word("trouble.several", lang) if several else word("trouble.nothing", lang)


def trouble_page(request: Request, status: int, title: str, detail: str, candidates: Sequence[object] = ()) -> Response:
    """Return the page of a problem."""
    return render(
        request,
        "trouble.html",
        status,
        title=title,
        detail=detail,
        candidates=[node for node in candidates if isinstance(node, DocumentNode)][:20],
        request_id=request.scope.get("cancu.request_id") or "—",
        name_document=name_document,
        document_link=document_link,
    )
