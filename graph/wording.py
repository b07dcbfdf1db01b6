"""Sentences for the steps of a lineage (câu giải thích): every relation in its active and its passive reading.

The active reading goes from the acting document to the one acted on ("A căn cứ B"), the passive one the other way
("B là căn cứ của A"), so that no reader takes one for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, get_args

from graph.model import DocumentEdge, DocumentNode
from graph.turtle import read_rows
from ingest.model import Relation
from ontology.vocabulary import Cancu, Skos

Language: TypeAlias = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a relation in both directions."""

    active: str
    passive: str


@cache
def load_readings(lang: Language = "vi") -> Mapping[Relation, Reading]:
    """Return the readings of all relations in ``lang``, from the register ``ontology/relations.ttl``.

    >>> load_readings()["based_on"]
    Reading(active='căn cứ', passive='là căn cứ của')
    >>> load_readings("en")["based_on"].passive
    'is a basis of'
    """
    rows = {row.one(Skos.NOTATION): row for row in read_rows("relations", frozenset({None, lang}))}
    named = ((relation, rows[relation]) for relation in get_args(Relation))
    return {relation: Reading(row.need(Skos.PREF_LABEL), row.need(Cancu.INVERSE_READING)) for relation, row in named}


def name_document(node: DocumentNode, lang: Language = "vi") -> str:
    """Return the shortest name that identifies a document: type, number and date, or its title.

    Only the word before the date is of ``lang``; the rest is the document's own.

    >>> import datetime as dt
    >>> day = dt.date(2012, 11, 1)
    >>> name_document(DocumentNode("i", "k", "20-NQ/TW", "Nghị quyết", day, None, None, "party", False))
    'Nghị quyết 20-NQ/TW ngày 01/11/2012'
    """
    name = node.number or node.title or node.key
    if node.type and not name.casefold().startswith(node.type.casefold()):
        name = f"{node.type} {name}"
    of = "of" if lang == "en" else "ngày"
    return f"{name} {of} {node.date:%d/%m/%Y}" if node.date and node.number else name


def describe_step(edge: DocumentEdge, source: DocumentNode, target: DocumentNode, lang: Language = "vi") -> str:
    """Return one step as a sentence with its proof in one line, and the reason when it is inferred."""
    reading = load_readings(lang)[edge.relation].active
    sentence = f"{name_document(source, lang)} {reading} {name_document(target, lang)}"
    proof = f": “{' '.join(edge.evidence.quote.split())}”" if edge.evidence else ""
    inferred, unknown = ("inferred", "no reason given") if lang == "en" else ("suy ra", "không nêu lý do")
    doubt = f" ({inferred}: {edge.reason or unknown})" if edge.inferred else ""
    return f"{sentence}{doubt}{proof}"
