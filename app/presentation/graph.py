"""Documents, relations, duties and reports of the graph as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.presentation.extraction import Json, deadline_json, issue_json, number_json
from graph.model import AgencyRef, DocumentEdge, DocumentNode, Duty, Evidence, Holder, Lineage, Succession
from graph.reading import AgencyUse, StatedTarget
from graph.wording import describe_step

if TYPE_CHECKING:  # they bring networkx, pyshacl and rdflib, a second of a cold `cancu who`
    from app.ingestion import FileResult
    from graph.findings import Finding
    from graph.lineage import Route
    from graph.validate import EvidenceReport, ValidationReport


def evidence_json(evidence: Evidence | None) -> Json | None:
    """Return the words behind a statement with their place, or None where it has none."""
    if evidence is None:
        return None
    return {
        "document": evidence.document,
        "locator": evidence.locator,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
    }


def node_json(node: DocumentNode) -> Json:
    """Return a document as a node of lineage."""
    return {
        "iri": node.iri,
        "key": node.key,
        "number": node.number,
        "type": node.type,
        "date": node.date.isoformat() if node.date else None,
        "issuer": node.issuer,
        "title": node.title,
        "stratum": node.stratum,
        "in_corpus": node.in_corpus,
    }


document_json = node_json
"""A document in a list has the members of a node."""


def candidate_json(candidate: object) -> Json | str:
    """Return one of several that a request may have meant."""
    return node_json(candidate) if isinstance(candidate, DocumentNode) else str(candidate)


def edge_json(edge: DocumentEdge, nodes: Mapping[str, DocumentNode]) -> Json:
    """Return one relation: ``source`` and ``target`` are keys of ``nodes``, which numbers alone would not be."""
    source, target = nodes[edge.source], nodes[edge.target]
    return {
        "source": source.key,
        "relation": edge.relation,
        "target": target.key,
        "source_number": source.number,
        "target_number": target.number,
        "source_iri": edge.source,
        "target_iri": edge.target,
        "inferred": edge.inferred,
        "confidence": edge.confidence,
        "reason": edge.reason,
        "evidence": evidence_json(edge.evidence),
    }


def lineage_json(lineage: Lineage) -> Json:
    """Return a lineage: root, nodes, edges, and the cycles met."""
    nodes = {node.iri: node for node in lineage.nodes}
    return {
        "root": nodes[lineage.root].key,
        "root_iri": lineage.root,
        "nodes": [node_json(node) for node in lineage.nodes],
        "edges": [edge_json(edge, nodes) for edge in lineage.edges],
        "cycles": [[nodes[iri].key for iri in cycle] for cycle in lineage.cycles],
    }


def routes_json(routes: Sequence[Route]) -> Json:
    """Return the paths between two documents: the edges of the first in order, and all of them as routes."""
    described = [
        {
            "nodes": [node_json(node) for node in route.nodes],
            "edges": [
                {**edge_json(edge, nodes), "sentence": describe_step(edge, nodes[edge.source], nodes[edge.target])}
                for edge in route.edges
            ],
        }
        for route in routes
        for nodes in [{node.iri: node for node in route.nodes}]
    ]
    return {"edges": described[0]["edges"] if described else [], "routes": described}


def target_json(target: StatedTarget) -> Json:
    """Return one quantified aim, numbers as JSON numbers."""
    return {
        "document": target.number or target.document,
        "document_iri": target.document,
        "iri": target.iri,
        "locator": target.locator,
        "surface": target.printed,
        "min": number_json(target.min),
        "max": number_json(target.max),
        "unit": target.unit,
        "percent": target.percent,
        "by_year": target.by_year,
        "per": target.per,
        "evidence": evidence_json(target.evidence),
    }


def listed_agency_json(use: AgencyUse) -> Json:
    """Return a body with how many duties it holds in how many documents."""
    return {**agency_json(use.agency), "duties": use.duties, "documents": use.documents, "collective": use.collective}


def agency_json(agency: AgencyRef) -> Json:
    """Return a body by IRI and label."""
    return {"iri": agency.iri, "label": agency.label}


def holder_json(holder: Holder) -> Json:
    """Return one body that holds a duty on the date asked about."""
    return {
        **agency_json(holder.agency),
        "since": holder.since.isoformat() if holder.since else None,
        "basis": list(holder.basis),
        "confidence": holder.confidence,
    }


def succession_json(succession: Succession) -> Json:
    """Return who holds the duties of a body on a date, by which events."""
    return {
        "named": agency_json(succession.named),
        "as_of": succession.as_of.isoformat(),
        "one_to_one": succession.one_to_one,
        "note": succession.note,
        "holders": [holder_json(holder) for holder in succession.holders],
        "events": list(succession.events),
    }


def duty_json(duty: Duty, succession: Succession | None = None) -> Json:
    """Return one duty; ``today`` and ``succession`` only when a date was asked for."""
    today: Json = (
        {}
        if succession is None
        else {
            "today": [holder_json(holder) for holder in succession.holders],
            "succession": succession_json(succession),
        }
    )
    return {
        "agency": agency_json(duty.agency),
        "printed": duty.printed,
        "role": duty.role,
        "task": duty.task,
        "document": duty.number or duty.document,
        "document_iri": duty.document,
        "iri": duty.iri,
        "locator": duty.locator,
        "heading": duty.heading,
        "when": deadline_json(duty.when) if duty.when else None,
        "recipients": list(duty.recipients),
        "counterparts": list(duty.counterparts),
        "stated": duty.stated,
        "evidence": evidence_json(duty.evidence),
        **today,
    }


def ingestion_json(results: Sequence[FileResult]) -> Json:
    """Return what became of each file, and the totals."""
    counts = Counter(result.status for result in results)
    return {
        "documents": [
            {
                "file": result.file,
                "key": result.key,
                "number": result.number,
                "status": result.status,
                "reason": result.reason,
                "code": result.code,
                "issues": [issue_json(issue) for issue in result.issues],
            }
            for result in results
        ],
        "totals": {
            "documents": len(results),
            **{status: counts[status] for status in ("added", "replaced", "unchanged", "rejected")},
            "issues": sum(len(result.issues) for result in results),
        },
    }


def verification_json(report: EvidenceReport) -> Json:
    """Return how many quotes were checked, and those that the stored text does not have."""
    return {
        "checked": report.checked,
        "broken": [
            {"document": item.document, "start": item.start, "end": item.end, "quote": item.quote, "found": item.found}
            for item in report.broken
        ],
    }


def validation_json(report: ValidationReport) -> Json:
    """Return what breaks the shapes, and the findings, each with its evidence."""
    return {
        "conforms": report.conforms,
        "violations": [
            {"document": item.document, "node": item.node, "path": item.path, "message": item.message}
            for item in report.violations
        ],
        "findings": [finding_json(finding) for finding in report.findings],
    }


def finding_json(finding: Finding) -> Json:
    """Return one finding."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "document": finding.document,
        "subject": finding.subject,
        "evidence": evidence_json(finding.evidence),
    }
