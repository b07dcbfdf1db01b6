"""The HTTP API ``/api/v1``: the same JSON as the command line, with paging, ETags and examples."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool

from app.asking import MAX_QUESTION, answer_question
from app.errors import NotAllowed, NothingFound, WrongUsage
from app.ingestion import FileResult
from app.lookup import parse_date, resolve_document, today
from app.messages import say
from app.presentation import (
    Json,
    document_json,
    duty_json,
    extraction_json,
    hit_json,
    ingestion_json,
    lineage_json,
    listed_agency_json,
    response_json,
    routes_json,
    target_json,
    validation_json,
    verification_json,
)
from app.problems import language_of
from app.queries import DutyFilter, check_relations, find_duties
from app.served import Served
from app.settings import Language, Settings
from app.writing import WRITING, holds_token
from graph.drawing import draw_lineage
from graph.lineage import find_paths, trace_lineage
from graph.load import load_extraction
from graph.reading import list_agencies, list_documents, read_targets
from graph.registers import load_lexicon
from graph.store import open_store
from graph.validate import validate_store, verify_evidence
from ingest.model import Extraction
from ingest.pipeline import extract
from ingest.read import Limits, read_bytes
from search.index import update_index
from search.responsibilities import find_passages

Item = TypeVar("Item")
Name = Annotated[str, Query(max_length=500, examples=["4655/KH-UBND"])]
Day = Annotated[str | None, Query(max_length=20, examples=["2026-11-23"], description="Ngày · date")]
Cursor = Annotated[str | None, Query(max_length=40, description="`next` của trang trước · `next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=1000)]
DRAWINGS = {
    "mermaid": "text/vnd.mermaid",
    "dot": "text/vnd.graphviz",
    "graphml": "application/graphml+xml",
    "svg": "image/svg+xml",
    "text": "text/plain",
}
FileName = Annotated[str, Query(min_length=1, max_length=200, examples=["ke-hoach.docx"])]
_FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_PROBLEM = {"description": "Chi tiết lỗi · problem details (RFC 9457)", "content": {"application/problem+json": {}}}


def served_of(request: Request) -> Served:
    """Return what the application keeps open."""
    served: Served = request.app.state.served
    return served


ServedHere = Annotated[Served, Depends(served_of)]
Lang = Annotated[Language, Depends(language_of)]
router = APIRouter(
    tags=["api"],
    responses=dict.fromkeys((300, 400, 404, 406, 413, 422, 429, 500, 503), _PROBLEM),
)


@router.get("/documents", summary="Các văn bản trong kho · documents")
def documents(
    request: Request, served: ServedHere, cited: bool = False, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """List the documents whose text is here, and with ``cited`` those known only by citation."""
    listed = list_documents(served.store) + (list_documents(served.store, cited=True) if cited else ())
    return _page(request, served, "documents", listed, document_json, limit, cursor)


@router.get("/agencies", summary="Các cơ quan được giao nhiệm vụ · agencies")
def agencies(request: Request, served: ServedHere, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """List the bodies that hold duties, those with most first."""
    return _page(request, served, "agencies", list_agencies(served.store), listed_agency_json, limit, cursor)


@router.get("/trace", summary="Đường căn cứ của một văn bản · lineage")
def trace(
    request: Request,
    served: ServedHere,
    lang: Lang,
    document: Name,
    direction: Literal["up", "down", "both"] = "both",
    depth: Annotated[int | None, Query(ge=1, le=1000)] = None,
    relation: Annotated[list[str] | None, Query(max_length=11)] = None,
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
        return _tagged(request, served, lineage_json(lineage))
    return PlainTextResponse(draw_lineage(lineage, format), media_type=DRAWINGS[format])


@router.get("/path", summary="Đường căn cứ giữa hai văn bản · path")
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
    return _tagged(request, served, routes_json(routes))


@router.get("/duties", summary="Nhiệm vụ được giao · duties")
def duties(
    request: Request,
    served: ServedHere,
    lang: Lang,
    agency: Annotated[str | None, Query(max_length=500, examples=["Sở Công Thương"])] = None,
    document: Annotated[str | None, Query(max_length=500)] = None,
    role: Annotated[str | None, Query(max_length=20, examples=["lead"])] = None,
    period: Annotated[str | None, Query(max_length=100, examples=["2026-2030"])] = None,
    as_of: Day = None,
    limit: Limit = 1000,
    cursor: Cursor = None,
) -> Response:
    """List duties by agency (its name then or now), document, role and period."""
    held = find_duties(served.store, DutyFilter(agency, document, role, period, as_of), lang)
    return _page(request, served, "duties", held, lambda pair: duty_json(*pair), limit, cursor)


@router.get("/targets", summary="Chỉ tiêu định lượng · targets")
def targets(
    request: Request,
    served: ServedHere,
    lang: Lang,
    document: Annotated[str | None, Query(max_length=500)] = None,
    limit: Limit = 1000,
    cursor: Cursor = None,
) -> Response:
    """List quantified aims with range, unit and year."""
    node = resolve_document(served.store, document, lang) if document else None
    listed = read_targets(served.store, [node.iri] if node else None)
    return _page(request, served, "targets", listed, target_json, limit, cursor)


@router.get("/who", summary="Ai chịu trách nhiệm · who")
def who(
    request: Request,
    served: ServedHere,
    lang: Lang,
    question: Annotated[
        str, Query(min_length=1, max_length=MAX_QUESTION, examples=["Ai chủ trì nghiên cứu công nghệ thay thế?"])
    ],
    limit: Annotated[int, Query(ge=1, le=100)] = 5,
    document: Annotated[str | None, Query(max_length=500)] = None,
    as_of: Day = None,
) -> Response:
    """Answer who is responsible, with the sentence; ``abstained`` when nothing is sure enough."""
    response = answer_question(served.store, served.index, question, limit, document, as_of, lang)
    return _tagged(request, served, response_json(response))


@router.get("/search", summary="Tìm đoạn văn · search")
def search(
    request: Request,
    served: ServedHere,
    lang: Lang,
    text: Annotated[str, Query(min_length=1, max_length=MAX_QUESTION, examples=["báo cáo trước 15/11"])],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    document: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Find the passages nearest in words and meaning."""
    within = resolve_document(served.store, document, lang).iri if document else None
    hits = find_passages(served.index, text, limit, within)
    return _tagged(request, served, {"hits": [hit_json(hit) for hit in hits]})


@router.post("/extract", summary="Đọc một tệp, không lưu · extract", openapi_extra=_FILE_BODY)
async def extract_file(request: Request, served: ServedHere, name: FileName = "van-ban.txt") -> Response:
    """Read the file that is the body of the request and give what is in it; nothing is stored."""
    data = await request.body()
    extraction = await run_in_threadpool(_extract, name, data, served.settings)
    return JSONResponse(extraction_json(extraction))


@router.post("/ingest", summary="Nạp một tệp vào kho · ingest", openapi_extra=_FILE_BODY)
async def ingest_file(
    request: Request,
    served: ServedHere,
    lang: Lang,
    name: FileName = "van-ban.txt",
    authorization: Annotated[str | None, Header(max_length=4096)] = None,
) -> Response:
    """Store the file that is the body of the request; ``Authorization: Bearer <CANCU_TOKEN>`` is needed."""
    if not holds_token(served.settings, (authorization or "").removeprefix("Bearer ")):
        raise NotAllowed(say("token.bad", lang))
    data = await request.body()
    result = await run_in_threadpool(_ingest, name, data, served)
    return JSONResponse(ingestion_json([result]))


@router.get("/verify", summary="Đối chiếu trích dẫn · verify")
def verify(request: Request, served: ServedHere) -> Response:
    """Check every quote against the stored text."""
    return _tagged(request, served, verification_json(verify_evidence(served.store)))


@router.get("/validate", summary="Kiểm tra đồ thị · validate")
def validate(request: Request, served: ServedHere, lang: Lang, as_of: Day = None) -> Response:
    """Check the graph against its shapes and give the findings."""
    report = validate_store(served.store, parse_date(as_of, lang) if as_of else today())
    return _tagged(request, served, validation_json(report))


def _extract(name: str, data: bytes, settings: Settings) -> Extraction:
    return extract(read_bytes(name, data, Limits(max_bytes=settings.max_upload_bytes)), load_lexicon())


def _ingest(name: str, data: bytes, served: Served) -> FileResult:
    extraction = _extract(name, data, served.settings)
    with WRITING, open_store(served.settings.store) as store:
        done = load_extraction(store, extraction)
        update_index(store)
    return FileResult(name, done.status, done.key, done.number, issues=done.issues)


def _page(
    request: Request,
    served: Served,
    name: str,
    items: Sequence[Item],
    present: Callable[[Item], Json],
    limit: int,
    cursor: str | None,
) -> Response:
    """Return one page of a list; ``next`` is the cursor of the page after it, null on the last."""
    start = _read_cursor(cursor, language_of(request))
    end = start + limit
    following = _write_cursor(end) if end < len(items) else None
    body = {name: [present(item) for item in items[start:end]], "total": len(items), "next": following}
    return _tagged(request, served, body)


def _write_cursor(start: int) -> str:
    return base64.urlsafe_b64encode(f"from:{start}".encode()).decode()


def _read_cursor(cursor: str | None, lang: Language) -> int:
    if cursor is None:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if word == "from" and number.isascii() and number.isdigit():
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise WrongUsage(say("cursor.bad", lang, text=cursor))


def _tagged(request: Request, served: Served, body: Json) -> Response:
    """Return ``body`` with an ETag of its content; 304 when the caller has it already."""
    response = JSONResponse(body)
    payload = bytes(response.body)
    tag = f'"{served.store.version()}-{hashlib.sha256(payload).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Accept-Language"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response
