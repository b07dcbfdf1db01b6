"""The plan's way through every store: ingested, read and verified, it says the same everywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.documents import list_documents, read_text
from graph.load import IngestResult, ingest_source
from graph.query_library import load_library
from graph.reading import read_duties, read_targets
from graph.store import GraphStore, open_store
from graph.validate import verify_evidence
from ingest.model import SourceDocument
from ingest.read import read_file

SAMPLE = Path(__file__).parents[2] / "app" / "samples" / "ke-hoach-4655-kh-ubnd.txt"


@cache
def sample() -> SourceDocument:
    """Return the plan as read."""
    return read_file(SAMPLE)


def describe(store: GraphStore) -> dict[str, object]:
    """Return what the store says: documents, duties, targets."""
    return {
        "documents": {(node.key, node.number, node.date, node.in_corpus) for node in list_documents(store)},
        "duties": sorted((duty.agency.label, duty.role, duty.task, duty.locator) for duty in read_duties(store)),
        "targets": len(read_targets(store)),
    }


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the store on disk says: the measure for the others."""
    with open_store(tmp_path_factory.mktemp("measure")) as store:
        ingest_source(store, sample())
        return describe(store)


def test_a_plan_says_the_same_in_every_store(store: GraphStore, on_disk: dict[str, object]) -> None:
    result: IngestResult = ingest_source(store, sample())
    assert result.status == "added"
    assert describe(store) == on_disk
    assert read_text(store, result.iri) == sample().text
    report = verify_evidence(store)
    assert report.checked > 100
    assert report.broken == ()


def test_ingesting_twice_changes_nothing(store: GraphStore) -> None:
    ingest_source(store, sample())
    version = store.version()
    assert ingest_source(store, sample()).status == "unchanged"
    assert store.version() == version


def test_white_space_at_the_ends_of_a_value_is_kept(store: GraphStore) -> None:
    """A quote may end with a line: trimmed by one space, it would not be found again."""
    graph = NamedNode("urn:graph:space")
    store.replace_graphs([], [Quad(graph, NamedNode("urn:quote"), Literal(" Phạm S\n"), graph)])
    assert [row["quote"] for row in store.select("SELECT ?quote { ?s <urn:quote> ?quote }")] == [Literal(" Phạm S\n")]


def test_durations_come_back_as_such(store: GraphStore) -> None:
    """Virtuoso 7.2.5 takes no ``xsd:duration``; a stand-in goes in and the duration comes out."""
    graph = NamedNode("urn:graph:duration")
    yearly = Literal("P1Y", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#duration"))
    store.replace_graphs([], [Quad(graph, NamedNode("urn:every"), yearly, graph)])
    assert [row["every"] for row in store.select("SELECT ?every { ?s <urn:every> ?every }")] == [yearly]
    assert [quad.object for quad in store.quads(graph)] == [yearly]


@pytest.mark.parametrize("name", [query.name for query in load_library()])
def test_library_queries_run_in_every_store(store: GraphStore, name: str) -> None:
    """The same text, the engine's own reading of it: an empty store is enough to see whether it is understood."""
    query = next(query for query in load_library() if query.name == name)
    assert isinstance(store.select(query.text), list)
