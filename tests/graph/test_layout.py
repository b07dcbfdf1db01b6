"""Where documents and relations are drawn: nothing overlaps, and no relation runs over a document."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from graph.layout import HEIGHT, WIDTH, Layout, lay_out
from graph.model import DocumentEdge, DocumentNode, Lineage
from graph.svg import draw_svg

Steps = list[tuple[str, str]]
PLAN: Steps = [("4655", "116"), ("116", "69"), ("4655", "69"), ("69", "20"), ("4655", "20")]
"""The plan implements conclusion 69 itself, and by way of plan 116 of the Party committee."""


def lineage_of(steps: Steps) -> Lineage:
    names = list(dict.fromkeys(name for step in steps for name in step))
    nodes = tuple(DocumentNode(name, name, name, None, None, None, None, None, in_corpus=True) for name in names)
    edges = tuple(DocumentEdge(low, "implements", high, False, 1.0, None) for low, high in steps)
    return Lineage(names[0], nodes, edges)


def overlaps(layout: Layout) -> list[tuple[str, str]]:
    """Return the relations whose lane crosses a box, with that box."""
    return [
        (f"{source}→{target}", iri)
        for (source, target), lanes in layout.lanes.items()
        for x, y in lanes
        for iri, box in layout.boxes.items()
        if box.x <= x <= box.x + WIDTH and box.y <= y <= box.y + HEIGHT
    ]


def test_a_relation_goes_round_the_document_between_its_ends() -> None:
    layout = lay_out(lineage_of(PLAN))
    assert set(layout.lanes) == {("4655", "69"), ("4655", "20")}
    assert len(layout.lanes["4655", "20"]) == 2
    assert overlaps(layout) == []


def test_a_document_stands_below_what_it_rests_on() -> None:
    layout = lay_out(lineage_of(PLAN))
    assert all(layout.boxes[low].y > layout.boxes[high].y for low, high in PLAN)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_overlaps_in_a_random_corpus_with_cycles(seed: int) -> None:
    chance = random.Random(seed)
    steps = list({(str(chance.randrange(30)), str(chance.randrange(30))) for _ in range(60)})
    layout = lay_out(lineage_of([step for step in steps if step[0] != step[1]]))
    boxes = sorted(layout.boxes.values(), key=lambda box: (box.y, box.x))
    assert all(right.y > left.y or right.x >= left.x + WIDTH for left, right in pairwise(boxes))
    assert overlaps(layout) == []


def test_lanes_are_bounded_in_a_long_chain_with_many_shortcuts() -> None:
    chain = [(str(row), str(row + 1)) for row in range(600)]
    shortcuts = [(str(row), "600") for row in range(590)]
    layout = lay_out(lineage_of(chain + shortcuts))
    assert sum(map(len, layout.lanes.values())) <= 20_000


def test_the_words_of_two_relations_between_two_documents_do_not_cover_each_other() -> None:
    both = lineage_of([("4655", "69")])
    edges = (*both.edges, DocumentEdge("4655", "based_on", "69", False, 1.0, None))
    drawn = draw_svg(Lineage(both.root, both.nodes, edges))
    places = {line.split('y="')[1].split('"')[0] for line in drawn.splitlines() if 'class="l"' in line}
    assert len(places) == 2
