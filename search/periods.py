"""Periods in a question: "giai đoạn 2026-2030", "trước 15/11", "quý II/2025", "hằng năm", "by June 2025".

Reads folded text, so that questions without diacritics say the same; writes ``AskedPeriod``. Tells how well the time of
a duty fits it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from ingest.model import Deadline
from ingest.text import fold

_YEAR = r"(?P<y{0}>(?:19|20)\d\d)"
_RANGE = re.compile(
    rf"(?:\bgiai doan )?\b{_YEAR.format(1)}\s{{0,3}}(?:-|–|den|toi|to|and|va)\s{{0,3}}(?:nam )?{_YEAR.format(2)}\b"
)
_QUARTER = re.compile(rf"\b(?:quy|quarter|q)\s?(?P<q>iv|iii|ii|i|[1-4])\s?[/,]?\s?(?:nam |of )?{_YEAR.format(1)}\b")
_DAY = re.compile(r"\b(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>(?:19|20)\d\d))?\b(?!\s?[/-]\s?\d)")
_DAY_WORDS = re.compile(r"\bngay (?P<d>\d{1,2}) thang (?P<m>\d{1,2})(?: nam (?P<y>(?:19|20)\d\d))?\b")
_MONTH = re.compile(
    rf"\b(?:thang )?(?P<m>\d{{1,2}})\s?/\s?{_YEAR.format(1)}\b|\bthang (?P<n>\d{{1,2}}) nam {_YEAR.format(2)}\b"
)
_MONTH_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_ENGLISH_MONTH = re.compile(rf"\b(?P<m>{_MONTH_NAMES}) {_YEAR.format(1)}\b")
_ENGLISH_DAY = re.compile(
    rf"\b(?:(?P<m1>{_MONTH_NAMES}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH_NAMES}))(?:,? (?P<y>(?:19|20)\d\d))?\b"
)
_SINGLE = re.compile(
    rf"\b(?:trong nam|nam|in|by|den|truoc|sau|toi|year|until|before|after|from|since|end of) {_YEAR.format(1)}\b"
)
_RECURRING = (
    (re.compile(r"\b(?:thuong xuyen|lien tuc|continuous(?:ly)?|regular(?:ly)?|ongoing)\b"), "continuous"),
    (re.compile(r"\b(?:hang nam|moi nam|annual(?:ly)?|every year|each year|yearly)\b"), "P1Y"),
    (re.compile(r"\b(?:6 thang (?:mot|1) lan|dinh ki 6 thang|dinh ky 6 thang|every six months|twice a year)\b"), "P6M"),
    (re.compile(r"\b(?:hang quy|moi quy|quarterly|every quarter|each quarter)\b"), "P3M"),
    (re.compile(r"\b(?:hang thang|moi thang|monthly|every month|each month)\b"), "P1M"),
    (re.compile(r"\b(?:hang tuan|moi tuan|weekly|every week|each week)\b"), "P7D"),
)
_FROM = re.compile(r"(?<!dau )\b(?:tu|from) ")
_TO = re.compile(r"\s{0,2}(?:[-–]\s{0,2}|(?:den|toi|to|until) )")
_DATED = re.compile(r"(?:(?:het|dau|cuoi|ngay|thang|nam|the|end|of) ){0,3}")
_DATED_WITHIN = 30
_PERMANENT = re.compile(r"\b(?:chi|kinh phi|ngan sach|von|co quan|uy vien)\s$")
"""What is no time before "thường xuyên": recurrent expenditure, a standing body."""
_TERM = re.compile(r"nhiem ky\s$")
_LEAD_IN = re.compile(
    r"\b(?:(?:truoc|sau|den|toi|tu|trong|cham nhat|muon nhat|khoang|vao|ngay|thang|nam|cuoi|dau|giai doan|"
    r"gd|co|han|thoi han|han chot|han cuoi|den han|hoan thanh|due|deadline|"
    r"by|before|after|until|in|on|from|since|the|end|of|each|every) ){1,4}$"
)
"""Words that lead to a date."""
_YEAR_STATED = re.compile(r"\b(?:19|20)\d\d\b(?!\s?[/-]\s?[^\W\d_])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
"""The English names of months."""


STATED = 0.6
"""The fit of a duty whose task states the year in words, whatever its own time."""


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """When the question wants something to be due; ``day`` is (month, day) of a date without a year."""

    surface: str
    span: tuple[int, int]
    start: dt.date | None = None
    end: dt.date | None = None
    day: tuple[int, int] | None = None
    recurrence: str | None = None


def find_period(question: str) -> AskedPeriod | None:
    """Return the most exact period that ``question`` names, None when it names none.

    >>> period = find_period("nhiệm vụ nào trong giai đoạn 2026-2030?")
    >>> period.start.year, period.end.year
    (2026, 2030)
    >>> find_period("bao cao truoc 15/11 cho ai").day
    (11, 15)
    >>> period = find_period("Từ tháng 11/2025 đến quý I/2026 ai làm?")
    >>> period.start.isoformat(), period.end.isoformat()
    ('2025-11-01', '2026-03-31')
    """
    folded = fold(question)
    for finder in (_between, _quarter, _day, _range, _month, _year, _recurring):
        period = finder(folded, question)
        if period:
            return period
    return None


def find_time_words(question: str) -> list[tuple[int, int]]:
    """Return the spans of all words that say when, with those that lead to them: "trước ngày 15/11", "by June 2025".

    >>> question = "báo cáo trước 15/6 và trước ngày 01/12"
    >>> [question[start:end] for start, end in find_time_words(question)]
    ['trước 15/6', 'trước ngày 01/12']
    """
    folded = fold(question)
    spans: list[tuple[int, int]] = []
    for pattern in (_QUARTER, _DAY_WORDS, _DAY, _ENGLISH_DAY, _RANGE, _MONTH, _ENGLISH_MONTH, _SINGLE):
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(low < end and start < high for low, high in spans):
                continue
            if pattern is _RANGE and _TERM.search(folded[max(0, start - 9) : start]):
                continue
            lead = _LEAD_IN.search(folded, max(0, start - 30), start)
            spans.append((lead.start() if lead else start, end))
    return spans


def fit_period(asked: AskedPeriod, when: Deadline | None) -> float:
    """Return how well ``when`` fits: 1 the same time, 0.6 within it, 0.3 an overlap, 0 unknown, -1 another time.

    A recurrence never contradicts: "chương trình thường xuyên" may be due once.
    """
    if when is None:
        return 0.0
    if asked.recurrence:
        return _fit_recurrence(asked.recurrence, when)
    if asked.day and when.due is None and when.end is None:
        return 0.0
    if asked.day:
        return 1.0 if f"--{asked.day[0]:02}-{asked.day[1]:02}" == when.due or _ends_on(when, asked.day) else -1.0
    if when.start is None and when.end is None:
        return 0.0
    low, high = asked.start or dt.date.min, asked.end or dt.date.max
    start, end = when.start or dt.date.min, when.end or dt.date.max
    if (start, end) == (low, high) or (asked.start is None and end == high):
        return 1.0
    if low <= start and end <= high:
        return 0.6
    return 0.3 if start <= high and low <= end else -1.0


def states_day(text: str, day: tuple[int, int]) -> bool:
    """Tell whether ``text`` names the (month, day).

    >>> states_day("trước ngày 15/6 và 01/12", (12, 1)), states_day("trước ngày 15/6", (5, 16))
    (True, False)
    >>> states_day("trước ngày 15 tháng 6", (6, 15))
    True
    """
    folded = fold(text)
    found = (*_DAY.finditer(folded), *_DAY_WORDS.finditer(folded))
    return any((int(match["m"]), int(match["d"])) == day for match in found)


def states_year(text: str, year: int) -> bool:
    """Tell whether ``text`` names the year as a time, not in the number of a document.

    >>> states_year("Đề án chuyển đổi số đến 2030", 2030), states_year("thay thế Nghị định 97/2023/NĐ-CP", 2023)
    (True, False)
    """
    return any(int(match[0]) == year for match in _YEAR_STATED.finditer(text))


def _fit_recurrence(recurrence: str, when: Deadline) -> float:
    if when.recurrence == recurrence:
        return 1.0
    return 0.5 if when.recurrence else 0.0


def _ends_on(when: Deadline, day: tuple[int, int]) -> bool:
    return when.end is not None and (when.end.month, when.end.day) == day


def _between(folded: str, question: str) -> AskedPeriod | None:
    """Read two ends of different kinds: "từ tháng 11/2025 đến quý I/2026"."""
    for lead in _FROM.finditer(folded):
        first = _dated(folded, question, lead.end())
        joint = _TO.match(folded, first.span[1]) if first else None
        last = _dated(folded, question, joint.end()) if joint else None
        start, end = (first.start or first.end if first else None), (last.end if last else None)
        if last and start and end and start <= end:
            span = (lead.start(), last.span[1])
            return AskedPeriod(question[slice(*span)], span, start, end)
    return None


def _dated(folded: str, question: str, at: int) -> AskedPeriod | None:
    """Return the quarter, day or month with its year that stands at ``at``."""
    near = slice(at, at + _DATED_WITHIN)
    for finder in (_quarter, _day, _month):
        found = finder(folded[near], question[near])
        if found and found.end and _DATED.fullmatch(folded[at : at + found.span[0]]):
            start, end = found.span
            return AskedPeriod(found.surface, (at + start, at + end), found.start, found.end)
    return None


def _quarter(folded: str, question: str) -> AskedPeriod | None:
    match = _QUARTER.search(folded)
    if not match:
        return None
    quarter = _ROMAN.get(match["q"]) or int(match["q"])
    year = int(match["y1"])
    return _period(question, match, _month_start(year, 3 * quarter - 2), _month_end(year, 3 * quarter))


def _day(folded: str, question: str) -> AskedPeriod | None:
    match = _DAY_WORDS.search(folded) or _DAY.search(folded)
    if match:
        month, day = int(match["m"]), int(match["d"])
    else:
        match = _ENGLISH_DAY.search(folded)
        if not match:
            return None
        month, day = MONTHS[match["m1"] or match["m2"]], int(match["d1"] or match["d2"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    if match["y"] is None:
        return AskedPeriod(question[match.start() : match.end()], match.span(), day=(month, day))
    try:
        date = dt.date(int(match["y"]), month, day)
    except ValueError:
        return None
    return AskedPeriod(question[match.start() : match.end()], match.span(), None, date)


def _range(folded: str, question: str) -> AskedPeriod | None:
    for match in _RANGE.finditer(folded):
        first, last = int(match["y1"]), int(match["y2"])
        if first <= last and not _TERM.search(folded[max(0, match.start() - 9) : match.start()]):
            return _period(question, match, dt.date(first, 1, 1), dt.date(last, 12, 31))
    return None


def _month(folded: str, question: str) -> AskedPeriod | None:
    match = _MONTH.search(folded)
    if match:
        month, year = int(match["m"] or match["n"]), int(match["y1"] or match["y2"])
    else:
        match = _ENGLISH_MONTH.search(folded)
        if not match:
            return None
        month, year = MONTHS[match["m"]], int(match["y1"])
    if not 1 <= month <= 12:
        return None
    return _period(question, match, _month_start(year, month), _month_end(year, month))


def _year(folded: str, question: str) -> AskedPeriod | None:
    match = _SINGLE.search(folded)
    if not match:
        return None
    return _period(question, match, dt.date(int(match["y1"]), 1, 1), dt.date(int(match["y1"]), 12, 31))


def _recurring(folded: str, question: str) -> AskedPeriod | None:
    for pattern, recurrence in _RECURRING:
        match = pattern.search(folded)
        if match and not _PERMANENT.search(folded[max(0, match.start() - 12) : match.start()]):
            return AskedPeriod(question[match.start() : match.end()], match.span(), recurrence=recurrence)
    return None


def _period(question: str, match: re.Match[str], start: dt.date, end: dt.date) -> AskedPeriod:
    return AskedPeriod(question[match.start() : match.end()], match.span(), start, end)


def _month_start(year: int, month: int) -> dt.date:
    return dt.date(year, month, 1)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
