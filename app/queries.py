"""Questions that the command line and the API ask alike: duties by agency, role, period and date, with holders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from app.errors import NothingFound, WrongUsage
from app.known import Known
from app.lookup import parse_date, resolve_document, today
from app.messages import say
from app.settings import Language
from app.terminal import ROLE_LABELS
from graph.agencies import Ambiguous, Found
from graph.model import Duty, Succession
from graph.reading import AgencyUse, list_agencies, read_duties
from graph.registers import load_agencies
from graph.store import GraphStore
from graph.succession import find_predecessors, find_successors
from graph.wording import load_readings
from ingest.model import Relation, Role
from ingest.text import key_of
from search.periods import find_period

Code = TypeVar("Code", Role, Relation)
_DUTIES = Known[tuple[Duty, ...]](size=16)
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


@dataclass(frozen=True, slots=True)
class DutyConditions:
    """What of a filter can be read without a store: the day asked about, the role, the period by its ends."""

    day: dt.date | None
    role: Role | None
    period: tuple[dt.date | None, dt.date | None] | None


def read_conditions(asked: DutyFilter, lang: Language) -> DutyConditions:
    """Return the conditions that ``asked`` writes.

    Raises:
        WrongUsage: a role, period or date cannot be read.
    """
    day = parse_date(asked.as_of, lang) if asked.as_of else None
    return DutyConditions(day, _check_role(asked.role, lang), _parse_period(asked.period, lang))


def find_duties(store: GraphStore, asked: DutyFilter, lang: Language) -> tuple[Held, ...]:
    """Return the duties that fit, each with its holder on the date asked about.

    Raises:
        WrongUsage: a role, period or date cannot be read.
        NothingFound: there is no such document, or no duty of such an agency.
    """
    conditions = read_conditions(asked, lang)
    day, role = conditions.day, conditions.role
    document = resolve_document(store, asked.document, lang).iri if asked.document else None
    agencies = find_holders(store, asked.agency, day, lang) if asked.agency else None
    duties = _DUTIES.get(
        store,
        (agencies, document, conditions),
        lambda: read_duties(
            store,
            agencies=agencies,
            documents=[document] if document else None,
            roles=[role] if role else None,
            period=conditions.period,
            as_of=day,
        ),
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
    """Return the relations named by their code or by the words in which they read, None when none is named.

    Raises:
        WrongUsage: one of them is no relation.
    """
    if not relations:
        return None
    allowed: tuple[Relation, ...] = get_args(Relation)
    words = {relation: load_readings()[relation].active for relation in allowed}
    chosen = {text: _code_of(text, words) for text in relations}
    unknown = sorted(text for text, relation in chosen.items() if relation is None)
    if unknown:
        raise WrongUsage(say("relation.bad", lang, text=", ".join(unknown), allowed=_listed(words)))
    return tuple(relation for relation in allowed if relation in chosen.values())


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
    if role is None:
        return None
    words: dict[Role, str] = {one: ROLE_LABELS[one][0] for one in get_args(Role)}
    found = _code_of(role, words)
    if found is None:
        raise WrongUsage(say("role.bad", lang, text=role, allowed=_listed(words)))
    return found


def _code_of(text: str, words: Mapping[Code, str]) -> Code | None:
    """Return the code that ``text`` is, or whose Vietnamese words it writes, with or without marks."""
    key = key_of(text)
    return next((code for code, word in words.items() if key in {key_of(code), key_of(word)}), None)


def _listed(words: Mapping[Code, str]) -> str:
    return ", ".join(f"{code} ({word})" for code, word in words.items())


def _parse_period(text: str | None, lang: Language) -> tuple[dt.date | None, dt.date | None] | None:
    if text is None:
        return None
    period = find_period(text)
    if period is None or (period.start is None and period.end is None):
        raise WrongUsage(say("period.bad", lang, text=text))
    return period.start, period.end
