"""The bodies whose duties a body of today holds, wherever the corpus has duties.

Reads the register of agencies and its reorganisations (``graph.succession``); gives IRIs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from graph.agencies import Ambiguous, Found
from graph.registers import load_agencies
from graph.succession import find_predecessors
from ontology.identifiers import CENTRAL_PLACE
from search.bodies import NamedBody

Predecessors = Callable[[str], frozenset[str]]
"""Gives the IRIs of the bodies whose duties the body of an IRI holds today."""


def find_related(body: NamedBody, places: Iterable[str], predecessors: Predecessors | None = None) -> frozenset[str]:
    """Return the IRIs that ``body`` has had, and those of the bodies before it, in each of ``places`` (slugs)."""
    register = load_agencies()
    today = dt.datetime.now(tz=dt.UTC).date()
    related: set[str] = set()
    for place in places:
        found = register.find_by_name(body.label, place, today)
        if isinstance(found, Found):
            iri = register.iri_of(found.agency)
            before = predecessors or (lambda known: _before(known, today))
            related |= {iri, *before(iri)}
    return frozenset(related)


def find_homes(bodies: Sequence[NamedBody], places: Iterable[str]) -> frozenset[str] | None:
    """Return the places whose register has one of ``bodies`` by that very name, with the centre; None for anywhere.

    "UBND huyện Đức Trọng" is of Lâm Đồng alone, so the districts of another province's directive are not meant;
    "Sở Y tế" is of every province.
    """
    register = load_agencies()
    known = [place for place in places if place != CENTRAL_PLACE]
    homes: set[str] = set()
    for body in bodies:
        for place in known:
            found = register.find_by_name(body.label, place)
            named = (
                (found.agency,)
                if isinstance(found, Found)
                else found.candidates
                if isinstance(found, Ambiguous)
                else ()
            )
            if any(agency.key.startswith(f"{place}/") and not agency.row.by_place for agency in named):
                homes.add(place)
    return frozenset({*homes, CENTRAL_PLACE}) if homes and len(homes) < len(known) else None


def _before(iri: str, today: dt.date) -> frozenset[str]:
    return frozenset(ref.iri for ref in find_predecessors(load_agencies(), iri, today))
