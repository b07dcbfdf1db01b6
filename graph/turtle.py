"""Reads a register's Turtle file into rows: a subject with its values, in the order of the file.

The only reader of ``ontology/*.ttl`` at run time; it parses with pyoxigraph, which keeps a cold start short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import pyoxigraph

from ontology.vocabulary import Rdf

_LANGUAGES: Final[frozenset[str | None]] = frozenset({None, "vi"})


@dataclass(frozen=True, slots=True)
class Row:
    """One subject of a register. ``values`` holds Vietnamese and plain literals and IRIs, by property IRI."""

    iri: str
    values: Mapping[str, tuple[str, ...]]

    def is_a(self, kind: str) -> bool:
        """Tell whether the row is stated to be of class ``kind``."""
        return kind in self.all(Rdf.TYPE)

    def all(self, term: str) -> tuple[str, ...]:
        """Return all values of a property, in the order of the file."""
        return self.values.get(term, ())

    def one(self, term: str) -> str | None:
        """Return the first value of a property, None where there is none."""
        values = self.all(term)
        return values[0] if values else None

    def need(self, term: str) -> str:
        """Return the first value of a property that every row of its kind has.

        Raises:
            IncompleteRowError: The register lacks it.
        """
        value = self.one(term)
        if value is None:
            raise IncompleteRowError(self.iri, term)
        return value


class IncompleteRowError(ValueError):
    """A register's row lacks a property that its kind needs: the register is to be repaired."""

    def __init__(self, iri: str, term: str) -> None:
        self.iri = iri
        self.term = term
        super().__init__(f"{iri}: thiếu {term}")


@lru_cache(maxsize=64)
def read_rows(name: str, languages: frozenset[str | None] = _LANGUAGES) -> tuple[Row, ...]:
    """Return the rows of ``ontology/{name}.ttl``, with the literals of ``languages`` only.

    >>> [row.one("http://www.w3.org/2004/02/skos/core#notation") for row in read_rows("roles")][1]
    'lead'
    """
    source = resources.files("ontology").joinpath(f"{name}.ttl").read_bytes()
    rows: dict[str, dict[str, list[str]]] = {}
    for triple in pyoxigraph.parse(source, format=pyoxigraph.RdfFormat.TURTLE):
        value = _value_of(triple.object, languages)
        if isinstance(triple.subject, pyoxigraph.NamedNode) and value is not None:
            rows.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, []).append(value)
    return tuple(
        Row(iri, {term: tuple(values) for term, values in properties.items()}) for iri, properties in rows.items()
    )


def _value_of(term: object, languages: frozenset[str | None]) -> str | None:
    match term:
        case pyoxigraph.Literal(value=value, language=language):
            return str(value) if language in languages else None
        case pyoxigraph.NamedNode(value=value):
            return str(value)
        case _:
            return None
