"""The nouns of the graph: what a reader of the store gets back, free of RDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingest.model import Deadline, Relation, Role, Stratum


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words behind a statement: ``quote`` is ``text[start:end]`` of the stored text of ``document``."""

    document: str
    locator: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class DocumentNode:
    """A document as a node of lineage. ``in_corpus`` is false when it is known only by citation."""

    iri: str
    key: str
    number: str | None
    type: str | None
    date: dt.date | None
    issuer: str | None
    title: str | None
    stratum: Stratum | None
    in_corpus: bool


@dataclass(frozen=True, slots=True)
class DocumentEdge:
    """One relation between two documents (by IRI), its evidence, and for an inferred one the ``reason``."""

    source: str
    relation: Relation
    target: str
    inferred: bool
    confidence: float
    evidence: Evidence | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a document rests on and what rests on it (đường căn cứ)."""

    root: str
    nodes: tuple[DocumentNode, ...]
    edges: tuple[DocumentEdge, ...]
    cycles: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """A body by IRI, with the register's name (as printed where the register has none)."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a duty on a later date, since when, by which instrument, how surely (``org:ChangeEvent``)."""

    agency: AgencyRef
    since: dt.date | None
    basis: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Succession:
    """The answer for one body and date: its holders then; ``note`` when there is no one-to-one successor."""

    named: AgencyRef
    as_of: dt.date
    holders: tuple[Holder, ...]
    events: tuple[str, ...]
    one_to_one: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One assignment read back from the store. ``document`` and ``iri`` are IRIs; ``counterparts`` as printed.

    ``stated``: no assignment but a competence, which a provision only states (thẩm quyền, trách nhiệm theo quy định).
    """

    iri: str
    agency: AgencyRef
    printed: str
    role: Role
    task: str
    document: str
    number: str | None
    locator: str
    heading: str
    when: Deadline | None
    evidence: Evidence
    recipients: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One provision's own text, as a unit of search. ``heading`` is the path of headings above it."""

    iri: str
    document: str
    number: str | None
    locator: str
    heading: str
    text: str
    evidence: Evidence
