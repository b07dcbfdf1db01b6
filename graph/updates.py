"""SPARQL 1.1 updates as text: the one form of a transaction that every engine takes."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from graph.store_model import CHANGES, SCHEMA, STORE_GRAPH

COUNT_CHANGE = f"""DELETE {{ GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {CHANGES} ?old }} }}
INSERT {{ GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {CHANGES} ?new }} }}
WHERE {{ GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {CHANGES} ?old }} BIND(?old + 1 AS ?new) }}"""
"""Counts one change."""


def replacement_update(removals: Iterable[NamedNode], quads: Iterable[Quad]) -> str:
    """Return the update that drops ``removals``, inserts ``quads`` and counts one change.

    All quads are in one ``INSERT DATA``, so a blank node shared by two graphs stays one node.

    >>> print(replacement_update([NamedNode("urn:g")], []).splitlines()[0])
    DROP SILENT GRAPH <urn:g>;
    """
    return ";\n".join((*drop_graphs(removals), *insert_data(quads), COUNT_CHANGE))


def drop_graphs(graphs: Iterable[NamedNode]) -> tuple[str, ...]:
    """Return the updates that remove ``graphs``, whether they are there or not."""
    return tuple(f"DROP SILENT GRAPH {graph}" for graph in graphs)


def insert_data(quads: Iterable[Quad]) -> tuple[str, ...]:
    """Return one ``INSERT DATA`` of ``quads``, grouped by graph; none where there are none."""
    by_graph: dict[NamedNode | BlankNode | DefaultGraph, list[Triple]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(quad.triple)
    blocks = (_block(graph, triples) for graph, triples in by_graph.items())
    data = "\n".join(blocks)
    return (f"INSERT DATA {{\n{data}\n}}",) if data else ()


def founding_update(schema: int, changes: int = 0) -> str:
    """Return the update that writes the bookkeeping of a new store: so many changes, this schema version."""
    facts = f"{STORE_GRAPH} {CHANGES} {changes:d} . {STORE_GRAPH} {SCHEMA} {schema:d}"
    return f"INSERT DATA {{ GRAPH {STORE_GRAPH} {{ {facts} }} }}"


def schema_update(schema: int) -> str:
    """Return the update that records ``schema`` as the version of the data, as one counted change."""
    return (
        f"DELETE WHERE {{ GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {SCHEMA} ?old }} }};\n"
        f"INSERT DATA {{ GRAPH {STORE_GRAPH} {{ {STORE_GRAPH} {SCHEMA} {schema:d} }} }};\n{COUNT_CHANGE}"
    )


def _block(graph: NamedNode | BlankNode | DefaultGraph, triples: list[Triple]) -> str:
    body = serialize(triples, format=RdfFormat.N_TRIPLES)
    text = body.decode() if body else ""
    return text if isinstance(graph, DefaultGraph) else f"GRAPH {graph} {{\n{text}}}"
