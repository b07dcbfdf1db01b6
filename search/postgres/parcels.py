"""Parcels: all records of one document, as they go to the server together.

Reads a corpus; gives a ``Parcel`` for each document, with a digest that tells whether the server has it already.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from graph.model import DocumentNode, Duty, Passage
from search.lexical import FIELDS
from search.passages import Unit, build_passage_units, build_task_units
from search.postgres.terms import key_of_term
from search.records import encode_record
from search.words import Analyser

_MOST_OFTEN: Final = 65_535


@dataclass(frozen=True)
class Parcel:
    """One document: its node (if the list of documents has it), duties, passages, and the units made of them.

    Units are made when they are asked for: most parcels have not changed, and need none.
    """

    iri: str
    node: DocumentNode | None
    duties: tuple[Duty, ...]
    passages: tuple[Passage, ...]
    digest: bytes

    @cached_property
    def tasks(self) -> tuple[Unit, ...]:
        """The units of its duties."""
        return build_task_units(self.duties)

    @cached_property
    def windows(self) -> tuple[Unit, ...]:
        """The units of its passages."""
        return build_passage_units(self.passages)

    def units(self, kind: Literal["tasks", "windows"]) -> tuple[Unit, ...]:
        """Return the units of one shelf."""
        return self.tasks if kind == "tasks" else self.windows


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of one field of one unit, as they are stored: each once, with how often it stands there."""

    place: int
    field: int
    counts: Counter[str]

    @property
    def length(self) -> int:
        """The number of terms, repeated ones included."""
        return self.counts.total()

    def packed_counts(self, terms: Iterable[str]) -> bytes:
        """Return how often each of ``terms`` stands, two bytes each."""
        return b"".join(min(self.counts[term], _MOST_OFTEN).to_bytes(2, "little") for term in terms)


def make_parcels(
    nodes: Iterable[DocumentNode], duties: Iterable[Duty], passages: Iterable[Passage], seed: bytes
) -> tuple[Parcel, ...]:
    """Return a parcel for each document, ordered by IRI as the store orders them, so rows do not depend on history.

    ``seed`` goes into every digest: what else the terms of a document depend on.
    """
    by_duty: dict[str, list[Duty]] = {}
    by_passage: dict[str, list[Passage]] = {}
    for duty in duties:
        by_duty.setdefault(duty.document, []).append(duty)
    for passage in passages:
        by_passage.setdefault(passage.document, []).append(passage)
    by_node = {node.iri: node for node in nodes}
    return tuple(
        _parcel(iri, by_node.get(iri), tuple(by_duty.get(iri, ())), tuple(by_passage.get(iri, ())), seed)
        for iri in sorted({*by_duty, *by_passage, *by_node})
    )


def list_terms(parcel: Parcel, kind: Literal["tasks", "windows"], analyser: Analyser) -> tuple[TermList, ...]:
    """Return the terms of all units of one shelf, fields without words left out."""
    first = 0 if kind == "tasks" else len(FIELDS)
    lists = []
    for place, unit in enumerate(parcel.units(kind)):
        agency = tuple(term for name in unit.agencies for term in analyser.terms(name))
        for field, terms in enumerate((analyser.terms(unit.heading), analyser.terms(unit.text), agency)):
            if terms:
                lists.append(TermList(place, first + field, Counter(map(key_of_term, terms))))
    return tuple(lists)


def _parcel(
    iri: str, node: DocumentNode | None, duties: tuple[Duty, ...], passages: tuple[Passage, ...], seed: bytes
) -> Parcel:
    records: Sequence[Sequence[list[Any]]] = (
        [encode_record(node)] if node else [],
        [encode_record(duty) for duty in duties],
        [encode_record(passage) for passage in passages],
    )
    digest = hashlib.sha256(seed + json.dumps(records, ensure_ascii=False).encode()).digest()
    return Parcel(iri, node, duties, passages, digest)
