"""What engineers read: the API description in Swagger UI, and the vocabulary as a page or as Turtle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from app.negotiation import choose_media_type
from app.pages.frame import render
from ontology.vocabulary import PREFIXES, Rdfs, Skos, shorten

router = APIRouter(include_in_schema=False)
_FILES = ("cancu", "relations", "roles", "document_types")
_TURTLE = "text/turtle"
_LABELS = (Rdfs.LABEL, Skos.PREF_LABEL)
_MEANINGS = (Skos.DEFINITION, Skos.SCOPE_NOTE)
_DATA = {
    _TURTLE: (".ttl", RdfFormat.TURTLE),
    "application/ld+json": (".jsonld", RdfFormat.JSON_LD),
    "application/rdf+xml": (".rdf", RdfFormat.RDF_XML),
    "application/n-triples": (".nt", RdfFormat.N_TRIPLES),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or concept of our own, with its words in both languages."""

    iri: str
    name: str
    label: str
    label_en: str
    meaning: str


@router.get("/docs")
def docs(request: Request) -> Response:
    """Show the API description."""
    return render(request, "docs.html")


@router.get("/ontology")
def ontology(request: Request) -> Response:
    """Show the vocabulary: a page for people, RDF for programs."""
    chosen = choose_media_type(request.headers.get("accept"), ["text/html", *_DATA])
    if chosen in _DATA:
        return RedirectResponse(f"/ontology{_DATA[chosen][0]}", status_code=303, headers={"vary": "Accept"})
    response = render(request, "ontology.html", terms=load_terms())
    response.headers["vary"] = "Accept, Cookie"
    return response


@router.get("/ontology.{extension}")
def vocabulary(extension: str) -> Response:
    """Give the whole vocabulary as RDF."""
    for media_type, (ending, form) in _DATA.items():
        if ending == f".{extension}":
            charset = "; charset=utf-8" if media_type == _TURTLE else ""
            return Response(_dump(form), headers={"content-type": media_type + charset})
    return Response(status_code=404)


@cache
def load_terms() -> tuple[Term, ...]:
    """Return the terms of our own that bear a name, in the order of the files.

    >>> next(term.label for term in load_terms() if term.name == "cancu:Assignment")
    'phân công'
    """
    words: dict[str, dict[tuple[str, str], str]] = {}
    for triple in _read_all():
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            said = words.setdefault(triple.subject.value, {})
            said.setdefault((triple.predicate.value, triple.object.language or ""), triple.object.value)
    return tuple(
        Term(iri, shorten(iri), label, _pick(said, _LABELS, ("en",)), _pick(said, _MEANINGS, ("vi", "en", "")))
        for iri, said in words.items()
        if (label := _pick(said, _LABELS, ("vi", "", "en")))
    )


def _pick(said: dict[tuple[str, str], str], properties: tuple[str, ...], languages: tuple[str, ...]) -> str:
    return next((said[name, lang] for lang in languages for name in properties if (name, lang) in said), "")


@cache
def _read_all() -> tuple[Triple, ...]:
    folder = resources.files("ontology")
    read = (parse(folder.joinpath(f"{name}.ttl").read_bytes(), format=RdfFormat.TURTLE) for name in _FILES)
    return tuple(quad.triple for quads in read for quad in quads)


@cache
def _dump(form: RdfFormat) -> bytes:
    return serialize(_read_all(), format=form, prefixes=dict(PREFIXES)) or b""
