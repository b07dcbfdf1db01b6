"""Dates as Vietnamese documents print them.

Reads a range of the text; writes ``DateMention``s. Forms: "ngày 10 tháng 6 năm 2024", "10/6/2024", "24-11-2023",
"27.9.2019", "ngày13/5/1998" (lost space), "ngày 17/ 9/ 2001" (spaces in it). Two-digit years and impossible
days are not dates.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ingest.model import Span

_DATE = re.compile(
    r"(?:(?<![A-Za-zÀ-ỹĐđ])[Nn](?:gày|GÀY|gay)\s{0,3})?"
    r"(?<![\d/.\-])(?P<day>\d{1,2})"
    r"(?:\s{0,2}(?P<sep>[/.\-])\s{0,2}(?P<month>\d{1,2})\s{0,2}(?P=sep)\s{0,2}(?P<year>\d{4})"
    r"|\s{0,3}(?:[Tt]háng|THÁNG)\s{0,3}(?P<month2>\d{1,2})\s{0,3},?\s{0,2}(?:[Nn]ăm|NĂM)\s{0,3}(?P<year2>\d{4}))"
    r"(?![\d/])"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class DateMention:
    """One full date in the text (ngày tháng năm), with the word "ngày" where it is printed."""

    span: Span
    date: dt.date


def find_dates(text: str, within: Span) -> tuple[DateMention, ...]:
    """Return the full dates that ``within`` prints, in order.

    >>> text = "Kế hoạch số 116-KH/TU ngày 23/4/2024, họp ngày 10 tháng 6 năm 2024"
    >>> [(one.span.of(text), str(one.date)) for one in find_dates(text, Span(0, len(text)))]
    [('ngày 23/4/2024', '2024-04-23'), ('ngày 10 tháng 6 năm 2024', '2024-06-10')]
    """
    found: list[DateMention] = []
    for match in _DATE.finditer(text, within.start, within.end):
        date = make_date(match["day"], match["month"] or match["month2"], match["year"] or match["year2"])
        if date is not None:
            found.append(DateMention(Span(match.start(), match.end()), date))
    return tuple(found)


def make_date(day: str | int, month: str | int, year: str | int) -> dt.date | None:
    """Return the date, or None where the calendar has none.

    >>> make_date("31", "4", "2024") is None
    True
    """
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
