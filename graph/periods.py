"""The period that a document states for itself in its title (giai đoạn): when it is meant to have been carried out.

``đến năm 2025, định hướng đến năm 2030`` has a hard horizon (2025) and a soft one (2030): the stated period ends with
the hard one.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_RANGE = re.compile(r"(?:giai đoạn|nhiệm kỳ|các năm|năm)\s{1,3}(\d{4})\s{0,2}[-–]\s{0,2}(\d{4})", re.IGNORECASE)
_UNTIL = re.compile(r"đến\s{1,3}(?:hết\s{1,3})?năm\s{1,3}(\d{4})", re.IGNORECASE)
_SOFT = re.compile(r"(?:định hướng|tầm nhìn)[^,;.]{0,20}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """First and last day (inclusive), and the words. ``start`` is None when only the end is stated."""

    start: dt.date | None
    end: dt.date
    surface: str


def find_stated_period(title: str) -> StatedPeriod | None:
    """Return the period that ``title`` states for the document as a whole, None when it states none.

    >>> find_stated_period("Chiến lược sở hữu trí tuệ đến năm 2025, định hướng đến năm 2030").end
    datetime.date(2025, 12, 31)
    >>> find_stated_period("Chương trình năng suất chất lượng giai đoạn 2021-2025").start
    datetime.date(2021, 1, 1)
    >>> find_stated_period("về phát triển khoa học và công nghệ") is None
    True
    """
    title = title[:2000]
    ranges = [match for match in _RANGE.finditer(title) if 1945 <= int(match[1]) <= int(match[2]) <= 2200]
    if ranges:
        best = ranges[-1]
        return StatedPeriod(dt.date(int(best[1]), 1, 1), dt.date(int(best[2]), 12, 31), best[0])
    hard = [match for match in _UNTIL.finditer(title) if not _SOFT.search(title[: match.start()])]
    if hard and 1945 <= int(hard[0][1]) <= 2200:
        return StatedPeriod(None, dt.date(int(hard[0][1]), 12, 31), hard[0][0])
    return None
