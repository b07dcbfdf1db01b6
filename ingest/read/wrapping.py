"""Lines of print back to paragraphs: where a line only wraps, and where a new paragraph begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = re.compile(
    r"(?:[-–—+•*●▪]\s?\S|\(?\d{1,3}(?:\.\d{1,2}){0,4}[.)]\s|\d{1,2}(?:\.\d{1,2}){1,4}\s|[IVXLC]{1,7}[.)\-/]\s"
    r"|[a-zđA-ZĐ][.)]\s|Điều\s\d{1,3}[a-zđ]?\s?(?:[.:–-]|$)"
    r"|(?:Chương|Mục|Phần|Phụ lục|CHƯƠNG|MỤC|PHẦN|PHỤ LỤC)\s[\dIVXLC]{1,6}(?![\dIVXLCa-z])\s?(?:[.:–-]|$|[A-ZĐ]{2})"
    r"|Căn cứ\s|Theo đề nghị\s|Xét đề nghị\s|Nơi nhận:|Kính gửi)"
)
_BROKEN_NUMBER = re.compile(r"\w[/-]$")
_NUMBER_START = re.compile(r"(?<![\w/])\d{1,6}/(?:\d{4}/)?[A-ZĐ]{1,6}$")
_NUMBER_REST = re.compile(r"[A-ZĐ]{1,6}-[A-ZĐ]")


def starts_with_mark(text: str) -> bool:
    """Tell whether a line begins with the printed mark of a provision, a dash or a formula of the preamble.

    >>> [starts_with_mark(text) for text in ("a) Giao Sở", "- Rà soát", "1.2. Mục tiêu", "của Sở", "2024 của")]
    [True, True, True, False, False]
    """
    return _MARK.match(text) is not None


def join_two(first: str, second: str) -> str:
    """Join a line and its continuation: no space inside a number that the line end broke.

    >>> join_two("Quyết định 12/", "2024/QĐ-TTg"), join_two("30/2020/NĐ-", "CP"), join_two("80/2020/N", "Đ-CP")
    ('Quyết định 12/2024/QĐ-TTg', '30/2020/NĐ-CP', '80/2020/NĐ-CP')
    >>> join_two("Sở", "Y tế")
    'Sở Y tế'
    """
    return first + second if _breaks_number(first, second) else f"{first} {second}"


def _breaks_number(first: str, second: str) -> bool:
    if _BROKEN_NUMBER.search(first[-2:]):
        return second[:1].isalnum()
    return _NUMBER_START.search(first[-30:]) is not None and _NUMBER_REST.match(second) is not None


def mend_numbers(lines: Sequence[str]) -> list[str]:
    """Join only the lines whose end broke a number.

    >>> mend_numbers(["Số: 16/KH-", "UBND", "Độc lập -", "Tự do"])
    ['Số: 16/KH-UBND', 'Độc lập -', 'Tự do']
    """
    mended: list[str] = []
    for line in lines:
        if mended and _breaks_number(mended[-1], line):
            mended[-1] += line
        else:
            mended.append(line)
    return mended


def join_wrapped_lines(lines: Sequence[str]) -> list[str]:
    """Join the lines of a table cell: a new line stays where it begins with a mark or the one before ends an item.

    >>> join_wrapped_lines(["Sở Khoa học", "và Công nghệ", "- Sở Y tế;", "Báo cáo"])
    ['Sở Khoa học và Công nghệ', '- Sở Y tế;', 'Báo cáo']
    """
    joined: list[str] = []
    for line in lines:
        ended = joined and joined[-1].endswith((".", ";")) and line[:1].isupper()
        if joined and not ended and not starts_with_mark(line):
            joined[-1] = join_two(joined[-1], line)
        else:
            joined.append(line)
    return joined
