"""What mentions were resolved to: the documents cited and the bodies named. Not knowing is a value, never a guess."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from graph.model import AgencyRef
from ingest.model import Stratum


@dataclass(frozen=True, slots=True)
class DocumentIdentity:
    """Which document this is (định danh văn bản).

    ``partial`` tells that the text names it too scarcely for a key that is unique in the country (a state number
    without issuer or year, a Party number without date or term): the node then stands for "the one so named" until the
    corpus identifies it.
    """

    iri: str
    key: str
    number: str | None = None
    type: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    stratum: Stratum | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedCitation:
    """One citation and the document that it means; ``candidates`` are those it may mean when that is not certain."""

    citation: str
    document: DocumentIdentity
    inferred: bool = False
    confidence: float = 1.0
    reason: str | None = None
    candidates: tuple[DocumentIdentity, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedAgency:
    """A body as printed and its node: of the register, or its own where the register has none or is ambiguous.

    ``row`` and ``province`` are the rows of the register (IRIs) that a registered body comes from, ``start`` and
    ``end`` its first and last day, where known.
    """

    printed: str
    agency: AgencyRef
    registered: bool
    collective: bool = False
    candidates: tuple[AgencyRef, ...] = ()
    row: str | None = None
    province: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """All that the graph needs beyond the text: which document it is, what it cites, whom it names.

    ``agencies`` holds every body that is printed as holder of a duty, recipient, or issuer, once per wording.
    """

    document: DocumentIdentity
    citations: tuple[ResolvedCitation, ...]
    agencies: tuple[LinkedAgency, ...]
