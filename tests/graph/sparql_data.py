"""A small dataset for the tests of the query service: two plans that implement a conclusion."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

IMPLEMENTS = NamedNode("http://data.europa.eu/eli/ontology#ensures_implementation_of")
NUMBER = NamedNode("http://data.europa.eu/eli/ontology#number")
CONCLUSION = NamedNode("https://cancu.example/id/eli/vn/dang/tw/2024/kl/69")


def plan(number: int) -> NamedNode:
    """Return the IRI of plan ``number`` of the province."""
    return NamedNode(f"https://cancu.example/id/eli/vn/lam-dong/ubnd/2024/kh/{number}")


def graph_of(number: int) -> NamedNode:
    """Return the named graph of plan ``number``."""
    return NamedNode(f"{plan(number).value}/graph")


def quads_of(number: int, copies: int = 1) -> list[Quad]:
    """Return what the graph says of plan ``number``: its number, what it implements, and ``copies`` notes."""
    graph = graph_of(number)
    notes = (Quad(plan(number), NamedNode(f"urn:note:{index}"), Literal(index), graph) for index in range(copies))
    return [
        Quad(plan(number), NUMBER, Literal(f"{number}/KH-UBND"), graph),
        Quad(plan(number), IMPLEMENTS, CONCLUSION, graph),
        *notes,
    ]
