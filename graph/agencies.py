"""The register of bodies: which exist where and when, found by name, by key, by collective.

Reads rows (``graph.registers.load_agencies`` makes them of ``ontology/agencies.ttl`` and ``ontology/provinces.ttl``); a
provincial row is a template, composed with each province that exists while it is valid, so the same name before and
after a reorganisation is another body. Not knowing and ambiguity are values.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Final

from graph.agency_model import (
    CENTRAL,
    PROVINCIAL,
    Agency,
    AgencyLookup,
    AgencyRow,
    Ambiguous,
    Found,
    NotFound,
    Province,
    Validity,
)
from graph.agency_names import find_units, name_keys, without_office
from graph.model import AgencyRef
from ingest.text import key_of
from ontology.identifiers import CENTRAL_PLACE, DEFAULT_BASE, agency_iri, agency_key, parse_agency_iri, slug

__all__ = [
    "CENTRAL",
    "PROVINCIAL",
    "Agency",
    "AgencyLookup",
    "AgencyRegister",
    "AgencyRow",
    "Ambiguous",
    "Found",
    "NotFound",
    "Province",
    "Validity",
]

_CITY: Final = "thành phố"
_PARTY_WORDS: Final = ({"party": "Tỉnh ủy", "youth": "Tỉnh Đoàn"}, {"party": "Thành ủy", "youth": "Thành đoàn"})
_PLURAL: Final = re.compile(r"^[Cc]ác (?=[^,]{1,20},)")
_MOST_CANDIDATES: Final = 100
_LONGEST_PLACE: Final = 6
_NO_PLACE: Final = frozenset({"va", "cac", "cung"})
_LONGEST_NAME: Final = 400


class AgencyRegister:
    """All bodies of the registers, composed when asked for.

    ``base`` is the base of their IRIs, ``offices`` the words with which an office that stands for a body begins.
    """

    def __init__(
        self,
        rows: Iterable[AgencyRow],
        provinces: Iterable[Province],
        base: str = DEFAULT_BASE,
        offices: Iterable[str] = (),
    ) -> None:
        self.rows: Mapping[str, AgencyRow] = {row.row: row for row in rows}
        self.provinces: Mapping[str, Province] = {province.row: province for province in provinces}
        self.base = base
        self._composed: dict[str, tuple[Agency, ...]] = {}
        self._offices = frozenset(map(key_of, offices))

    def agencies_of(self, place: str) -> tuple[Agency, ...]:
        """Return the bodies of a place (the slug of a province, or ``CENTRAL_PLACE``), of all times."""
        if place not in self._composed:
            known = place == CENTRAL_PLACE or place in self._units
            if not known:
                return ()
            self._composed[place] = tuple(self._compose(place))
        return self._composed[place]

    def iri_of(self, agency: Agency) -> str:
        """Return the IRI of a body."""
        return agency_iri(agency.key, self.base)

    def ref_of(self, agency: Agency) -> AgencyRef:
        """Return the body as a reader of the graph sees it."""
        return AgencyRef(self.iri_of(agency), agency.label)

    def find_by_iri(self, iri: str) -> Agency | None:
        """Return the body with this IRI, None where the register has none."""
        key = parse_agency_iri(iri, self.base)
        if key is None:
            return None
        place = key.partition("/")[0]
        exact = next((agency for agency in self.agencies_of(place) if agency.key == key), None)
        return exact or self._find_in_open_row(place, key)

    def label_of(self, iri: str) -> str | None:
        """Return the name of the body with this IRI, None where the register has none."""
        agency = self.find_by_iri(iri)
        return agency.label if agency else None

    def find_by_name(self, name: str, province: str | None = None, on_date: dt.date | None = None) -> AgencyLookup:
        """Return the body that ``name`` names in a province on a date.

        Args:
            name: As printed: "Sở KH&CN", "UBND tỉnh Lâm Đồng", "các sở, ban, ngành".
            province: Where the speaker is, by name or slug.
            on_date: When; None asks for the body of all times, which is ambiguous after a reorganisation.

        The speaker's province is preferred to the centre, and that to a province within the name ("Đoàn Thanh niên Cộng
        sản Hồ Chí Minh" names no city); a body valid on the date is preferred to its namesakes. A name used outside its
        validity (an old name in a new document) finds the nearest body, marked not ``current``.
        """
        name = name[:_LONGEST_NAME]
        found = self._find(name, province, on_date)
        for body in without_office(name, self._offices):
            if not isinstance(found, NotFound):
                break
            found = self._find(body, province, on_date)
            if isinstance(found, Found):
                found = Found(found.agency, found.current, by_office=True)
        return NotFound(name) if isinstance(found, NotFound) else found

    def members_of(self, collective: str, on_date: dt.date) -> tuple[Agency, ...]:
        """Return the bodies that a collective (by IRI) means on a date, by its rule; none for an open set."""
        agency = self.find_by_iri(collective)
        if agency is None or not agency.row.collective:
            return ()
        rule = agency.row
        places = [agency.key.partition("/")[0]]
        if rule.level == CENTRAL and PROVINCIAL in rule.member_levels:
            places = sorted(self._units)
        return tuple(
            member
            for place in places
            for member in self.agencies_of(place)
            if not member.row.collective
            and member.row.kind in rule.member_kinds
            and member.row.level in rule.member_levels
            and member.validity.holds(on_date)
        )

    def units_of(self, place: str) -> tuple[Province, ...]:
        """Return the provinces that have borne a name, by its slug, earliest first."""
        return self._units.get(place, ())

    def compose(self, row: AgencyRow, province: Province | None, place_name: str = "") -> Agency | None:
        """Return the body of ``row`` in ``province`` (None for a central one), None where they never met."""
        validity = row.validity.meet(province.validity) if province else row.validity
        if validity is None or (province and not row.exists_in(province)):
            return None
        place = province.place if province else CENTRAL_PLACE
        key = agency_key(place, f"{row.name} {place_name}", validity.start, validity.end)
        return Agency(key, _full_name(row, province, place_name), row, province, validity)

    @cached_property
    def _units(self) -> dict[str, tuple[Province, ...]]:
        units: dict[str, list[Province]] = {}
        for province in sorted(self.provinces.values(), key=lambda unit: unit.validity.start or dt.date.min):
            units.setdefault(province.place, []).append(province)
        return {place: tuple(provinces) for place, provinces in units.items()}

    @cached_property
    def _province_keys(self) -> dict[str, str]:
        return {key_of(n): unit.place for unit in self.provinces.values() for n in (unit.label, *unit.aliases)}

    @cached_property
    def _open_rows(self) -> tuple[AgencyRow, ...]:
        return tuple(row for row in self.rows.values() if row.by_place)

    @cached_property
    def _open_heads(self) -> tuple[tuple[AgencyRow, tuple[str, ...]], ...]:
        return tuple((row, tuple(key_of(head) for head in (row.label, *row.aliases))) for row in self._open_rows)

    def _compose(self, place: str) -> Iterator[Agency]:
        for row in (row for row in self.rows.values() if not row.by_place):
            units = () if row.level == CENTRAL else self.units_of(place)
            for province in units or ((None,) if row.level == CENTRAL and place == CENTRAL_PLACE else ()):
                agency = self.compose(row, province)
                if agency:
                    yield agency

    def _province_in(self, name: str) -> str | None:
        words = key_of(name).split()[-_LONGEST_PLACE:]
        tails = (" ".join(words[start:]) for start in range(1, len(words)))
        return next((self._province_keys[tail] for tail in tails if tail in self._province_keys), None)

    @cached_property
    def _rows_by_key(self) -> Mapping[str, Mapping[str, tuple[AgencyRow, ...]]]:
        """Rows by the kind of place that they are in ("" for the centre) and by spelling."""
        index: dict[str, dict[str, list[AgencyRow]]] = {"": {}, PROVINCIAL: {}, _CITY: {}}
        for row in self.rows.values():
            for kind in ("",) if row.level == CENTRAL else (PROVINCIAL, _CITY):
                for key in frozenset[str]().union(*(name_keys(name, kind) for name in _spellings_of(row, kind))):
                    index[kind].setdefault(key, []).append(row)
        return {kind: {key: tuple(rows) for key, rows in keys.items()} for kind, keys in index.items()}

    def _find(self, name: str, province: str | None, on_date: dt.date | None) -> AgencyLookup:
        named = self._province_in(name)
        for place in (slug(province or ""), CENTRAL_PLACE, named or ""):
            found = self._lookup(name, place)
            if found:
                return _choose(found, on_date)
        elsewhere = () if province or named else tuple(self._everywhere(name, on_date))
        return Ambiguous(elsewhere) if elsewhere else NotFound(name)

    def _lookup(self, name: str, place: str) -> list[Agency]:
        units = (None,) if place == CENTRAL_PLACE else self.units_of(place)
        found = {agency.key: agency for unit in units for agency in self._lookup_in(name, unit)}
        unlisted = (self._lookup_units, self._lookup_open)
        others = (agency for look in unlisted for unit in units if unit for agency in look(name, unit))
        return list(found.values()) or list(others)

    def _lookup_in(self, name: str, unit: Province | None) -> Iterator[Agency]:
        kind, names = (unit.kind, (unit.label, *unit.aliases)) if unit else ("", ())
        index = self._rows_by_key[kind]
        for row in dict.fromkeys(row.row for key in name_keys(name, kind, names) for row in index.get(key, ())):
            agency = None if self.rows[row].by_place else self.compose(self.rows[row], unit)
            if agency:
                yield agency

    def _lookup_units(self, name: str, unit: Province) -> Iterator[Agency]:
        kinds = find_units(name)
        rows = (row for row in self.rows.values() if kinds and kinds <= row.of_units)
        yield from filter(None, (self.compose(row, unit) for row in rows))

    def _lookup_open(self, name: str, unit: Province) -> Iterator[Agency]:
        whole = key_of(name)
        for row, heads in self._open_heads:
            tail = next((whole[len(head) + 1 :] for head in heads if whole.startswith(f"{head} ")), "")
            length = len(tail.split())
            if 0 < length <= _LONGEST_PLACE and tail not in self._province_keys and _NO_PLACE.isdisjoint(tail.split()):
                agency = self.compose(row, unit, " ".join(name.split()[-length:]))
                if agency:
                    yield agency

    def _find_in_open_row(self, place: str, key: str) -> Agency | None:
        middle = key.split("/")[1] if "/" in key else ""
        for row in self._open_rows:
            tail = middle.removeprefix(f"{row.name}-")
            for unit in self.units_of(place) if tail != middle else ():
                agency = self.compose(row, unit, tail.replace("-", " ").title())
                if agency and agency.key == key:
                    return agency
        return None

    def _everywhere(self, name: str, on_date: dt.date | None) -> Iterator[Agency]:
        found = (agency for unit in self.provinces.values() for agency in self._lookup_in(name, unit))
        valid = (agency for agency in found if on_date is None or agency.validity.holds(on_date))
        return islice(valid, _MOST_CANDIDATES)


def _choose(found: list[Agency], on_date: dt.date | None) -> AgencyLookup:
    if on_date is None:
        return Found(found[0]) if len(found) == 1 else Ambiguous(tuple(found))
    distances = [agency.validity.distance(on_date) for agency in found]
    nearest = [agency for agency, distance in zip(found, distances, strict=True) if distance == min(distances)]
    return Found(nearest[0], current=min(distances) == 0) if len(nearest) == 1 else Ambiguous(tuple(nearest))


def _full_name(row: AgencyRow, province: Province | None, place_name: str) -> str:
    if place_name:
        return f"{row.label} {place_name}"
    if row.pattern is None or province is None:
        return row.label
    city = province.kind != PROVINCIAL
    words = {"kind": province.kind, "name": province.label}
    return row.pattern.format(
        **words, party="Thành ủy" if city else "Tỉnh ủy", youth="Thành đoàn" if city else "Tỉnh Đoàn"
    )


def _spellings_of(row: AgencyRow, kind: str) -> Iterator[str]:
    """Yield the names of a row's body; a centrally run city says "thành phố" where a province says "tỉnh"."""
    names = (row.label, *row.aliases, (row.pattern or "").format(kind=kind, name="", **_PARTY_WORDS[kind == _CITY]))
    for name in filter(None, map(str.strip, names)):
        yield name
        if row.collective:
            yield _PLURAL.sub("", name)
        if kind == _CITY and name.endswith(f" {PROVINCIAL}"):
            yield f"{name.removesuffix(PROVINCIAL)}{_CITY}"
