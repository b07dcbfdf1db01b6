"""Sentences for the steps of a lineage (câu giải thích): every relation in its active and its passive reading.

The active reading goes from the acting document to the one acted on ("A căn cứ B"), the passive one the other way
("B là căn cứ của A"), so that no reader takes one for the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import DocumentEdge, DocumentNode
from ingest.model import Relation


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a relation in both directions."""

    active: str
    passive: str


READINGS: dict[Relation, Reading] = {
    "based_on": Reading("căn cứ", "là căn cứ của"),
    "implements": Reading("triển khai thực hiện", "được triển khai bởi"),
    "continues": Reading("tiếp tục thực hiện", "được tiếp tục thực hiện bởi"),
    "amends": Reading("sửa đổi, bổ sung", "được sửa đổi, bổ sung bởi"),
    "replaces": Reading("thay thế", "được thay thế bởi"),
    "repeals": Reading("bãi bỏ", "bị bãi bỏ bởi"),
    "guides": Reading("hướng dẫn", "được hướng dẫn bởi"),
    "promulgates": Reading("ban hành", "được ban hành bởi"),
    "consolidates": Reading("hợp nhất", "được hợp nhất bởi"),
    "corrects": Reading("đính chính", "được đính chính bởi"),
    "cites": Reading("viện dẫn", "được viện dẫn bởi"),
}


def name_document(node: DocumentNode) -> str:
    """Return the shortest name that identifies a document: type, number and date, or its title.

    >>> import datetime as dt
    >>> day = dt.date(2012, 11, 1)
    >>> name_document(DocumentNode("i", "k", "20-NQ/TW", "Nghị quyết", day, None, None, "party", False))
    'Nghị quyết 20-NQ/TW ngày 01/11/2012'
    """
    name = node.number or node.title or node.key
    if node.type and not name.casefold().startswith(node.type.casefold()):
        name = f"{node.type} {name}"
    return f"{name} ngày {node.date:%d/%m/%Y}" if node.date and node.number else name


def describe_step(edge: DocumentEdge, source: DocumentNode, target: DocumentNode) -> str:
    """Return one step as a sentence with its proof, and the reason when it is inferred."""
    sentence = f"{name_document(source)} {READINGS[edge.relation].active} {name_document(target)}"
    proof = f": “{edge.evidence.quote.strip()}”" if edge.evidence else ""
    doubt = f" (suy ra: {edge.reason or 'không nêu lý do'})" if edge.inferred else ""
    return f"{sentence}{doubt}{proof}"
