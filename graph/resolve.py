"""From mentions to nodes: which document each citation means, which body each name means.

Reads one ``Extraction`` and the registers; writes a ``Resolution``, the same whatever the store holds, so that the
order of ingestion cannot matter. What only the corpus can tell (a number without date) is left partial here and
identified by ``graph.identity``. Certain is what the text says in full; what is concluded is inferred, with reason and
candidates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.agencies import AgencyRegister, Ambiguous, Found
from graph.identify import identify_citation, identify_document
from graph.known import KnownRegister
from graph.model import AgencyRef
from graph.namesakes import find_namesake
from graph.places import Gazetteer, Home, load_gazetteer
from graph.resolution import DocumentIdentity, LinkedAgency, Resolution, ResolvedCitation
from ingest.model import Citation, Extraction
from ontology.identifiers import CENTRAL_PLACE, agency_iri, agency_key, register_iri

_YEAR = re.compile(r"/((?:19|20)\d\d)/")


def resolve_extraction(extraction: Extraction, register: AgencyRegister, known: KnownRegister) -> Resolution:
    """Return what the mentions of ``extraction`` mean."""
    gazetteer = load_gazetteer()
    home = gazetteer.home_of(extraction)
    return Resolution(
        document=identify_document(extraction, gazetteer),
        citations=resolve_citations(extraction, gazetteer, home, known),
        agencies=tuple(link_agencies(extraction, register, home)),
    )


def resolve_citations(
    extraction: Extraction, gazetteer: Gazetteer, home: Home, known: KnownRegister
) -> tuple[ResolvedCitation, ...]:
    """Return the document of each citation: first those that say which, then those that only name it."""
    citations = extraction.citations
    named = {citation.id: identify_citation(citation, gazetteer, home) for citation in citations}
    plain = {name: identity for name, identity in named.items() if identity is not None}
    return tuple(_resolve(citation, plain, extraction, known) for citation in citations if citation.id in plain)


def _resolve(
    citation: Citation, plain: dict[str, DocumentIdentity], extraction: Extraction, known: KnownRegister
) -> ResolvedCitation:
    identity, text = plain[citation.id], extraction.source.text
    if not identity.partial:
        title = identity.title or known.title_of(identity.number, identity.date)
        return ResolvedCitation(citation.id, replace(identity, title=title))
    registered = known.resolve(citation, identity, text)
    namesake = find_namesake(citation, extraction.citations, text)
    same = plain.get(namesake.id) if namesake else None
    if namesake is None or same is None or same.partial:
        return registered or ResolvedCitation(citation.id, identity)
    reason = f"cùng tên gọi với {namesake.number} trong chính văn bản này"
    if registered is None:
        return ResolvedCitation(citation.id, same, True, 0.9, reason, (same,))
    if registered.document.iri == same.iri:
        return replace(registered, document=same, reason=f"{registered.reason}; {reason}")
    if not registered.inferred and same.iri in {candidate.iri for candidate in registered.candidates}:
        return replace(registered, document=same, inferred=True, confidence=0.9, reason=reason)
    return registered


def link_agencies(extraction: Extraction, register: AgencyRegister, home: Home) -> Iterator[LinkedAgency]:
    """Yield the node of every body that the document names as holder of a duty, recipient or issuer, once a wording."""
    day = extraction.header.date or find_earliest_day(extraction)
    labels: dict[str, str] = {}
    for printed in dict.fromkeys(_named_bodies(extraction)):
        linked = link_agency(printed, register, home, day)
        label = labels.setdefault(linked.agency.iri, linked.agency.label)
        yield replace(linked, agency=AgencyRef(linked.agency.iri, label))


def find_earliest_day(extraction: Extraction) -> dt.date | None:
    """Return the day before which an undated document cannot be: the latest date, or year, of those that it cites."""
    years = (_YEAR.search(citation.number or "") for citation in extraction.citations)
    days = [dt.date(int(year[1]), 1, 1) for year in years if year]
    return max((*days, *(citation.date for citation in extraction.citations if citation.date)), default=None)


def link_agency(printed: str, register: AgencyRegister, home: Home, day: dt.date | None) -> LinkedAgency:
    """Return the body that ``printed`` means in a document of ``home`` on ``day``, or a node of its own."""
    found = register.find_by_name(printed, home.province, day)
    match found:
        case Found(agency):
            return LinkedAgency(
                printed,
                register.ref_of(agency),
                True,
                agency.row.collective,
                row=register_iri("agency", agency.row.row),
                province=register_iri("province", agency.province.row) if agency.province else None,
                start=agency.validity.start,
                end=agency.validity.end,
            )
        case Ambiguous(candidates):
            refs = tuple(register.ref_of(candidate) for candidate in candidates[:10])
            return LinkedAgency(printed, _own_node(printed, home), False, candidates=refs)
        case _:
            return LinkedAgency(printed, _own_node(printed, home), False)


def _own_node(printed: str, home: Home) -> AgencyRef:
    name = " ".join(printed.split())
    return AgencyRef(agency_iri(agency_key(home.place or CENTRAL_PLACE, name)), name)


def _named_bodies(extraction: Extraction) -> Iterable[str]:
    if extraction.header.issuer:
        yield extraction.header.issuer
    for assignment in (*extraction.assignments, *extraction.competences):
        yield assignment.agency
    for citation in extraction.citations:
        if citation.issuer:
            yield citation.issuer
