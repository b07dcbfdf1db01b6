"""One extraction as JSON: the format of the gold, with a span and a locator on every item."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeAlias

from ingest.model import (
    Assignment,
    Citation,
    CitationEdge,
    Deadline,
    Extraction,
    Issue,
    Mention,
    Provision,
    Span,
    Target,
)

Json: TypeAlias = dict[str, Any]


def extraction_json(extraction: Extraction) -> Json:
    """Return the gold format of ``gold/GUIDE.md`` with spans and locators on every item."""
    text, header = extraction.source.text, extraction.header
    names = {citation.id: citation.number or citation.name or citation.surface for citation in extraction.citations}
    return {
        "file": extraction.source.name,
        "number": header.number,
        "type": header.type,
        "date": header.date.isoformat() if header.date else None,
        "issuer": header.issuer,
        "title": header.title,
        "place": header.place,
        "signer": _signer(extraction),
        "signers": [
            {
                "name": signer.name,
                "position": signer.position,
                "capacity": list(signer.capacity),
                **(_place(signer.span, _locator_at(extraction, signer.span)) if signer.span else {}),
            }
            for signer in header.signers
        ],
        "recipients": list(header.recipients),
        "absent": [
            {
                "field": item.field,
                "surface": item.surface,
                "reason": item.reason,
                **_place(item.span, _locator_at(extraction, item.span)),
            }
            for item in header.absent
        ],
        "header_spans": {name: _place(span) for name, span in header.spans},
        "citations": [_citation(citation) for citation in extraction.citations],
        "edges": [[names[edge.source], edge.relation, names[edge.target]] for edge in extraction.edges],
        "edge_evidence": [_edge(text, names, edge) for edge in extraction.edges],
        "references": [
            {"surface": item.span.of(text), "target": item.target, **_place(item.span, item.locator)}
            for item in extraction.references
        ],
        "structure": _structure(extraction.provisions),
        "assignments": [_assignment(text, item) for item in extraction.assignments],
        "assignments_complete": True,
        "competences": [_assignment(text, item) for item in extraction.competences],
        "tasks": [
            {"task": task.span.of(text), "group": task.group, "result": task.result, **_place(task.span, task.locator)}
            for task in extraction.tasks
        ],
        "targets": [extracted_target(text, item) for item in extraction.targets],
        "deadlines": [
            {
                "surface": item.surface,
                "when": deadline_json(item),
                **_place(item.span, _locator_at(extraction, item.span)),
            }
            for item in extraction.deadlines
        ],
        "provisions": [_provision(text, item) for item in extraction.provisions],
        "issues": [issue_json(item) for item in extraction.issues],
        "sha256": extraction.source.sha256,
        "media_type": extraction.source.media_type,
    }


def deadline_json(deadline: Deadline) -> Json:
    """Return ``when``: the words and the interval or recurrence that they mean."""
    return {
        "surface": deadline.surface,
        "start": deadline.start.isoformat() if deadline.start else None,
        "end": deadline.end.isoformat() if deadline.end else None,
        "recurrence": deadline.recurrence,
        "due": deadline.due,
        "relative": deadline.relative,
    }


def issue_json(issue: Issue) -> Json:
    """Return an issue with its place."""
    return {"rule": issue.rule, "message": issue.message, **_place(issue.span)}


def extracted_target(text: str, target: Target) -> Json:
    """Return a target of an extraction, numbers as JSON numbers."""
    return {
        "min": number_json(target.min),
        "max": number_json(target.max),
        "unit": target.unit,
        "percent": target.percent,
        "by_year": target.by_year,
        "per": target.per,
        "surface": target.span.of(text),
        "quote": target.evidence.of(text),
        **_place(target.span, target.locator),
    }


def number_json(value: Decimal | None) -> int | float | None:
    """Return a number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _place(span: Span, locator: str | None = None) -> Json:
    place: Json = {"start": span.start, "end": span.end}
    return place if locator is None else {**place, "locator": locator}


def _locator_at(extraction: Extraction, span: Span) -> str:
    """Return the provision whose own text holds the start of ``span``."""
    starts = [item.span.start for item in extraction.provisions]
    at = bisect_right(starts, span.start) - 1
    return extraction.provisions[at].locator if at >= 0 else ""


def _signer(extraction: Extraction) -> Json | None:
    """Return who signed; a joint document has several signers, named in order (GUIDE.md)."""
    signers = extraction.header.signers
    if not signers:
        return None
    return {"name": "; ".join(signer.name for signer in signers), "position": signers[0].position}


def _citation(citation: Citation) -> Json:
    first = citation.first
    return {
        "number": citation.number,
        "surface": citation.surface,
        "type": citation.type,
        "name": citation.name or citation.title,
        "date": citation.date.isoformat() if citation.date else None,
        "issuer": citation.issuer,
        "relation": citation.relation,
        **_place(first.span, first.locator),
        "mentions": [_mention(mention) for mention in citation.mentions],
    }


def _mention(mention: Mention) -> Json:
    return {
        "relation": mention.relation,
        "articles": list(mention.articles),
        "rule": mention.rule,
        "evidence": _place(mention.evidence),
        **_place(mention.span, mention.locator),
    }


def _edge(text: str, names: dict[str, str], edge: CitationEdge) -> Json:
    return {
        "source": names[edge.source],
        "relation": edge.relation,
        "target": names[edge.target],
        "inferred": edge.inferred,
        "reason": edge.reason,
        "quote": edge.evidence.of(text),
        **_place(edge.evidence, edge.locator),
    }


def _structure(provisions: Iterable[Provision]) -> Json:
    """Count as GUIDE.md does: top-level Roman sections (or chapters), annexes, articles outside quotations."""
    listed = list(provisions)
    outside = [item for item in listed if not item.locator.startswith("phu-luc")]
    chapters = [item.mark for item in outside if item.kind == "chapter"]
    attached = {"", *(item.locator for item in outside if item.kind == "part" and not item.mark)}
    sections = [item.mark for item in outside if item.kind == "section" and item.parent in attached]
    return {
        "sections": [mark.strip(" .-–)") for mark in chapters or sections],
        "annexes": sum(item.kind == "annex" for item in listed),
        "articles": sum(item.kind == "article" for item in outside),
    }


def _assignment(text: str, item: Assignment) -> Json:
    return {
        "agency": item.agency,
        "agency_label": item.label,
        "role": item.role,
        "where": item.locator,
        "task": item.task,
        "when": item.when.surface if item.when else None,
        "period": deadline_json(item.when) if item.when else None,
        "recipients": list(item.recipients),
        "counterparts": list(item.counterparts),
        "rule": item.rule,
        "quote": item.evidence.of(text),
        "agency_span": _place(item.agency_span),
        **_place(item.task_span, item.locator),
    }


def _provision(text: str, item: Provision) -> Json:
    return {
        "locator": item.locator,
        "kind": item.kind,
        "mark": item.mark,
        "parent": item.parent,
        "heading": item.heading.of(text) if item.heading else None,
        "extent": _place(item.extent),
        **_place(item.span),
    }
