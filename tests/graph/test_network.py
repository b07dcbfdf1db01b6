"""The network in memory: closures, paths, cycles, weights."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.network import NetworkEdge, allow_edges, build_network, find_closure
from graph.paths import find_cycles, find_loops, find_path_rows, weigh_documents

CHAIN = [
    NetworkEdge("4655", "based_on", "116"),
    NetworkEdge("4655", "implements", "69"),
    NetworkEdge("116", "implements", "69"),
    NetworkEdge("69", "continues", "20"),
    NetworkEdge("4655", "continues", "7886", operative=True),
    NetworkEdge("7886", "implements", "101"),
    NetworkEdge("101", "implements", "50"),
    NetworkEdge("50", "continues", "20", inferred=True),
]


def reach(root: str, direction: str, **options: object) -> list[str]:
    network = build_network(CHAIN)
    closure = find_closure(network, root, direction, **options)  # type: ignore[arg-type]
    return [network.iris[row] for row in closure.nodes]


def test_up_and_down() -> None:
    assert set(reach("4655", "up")) == {"4655", "116", "69", "20", "7886", "101", "50"}
    assert set(reach("69", "down")) == {"69", "116", "4655"}
    assert set(reach("69", "both")) == {"69", "116", "4655", "20"}


def test_a_document_comes_before_what_is_farther() -> None:
    order = reach("4655", "up")
    assert order[0] == "4655"
    assert order.index("116") < order.index("20")


def test_depth_limits_the_steps() -> None:
    assert set(reach("4655", "up", depth=1)) == {"4655", "116", "69", "7886"}
    assert reach("4655", "up", depth=0) == ["4655"]


def test_an_operative_order_is_no_ground() -> None:
    network = build_network(CHAIN)
    closure = find_closure(network, "4655", "up", allowed=allow_edges(network, operative=False))
    assert {network.iris[row] for row in closure.nodes} == {"4655", "116", "69", "20"}


def test_asserted_only_leaves_out_what_was_concluded() -> None:
    network = build_network(CHAIN)
    allowed = allow_edges(network, asserted_only=True)
    assert find_path_rows(network, "7886", "20", allowed=allowed) == ()
    assert len(find_path_rows(network, "7886", "20")) == 1


def test_relations_can_be_chosen() -> None:
    network = build_network(CHAIN)
    closure = find_closure(network, "4655", "up", allowed=allow_edges(network, ["based_on"]))
    assert {network.iris[row] for row in closure.nodes} == {"4655", "116"}


def test_several_paths_the_shortest_first() -> None:
    network = build_network(CHAIN)
    paths = find_path_rows(network, "4655", "20", limit=5)
    walked = [[network.edge(row)[2] for row in path] for path in paths]
    assert walked == [["69", "20"], ["116", "69", "20"], ["7886", "101", "50", "20"]]


def test_no_path_to_itself_nor_backwards() -> None:
    network = build_network(CHAIN)
    assert find_path_rows(network, "20", "20") == ()
    assert find_path_rows(network, "20", "4655") == ()


def test_unknown_documents_are_the_callers_error() -> None:
    with pytest.raises(KeyError, match="999"):
        find_closure(build_network(CHAIN), "999", "up")


def test_a_cycle_is_reported_and_not_looped() -> None:
    network = build_network([NetworkEdge("a", "based_on", "b"), NetworkEdge("b", "based_on", "c"),
                             NetworkEdge("c", "based_on", "a"), NetworkEdge("d", "based_on", "a")])  # fmt: skip
    closure = find_closure(network, "d", "up")
    assert find_cycles(network, closure) == (("a", "b", "c"),)
    (loop,) = find_loops(network, allow_edges(network))
    assert [network.edge(row) for row in loop] == [
        ("a", "based_on", "b"),
        ("b", "based_on", "c"),
        ("c", "based_on", "a"),
    ]


def test_the_document_most_relied_on() -> None:
    first = weigh_documents(build_network(CHAIN), limit=1)[0]
    assert (first.iri, first.direct, first.reach) == ("20", 2, 6)


def test_a_chain_of_a_twenty_thousand_steps_is_walked() -> None:
    network = build_network(NetworkEdge(str(row), "based_on", str(row + 1)) for row in range(20_000))
    assert len(find_closure(network, "0", "up").nodes) == 20_001


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40), st.integers(0, 9))
def test_closures_are_those_of_networkx(steps: list[tuple[int, int]], root: int) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(map(str, range(10)))
    graph.add_edges_from((str(source), str(target)) for source, target in steps)
    network = build_network(
        (NetworkEdge(str(source), "cites", str(target)) for source, target in steps), map(str, range(10))
    )
    up = {network.iris[row] for row in find_closure(network, str(root), "up").nodes}
    down = {network.iris[row] for row in find_closure(network, str(root), "down").nodes}
    assert up == nx.descendants(graph, str(root)) | {str(root)}
    assert down == nx.ancestors(graph, str(root)) | {str(root)}
