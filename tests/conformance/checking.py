"""Hold the service to one case: over HTTP, through the query processes, or with their evaluation in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from graph.query_meter import ResultMeter
from graph.query_model import QueryLimits
from graph.query_process import DATA, WHOLE, ResultWriter, Work, evaluate
from graph.sparql import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    QueryError,
    QueryRefused,
    QueryRequest,
    QuerySyntaxError,
    parse_outline,
)
from tests.conformance.exchanges import GraphFile, ProtocolCase
from tests.conformance.manifests import EvaluationCase, RefusalCase, SyntaxCase
from tests.conformance.results import canonical_result, expected_result

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT = NamedNode("http://xmlns.com/foaf/0.1/Document")
_MEDIA_TYPES = {rdf_format: media for media, rdf_format in GRAPH_FORMATS.items()}
_RESULT_TYPES = {result_format: media for media, result_format in RESULT_FORMATS.items()}
_KINDS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": tuple(RESULT_FORMATS),
    "RDF": tuple(GRAPH_FORMATS),
}

Ask = Callable[[QueryRequest], bytes]
"""Gives the whole answer of a query, or raises its ``QueryError``."""


class _Frames:
    """The place of the connection on which a query process sends its frames."""

    def __init__(self) -> None:
        self.body = b""

    def send_bytes(self, frame: bytes) -> None:
        if frame.startswith((DATA, WHOLE)):
            self.body += frame[1:]


def ask_here(files: tuple[GraphFile, ...]) -> Ask:
    """Return the evaluation of the query processes over these files, without a process and a store on disk."""
    store = Store()
    store.extend(quad for file in files for quad in read_quads(file))

    def ask(request: QueryRequest) -> bytes:
        frames, limits = _Frames(), QueryLimits()
        writer = ResultWriter(cast("Connection", frames), ResultMeter(request.media_type, limits))
        evaluate(store, Work(request, parse_outline(request.text, request.base or ""), limits), writer)
        writer.finish()
        return frames.body

    return ask


def engine_passes(case: EvaluationCase | RefusalCase | SyntaxCase) -> bool:
    """Tell whether Oxigraph alone passes a case, called as a library, without anything of this service."""
    store = Store()
    if isinstance(case, EvaluationCase):
        store.extend(quad for file in files_of(case) for quad in read_quads(file))

    def ask(request: QueryRequest) -> bytes:
        answer = store.query(request.text, base_iri=request.base)
        if isinstance(answer, QueryTriples):
            return serialize(answer, format=GRAPH_FORMATS[request.media_type]) or b""
        return answer.serialize(format=RESULT_FORMATS[request.media_type]) or b""

    try:
        check_query(case, ask)
    except SyntaxError:
        return isinstance(case, SyntaxCase) and case.verdict == "negative"
    except (AssertionError, QueryError):
        return False
    except Exception:
        return isinstance(case, SyntaxCase)
    return True


def files_of(case: EvaluationCase) -> tuple[GraphFile, ...]:
    """Return the data of a case and the files of its FROM and FROM NAMED, which the service never fetches."""
    try:
        outline = parse_outline(read_query(case.query), case.query.as_uri())
    except QueryError:
        return case.data
    names = {*outline.default_graphs, *outline.named_graphs} - {file.name for file in case.data}
    return (*case.data, *(GraphFile(Path(name.removeprefix("file://")), name) for name in sorted(names)))


def read_query(path: Path) -> str:
    """Return the text of a query; line ends stay as they are."""
    return path.read_bytes().decode("utf-8")


def read_quads(file: GraphFile) -> Iterator[Quad]:
    """Yield the triples of a file in its graph.

    The protocol suite names files that are not in its repository; what its queries ask of them is one triple.
    """
    name = DefaultGraph() if file.name is None else NamedNode(file.name)
    if isinstance(name, NamedNode) and not file.path.exists():
        yield Quad(name, RDF_TYPE, DOCUMENT, name)
        return
    rdf_format = RdfFormat.from_extension(file.path.suffix[1:]) or RdfFormat.TURTLE
    for quad in parse(path=str(file.path), format=rdf_format, base_iri=file.path.as_uri(), rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, name)


def check_query(case: EvaluationCase | RefusalCase | SyntaxCase, ask: Ask) -> None:
    """Compare what the service says to a query with what the case expects."""
    if isinstance(case, EvaluationCase):
        _check_evaluation(case, ask)
    elif isinstance(case, RefusalCase):
        _check_refusal(case, ask)
    else:
        _check_syntax(case, ask)


def _check_syntax(case: SyntaxCase, ask: Ask) -> None:
    """Take or refuse the query as the case says."""
    try:
        _answer(ask, case.query, None)
        taken = True
    except QuerySyntaxError:
        taken = False
    except QueryError:
        taken = True
    assert taken == (case.verdict == "positive")


def _check_refusal(case: RefusalCase, ask: Ask) -> None:
    """See that no other server is called."""
    with pytest.raises(QueryRefused) as refusal:
        _answer(ask, case.query, None)
    assert refusal.value.rule == "service"


def _check_evaluation(case: EvaluationCase, ask: Ask) -> None:
    """Compare the answer with the expected one."""
    expected = expected_result(case.result, is_lax=case.is_lax)
    body = _answer(ask, case.query, expected.result_format)
    assert canonical_result(body, expected.result_format, expected.reading) == expected.canonical


def _answer(ask: Ask, query: Path, wanted: QueryResultsFormat | RdfFormat | None) -> bytes:
    """Return the answer in the format wanted, or in any that fits the form."""
    text, base = read_query(query), query.as_uri()
    if wanted is None:
        form = parse_outline(text, base).form
        media = "text/turtle" if form in {"construct", "describe"} else "application/sparql-results+xml"
    else:
        media = _MEDIA_TYPES[wanted] if isinstance(wanted, RdfFormat) else _RESULT_TYPES[wanted]
    return ask(QueryRequest(text, media, union=False, base=base))


def check_protocol(case: ProtocolCase, client: TestClient) -> None:
    """Send the requests and look at what comes back."""
    for exchange in case.exchanges:
        headers = [(name, value) for name, value in exchange.headers if name.lower() != "content-length"]
        response = client.request(exchange.method, exchange.path, headers=headers, content=exchange.body)
        assert str(response.status_code).startswith(exchange.statuses), response.text
        if exchange.expected_format and response.is_success:
            assert response.headers["content-type"].partition(";")[0] in _KINDS[exchange.expected_format]
        if exchange.expected_boolean is not None:
            assert response.json()["boolean"] == exchange.expected_boolean
