"""Takes a document into the store: read → extract → resolve → build → replace, in one transaction.

A text that is already there changes nothing. Another text of the same document becomes its current version; the one
before keeps its text in a graph of its own (``prov:wasRevisionOf``). Readers see before or after, never between.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution

from graph.build import build_document
from graph.identity import Bearer, IdentityUpdate, find_bearers, identify_partials
from graph.known import load_known
from graph.likeness import LIKE, fingerprint, likeness
from graph.query_files import narrow_query
from graph.registers import load_agencies, load_lexicon
from graph.resolution import DocumentIdentity, Resolution
from graph.resolve import resolve_extraction
from graph.rows import need_text, number_of, text_of
from graph.sheet import Sheet, literal_of
from graph.store_model import GraphStore
from graph.vocabulary_graph import VOCABULARY_GRAPH, vocabulary_quads
from ingest.model import Extraction, Issue, SourceDocument, Span
from ingest.pipeline import extract
from ontology.identifiers import (
    TextKey,
    expression_iri,
    graph_iri,
    node_iri,
    parse_document_iri,
)
from ontology.vocabulary import Cancu, Dcterms, Eli, Prov, Schema, Xsd

Status = OneOf["added", "unchanged", "replaced"]
_SHARED_PRINTS = 6
_STRANGE = 0.2


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one document."""

    status: Status
    iri: str
    key: str
    number: str | None
    issues: tuple[Issue, ...] = ()


def ingest_source(store: GraphStore, source: SourceDocument) -> IngestResult:
    """Read ``source`` and make the store hold it.

    Raises:
        StoreError: the store cannot be written; it is then as before.
    """
    return _find_unchanged(store, source) or load_extraction(store, extract(source, load_lexicon()))


def load_extraction(store: GraphStore, extraction: Extraction) -> IngestResult:
    """Make the store hold an extracted document.

    Raises:
        StoreError: the store cannot be written; it is then as before.
    """
    unchanged = _find_unchanged(store, extraction.source)
    if unchanged:
        return unchanged
    resolution = resolve_extraction(extraction, load_agencies(), load_known())
    resolution = _recognise_copy(store, extraction, resolution)
    document = resolution.document
    before = store.select(narrow_query("current", documents=[document.iri]))
    issues = extraction.issues + tuple(_doubts(extraction, before))
    extraction = replace(extraction, issues=issues)
    removals = [NamedNode(need_text(row, "graph")) for row in before]
    quads = [*build_document(extraction, resolution), *_describe_loading(extraction, resolution, before)]
    for row in before:
        quads += _archive(document.iri, row)
    identities = _identify(store, resolution, removals)
    vocabulary = vocabulary_quads(store)
    outdated = [NamedNode(VOCABULARY_GRAPH)] if vocabulary else []
    store.replace_graphs([*removals, *identities.removals, *outdated], [*quads, *identities.quads, *vocabulary])
    return IngestResult("replaced" if before else "added", document.iri, document.key, document.number, issues)


def remove_document(store: GraphStore, document: str) -> bool:
    """Take a document (by IRI) with all its versions out of the store; tell whether it was there."""
    rows = store.select(narrow_query("graphs_of", documents=[document]))
    graphs = [NamedNode(need_text(row, "graph")) for row in rows]
    if not graphs:
        return False
    numbers = [number for graph in graphs for number in _numbers_in(store, graph)]
    names = {name.value for name in graphs}
    now = find_bearers(store, numbers)
    update = identify_partials(find_bearers(store, numbers, names), now)
    store.replace_graphs([*graphs, *update.removals], update.quads)
    return True


def _find_unchanged(store: GraphStore, source: SourceDocument) -> IngestResult | None:
    rows = store.select(narrow_query("versions", hashes=[Literal(source.sha256)]))
    if not rows:
        return None
    row = rows[0]
    return IngestResult("unchanged", need_text(row, "document"), need_text(row, "key"), text_of(row, "number"))


def _recognise_copy(store: GraphStore, extraction: Extraction, resolution: Resolution) -> Resolution:
    """Give a document without a number the identity of the stored one that it is a copy of."""
    document = resolution.document
    if not isinstance(parse_document_iri(document.iri), TextKey):
        return resolution
    text = extraction.source.text
    prints = [literal_of(value) for value in fingerprint(text)]
    for row in store.select(narrow_query("alike", prints=prints)):
        needed = min(_SHARED_PRINTS, len(prints))
        known = need_text(row, "document")
        current = store.select(narrow_query("current", documents=[known]))
        if number_of(row, "shared") >= needed and current and likeness(text, need_text(current[0], "text")) >= LIKE:
            return replace(resolution, document=replace(document, iri=known, key=need_text(current[0], "key")))
    return resolution


def _doubts(extraction: Extraction, before: list[QuerySolution]) -> list[Issue]:
    text = extraction.source.text
    if not before or likeness(text, need_text(before[0], "text")) >= _STRANGE:
        return []
    message = (
        "Văn bản này trùng số, cơ quan và năm với một văn bản đã có nhưng nội dung khác hẳn; đã lưu là phiên bản mới. "
        "Hãy kiểm tra lại số và ngày ban hành."
    )
    return [Issue(Span(0, 0), "load.other-text", message)]


def _describe_loading(extraction: Extraction, resolution: Resolution, before: list[QuerySolution]) -> tuple[Quad, ...]:
    """Write when the text came in, what it replaces, and by what a copy of it would be recognised."""
    document = resolution.document.iri
    expression = expression_iri(document)
    sheet = Sheet(graph_iri(document, extraction.source.sha256))
    now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    sheet.note(expression, Prov.GENERATED_AT_TIME, now, Xsd.DATE_TIME)
    for row in before:
        sheet.link(expression, Prov.WAS_REVISION_OF, _version_iri(document, need_text(row, "hash")))
    if isinstance(parse_document_iri(document), TextKey):
        for value in fingerprint(extraction.source.text):
            sheet.note(expression, Cancu.FINGERPRINT, value)
    return sheet.quads()


def _archive(document: str, row: QuerySolution) -> tuple[Quad, ...]:
    """Return the graph of a superseded version: its text and where it came from, nothing that it says."""
    sha256 = need_text(row, "hash")
    sheet, version = Sheet(graph_iri(document, sha256)), _version_iri(document, sha256)
    sheet.types(version, Eli.LEGAL_EXPRESSION, Prov.ENTITY)
    sheet.link(version, Eli.REALIZES, document)
    sheet.note(document, Dcterms.IDENTIFIER, need_text(row, "key"))
    sheet.note(version, Cancu.TEXT, need_text(row, "text"))
    sheet.note(version, Cancu.TEXT_HASH, sha256)
    sheet.note(version, Cancu.FILE_NAME, text_of(row, "file"))
    sheet.note(version, Schema.ENCODING_FORMAT, text_of(row, "media"))
    sheet.note(version, Prov.GENERATED_AT_TIME, text_of(row, "loaded"), Xsd.DATE_TIME)
    return sheet.quads()


def _version_iri(document: str, sha256: str) -> str:
    return node_iri(document, "version", sha256[:16])


def _identify(store: GraphStore, resolution: Resolution, removals: list[NamedNode]) -> IdentityUpdate:
    named = [resolution.document, *_cited(resolution)]
    numbers = {identity.number for identity in named if identity.number}
    for graph in removals:
        numbers.update(_numbers_in(store, graph))
    standing = find_bearers(store, numbers)
    staying = find_bearers(store, numbers, {graph.value for graph in removals})
    coming = [
        Bearer(one.iri, one.number, one.title, one.date.isoformat() if one.date else None, one.partial) for one in named
    ]
    return identify_partials([*staying, *coming], standing)


def _numbers_in(store: GraphStore, graph: NamedNode) -> list[str]:
    words = (quad.object for quad in store.quads(graph) if quad.predicate.value == Eli.NUMBER)
    return [word.value for word in words if isinstance(word, Literal)]


def _cited(resolution: Resolution) -> list[DocumentIdentity]:
    return [identity for item in resolution.citations for identity in (item.document, *item.candidates)]
