"""Writes how a document stands to others: one direct triple and one statement node with its evidence per relation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.build_frame import Frame
from graph.build_identity import write_identity
from graph.resolution import ResolvedCitation
from graph.terms import load_relation_properties
from ingest.model import Citation, CitationEdge, Mention, ProvisionKind, Relation
from ontology.vocabulary import Cancu, Rdf

_FORMAL: frozenset[ProvisionKind] = frozenset({"letterhead", "title", "preamble", "paragraph", "boilerplate"})
"""Parts that say why the document is issued; the others say what is to be done."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """One relation that the document states itself, with the mention that says so."""

    citation: Citation
    target: ResolvedCitation
    relation: Relation
    mention: Mention


def write_relations(frame: Frame) -> None:
    """Write all cited documents, the relations to them, those between them, and every place where they are named."""
    resolved = {item.citation: item for item in frame.resolution.citations}
    formal = {item.locator for item in frame.extraction.provisions if item.kind in _FORMAL and not item.parent}
    for citation in frame.extraction.citations:
        target = resolved.get(citation.id)
        if target is not None and target.document.iri != frame.document:
            write_identity(frame, target.document)
            frame.sheet.types(target.document.iri, Cancu.CITED_DOCUMENT)
            _write_mentions(frame, citation, target)
    row = 0
    for stated in _strongest(list(_stated_relations(frame, resolved))):
        row += 1
        operative = stated.relation == "continues" and stated.mention.locator not in formal
        _write_own_relation(frame, row, stated, operative)
    for edge in frame.extraction.edges:
        source, target = resolved.get(edge.source), resolved.get(edge.target)
        if source and target and source.document.iri != target.document.iri:
            row += 1
            _write_edge(frame, row, edge, source, target)


def _stated_relations(frame: Frame, resolved: Mapping[str, ResolvedCitation]) -> Iterator[_Stated]:
    """Yield each relation that a mention states, with the first mention that states it."""
    for citation in frame.extraction.citations:
        target = resolved.get(citation.id)
        if target is None or target.document.iri == frame.document:
            continue
        stated: dict[Relation, Mention] = {}
        for mention in citation.mentions:
            stated.setdefault(mention.relation, mention)
        stated.setdefault(citation.relation, citation.first)
        for relation, mention in stated.items():
            yield _Stated(citation, target, relation, mention)


def _strongest(stated: list[_Stated]) -> Iterator[_Stated]:
    """Yield one statement per relation and document, the asserted one; a bare mention counts only alone."""
    best: dict[tuple[str, Relation], _Stated] = {}
    for one in stated:
        name = (one.target.document.iri, one.relation)
        if name not in best or (best[name].target.inferred and not one.target.inferred):
            best[name] = one
    related = {iri for iri, relation in best if relation != "cites"}
    yield from (one for (iri, relation), one in best.items() if relation != "cites" or iri not in related)


def _write_own_relation(frame: Frame, row: int, stated: _Stated, operative: bool) -> None:
    citation, target, mention = stated.citation, stated.target, stated.mention
    node = _write_statement(frame, row, frame.document, stated.relation, target.document.iri)
    sheet = frame.sheet
    sheet.note(node, Cancu.OPERATIVE, operative)
    sheet.note(node, Cancu.RULE, mention.rule)
    sheet.words(node, Cancu.PRINTED, citation.surface)
    for article in mention.articles:
        sheet.note(node, Cancu.ARTICLE, article)
    _write_certainty(frame, node, target.inferred, target.confidence, target.reason)
    _write_candidates(frame, node, target)
    frame.prove(node, mention.evidence, mention.locator)


def _write_edge(frame: Frame, row: int, edge: CitationEdge, source: ResolvedCitation, target: ResolvedCitation) -> None:
    """Write what this text states about two other documents."""
    node = _write_statement(frame, row, source.document.iri, edge.relation, target.document.iri)
    frame.sheet.note(node, Cancu.OPERATIVE, False)
    frame.sheet.note(node, Cancu.RULE, edge.rule)
    reasons = [reason for reason in (edge.reason, source.reason, target.reason) if reason]
    inferred = edge.inferred or source.inferred or target.inferred
    confidence = min(source.confidence, target.confidence)
    _write_certainty(frame, node, inferred, confidence, "; ".join(dict.fromkeys(reasons)) or None)
    _write_candidates(frame, node, target)
    frame.prove(node, edge.evidence, edge.locator)


def _write_statement(frame: Frame, row: int, source: str, relation: Relation, target: str) -> str:
    sheet, node, term = frame.sheet, frame.node("relation", row), load_relation_properties()[relation]
    sheet.link(source, term, target)
    sheet.types(node, Cancu.RELATION_STATEMENT)
    sheet.link(node, Rdf.SUBJECT, source)
    sheet.link(node, Rdf.PREDICATE, term)
    sheet.link(node, Rdf.OBJECT, target)
    return node


def _write_certainty(frame: Frame, node: str, inferred: bool, confidence: float, reason: str | None) -> None:
    frame.sheet.note(node, Cancu.INFERRED, inferred)
    frame.sheet.note(node, Cancu.CONFIDENCE, confidence)
    frame.sheet.words(node, Cancu.REASON, reason if inferred else None)


def _write_candidates(frame: Frame, node: str, target: ResolvedCitation) -> None:
    for candidate in target.candidates if target.document.partial else ():
        if candidate.iri != target.document.iri:
            frame.sheet.link(node, Cancu.CANDIDATE, candidate.iri)
            write_identity(frame, candidate)


def _write_mentions(frame: Frame, citation: Citation, target: ResolvedCitation) -> None:
    for mention in citation.mentions:
        node = frame.node("mention", mention.span.start, mention.span.end)
        frame.sheet.types(node, Cancu.MENTION)
        frame.sheet.link(node, Rdf.OBJECT, target.document.iri)
        frame.sheet.note(node, Cancu.RULE, mention.rule)
        frame.prove(node, mention.span, mention.locator)
