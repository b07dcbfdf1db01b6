"""Writes what identifies a document, the described one or a cited one."""

from __future__ import annotations

from graph.build_frame import Frame
from graph.periods import find_stated_period
from graph.resolution import DocumentIdentity
from graph.terms import STRATA, load_type_iris
from ontology import identifiers
from ontology.vocabulary import Cancu, Dcterms, Eli, Time


def write_identity(frame: Frame, identity: DocumentIdentity) -> None:
    """Write number, type, date, issuer, title, stratum and stated period of ``identity``, those that are known."""
    sheet, iri = frame.sheet, identity.iri
    sheet.types(iri, Eli.LEGAL_RESOURCE, *([Cancu.PARTIAL_REFERENCE] if identity.partial else []))
    sheet.note(iri, Dcterms.IDENTIFIER, identity.key)
    sheet.note(iri, Eli.NUMBER, identity.number)
    sheet.note(iri, Eli.DATE_DOCUMENT, identity.date)
    sheet.words(iri, Dcterms.TITLE, identity.title)
    sheet.link(iri, Eli.TYPE_DOCUMENT, load_type_iris().get((identity.type or "").casefold()))
    sheet.link(iri, Eli.PASSED_BY, frame.agency(identity.issuer))
    if identity.stratum:
        sheet.link(iri, Cancu.STRATUM, STRATA[identity.stratum])
    _write_period(frame, identity)


def _write_period(frame: Frame, identity: DocumentIdentity) -> None:
    period = find_stated_period(identity.title or "")
    if period is None:
        return
    node = identifiers.period_iri(identity.iri, period.start, period.end)
    frame.sheet.link(identity.iri, Cancu.STATED_PERIOD, node)
    frame.sheet.types(node, Time.TEMPORAL_ENTITY)
    frame.sheet.words(node, Cancu.PRINTED, period.surface)
    frame.bound(node, period.start, period.end)
