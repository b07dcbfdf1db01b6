"""Loads the registers of ``ontology/``: a ``Lexicon`` of plain rows for ingest, an ``AgencyRegister`` for the graph.

Every file is read once in a process.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeVar, get_args

from graph.agencies import AgencyRegister, AgencyRow, Province, Validity
from graph.changes import ChangeEvent
from graph.turtle import Row, read_rows
from ingest.lexicon import (
    Abbreviation,
    AgencyName,
    DocumentType,
    DutyCue,
    FormCue,
    IssuerCode,
    Lexicon,
    RelationCue,
    RoleCue,
)
from ingest.model import Relation, Role, Stratum
from ingest.text import key_of
from ontology.identifiers import DEFAULT_BASE
from ontology.vocabulary import Cancu, Dcterms, Org, Schema, Skos

_BODY_KINDS: Final[dict[str, Literal["agency", "collective"]]] = {
    Cancu.AGENCY_TEMPLATE: "agency",
    Cancu.COLLECTIVE: "collective",
}
_STRATA: Final[dict[str, Stratum]] = {
    Cancu.PARTY: "party",
    Cancu.NORMATIVE: "normative",
    Cancu.ADMINISTRATIVE: "administrative",
}


@dataclass(frozen=True, slots=True)
class CongressTerm:
    """A term of the Party's national congress (khóa); ``numeral`` in lower case, as in keys."""

    numeral: str
    validity: Validity


_START: Final = re.compile(r"-\d{4}-\d{2}$")
_PROVINCE_ALONE: Final = re.compile(r"^[^{]*\{name\}$")
_Cue = TypeVar("_Cue", RoleCue, RelationCue)
_ROLES: Final[dict[str, Role]] = {role: role for role in get_args(Role)}
_RELATIONS: Final[dict[str, Relation]] = {relation: relation for relation in get_args(Relation)}


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return all registers that extraction reads.

    >>> lexicon = load_lexicon()
    >>> next(kind.label for kind in lexicon.document_types if "KH" in kind.codes)
    'Kế hoạch'
    """
    return Lexicon(
        document_types=tuple(_document_types()),
        issuer_codes=tuple(_issuer_codes()),
        role_cues=_longest_first(_role_cues()),
        relation_cues=_longest_first(_relation_cues()),
        abbreviations=tuple(
            Abbreviation(row.need(Skos.NOTATION), row.need(Skos.PREF_LABEL))
            for row in _rows_of("abbreviations", Cancu.ABBREVIATION)
        ),
        agencies=tuple({(name.key, name.province): name for name in _agency_names()}.values()),
        agency_heads=_head_words(Cancu.AGENCY_HEAD),
        position_heads=_head_words(Cancu.POSITION_HEAD),
        provinces=tuple(dict.fromkeys(_province_names())),
        duty_cues=tuple(
            DutyCue(row.need(Skos.NOTATION), phrase)
            for row in _rows_of("duty_cues", Skos.CONCEPT)
            for phrase in row.all(Skos.HIDDEN_LABEL)
        ),
        form_cues=tuple(
            FormCue(row.need(Skos.NOTATION), phrase)
            for row in _rows_of("form_cues", Skos.CONCEPT)
            for phrase in row.all(Skos.HIDDEN_LABEL)
        ),
        statutes=tuple(row.need(Skos.PREF_LABEL) for row in _rows_of("statutes", Skos.CONCEPT)),
    )


@lru_cache(maxsize=4)
def load_agencies(base: str = DEFAULT_BASE) -> AgencyRegister:
    """Return the register of bodies, with IRIs under ``base``.

    >>> import datetime as dt
    >>> register = load_agencies()
    >>> found = register.find_by_name("Sở KH&CN", "Lâm Đồng", dt.date(2024, 6, 10))
    >>> found.agency.key
    'lam-dong/so-khoa-hoc-va-cong-nghe/den-2025-02'
    """
    rows = [_agency_row(row) for kind in _BODY_KINDS for row in _rows_of("agencies", kind)]
    provinces = [_province(row) for row in _rows_of("provinces", Cancu.PROVINCE)]
    offices = (row for row in _rows_of("heads", Cancu.POSITION_HEAD) if row.one(Cancu.LEADS_BODY) == "true")
    names = [name for row in offices for name in (*row.all(Skos.PREF_LABEL), *row.all(Skos.ALT_LABEL))]
    return AgencyRegister(rows, provinces, base, names)


def _province(row: Row) -> Province:
    return Province(
        row=_local(row.iri),
        label=row.need(Skos.PREF_LABEL),
        kind=row.need(Cancu.KIND),
        aliases=row.all(Skos.ALT_LABEL),
        validity=_validity(row),
        source=row.need(Dcterms.SOURCE),
        confidence=float(row.need(Cancu.CONFIDENCE)),
    )


def _agency_row(row: Row) -> AgencyRow:
    return AgencyRow(
        row=_local(row.iri),
        name=_START.sub("", _local(row.iri)),
        label=row.need(Skos.PREF_LABEL),
        aliases=row.all(Skos.ALT_LABEL),
        kind=row.one(Cancu.KIND) or "",
        level=row.need(Cancu.LEVEL),
        validity=_validity(row),
        source=row.need(Dcterms.SOURCE),
        confidence=float(row.need(Cancu.CONFIDENCE)),
        pattern=row.one(Cancu.LABEL_PATTERN),
        only_in=frozenset(map(_local, row.all(Cancu.ONLY_IN))),
        except_in=frozenset(map(_local, row.all(Cancu.EXCEPT_IN))),
        by_place=row.one(Cancu.NAMED_BY_PLACE) == "true",
        collective=row.is_a(Cancu.COLLECTIVE),
        of_units=frozenset(map(key_of, row.all(Cancu.OF_UNITS))),
        member_kinds=frozenset(row.all(Cancu.MEMBER_KIND)),
        member_levels=frozenset(row.all(Cancu.MEMBER_LEVEL)),
    )


@lru_cache(maxsize=1)
def load_changes() -> tuple[ChangeEvent, ...]:
    """Return the reorganisations of the register, earliest first.

    >>> load_changes()[-1].date
    datetime.date(2025, 7, 1)
    """
    events = (_change(row) for row in _rows_of("changes", Org.CHANGE_EVENT))
    return tuple(sorted(events, key=lambda event: (event.date, event.name)))


def _change(row: Row) -> ChangeEvent:
    return ChangeEvent(
        name=_local(row.iri),
        label=row.need(Skos.PREF_LABEL),
        date=dt.date.fromisoformat(row.need(Dcterms.DATE)),
        originals=frozenset(map(_local, row.all(Org.ORIGINAL_ORGANIZATION))),
        results=tuple(map(_local, row.all(Org.RESULTING_ORGANIZATION))),
        level=row.one(Cancu.ENDS_LEVEL),
        basis=row.all(Cancu.LEGAL_BASIS),
        source=row.need(Dcterms.SOURCE),
        confidence=float(row.need(Cancu.CONFIDENCE)),
        only_in=frozenset(map(_local, row.all(Cancu.ONLY_IN))),
        except_in=frozenset(map(_local, row.all(Cancu.EXCEPT_IN))),
        partial=row.one(Cancu.PARTIAL_TRANSFER) == "true",
        note=row.one(Skos.SCOPE_NOTE),
    )


@lru_cache(maxsize=1)
def load_congress_terms() -> tuple[CongressTerm, ...]:
    """Return the terms of the Party's congress, earliest first.

    >>> [term.numeral for term in load_congress_terms() if term.validity.holds(dt.date(2012, 11, 1))]
    ['xi']
    """
    rows = _rows_of("congress_terms", Cancu.CONGRESS_TERM)
    return tuple(CongressTerm(row.need(Skos.NOTATION).lower(), _validity(row)) for row in rows)


def _validity(row: Row) -> Validity:
    start, end = row.one(Schema.VALID_FROM), row.one(Schema.VALID_THROUGH)
    return Validity(dt.date.fromisoformat(start) if start else None, dt.date.fromisoformat(end) if end else None)


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


def _rows_of(name: str, kind: str) -> Iterator[Row]:
    return (row for row in read_rows(name) if row.is_a(kind))


def _document_types() -> Iterator[DocumentType]:
    for row in _rows_of("document_types", Cancu.DOCUMENT_TYPE):
        yield DocumentType(
            slug=_local(row.iri),
            label=row.need(Skos.PREF_LABEL),
            codes=row.all(Skos.NOTATION),
            aliases=row.all(Skos.ALT_LABEL),
            strata=tuple(_STRATA[stratum] for stratum in row.all(Cancu.STRATUM)),
            nameable=row.one(Cancu.IDENTIFIED_BY_NAME) == "true",
        )


def _issuer_codes() -> Iterator[IssuerCode]:
    for row in _rows_of("issuers", Cancu.ISSUER_CODE):
        yield IssuerCode(row.need(Skos.NOTATION), row.need(Skos.PREF_LABEL), _STRATA[row.need(Cancu.STRATUM)])


def _role_cues() -> Iterator[RoleCue]:
    for row in _rows_of("roles", Skos.CONCEPT):
        role = _ROLES[row.need(Skos.NOTATION)]
        yield from (RoleCue(phrase, role) for phrase in row.all(Skos.HIDDEN_LABEL))


def _relation_cues() -> Iterator[RelationCue]:
    for row in _rows_of("relations", Skos.CONCEPT):
        relation = _RELATIONS[row.need(Skos.NOTATION)]
        yield from (RelationCue(phrase, relation) for phrase in row.all(Skos.HIDDEN_LABEL))


def _province_names() -> Iterator[str]:
    for row in _rows_of("provinces", Cancu.PROVINCE):
        yield from (*row.all(Skos.PREF_LABEL), *row.all(Skos.ALT_LABEL))


def _agency_names() -> Iterator[AgencyName]:
    """Yield the names of bodies: of each row, and in each province where the name is not one without it ("Báo …")."""
    provinces = list(dict.fromkeys(row.need(Skos.PREF_LABEL) for row in _rows_of("provinces", Cancu.PROVINCE)))
    for term, kind in _BODY_KINDS.items():
        for row in _rows_of("agencies", term):
            key, pattern = _START.sub("", _local(row.iri)), row.one(Cancu.LABEL_PATTERN) or ""
            yield AgencyName(key, row.need(Skos.PREF_LABEL), row.all(Skos.ALT_LABEL), kind)
            if _PROVINCE_ALONE.search(pattern):
                yield from (AgencyName(key, pattern.format(name=name), (), kind, name) for name in provinces)


def _head_words(kind: str) -> tuple[str, ...]:
    words = (word for row in _rows_of("heads", kind) for word in (*row.all(Skos.PREF_LABEL), *row.all(Skos.ALT_LABEL)))
    return tuple(sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))


def _longest_first(cues: Iterator[_Cue]) -> tuple[_Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: (-len(cue.phrase), cue.phrase)))
