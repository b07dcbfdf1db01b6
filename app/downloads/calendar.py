"""Deadlines as a calendar (iCalendar, RFC 5545): one all-day event a deadline, yearly ones repeating.

Only what has a day is an event: "hàng năm" or "định kỳ" without a day is none, rather than an invented one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event

from app.places import name_place
from app.plain_text import one_line, show_controls
from app.settings import Language
from app.terminal import ROLE_LABELS, word_of
from graph.model import Duty
from ingest.model import Deadline

MEDIA_TYPE = "text/calendar"
MAX_EVENTS = 5000
_YEARLY = re.compile(r"--(\d{2})-(\d{2})\Z")


@dataclass(frozen=True, slots=True)
class DueDay:
    """When something is due, from a day on: the day, and whether it comes again each year."""

    day: dt.date
    yearly: bool


def find_due_day(when: Deadline, as_of: dt.date) -> DueDay | None:
    """Return the last day of ``when``, or its next yearly day on or after ``as_of``; None where it names no day.

    >>> from ingest.model import Span
    >>> find_due_day(Deadline("trước ngày 15/11", Span(0, 3), recurrence="P1Y", due="--11-15"), dt.date(2026, 11, 23))
    DueDay(day=datetime.date(2027, 11, 15), yearly=True)
    >>> find_due_day(Deadline("hàng năm", Span(0, 3), recurrence="P1Y"), dt.date(2026, 11, 23))
    """
    match = _YEARLY.match(when.due or "")
    if not match:
        return DueDay(when.end, yearly=False) if when.end else None
    first = max(as_of, when.start) if when.start else as_of
    # 29 February comes every fourth year, at most eight years apart.
    for year in range(first.year, first.year + 9):
        try:
            day = dt.date(year, int(match[1]), int(match[2]))
        except ValueError:
            continue
        if day >= first:
            return DueDay(day, yearly=True) if when.end is None or day <= when.end else DueDay(when.end, yearly=False)
    return None


def write_calendar(duties: Iterable[Duty], as_of: dt.date, lang: Language, root: str) -> bytes:
    """Return the calendar of the deadlines that name a day; ``root`` is the address that links begin with."""
    calendar = Calendar()
    calendar.add("prodid", "-//Can Cu//Tien do//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Căn Cứ: tiến độ")
    for duty in list(duties)[:MAX_EVENTS]:
        due = find_due_day(duty.when, as_of) if duty.when else None
        if due:
            calendar.add_component(_event(duty, due, as_of, lang, root))
    return bytes(calendar.to_ical())


def _event(duty: Duty, due: DueDay, as_of: dt.date, lang: Language, root: str) -> Event:
    event = Event()
    event.add("uid", duty.iri)
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + dt.timedelta(days=1))
    if due.yearly:
        event.add("rrule", {"freq": "yearly"})
    event.add("summary", one_line(f"{duty.agency.label} ({word_of(ROLE_LABELS, duty.role, lang)}): {duty.task}", 200))
    where = f"{duty.number or ''}, {name_place(duty.locator, lang)}"
    words = f"{where}\n{duty.when.surface if duty.when else ''}\n“{duty.evidence.quote}”"
    event.add("description", show_controls(words))
    event.add("url", f"{root}/id/{duty.document.partition('/id/')[2]}")
    event.add("transp", "TRANSPARENT")
    return event
