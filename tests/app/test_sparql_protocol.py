"""SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013) for queries, over a real store and real query processes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from app.problems import install_problem_handlers
from app.service_description import ServiceDescriber
from app.sparql_protocol import Endpoint, build_sparql_router
from graph.sparql import QueryLimits, open_query_service
from graph.store import open_store
from tests.graph.sparql_data import CONCLUSION, graph_of, plan, quads_of

NUMBERS = "SELECT ?number { ?plan <http://data.europa.eu/eli/ontology#number> ?number } ORDER BY ?number"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Two plans in a store, served at /sparql."""
    folder: Path = tmp_path_factory.mktemp("store")
    with open_store(folder) as store:
        store.replace_graphs([], [*quads_of(4655), *quads_of(7886)])
    limits = QueryLimits(seconds=20, rows=5000)
    with (
        open_store(folder, read_only=True) as reader,
        open_query_service(folder, processes=1, limits=limits) as service,
    ):
        endpoint = Endpoint(service, ServiceDescriber(reader))
        app = FastAPI()

        def endpoint_of(request: Request) -> Endpoint:
            assert request.url.path == "/sparql"
            return endpoint

        install_problem_handlers(app)
        app.include_router(build_sparql_router(endpoint_of), prefix="/sparql")
        with TestClient(app) as http:
            yield http


def numbers_in(body: bytes) -> list[str]:
    """Return the numbers that a JSON result binds."""
    return [row["number"]["value"] for row in json.loads(body)["results"]["bindings"]]


def test_query_by_get(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": NUMBERS})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert numbers_in(response.content) == ["4655/KH-UBND", "7886/KH-UBND"]


def test_query_by_form(client: TestClient) -> None:
    response = client.post("/sparql", content=urlencode({"query": NUMBERS}), headers=FORM)
    assert numbers_in(response.content) == ["4655/KH-UBND", "7886/KH-UBND"]


@pytest.mark.parametrize("content_type", ["application/sparql-query", "application/sparql-query; charset=UTF-8"])
def test_query_as_body(client: TestClient, content_type: str) -> None:
    response = client.post("/sparql", content=NUMBERS, headers={"content-type": content_type})
    assert numbers_in(response.content) == ["4655/KH-UBND", "7886/KH-UBND"]


@pytest.mark.parametrize("method", ["get", "form", "direct"])
def test_dataset_of_the_protocol_takes_the_place_of_from(client: TestClient, method: str) -> None:
    query = f"SELECT ?number FROM {graph_of(4655)} {{ ?plan <http://data.europa.eu/eli/ontology#number> ?number }}"
    dataset = {"default-graph-uri": graph_of(7886).value}
    if method == "get":
        response = client.get("/sparql", params={"query": query, **dataset})
    elif method == "form":
        response = client.post("/sparql", content=urlencode({"query": query, **dataset}), headers=FORM)
    else:
        response = client.post("/sparql", params=dataset, content=query, headers=DIRECT)
    assert numbers_in(response.content) == ["7886/KH-UBND"]


def test_named_graphs_of_the_protocol(client: TestClient) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    response = client.get("/sparql", params={"query": query, "named-graph-uri": graph_of(4655).value})
    assert [row["g"]["value"] for row in response.json()["results"]["bindings"]] == [graph_of(4655).value]


def test_a_graph_that_the_store_lacks_is_empty_in_a_dataset_of_the_protocol(client: TestClient) -> None:
    """FROM says what the query is about, and is refused; the protocol's dataset narrows it, here to nothing."""
    response = client.get("/sparql", params={"query": NUMBERS, "default-graph-uri": "http://127.0.0.1/none"})
    assert numbers_in(response.content) == []


def test_two_default_graphs_are_merged(client: TestClient) -> None:
    graphs = [graph_of(4655).value, graph_of(7886).value]
    response = client.get("/sparql", params={"query": NUMBERS, "default-graph-uri": graphs})
    assert numbers_in(response.content) == ["4655/KH-UBND", "7886/KH-UBND"]


def test_without_a_dataset_all_named_graphs_are_the_default_graph(client: TestClient) -> None:
    query = f"ASK {{ {plan(4655)} ?implements {CONCLUSION} }}"
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml;q=0.9, image/png", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.8", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+json;q=0, text/csv", "text/csv; charset=utf-8"),
    ],
)
def test_rows_come_in_the_format_asked_for(client: TestClient, accept: str, content_type: str) -> None:
    response = client.get("/sparql", params={"query": NUMBERS}, headers={"accept": accept})
    assert response.headers["content-type"] == content_type
    assert b"4655/KH-UBND" in response.content


def test_csv_can_be_read_as_csv(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": NUMBERS}, headers={"accept": "text/csv"})
    assert list(csv.reader(io.StringIO(response.text))) == [["number"], ["4655/KH-UBND"], ["7886/KH-UBND"]]


@pytest.mark.parametrize(
    ("accept", "rdf_format"),
    [
        ("*/*", RdfFormat.TURTLE),
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("application/trig", RdfFormat.TRIG),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_graphs_come_in_the_format_asked_for(client: TestClient, accept: str, rdf_format: RdfFormat) -> None:
    query = f"CONSTRUCT WHERE {{ ?plan ?relation {CONCLUSION} }}"
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.headers["content-type"].startswith(rdf_format.media_type)
    assert {quad.subject for quad in parse(response.content, rdf_format)} == {plan(4655), plan(7886)}


def test_describe_gives_a_graph(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": f"DESCRIBE {plan(4655)}"}, headers={"accept": "text/turtle"})
    assert len(Graph().parse(data=response.text, format="turtle")) == 3


@pytest.mark.parametrize(
    ("query", "accept"), [(NUMBERS, "text/turtle"), ("ASK {}", "text/csv"), (f"DESCRIBE {plan(4655)}", "text/csv")]
)
def test_a_format_that_does_not_fit_is_406_and_the_fitting_ones_are_named(
    client: TestClient, query: str, accept: str
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.status_code == 406
    assert "application/" in response.json()["detail"]


def test_a_wrong_query_is_400_with_line_and_column(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert response.status_code == 400
    problem = response.json()
    assert problem["line"] == 2
    assert problem["column"] in {15, 16}, "at the brace, or behind it: the engine says how far it came"
    assert "dòng 2, cột 1" in problem["detail"]


@pytest.mark.parametrize(
    ("method", "url", "body", "content_type", "status"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "", "", 400),
        ("GET", "/sparql?query=%FF", "", "", 400),
        ("PUT", "/sparql?query=ASK%7B%7D", "", "", 405),
        ("POST", "/sparql", "ASK {}", "text/plain", 415),
        ("POST", "/sparql", "query=ASK%7B%7D", "", 415),
        ("POST", "/sparql", "ASK {}", "", 415),
        ("POST", "/sparql", "", "application/x-www-form-urlencoded", 400),
        ("POST", "/sparql", "ASK {}", "application/sparql-query; charset=utf-16", 415),
        ("GET", "/sparql?update=CLEAR%20ALL", "", "", 403),
        ("POST", "/sparql", "update=CLEAR%20ALL", "application/x-www-form-urlencoded", 403),
        ("POST", "/sparql", "CLEAR ALL", "application/sparql-update", 403),
        ("POST", "/sparql", "query=CLEAR%20ALL", "application/x-www-form-urlencoded", 403),
        ("PUT", "/sparql?default", "<urn:a> <urn:b> <urn:c> .", "text/turtle", 403),
        ("POST", "/sparql?graph=urn:g", "<urn:a> <urn:b> <urn:c> .", "text/turtle", 403),
        ("DELETE", "/sparql?graph=urn:g", "", "", 403),
        ("GET", "/sparql?query=ASK%20FROM%20%3Cfile:///etc/passwd%3E%20%7B%7D", "", "", 403),
        ("GET", "/sparql?query=ASK%7BSERVICE%3Chttp://127.0.0.1%3E%7B%7D%7D", "", "", 403),
    ],
)
def test_what_the_service_does_not_take(
    client: TestClient, method: str, url: str, body: str, content_type: str, status: int
) -> None:
    """Malformed requests are the client's fault (4xx), and writing is refused with words (403)."""
    headers = {"content-type": content_type} if content_type else {}
    response = client.request(method, url, content=body, headers=headers)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


def test_refusals_speak_vietnamese_and_english(client: TestClient) -> None:
    query = {"query": "ASK { SERVICE <http://127.0.0.1> {} }"}
    assert "không nhận SERVICE" in client.get("/sparql", params=query).json()["detail"]
    english = client.get("/sparql", params=query, headers={"accept-language": "en"}).json()["detail"]
    assert "SERVICE is not accepted" in english


def test_too_many_rows_are_413(client: TestClient) -> None:
    query = "SELECT * { " + " ".join(f"VALUES ?x{index} {{ 1 2 3 4 5 6 7 8 9 10 }}" for index in range(5)) + " }"
    response = client.get("/sparql", params={"query": query}, headers={"accept": "text/tab-separated-values"})
    assert response.status_code == 413
    assert response.json()["limit"] == "rows"


def test_service_description_names_endpoint_formats_and_graphs(client: TestClient) -> None:
    response = client.get("/sparql", headers={"accept": "text/turtle"})
    description = Graph().parse(data=response.text, format="turtle")
    rows = description.query(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?graph ?triples {
            ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
                sd:defaultDataset/sd:namedGraph [ sd:name ?graph ; sd:graph/void:triples ?triples ] }"""
    )
    found = {(str(row.endpoint), str(row.graph), int(row.triples)) for row in rows}  # type: ignore[union-attr]
    assert found == {("http://testserver/sparql", graph_of(number).value, 3) for number in (4655, 7886)}


def test_other_sites_may_read(client: TestClient) -> None:
    origin = {"origin": "https://another.example"}
    read = client.get("/sparql", params={"query": "ASK {}"}, headers=origin)
    assert read.headers["access-control-allow-origin"] == "*"
    preflight = client.options("/sparql", headers={**origin, "access-control-request-method": "POST"})
    assert preflight.status_code == 204
    assert "PUT" not in preflight.headers["access-control-allow-methods"]


def test_head_says_what_get_would(client: TestClient) -> None:
    response = client.head("/sparql", params={"query": NUMBERS})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
