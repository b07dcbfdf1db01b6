"""Tiến độ: the stated times of duties on one axis: past, running, to come, recurring; and as a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from app.downloads.calendar import MEDIA_TYPE, find_due_day, write_calendar
from app.errors import NothingFound
from app.lookup import parse_date, today
from app.pages.frame import page_language, render
from app.pages.links import sentence_link
from app.public_address import public_root
from app.queries import DutyFilter, find_duties
from app.served import Served
from app.settings import Language
from graph.model import Duty
from graph.reading import list_agencies, list_documents

router = APIRouter(include_in_schema=False)
State = Literal["past", "running", "coming", "recurring", "undated"]
STATES: tuple[State, ...] = ("past", "running", "coming", "recurring", "undated")
DRAWN: tuple[State, ...] = ("past", "running", "coming")
"""The states that a bar says something about."""
MAX_SHOWN = 500
_WIDTH = 1000
Words = Annotated[str, Query(max_length=500)]


@dataclass(frozen=True, slots=True)
class TimedDuty:
    """A duty with a stated time: its state on the day asked about, its next day, its bar in thousandths of the axis."""

    duty: Duty
    state: State
    next_day: dt.date | None
    bar: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Axis:
    """The years that are shown, and where the day asked about lies, in thousandths."""

    first: dt.date
    last: dt.date
    now: int

    def place(self, day: dt.date) -> int:
        """Return where ``day`` lies, from 0 to 1000."""
        whole = max(1, (self.last - self.first).days)
        return min(_WIDTH, max(0, round((day - self.first).days * _WIDTH / whole)))


@router.get("/tien-do")
def progress(
    request: Request, co_quan: Words = "", van_ban: Words = "", ngay: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Show the deadlines as of a day, narrowed by body and document."""
    served: Served = request.app.state.served
    lang = page_language(request)
    day = parse_date(ngay, lang) if ngay.strip() else today()
    unknown = ""
    try:
        duties = _timed_duties(served, co_quan, van_ban, lang)
    except NothingFound as nothing:
        duties, unknown = [], str(nothing)
    axis = find_axis(duties, day)
    timed = [time_duty(duty, axis, day) for duty in duties[:MAX_SHOWN]]
    chosen = {"co_quan": co_quan, "van_ban": van_ban, "ngay": ngay}
    return render(
        request,
        "progress.html",
        groups=[(state, _in_order(one for one in timed if one.state == state)) for state in STATES],
        unknown=unknown,
        axis=axis,
        drawn=DRAWN,
        as_of=day,
        chosen=chosen,
        query=urlencode({name: value for name, value in chosen.items() if value}),
        uses=list_agencies(served.store)[:500],
        documents=list_documents(served.store)[:500],
        sentence_link=sentence_link,
    )


@router.get("/tien-do.ics")
def calendar(
    request: Request, co_quan: Words = "", van_ban: Words = "", ngay: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Give the deadlines that name a day as a calendar."""
    served: Served = request.app.state.served
    lang = page_language(request)
    day = parse_date(ngay, lang) if ngay.strip() else today()
    duties = _timed_duties(served, co_quan, van_ban, lang)
    body = write_calendar(duties, day, lang, public_root(request))
    return Response(body, media_type=MEDIA_TYPE, headers={"content-disposition": 'attachment; filename="tien-do.ics"'})


def find_axis(duties: Iterable[Duty], day: dt.date) -> Axis:
    """Return the axis from the first to the last year that a duty states, with ``day`` on it; at most 50 years."""
    days = [day]
    for duty in duties:
        days += [one for one in (duty.when.start, duty.when.end) if one] if duty.when else []
    near = [one for one in days if abs(one.year - day.year) <= 25]
    axis = Axis(dt.date(min(near).year, 1, 1), dt.date(max(near).year, 12, 31), 0)
    return Axis(axis.first, axis.last, axis.place(day))


def time_duty(duty: Duty, axis: Axis, day: dt.date) -> TimedDuty:
    """Return ``duty`` with its state on ``day``."""
    when = duty.when
    assert when is not None
    due = find_due_day(when, day)
    bar = None
    if when.start or when.end:
        start, end = axis.place(when.start or axis.first), axis.place(when.end or axis.last)
        bar = (start, max(8, end - start))
    if when.end and when.end < day:
        return TimedDuty(duty, "past", None, bar)
    if when.recurrence:
        return TimedDuty(duty, "recurring", due.day if due else None, bar)
    if when.start and when.start > day:
        return TimedDuty(duty, "coming", due.day if due else None, bar)
    return TimedDuty(duty, "running" if bar else "undated", due.day if due else None, bar)


def _timed_duties(served: Served, agency: str, document: str, lang: Language) -> list[Duty]:
    asked = DutyFilter(agency.strip() or None, document.strip() or None)
    held = find_duties(served.store, asked, lang)
    return [duty for duty, _ in held if duty.when is not None]


def _in_order(timed: Iterable[TimedDuty]) -> Sequence[TimedDuty]:
    def due(one: TimedDuty) -> dt.date:
        end = one.duty.when.end if one.duty.when else None
        return one.next_day or end or dt.date.max

    return sorted(timed, key=due)
