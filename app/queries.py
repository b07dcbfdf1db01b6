"""Questions that the command line and the API ask alike: duties by agency, role, period and date, with holders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from app.errors import NothingFound, WrongUsage
from app.lookup import parse_date, resolve_document, today
from app.messages import say
from app.settings import Language
from graph.agencies import Ambiguous, Found
from graph.model import Duty, Succession
from graph.reading import AgencyUse, list_agencies, read_duties
from graph.registers import load_agencies
from graph.store import GraphStore
from graph.succession import find_predecessors, find_successors
from ingest.model import Relation, Role
from ingest.text import key_of
from search.periods import find_period

Held = tuple[Duty, Succession | None]
"""A duty, and who holds it on the date asked about, when one was."""


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """What ``duties`` is asked, in the caller's words; None leaves a condition out."""

    agency: str | None = None
    document: str | None = None
    role: str | None = None
    period: str | None = None
    as_of: str | None = None


def find_duties(store: GraphStore, asked: DutyFilter, lang: Language) -> tuple[Held, ...]:
    """Return the duties that fit, each with its holder on the date asked about.

    Raises:
        WrongUsage: a role, period or date cannot be read.
        NothingFound: there is no such document, or no duty of such an agency.
    """
    day = parse_date(asked.as_of, lang) if asked.as_of else None
    role = _check_role(asked.role, lang)
    document = resolve_document(store, asked.document, lang).iri if asked.document else None
    agencies = find_holders(store, asked.agency, day, lang) if asked.agency else None
    duties = read_duties(
        store,
        agencies=agencies,
        documents=[document] if document else None,
        roles=[role] if role else None,
        period=_parse_period(asked.period, lang),
        as_of=day,
    )
    return tuple((duty, holders_on(duty.agency.iri, day) if day else None) for duty in duties)


def find_holders(store: GraphStore, name: str, day: dt.date | None, lang: Language) -> tuple[str, ...]:
    """Return the IRIs of bodies with duties that ``name`` means: the body itself, then and now, and its predecessors.

    Raises:
        NothingFound: no body with duties bears that name, or preceded one that does.
    """
    used = list_agencies(store)
    meant = {use.agency.iri for use in used if name == use.agency.iri or key_of(name) == key_of(use.agency.label)}
    meant |= _registered(name, used, day or today())
    found = tuple(use.agency.iri for use in used if use.agency.iri in meant)
    if not found:
        raise NothingFound(say("agency.unknown", lang, text=name))
    return found


def holders_on(agency: str, day: dt.date) -> Succession:
    """Return who holds the duties of a body (by IRI) on ``day``."""
    return find_successors(load_agencies(), agency, day)


def predecessors_of(agency: str, day: dt.date | None = None) -> frozenset[str]:
    """Return the IRIs of the bodies whose duties a body (by IRI) holds on ``day``, by default today."""
    chosen = day or today()
    return frozenset(ref.iri for ref in find_predecessors(load_agencies(), agency, chosen))


def check_relations(relations: Sequence[str] | None, lang: Language) -> tuple[Relation, ...] | None:
    """Return ``relations`` when all are relations, None when none is given.

    Raises:
        WrongUsage: one of them is no relation.
    """
    if not relations:
        return None
    allowed: tuple[Relation, ...] = get_args(Relation)
    chosen = tuple(relation for relation in allowed if relation in relations)
    unknown = set(relations) - set(allowed)
    if unknown:
        raise WrongUsage(say("relation.bad", lang, text=", ".join(sorted(unknown)), allowed=", ".join(allowed)))
    return chosen


def _registered(name: str, used: Iterable[AgencyUse], day: dt.date) -> set[str]:
    """Return the bodies called ``name`` wherever the store has duties, and those they took over from."""
    register = load_agencies()
    meant: set[str] = set()
    for place in sorted({_place_of(use.agency.iri) for use in used}):
        found = register.find_by_name(name, place)
        bodies = (
            found.candidates if isinstance(found, Ambiguous) else (found.agency,) if isinstance(found, Found) else ()
        )
        for body in bodies:
            iri = register.iri_of(body)
            meant |= {iri, *predecessors_of(iri, day)}
    return meant


def _place_of(iri: str) -> str:
    return iri.partition("/id/org/")[2].partition("/")[0]


def _check_role(role: str | None, lang: Language) -> Role | None:
    allowed: tuple[Role, ...] = get_args(Role)
    found = next((one for one in allowed if one == role), None)
    if role is not None and found is None:
        raise WrongUsage(say("role.bad", lang, text=role, allowed=", ".join(allowed)))
    return found


def _parse_period(text: str | None, lang: Language) -> tuple[dt.date | None, dt.date | None] | None:
    if text is None:
        return None
    period = find_period(text)
    if period is None or (period.start is None and period.end is None):
        raise WrongUsage(say("period.bad", lang, text=text))
    return period.start, period.end
