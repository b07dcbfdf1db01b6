"""What the API gives to readers: documents, relations, duties, targets, answers, reports."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from app.api import shapes
from app.api.paging import respond, respond_page
from app.api.parameters import Cursor, Day, Lang, Limit, Name, OptionalName, RelationName, RoleName, ServedHere
from app.api.problem_shape import describe_problems
from app.asking import MAX_QUESTION, answer_question
from app.errors import NothingFound
from app.known import Known
from app.lookup import parse_date, resolve_document, today
from app.messages import say
from app.presentation import (
    document_json,
    duty_json,
    hit_json,
    lineage_json,
    listed_agency_json,
    response_json,
    routes_json,
    target_json,
    validation_json,
    verification_json,
)
from app.queries import DutyFilter, check_relations, find_duties
from graph.drawing import draw_lineage
from graph.lineage import find_paths, trace_lineage
from graph.reading import list_agencies, list_documents, read_targets
from graph.validate import EvidenceReport, ValidationReport, validate_store, verify_evidence
from search.responsibilities import find_passages

DRAWINGS = {
    "mermaid": "text/vnd.mermaid",
    "dot": "text/vnd.graphviz",
    "graphml": "application/graphml+xml",
    "svg": "image/svg+xml",
    "text": "text/plain",
}
_DRAWN = {media_type: {"schema": {"type": "string"}} for media_type in DRAWINGS.values()}
_VERIFIED = Known[EvidenceReport](size=1)
_VALIDATED = Known[ValidationReport](size=4)
router = APIRouter(tags=["api"], responses=describe_problems((300, 304, 400, 404, 422, 429, 500, 503)))


@router.get(
    "/documents", summary="Các văn bản trong kho · documents", responses={200: {"model": shapes.DocumentsShape}}
)
def documents(
    request: Request, served: ServedHere, cited: bool = False, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """List the documents whose text is here, and with ``cited`` those known only by citation."""
    listed = list_documents(served.store) + (list_documents(served.store, cited=True) if cited else ())
    return respond_page(request, served, "documents", listed, document_json, limit, cursor)


@router.get(
    "/agencies", summary="Các cơ quan được giao nhiệm vụ · agencies", responses={200: {"model": shapes.AgenciesShape}}
)
def agencies(request: Request, served: ServedHere, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List the bodies that hold duties, those with most first."""
    return respond_page(request, served, "agencies", list_agencies(served.store), listed_agency_json, limit, cursor)


@router.get(
    "/trace",
    summary="Đường căn cứ của một văn bản · lineage",
    responses={200: {"model": shapes.LineageShape, "content": _DRAWN}},
)
def trace(
    request: Request,
    served: ServedHere,
    lang: Lang,
    document: Name,
    direction: Literal["up", "down", "both"] = "both",
    depth: Annotated[int | None, Query(ge=1, le=1000)] = None,
    relation: Annotated[list[RelationName] | None, Query(max_length=11)] = None,
    asserted_only: bool = False,
    as_of: Day = None,
    format: Literal["json", "text", "mermaid", "dot", "graphml", "svg"] = "json",  # noqa: A002  the contract's name
) -> Response:
    """Give what a document rests on and what rests on it, each edge with its evidence."""
    root = resolve_document(served.store, document, lang)
    day = parse_date(as_of, lang) if as_of else None
    relations = check_relations(relation, lang)
    lineage = trace_lineage(served.store, root.iri, direction, depth, relations, asserted_only, day)
    if format == "json":
        return respond(request, served, lineage_json(lineage))
    return PlainTextResponse(draw_lineage(lineage, format), media_type=DRAWINGS[format])


@router.get("/path", summary="Đường căn cứ giữa hai văn bản · path", responses={200: {"model": shapes.RoutesShape}})
def path(
    request: Request,
    served: ServedHere,
    lang: Lang,
    source: Name,
    target: Name,
    limit: Annotated[int, Query(ge=1, le=50)] = 1,
    asserted_only: bool = False,
) -> Response:
    """Give the shortest justified paths, each step as a sentence with its evidence."""
    ends = [resolve_document(served.store, name, lang) for name in (source, target)]
    routes = find_paths(served.store, ends[0].iri, ends[1].iri, limit, asserted_only)
    if not routes:
        raise NothingFound(say("path.none", lang, source=source, target=target))
    return respond(request, served, routes_json(routes))


@router.get("/duties", summary="Nhiệm vụ được giao · duties", responses={200: {"model": shapes.DutiesShape}})
def duties(
    request: Request,
    served: ServedHere,
    lang: Lang,
    agency: Annotated[str | None, Query(min_length=1, max_length=500, examples=["Sở Công Thương"])] = None,
    document: OptionalName = None,
    role: RoleName = None,
    period: Annotated[str | None, Query(max_length=100, examples=["2026-2030"])] = None,
    as_of: Day = None,
    limit: Limit = 1000,
    cursor: Cursor = None,
) -> Response:
    """List duties by agency (its name then or now), document, role and period."""
    held = find_duties(served.store, DutyFilter(agency, document, role, period, as_of), lang)
    return respond_page(request, served, "duties", held, lambda pair: duty_json(*pair), limit, cursor)


@router.get("/targets", summary="Chỉ tiêu định lượng · targets", responses={200: {"model": shapes.TargetsShape}})
def targets(
    request: Request,
    served: ServedHere,
    lang: Lang,
    document: OptionalName = None,
    limit: Limit = 1000,
    cursor: Cursor = None,
) -> Response:
    """List quantified aims with range, unit and year."""
    node = resolve_document(served.store, document, lang) if document else None
    listed = read_targets(served.store, [node.iri] if node else None)
    return respond_page(request, served, "targets", listed, target_json, limit, cursor)


@router.get("/who", summary="Ai chịu trách nhiệm · who", responses={200: {"model": shapes.AnswersShape}})
def who(
    request: Request,
    served: ServedHere,
    lang: Lang,
    question: Annotated[
        str, Query(min_length=1, max_length=MAX_QUESTION, examples=["Ai chủ trì nghiên cứu công nghệ thay thế?"])
    ],
    limit: Annotated[int, Query(ge=1, le=100)] = 5,
    document: OptionalName = None,
    as_of: Day = None,
) -> Response:
    """Answer who is responsible, with the sentence; ``abstained`` when nothing is sure enough."""
    response = answer_question(served.store, served.index, question, limit, document, as_of, lang)
    return respond(request, served, response_json(response))


@router.get("/search", summary="Tìm đoạn văn · search", responses={200: {"model": shapes.HitsShape}})
def search(
    request: Request,
    served: ServedHere,
    lang: Lang,
    text: Annotated[str, Query(min_length=1, max_length=MAX_QUESTION, examples=["báo cáo trước 15/11"])],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    document: OptionalName = None,
) -> Response:
    """Find the passages nearest in words and meaning."""
    within = resolve_document(served.store, document, lang).iri if document else None
    hits = find_passages(served.index, text, limit, within)
    return respond(request, served, {"hits": [hit_json(hit) for hit in hits]})


@router.get("/verify", summary="Đối chiếu trích dẫn · verify", responses={200: {"model": shapes.VerificationShape}})
def verify(request: Request, served: ServedHere) -> Response:
    """Check every quote against the stored text."""
    report = _VERIFIED.get(served.store, None, lambda: verify_evidence(served.store))
    return respond(request, served, verification_json(report))


@router.get("/validate", summary="Kiểm tra đồ thị · validate", responses={200: {"model": shapes.ValidationShape}})
def validate(request: Request, served: ServedHere, lang: Lang, as_of: Day = None) -> Response:
    """Check the graph against its shapes and give the findings."""
    day = parse_date(as_of, lang) if as_of else today()
    report = _VALIDATED.get(served.store, day, lambda: validate_store(served.store, day))
    return respond(request, served, validation_json(report))
