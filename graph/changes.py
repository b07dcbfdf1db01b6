"""Reorganisations as the register states them (``org:ChangeEvent``), and what one makes of a body.

An event names rows of the register: provinces that become another one, bodies that become others, or a whole level of
government that ends. It holds by rule for each province unless it is narrowed to some.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.agencies import CENTRAL, Agency, AgencyRegister, AgencyRow, Province

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """One reorganisation on one day: ``originals`` became ``results`` (names of rows), on a legal ``basis``.

    ``level`` is set where all bodies of a level end ("huyện"); the results are then those that share their duties, and
    none of them is a successor by itself. A ``partial`` event moved the duties that ``note`` names, and no more.
    """

    name: str
    label: str
    date: dt.date
    originals: frozenset[str]
    results: tuple[str, ...]
    level: str | None
    basis: tuple[str, ...]
    source: str
    confidence: float
    only_in: frozenset[str] = frozenset()
    except_in: frozenset[str] = frozenset()
    partial: bool = False
    note: str | None = None

    def holds_in(self, province: Province | None) -> bool:
        """Tell whether the event took place in ``province``."""
        if province is None:
            return not self.only_in
        return province.row not in self.except_in and (not self.only_in or province.row in self.only_in)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one body through one event: ``after`` took over from ``before``, alone or among others.

    ``merger`` is the event that merged the province on the same day, where another event changed the body itself.
    """

    before: Agency
    event: ChangeEvent
    after: tuple[Agency, ...]
    merger: ChangeEvent | None = None

    @property
    def events(self) -> tuple[ChangeEvent, ...]:
        """All events of the step."""
        return (self.event,) if self.merger is None or self.merger == self.event else (self.event, self.merger)

    @property
    def is_split(self) -> bool:
        """Tell whether the duties were divided, so that no body succeeds alone."""
        return self.event.level is not None


def find_step(register: AgencyRegister, changes: Iterable[ChangeEvent], agency: Agency) -> Step | None:
    """Return what became of ``agency`` on the day after its last, None where it goes on or no event tells.

    An event that names the body itself goes before one that ends its level, and that before a merger of its province.
    """
    if agency.validity.end is None:
        return None
    day = agency.validity.end + _DAY
    events = [event for event in changes if event.date == day and not event.partial]
    merger = _merger_of(register, events, agency.province)
    heir = agency.province if merger is None else register.provinces[merger.results[0]]
    for event in sorted(events, key=lambda event: (agency.row.row not in event.originals, event.level is None)):
        after = tuple(_after(register, event, agency, heir))
        if after:
            return Step(agency, event, after, merger)
    return None


def find_steps_to(register: AgencyRegister, changes: Iterable[ChangeEvent], agency: Agency) -> Iterator[Step]:
    """Yield the steps that led to ``agency``: one for each body of which it took over duties."""
    day = agency.validity.start
    if day is None:
        return
    events = [event for event in changes if event.date == day and not event.partial]
    candidates = {
        body.key: body
        for event in events
        for unit in _units_before(register, events, agency.province)
        for body in _before(register, event, agency, unit)
    }
    for before in candidates.values():
        step = find_step(register, events, before)
        if step and any(after.key == agency.key for after in step.after):
            yield step


def find_partial_events(changes: Iterable[ChangeEvent], agency: Agency) -> Iterator[ChangeEvent]:
    """Yield the events that moved a part of the duties of ``agency`` elsewhere, on the day after its last."""
    day = agency.validity.end + _DAY if agency.validity.end else None
    for event in changes:
        if (
            event.partial
            and event.date == day
            and agency.row.row in event.originals
            and event.holds_in(agency.province)
        ):
            yield event


def _after(register: AgencyRegister, event: ChangeEvent, agency: Agency, heir: Province | None) -> Iterator[Agency]:
    province = agency.province
    named = agency.row.row in event.originals or (event.level is not None and agency.row.level == event.level)
    if named and event.holds_in(province):
        rows = [register.rows[name] for name in event.results if name in register.rows]
    elif province and province.row in event.originals and not agency.row.by_place:
        rows = _namesakes(register, agency.row)
    else:
        return
    for row in rows:
        body = register.compose(row, None if row.level == CENTRAL else heir)
        if body and body.validity.holds(event.date):
            yield body


def _before(register: AgencyRegister, event: ChangeEvent, agency: Agency, unit: Province | None) -> Iterator[Agency]:
    if agency.row.row in event.results:
        rows = [register.rows[name] for name in sorted(event.originals) if name in register.rows]
    elif agency.province and agency.province.row in event.results:
        rows = _namesakes(register, agency.row)
    else:
        return
    for row in rows:
        body = register.compose(row, None if row.level == CENTRAL else unit)
        if body and body.validity.end == event.date - _DAY:
            yield body


def _merger_of(
    register: AgencyRegister, events: Iterable[ChangeEvent], province: Province | None
) -> ChangeEvent | None:
    """Return the event that made another province of ``province``, None where none of ``events`` did."""
    mergers = (event for event in events if province and province.row in event.originals)
    return next((event for event in mergers if event.results and event.results[0] in register.provinces), None)


def _units_before(
    register: AgencyRegister, events: Iterable[ChangeEvent], province: Province | None
) -> list[Province | None]:
    """Return the provinces that became ``province`` through one of ``events``, or itself where it was there already."""
    if province is None:
        return [None]
    merged = (name for event in events if province.row in event.results for name in sorted(event.originals))
    return [register.provinces[name] for name in merged if name in register.provinces] or [province]


def _namesakes(register: AgencyRegister, row: AgencyRow) -> list[AgencyRow]:
    return [other for other in register.rows.values() if other.name == row.name and other.level == row.level]
