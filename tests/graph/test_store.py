"""The same behaviour from every store: on disk, behind ``oxigraph serve``, behind Virtuoso."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple

from graph.store import STORE_GRAPH, GraphStore, open_store
from tests.graph.sparql_data import CONCLUSION, IMPLEMENTS, NUMBER, graph_of, plan, quads_of

TEXTS = (
    "Kế hoạch “triển khai” Kết luận 69-KL/TW",
    'dòng một\ndòng hai\r\n\t"trích dẫn" \\ gạch chéo',
    "Ðà Lạt, Đạ Tẻh, 𠀀, é và e\u0301",
    "<http://a.example/?x='y'> }}} # SERVICE ; INSERT DATA { }",
    "",
    " khoảng trắng hai đầu ",
)


def numbers(store: GraphStore) -> list[str]:
    """Return the document numbers in the store."""
    rows = store.select(f"SELECT DISTINCT ?number {{ ?plan {NUMBER} ?number }} ORDER BY ?number")
    return [row["number"].value for row in rows]


def test_a_new_store_is_empty(store: GraphStore) -> None:
    assert store.graph_names() == []
    assert list(store.quads()) == []
    assert numbers(store) == []


def test_a_document_comes_whole_and_is_replaced_whole(store: GraphStore) -> None:
    store.replace_graphs([], quads_of(4655, copies=5))
    assert len(list(store.quads(graph_of(4655)))) == 7
    store.replace_graphs([graph_of(4655)], quads_of(4655, copies=2))
    assert set(store.quads(graph_of(4655))) == set(quads_of(4655, copies=2))
    store.replace_graphs([graph_of(4655)], [])
    assert store.graph_names() == []


def test_removals_and_additions_need_not_be_the_same_graphs(store: GraphStore) -> None:
    """A new version of a document has a new graph: the old one goes in the same transaction."""
    store.replace_graphs([], [*quads_of(1), *quads_of(2)])
    store.replace_graphs([graph_of(1), graph_of(9)], quads_of(3))
    assert store.graph_names() == [graph_of(2), graph_of(3)]


def test_the_version_counts_changes(store: GraphStore) -> None:
    before = store.version()
    first = store.replace_graphs([], quads_of(4655))
    assert before < first == store.version()
    second = store.replace_graphs([], [])
    assert first < second == store.version()


def test_select_binds_parameters(store: GraphStore) -> None:
    store.replace_graphs([], [*quads_of(4655), *quads_of(7886)])
    query = f"SELECT ?plan ?number {{ ?plan {NUMBER} ?number ; {IMPLEMENTS} ?what }} ORDER BY ?number"
    rows = store.select(query, {"number": Literal("7886/KH-UBND"), "what": CONCLUSION})
    assert [(row["plan"], row["number"]) for row in rows] == [(plan(7886), Literal("7886/KH-UBND"))]


def test_parameters_reach_into_nested_patterns(store: GraphStore) -> None:
    store.replace_graphs([], [*quads_of(1), *quads_of(2)])
    query = f"""SELECT ?other {{ ?other {IMPLEMENTS} ?what
        FILTER NOT EXISTS {{ ?plan {IMPLEMENTS} ?what FILTER(?plan = ?other) }} }}"""
    rows = store.select(query, {"plan": plan(1)})
    assert [row["other"] for row in rows] == [plan(2)]


def test_unbound_variables_are_none(store: GraphStore) -> None:
    store.replace_graphs([], quads_of(1))
    row = store.select(f"SELECT ?plan ?nothing {{ ?plan {NUMBER} ?n OPTIONAL {{ ?plan <urn:no> ?nothing }} }}")[0]
    assert row["nothing"] is None


def test_ask_and_construct(store: GraphStore) -> None:
    store.replace_graphs([], quads_of(4655))
    assert store.ask(f"ASK {{ ?plan {IMPLEMENTS} {CONCLUSION} }}")
    assert not store.ask("ASK { ?plan ?relation <urn:nothing> }")
    made = store.construct(f"CONSTRUCT {{ {CONCLUSION} <urn:by> ?plan }} WHERE {{ ?plan {IMPLEMENTS} {CONCLUSION} }}")
    assert made == [Triple(CONCLUSION, NamedNode("urn:by"), plan(4655))]


@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_back_to_the_character(store: GraphStore, text: str) -> None:
    graph = NamedNode("urn:graph:text")
    quads = [
        Quad(graph, NamedNode("urn:plain"), Literal(text), graph),
        Quad(graph, NamedNode("urn:vi"), Literal(text, language="vi"), graph),
    ]
    store.replace_graphs([graph], quads)
    assert {quad.object.value for quad in store.quads(graph) if isinstance(quad.object, Literal)} == {text}


def test_a_large_document_is_taken(store: GraphStore) -> None:
    """A plan with its parts, duties and evidence is some thousands of triples, and its text some 100 000 characters."""
    graph = graph_of(4655)
    text = Quad(plan(4655), NamedNode("urn:text"), Literal("Kế hoạch triển khai, " * 5000), graph)
    store.replace_graphs([graph], [*quads_of(4655, copies=3000), text])
    assert len(list(store.quads(graph))) == 3003


def test_a_backup_restores_the_same_dataset(store: GraphStore, tmp_path: Path) -> None:
    """``cancu export`` then ``import`` elsewhere: isomorphic, the bookkeeping left out."""
    store.replace_graphs([], [*quads_of(4655, copies=3), *quads_of(7886)])
    backup = io.BytesIO()
    store.dump(backup, RdfFormat.N_QUADS)
    backup.seek(0)
    with open_store(tmp_path / "restored") as other:
        other.bulk_load(backup, RdfFormat.N_QUADS)
        assert canonical(other) == canonical(store)
    store.clear()
    backup.seek(0)
    before = store.version()
    assert store.bulk_load(backup, RdfFormat.N_QUADS) > before
    assert store.graph_names() == [graph_of(4655), graph_of(7886)]


def canonical(store: GraphStore) -> set[Quad]:
    """Return the quads with canonical blank nodes."""
    dataset = Dataset(store.quads())
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def test_clear_leaves_a_working_store(store: GraphStore) -> None:
    store.replace_graphs([], quads_of(4655))
    before = store.version()
    assert store.clear() > before
    assert list(store.quads()) == []
    store.replace_graphs([], quads_of(1))
    assert numbers(store) == ["1/KH-UBND"]


def test_the_bookkeeping_is_no_document(store: GraphStore) -> None:
    store.replace_graphs([], quads_of(4655))
    assert STORE_GRAPH not in store.graph_names()
    assert STORE_GRAPH not in {quad.graph_name for quad in store.quads()}


def test_a_query_of_ours_that_is_wrong_is_a_syntax_error(store: GraphStore) -> None:
    with pytest.raises(SyntaxError):
        store.select("SELECT * { ?s ?p }")
