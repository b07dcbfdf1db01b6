"""The pieces of time that Vietnamese plans are written in: days, months, quarters, years, periods.

Reads a range of the text; writes ``TimeAtom``s, each with the days it covers where a year is printed. What they mean as
deadlines is for ``ingest.deadlines``.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.dates import make_date
from ingest.model import Span

AtomKind = Literal["day", "month_day", "month", "quarter", "half", "year", "years"]

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_Q = r"IV|I{1,3}|0?[1-4](?![\d])"
_ATOM = re.compile(
    rf"""(?=[\dngtcqsi]|\s{{1,2}}\d)(?:
    (?P<day>(?:\d{{1,2}}\s?(?:giờ|h)(?:\s?\d{{2}})?(?:\s?phút)?,?\s{{1,2}})?
        (?:ngày\s{{0,3}})?(?<![\d/.\-])(?P<d>\d{{1,2}})
        (?:\s{{0,2}}(?P<sep>[/.\-])\s{{0,2}}(?P<dm>\d{{1,2}})\s{{0,2}}(?P=sep)\s{{0,2}}(?P<dy>\d{{4}})
          |\s{{0,2}}tháng\s{{0,2}}(?P<dm2>\d{{1,2}})\s{{0,2}},?\s{{0,2}}năm\s{{0,2}}(?P<dy2>\d{{4}}))(?![\d/]))
    |(?P<month_day>(?:ngày\s{{0,2}}|(?<=trước\s)|(?<=đến\s)|(?<=nhất\s))(?P<md>\d{{1,2}})(?:\s?[/-]\s?|\s{{0,2}}tháng\s{{0,2}})(?P<mm>\d{{1,2}})(?![\d/]|\s?[-]\d))
    |(?P<quarter>(?:quý\s{{0,2}}|(?<!\w)Q)(?P<q>{_Q})(?:\s{{0,2}}(?:,|và|-|–|đến)\s{{0,2}}(?:quý\s{{0,2}})?(?P<q2>{_Q}))?
        (?:\s{{0,2}}(?:/|-|–|,|năm)\s{{0,2}}(?:năm\s{{0,2}})?(?P<qy>\d{{4}})(?!\d))?)
    |(?P<half>(?:6|06|sáu)\s{{1,2}}tháng\s{{1,2}}(?P<side>đầu|cuối)\s{{1,2}}năm(?:\s{{1,2}}(?P<hy>\d{{4}})(?!\d))?)
    |(?P<month>tháng\s{{0,2}}(?P<m>\d{{1,2}})(?:\s{{0,2}}(?:/|-|năm)\s{{0,2}}(?P<my>\d{{4}})(?!\d))?(?![\d/]))
    |(?P<years>(?:năm|giai\s{{1,2}}đoạn|thời\s{{1,2}}kỳ|các\s{{1,2}}năm)?\s{{0,2}}(?<![\d/.\-])(?P<y1>(?:19|20)\d\d)
        \s{{0,2}}(?:-|–|đến|đến\s{{1,2}}năm)\s{{0,2}}(?P<y2>(?:19|20)\d\d)(?![\d/.]))
    |(?P<year>(?:năm)\s{{0,2}}(?P<y>(?:19|20)\d\d)(?![\d/]))
    |(?P<bare_quarter>(?<![\w/])(?P<bq>IV|I{{1,3}})\s?/\s?(?P<bqy>20\d\d)(?![\d/]))
    |(?P<bare_month>(?<![\d/.\-])(?P<bm>0?[1-9]|1[0-2])\s?/\s?(?P<by>20\d\d)(?![\d/]))
    |(?P<bare_year>(?<![\d/.\-\w])(?P<byear>20\d\d)(?![\d/\w]|[.,]\d)))
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Begins by saying what any of them begins with, so that the others are not tried at every letter."""


_HINT = re.compile(r"\d|quý|\bQ", re.IGNORECASE)
"""What every piece of time has in it: a sentence without is not searched for each of their forms."""


@dataclass(frozen=True, slots=True)
class TimeAtom:
    """A piece of time: ``start`` and ``end`` inclusive, None where no year is printed.

    ``bare`` marks what is a time only in a cell ("6/2025", "2025"); ``months`` are the first and last month (1..12)
    of an atom without a year, ``day`` the day of a ``month_day``.
    """

    span: Span
    kind: AtomKind
    start: dt.date | None
    end: dt.date | None
    bare: bool = False
    months: tuple[int, int] = (1, 12)
    day: int | None = None

    def in_year(self, year: int) -> TimeAtom:
        """Return the atom in a year, where it printed none; itself when the calendar has no such day."""
        if self.start is not None:
            return self
        if self.kind == "month_day" and self.day is not None:
            date = make_date(self.day, self.months[0], year)
            return (
                self if date is None else TimeAtom(self.span, self.kind, date, date, months=self.months, day=self.day)
            )
        start, end = month_range(year, self.months[0])[0], month_range(year, self.months[1])[1]
        return TimeAtom(self.span, self.kind, start, end, months=self.months)


def month_range(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a month.

    >>> [str(day) for day in month_range(2024, 2)]
    ['2024-02-01', '2024-02-29']
    """
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def find_atoms(text: str, within: Span) -> Iterator[TimeAtom]:
    """Yield the pieces of time of ``within`` in order; impossible days and months are none."""
    if _HINT.search(text, within.start, within.end) is None:
        return
    for match in _ATOM.finditer(text, within.start, within.end):
        atom = _read(match)
        if atom is not None:
            yield atom


def _read(match: re.Match[str]) -> TimeAtom | None:
    span = Span(match.start(), match.end())
    if match["day"]:
        date = make_date(match["d"], match["dm"] or match["dm2"], match["dy"] or match["dy2"])
        return TimeAtom(span, "day", date, date) if date else None
    if match["month_day"]:
        day, month = int(match["md"]), int(match["mm"])
        return (
            TimeAtom(span, "month_day", None, None, months=(month, month), day=day)
            if make_date(day, month, 2024)
            else None
        )
    if match["quarter"]:
        first = _QUARTERS[match["q"].upper()]
        last = _QUARTERS[(match["q2"] or match["q"]).upper()]
        return _months(span, "quarter", 3 * first - 2, 3 * last, match["qy"])
    if match["half"]:
        return _months(
            span,
            "half",
            1 if match["side"].lower() == "đầu" else 7,
            6 if match["side"].lower() == "đầu" else 12,
            match["hy"],
        )
    if match["month"]:
        return _months(span, "month", int(match["m"]), int(match["m"]), match["my"])
    if match["bare_quarter"]:
        quarter = _QUARTERS[match["bq"].upper()]
        return _months(span, "quarter", 3 * quarter - 2, 3 * quarter, match["bqy"], bare=True)
    if match["bare_month"]:
        return _months(span, "month", int(match["bm"]), int(match["bm"]), match["by"], bare=True)
    return _years(match, span)


def _years(match: re.Match[str], span: Span) -> TimeAtom | None:
    first = int(match["y1"] or match["y"] or match["byear"])
    last = int(match["y2"] or first)
    if last < first or last - first > 60:
        return None
    lead = match[0].lstrip()[:1]
    start = span.start + len(match[0]) - len(match[0].lstrip())
    return TimeAtom(
        Span(start, span.end),
        "years" if match["years"] else "year",
        dt.date(first, 1, 1),
        dt.date(last, 12, 31),
        bare=lead.isdigit(),
    )


def _months(
    span: Span, kind: AtomKind, first: int, last: int, year: str | None, *, bare: bool = False
) -> TimeAtom | None:
    if not (1 <= first <= last <= 12):
        return None
    if year is None:
        return TimeAtom(span, kind, None, None, months=(first, last))
    number = int(year)
    if not 1900 <= number <= 2200:
        return None
    return TimeAtom(span, kind, month_range(number, first)[0], month_range(number, last)[1], bare, (first, last))
