"""What the store says, as nouns: duties, targets, passages, bodies. SPARQL in, nouns out.

Documents are read in ``graph.documents``; its verbs are given here too, so that a reader of the store needs one module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pyoxigraph import QuerySolution

from graph.documents import (
    Ambiguous,
    Found,
    Lookup,
    NotFound,
    find_document,
    list_documents,
    read_nodes,
    read_text,
)
from graph.model import AgencyRef, Duty, Evidence, Passage
from graph.query_files import narrow_query, read_query
from graph.rows import date_of, decimal_of, evidence_of, need_text, number_of, text_of, truth_of
from graph.store_model import GraphStore
from graph.terms import load_role_iris, load_roles
from ingest.model import Deadline, Role, Span

__all__ = [
    "AgencyUse", "Ambiguous", "Found", "Lookup", "NotFound", "StatedTarget", "find_document", "list_agencies",
    "list_documents", "read_duties", "read_nodes", "read_passages", "read_targets", "read_text",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatedTarget:
    """A quantified aim read back from the store: ``min`` ≤ value ≤ ``max`` of ``unit``, ``printed`` the very words."""

    iri: str
    document: str
    number: str | None
    locator: str
    printed: str
    min: Decimal | None
    max: Decimal | None
    unit: str
    percent: bool
    by_year: int | None
    per: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class AgencyUse:
    """A body that holds duties: how many, in how many documents; ``collective`` for open sets of bodies."""

    agency: AgencyRef
    duties: int
    documents: int
    collective: bool


def read_duties(
    store: GraphStore,
    agencies: Collection[str] | None = None,
    documents: Collection[str] | None = None,
    roles: Collection[Role] | None = None,
    period: tuple[dt.date | None, dt.date | None] | None = None,
    as_of: dt.date | None = None,
) -> tuple[Duty, ...]:
    """Return the assignments, in reading order of each document.

    Args:
        store: Where to read.
        agencies: IRIs of the bodies that hold them; collectives are bodies of their own (``find_agencies`` of the
            register tells which stand for a body).
        documents: IRIs of the documents that state them.
        roles: What the bodies have to do.
        period: First and last day, open where None: keeps duties whose stated time overlaps it.
        as_of: Leaves out duties of documents issued after that day.
    """
    role_iris = None if roles is None else [load_role_iris()[role] for role in roles]
    query = narrow_query("duties", agencies=agencies, documents=documents, roles=role_iris)
    rows = store.select(query)
    if as_of is not None:
        nodes = read_nodes(store, (need_text(row, "document") for row in rows))
        rows = [row for row in rows if not _is_after(nodes[need_text(row, "document")].date, as_of)]
    found = _with_parties(store, rows, documents)
    return tuple(duty for duty in found if period is None or _overlaps(duty.when, period))


def read_competences(store: GraphStore, documents: Collection[str] | None = None) -> tuple[Duty, ...]:
    """Return what provisions say that bodies do (thẩm quyền, trách nhiệm theo quy định), in reading order."""
    rows = store.select(narrow_query("competences", documents=documents))
    return tuple(replace(duty, stated=True) for duty in _with_parties(store, rows, documents))


def _with_parties(
    store: GraphStore, rows: Sequence[QuerySolution], documents: Collection[str] | None
) -> Iterator[Duty]:
    """Yield the duties of ``rows`` with those who receive them and those who share them."""
    named = documents if documents is not None else sorted({need_text(row, "document") for row in rows})
    parties = _read_parties(store, named) if rows else {}
    return (_duty_of(row, parties.get(need_text(row, "duty"), _NO_PARTIES)) for row in rows)


def read_targets(store: GraphStore, documents: Collection[str] | None = None) -> tuple[StatedTarget, ...]:
    """Return the quantified aims, in reading order of each document."""
    return tuple(_target_of(row) for row in store.select(narrow_query("targets", documents=documents)))


def read_passages(store: GraphStore, documents: Collection[str] | None = None) -> tuple[Passage, ...]:
    """Return each part's own text, in reading order of each document."""
    return tuple(_passage_of(row) for row in store.select(narrow_query("passages", documents=documents)))


def list_agencies(store: GraphStore) -> tuple[AgencyUse, ...]:
    """Return the bodies that hold duties, those with most first."""
    return tuple(
        AgencyUse(
            AgencyRef(need_text(row, "agency"), need_text(row, "label")),
            number_of(row, "duties"),
            number_of(row, "documents"),
            truth_of(row, "collective"),
        )
        for row in store.select(read_query("agencies"))
    )


@dataclass(frozen=True, slots=True)
class _Parties:
    recipients: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()


_NO_PARTIES = _Parties()


def _read_parties(store: GraphStore, documents: Iterable[str]) -> dict[str, _Parties]:
    recipients: dict[str, list[str]] = {}
    counterparts: dict[str, list[str]] = {}
    for row in store.select(narrow_query("duty_parties", documents=documents)):
        duty, recipient, counterpart = need_text(row, "duty"), text_of(row, "recipient"), text_of(row, "counterpart")
        if recipient:
            recipients.setdefault(duty, []).append(recipient)
        if counterpart:
            counterparts.setdefault(duty, []).append(counterpart)
    return {
        duty: _Parties(tuple(recipients.get(duty, ())), tuple(counterparts.get(duty, ())))
        for duty in recipients.keys() | counterparts.keys()
    }


def _duty_of(row: QuerySolution, parties: _Parties) -> Duty:
    return Duty(
        iri=need_text(row, "duty"),
        agency=AgencyRef(need_text(row, "agency"), need_text(row, "label")),
        printed=need_text(row, "printed"),
        role=load_roles()[need_text(row, "role")],
        task=need_text(row, "task"),
        document=need_text(row, "document"),
        number=text_of(row, "number"),
        locator=need_text(row, "locator"),
        heading=text_of(row, "heading") or "",
        when=_deadline_of(row),
        evidence=evidence_of(row),
        recipients=parties.recipients,
        counterparts=parties.counterparts,
    )


def _deadline_of(row: QuerySolution) -> Deadline | None:
    surface = text_of(row, "whenPrinted")
    if surface is None:
        return None
    return Deadline(
        surface=surface,
        span=Span(number_of(row, "whenQuoteStart"), number_of(row, "whenQuoteEnd")),
        start=date_of(row, "from"),
        end=date_of(row, "to"),
        recurrence="continuous" if truth_of(row, "continuous") else text_of(row, "recurrence"),
        due=text_of(row, "due"),
        relative=text_of(row, "relative"),
    )


def _target_of(row: QuerySolution) -> StatedTarget:
    year = text_of(row, "year")
    return StatedTarget(
        iri=need_text(row, "target"),
        document=need_text(row, "document"),
        number=text_of(row, "number"),
        locator=need_text(row, "locator"),
        printed=need_text(row, "printed"),
        min=decimal_of(row, "min"),
        max=decimal_of(row, "max"),
        unit=text_of(row, "unit") or "",
        percent=truth_of(row, "percent"),
        by_year=int(year) if year else None,
        per=text_of(row, "per"),
        evidence=evidence_of(row),
    )


def _passage_of(row: QuerySolution) -> Passage:
    return Passage(
        iri=need_text(row, "part"),
        document=need_text(row, "document"),
        number=text_of(row, "number"),
        locator=need_text(row, "locator"),
        heading=text_of(row, "heading") or "",
        text=need_text(row, "quote"),
        evidence=evidence_of(row),
    )


def _is_after(day: dt.date | None, limit: dt.date) -> bool:
    return day is not None and day > limit


def _overlaps(when: Deadline | None, period: tuple[dt.date | None, dt.date | None]) -> bool:
    """Tell whether a stated time meets a period. A bare recurrence ("hàng năm") states no time that could."""
    if when is None or (when.start is None and when.end is None):
        return False
    start, end = period
    begins_later = end is not None and when.start is not None and when.start > end
    ended_before = start is not None and when.end is not None and when.end < start
    return not (begins_later or ended_before)
