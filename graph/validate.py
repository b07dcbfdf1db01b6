"""Checks what the store holds: its form by shapes (SHACL), its evidence against the texts, its content by findings.

Each document's graph is checked by itself, so a corpus of any size is checked in the memory of its largest document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import rdflib
from pyoxigraph import NamedNode, RdfFormat, serialize
from pyshacl import validate as check_shapes
from rdflib.namespace import RDF, SH

from graph.findings import Finding, find_findings
from graph.query_files import narrow_query, read_query
from graph.rows import need_text, number_of
from graph.store_model import GraphStore
from ingest.model import Span
from ontology.identifiers import parse_graph_iri


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a shape: which node of which document, by which property, and what it should be."""

    document: str
    node: str
    path: str | None
    message: str


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of a validation; findings do not stand against ``conforms``."""

    violations: tuple[Violation, ...]
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether all graphs have the form that the shapes ask for."""
        return not self.violations


@dataclass(frozen=True, slots=True)
class BrokenEvidence:
    """A quote that is not in the text at its place: ``found`` is what stands there."""

    document: str
    start: int
    end: int
    quote: str
    found: str


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """How many quotes were compared with the stored texts, and those that differ."""

    checked: int
    broken: tuple[BrokenEvidence, ...]


def validate_store(store: GraphStore, as_of: dt.date) -> ValidationReport:
    """Return the violations and findings of all documents; ``as_of`` is the day with which periods are compared."""
    violations = [item for name in _document_graphs(store) for item in validate_graph(store, name)]
    return ValidationReport(tuple(violations), find_findings(store, as_of))


def validate_graph(store: GraphStore, name: NamedNode) -> tuple[Violation, ...]:
    """Return the violations of one document's graph."""
    data = serialize((quad.triple for quad in store.quads(name)), format=RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph().parse(data=data, format="nt")
    conforms, report, _ = check_shapes(graph, shacl_graph=_read_shapes(), inference="none", meta_shacl=False)
    parsed = parse_graph_iri(name.value)
    document = parsed[0] if parsed else name.value
    return () if conforms else tuple(_read_report(report, document))


def verify_evidence(store: GraphStore) -> EvidenceReport:
    """Compare every quote with the text at its place, and every text with its hash's document.

    Returns:
        How many were checked, and those that are broken: none in a store that only this program has written.
    """
    checked, broken = 0, []
    for row in store.select(read_query("corpus")):
        document = need_text(row, "document")
        for item in _read_quotes(store, document):
            checked += 1
            if item.found != item.quote:
                broken.append(item)
    return EvidenceReport(checked, tuple(broken))


def _read_quotes(store: GraphStore, document: str) -> Iterator[BrokenEvidence]:
    texts = store.select(narrow_query("text", documents=[document]))
    text = need_text(texts[0], "text") if texts else ""
    for row in store.select(narrow_query("quotes", documents=[document])):
        start, end = number_of(row, "start"), number_of(row, "end")
        found = Span(start, end).of(text) if 0 <= start <= end else ""
        yield BrokenEvidence(document, start, end, need_text(row, "quote"), found)


def _document_graphs(store: GraphStore) -> Iterable[NamedNode]:
    return (name for name in store.graph_names() if parse_graph_iri(name.value) is not None)


def _read_report(report: rdflib.Graph, document: str) -> Iterator[Violation]:
    results = sorted(
        report.subjects(RDF.type, SH.ValidationResult), key=lambda node: str(report.value(node, SH.focusNode))
    )
    for result in results:
        path = report.value(result, SH.resultPath)
        messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
        yield Violation(
            document=document,
            node=str(report.value(result, SH.focusNode)),
            path=str(path) if path is not None else None,
            message=messages[0] if messages else "Không đạt khuôn dạng.",
        )


@cache
def _read_shapes() -> rdflib.Graph:
    data = resources.files("ontology").joinpath("shapes.ttl").read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=data, format="turtle")
