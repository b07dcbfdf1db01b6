"""The form of the graphs (SHACL) and the words behind every statement."""

from __future__ import annotations

import datetime as dt

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph.reading import read_duties
from graph.store_model import GraphStore
from graph.validate import validate_graph, validate_store, verify_evidence
from ontology.vocabulary import Cancu, Dcterms, Eli, Oa, Rdf, Schema, Skos, Xsd

TODAY = dt.date(2026, 11, 23)
PLAN = "https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/4655"


def plan_graph(store: GraphStore) -> NamedNode:
    return next(name for name in store.graph_names() if "/4655@" in name.value)


def test_the_plan_has_the_form_that_the_shapes_ask_for(plan_store: GraphStore) -> None:
    report = validate_store(plan_store, TODAY)
    assert report.violations == ()
    assert report.conforms
    assert report.findings


def test_every_quote_is_at_its_place(plan_store: GraphStore) -> None:
    report = verify_evidence(plan_store)
    assert report.checked >= 300
    assert report.broken == ()


def subjects(store: GraphStore, kind: str) -> NamedNode:
    rows = store.select(f"SELECT ?s WHERE {{ GRAPH ?g {{ ?s a <{kind}> }} }} ORDER BY ?s")
    node = rows[0]["s"]
    assert isinstance(node, NamedNode)
    return node


@pytest.mark.parametrize(
    ("kind", "term", "value"),
    [
        (Eli.LEGAL_RESOURCE, Dcterms.IDENTIFIER, None),
        (Eli.LEGAL_RESOURCE, Eli.DATE_DOCUMENT, Literal("tháng sáu")),
        (Eli.LEGAL_EXPRESSION, Cancu.TEXT, None),
        (Eli.LEGAL_EXPRESSION, Cancu.TEXT_HASH, Literal("không phải mã băm")),
        (Cancu.RELATION_STATEMENT, Rdf.OBJECT, None),
        (Cancu.RELATION_STATEMENT, Cancu.CONFIDENCE, Literal("1.5", datatype=NamedNode(Xsd.DECIMAL))),
        (Cancu.RELATION_STATEMENT, Cancu.EVIDENCE, None),
        (Cancu.ASSIGNMENT, Cancu.ASSIGNED_TO, None),
        (Cancu.ASSIGNMENT, Cancu.IN_ROLE, None),
        (Cancu.TASK, Cancu.EVIDENCE, None),
        (Cancu.TARGET, Cancu.VALUE, None),
        (Schema.QUANTITATIVE_VALUE, Schema.MAX_VALUE, Literal("-1", datatype=NamedNode(Xsd.DECIMAL))),
        (Oa.TEXT_QUOTE_SELECTOR, Oa.EXACT, None),
        (Oa.TEXT_QUOTE_SELECTOR, Oa.START, Literal("99999999", datatype=NamedNode(Xsd.INTEGER))),
        ("http://www.w3.org/ns/org#Organization", Skos.PREF_LABEL, None),
    ],
)
def test_a_graph_changed_by_hand_is_told(
    plan_store: GraphStore, empty_store: GraphStore, kind: str, term: str, value: Literal | None
) -> None:
    """One value of the plan's graph is taken away or spoilt: the shapes name that node, in Vietnamese."""
    graph = plan_graph(plan_store)
    node = subjects(plan_store, kind)
    kept = [quad for quad in plan_store.quads(graph) if (quad.subject, quad.predicate.value) != (node, term)]
    spoilt = [] if value is None else [Quad(node, NamedNode(term), value, graph)]
    empty_store.replace_graphs([], [*kept, *spoilt])
    found = validate_graph(empty_store, graph)
    assert node.value in {violation.node for violation in found}
    assert {violation.document for violation in found} == {PLAN}
    assert all(any(char in violation.message for char in "ăâđêôơưáàảãạéíóúấầẩếềểộợự") for violation in found)


def test_a_changed_text_breaks_its_quotes(plan_store: GraphStore, empty_store: GraphStore) -> None:
    graph = plan_graph(plan_store)
    quads = []
    for quad in plan_store.quads(graph):
        if quad.predicate.value == Cancu.TEXT and "#vie" in str(quad.subject) and isinstance(quad.object, Literal):
            quad = Quad(quad.subject, quad.predicate, Literal("x" + quad.object.value), graph)  # noqa: PLW2901
        quads.append(quad)
    empty_store.replace_graphs([], quads)
    report = verify_evidence(empty_store)
    assert report.broken
    assert report.broken[0].found != report.broken[0].quote


def test_an_empty_store_conforms(empty_store: GraphStore) -> None:
    report = validate_store(empty_store, TODAY)
    assert report.conforms
    assert report.findings == ()
    assert verify_evidence(empty_store).checked == 0


def test_duties_carry_the_sentence(plan_store: GraphStore) -> None:
    for duty in read_duties(plan_store):
        assert duty.evidence.quote
        assert duty.document == PLAN
