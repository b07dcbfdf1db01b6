"""One spelling to match in: lower case, tone marks in the modern place, of the *same length* as the text.

``fold`` of ``ingest.text`` also drops the marks, which makes "Báo" (newspaper) equal to "bảo" (to assure); words of
grammar are therefore matched here, with their marks.
"""

from __future__ import annotations

import re

_OLD_TONE = re.compile(r"[ou](?:(?<=o)[àáảãạèéẻẽẹ]|(?<=u)(?<!qu)[ỳýỷỹỵ])(?![^\W\d_])")
_MOVED = {
    old + vowel: toned + plain
    for old, marked, plain, toned_row in (
        ("o", "àáảãạ", "a", "òóỏõọ"),
        ("o", "èéẻẽẹ", "e", "òóỏõọ"),
        ("u", "ỳýỷỹỵ", "y", "ùúủũụ"),
    )
    for vowel, toned in zip(marked, toned_row, strict=True)
}


def soften(text: str) -> str:
    """Return ``text`` in lower case with "uỷ" as "ủy" and "hoà" as "hòa", of the same length.

    Only open syllables are written both ways; "đoàn", "hoạt" have one spelling.

    >>> soften("Uỷ ban nhân dân tỉnh Khánh Hoà")
    'ủy ban nhân dân tỉnh khánh hòa'
    >>> soften("Đoàn thể, quý II")
    'đoàn thể, quý ii'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _OLD_TONE.sub(lambda match: _MOVED[match[0]], lowered)
