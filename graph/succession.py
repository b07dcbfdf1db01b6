"""Who holds a body's duties on a later date, and which bodies' duties a body of today holds (kế thừa nhiệm vụ).

Reads the register and its reorganisations; answers with the bodies, the chain of events and their legal basis. That a
successor inherits the duties of documents still in force is the rule of Nghị quyết 190/2025/QH15. What no source tells
is said, not guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from graph.agencies import Agency, AgencyRegister, Found
from graph.changes import Step, find_partial_events, find_step, find_steps_to
from graph.model import AgencyRef, Holder, Succession
from graph.registers import load_changes

_MOST_STEPS: Final = 16
_UNKNOWN: Final = "Danh bạ chưa có cơ quan này, nên không biết cơ quan nào kế thừa nhiệm vụ."
_NO_EVENT: Final = "Cơ quan này không còn hoạt động từ sau ngày {end:%d/%m/%Y}; chưa có nguồn cho biết cơ quan kế thừa."
_NOT_YET: Final = "Cơ quan này được lập ngày {start:%d/%m/%Y}, sau ngày được hỏi."
_SPLIT: Final = "Không có một cơ quan kế thừa duy nhất. {label}. Nhiệm vụ được chia cho {heirs}, theo {basis}."
_PART: Final = "Riêng {part} chuyển sang {heirs}."


def find_successors(register: AgencyRegister, iri: str, as_of: dt.date) -> Succession:
    """Return who holds the duties of the body ``iri`` on ``as_of``.

    >>> from graph.registers import load_agencies
    >>> iri = "https://cancu.example/id/org/lam-dong/so-thong-tin-va-truyen-thong/2008-03"
    >>> [holder.agency.label for holder in find_successors(load_agencies(), iri, dt.date(2026, 11, 23)).holders]
    ['Sở Khoa học và Công nghệ']
    """
    agency = register.find_by_iri(iri)
    if agency is None:
        return Succession(AgencyRef(iri, iri), as_of, (), (), one_to_one=False, note=_UNKNOWN)
    if agency.validity.start and as_of < agency.validity.start:
        note = _NOT_YET.format(start=agency.validity.start)
        return Succession(register.ref_of(agency), as_of, (), (), one_to_one=False, note=note)
    steps = tuple(_steps_until(register, agency, as_of))
    last = [body for body in _ends_of(agency, steps) if body.validity.holds(as_of)]
    holders = tuple(_holder(register, body, steps) for body in last)
    one_to_one = len(holders) == 1 and not any(step.is_split for step in steps)
    return Succession(
        register.ref_of(agency),
        as_of,
        holders,
        tuple(dict.fromkeys(event.label for step in steps for event in step.events)),
        one_to_one,
        _note(register, agency, steps, last),
    )


def find_predecessors(
    register: AgencyRegister, iri_or_name: str, on_date: dt.date, province: str | None = None
) -> tuple[AgencyRef, ...]:
    """Return the bodies whose duties a body holds on ``on_date``, nearest first, without the body itself.

    Args:
        register: The register of bodies.
        iri_or_name: The IRI of a body, or a name that is in use on the date.
        on_date: The date on which the body is asked about.
        province: Where a name is meant.

    >>> from graph.registers import load_agencies
    >>> found = find_predecessors(load_agencies(), "Sở Nông nghiệp và Môi trường", dt.date(2025, 3, 1), "Lâm Đồng")
    >>> sorted(body.label for body in found)
    ['Sở Nông nghiệp và Phát triển nông thôn', 'Sở Tài nguyên và Môi trường']
    """
    agency = register.find_by_iri(iri_or_name)
    if agency is None:
        found = register.find_by_name(iri_or_name, province, on_date)
        agency = found.agency if isinstance(found, Found) else None
    if agency is None:
        return ()
    return tuple(register.ref_of(step.before) for step in _steps_before(register, agency))


def _steps_until(register: AgencyRegister, agency: Agency, as_of: dt.date) -> Iterator[Step]:
    """Yield the steps from ``agency`` to ``as_of``, breadth first; each body is followed once."""
    waiting, seen = [agency], {agency.key}
    for _ in range(_MOST_STEPS):
        if not waiting:
            return
        body = waiting.pop(0)
        ended = body.validity.end is not None and body.validity.end < as_of
        step = find_step(register, load_changes(), body) if ended else None
        if step:
            yield step
            waiting += [after for after in step.after if after.key not in seen]
            seen |= {after.key for after in step.after}


def _steps_before(register: AgencyRegister, agency: Agency) -> Iterator[Step]:
    waiting, seen = [agency], {agency.key}
    while waiting and len(seen) < 1000:
        for step in find_steps_to(register, load_changes(), waiting.pop(0)):
            if step.before.key not in seen:
                yield step
                waiting.append(step.before)
                seen.add(step.before.key)


def _ends_of(agency: Agency, steps: tuple[Step, ...]) -> tuple[Agency, ...]:
    """Return the bodies at which the steps stop: those that no step leaves."""
    left = {step.before.key for step in steps}
    reached = {body.key: body for step in steps for body in step.after} or {agency.key: agency}
    return tuple(body for key, body in reached.items() if key not in left)


def _holder(register: AgencyRegister, body: Agency, steps: tuple[Step, ...]) -> Holder:
    path = _path_to(body, steps)
    events = [event for step in path for event in step.events]
    confidence = min((body.confidence, *(event.confidence for event in events)))
    basis = tuple(dict.fromkeys(text for event in events for text in event.basis))
    return Holder(register.ref_of(body), path[-1].event.date if path else body.validity.start, basis, confidence)


def _path_to(body: Agency, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    path: tuple[Step, ...] = ()
    key = body.key
    for step in reversed(steps):
        if any(after.key == key for after in step.after):
            path, key = (step, *path), step.before.key
    return path


def _note(register: AgencyRegister, agency: Agency, steps: tuple[Step, ...], last: list[Agency]) -> str | None:
    split = next((step for step in steps if step.is_split), None)
    if split:
        heirs = " và ".join(body.label for body in split.after)
        return _SPLIT.format(label=split.event.label, heirs=heirs, basis="; ".join(split.event.basis))
    if not last:
        ends = [body.validity.end for body in _ends_of(agency, steps) if body.validity.end]
        return _NO_EVENT.format(end=max(ends)) if ends else None
    bodies = [agency, *(body for step in steps for body in step.after)]
    parts = (event for body in bodies for event in find_partial_events(load_changes(), body))
    notes = [_PART.format(part=event.note, heirs=_names(register, event.results)) for event in parts]
    remarks = [step.event.note for step in steps if step.event.note]
    return " ".join(dict.fromkeys(notes + remarks)) or None


def _names(register: AgencyRegister, rows: tuple[str, ...]) -> str:
    return ", ".join(register.rows[name].label for name in rows if name in register.rows)
