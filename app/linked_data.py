"""Linked data: every IRI can be asked for, as a page or as data ("Cool URIs for the Semantic Web", W3C 2008).

``/id/…`` names a thing and answers 303 to what tells about it, by Accept; with an extension it is that data itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from pyoxigraph import NamedNode, RdfFormat, serialize

from app.errors import NotAcceptable, NothingFound
from app.negotiation import choose_media_type
from app.problems import language_of
from app.public_address import public_root
from app.served import Served
from graph.query_files import narrow_query
from graph.reading import list_documents
from ontology.identifiers import DEFAULT_BASE, TERMS_BASE, parse_agency_iri, parse_part_iri
from ontology.vocabulary import PREFIXES

router = APIRouter(include_in_schema=False)
HTML: Final = "text/html"
MAX_SITEMAP: Final = 50_000
"""The most addresses that one sitemap may hold (sitemaps.org)."""


@dataclass(frozen=True, slots=True)
class DataForm:
    """A form of the data: extension, media type, and the serialiser's name for it."""

    extension: str
    media_type: str
    rdf: RdfFormat


FORMS: Final = (
    DataForm(".ttl", "text/turtle", RdfFormat.TURTLE),
    DataForm(".jsonld", "application/ld+json", RdfFormat.JSON_LD),
    DataForm(".rdf", "application/rdf+xml", RdfFormat.RDF_XML),
    DataForm(".nt", "application/n-triples", RdfFormat.N_TRIPLES),
)
_OPEN: Final = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin", "vary": "Accept"}


@router.get("/id/{path:path}")
def thing(request: Request, path: str) -> Response:
    """Send to the page or the data of a thing, or give the data where the extension asks for it."""
    served: Served = request.app.state.served
    address = _address(request)
    form = next((form for form in FORMS if address.endswith(form.extension)), None)
    if form:
        return _data(request, served, address.removesuffix(form.extension), form)
    if address.endswith(".html"):
        return _see(_page_of(address.removesuffix(".html")) or f"{address.removesuffix('.html')}.ttl")
    page = _page_of(address)
    offered = ([HTML] if page else []) + [form.media_type for form in FORMS]
    # A browser asks for pages by name; a program that takes anything (``*/*``) gets the page too, like a person.
    chosen = choose_media_type(request.headers.get("accept"), offered)
    if chosen is None:
        raise NotAcceptable(f"Có các dạng · available: {', '.join(offered)}.")
    if not _is_known(served, address):
        raise _nothing(request, address)
    if chosen == HTML and page:
        return _see(page)
    return _see(address + next(form.extension for form in FORMS if form.media_type == chosen))


@router.get("/ontology/{path:path}")
def term(request: Request, path: str) -> Response:
    """Tell about one term of the registers (a role, a kind of document, a relation), in the form asked for."""
    address = _address(request)
    form = next((form for form in FORMS if address.endswith(form.extension)), None)
    if form is None:
        offered = [HTML, *(form.media_type for form in FORMS)]
        chosen = choose_media_type(request.headers.get("accept"), offered) or HTML
        form = next((form for form in FORMS if form.media_type == chosen), None)
        return _see("/ontology" if form is None else address + form.extension)
    return _data(request, request.app.state.served, address.removesuffix(form.extension), form)


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    """List the pages of the documents whose text is here (sitemaps.org 0.9)."""
    served: Served = request.app.state.served
    root = public_root(request)
    places = ["/", "/van-ban", "/duong-can-cu", "/phan-cong", "/tien-do", "/ontology"]
    places += [f"/van-ban/{quote(node.key)}" for node in list_documents(served.store)]
    lines = [f"<url><loc>{_xml(root + place)}</loc></url>" for place in places[:MAX_SITEMAP]]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Response("\n".join([head, *lines, "</urlset>\n"]), media_type="application/xml")


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Keep crawlers away from queries and uploads, and show them the sitemap."""
    root = public_root(request)
    return PlainTextResponse(
        f"User-agent: *\nDisallow: /sparql\nDisallow: /nap\nDisallow: /api/\nSitemap: {root}/sitemap.xml\n"
    )


def _address(request: Request) -> str:
    """Return the path as it was sent: the IRIs of parts hold percent-encoded letters ("Điều 3/2/đ")."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    return bytes(raw).decode("latin-1").partition("?")[0]


def _iri(address: str) -> str:
    return (TERMS_BASE if address.startswith("/ontology") else DEFAULT_BASE) + address


def _data(request: Request, served: Served, address: str, form: DataForm) -> Response:
    try:
        triples = served.store.construct(narrow_query("about", documents=[_iri(address)]))
    except ValueError:
        triples = []
    if not triples:
        raise _nothing(request, address)
    body = serialize(triples, format=form.rdf, prefixes=dict(PREFIXES)) or b""
    link = f'<{_iri(address)}>; rel="describes"'
    charset = "; charset=utf-8" if form.media_type == "text/turtle" else ""
    return Response(body, headers={**_OPEN, "content-type": form.media_type + charset, "link": link})


def _is_known(served: Served, address: str) -> bool:
    try:
        iri = NamedNode(_iri(address))
    except ValueError:
        return False
    return served.store.ask(f"ASK {{ {{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }} }}")


def _page_of(address: str) -> str | None:
    """Return the page about a document, a part of one, or a body; None where there is none."""
    iri = _iri(address)
    part = parse_part_iri(iri)
    if part:
        key, locator = part
        return f"/van-ban/{quote(key.path)}" + (f"#{quote(locator)}" if locator else "")
    return f"/phan-cong?{urlencode({'co_quan': iri})}" if parse_agency_iri(iri) else None


def _see(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers=_OPEN)


def _nothing(request: Request, address: str) -> NothingFound:
    iri = _iri(address)
    if language_of(request) == "en":
        return NothingFound(f"The store knows nothing of {iri}. /van-ban lists the documents.")
    return NothingFound(f"Kho không biết gì về {iri}. Xem danh sách văn bản ở /van-ban.")


def _xml(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
