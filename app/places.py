"""Where something stands, as legal staff say it: "điểm d khoản 2 mục V", from the locator "V/2/d".

The smallest unit comes first (NĐ 30/2020/NĐ-CP, Phụ lục I; NĐ 34/2016/NĐ-CP, Điều 60: điểm, khoản, điều).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.settings import Language

_ROMAN: Final = re.compile(r"[IVXLC]{1,7}")
_LETTER: Final = re.compile(r"[a-zđ][a-z]?(\.?\d{1,3}){0,3}")
_NUMBER: Final = re.compile(r"\d{1,4}(\.\d{1,3}){0,5}")
_DASH: Final = re.compile(r"([-+*])(\d{1,4})")
_ANNEX: Final = re.compile(r"(?:phu-luc|mau)(?:-([0-9A-Za-z]{1,8}))?")
_NAMED: Final = re.compile(r"(?:Điều|Chương|Mục|Phần|Khoản|Bước|Tiểu mục) \S{1,12}")
_AGAIN: Final = re.compile(r"[~_]\d{1,4}\Z")
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "roman": ("mục {}", "section {}"),
    "capital": ("phần {}", "part {}"),
    "number": ("khoản {}", "clause {}"),
    "item": ("số {}", "no. {}"),
    "letter": ("điểm {}", "point {}"),
    "paragraph": ("đoạn {}", "paragraph {}"),
    "dash": ("gạch đầu dòng {}", "item {}"),
    "inner_dash": ("ý {}", "sub-item {}"),
    "annex": ("phụ lục", "the annex"),
    "annex_of": ("phụ lục {}", "annex {}"),
}
_PLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "": ("toàn văn", "the whole text"),
    "the-thuc": ("phần thể thức", "the letterhead"),
    "mo-dau": ("phần mở đầu", "the opening"),
    "ten-loai": ("tên loại và trích yếu", "the title"),
    "ket": ("phần kết", "the closing"),
    "noi-nhan": ("nơi nhận", "the recipients"),
    "chu-ky": ("chữ ký", "the signature"),
    "trang-web": ("phần của trang web", "the words of the website"),
    "ghi-chu": ("ghi chú", "the notes"),
    "kem-theo": ("văn bản kèm theo", "the attached text"),
}


def name_place(locator: str, lang: Language) -> str:
    """Return where ``locator``, a path of printed marks, leads; marks without a common name stay as printed.

    >>> name_place("V/2/d", "vi")
    'điểm d khoản 2 mục V'
    >>> name_place("Điều 3/2/đ", "vi")
    'điểm đ khoản 2 Điều 3'
    >>> name_place("phu-luc/III/2", "en")
    'no. 2 of section III of the annex'
    """
    marks = [_AGAIN.sub("", mark) for mark in locator.split("/")]
    number = "item" if _ANNEX.fullmatch(marks[0]) else "paragraph" if marks[0] in _PLAIN else "number"
    named = [_name(mark, lang, number) for mark in marks]
    return (" of " if lang == "en" else " ").join(reversed([one for one in named if one]))


def _name(mark: str, lang: Language, number: str) -> str:
    english = lang == "en"
    if mark in _PLAIN:
        return _PLAIN[mark][english]
    annex = _ANNEX.fullmatch(mark)
    if annex:
        return _WORDS["annex_of"][english].format(annex[1]) if annex[1] else _WORDS["annex"][english]
    if _NAMED.fullmatch(mark):
        return mark
    dash = _DASH.fullmatch(mark)
    if dash:
        return _WORDS["dash" if dash[1] == "-" else "inner_dash"][english].format(dash[2])
    kind = _kind(mark, number)
    return _WORDS[kind][english].format(mark) if kind else mark


def _kind(mark: str, number: str) -> str | None:
    if _ROMAN.fullmatch(mark) and mark not in {"C", "L"}:
        return "roman"
    if len(mark) == 1 and mark.isupper():
        return "capital"
    if _NUMBER.fullmatch(mark):
        return number
    return "letter" if _LETTER.fullmatch(mark) else None
