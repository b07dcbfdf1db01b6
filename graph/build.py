"""One document to the triples of its named graph: the text, its parts, what it states, and the words that prove it.

Reads an ``Extraction`` and its ``Resolution``; writes quads of one graph, the same ones for the same input. The text
itself is in the graph, so that replacing a document is one transaction and every quote can be checked again.
"""

from __future__ import annotations

from pyoxigraph import Quad

from graph.build_duties import write_assignments, write_competences, write_targets
from graph.build_frame import Frame
from graph.build_identity import write_identity
from graph.build_relations import write_relations
from graph.resolution import LinkedAgency, Resolution
from ingest.model import Extraction, Header, Span
from ontology.vocabulary import Cancu, Dcterms, Eli, Org, Prov, Schema, Skos

LANGUAGE = "http://publications.europa.eu/resource/authority/language/VIE"


def build_document(extraction: Extraction, resolution: Resolution) -> tuple[Quad, ...]:
    """Return the named graph of one version of a document.

    The graph is named after document and version. Nothing in it depends on the clock, on the
    store or on the order of ingestion.
    """
    frame = Frame.of(extraction, resolution)
    _write_document(frame)
    _write_expression(frame)
    _write_header(frame)
    _write_parts(frame)
    _write_agencies(frame)
    write_relations(frame)
    write_assignments(frame)
    write_competences(frame)
    write_targets(frame)
    _write_issues(frame)
    return frame.sheet.quads()


def _write_document(frame: Frame) -> None:
    sheet, iri = frame.sheet, frame.document
    write_identity(frame, frame.resolution.document)
    sheet.link(iri, Eli.IS_REALIZED_BY, frame.expression)


def _write_expression(frame: Frame) -> None:
    sheet, source = frame.sheet, frame.extraction.source
    sheet.types(frame.expression, Eli.LEGAL_EXPRESSION, Prov.ENTITY)
    sheet.link(frame.expression, Eli.REALIZES, frame.document)
    sheet.link(frame.expression, Eli.LANGUAGE, LANGUAGE)
    sheet.words(frame.expression, Eli.TITLE, frame.header.title)
    sheet.note(frame.expression, Cancu.CURRENT_VERSION, True)
    sheet.note(frame.expression, Cancu.TEXT, source.text)
    sheet.note(frame.expression, Cancu.TEXT_HASH, source.sha256)
    sheet.note(frame.expression, Cancu.FILE_NAME, source.name)
    sheet.note(frame.expression, Schema.ENCODING_FORMAT, source.media_type)


def _write_header(frame: Frame) -> None:
    sheet, header = frame.sheet, frame.header
    for row, signer in enumerate(header.signers, 1):
        node = frame.node("signature", row)
        sheet.types(node, Cancu.SIGNATURE)
        sheet.link(frame.document, Cancu.SIGNED_BY, node)
        sheet.note(node, Schema.POSITION, row)
        sheet.words(node, Schema.NAME, signer.name)
        sheet.words(node, Cancu.OFFICE, signer.position)
        for capacity in signer.capacity:
            sheet.note(node, Cancu.CAPACITY, capacity)
        frame.prove(node, signer.span, None)
    for recipient in header.recipients:
        sheet.words(frame.document, Cancu.SENT_TO, recipient)
    _write_absent(frame, header)


def _write_absent(frame: Frame, header: Header) -> None:
    """Write which values the source masks ("Đã biết") or lacks: the value is absent, the reason is present."""
    for absent in header.absent:
        node = frame.node("absent", absent.field.replace("_", ""))
        frame.sheet.types(node, Cancu.ABSENT_VALUE)
        frame.sheet.link(frame.document, Cancu.HAS_ABSENT_VALUE, node)
        frame.sheet.note(node, Cancu.FIELD, absent.field)
        frame.sheet.words(node, Cancu.PRINTED, absent.surface)
        frame.sheet.note(node, Cancu.REASON, absent.reason)
        frame.prove(node, absent.span, None)


def _write_parts(frame: Frame) -> None:
    sheet = frame.sheet
    written = {provision.locator for provision in frame.extraction.provisions if provision.locator}
    for order, provision in enumerate(frame.extraction.provisions):
        if not provision.locator or provision.kind == "boilerplate":
            continue
        part = frame.part(provision.locator)
        parent = frame.part(provision.parent) if provision.parent in written else frame.document
        sheet.types(part, Eli.LEGAL_RESOURCE_SUBDIVISION)
        sheet.link(part, Eli.IS_PART_OF, parent)
        sheet.link(parent, Eli.HAS_ANNEX if provision.kind == "annex" else Eli.HAS_PART, part)
        sheet.note(part, Cancu.PART_KIND, provision.kind)
        sheet.note(part, Cancu.LOCATOR, provision.locator)
        sheet.note(part, Cancu.MARK, provision.mark or None)
        sheet.note(part, Schema.POSITION, order)
        sheet.link(part, Dcterms.SOURCE, frame.document)
        sheet.words(part, Cancu.HEADING, frame.heading(provision))
        sheet.words(part, Cancu.HEADING_PATH, frame.heading_path(provision.parent))
        frame.prove(part, _trimmed(frame.text, provision.span), None)
    for reference in frame.extraction.references:
        if reference.locator in written and reference.target in written:
            sheet.link(frame.part(reference.locator), Cancu.REFERS_TO, frame.part(reference.target))


def _trimmed(text: str, span: Span) -> Span | None:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - (len(words) - len(words.rstrip()))
    return Span(start, end) if start < end else None


def _write_agencies(frame: Frame) -> None:
    for linked in frame.resolution.agencies:
        _write_agency(frame, linked)


def _write_agency(frame: Frame, linked: LinkedAgency) -> None:
    sheet, iri = frame.sheet, linked.agency.iri
    sheet.types(iri, Org.ORGANIZATION, *([Cancu.COLLECTIVE] if linked.collective else []))
    sheet.words(iri, Skos.PREF_LABEL, linked.agency.label)
    if linked.printed != linked.agency.label:
        sheet.words(iri, Skos.ALT_LABEL, linked.printed)
    for candidate in linked.candidates:
        sheet.link(iri, Cancu.CANDIDATE, candidate.iri)
    sheet.link(iri, Org.CLASSIFICATION, linked.row)
    sheet.link(iri, Cancu.IN_PROVINCE, linked.province)
    sheet.note(iri, Schema.VALID_FROM, linked.start)
    sheet.note(iri, Schema.VALID_THROUGH, linked.end)


def _write_issues(frame: Frame) -> None:
    for row, issue in enumerate(frame.extraction.issues, 1):
        node = frame.node("issue", row)
        frame.sheet.types(node, Cancu.ISSUE)
        frame.sheet.link(frame.document, Cancu.HAS_ISSUE, node)
        frame.sheet.note(node, Cancu.RULE, issue.rule)
        frame.sheet.words(node, Cancu.MESSAGE, issue.message)
        frame.prove(node, issue.span, None)
