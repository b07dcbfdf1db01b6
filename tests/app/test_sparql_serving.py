"""``/sparql`` on a real socket: long results, results that break off, clients that go away, queries past their time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from app.problems import install_problem_handlers
from app.service_description import ServiceDescriber
from app.sparql_protocol import Endpoint, build_sparql_router
from graph.sparql import QueryLimits, open_query_service
from graph.store import open_store
from tests.graph.endpoints import free_port
from tests.graph.sparql_data import quads_of

PAIRS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?l) }"
TRIPLES = 302


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """300 notes on a plan, served by uvicorn with one query process and a limit of four seconds."""
    folder = tmp_path_factory.mktemp("store")
    with open_store(folder) as store:
        store.replace_graphs([], quads_of(4655, copies=TRIPLES - 2))
    limits = QueryLimits(seconds=4, rows=100_000)
    with (
        open_store(folder, read_only=True) as reader,
        open_query_service(folder, processes=1, limits=limits) as service,
    ):
        endpoint = Endpoint(service, ServiceDescriber(reader))
        app = FastAPI()
        install_problem_handlers(app)
        app.include_router(build_sparql_router(lambda request: endpoint), prefix="/sparql")
        port = free_port()
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/sparql"
        server.should_exit = True
        thread.join()


def ask(address: str, query: str, accept: str = "application/sparql-results+json") -> httpx.Response:
    """Send a query by form."""
    return httpx.post(address, data={"query": query}, headers={"accept": accept}, timeout=60)


def test_a_long_result_is_streamed_whole(address: str) -> None:
    """Some megabytes come in chunks, and are one JSON document."""
    response = ask(address, f"SELECT * {{ {{ {PAIRS} }} }} LIMIT 30000")
    assert response.headers.get("transfer-encoding") == "chunked"
    assert len(json.loads(response.content)["results"]["bindings"]) == 30_000


def test_a_short_result_has_its_length(address: str) -> None:
    response = ask(address, "ASK {}")
    assert int(response.headers["content-length"]) == len(response.content)


def test_a_result_that_breaks_off_is_not_taken_for_whole(address: str) -> None:
    """Three patterns give 27 million rows, the limit is 100 000: the connection is cut behind what was sent."""
    with pytest.raises(httpx.RemoteProtocolError):
        ask(address, "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "text/csv")


def test_a_query_past_its_time_is_503_and_the_next_one_is_answered(address: str) -> None:
    response = ask(address, ENDLESS)
    assert response.status_code == 503
    assert "4 giây" in response.json()["detail"]
    assert ask(address, "ASK {}").json()["boolean"] is True


def test_a_client_that_goes_away_frees_the_process(address: str) -> None:
    """One process serves here: were it held by the client that left, the next query would find it busy."""
    body = {"query": f"SELECT * {{ {{ {PAIRS} }} }} LIMIT 90000"}
    with httpx.Client() as client, client.stream("POST", address, data=body) as response:
        next(response.iter_raw())
    assert ask(address, "ASK {}").json()["boolean"] is True


def test_others_are_answered_while_one_query_runs(address: str) -> None:
    """The event loop is free while a process evaluates: the service description comes at once."""
    slow = threading.Thread(target=ask, args=(address, ENDLESS))
    slow.start()
    assert httpx.get(address, timeout=60).status_code == 200
    assert slow.is_alive()
    slow.join()
