"""What queries need beside the documents, in one graph: terms, roles, kinds of document, relations, reorganisations.

Of the register of bodies it holds the rows with their names and validity, which the reorganisations speak of; a body in
a document's graph names its row (``org:classification``), so that its successors can be asked for in SPARQL.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from graph.store_model import GraphStore
from ontology.identifiers import DEFAULT_BASE
from ontology.vocabulary import Cancu, Rdf, Schema, Skos

VOCABULARY_GRAPH = f"{DEFAULT_BASE}/id/graph/vocabulary"
_FILES = ("cancu.ttl", "roles.ttl", "document_types.ttl", "relations.ttl", "changes.ttl")
_ROWS = ("agencies.ttl", "provinces.ttl")
_ROW_TERMS = frozenset({Rdf.TYPE, Skos.PREF_LABEL, Schema.VALID_FROM, Schema.VALID_THROUGH})


def vocabulary_quads(store: GraphStore) -> tuple[Quad, ...]:
    """Return what the store lacks of the vocabulary: nothing when it has the current one."""
    name, quads, digest = _read_vocabulary()
    present = f"ASK {{ GRAPH {name} {{ {name} <{Cancu.TEXT_HASH}> {Literal(digest)} }} }}"
    return () if store.ask(present) else quads


@cache
def _read_vocabulary() -> tuple[NamedNode, tuple[Quad, ...], str]:
    name = NamedNode(VOCABULARY_GRAPH)
    quads: list[Quad] = []
    digest = sha256()
    for file in (*_FILES, *_ROWS):
        path = resources.files("ontology").joinpath(file)
        if not path.is_file():
            continue
        data = path.read_bytes()
        digest.update(data)
        triples = pyoxigraph.parse(data, format=RdfFormat.TURTLE)
        quads.extend(
            Quad(triple.subject, triple.predicate, triple.object, name)
            for triple in triples
            if not _is_anonymous(triple) and (file in _FILES or triple.predicate.value in _ROW_TERMS)
        )
    quads.append(Quad(name, NamedNode(Cancu.TEXT_HASH), Literal(digest.hexdigest()), name))
    return name, tuple(quads), digest.hexdigest()


def _is_anonymous(triple: Quad) -> bool:
    """Tell whether a triple is part of an OWL expression: queries need none, and blank nodes differ in every store."""
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
