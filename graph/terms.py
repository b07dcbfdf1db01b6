"""The IRIs that stand for the words of the contracts: roles, relations, kinds of document, strata; and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, get_args

from graph.turtle import Row, read_rows
from ingest.model import Relation, Role, Stratum
from ontology.vocabulary import Cancu, Skos

STRATA: Final[Mapping[Stratum, str]] = {
    "party": Cancu.PARTY,
    "normative": Cancu.NORMATIVE,
    "administrative": Cancu.ADMINISTRATIVE,
}


@cache
def load_relation_properties() -> Mapping[Relation, str]:
    """Return the property that each relation is stored as.

    >>> load_relation_properties()["based_on"]
    'http://data.europa.eu/eli/ontology#based_on'
    """
    rows = _by_notation("relations")
    return {relation: rows[relation].need(Cancu.PROPERTY) for relation in get_args(Relation)}


@cache
def load_relations() -> Mapping[str, Relation]:
    """Return the relation that each property stands for."""
    return {term: relation for relation, term in load_relation_properties().items()}


@cache
def load_role_iris() -> Mapping[Role, str]:
    """Return the concept of each role."""
    rows = _by_notation("roles")
    return {role: rows[role].iri for role in get_args(Role)}


@cache
def load_roles() -> Mapping[str, Role]:
    """Return the role of each concept."""
    return {iri: role for role, iri in load_role_iris().items()}


@cache
def load_type_iris() -> Mapping[str, str]:
    """Return the concept of each kind of document by its label in lower case ("kế hoạch")."""
    return {
        label.casefold(): row.iri
        for row in reversed(read_rows("document_types"))
        for label in (*row.all(Skos.ALT_LABEL), *row.all(Skos.PREF_LABEL))
    }


@cache
def load_type_labels() -> Mapping[str, str]:
    """Return the label of each kind of document by its concept."""
    return {row.iri: row.need(Skos.PREF_LABEL) for row in read_rows("document_types") if row.is_a(Cancu.DOCUMENT_TYPE)}


def _by_notation(name: str) -> dict[str, Row]:
    return {notation: row for row in read_rows(name) if (notation := row.one(Skos.NOTATION))}
