"""Replay manifests of SPARQL tests against the query processes and the HTTP protocol.

Our own small set runs always, through HTTP and the processes; with it the W3C's protocol tests, transcribed. The
published suites of queries run when ``$RDF_TESTS`` names a copy (``tests/conformance/suites.py`` fetches one).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, Namespace, URIRef

from app.problems import install_problem_handlers
from app.service_description import ServiceDescriber
from app.sparql_protocol import Endpoint, build_sparql_router
from graph.query_pool import ProcessPool
from graph.sparql import QueryRequest
from graph.store import GraphStore, open_store
from tests.conformance.checking import ask_here, check_protocol, check_query, engine_passes, files_of, read_quads
from tests.conformance.exchanges import GraphFile, ProtocolCase
from tests.conformance.expected_failures import EXPECTED_FAILURES
from tests.conformance.manifests import Case, EvaluationCase, LeftOut, read_manifest
from tests.conformance.suites import find_manifests

CASES = Path(__file__).parent / "cases"
OWN = [CASES / "manifest.ttl", CASES / "protocol.ttl"]
PUBLISHED = find_manifests(Path(os.environ["RDF_TESTS"]).resolve()) if os.environ.get("RDF_TESTS") else ()


def cases_of(manifests: tuple[Path, ...] | list[Path]) -> list[Case]:
    """Return the cases that a query service can be held to."""
    return [case for manifest in manifests for case in read_manifest(manifest) if not isinstance(case, LeftOut)]


SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SERVICE_DESCRIPTION_TERMS = (
    *("Service", "Dataset", "Graph", "NamedGraph", "SPARQL11Query", "UnionDefaultGraph"),
    *("endpoint", "feature", "supportedLanguage", "resultFormat"),
    *("defaultDataset", "defaultGraph", "namedGraph", "name", "graph"),
)
PUBLISHED_CASES = cases_of(PUBLISHED)


@dataclass
class Place:
    """A store, its query processes, and the HTTP protocol in front of them."""

    store: GraphStore
    pool: ProcessPool
    client: TestClient
    held: tuple[GraphFile, ...] = ()

    def fill(self, files: tuple[GraphFile, ...]) -> None:
        """Make the store hold these graphs and nothing else."""
        if files != self.held:
            self.store.clear()
            self.store.replace_graphs([], (quad for file in files for quad in read_quads(file)))
            self.held = files

    def ask(self, request: QueryRequest) -> bytes:
        """Return the answer of a query process."""
        with self.pool.run(request) as run:
            return b"".join(run)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("store")
    with open_store(folder) as store, ProcessPool(folder, processes=1) as pool:
        endpoint = Endpoint(pool, ServiceDescriber(store))
        app = FastAPI()
        install_problem_handlers(app)
        app.include_router(build_sparql_router(lambda request: endpoint), prefix="/sparql")
        with TestClient(app) as client:
            yield Place(store, pool, client)


@pytest.mark.parametrize("case", cases_of(OWN), ids=lambda case: case.id)
def test_our_own_cases_and_the_protocol(case: Case, place: Place) -> None:
    if isinstance(case, ProtocolCase):
        place.fill(case.data)
        check_protocol(case, place.client)
        return
    if isinstance(case, EvaluationCase):
        place.fill(files_of(case))
    check_query(case, place.ask)


@pytest.mark.skipif(not PUBLISHED_CASES, reason="$RDF_TESTS names no copy of the W3C's SPARQL suites")
@pytest.mark.parametrize("case", PUBLISHED_CASES, ids=lambda case: case.id)
def test_published_cases(case: Case, place: Place, request: pytest.FixtureRequest) -> None:
    if case.id in EXPECTED_FAILURES:
        request.applymarker(pytest.mark.xfail(reason=EXPECTED_FAILURES[case.id].reason, strict=True))
    if isinstance(case, ProtocolCase):
        place.fill(case.data)
        check_protocol(case, place.client)
    else:
        check_query(case, ask_here(files_of(case) if isinstance(case, EvaluationCase) else ()))


def test_every_protocol_test_of_queries_is_transcribed() -> None:
    """The manifest of 2013 names the protocol tests without their requests; ours has all but those that write."""
    named = {
        test.id.rpartition("/")[2]
        for manifest in PUBLISHED
        for test in read_manifest(manifest)
        if isinstance(test, LeftOut | ProtocolCase) and test.id.startswith("protocol/")
    }
    if not named:
        pytest.skip("$RDF_TESTS names no copy of the W3C's SPARQL suites")
    transcribed = {case.id.rpartition("/")[2] for case in cases_of([CASES / "protocol.ttl"])}
    assert {name for name in named - transcribed if not name.startswith("update_")} == set()


@pytest.mark.skipif(not PUBLISHED_CASES, reason="$RDF_TESTS names no copy of the W3C's SPARQL suites")
def test_what_this_service_does_not_pass_the_engine_does_not_pass_either() -> None:
    """But for what it refuses on purpose: other servers are not called."""
    cases = {case.id: case for case in PUBLISHED_CASES if not isinstance(case, ProtocolCase)}
    passed_by_the_engine = {name for name in EXPECTED_FAILURES if name in cases and engine_passes(cases[name])}
    refused_on_purpose = {name for name, failure in EXPECTED_FAILURES.items() if failure.limit == "policy"}
    assert passed_by_the_engine <= refused_on_purpose


def test_service_description_is_rdf_and_names_the_endpoint(place: Place) -> None:
    """The three tests of ``service-description``: RDF for a bare GET, our own address, terms of the vocabulary only."""
    response = place.client.get("/sparql", headers={"accept": "application/n-triples"})
    description = Graph().parse(data=response.text, format="nt")
    service = description.value(predicate=RDF.type, object=SD.Service)
    assert (service, SD.endpoint, URIRef("http://testserver/sparql")) in description
    terms = {term for triple in description for term in triple[1:] if str(term).startswith(str(SD))}
    assert terms <= {SD[name] for name in SERVICE_DESCRIPTION_TERMS}
    assert set(description.objects(service, SD.feature)) <= {
        SD.UnionDefaultGraph,
        SD.EmptyGraphs,
        SD.BasicFederatedQuery,
    }
