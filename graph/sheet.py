"""Writes the triples of one named graph: plain Python values in, quads out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from ontology.vocabulary import Rdf, Xsd

Value: TypeAlias = str | bool | int | float | Decimal | dt.date | None


class Sheet:
    """The growing graph of one document. A value that is None is not written: absence says that nothing is known.

    >>> sheet = Sheet("urn:g")
    >>> sheet.note("urn:d", "urn:number", "4655/KH-UBND")
    >>> sheet.note("urn:d", "urn:force", None)
    >>> [str(quad.object) for quad in sheet.quads()]
    ['"4655/KH-UBND"']
    """

    def __init__(self, graph: str) -> None:
        self._graph = NamedNode(graph)
        self._nodes: dict[str, NamedNode] = {}
        self._quads: dict[Quad, None] = {}

    def types(self, subject: str, *kinds: str) -> None:
        """State the classes of ``subject``."""
        for kind in kinds:
            self.link(subject, Rdf.TYPE, kind)

    def link(self, subject: str, term: str, target: str | None) -> None:
        """State a relation between two nodes."""
        if target is not None:
            self._put(subject, term, self._node(target))

    def note(self, subject: str, term: str, value: Value, kind: str | None = None) -> None:
        """State a plain value; ``kind`` is its datatype when the Python type does not tell."""
        if value is not None:
            self._put(subject, term, literal_of(value, kind))

    def words(self, subject: str, term: str, text: str | None) -> None:
        """State Vietnamese words."""
        if text:
            self._put(subject, term, Literal(text, language="vi"))

    def quads(self) -> tuple[Quad, ...]:
        """Return the graph, each quad once, in the order of writing."""
        return tuple(self._quads)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add quads made elsewhere."""
        self._quads.update(dict.fromkeys(quads))

    def _put(self, subject: str, term: str, value: NamedNode | Literal) -> None:
        self._quads[Quad(self._node(subject), self._node(term), value, self._graph)] = None

    def _node(self, iri: str) -> NamedNode:
        node = self._nodes.get(iri)
        if node is None:
            node = self._nodes[iri] = NamedNode(iri)
        return node


def literal_of(value: str | float | Decimal | dt.date, kind: str | None = None) -> Literal:
    """Return the typed literal of a value: xsd:boolean, integer, decimal, date or string.

    >>> str(literal_of(dt.date(2024, 6, 10)))
    '"2024-06-10"^^<http://www.w3.org/2001/XMLSchema#date>'
    """
    match value:
        case bool():
            return Literal("true" if value else "false", datatype=NamedNode(kind or Xsd.BOOLEAN))
        case int():
            return Literal(str(value), datatype=NamedNode(kind or Xsd.INTEGER))
        case float() | Decimal():
            return Literal(format(Decimal(str(value)), "f"), datatype=NamedNode(kind or Xsd.DECIMAL))
        case dt.date():
            return Literal(value.isoformat(), datatype=NamedNode(kind or Xsd.DATE))
        case _:
            return Literal(value, datatype=NamedNode(kind)) if kind else Literal(value)
