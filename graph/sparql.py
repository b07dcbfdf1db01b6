"""SPARQL for strangers: check the query, run it where it can be killed, stream the answer.

    outline = parse_outline(text)                      what it is, and whether such queries are run at all
    with open_query_service(location) as service:      processes started ahead, or an endpoint
        with service.run(QueryRequest(text, media)) as run:
            for chunk in run: ...

Errors are ``QueryError`` (the query's, or ours: ``QueryFailed``) and ``StoreError``.
"""

from __future__ import annotations

from pathlib import Path

from graph.query_errors import (
    QueryBusy,
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
)
from graph.query_model import (
    BOOLEAN_FORMATS,
    GRAPH_FORMATS,
    RESULT_FORMATS,
    QueryLimits,
    QueryRequest,
    QueryRun,
    QueryService,
    media_types_of,
)
from graph.query_outline import MAX_DEPTH, MAX_LENGTH, QueryForm, QueryOutline, parse_outline
from graph.query_pool import ProcessPool
from graph.store import REMOTE_SCHEMES


def open_query_service(location: str | Path, *, processes: int = 2, limits: QueryLimits | None = None) -> QueryService:
    """Return the query service of the store at ``location`` (as for ``open_store``); close it when done."""
    if isinstance(location, str) and location.startswith(REMOTE_SCHEMES):
        from graph.endpoint import EndpointAddress
        from graph.query_remote import EndpointQueries

        return EndpointQueries(EndpointAddress.read(location), limits)
    return ProcessPool(Path(location), processes=processes, limits=limits)


def run_query(location: str | Path, request: QueryRequest, limits: QueryLimits | None = None) -> bytes:
    """Return the whole answer of one query: for the command line and for tests.

    Raises:
        QueryError: as it is.
        StoreError: if the store is missing or does not answer.
    """
    with open_query_service(location, processes=1, limits=limits) as service, service.run(request) as run:
        return b"".join(run)


__all__ = [
    "BOOLEAN_FORMATS",
    "GRAPH_FORMATS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "RESULT_FORMATS",
    "QueryBusy",
    "QueryError",
    "QueryFailed",
    "QueryForm",
    "QueryLimits",
    "QueryOutline",
    "QueryRefused",
    "QueryRequest",
    "QueryRun",
    "QueryService",
    "QuerySyntaxError",
    "QueryTimeout",
    "ResultTooLarge",
    "media_types_of",
    "open_query_service",
    "parse_outline",
    "run_query",
]
