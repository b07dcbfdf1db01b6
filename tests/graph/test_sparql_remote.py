"""The query service before an endpoint: the same checks and limits, the endpoint's evaluation."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, parse

from graph.query_remote import EndpointQueries
from graph.sparql import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    QueryError,
    QueryLimits,
    QueryRefused,
    QueryRequest,
    QueryService,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
    open_query_service,
)
from graph.store import StoreUnavailable, open_store
from tests.graph.endpoints import RunningEndpoint, free_port
from tests.graph.sparql_data import CONCLUSION, graph_of, plan, quads_of

JSON = "application/sparql-results+json"


@pytest.fixture(params=["oxigraph", "virtuoso"])
def endpoint(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RunningEndpoint:
    """A server with two plans."""
    running: RunningEndpoint = request.getfixturevalue(request.param)
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    with open_store(running.location) as store:
        store.clear()
        store.replace_graphs([], [*quads_of(4655, copies=300), *quads_of(7886)])
    return running


@pytest.fixture
def service(endpoint: RunningEndpoint) -> Iterator[QueryService]:
    """The query service before that server."""
    with open_query_service(endpoint.location, limits=QueryLimits(seconds=15, rows=500)) as opened:
        assert isinstance(opened, EndpointQueries)
        yield opened


def answer(service: QueryService, query: str, media_type: str = JSON, *default_graphs: str) -> bytes:
    """Return the whole answer."""
    with service.run(QueryRequest(query, media_type, default_graphs or None)) as run:
        return b"".join(run)


def numbers(body: bytes) -> list[str]:
    """Return the numbers that a result binds."""
    return sorted(row["number"]["value"] for row in json.loads(body)["results"]["bindings"])


NUMBERS = "SELECT ?number { ?plan <http://data.europa.eu/eli/ontology#number> ?number }"


def test_queries_see_the_union_of_the_named_graphs(service: QueryService) -> None:
    assert numbers(answer(service, NUMBERS)) == ["4655/KH-UBND", "7886/KH-UBND"]


def test_the_dataset_of_the_protocol(service: QueryService) -> None:
    assert numbers(answer(service, NUMBERS, JSON, graph_of(7886).value)) == ["7886/KH-UBND"]


def test_from(service: QueryService) -> None:
    query = NUMBERS.replace("{", f"FROM {graph_of(4655)} {{", 1)
    assert numbers(answer(service, query)) == ["4655/KH-UBND"]


def test_graphs(service: QueryService) -> None:
    body = answer(service, f"CONSTRUCT {{ ?plan ?r {CONCLUSION} }} WHERE {{ ?plan ?r {CONCLUSION} }}", "text/turtle")
    assert {quad.subject for quad in parse(body, RdfFormat.TURTLE)} == {plan(4655), plan(7886)}


@pytest.mark.parametrize("media_type", list(GRAPH_FORMATS))
def test_every_graph_format(service: QueryService, media_type: str) -> None:
    """Virtuoso has fewer formats than we offer: what it gives instead is converted."""
    query = f"CONSTRUCT {{ ?plan <urn:to> {CONCLUSION} }} WHERE {{ ?plan ?r {CONCLUSION} }}"
    body = answer(service, query, media_type)
    assert {quad.subject for quad in parse(body, GRAPH_FORMATS[media_type])} == {plan(4655), plan(7886)}


@pytest.mark.parametrize("media_type", list(RESULT_FORMATS))
def test_every_result_format(service: QueryService, media_type: str) -> None:
    assert b"4655/KH-UBND" in answer(service, NUMBERS, media_type)


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "dataset"),
        ("ASK { ?s ?p '\\u0027 . SERVICE <http://127.0.0.1:1/> {} #' }", "escape"),
        ("CLEAR ALL", "update"),
    ],
)
def test_refusals(service: QueryService, query: str, rule: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        answer(service, query)
    assert refused.value.rule == rule


def test_wrong_queries(service: QueryService) -> None:
    with pytest.raises(QuerySyntaxError):
        answer(service, "SELECT * { ?s ?p }")


def test_too_many_rows(service: QueryService) -> None:
    with pytest.raises(ResultTooLarge):
        answer(service, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 2000")


def test_time(endpoint: RunningEndpoint) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?c) != STR(?l)) }"
    with (
        open_query_service(endpoint.location, limits=QueryLimits(seconds=1)) as service,
        pytest.raises(QueryError) as ended,
    ):
        answer(service, endless)
    assert isinstance(ended.value, QueryTimeout) or "time" in str(ended.value).lower()


def test_an_endpoint_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CANCU_STORE_QUERY", raising=False)
    with pytest.raises(StoreUnavailable) as down:
        open_store(f"sparql+http://an:bi-mat@127.0.0.1:{free_port()}/sparql")
    assert "127.0.0.1" in down.value.message
    assert "bi-mat" not in down.value.message + down.value.message_en + repr(down.value)


def test_a_server_that_speaks_no_sparql() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_nonsense() -> None:
            connection, _ = server.accept()
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello")
            connection.close()

        thread = threading.Thread(target=answer_nonsense)
        thread.start()
        with pytest.raises(StoreUnavailable):
            open_store(f"sparql+http://127.0.0.1:{server.getsockname()[1]}/sparql")
        thread.join()
