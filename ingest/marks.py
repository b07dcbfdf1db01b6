"""Printed marks: what stands before a provision and says its rank.

Reads the words of one line; writes a ``Mark`` or None. Forms: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6 (phần, chương,
mục, tiểu mục, điều, khoản, điểm; points in Vietnamese letter order with đ), the Party's "I-", "1-", and the dashes,
plus signs and bullets of plans. A mark alone does not decide its place: ``ingest.outline`` does, from its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.model import ProvisionKind
from ingest.text import UPPER

Scheme = Literal[
    "part", "step", "chapter", "named_section", "subsection", "upper", "roman", "article", "decimal",
    "decimal2", "decimal3",
    "decimal4", "letter", "paren", "small_roman", "dash", "plus", "bullet",
]  # fmt: skip
"""A way of numbering; the marks of one list share it."""

RANK: dict[Scheme, int] = {scheme: rank for rank, scheme in enumerate(Scheme.__args__)}  # type: ignore[attr-defined]
"""The usual depth of a scheme, the smaller the nearer to the top."""

KIND: dict[Scheme, ProvisionKind] = {
    "part": "part", "step": "part", "chapter": "chapter", "named_section": "section", "subsection": "section",
    "upper": "section",
    "roman": "section", "article": "article", "decimal": "clause", "decimal2": "clause", "decimal3": "clause",
    "decimal4": "clause", "letter": "point", "paren": "point", "small_roman": "point", "dash": "dash", "plus": "dash",
    "bullet": "dash",
}  # fmt: skip

UNORDERED: frozenset[Scheme] = frozenset({"dash", "plus", "bullet"})

LETTERS = "abcdđeghiklmnopqrstuưvxy"
"""The order of points (điểm): the Vietnamese alphabet without marked vowels but ư, without f j w z."""

_ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_AFTER = rf"(?=\s{{0,4}}(?:[.:\-–)*]|$)|\s{{1,4}}[{UPPER}“\"])"
_NAMED: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    (
        "part",
        re.compile(
            rf"(?:PHẦN|Phần)\s{{1,4}}(?:(?:THỨ|thứ|Thứ)\s{{1,4}}(\w{{2,5}})|([IVXLC]+|[A-Z]|\d{{1,2}})){_AFTER}"
        ),
    ),
    ("step", re.compile(rf"(?:BƯỚC|Bước)\s{{1,4}}(?:(?:THỨ|thứ)\s{{1,4}})?(\w{{2,5}}|\d{{1,2}}){_AFTER}")),
    ("chapter", re.compile(rf"(?:CHƯƠNG|Chương)\s{{1,4}}([IVXLC]+|\d{{1,3}}){_AFTER}")),
    ("subsection", re.compile(rf"(?:TIỂU\s{{1,4}}MỤC|Tiểu\s{{1,4}}mục)\s{{1,4}}([IVXLC]+|\d{{1,2}}){_AFTER}")),
    ("named_section", re.compile(rf"(?:MỤC|Mục)\s{{1,4}}([IVXLC]+|\d{{1,2}}|[A-Z]){_AFTER}")),
    ("article", re.compile(r"(?:ĐIỀU|Điều)\s{0,3}(\d{1,3}[a-zđ]?|[lI](?=[.:]))(?=\s{0,4}(?:[.:\-–*]|$))")),
)
_LOOSE_ARTICLE = re.compile(rf"(?:ĐIỀU|Điều)\s{{1,3}}(\d{{1,3}}[a-zđ]?)(?=\s{{1,4}}[{UPPER}])")
_UPPER_MARK = re.compile(r"([A-ZĐ])(?:\s{0,2}[.):]|/(?=\s)|\s{0,2}[-–](?!\d))(?=\s{0,4}\S)")
_ROMAN_MARK = re.compile(r"([IVXLC][IVXLCivxlc]{0,6})\s{0,2}(?:[.):]|/(?=\s)|[-–](?!\d))(?!\d)")
_MIXED_MARK = re.compile(r"([IVXLC]{1,7}(?:\.\d{1,3}){1,4})\s{0,2}(?:[.)/:-]|(?=\s{1,4}\S))")
_DECIMAL_MARK = re.compile(r"(\d{1,3})\s{0,2}(?:\.(?!\d)|\)|[-–](?!\s{0,4}\d)|/(?!\s{0,4}\d)|:(?!\d))")
_MULTI_MARK = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4})\s{0,2}(?:\.(?!\d)|[):/-](?!\d)|(?=\s{1,4}\S))")
_LETTER_MARK = re.compile(rf"([{LETTERS}])(\d?)\s{{0,2}}(?:\)|\.(?=\s|[{UPPER}])|/(?=\s|[{UPPER}])|-(?=\s))")
_SUBLETTER_MARK = re.compile(
    rf"([{LETTERS}])\.(?:(\d{{1,2}})\s{{0,2}}(?:[.)/:]|(?=\s{{1,4}}\S))|\s(\d{{1,2}})\s{{0,2}}[.)])"
)
_PAREN_MARK = re.compile(rf"\((\d{{1,2}}|[{LETTERS}])\)\s{{0,4}}(?=\S)")
_SMALL_ROMAN_MARK = re.compile(r"\(?([ivx]{1,5})\s?\)")
_DASH_MARK = re.compile(r"[-–—](?=\s{0,4}(?:$|[^\s\-–—=_*|]))")
_PLUS_MARK = re.compile(r"\+(?=\s{0,4}(?:$|[^\s{1,4}]))")
_BULLET_MARK = re.compile(r"[•●▪◦·∙■□➢✓*](?=\s{0,4}[^\s{0,4}])")
_QUOTE = re.compile(r"[“\"«]\s?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed mark: ``label`` goes into the locator, ``value`` is its place in its list (0 for unordered ones).

    ``length`` counts the characters of the mark with its punctuation and opening quote; ``prefix`` is what a
    multi-level number continues ("2.1" of "2.1.3"). A ``loose`` mark counts only where its list expects it.
    """

    scheme: Scheme
    label: str
    value: int
    length: int
    prefix: str = ""
    loose: bool = False


def read_marks(words: str) -> tuple[Mark, ...]:
    """Return the readings of the mark at the beginning of ``words``, the likeliest first.

    >>> [mark.label for mark in read_marks("Điều 12. Trách nhiệm")]
    ['Điều 12']
    >>> [(mark.scheme, mark.value) for mark in read_marks("đ) Lĩnh vực xã hội")]
    [('letter', 5)]
    >>> [(mark.scheme, mark.value) for mark in read_marks("i) Sở Y tế")]
    [('letter', 9), ('small_roman', 1)]
    >>> read_marks("15/11/2024 là hạn cuối") + read_marks("Điều 5 của Luật") + read_marks("-------")
    ()
    """
    quote = _QUOTE.match(words)
    offset = quote.end() if quote else 0
    return (*_named_marks(words, offset), *_numbered_marks(words, offset), *_small_marks(words, offset))


def roman_value(label: str) -> int | None:
    """Return the value of a well-formed Roman numeral below 400.

    >>> roman_value("XIV"), roman_value("IIX")
    (14, None)
    """
    if not label or not _ROMAN.fullmatch(label):
        return None
    values = [_ROMAN_VALUE[char] for char in label]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))


def _named_marks(words: str, offset: int) -> tuple[Mark, ...]:
    if words[offset : offset + 1] not in ("P", "B", "C", "T", "M", "Đ"):
        return ()
    for scheme, pattern in _NAMED:
        if match := pattern.match(words, offset):
            printed = next(group for group in match.groups() if group)
            printed = "1" if scheme == "article" and printed in "lI" else printed  # an old scan's one
            value = _value_of(printed)
            if value is None:
                return ()
            return (Mark(scheme, _named_label(scheme, printed), value, _past_punctuation(words, match.end())),)
    if match := _LOOSE_ARTICLE.match(words, offset):
        value = _value_of(match[1])
        if value is not None:
            return (Mark("article", f"Điều {match[1]}", value, match.end(), loose=True),)
    return ()


def _named_label(scheme: Scheme, printed: str) -> str:
    if scheme == "part" and printed.lower() in _ORDINALS:
        return f"Phần thứ {printed.lower()}"
    names: dict[Scheme, str] = {
        "part": "Phần", "step": "Bước", "chapter": "Chương", "named_section": "Mục", "subsection": "Tiểu mục",
    }  # fmt: skip
    printed = printed.lower() if scheme == "step" else printed
    return f"{names.get(scheme, 'Điều')} {printed}"


def _value_of(printed: str) -> int | None:
    if digits := re.match(r"\d+", printed):
        return int(digits[0])
    if printed.lower() in _ORDINALS:
        return _ORDINALS[printed.lower()]
    roman = roman_value(printed)
    if roman is not None:
        return roman
    return _upper_value(printed) if len(printed) == 1 else None


def _upper_value(letter: str) -> int | None:
    lower = letter.lower()
    return LETTERS.index(lower) + 1 if lower in LETTERS else None


def _past_punctuation(words: str, end: int) -> int:
    while end < len(words) and words[end] in " .:*-–)":
        end += 1
    return end


def _numbered_marks(words: str, offset: int) -> tuple[Mark, ...]:
    first = words[offset : offset + 1]
    if first.isdigit():
        return _decimal_marks(words, offset)
    marks: list[Mark] = []
    if match := _MIXED_MARK.match(words, offset):
        prefix, _, last = match[1].rpartition(".")
        if roman_value(match[1].split(".")[0]) is not None:
            return (Mark(_decimal_scheme(match[1].count(".")), match[1], int(last), match.end(), prefix, loose=True),)
    if match := _ROMAN_MARK.match(words, offset):
        label = match[1].upper()  # a source that lower-cases its headings prints "Vii."
        value = roman_value(label)
        if value is not None and (value < 50 or len(label) > 1):
            marks.append(Mark("roman", label, value, match.end()))
    if match := _UPPER_MARK.match(words, offset):
        value = _upper_value(match[1])
        if value is not None:
            marks.append(Mark("upper", match[1], value, match.end(), loose=bool(marks)))
    return tuple(marks)


def _decimal_marks(words: str, offset: int) -> tuple[Mark, ...]:
    if match := _MULTI_MARK.match(words, offset):
        prefix, _, last = match[1].rpartition(".")
        dotted = words[match.end() - 1] in ".):/-"
        scheme = _decimal_scheme(match[1].count(".") + 1)
        return (Mark(scheme, match[1], int(last), match.end(), prefix, loose=not dotted),)
    if match := _DECIMAL_MARK.match(words, offset):
        return (Mark("decimal", match[1].lstrip("0") or "0", int(match[1]), match.end()),)
    return ()


def _decimal_scheme(levels: int) -> Scheme:
    schemes: tuple[Scheme, ...] = ("decimal", "decimal2", "decimal3", "decimal4")
    return schemes[min(levels, 4) - 1]


def _small_marks(words: str, offset: int) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    if match := _SUBLETTER_MARK.match(words, offset):
        number = match[2] or match[3]
        marks.append(Mark("paren", f"{match[1]}.{number}", int(number), match.end(), match[1]))
    elif match := _LETTER_MARK.match(words, offset):
        sub = match[2]
        value = int(sub) if sub else LETTERS.index(match[1]) + 1
        marks.append(Mark("paren" if sub else "letter", match[1] + sub, value, match.end(), match[1] if sub else ""))
    elif match := _PAREN_MARK.match(words, offset):
        value = int(match[1]) if match[1].isdigit() else LETTERS.index(match[1]) + 1
        marks.append(Mark("paren", match[1], value, match.end()))
    if match := _SMALL_ROMAN_MARK.match(words, offset):
        roman = roman_value(match[1].upper())
        if roman is not None:
            marks.append(Mark("small_roman", match[1], roman, match.end(), loose=bool(marks)))
    signs: tuple[tuple[Scheme, re.Pattern[str], str], ...] = (
        ("dash", _DASH_MARK, "-"), ("plus", _PLUS_MARK, "+"), ("bullet", _BULLET_MARK, "*"),
    )  # fmt: skip
    for scheme, pattern, label in signs:
        if not marks and (match := pattern.match(words, offset)):
            marks.append(Mark(scheme, label, 0, match.end()))
    return tuple(marks)
