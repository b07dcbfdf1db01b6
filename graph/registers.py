"""Loads the registers of ``ontology/``: a ``Lexicon`` of plain rows for ingest, an ``AgencyRegister`` for the graph.

Every file is read once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, TypeVar, get_args

from graph.turtle import Row, read_rows
from ingest.lexicon import Abbreviation, AgencyName, DocumentType, DutyCue, IssuerCode, Lexicon, RelationCue, RoleCue
from ingest.model import Relation, Role, Stratum
from ontology.vocabulary import Cancu, Skos

_STRATA: Final[dict[str, Stratum]] = {
    Cancu.PARTY: "party",
    Cancu.NORMATIVE: "normative",
    Cancu.ADMINISTRATIVE: "administrative",
}
_START: Final = re.compile(r"-\d{4}-\d{2}$")
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
        agencies=tuple({name.key: name for name in _agency_names()}.values()),
        agency_heads=_head_words(Cancu.AGENCY_HEAD),
        position_heads=_head_words(Cancu.POSITION_HEAD),
        provinces=tuple(dict.fromkeys(_province_names())),
        duty_cues=tuple(
            DutyCue(row.need(Skos.NOTATION), phrase)
            for row in _rows_of("duty_cues", Skos.CONCEPT)
            for phrase in row.all(Skos.HIDDEN_LABEL)
        ),
        statutes=tuple(row.need(Skos.PREF_LABEL) for row in _rows_of("statutes", Skos.CONCEPT)),
    )


def _rows_of(name: str, kind: str) -> Iterator[Row]:
    return (row for row in read_rows(name) if row.is_a(kind))


def _document_types() -> Iterator[DocumentType]:
    for row in _rows_of("document_types", Cancu.DOCUMENT_TYPE):
        yield DocumentType(
            slug=row.iri.rpartition("/")[2],
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
    kinds: tuple[tuple[str, Literal["agency", "collective"]], ...] = (
        (Cancu.AGENCY_TEMPLATE, "agency"),
        (Cancu.COLLECTIVE, "collective"),
    )
    for term, kind in kinds:
        for row in _rows_of("agencies", term):
            yield AgencyName(
                key=_START.sub("", row.iri.rpartition("/")[2]),
                label=row.need(Skos.PREF_LABEL),
                aliases=row.all(Skos.ALT_LABEL),
                kind=kind,
            )


def _head_words(kind: str) -> tuple[str, ...]:
    words = (word for row in _rows_of("heads", kind) for word in (*row.all(Skos.PREF_LABEL), *row.all(Skos.ALT_LABEL)))
    return tuple(sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))


def _longest_first(cues: Iterator[_Cue]) -> tuple[_Cue, ...]:
    return tuple(sorted(cues, key=lambda cue: (-len(cue.phrase), cue.phrase)))
