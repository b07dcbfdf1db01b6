"""Dates in all the forms that Vietnamese documents print."""

from __future__ import annotations

import pytest

from ingest.dates import find_dates
from ingest.model import Span


def dates_of(text: str) -> list[str]:
    return [str(one.date) for one in find_dates(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lâm Đồng, ngày 10 tháng 6 năm 2024", ["2024-06-10"]),
        ("ngày 02/4/2019", ["2019-04-02"]),  # NĐ 30/2020: only months 1 and 2 are zero-padded
        ("ngày 24-11-2023", ["2023-11-24"]),
        ("ngày 27.9.2019", ["2019-09-27"]),
        ("ngày13/5/1998", ["1998-05-13"]),  # the space lost
        ("ngày 17/ 9/ 2001", ["2001-09-17"]),
        ("20-NQ/TW, ngày 01/11/2012 của", ["2012-11-01"]),
        ("NGÀY 22 THÁNG 12 NĂM 2024", ["2024-12-22"]),
        ("từ ngày 05/12/2025 đến ngày 20/02/2026", ["2025-12-05", "2026-02-20"]),
    ],
)
def test_full_dates(text: str, expected: list[str]) -> None:
    assert dates_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 15/11",  # no year
        "ngày 31/4/2024",  # April has 30 days
        "số 69/2010/TT-BTC",  # a number with a year
        "Nghị định số 12/10/2024/NĐ-CP",
        "ngày    tháng 12 năm 2025",  # a form not filled in
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates_of(text) == []


def test_the_span_covers_the_word_and_the_digits() -> None:
    text = "ban hành ngày 10/8/2018 của Thủ tướng"
    (mention,) = find_dates(text, Span(0, len(text)))
    assert mention.span.of(text) == "ngày 10/8/2018"


def test_only_the_range_is_read() -> None:
    text = "ngày 10/8/2018 và ngày 11/8/2018"
    assert len(find_dates(text, Span(0, 14))) == 1
