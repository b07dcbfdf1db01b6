"""SPARQL for people: the query library, an editor, and the result as a table without any script."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from app.errors import message_of
from app.middleware import CONTENT_SECURITY_POLICY
from app.pages.english import question_of
from app.pages.frame import page_language, render
from app.served import Served
from app.settings import Language
from graph.query_library import load_library
from graph.sparql import QueryError, QueryRequest, media_types_of, parse_outline
from graph.store import StoreError
from ontology.identifiers import DEFAULT_BASE
from ontology.vocabulary import PREFIXES

MAX_ROWS: Final = 200
MAX_TEXT: Final = 50_000
_EDITOR_SHEET: Final = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The one style sheet that the vendored editor writes into the page (its column grips); nothing else is let in."""
_POLICY: Final = CONTENT_SECURITY_POLICY.replace("style-src 'self'", f"style-src 'self' {_EDITOR_SHEET}")
_JSON: Final = "application/sparql-results+json"
_TURTLE: Final = "text/turtle"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a result: its words, and the page of it where it is one of our things."""

    words: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A result to be read: a table, or ``text`` for an answer or a graph; ``cut`` where there is more."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    text: str | None = None
    cut: bool = False


def sparql_page(request: Request) -> Response:
    """Show the editor; ``?cau=`` names a query of the library, ``?truy_van=`` is a query to be run here."""
    served: Served = request.app.state.served
    lang = page_language(request)
    name = request.query_params.get("cau", "")
    chosen = next((query for query in load_library() if query.name == name), None)
    asked = request.query_params.get("truy_van", "")[:MAX_TEXT]
    shown, wrong = _run(served, asked, lang) if asked.strip() else (None, "")
    page = render(
        request,
        "sparql.html",
        library=load_library(),
        question_of=lambda query: question_of(query, lang),
        chosen=name,
        query=asked or (chosen.text if chosen else load_library()[0].text),
        prefixes=sorted(PREFIXES.items()),
        shown=shown,
        wrong=wrong,
        download=urlencode({"query": asked}),
    )
    page.headers["content-security-policy"] = _POLICY
    return page


def _run(served: Served, query: str, lang: Language) -> tuple[Shown | None, str]:
    """Return the result of a query, or what is wrong with it."""
    try:
        media = _TURTLE if _TURTLE in media_types_of(parse_outline(query).form) else _JSON
        body = b"".join(served.queries.run(QueryRequest(query, media)))
    except (QueryError, StoreError) as error:
        return None, message_of(error, lang)
    if media == _TURTLE:
        text = body.decode("utf-8", "replace")
        return Shown(text=text[:MAX_TEXT], cut=len(text) > MAX_TEXT), ""
    return show_results(body), ""


def show_results(body: bytes) -> Shown:
    """Return SPARQL results in JSON as a table of at most ``MAX_ROWS`` rows; an ASK as its answer."""
    results = parse_query_results(io.BytesIO(body), format=QueryResultsFormat.JSON)
    if not isinstance(results, QuerySolutions):
        return Shown(text="true" if results else "false")
    columns = tuple(variable.value for variable in results.variables)
    rows: list[tuple[Cell, ...]] = []
    for solution in results:
        if len(rows) == MAX_ROWS:
            return Shown(columns, tuple(rows), cut=True)
        rows.append(tuple(_cell(solution[name]) for name in columns))
    return Shown(columns, tuple(rows))


def _cell(term: object) -> Cell:
    if isinstance(term, NamedNode):
        ours = term.value.startswith(f"{DEFAULT_BASE}/id/")
        return Cell(term.value, term.value.removeprefix(DEFAULT_BASE) if ours else None)
    return Cell(term.value if isinstance(term, Literal | BlankNode) else "" if term is None else str(term))
