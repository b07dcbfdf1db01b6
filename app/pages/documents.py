"""Văn bản: the list, and one text with its outline, everything found in it marked, its relations and findings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.lookup import resolve_document, today
from app.marked_text import Mark, render_marks
from app.pages.findings import known_findings
from app.pages.frame import page_language, render
from app.pages.links import document_link, lineage_link, provision_link, sentence_link
from app.pages.structured import legislation_block
from app.plain_text import one_line
from app.public_address import public_root
from app.served import Served
from app.settings import Language
from app.terminal import ROLE_LABELS, word_of
from graph.lineage import trace_lineage
from graph.model import DocumentEdge, DocumentNode, Lineage
from graph.network import RELATIONS
from graph.query_files import narrow_query
from graph.reading import list_documents, read_text
from graph.registers import load_lexicon
from graph.rows import need_text, text_of, truth_of
from graph.wording import load_readings, name_document
from ingest.model import Extraction, Provision, SourceDocument, Span
from ingest.pipeline import extract
from ingest.text import key_of

router = APIRouter(include_in_schema=False)
MAX_AT_ONCE = 12
"""Relations of one reading that are seen without opening the rest."""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One provision as HTML, with the anchor that deep links name."""

    locator: str
    kind: str
    depth: int
    html: str
    heading: str | None


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """A relation seen from the document of the page, with the document at its other end."""

    other: DocumentNode
    edge: DocumentEdge


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """The relations of one reading ("căn cứ", "là căn cứ của"): a few to be seen at once, then the rest."""

    reading: str
    relations: tuple[ShownRelation, ...]

    @property
    def parts(self) -> tuple[tuple[ShownRelation, ...], ...]:
        """The relations in one part, or in two where they are many."""
        if len(self.relations) <= MAX_AT_ONCE + 3:
            return (self.relations,)
        return self.relations[:MAX_AT_ONCE], self.relations[MAX_AT_ONCE:]


@dataclass(frozen=True, slots=True)
class Version:
    """A text that the document has had: when it came in, from which file, whether it is the one that counts."""

    at: str
    file: str | None
    current: bool


@router.get("/van-ban")
def documents(
    request: Request,
    tim: str = Query("", max_length=200),
    loai: Literal["", "toan-van", "vien-dan"] = "",
    trang: int = Query(1, ge=1, le=10_000),
) -> HTMLResponse:
    """List documents, narrowed by the words of ``tim``, a hundred on a page."""
    served: Served = request.app.state.served
    wanted = key_of(tim).split()
    listed = [
        node
        for node in _listed(served, loai)
        if all(word in key_of(f"{node.number or ''} {node.title or ''} {node.issuer or ''}") for word in wanted)
    ]
    first = (trang - 1) * 100
    return render(
        request,
        "documents.html",
        search=tim,
        kind=loai,
        page=trang,
        total=len(listed),
        documents=listed[first : first + 100],
        document_link=document_link,
    )


@router.get("/van-ban/{key:path}")
def document(request: Request, key: str, tu: int = Query(-1, ge=-1), den: int = Query(-1, ge=-1)) -> HTMLResponse:
    """Show one document; ``tu`` and ``den`` bound the sentence to be highlighted."""
    served: Served = request.app.state.served
    lang = page_language(request)
    node = resolve_document(served.store, key, lang)
    text = read_text(served.store, node.iri)
    lineage = trace_lineage(served.store, node.iri, "both", 1, relations=RELATIONS)
    extraction = _extract(text) if text is not None else None
    found = Span(tu, den) if text is not None and 0 <= tu < den <= len(text) else None
    return render(
        request,
        "document.html",
        document=node,
        extraction=extraction,
        parts=_parts(extraction, _targets(lineage), found, lang) if extraction else [],
        relations=group_relations(lineage, lang),
        findings=[one for one in known_findings(served.store, today()) if one.document == node.iri] if text else [],
        versions=_versions(served, node),
        structured=legislation_block(node, lineage, public_root(request)),
        name_document=name_document,
        document_link=document_link,
        lineage_link=lineage_link,
        provision_link=provision_link,
        sentence_link=sentence_link,
    )


def _listed(served: Served, kind: str) -> tuple[DocumentNode, ...]:
    stored = list_documents(served.store) if kind != "vien-dan" else ()
    return stored + (list_documents(served.store, cited=True) if kind != "toan-van" else ())


@lru_cache(maxsize=64)
def _extract(text: str) -> Extraction:
    """Read the stored text again, in milliseconds: the page needs every mention, not only what became edges."""
    return extract(SourceDocument("", text, "", "text/plain"), load_lexicon())


def _parts(
    extraction: Extraction, targets: dict[str, DocumentNode], found: Span | None, lang: Language
) -> list[ShownPart]:
    marks = _marks(extraction, targets, lang)
    if found:
        marks.append(Mark(found, "found", anchor="trich-dan"))
    text = extraction.source.text
    shares = share_marks(marks, [part.span for part in extraction.provisions])
    return [
        ShownPart(
            part.locator,
            part.kind,
            part.locator.count("/"),
            render_marks(text, share, part.span),
            _heading(text, part),
        )
        for part, share in zip(extraction.provisions, shares, strict=True)
        if part.span.end > part.span.start
    ]


def share_marks(marks: Iterable[Mark], spans: Sequence[Span]) -> list[list[Mark]]:
    """Return for each of ``spans``, which follow one another, its share of the marks, cut where they run over it."""
    starts = [span.start for span in spans]
    shares: list[list[Mark]] = [[] for _ in spans]
    for mark in marks:
        row = max(0, bisect_right(starts, mark.span.start) - 1)
        while row < len(spans) and spans[row].start < mark.span.end:
            start, end = max(mark.span.start, spans[row].start), min(mark.span.end, spans[row].end)
            if start < end:
                shares[row].append(replace(mark, span=Span(start, end)))
            row += 1
    return shares


def _marks(extraction: Extraction, targets: dict[str, DocumentNode], lang: Language) -> list[Mark]:
    marks = []
    for citation in extraction.citations:
        target = targets.get(citation.number or citation.name or "")
        for mention in citation.mentions:
            title = f"{load_readings(lang)[mention.relation].active}: {citation.number or citation.name or ''}"
            marks.append(Mark(mention.span, "citation", title, document_link(target) if target else None))
    for duty in extraction.assignments:
        role = word_of(ROLE_LABELS, duty.role, lang)
        marks.append(Mark(duty.task_span, "duty", f"{duty.label or duty.agency}: {role}"))
    marks += [Mark(item.span, "target", item.unit) for item in extraction.targets]
    marks += [Mark(item.span, "deadline", item.surface) for item in extraction.deadlines]
    return list(dict.fromkeys(marks))


def _heading(text: str, part: Provision) -> str | None:
    if part.kind in {"boilerplate", "row", "dash"}:
        return None
    if part.heading:
        return f"{part.mark} {one_line(part.heading.of(text), 300)}".strip() or None
    return one_line(part.span.of(text)[:300], 300) or None


def _targets(lineage: Lineage) -> dict[str, DocumentNode]:
    return {node.number or node.title or node.key: node for node in lineage.nodes}


def group_relations(lineage: Lineage, lang: Language) -> tuple[RelationGroup, ...]:
    """Return the relations of the root by their reading, which their direction chooses, in the order of the kinds."""
    nodes = {node.iri: node for node in lineage.nodes}
    groups: dict[str, list[ShownRelation]] = {}
    for relation, reading in load_readings(lang).items():
        for edge in (edge for edge in lineage.edges if edge.relation == relation):
            if edge.source == lineage.root:
                groups.setdefault(reading.active, []).append(ShownRelation(nodes[edge.target], edge))
            elif edge.target == lineage.root:
                groups.setdefault(reading.passive, []).append(ShownRelation(nodes[edge.source], edge))
    return tuple(RelationGroup(reading, tuple(relations)) for reading, relations in groups.items())


def _versions(served: Served, document: DocumentNode) -> tuple[Version, ...]:
    rows = served.store.select(narrow_query("editions", documents=[document.iri]))
    return tuple(Version(need_text(row, "loaded"), text_of(row, "file"), truth_of(row, "current")) for row in rows)
