"""Numbers among the words of a question or a task, ordinals in words among them: "lần thứ hai" is the second.

"Hội nghị hiệp thương lần thứ tư" has all words but one in common with what is said of the first three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

_COUNTED: Final = frozenset({"lan", "dot", "vong", "buoc", "ki", "khoa", "lop", "loai", "hang", "nhom"})
"""Words behind which an ordinal stands: lần, đợt, vòng, bước, kỳ, khóa …"""
_ORDINALS: Final = {
    "nhat": 1, "mot": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_AMBIGUOUS: Final = frozenset({"tu", "nam", "sau", "tam"})
"""Ordinals that are other words without "thứ": "lần sau" is the next time."""
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_MARK: Final = "thu"


def numbers_among(words: Sequence[str]) -> Iterator[str]:
    """Yield the numbers that the folded ``words`` say, each without leading zeros.

    >>> list(numbers_among("hoi nghi hiep thuong lan thu hai truoc 05 thang 2".split()))
    ['2', '5', '2']
    """
    for at, word in enumerate(words):
        if word.isdigit():
            yield word.lstrip("0")
        elif word in _COUNTED:
            marked = at + 1 < len(words) and words[at + 1] == _MARK
            value = _value(words[at + 2 if marked else at + 1 :][:1])
            if value and (marked or words[at + 1] not in _AMBIGUOUS):
                yield value


def _value(words: Sequence[str]) -> str:
    number = (_ORDINALS.get(words[0]) or _ROMAN.get(words[0])) if words else None
    return str(number) if number else ""
