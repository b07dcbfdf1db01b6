"""The frame in which one document is written: its names, its text, its sheet, and how a statement is proved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from graph.resolution import Resolution
from graph.sheet import Sheet
from ingest.model import Extraction, Header, Provision, Span
from ontology import identifiers
from ontology.vocabulary import Cancu, Dcterms, Oa, Prov, Time

_DEEPEST = 12


@dataclass(frozen=True)
class Frame:
    """What all writers of one document share."""

    extraction: Extraction
    resolution: Resolution
    sheet: Sheet
    document: str
    expression: str

    @classmethod
    def of(cls, extraction: Extraction, resolution: Resolution) -> Frame:
        """Return the frame of a document that is about to be written."""
        document = resolution.document.iri
        graph = identifiers.graph_iri(document, extraction.source.sha256)
        return cls(extraction, resolution, Sheet(graph), document, identifiers.expression_iri(document))

    @property
    def text(self) -> str:
        """The one text that all spans index."""
        return self.extraction.source.text

    @property
    def header(self) -> Header:
        """The formal parts of the document."""
        return self.extraction.header

    @cached_property
    def _agencies(self) -> dict[str, str]:
        return {linked.printed: linked.agency.iri for linked in self.resolution.agencies}

    @cached_property
    def _provisions(self) -> dict[str, Provision]:
        return {provision.locator: provision for provision in self.extraction.provisions if provision.locator}

    def agency(self, printed: str | None) -> str | None:
        """Return the node of a body as printed."""
        return self._agencies.get(printed) if printed else None

    def heading(self, provision: Provision) -> str | None:
        """Return the heading words of a part on one line."""
        return " ".join(provision.heading.of(self.text).split()) if provision.heading else None

    def heading_path(self, locator: str) -> str | None:
        """Return the headings from the top down to the part at ``locator``, joined by " › "."""
        headings: list[str] = []
        while (provision := self._provisions.get(locator)) and len(headings) < _DEEPEST:
            heading = self.heading(provision)
            if heading:
                headings.append(heading)
            if provision.parent == locator:
                break
            locator = provision.parent
        return " › ".join(reversed(headings)) or None

    def node(self, kind: str, *marks: str | int) -> str:
        """Return the IRI of a node that belongs to this document."""
        return identifiers.node_iri(self.document, kind, *marks)

    def part(self, locator: str) -> str:
        """Return the IRI of the part at ``locator``."""
        return identifiers.part_iri(self.document, locator)

    def prove(self, node: str, span: Span | None, locator: str | None) -> None:
        """State where ``node`` is read from: document, part, position and the very words (Web Annotation, PROV-O)."""
        sheet = self.sheet
        if locator is not None:
            sheet.note(node, Cancu.LOCATOR, locator)
            sheet.link(node, Dcterms.SOURCE, self.document)
            if locator in self._provisions:
                sheet.link(node, Prov.WAS_DERIVED_FROM, self.part(locator))
        if span is None:
            return
        target = identifiers.quote_iri(self.expression, span.start, span.end)
        selector = identifiers.selector_iri(self.expression, span.start, span.end)
        sheet.link(node, Cancu.EVIDENCE, target)
        sheet.types(target, Oa.SPECIFIC_RESOURCE)
        sheet.link(target, Oa.HAS_SOURCE, self.expression)
        sheet.link(target, Oa.HAS_SELECTOR, selector)
        sheet.types(selector, Oa.TEXT_POSITION_SELECTOR, Oa.TEXT_QUOTE_SELECTOR)
        sheet.note(selector, Oa.START, span.start)
        sheet.note(selector, Oa.END, span.end)
        sheet.note(selector, Oa.EXACT, span.of(self.text))

    def bound(self, interval: str, start: dt.date | None, end: dt.date | None) -> None:
        """State first and last day (inclusive) of an interval (OWL-Time)."""
        if start and end:
            self.sheet.types(interval, Time.PROPER_INTERVAL)
        for term, day in ((Time.HAS_BEGINNING, start), (Time.HAS_END, end)):
            if day:
                instant = identifiers.instant_iri(day)
                self.sheet.link(interval, term, instant)
                self.sheet.types(instant, Time.INSTANT)
                self.sheet.note(instant, Time.IN_XSD_DATE, day)
