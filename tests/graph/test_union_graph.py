"""Where a query chooses no graph, the default graph is the union of all, and a triple of two documents counts twice.

SPARQL 1.1 Query (13.1) and RDF merge would count it once. The engine does not, so the questions of the library say
DISTINCT or group; this says what a client meets, and what is a set in any case (``docs/conformance.md``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.query_pool import ProcessPool
from graph.sparql import QueryRequest
from graph.store import open_store

PLAN = NamedNode("urn:plan")
BASED_ON = NamedNode("urn:based_on")
NUMBER = NamedNode("urn:number")
RESOLUTION = NamedNode("urn:resolution")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessPool]:
    """Two documents state the number of the resolution; one of them cites it."""
    folder = tmp_path_factory.mktemp("store")
    graphs = NamedNode("urn:graph:1"), NamedNode("urn:graph:2")
    quads = [Quad(RESOLUTION, NUMBER, Literal("20-NQ/TW"), graph) for graph in graphs]
    with open_store(folder) as store:
        store.replace_graphs([], [*quads, Quad(PLAN, BASED_ON, RESOLUTION, graphs[0])])
        with ProcessPool(folder, processes=1) as pool:
            yield pool


def rows_of(pool: ProcessPool, query: str) -> list[list[str]]:
    with pool.run(QueryRequest(query, "text/csv")) as run:
        return list(csv.reader(io.StringIO(b"".join(run).decode())))[1:]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?n { ?d <urn:number> ?n }", [["20-NQ/TW"], ["20-NQ/TW"]]),
        ("SELECT (COUNT(*) AS ?all) { ?d <urn:number> ?n }", [["2"]]),
        ("SELECT DISTINCT ?n { ?d <urn:number> ?n }", [["20-NQ/TW"]]),
        ("SELECT (COUNT(DISTINCT ?d) AS ?all) { ?d <urn:number> ?n }", [["1"]]),
        ("SELECT ?d { <urn:plan> <urn:based_on>+ ?d }", [["urn:resolution"]]),
        ("SELECT ?g { GRAPH ?g { ?d <urn:number> ?n } } ORDER BY ?g", [["urn:graph:1"], ["urn:graph:2"]]),
    ],
)
def test_a_triple_of_two_graphs(pool: ProcessPool, query: str, expected: list[list[str]]) -> None:
    assert rows_of(pool, query) == expected


def test_a_constructed_graph_is_a_set(pool: ProcessPool) -> None:
    with pool.run(QueryRequest("CONSTRUCT WHERE { ?d <urn:number> ?n }", "application/n-triples")) as run:
        assert b"".join(run).splitlines() == [b'<urn:resolution> <urn:number> "20-NQ/TW" .']
