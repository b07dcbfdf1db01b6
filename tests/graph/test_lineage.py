"""The lineage of the plan, as legal staff read it, and its drawings."""

from __future__ import annotations

import datetime as dt
import io
import re
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from graph.documents import read_text
from graph.drawing import Format, draw_lineage
from graph.layout import lay_out
from graph.lineage import find_paths, rank_documents, trace_lineage
from graph.load import load_extraction
from graph.model import DocumentEdge, DocumentNode, Lineage
from graph.store_model import GraphStore
from graph.wording import describe_step
from tests.graph.making import plan_of_lam_dong

BASE = "https://cancu.example/id/eli/vn"
PLAN = f"{BASE}/lam-dong/ubnd/2024/kh/4655"
PLAN_7886 = f"{BASE}/lam-dong/ubnd/2019/kh/7886"
KL_69 = f"{BASE}/dang/tw/2024/kl/69"
NQ_20 = f"{BASE}/dang/tw/2012/nq/20"


def steps(lineage: Lineage) -> set[tuple[str | None, str, str | None]]:
    numbers = {node.iri: node.number for node in lineage.nodes}
    return {(numbers[edge.source], edge.relation, numbers[edge.target]) for edge in lineage.edges}


def test_what_the_plan_rests_on(plan_store: GraphStore) -> None:
    """Only 116-KH/TU stands under "Căn cứ"; 69-KL/TW comes from the title, 20-NQ/TW from the title of that."""
    upward = trace_lineage(plan_store, PLAN, "up")
    assert steps(upward) == {
        ("4655/KH-UBND", "based_on", "116-KH/TU"),
        ("4655/KH-UBND", "implements", "69-KL/TW"),
        ("116-KH/TU", "implements", "69-KL/TW"),
        ("69-KL/TW", "continues", "20-NQ/TW"),
    }
    assert "20-NQ/TU" not in {node.number for node in upward.nodes}


def test_every_step_has_its_words_in_the_text(plan_store: GraphStore) -> None:
    text = read_text(plan_store, PLAN) or ""
    lineage = trace_lineage(plan_store, PLAN, "both", relations=["based_on", "implements", "continues", "cites"])
    assert len(lineage.edges) > 15
    for edge in lineage.edges:
        assert edge.evidence
        assert text[edge.evidence.start : edge.evidence.end] == edge.evidence.quote


def test_what_is_to_be_carried_on_is_shown_when_asked_for(plan_store: GraphStore) -> None:
    carried = trace_lineage(plan_store, PLAN, "up", depth=1, relations=["continues"])
    assert {"7886/KH-UBND", "892/QĐ-UBND"} <= {node.number for node in carried.nodes}


def test_what_rests_on_the_resolution(plan_store: GraphStore) -> None:
    below = trace_lineage(plan_store, NQ_20, "down")
    assert {"69-KL/TW", "116-KH/TU", "4655/KH-UBND", "50-KL/TW", "101-KH/TU", "7886/KH-UBND"} <= {
        node.number for node in below.nodes
    }


def test_the_path_over_the_partly_named_resolution(plan_store: GraphStore) -> None:
    (route,) = find_paths(plan_store, PLAN_7886, NQ_20)
    assert [node.number for node in route.nodes] == ["7886/KH-UBND", "101-KH/TU", "50-KL/TW", "20-NQ/TW"]
    assert [edge.inferred for edge in route.edges] == [False, False, True]
    assert "Trung ương 6" in (route.edges[-1].reason or "")
    assert "khóa XI" in (route.edges[-1].reason or "")


def test_a_step_reads_as_a_sentence(plan_store: GraphStore) -> None:
    (route,) = find_paths(plan_store, PLAN_7886, NQ_20)
    first, last = route.edges[0], route.edges[-1]
    sentence = describe_step(first, route.nodes[0], route.nodes[1])
    assert sentence.startswith("Kế hoạch 7886/KH-UBND ngày 03/12/2019 thực hiện Kế hoạch 101-KH/TU ngày 03/09/2019: “")
    assert "(suy ra: " in describe_step(last, route.nodes[-2], route.nodes[-1])


def test_asserted_only(plan_store: GraphStore) -> None:
    assert find_paths(plan_store, PLAN_7886, NQ_20, asserted_only=True) == ()


def test_as_of_leaves_out_later_documents(plan_store: GraphStore) -> None:
    below = trace_lineage(plan_store, NQ_20, "down", as_of=dt.date(2020, 1, 1))
    assert "50-KL/TW" in {node.number for node in below.nodes}
    assert "69-KL/TW" not in {node.number for node in below.nodes}


def test_the_documents_most_relied_on(plan_store: GraphStore) -> None:
    first = rank_documents(plan_store, limit=1)[0]
    assert first.document.number == "20-NQ/TW"
    assert first.reach >= 6


def test_a_change_of_the_store_is_seen(empty_store: GraphStore) -> None:
    draft = plan_of_lam_dong()
    draft.cite("996/QĐ-TTg", "based_on", dt.date(2018, 8, 10))
    iri = load_extraction(empty_store, draft.extract()).iri
    assert len(trace_lineage(empty_store, iri).edges) == 1
    draft.cite("997/QĐ-TTg", "based_on", dt.date(2018, 8, 10))
    load_extraction(empty_store, draft.extract())
    assert len(trace_lineage(empty_store, iri).edges) == 2


def test_unknown_documents_are_the_callers_error(plan_store: GraphStore) -> None:
    with pytest.raises(KeyError):
        trace_lineage(plan_store, f"{BASE}/ttg/2099/qd/1")


@pytest.fixture(scope="module")
def whole(plan_store: GraphStore) -> Lineage:
    return trace_lineage(plan_store, KL_69, "both")


def test_the_tree_reads_upwards_and_downwards(whole: Lineage) -> None:
    tree = draw_lineage(whole, "text")
    assert "└─ tiếp tục thực hiện Nghị quyết 20-NQ/TW ngày 01/11/2012 [chỉ được viện dẫn]" in tree
    assert "được thực hiện bởi Kế hoạch 116-KH/TU" in tree


def test_mermaid_names_every_document_once(whole: Lineage) -> None:
    drawn = draw_lineage(whole, "mermaid")
    assert drawn.startswith("flowchart TD\n")
    assert len(re.findall(r"^ {4}n\d+\[", drawn, re.MULTILINE)) == len(whole.nodes)
    assert len(re.findall(r"--> ?\|", drawn)) + drawn.count("-.->|") == len(whole.edges)


def test_dot_is_balanced(whole: Lineage) -> None:
    drawn = draw_lineage(whole, "dot")
    assert drawn.count("->") == len(whole.edges)
    assert drawn.count("{") == drawn.count("}") == 1


def test_graphml_is_read_by_networkx(whole: Lineage) -> None:
    graph = nx.read_graphml(io.BytesIO(draw_lineage(whole, "graphml").encode()))
    assert set(graph.nodes) == {node.iri for node in whole.nodes}
    assert graph.number_of_edges() == len(whole.edges)
    assert graph.nodes[KL_69]["number"] == "69-KL/TW"


def test_svg_is_xml_with_a_box_a_document(whole: Lineage) -> None:
    root = ET.fromstring(draw_lineage(whole, "svg"))
    assert len(root.findall(".//{http://www.w3.org/2000/svg}rect")) == len(whole.nodes)


def hostile() -> Lineage:
    """A title that tries to be markup in every format."""
    title = '"]; x -> y [label="\n<script>alert(1)</script> & #quot; ]]> \x01'
    nodes = tuple(
        DocumentNode(f"urn:{row}", f"k{row}", None, None, None, None, title, None, in_corpus=False) for row in range(2)
    )
    return Lineage("urn:0", nodes, (DocumentEdge("urn:0", "cites", "urn:1", False, 1.0, None),), (("urn:0", "urn:1"),))


@pytest.mark.parametrize("form", ["text", "mermaid", "dot", "svg"])
def test_a_title_never_becomes_markup(form: Format) -> None:
    drawn = draw_lineage(hostile(), form)
    if form == "svg":
        ET.fromstring(drawn)
    if form != "text":
        assert "<script>" not in drawn or form == "dot"
    if form == "dot":
        assert not re.search(r'(?<!\\)"\]; x', drawn)


def test_a_cycle_is_drawn(whole: Lineage) -> None:
    assert "vòng lặp" in draw_lineage(hostile(), "text")
    ring = Lineage(
        "urn:0",
        hostile().nodes,
        (
            DocumentEdge("urn:0", "based_on", "urn:1", False, 1.0, None),
            DocumentEdge("urn:1", "based_on", "urn:0", False, 1.0, None),
        ),
    )
    assert len(lay_out(ring).boxes) == 2
    assert whole.cycles == ()
