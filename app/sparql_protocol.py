"""SPARQL 1.1 Protocol, for queries: GET, form POST and direct POST, and the service description.

The service reads only: updates and graph store writes are answered 403. Errors are problem documents (RFC 9457), with
``line`` and ``column`` where the query is wrong. A result longer than one chunk is streamed; should it break off (time,
size), the connection is cut, so that no client takes a part for the whole.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from app.errors import NotAcceptable, NotAllowed, message_of, outcome_of
from app.negotiation import choose_media_type
from app.problems import language_of, problem
from app.service_description import ServiceDescriber
from graph.sparql import (
    GRAPH_FORMATS,
    MAX_LENGTH,
    QueryError,
    QueryForm,
    QueryRequest,
    QueryRun,
    QueryService,
    media_types_of,
    parse_outline,
)
from graph.store import StoreError

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
HTML_TYPE = "text/html"
_MAX_BODY_BYTES = 12 * MAX_LENGTH
"""A query at its longest, every code point percent-encoded."""
_MAX_FIELDS = 1000
_SHORT_LENGTH = 5000
"""A query that is looked through at once (under a millisecond), not in another thread."""
_READ_HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "content-type",
    "cross-origin-resource-policy": "cross-origin",
    "vary": "accept",
}
_PREFLIGHT_HEADERS = {
    **_READ_HEADERS,
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "accept, content-type",
    "access-control-max-age": "86400",
}
_ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
    "application/x-turtle": "text/turtle",
}
"""Media types that clients ask for, and the registered one that they mean; the answer keeps the registered one."""
_CHARSET_TYPES = ("text/csv", "text/tab-separated-values", "text/turtle")


class BadRequest(ValueError):
    """The request is not of the protocol; ``status`` says how."""

    def __init__(self, status: int, message: str, message_en: str) -> None:
        super().__init__(message)
        self.status = status
        self.message_en = message_en


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation as the protocol sent it."""

    query: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers: the query service, the description of it, and the page for people, if there is one."""

    service: QueryService
    describer: ServiceDescriber
    page: Callable[[Request], Response] | None = None


def build_sparql_router(endpoint_of: Callable[[Request], Endpoint]) -> APIRouter:
    """Return the routes of the protocol, to be mounted at ``/sparql``."""
    router = APIRouter(tags=["SPARQL"])

    async def answer(request: Request) -> Response:
        """Answer a SPARQL 1.1 query, or describe the service where no query is given."""
        try:
            return await _answer(request, endpoint_of(request))
        except BadRequest as error:
            detail = error.message_en if language_of(request) == "en" else str(error)
            return problem(request, error.status, detail, "sparql-protocol", headers=_READ_HEADERS)
        except (QueryError, StoreError, NotAllowed, NotAcceptable) as error:
            return _explain(request, error)

    def refuse(request: Request) -> Response:
        """Refuse writing."""
        if "query" in request.query_params:
            headers = {**_READ_HEADERS, "allow": "GET, HEAD, POST, OPTIONS"}
            return problem(request, 405, "Truy vấn gửi bằng GET hoặc POST.", "sparql-protocol", headers=headers)
        return _explain(request, _not_writable())

    def preflight() -> Response:
        """Let pages of other sites read."""
        return Response(status_code=204, headers=_PREFLIGHT_HEADERS)

    router.add_api_route("", answer, methods=["GET"], response_class=Response, name="sparql")
    for path in ("", "/"):
        router.add_api_route(path, answer, methods=["GET", "HEAD", "POST"], include_in_schema=False)
        router.add_api_route(path, refuse, methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
        router.add_api_route(path, preflight, methods=["OPTIONS"], include_in_schema=False)
    return router


async def _answer(request: Request, endpoint: Endpoint) -> Response:
    operation = await _read_operation(request)
    if operation is None:
        return await run_in_threadpool(_describe, request, endpoint)
    base = str(request.url.replace(query="", fragment=""))
    text = operation.query
    is_short = len(text) < _SHORT_LENGTH
    outline = parse_outline(text, base) if is_short else await run_in_threadpool(parse_outline, text, base)
    media_type = _choose_format(request, outline.form)
    wanted = QueryRequest(text, media_type, operation.default_graphs, operation.named_graphs, base=base)
    run = await run_in_threadpool(endpoint.service.run, wanted)
    return _respond(run, media_type)


def _respond(run: QueryRun, media_type: str) -> Response:
    content_type = f"{media_type}; charset=utf-8" if media_type in _CHARSET_TYPES else media_type
    headers = {**_READ_HEADERS, "content-type": content_type}
    if run.is_whole:
        return Response(b"".join(run), headers=headers)
    return StreamingResponse(_stream(run), headers=headers)


async def _stream(run: QueryRun) -> AsyncIterator[bytes]:
    """Pass the chunks on; when the client goes away, the work ends."""
    try:
        async for chunk in iterate_in_threadpool(iter(run)):
            yield chunk
    finally:
        run.close()


async def _read_operation(request: Request) -> Operation | None:
    """Return the query operation of a request, None where it asks for the service description."""
    in_url = _parse_fields(request.url.query)
    if request.method != "POST":
        return _operation(in_url) if in_url.holds_operation else None
    media_type, charset = _content_type(request)
    if media_type == FORM_TYPE:
        return _operation(_Fields((*_parse_fields(await _read_text(request)).pairs, *in_url.pairs)))
    if media_type == QUERY_TYPE and charset in {"", "utf-8", "utf8"}:
        return _operation(in_url, await _read_text(request))
    if media_type == UPDATE_TYPE or in_url.names_graph:
        raise _not_writable()
    raise BadRequest(
        415,
        f"Kiểu nội dung “{media_type} {charset}” không dùng được. Hãy gửi {FORM_TYPE} hoặc {QUERY_TYPE} (UTF-8).",
        f"The content type “{media_type} {charset}” is not taken. Send {FORM_TYPE} or {QUERY_TYPE} (UTF-8).",
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """The decoded parameters of a URL or a form, in order."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for field, value in self.pairs if field == name)

    def graphs(self, name: str) -> tuple[str, ...] | None:
        """Return the graphs of a parameter, also those behind an ``&`` that the client encoded by mistake."""
        return tuple(iri for value in self.all(name) for iri in value.split(f"&{name}=")) or None

    @property
    def holds_operation(self) -> bool:
        return bool(self.all("query") or self.all("update"))

    @property
    def names_graph(self) -> bool:
        return any(field in {"graph", "default"} for field, _ in self.pairs)


def _parse_fields(encoded: str) -> _Fields:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise BadRequest(
            400, f"Tham số không phải UTF-8 hoặc quá nhiều: {error}.", f"The parameters cannot be read: {error}."
        ) from error
    return _Fields(tuple(pairs))


def _operation(fields: _Fields, body: str | None = None) -> Operation:
    if fields.all("update"):
        raise _not_writable()
    queries = (*fields.all("query"), *(() if body is None else (body,)))
    if len(queries) != 1:
        raise BadRequest(
            400,
            f"Cần đúng một tham số query, nhận được {len(queries)}.",
            f"Exactly one query is needed; {len(queries)} came.",
        )
    return Operation(queries[0], fields.graphs("default-graph-uri"), fields.graphs("named-graph-uri"))


async def _read_text(request: Request) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY_BYTES:
            raise BadRequest(
                413,
                f"Truy vấn dài quá {_MAX_BODY_BYTES} byte. Hãy chia nhỏ.",
                f"The query is longer than {_MAX_BODY_BYTES} bytes. Split it.",
            )
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(400, "Truy vấn không phải UTF-8.", "The query is not UTF-8.") from error


def _content_type(request: Request) -> tuple[str, str]:
    media_type, *parameters = request.headers.get("content-type", "").lower().split(";")
    named = (parameter.strip().partition("=") for parameter in parameters)
    charset = next((value.strip('"') for name, _, value in named if name == "charset"), "")
    return media_type.strip(), charset


def _choose_format(request: Request, form: QueryForm) -> str:
    offered = media_types_of(form)
    aliases = tuple(alias for alias, meant in _ALIASES.items() if meant in offered)
    chosen = choose_media_type(request.headers.get("accept"), (*offered, *aliases))
    if chosen is None:
        raise NotAcceptable(f"Kết quả của {form.upper()} có các định dạng: {', '.join(offered)}.")
    return _ALIASES.get(chosen, chosen)


def _describe(request: Request, endpoint: Endpoint) -> Response:
    formats = (*GRAPH_FORMATS, HTML_TYPE) if endpoint.page else tuple(GRAPH_FORMATS)
    chosen = choose_media_type(request.headers.get("accept"), formats) or next(iter(GRAPH_FORMATS))
    if endpoint.page and chosen == HTML_TYPE:
        return endpoint.page(request)
    address = str(request.url.replace(query="", fragment=""))
    body = endpoint.describer.describe(address, GRAPH_FORMATS[chosen])
    return Response(body, headers={**_READ_HEADERS, "content-type": chosen})


def _explain(request: Request, error: Exception) -> Response:
    outcome = outcome_of(error)
    details = {name: getattr(error, name) for name in ("line", "column", "rule", "limit") if hasattr(error, name)}
    headers = {**_READ_HEADERS, **({"retry-after": "5"} if outcome.status == 503 else {})}
    detail = message_of(error, language_of(request))
    return problem(request, outcome.status, detail, outcome.slug, details, headers)


def _not_writable() -> NotAllowed:
    return NotAllowed(
        "Điểm truy vấn này chỉ để đọc: không nhận cập nhật SPARQL hay ghi đồ thị. "
        "Nạp văn bản bằng `cancu ingest`. This endpoint only reads: no updates, no graph store writes."
    )
