"""Replay manifests of SPARQL tests against the query processes and the HTTP protocol.

Our own small set runs always. The published suites (github.com/w3c/rdf-tests) run when ``$RDF_TESTS`` names a copy of
that repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryResultsFormat, RdfFormat, parse

from app.problems import install_problem_handlers
from app.service_description import ServiceDescriber
from app.sparql_protocol import Endpoint, build_sparql_router
from graph.query_pool import ProcessPool
from graph.sparql import GRAPH_FORMATS, RESULT_FORMATS, QueryError, QueryRequest, QuerySyntaxError, parse_outline
from graph.store import GraphStore, open_store
from tests.conformance.expected_failures import EXPECTED_FAILURES
from tests.conformance.manifests import Case, EvaluationCase, GraphFile, ProtocolCase, SyntaxCase, read_cases
from tests.conformance.results import canonical_result, expected_result

OWN = Path(__file__).parent / "cases" / "manifest.ttl"
PUBLISHED = ("sparql/sparql11/manifest-all.ttl", "sparql/sparql11/manifest.ttl", "manifest-all.ttl")
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT = NamedNode("http://xmlns.com/foaf/0.1/Document")
_MEDIA_TYPES = {rdf_format: media for media, rdf_format in GRAPH_FORMATS.items()}
_RESULT_TYPES = {result_format: media for media, result_format in RESULT_FORMATS.items()}
_KINDS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": tuple(RESULT_FORMATS),
    "RDF": tuple(GRAPH_FORMATS),
}


def published_cases() -> list[Case]:
    """Return the cases of the copy that ``$RDF_TESTS`` names; none without it."""
    place = os.environ.get("RDF_TESTS")
    manifests = [Path(place) / name for name in PUBLISHED] if place else []
    found = next((manifest for manifest in manifests if manifest.exists()), None)
    return list(read_cases(found)) if found else []


PUBLISHED_CASES = published_cases()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GraphStore, ProcessPool, TestClient]]:
    """A store, its query processes, and the HTTP protocol in front of them."""
    folder = tmp_path_factory.mktemp("store")
    with open_store(folder) as store, ProcessPool(folder, processes=1) as pool:
        endpoint = Endpoint(pool, ServiceDescriber(store))
        app = FastAPI()
        install_problem_handlers(app)
        app.include_router(build_sparql_router(lambda request: endpoint), prefix="/sparql")
        with TestClient(app) as client:
            yield store, pool, client


Place = tuple[GraphStore, ProcessPool, TestClient]


@pytest.mark.parametrize("case", list(read_cases(OWN)), ids=lambda case: case.id)
def test_our_own_cases(case: Case, place: Place) -> None:
    check(case, place)


@pytest.mark.skipif(not PUBLISHED_CASES, reason="$RDF_TESTS names no copy of github.com/w3c/rdf-tests")
@pytest.mark.parametrize("case", PUBLISHED_CASES, ids=lambda case: case.id)
def test_published_cases(case: Case, place: Place, request: pytest.FixtureRequest) -> None:
    if case.id in EXPECTED_FAILURES:
        request.applymarker(pytest.mark.xfail(reason=EXPECTED_FAILURES[case.id], strict=True))
    check(case, place)


def check(case: Case, place: Place) -> None:
    """Hold the service to one case."""
    store, pool, client = place
    if isinstance(case, SyntaxCase):
        check_syntax(case, pool)
    elif isinstance(case, EvaluationCase):
        fill(store, (*case.data, *files_of_from(case.query)))
        check_evaluation(case, pool)
    else:
        fill(store, case.data)
        check_protocol(case, client)


def files_of_from(query: Path) -> tuple[GraphFile, ...]:
    """Return the files that a query names in FROM and FROM NAMED: this service fetches none, the test loads them."""
    try:
        outline = parse_outline(query.read_text(encoding="utf-8"), query.as_uri())
    except QueryError:
        return ()
    names = {*outline.default_graphs, *outline.named_graphs}
    return tuple(GraphFile(Path(name.removeprefix("file://")), name) for name in sorted(names))


def fill(store: GraphStore, files: tuple[GraphFile, ...]) -> None:
    """Make the store hold these graphs and nothing else."""
    store.clear()
    store.replace_graphs([], (quad for file in files for quad in read_quads(file)))


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


def check_syntax(case: SyntaxCase, pool: ProcessPool) -> None:
    """Take or refuse the query as the case says."""
    text = case.query.read_text(encoding="utf-8")
    try:
        answer(pool, text, case.query.as_uri(), None)
        taken = True
    except QuerySyntaxError:
        taken = False
    except QueryError:
        taken = True
    assert taken == (case.verdict == "positive")


def check_evaluation(case: EvaluationCase, pool: ProcessPool) -> None:
    """Compare the answer with the expected one."""
    expected, result_format = expected_result(case.result)
    text = case.query.read_text(encoding="utf-8")
    body = answer(pool, text, case.query.as_uri(), result_format)
    assert canonical_result(body, result_format) == expected


def answer(pool: ProcessPool, text: str, base: str, wanted: QueryResultsFormat | RdfFormat | None) -> bytes:
    """Return the answer in the format wanted, or in any that fits the form."""
    if wanted is None:
        form = parse_outline(text).form
        media = "text/turtle" if form in {"construct", "describe"} else "application/sparql-results+xml"
    else:
        media = _MEDIA_TYPES[wanted] if isinstance(wanted, RdfFormat) else _RESULT_TYPES[wanted]
    with pool.run(QueryRequest(text, media, union=False, base=base)) as run:
        return b"".join(run)


def check_protocol(case: ProtocolCase, client: TestClient) -> None:
    """Send the requests and look at what comes back."""
    for exchange in case.exchanges:
        headers = [(name, value) for name, value in exchange.headers if name.lower() != "content-length"]
        response = client.request(exchange.method, exchange.path, headers=headers, content=exchange.body)
        assert str(response.status_code)[0] in exchange.statuses, response.text
        if exchange.expected_format and response.is_success:
            assert response.headers["content-type"].partition(";")[0] in _KINDS[exchange.expected_format]
        if exchange.expected_boolean is not None:
            assert response.json()["boolean"] == exchange.expected_boolean
