"""Which of two documents came first.

Reads what two phrases print of numbers and days. A document acts only on earlier ones: what is named after "sửa đổi"
but was issued later stands beside the amending document, not in its title.
"""

from __future__ import annotations

from ingest.phrases import Phrase


def year_of(phrase: Phrase) -> int | None:
    """Return the year that a phrase gives its document by number or date."""
    year = phrase.number.year if phrase.number else None
    return year or (phrase.date.year if phrase.date else None)


def is_later(one: Phrase, other: Phrase) -> bool:
    """Tell whether ``one`` surely came after ``other``: by day, by year, or by the running number of one series.

    A misprint must not move a document, so a day counts only where the year in the number agrees with it.
    """
    years, others = _years(one), _years(other)
    if not years or not others:
        return False
    if min(years) != max(others):
        return min(years) > max(others)
    if len(years) > 1 or len(others) > 1:
        return False
    if one.date and other.date and one.date != other.date:
        return one.date > other.date
    return _serial_in_series(one, other) > _serial_in_series(other, one) >= 0


def _years(phrase: Phrase) -> set[int]:
    printed = (phrase.number.year if phrase.number else None, phrase.date.year if phrase.date else None)
    return {year for year in printed if year is not None}


def _serial_in_series(phrase: Phrase, other: Phrase) -> int:
    """Return the running number where both are of one series ("69/2006/TT-BTC", "70/2006/TT-BTC"), else -1."""
    one, two = phrase.number, other.number
    if one is None or two is None or one.year is None or (one.year, one.codes) != (two.year, two.codes):
        return -1
    return int(one.serial) if one.serial.isdigit() else -1
